// Package batches keeps the rows of payments to people: batches, their lines, and which movement of money was for which.
package batches

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/payout"
	"giamngheo/internal/store"
)

// Batch is a recorded batch.
type Batch struct {
	payout.Batch
	At time.Time
}

const batchColumns = `id, activity, line, place, title, day, way, payer, document, state, note, author, approver, sender, reconciler, version, recorded_at`

// Add records a batch; its ID is set here.
func Add(ctx context.Context, t store.Writer, province string, b *Batch) (err error) {
	if b.ID, err = t.Next(ctx, province, "batch", 1); err != nil {
		return err
	}
	b.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO batch (`+batchColumns+`, year, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, b.ID, b.Activity, b.Line,
		string(b.Place), b.Title, store.DayText(b.Day), string(b.Way), b.Payer, b.Document, string(b.State), b.Note, b.Author,
		b.Approver, b.Sender, b.Reconciler, b.Version, b.At.UnixMicro(), b.Day.Year(), province)
	return err
}

// Set writes what changes of a batch. Errors (errs.Conflict): somebody else changed it meanwhile.
func Set(ctx context.Context, t store.Writer, province string, b *Batch) error {
	n, err := t.Exec(ctx, `UPDATE batch SET document = $1, state = $2, note = $3, approver = $4, sender = $5, reconciler = $6,
		version = version + 1 WHERE province = $7 AND id = $8 AND version = $9`, b.Document, string(b.State), b.Note, b.Approver,
		b.Sender, b.Reconciler, province, b.ID, b.Version)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody else has changed this batch meanwhile: look at it again")
	}
	b.Version++
	return err
}

func all(ctx context.Context, s store.Reader, query string, args ...any) (out []Batch, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var b Batch
		var day string
		var at int64
		err := r.Scan(&b.ID, &b.Activity, &b.Line, &b.Place, &b.Title, &day, &b.Way, &b.Payer, &b.Document, &b.State, &b.Note,
			&b.Author, &b.Approver, &b.Sender, &b.Reconciler, &b.Version, &at)
		if err != nil {
			return err
		}
		b.At = time.UnixMicro(at).UTC()
		b.Day, err = store.DayOf(day)
		out = append(out, b)
		return err
	})
}

// Find returns one batch. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Batch, error) {
	found, err := all(ctx, s, `SELECT `+batchColumns+` FROM batch WHERE province = $1 AND id = $2`, province, id)
	if err != nil || len(found) == 0 {
		return nil, store.OrNotFound(err)
	}
	return &found[0], nil
}

// OfYear returns batches of a year with a number below one, the newest first, at most limit of them.
func OfYear(ctx context.Context, s store.Reader, province string, year int, below int64, limit int) ([]Batch, error) {
	return all(ctx, s, `SELECT `+batchColumns+
		` FROM batch WHERE province = $1 AND year = $2 AND id < $3 ORDER BY id DESC LIMIT $4`, province, year, below, limit)
}

// OfState returns batches of a state with a number above one, at most limit of them.
func OfState(ctx context.Context, s store.Reader, province string, state payout.State, above int64,
	limit int) ([]Batch, error) {
	return all(ctx, s, `SELECT `+batchColumns+
		` FROM batch WHERE province = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4`, province, string(state), above, limit)
}

// OfActivity returns the batches of an activity, the newest first.
func OfActivity(ctx context.Context, s store.Reader, province string, activity int64) ([]Batch, error) {
	return all(ctx, s, `SELECT `+batchColumns+` FROM batch WHERE province = $1 AND activity = $2 ORDER BY id DESC`, province,
		activity)
}

// LinePlace is where a line's detail belongs; its seal opens nowhere else.
func LinePlace(province string, batch, support int64) string {
	return fmt.Sprintf("batch_line/%s/%d/%d", province, batch, support)
}

const lineColumns = `batch, support, household, commune, amount, state, day, recovered, sealed_detail`

