package places

import (
	"context"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/store"
)

// Boundary says of the boundaries that an official brought for the province's map.
type Boundary struct {
	Province string
	On       date.Date // whose units are drawn
	File     string
	Source   string
	Units    int // how many are drawn
	By       int64
	At       time.Time
}

// communes is the layer of the map that draws communes.
const communes = "communes"

// FindBoundary returns what is known of the boundaries brought. Errors (errs.NotFound): none were.
func FindBoundary(ctx context.Context, s store.Reader, province string) (*Boundary, error) {
	b := &Boundary{Province: province}
	var on string
	var at int64
	err := store.NotFound(s.Row(ctx, `SELECT on_day, file, source, units, set_by, set_at FROM boundary WHERE province = $1 AND layer = $2`,
		province, communes).Scan(&on, &b.File, &b.Source, &b.Units, &b.By, &at))
	if err != nil {
		return nil, err
	}
	b.At = time.UnixMicro(at).UTC()
	b.On, err = store.DayOf(on)
	return b, err
}

// Drawing returns the boundaries brought, GeoJSON. Errors (errs.NotFound): none were.
func Drawing(ctx context.Context, s store.Reader, province string) (drawing []byte, err error) {
	return drawing, store.NotFound(s.Row(ctx, `SELECT drawing FROM boundary WHERE province = $1 AND layer = $2`, province, communes).Scan(&drawing))
}

// SetBoundary puts boundaries in the place of those before.
func SetBoundary(ctx context.Context, t store.Writer, b *Boundary, drawing []byte) error {
	_, err := t.Exec(ctx,
		`INSERT INTO boundary (province, layer, on_day, file, source, units, drawing, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (province, layer) DO UPDATE SET on_day = excluded.on_day, file = excluded.file, source = excluded.source,
			units = excluded.units, drawing = excluded.drawing, set_by = excluded.set_by, set_at = excluded.set_at`,
		b.Province, communes, b.On.String(), b.File, b.Source, b.Units, drawing, b.By, b.At.UnixMicro())
	return err
}

// DropBoundary takes the boundaries brought away and says whether there were any.
func DropBoundary(ctx context.Context, t store.Writer, province string) (bool, error) {
	n, err := t.Exec(ctx, `DELETE FROM boundary WHERE province = $1 AND layer = $2`, province, communes)
	return n > 0, err
}
