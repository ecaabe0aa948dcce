// Package yearends keeps the rows of what is to become of what lines of money have left at a year's end. A choice
// is never changed: the next one of a line stands after it.
package yearends

import (
	"context"
	"time"

	"giamngheo/internal/money"
	"giamngheo/internal/store"
)

// Choice is a recorded choice.
type Choice struct {
	Line    int64
	Version int64
	money.Choosing
	By int64
	At time.Time
}

const columns = `line, version, choice, ground, document, note, recorded_by, recorded_at`

// Add records a choice after those of the line before; its version is set here.
func Add(ctx context.Context, t store.Writer, province string, c *Choice) error {
	had, err := Of(ctx, t, province, c.Line)
	if err != nil {
		return err
	}
	c.Version = int64(len(had)) + 1
	_, err = t.Exec(ctx, `INSERT INTO yearend_choice (`+columns+`, province) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.Line, c.Version, string(c.Choice), c.Ground, c.Document, c.Note, c.By, c.At.UnixMicro(), province)
	return err
}

// Of returns the choices of a line, the oldest first.
func Of(ctx context.Context, s store.Reader, province string, line int64) (out []Choice, err error) {
	rows, err := s.Query(ctx,
		`SELECT `+columns+` FROM yearend_choice WHERE province = $1 AND line = $2 ORDER BY version`,
		province, line)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var c Choice
		var at int64
		err := r.Scan(&c.Line, &c.Version, &c.Choice, &c.Ground, &c.Document, &c.Note, &c.By, &at)
		c.At = time.UnixMicro(at).UTC()
		out = append(out, c)
		return err
	})
}
