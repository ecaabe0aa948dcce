// Package supports keeps the rows of supports, and of activities with their documents.
package supports

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
)

// Support is a recorded support. Reason is why it was withdrawn.
type Support struct {
	Province string
	programme.Support
	ReplacedBy int64
	RecordedBy int64
	Recorded   time.Time
	EndedBy    int64
	Ended      time.Time
}

// supportDetail is what of a support is sealed: who somebody is, and what else tells of them.
type supportDetail struct {
	Facts     programme.Facts      `json:"f,omitempty"`
	Content   string               `json:"c,omitempty"`
	Details   map[string]string    `json:"d,omitempty"`
	Evidence  string               `json:"e,omitempty"`
	Note      string               `json:"n,omitempty"`
	Overruled []programme.Overrule `json:"o,omitempty"`
}

// SupportPlace is where a support's detail belongs; its seal opens nowhere else.
func SupportPlace(province string, id int64) string {
	return fmt.Sprintf("support/%s/%d", province, id)
}

const supportColumns = `province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail`

func scanSupport(s store.Reader, r store.Scanner, v *Support) error {
	var day string
	var at, ended int64
	var sealed []byte
	if err := r.Scan(&v.Province, &v.ID, &v.Kind, &v.Household, &v.Member, &v.Commune, &day, &v.Quantity, &v.Amount,
		&v.Source, &v.Activity, &v.State, &v.ReplacedBy, &v.RecordedBy, &at, &v.EndedBy, &ended,
		&sealed); err != nil {
		return err
	}
	v.Recorded = time.UnixMicro(at).UTC()
	if ended != 0 {
		v.Ended = time.UnixMicro(ended).UTC()
	}
	var err error
	if v.Day, err = date.Parse(day); err != nil {
		return err
	}
	plain, err := s.Vault().Open(nil, sealed, SupportPlace(v.Province, v.ID))
	if err != nil {
		return err
	}
	var d supportDetail
	if err := json.Unmarshal(plain, &d); err != nil {
		return err
	}
	v.Facts, v.Content, v.Details, v.Evidence, v.Note, v.Overruled = d.Facts, d.Content, d.Details, d.Evidence, d.Note,
		d.Overruled
	return nil
}

// Reserve takes n ids at once and returns the first.
func Reserve(ctx context.Context, t store.Writer, province string, n int64) (int64, error) {
	return t.Next(ctx, province, "support", n)
}

// Add records a support; its ID is set here where it is 0.
func Add(ctx context.Context, t store.Writer, v *Support) (err error) {
	if v.ID == 0 {
		if v.ID, err = t.Next(ctx, v.Province, "support", 1); err != nil {
			return err
		}
	}
	plain, err := json.Marshal(supportDetail{v.Facts, v.Content, v.Details, v.Evidence, v.Note, v.Overruled})
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO support (`+supportColumns+
		`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, 0, $15)`, v.Province, v.ID,
		v.Kind, v.Household, v.Member,
		string(v.Commune), v.Day.String(), v.Quantity, int64(v.Amount), v.Source, v.Activity, int(v.State),
		v.RecordedBy, v.Recorded.UnixMicro(),
		t.Vault().Seal(nil, plain, SupportPlace(v.Province, v.ID)))
	return err
}

// End withdraws a support, or supersedes it by another one. Errors (errs.Conflict): it does not count any more.
func End(ctx context.Context, t store.Writer, province string, id int64, state programme.SupportState, by int64,
	replacedBy int64, at time.Time) error {
	n, err := t.Exec(ctx,
		`UPDATE support SET state = $1, replaced_by = $2, ended_by = $3, ended_at = $4 WHERE province = $5 AND id = $6 AND state = $7`, int(state), replacedBy, by, at.UnixMicro(), province,
		id, int(programme.Valid))
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "this support was withdrawn or replaced already")
	}
	return err
}

// Each hands every support of a province to a function, in the order of their ids.
func Each(ctx context.Context, s store.Reader, province string, each1 func(*Support)) error {
	rows, err := s.Stream(ctx, `SELECT `+supportColumns+` FROM support WHERE province = $1 ORDER BY id`, province)
	return store.Each(rows, err, func(r store.Scanner) error {
		var v Support
		if err := scanSupport(s, r, &v); err != nil {
			return err
		}
		each1(&v)
		return nil
	})
}

func supports(ctx context.Context, s store.Reader, where string, args ...any) (out []Support, err error) {
	rows, err := s.Query(ctx, `SELECT `+supportColumns+` FROM support WHERE province = $1 AND `+where+
		` ORDER BY day, id`, args...)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Support
		err := scanSupport(s, r, &v)
		out = append(out, v)
		return err
	})
}

// Find returns one support. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Support, error) {
	all, err := supports(ctx, s, `id = $2`, province, id)
	if err != nil || len(all) == 0 {
		return nil, store.OrNotFound(err)
	}
	return &all[0], nil
}

// Of returns all supports of a household, the oldest first.
func Of(ctx context.Context, s store.Reader, province string, id int64) ([]Support, error) {
	return supports(ctx, s, `household = $2`, province, id)
}

// Under returns all supports of an activity.
func Under(ctx context.Context, s store.Reader, province string, id int64) ([]Support, error) {
	return supports(ctx, s, `activity = $2`, province, id)
}

// Taken is the quantity of the valid supports of an activity.
func Taken(ctx context.Context, q store.Reader, province string, activity int64) (n int64, err error) {
	err = q.Row(ctx,
		`SELECT COALESCE(CAST(SUM(quantity) AS BIGINT), 0) FROM support WHERE province = $1 AND activity = $2 AND state = $3`, province, activity, int(programme.Valid)).Scan(&n)
	return n, err
}

// Corrected returns of the supports of an activity those that stand in the place of others, with these.
func Corrected(ctx context.Context, s store.Reader, province string, activity int64) (out map[int64]int64, err error) {
	out = map[int64]int64{}
	rows, err := s.Query(ctx, `SELECT n.id, s.id FROM support n JOIN support s ON s.province = n.province AND s.replaced_by = n.id
		WHERE n.province = $1 AND n.activity = $2`, province, activity)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var now, was int64
		err := r.Scan(&now, &was)
		out[now] = was
		return err
	})
}

// Corrects returns the support in whose place one stands, 0 where it stands in that of none.
func Corrects(ctx context.Context, s store.Reader, province string, id int64) (was int64, err error) {
	err = store.NotFound(s.Row(ctx, `SELECT id FROM support WHERE province = $1 AND replaced_by = $2`, province, id).Scan(&was))
	if errs.KindOf(err) == errs.NotFound {
		return 0, nil
	}
	return was, err
}

// Ended returns the supports of an activity that hold no more, each with the one that stands in its place, 0 where none
// does.
func Ended(ctx context.Context, s store.Reader, province string, activity int64) (out map[int64]int64, err error) {
	out = map[int64]int64{}
	rows, err := s.Query(ctx, `SELECT id, replaced_by FROM support WHERE province = $1 AND activity = $2 AND state <> $3`,
		province, activity, int(programme.Valid))
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var id, now int64
		err := r.Scan(&id, &now)
		out[id] = now
		return err
	})
}
