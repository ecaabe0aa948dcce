// Package told keeps what the province tells the nation: sheets of cells as they were made, of which nothing that is
// hidden is kept.
package told

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"giamngheo/internal/cells"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Sheet is a sheet's head with when it was made.
type Sheet struct {
	cells.Head
	At time.Time
}

// insertCell writes a cell; its columns after the first are those of cells.Columns.
var insertCell = fmt.Sprintf(`INSERT INTO cell (province, review, stage, n, unit, area, class, %s) VALUES (%s)`,
	strings.Join(cells.Columns(), ", "), marks(7+len(cells.Columns())))

// readCells reads the cells of a sheet in their order.
var readCells = fmt.Sprintf(`SELECT unit, area, class, %s FROM cell WHERE province = $1 AND review = $2 AND stage = $3
	ORDER BY n`, strings.Join(cells.Columns(), ", "))

func marks(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprint("$", i+1)
	}
	return strings.Join(out, ", ")
}

// Put writes a sheet in place of the one of the same review and stage.
func Put(ctx context.Context, t store.Writer, s *cells.Sheet, at time.Time) error {
	head, err := json.Marshal(&s.Head)
	if err != nil {
		return err
	}
	for _, query := range []string{`DELETE FROM cell WHERE province = $1 AND review = $2 AND stage = $3`,
		`DELETE FROM cell_sheet WHERE province = $1 AND review = $2 AND stage = $3`} {
		if _, err := t.Exec(ctx, query, s.Province, s.Review, string(s.Stage)); err != nil {
			return err
		}
	}
	if _, err := t.Exec(ctx, `INSERT INTO cell_sheet (province, review, stage, on_day, head, made_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, s.Province, s.Review, string(s.Stage), store.DayText(s.On), string(head),
		at.UnixMicro()); err != nil {
		return err
	}
	for n := range s.Cells {
		c := &s.Cells[n]
		args := []any{s.Province, s.Review, string(s.Stage), n, c.Unit, int64(c.Area), string(c.Class)}
		for _, v := range c.Values() {
			args = append(args, sql.NullInt64{Int64: int64(v), Valid: v.Told()})
		}
		if _, err := t.Exec(ctx, insertCell, args...); err != nil {
			return err
		}
	}
	return nil
}

// Sheets are the heads of a province's sheets, the newest review first.
func Sheets(ctx context.Context, s store.Reader, province string) (out []Sheet, err error) {
	rows, err := s.Query(ctx, `SELECT head, made_at FROM cell_sheet WHERE province = $1 ORDER BY review DESC, stage`, province)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var one Sheet
		var head string
		var at int64
		if err := sc.Scan(&head, &at); err != nil {
			return err
		}
		one.At = time.UnixMicro(at).UTC()
		out = append(out, one)
		return json.Unmarshal([]byte(head), &out[len(out)-1].Head)
	})
}

// Find returns a sheet with its cells. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, review int, stage cells.Stage) (*cells.Sheet, error) {
	out := &cells.Sheet{}
	rows, err := s.Query(ctx, readCells, province, review, string(stage))
	err = store.Each(rows, err, func(sc store.Scanner) error {
		c, err := Scan(sc)
		if err == nil {
			out.Cells = append(out.Cells, c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var head string
	err = s.Row(ctx, `SELECT head FROM cell_sheet WHERE province = $1 AND review = $2 AND stage = $3`, province, review,
		string(stage)).Scan(&head)
	if err != nil {
		return nil, store.NotFound(err)
	}
	return out, json.Unmarshal([]byte(head), &out.Head)
}

// Scan reads a row of a cell: its unit, area and class, then cells.Columns.
func Scan(sc store.Scanner) (c cells.Cell, err error) {
	values := make([]sql.NullInt64, len(cells.Columns()))
	var area int64
	to := []any{&c.Unit, &area, &c.Class}
	for i := range values {
		to = append(to, &values[i])
	}
	if err := sc.Scan(to...); err != nil {
		return c, err
	}
	c.Area = place.Area(area)
	counts := make([]cells.Count, len(values))
	for i, v := range values {
		if counts[i] = cells.Hidden; v.Valid {
			counts[i] = cells.Count(v.Int64)
		}
	}
	c.SetValues(counts)
	return c, nil
}
