package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/programme"
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

func supportPlace(province string, id int64) string {
	return fmt.Sprintf("support/%s/%d", province, id)
}

const supportColumns = `province, id, kind, household, member, commune, day, quantity, amount, source, activity, state, replaced_by, recorded_by, recorded_at, ended_by, ended_at, sealed_detail`

func (s *Store) scanSupport(r scanner, v *Support) error {
	var day string
	var at, ended int64
	var sealed []byte
	if err := r.Scan(&v.Province, &v.ID, &v.Kind, &v.Household, &v.Member, &v.Commune, &day, &v.Quantity, &v.Amount, &v.Source, &v.Activity, &v.State, &v.ReplacedBy, &v.RecordedBy, &at, &v.EndedBy, &ended,
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
	plain, err := s.vault.Open(nil, sealed, supportPlace(v.Province, v.ID))
	if err != nil {
		return err
	}
	var d supportDetail
	if err := json.Unmarshal(plain, &d); err != nil {
		return err
	}
	v.Facts, v.Content, v.Details, v.Evidence, v.Note, v.Overruled = d.Facts, d.Content, d.Details, d.Evidence, d.Note, d.Overruled
	return nil
}

// ReserveSupports takes n ids at once and returns the first.
func (t *Tx) ReserveSupports(ctx context.Context, province string, n int64) (int64, error) {
	return t.next(ctx, province, "support", n)
}

// AddSupport records a support; its ID is set here where it is 0.
func (t *Tx) AddSupport(ctx context.Context, v *Support) (err error) {
	if v.ID == 0 {
		if v.ID, err = t.next(ctx, v.Province, "support", 1); err != nil {
			return err
		}
	}
	plain, err := json.Marshal(supportDetail{v.Facts, v.Content, v.Details, v.Evidence, v.Note, v.Overruled})
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO support (`+supportColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, 0, 0, $15)`, v.Province, v.ID, v.Kind, v.Household, v.Member,
		string(v.Commune), v.Day.String(), v.Quantity, int64(v.Amount), v.Source, v.Activity, int(v.State), v.RecordedBy, v.Recorded.UnixMicro(),
		t.store.vault.Seal(nil, plain, supportPlace(v.Province, v.ID)))
	return err
}

// EndSupport withdraws a support, or supersedes it by another one. Errors (errs.Conflict): it does not count any more.
func (t *Tx) EndSupport(ctx context.Context, province string, id int64, state programme.SupportState, by int64, replacedBy int64, at time.Time) error {
	n, err := t.exec(ctx, `UPDATE support SET state = $1, replaced_by = $2, ended_by = $3, ended_at = $4 WHERE province = $5 AND id = $6 AND state = $7`, int(state), replacedBy, by, at.UnixMicro(), province,
		id, int(programme.Valid))
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "khoản hỗ trợ này đã được rút hoặc thay thế", "this support was withdrawn or replaced already")
	}
	return err
}

// Supports hands every support of a province to a function, in the order of their ids.
func (s *Store) Supports(ctx context.Context, province string, each1 func(*Support)) error {
	rows, err := s.stream(ctx, `SELECT `+supportColumns+` FROM support WHERE province = $1 ORDER BY id`, province)
	return each(rows, err, func(r scanner) error {
		var v Support
		if err := s.scanSupport(r, &v); err != nil {
			return err
		}
		each1(&v)
		return nil
	})
}

func (s *Store) supports(ctx context.Context, q Reader, where string, args ...any) (out []Support, err error) {
	rows, err := q.query(ctx, `SELECT `+supportColumns+` FROM support WHERE province = $1 AND `+where+` ORDER BY day, id`, args...)
	return out, each(rows, err, func(r scanner) error {
		var v Support
		err := s.scanSupport(r, &v)
		out = append(out, v)
		return err
	})
}

// Support returns one support. Errors: errs.NotFound.
func (s *Store) Support(ctx context.Context, province string, id int64) (*Support, error) {
	return s.support(ctx, s, province, id)
}

// Support is Store.Support within the transaction.
func (t *Tx) Support(ctx context.Context, province string, id int64) (*Support, error) {
	return t.store.support(ctx, t, province, id)
}

func (s *Store) support(ctx context.Context, q Reader, province string, id int64) (*Support, error) {
	all, err := s.supports(ctx, q, `id = $2`, province, id)
	if err != nil || len(all) == 0 {
		return nil, orNotFound(err)
	}
	return &all[0], nil
}

// SupportsOf returns all supports of a household, the oldest first.
func (s *Store) SupportsOf(ctx context.Context, province string, id int64) ([]Support, error) {
	return s.supports(ctx, s, `household = $2`, province, id)
}

// SupportsOf is Store.SupportsOf within the transaction.
func (t *Tx) SupportsOf(ctx context.Context, province string, id int64) ([]Support, error) {
	return t.store.supports(ctx, t, `household = $2`, province, id)
}

// SupportsUnder returns all supports of an activity.
func (s *Store) SupportsUnder(ctx context.Context, province string, id int64) ([]Support, error) {
	return s.supports(ctx, s, `activity = $2`, province, id)
}

// Taken is the quantity of the valid supports of an activity.
func (s *Store) Taken(ctx context.Context, province string, activity int64) (int64, error) {
	return takenOf(ctx, s, province, activity)
}

// Taken is Store.Taken within the transaction.
func (t *Tx) Taken(ctx context.Context, province string, activity int64) (int64, error) {
	return takenOf(ctx, t, province, activity)
}

func takenOf(ctx context.Context, q Reader, province string, activity int64) (n int64, err error) {
	err = q.row(ctx, `SELECT COALESCE(CAST(SUM(quantity) AS BIGINT), 0) FROM support WHERE province = $1 AND activity = $2 AND state = $3`, province, activity, int(programme.Valid)).Scan(&n)
	return n, err
}
