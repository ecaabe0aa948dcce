// Package places keeps the rows of the changes of units.
package places

import (
	"context"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// State is how far a recorded merger is.
type State string

// The states of a merger.
const (
	Proposed State = "proposed"
	Approved State = "approved"
	Refused  State = "refused"
)

var stateTitles = map[State]errs.Text{Proposed: errs.T("Proposed"), Approved: errs.T("Approved"),
	Refused: errs.T("stateTitles|Refused")}

// Title is what people call the state.
func (s State) Title() errs.Text { return stateTitles[s] }

// Change is a merger of units recorded in the office. Units is its JSON.
type Change struct {
	Province   string
	ID         int64
	On         date.Date
	State      State
	Basis      string // the decision it rests on
	Units      string
	RecordedBy int64
	Recorded   time.Time
	DecidedBy  int64
	Decided    time.Time
	Reason     string
}

// Changes returns the mergers recorded, the newest first.
func Changes(ctx context.Context, s store.Reader, province string) (out []Change, err error) {
	rows, err := s.Query(ctx,
		`SELECT province, id, on_day, state, basis, units, recorded_by, recorded_at, decided_by, decided_at, reason FROM place_change
		WHERE province = $1 ORDER BY id DESC`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Change
		var on string
		var recorded, decided int64
		if err := r.Scan(&c.Province, &c.ID, &on, &c.State, &c.Basis, &c.Units, &c.RecordedBy, &recorded, &c.DecidedBy,
			&decided, &c.Reason); err != nil {
			return err
		}
		c.Recorded, c.Decided = time.UnixMicro(recorded).UTC(), time.UnixMicro(decided).UTC()
		var err error
		c.On, err = date.Parse(on)
		out = append(out, c)
		return err
	})
}

// Add records a merger; its ID is set here.
func Add(ctx context.Context, t store.Writer, c *Change) error {
	var err error
	if c.ID, err = t.Next(ctx, c.Province, "place_change", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx,
		`INSERT INTO place_change (province, id, on_day, state, basis, units, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.Province, c.ID, c.On.String(), c.State, c.Basis, c.Units, c.RecordedBy, c.Recorded.UnixMicro())
	return err
}

// Decide approves or refuses a merger that was proposed. Errors (errs.Conflict): it was decided already.
func Decide(ctx context.Context, t store.Writer, c *Change) error {
	n, err := t.Exec(ctx,
		`UPDATE place_change SET state = $1, decided_by = $2, decided_at = $3, reason = $4 WHERE province = $5 AND id = $6 AND state = 'proposed'`,
		c.State, c.DecidedBy, c.Decided.UnixMicro(), c.Reason, c.Province, c.ID)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody has decided this already")
	}
	return err
}
