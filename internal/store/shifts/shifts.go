// Package shifts keeps the rows of submissions of transfers of money between lines.
package shifts

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/shift"
	"giamngheo/internal/store"
)

// State is how far a submission has come.
type State string

// The states.
const (
	Draft    State = "draft"
	Proposed State = "proposed" // frozen
	Decided  State = "decided"  // its movements are in the ledger
	Dropped  State = "dropped"
)

// Title is what a state is called.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Draft: errs.T("transfers|draft"), Proposed: errs.T("transfers|proposed"),
		Decided: errs.T("transfers|decided"), Dropped: errs.T("transfers|dropped")}[s]
}

// Shift is a submission of transfers within a place's money of a budget year. Version is the one that holds.
type Shift struct {
	Province   string
	ID         int64
	Place      place.Code
	Year       int
	Title      string
	State      State
	Version    int64
	ProposedBy int64
	Document   int64 // that decided it
	DecidedBy  int64
	Decided    date.Date
	RecordedBy int64
	Recorded   time.Time // when it was begun
}

// Content is what a submission proposes, whole, with the figures by which: those of the lines it moves money of.
type Content struct {
	Day   date.Date       `json:"day"` // of the figures
	Moves []shift.Move    `json:"moves"`
	Lines []shift.Figures `json:"lines"`
}

// Figures are those of a line, nil where the content has none.
func (c *Content) Figures(line int64) *shift.Figures {
	for i := range c.Lines {
		if c.Lines[i].Line == line {
			return &c.Lines[i]
		}
	}
	return nil
}

// Change is a version of a submission: what was done and what holds since.
type Change struct {
	Version    int64
	Deed       string
	Reason     string
	Content    Content
	RecordedBy int64
	Recorded   time.Time
}

const (
	columns       = `province, id, place, year, title, state, version, proposed_by, document, decided_by, decided_day, recorded_by, recorded_at`
	changeColumns = `version, deed, reason, recorded_by, recorded_at`
)

func scan(r store.Scanner, s *Shift) error {
	var day string
	var at int64
	err := r.Scan(&s.Province, &s.ID, &s.Place, &s.Year, &s.Title, &s.State, &s.Version, &s.ProposedBy, &s.Document,
		&s.DecidedBy, &day, &s.RecordedBy, &at)
	if err != nil {
		return err
	}
	s.Recorded = time.UnixMicro(at).UTC()
	s.Decided, err = store.DayOf(day)
	return err
}

// Add begins a submission; its ID and version are set here.
func Add(ctx context.Context, t store.Writer, s *Shift) (err error) {
	if s.ID, err = t.Next(ctx, s.Province, "money_shift", 1); err != nil {
		return err
	}
	s.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO money_shift (`+columns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, s.Province, s.ID, string(s.Place), s.Year,
		s.Title, string(s.State), s.Version, s.ProposedBy, s.Document, s.DecidedBy, store.DayText(s.Decided),
		s.RecordedBy, s.Recorded.UnixMicro())
	return err
}

// Set writes how far a submission has come, with its next version. Errors (errs.Conflict): another change came between.
func Set(ctx context.Context, t store.Writer, s *Shift, was int64) error {
	n, err := t.Exec(ctx, `UPDATE money_shift SET state = $1, version = $2, proposed_by = $3, document = $4,
		decided_by = $5, decided_day = $6 WHERE province = $7 AND id = $8 AND version = $9`, string(s.State), was+1,
		s.ProposedBy, s.Document, s.DecidedBy, store.DayText(s.Decided), s.Province, s.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	s.Version = was + 1
	return err
}

// Find returns one submission. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Shift, error) {
	var v Shift
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM money_shift WHERE province = $1 AND id = $2`, province, id),
		&v); err != nil {
		return nil, store.NotFound(err)
	}
	return &v, nil
}

func each(rows *sql.Rows, err error) (out []Shift, _ error) {
	err = store.Each(rows, err, func(r store.Scanner) error {
		var s Shift
		err := scan(r, &s)
		out = append(out, s)
		return err
	})
	return out, err
}

// Before returns a province's submissions below a number, the newest first, at most so many.
func Before(ctx context.Context, s store.Reader, province string, below int64, most int) ([]Shift, error) {
	return each(s.Query(ctx,
		`SELECT `+columns+` FROM money_shift WHERE province = $1 AND id < $2 ORDER BY id DESC LIMIT $3`,
		province, below, most))
}

// In returns the submissions of a state, the oldest first.
func In(ctx context.Context, s store.Reader, province string, state State) ([]Shift, error) {
	return each(s.Query(ctx, `SELECT `+columns+` FROM money_shift WHERE province = $1 AND state = $2 ORDER BY id`,
		province, string(state)))
}

// AddChange writes a version of a submission.
func AddChange(ctx context.Context, t store.Writer, province string, id int64, c *Change) error {
	content, err := json.Marshal(&c.Content)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO money_shift_change (province, shift, content, `+changeColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, province, id, string(content), c.Version, c.Deed, c.Reason, c.RecordedBy,
		c.Recorded.UnixMicro())
	return err
}

// Changes returns the changes of a submission, the newest first, without what it proposed.
func Changes(ctx context.Context, s store.Reader, province string, id int64) (out []Change, err error) {
	rows, err := s.Query(ctx, `SELECT `+changeColumns+` FROM money_shift_change
		WHERE province = $1 AND shift = $2 ORDER BY version DESC`, province, id)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Change
		var at int64
		err := r.Scan(&c.Version, &c.Deed, &c.Reason, &c.RecordedBy, &at)
		c.Recorded = time.UnixMicro(at).UTC()
		out = append(out, c)
		return err
	})
}

// FindChange returns a version of a submission with what it proposed. Errors: errs.NotFound.
func FindChange(ctx context.Context, s store.Reader, province string, id, version int64) (*Change, error) {
	var c Change
	var content string
	var at int64
	err := s.Row(ctx, `SELECT `+changeColumns+`, content FROM money_shift_change
		WHERE province = $1 AND shift = $2 AND version = $3`, province, id, version).Scan(&c.Version, &c.Deed, &c.Reason,
		&c.RecordedBy, &at, &content)
	if err != nil {
		return nil, store.NotFound(err)
	}
	c.Recorded = time.UnixMicro(at).UTC()
	return &c, json.Unmarshal([]byte(content), &c.Content)
}
