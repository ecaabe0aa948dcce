// Package hamlets keeps the rows of the communes' hamlets.
package hamlets

import (
	"context"
	"database/sql"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// columns are the columns of a hamlet.
const columns = `id, commune, name, from_day, until_day, became, source`

// All returns the hamlets of a province, past ones too, in the order in which they were entered.
func All(ctx context.Context, s store.Reader, province string) (hamlet.List, error) {
	return read(s.Query(ctx, `SELECT `+columns+` FROM hamlet WHERE province = $1 ORDER BY id`, province))
}

// Of returns the hamlets of a commune, past ones too, in the order in which they were entered.
func Of(ctx context.Context, s store.Reader, province string, commune place.Code) (hamlet.List, error) {
	return read(s.Query(ctx, `SELECT `+columns+` FROM hamlet WHERE province = $1 AND commune = $2 ORDER BY id`, province,
		string(commune)))
}

func read(rows *sql.Rows, err error) (out hamlet.List, failed error) {
	failed = store.Each(rows, err, func(r store.Scanner) error {
		var h hamlet.Hamlet
		var from, until string
		if err := r.Scan(&h.ID, &h.Commune, &h.Name, &from, &until, &h.Became, &h.Source); err != nil {
			return err
		}
		var err error
		if h.From, err = store.DayOf(from); err != nil {
			return err
		}
		h.Until, err = store.DayOf(until)
		out = append(out, h)
		return err
	})
	return out, failed
}

// Set is who entered a hamlet, and when.
type Set struct {
	By int64
	At time.Time
}

// Add enters a hamlet; its ID is set here.
func Add(ctx context.Context, t store.Writer, province string, h *hamlet.Hamlet, by Set) error {
	var err error
	if h.ID, err = t.Next(ctx, province, "hamlet", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO hamlet (province, id, commune, name, from_day, until_day, became, source, set_by, set_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, province, h.ID, string(h.Commune), h.Name, store.DayText(h.From),
		store.DayText(h.Until), h.Became, h.Source, by.By, by.At.UnixMicro())
	return err
}

// End has a hamlet be no more from a day on, and says what it became. Errors (errs.Conflict): it has ended already.
func End(ctx context.Context, t store.Writer, province string, id int64, until date.Date, became string) error {
	n, err := t.Exec(ctx,
		`UPDATE hamlet SET until_day = $1, became = $2 WHERE province = $3 AND id = $4 AND until_day = ''`,
		store.DayText(until), became, province, id)
	if err == nil && n != 1 {
		return errs.New(errs.Conflict, "somebody has just ended this hamlet: open the list again")
	}
	return err
}
