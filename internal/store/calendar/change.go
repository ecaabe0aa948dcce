// Package calendar keeps the rows of what an office changed of the calendar of rest days.
package calendar

import (
	"context"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/store"
	"giamngheo/internal/workday"
)

// Change is one recorded change. UndoneBy is 0 while it holds.
type Change struct {
	Province string
	ID       int64
	workday.Change
	SetBy    int64
	Set      time.Time
	UndoneBy int64
	Undone   time.Time
}

const columns = `province, id, day, kind, title, source_number, source_day, set_by, set_at, undone_by, undone_at`

// Add writes a change; its ID is set here.
func Add(ctx context.Context, t store.Writer, c *Change) (err error) {
	if c.ID, err = t.Next(ctx, c.Province, "calendar_change", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO calendar_change (`+columns+
		`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, c.Province, c.ID,
		c.Day.String(), string(c.Kind), c.Title, c.Number, store.DayText(c.Issued), c.SetBy, c.Set.UnixMicro(), 0, 0)
	return err
}

// Undo marks a change as undone.
func Undo(ctx context.Context, t store.Writer, province string, id, by int64, at time.Time) error {
	_, err := t.Exec(ctx, `UPDATE calendar_change SET undone_by = $1, undone_at = $2 WHERE province = $3 AND id = $4`,
		by, at.UnixMicro(), province, id)
	return err
}

// All returns a province's changes in the order in which they were made, the undone ones too.
func All(ctx context.Context, s store.Reader, province string) (out []Change, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM calendar_change WHERE province = $1 ORDER BY id`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Change
		var day, kind, issued string
		var set, undone int64
		if err := r.Scan(&c.Province, &c.ID, &day, &kind, &c.Title, &c.Number, &issued, &c.SetBy, &set, &c.UndoneBy,
			&undone); err != nil {
			return err
		}
		c.Kind, c.Set, c.Undone = workday.Kind(kind), time.UnixMicro(set).UTC(), time.UnixMicro(undone).UTC()
		var err error
		if c.Day, err = date.Parse(day); err == nil {
			err = c.Issued.UnmarshalText([]byte(issued))
		}
		out = append(out, c)
		return err
	})
}
