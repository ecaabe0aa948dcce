package reviews

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
)

// Review is a yearly review whose result the register holds. State is preliminary or final.
type Review struct {
	Province string
	Year     int
	On       date.Date
	Standard string
	State    review.State
	Note     string
}

// Reviews returns the reviews of a province, the newest first.
func Reviews(ctx context.Context, s store.Reader, province string) (out []Review, err error) {
	rows, err := s.Query(ctx,
		`SELECT province, year, on_day, standard, state, note FROM review WHERE province = $1 ORDER BY year DESC`,
		province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var v Review
		var on string
		if err := r.Scan(&v.Province, &v.Year, &on, &v.Standard, &v.State, &v.Note); err != nil {
			return err
		}
		var err error
		v.On, err = date.Parse(on)
		out = append(out, v)
		return err
	})
}

// SetReview adds a review, or replaces the one of its year.
func SetReview(ctx context.Context, t store.Writer, v Review) error {
	_, err := t.Exec(ctx,
		`INSERT INTO review (province, year, on_day, standard, state, note) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (province, year) DO UPDATE SET on_day = excluded.on_day, standard = excluded.standard, state = excluded.state, note = excluded.note`,
		v.Province, v.Year, v.On.String(), v.Standard, string(v.State), v.Note)
	return err
}
