package households

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// DuplicateKind is why a pair is in the queue.
type DuplicateKind string

// The kinds of pairs.
const (
	SameNumber DuplicateKind = "citizen" // the same citizen number
	SamePerson DuplicateKind = "likely"  // folded name, birth date, place
	SameHead   DuplicateKind = "head"    // the heads' folded name, and the telephone, the address or the hamlet
)

var duplicateKinds = map[DuplicateKind]errs.Text{
	SameNumber: errs.T("Same citizen number"), SamePerson: errs.T("Same name and birth date"),
	SameHead: errs.T("Same head’s name, with the telephone, address or hamlet"),
}

// Title is what people call the kind.
func (k DuplicateKind) Title() errs.Text { return duplicateKinds[k] }

// DuplicateState is what was decided of a pair.
type DuplicateState string

// The states of a pair.
const (
	DuplicateOpen      DuplicateState = "open"
	DuplicateSame      DuplicateState = "same"
	DuplicateDifferent DuplicateState = "different"
	DuplicateGone      DuplicateState = "gone" // one has left the register, or they are alike no more
)

var duplicateStates = map[DuplicateState]errs.Text{
	DuplicateOpen: errs.T("Waits for a decision"), DuplicateSame: errs.T("Decided: the same"),
	DuplicateDifferent: errs.T("Decided: different"),
	DuplicateGone:      errs.T("No pair any more: one has left the register, or was corrected"),
}

// Title is what people call the state.
func (s DuplicateState) Title() errs.Text { return duplicateStates[s] }

// Duplicate is two records that may be one person.
type Duplicate struct {
	Province             string
	ID                   int64
	Kind                 DuplicateKind
	One, Two             int64 // household ids, One < Two, or the same household
	OneMember, TwoMember int
	State                DuplicateState
	Found                time.Time
	Decided              time.Time
	DecidedBy            int64
	Reason               string
}

// DuplicateKey is what makes a pair another than the others.
type DuplicateKey struct {
	Kind                 DuplicateKind
	One, Two             int64
	OneMember, TwoMember int
}

// Key puts a pair's two in their order and returns its key.
func (d *Duplicate) Key() DuplicateKey {
	if d.One > d.Two || (d.One == d.Two && d.OneMember > d.TwoMember) {
		d.One, d.Two, d.OneMember, d.TwoMember = d.Two, d.One, d.TwoMember, d.OneMember
	}
	return DuplicateKey{d.Kind, d.One, d.Two, d.OneMember, d.TwoMember}
}

// AddDuplicate puts a pair into the queue and gives it its id; one that had gone is open again; another that was there,
// decided or not, stays as it is, and d has no id.
func AddDuplicate(ctx context.Context, t store.Writer, d *Duplicate) error {
	d.ID = 0
	k := d.Key()
	n, err := t.Exec(ctx,
		`UPDATE duplicate SET state = 'open', found_at = $1, decided_at = 0
		WHERE province = $2 AND kind = $3 AND one = $4 AND one_member = $5 AND two = $6 AND two_member = $7 AND state = 'gone'`,
		d.Found.UnixMicro(), d.Province, k.Kind, k.One, k.OneMember, k.Two, k.TwoMember)
	if err != nil {
		return err
	}
	var id int64
	err = t.Row(ctx,
		`SELECT id FROM duplicate WHERE province = $1 AND kind = $2 AND one = $3 AND one_member = $4 AND two = $5 AND two_member = $6`,
		d.Province, k.Kind, k.One, k.OneMember, k.Two, k.TwoMember).Scan(&id)
	switch {
	case err == nil && n == 1:
		d.ID, d.State = id, DuplicateOpen
		return nil
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	id, err = t.Next(ctx, d.Province, "duplicate", 1)
	if err != nil {
		return err
	}
	d.ID, d.State = id, DuplicateOpen
	_, err = t.Exec(ctx,
		`INSERT INTO duplicate (province, id, kind, one, one_member, two, two_member, state, found_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		d.Province, d.ID, d.Kind, d.One, d.OneMember, d.Two, d.TwoMember, d.State, d.Found.UnixMicro())
	return err
}

// Duplicates returns the pairs of a state whose ids are above one, the oldest first, at most limit.
func Duplicates(ctx context.Context, s store.Reader, province string, state DuplicateState, above int64,
	limit int) (out []Duplicate, err error) {
	rows, err := s.Query(ctx,
		`SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate
		WHERE province = $1 AND state = $2 AND id > $3 ORDER BY id LIMIT $4`, province, state, above, limit)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		d, err := scanDuplicate(r)
		out = append(out, d)
		return err
	})
}

// DuplicateStates returns the ids and states of all pairs ever found, by what they are.
func DuplicateStates(ctx context.Context, s store.Reader, province string) (map[DuplicateKey]Duplicate, error) {
	const piece = 5000
	out := map[DuplicateKey]Duplicate{}
	for above, more := int64(0), true; more; {
		n := 0
		rows, err := s.Query(ctx, `SELECT id, kind, one, one_member, two, two_member, state FROM duplicate
			WHERE province = $1 AND id > $2 ORDER BY id LIMIT $3`, province, above, piece)
		if err := store.Each(rows, err, func(r store.Scanner) error {
			d := Duplicate{Province: province}
			err := r.Scan(&d.ID, &d.Kind, &d.One, &d.OneMember, &d.Two, &d.TwoMember, &d.State)
			out[d.Key()], above = d, d.ID
			n++
			return err
		}); err != nil {
			return nil, err
		}
		more = n == piece
	}
	return out, nil
}

// EndDuplicate closes an open pair that is none any more; one that was decided meanwhile stays as it is.
func EndDuplicate(ctx context.Context, t store.Writer, province string, id int64, at time.Time) error {
	_, err := t.Exec(ctx, `UPDATE duplicate SET state = $1, decided_at = $2 WHERE province = $3 AND id = $4 AND state = 'open'`,
		DuplicateGone, at.UnixMicro(), province, id)
	return err
}

// FindDuplicate returns a pair. Errors: errs.NotFound.
func FindDuplicate(ctx context.Context, s store.Reader, province string, id int64) (*Duplicate, error) {
	d, err := scanDuplicate(s.Row(ctx,
		`SELECT province, id, kind, one, one_member, two, two_member, state, found_at, decided_at, decided_by, reason FROM duplicate
		WHERE province = $1 AND id = $2`, province, id))
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &d, nil
}

func scanDuplicate(r store.Scanner) (d Duplicate, err error) {
	var found, decided int64
	err = r.Scan(&d.Province, &d.ID, &d.Kind, &d.One, &d.OneMember, &d.Two, &d.TwoMember, &d.State, &found, &decided,
		&d.DecidedBy, &d.Reason)
	d.Found, d.Decided = time.UnixMicro(found).UTC(), time.UnixMicro(decided).UTC()
	return d, err
}

// DecideDuplicate closes an open pair. Errors (errs.Conflict): it was decided already.
func DecideDuplicate(ctx context.Context, t store.Writer, d *Duplicate) error {
	n, err := t.Exec(ctx,
		`UPDATE duplicate SET state = $1, decided_at = $2, decided_by = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'open'`,
		d.State, d.Decided.UnixMicro(), d.DecidedBy, d.Reason, d.Province, d.ID)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody has decided this pair already")
	}
	return err
}