func sealed(t store.Writer, province string, l *payout.Line) ([]byte, error) {
	plain, err := json.Marshal(&l.Detail)
	if err != nil {
		return nil, err
	}
	return t.Vault().Seal(nil, plain, LinePlace(province, l.Batch, l.Support)), nil
}

// AddLine puts a support on a batch's list.
func AddLine(ctx context.Context, t store.Writer, province string, l *payout.Line) error {
	detail, err := sealed(t, province, l)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO batch_line (`+lineColumns+`, province)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, l.Batch, l.Support, l.Household, string(l.Commune), int64(l.Amount),
		string(l.State), store.DayText(l.Day), int64(l.Recovered), detail, province)
	return err
}

// SetLine writes what became of a line.
func SetLine(ctx context.Context, t store.Writer, province string, l *payout.Line) error {
	detail, err := sealed(t, province, l)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `UPDATE batch_line SET state = $1, day = $2, recovered = $3, sealed_detail = $4
		WHERE province = $5 AND batch = $6 AND support = $7`, string(l.State), store.DayText(l.Day), int64(l.Recovered), detail,
		province, l.Batch, l.Support)
	return err
}

// DropAll takes every line off a batch's list.
func DropAll(ctx context.Context, t store.Writer, province string, batch int64) error {
	_, err := t.Exec(ctx, `UPDATE batch_line SET state = $1 WHERE province = $2 AND batch = $3`, string(payout.Dropped),
		province, batch)
	return err
}

func lines(ctx context.Context, s store.Reader, province, query string, args ...any) (out []payout.Line, err error) {
	rows, err := s.Query(ctx, query, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var l payout.Line
		var day string
		var detail []byte
		err := r.Scan(&l.Batch, &l.Support, &l.Household, &l.Commune, &l.Amount, &l.State, &day, &l.Recovered, &detail)
		if err != nil {
			return err
		}
		if l.Day, err = store.DayOf(day); err != nil {
			return err
		}
		plain, err := s.Vault().Open(nil, detail, LinePlace(province, l.Batch, l.Support))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(plain, &l.Detail); err != nil {
			return err
		}
		out = append(out, l)
		return nil
	})
}

// Lines returns lines of a batch with a support above one, in the order of the supports, at most limit of them; state ""
// asks for those of any state.
func Lines(ctx context.Context, s store.Reader, province string, batch int64, state payout.LineState, above int64,
	limit int) ([]payout.Line, error) {
	return lines(ctx, s, province, `SELECT `+lineColumns+` FROM batch_line WHERE province = $1 AND batch = $2 AND support > $3
		AND ($4 = '' OR state = $4) ORDER BY support LIMIT $5`, province, batch, above, string(state), limit)
}

// FindLine returns one line. Errors: errs.NotFound.
func FindLine(ctx context.Context, s store.Reader, province string, batch, support int64) (*payout.Line, error) {
	found, err := lines(ctx, s, province, `SELECT `+lineColumns+
		` FROM batch_line WHERE province = $1 AND batch = $2 AND support = $3`, province, batch, support)
	if err != nil || len(found) == 0 {
		return nil, store.OrNotFound(err)
	}
	return &found[0], nil
}

// LinesOf returns the lines of a support, in whatever batch.
func LinesOf(ctx context.Context, s store.Reader, province string, support int64) ([]payout.Line, error) {
	return lines(ctx, s, province, `SELECT `+lineColumns+
		` FROM batch_line WHERE province = $1 AND support = $2 ORDER BY batch`, province, support)
}

// OfHousehold returns the lines of a household, in whatever batch.
func OfHousehold(ctx context.Context, s store.Reader, province string, household int64) ([]payout.Line, error) {
	return lines(ctx, s, province, `SELECT `+lineColumns+
		` FROM batch_line WHERE province = $1 AND household = $2 ORDER BY batch, support`, province, household)
}

