// Package publications keeps the rows of what is public: publications as they were frozen, and what became of each. Nothing
// of them is ever changed.
package publications

import (
	"context"
	"fmt"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/publication"
	"giamngheo/internal/store"
)

// Row is a publication as it was frozen.
type Row struct {
	Province string
	ID       int64
	Series   publication.Series
	Period   string // the year that it is of
	AsOf     date.Date
	Corrects int64 // the publication that it takes the place of; 0: none
	Content  []byte
	Hash     string // of Content, SHA-256 in hexadecimal
	By       int64
	At       time.Time
}

// Step is what became of a publication.
type Step struct {
	Province    string
	Publication int64
	N           int64 // from 1 on
	Kind        publication.Step
	From        date.Date // of an approval: from when on it is public
	Reason      string
	By          int64
	At          time.Time
}

// Place is where the values of a publication belong; their seal opens nowhere else.
func Place(province string, id int64) string { return fmt.Sprintf("publication/%s/%d", province, id) }

// Add adds a publication with the values of all its cells, the hidden ones too, sealed; its ID is set here.
func Add(ctx context.Context, t store.Writer, r *Row, values []byte) (err error) {
	if r.ID, err = t.Next(ctx, r.Province, "publication", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO publication (province, id, series, period, as_of, corrects, content, hash,
		prepared_by, prepared_at, sealed_values) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.Province, r.ID, string(r.Series), r.Period, store.DayText(r.AsOf), r.Corrects, string(r.Content), r.Hash,
		r.By, r.At.UnixMicro(), t.Vault().Seal(nil, values, Place(r.Province, r.ID)))
	return err
}

// AddStep adds what became of a publication. Errors (errs.Conflict): something else did meanwhile.
func AddStep(ctx context.Context, t store.Writer, s *Step) error {
	_, err := t.Exec(ctx, `INSERT INTO publication_step (province, publication, n, step, from_day, reason, account, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.Province, s.Publication, s.N, string(s.Kind), store.DayText(s.From),
		s.Reason, s.By, s.At.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

// columns are those that may be shown to anybody once a publication is public: the sealed values are none of them.
const columns = `province, id, series, period, as_of, corrects, content, hash, prepared_by, prepared_at`

func scan(sc store.Scanner) (*Row, error) {
	var r Row
	var asOf, content string
	var at int64
	if err := sc.Scan(&r.Province, &r.ID, &r.Series, &r.Period, &asOf, &r.Corrects, &content, &r.Hash, &r.By, &at); err != nil {
		return nil, store.NotFound(err)
	}
	var err error
	r.AsOf, err = store.DayOf(asOf)
	r.Content, r.At = []byte(content), time.UnixMicro(at).UTC()
	return &r, err
}

// Find returns a publication. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Row, error) {
	return scan(s.Row(ctx, `SELECT `+columns+` FROM publication WHERE province = $1 AND id = $2`, province, id))
}

// All returns a province's publications, the newest first.
func All(ctx context.Context, s store.Reader, province string) (out []Row, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM publication WHERE province = $1 ORDER BY id DESC`, province)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		r, err := scan(sc)
		if err == nil {
			out = append(out, *r)
		}
		return err
	})
}

// Values are the values of all cells of a publication, the hidden ones too. Errors: errs.NotFound.
func Values(ctx context.Context, s store.Reader, province string, id int64) ([]byte, error) {
	var sealed []byte
	err := s.Row(ctx, `SELECT sealed_values FROM publication WHERE province = $1 AND id = $2`, province, id).Scan(&sealed)
	if err != nil {
		return nil, store.NotFound(err)
	}
	return s.Vault().Open(nil, sealed, Place(province, id))
}

// Steps returns what became of a province's publications, in the order in which it did of each.
func Steps(ctx context.Context, s store.Reader, province string) (out []Step, err error) {
	rows, err := s.Query(ctx, `SELECT province, publication, n, step, from_day, reason, account, at FROM publication_step
		WHERE province = $1 ORDER BY publication, n`, province)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var st Step
		var from string
		var at int64
		if err := sc.Scan(&st.Province, &st.Publication, &st.N, &st.Kind, &from, &st.Reason, &st.By, &at); err != nil {
			return err
		}
		var err error
		st.From, err = store.DayOf(from)
		st.At = time.UnixMicro(at).UTC()
		out = append(out, st)
		return err
	})
}

// Visit adds how often a page was asked for on a day.
func Visit(ctx context.Context, t store.Writer, province string, day date.Date, page string, n int64) error {
	_, err := t.Exec(ctx, `INSERT INTO visit_count (province, day, page, visits) VALUES ($1, $2, $3, $4)
		ON CONFLICT (province, day, page) DO UPDATE SET visits = visit_count.visits + excluded.visits`,
		province, store.DayText(day), page, n)
	return err
}

// Visits returns how often pages were asked for before a day.
func Visits(ctx context.Context, s store.Reader, province string, before date.Date) (n int64, err error) {
	err = s.Row(ctx, `SELECT CAST(COALESCE(SUM(visits), 0) AS INTEGER) FROM visit_count WHERE province = $1 AND day < $2`,
		province, store.DayText(before)).Scan(&n)
	return n, err
}