// Sums adds up the lines of a batch by state, and what of claims was recovered.
func Sums(ctx context.Context, s store.Reader, province string, batch int64) (out payout.Sums, recovered money.Dong,
	err error) {
	out = payout.Sums{}
	rows, err := s.Query(ctx, `SELECT state, COUNT(*), CAST(SUM(amount) AS BIGINT), CAST(SUM(recovered) AS BIGINT)
		FROM batch_line WHERE province = $1 AND batch = $2 GROUP BY state`, province, batch)
	return out, recovered, store.Each(rows, err, func(r store.Scanner) error {
		var state string
		var sum payout.Sum
		var back int64
		err := r.Scan(&state, &sum.N, &sum.Amount, &back)
		out[payout.LineState(state)] = sum
		recovered += money.Dong(back)
		return err
	})
}

// Waiting counts the lines that were not received and whose money was not given back, by batch.
func Waiting(ctx context.Context, s store.Reader, province string) (out map[int64]int, err error) {
	out = map[int64]int{}
	rows, err := s.Query(ctx, `SELECT batch, COUNT(*) FROM batch_line WHERE province = $1 AND state = $2 GROUP BY batch`,
		province, string(payout.NotReceived))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var batch int64
		var n int
		err := r.Scan(&batch, &n)
		out[batch] = n
		return err
	})
}

// Link says that a movement of money was for a batch: of one line of it, or with support 0 of the whole.
func Link(ctx context.Context, t store.Writer, province string, movement, batch, support int64) error {
	_, err := t.Exec(ctx, `INSERT INTO batch_movement (movement, batch, support, province) VALUES ($1, $2, $3, $4)`, movement,
		batch, support, province)
	return err
}

// Movements are the movements of a batch.
func Movements(ctx context.Context, s store.Reader, province string, batch int64) (out []int64, err error) {
	rows, err := s.Query(ctx, `SELECT movement FROM batch_movement WHERE province = $1 AND batch = $2 ORDER BY movement`,
		province, batch)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	})
}

// OfMovement returns the batch that a movement was for, 0 where it was for none.
func OfMovement(ctx context.Context, s store.Reader, province string, movement int64) (batch int64, err error) {
	err = store.NotFound(s.Row(ctx, `SELECT batch FROM batch_movement WHERE province = $1 AND movement = $2`, province,
		movement).Scan(&batch))
	if errs.KindOf(err) == errs.NotFound {
		return 0, nil
	}
	return batch, err
}

// Linked returns which movements are for which batch, of movements above one.
func Linked(ctx context.Context, s store.Reader, province string, above int64) (out map[int64]int64, err error) {
	out = map[int64]int64{}
	rows, err := s.Query(ctx,
		`SELECT movement, batch FROM batch_movement WHERE province = $1 AND movement > $2 ORDER BY movement`, province, above)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var movement, batch int64
		err := r.Scan(&movement, &batch)
		out[movement] = batch
		return err
	})
}

// Held returns the supports of an activity that a batch holds: those of an activity are on batches of it alone.
func Held(ctx context.Context, s store.Reader, province string, activity int64) (out map[int64]bool, err error) {
	out = map[int64]bool{}
	rows, err := s.Query(ctx, `SELECT l.support FROM batch b JOIN batch_line l ON l.province = b.province AND l.batch = b.id
		WHERE b.province = $1 AND b.activity = $2 AND l.state <> $3 AND l.state <> $4`, province, activity,
		string(payout.Returned), string(payout.Dropped))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id int64
		err := r.Scan(&id)
		out[id] = true
		return err
	})
}

// All returns every batch of a province, to be verified.
func All(ctx context.Context, s store.Reader, province string) ([]Batch, error) {
	return all(ctx, s, `SELECT `+batchColumns+` FROM batch WHERE province = $1 ORDER BY id`, province)
}

// Twice returns the supports that more than one batch holds: none, unless the database was changed outside.
func Twice(ctx context.Context, s store.Reader, province string) (out []int64, err error) {
	rows, err := s.Query(ctx, `SELECT support FROM batch_line WHERE province = $1 AND state <> $2 AND state <> $3
		GROUP BY support HAVING COUNT(*) > 1`, province, string(payout.Returned), string(payout.Dropped))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id int64
		err := r.Scan(&id)
		out = append(out, id)
		return err
	})
}
