// Package narratives keeps the rows of reports in words. Every saving adds a row; none is changed.
package narratives

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"giamngheo/internal/narrative"
	"giamngheo/internal/store"
)

// Text is a report in words as somebody saved it.
type Text struct {
	Province string
	Report   int64
	N        int64 // from 1 on
	By       int64
	At       time.Time
	*narrative.Text
}

// Place is where a text belongs; its seal opens nowhere else.
func Place(province string, report, n int64) string {
	return fmt.Sprintf("report_text/%s/%d/%d", province, report, n)
}

// Add adds a text under its number. Errors (errs.Conflict): somebody else saved one meanwhile.
func Add(ctx context.Context, t store.Writer, x *Text) error {
	content, err := json.Marshal(x.Text)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO report_text (province, report, n, account, at, sealed_content)
		VALUES ($1, $2, $3, $4, $5, $6)`, x.Province, x.Report, x.N, x.By, x.At.UnixMicro(),
		t.Vault().Seal(nil, content, Place(x.Province, x.Report, x.N)))
	if err != nil && store.IsUnique(err) {
		return store.Overtaken()
	}
	return err
}

const columns = `province, report, n, account, at, sealed_content`

func scan(s store.Reader, sc store.Scanner) (*Text, error) {
	x, at, sealed := &Text{Text: &narrative.Text{}}, int64(0), []byte(nil)
	if err := sc.Scan(&x.Province, &x.Report, &x.N, &x.By, &at, &sealed); err != nil {
		return nil, store.NotFound(err)
	}
	x.At = time.UnixMicro(at).UTC()
	plain, err := s.Vault().Open(nil, sealed, Place(x.Province, x.Report, x.N))
	if err != nil {
		return nil, err
	}
	return x, json.Unmarshal(plain, x.Text)
}

// Latest is the text of a report as it was last saved. Errors (errs.NotFound): there is none.
func Latest(ctx context.Context, s store.Reader, province string, report int64) (*Text, error) {
	return scan(s, s.Row(ctx, `SELECT `+columns+` FROM report_text WHERE province = $1 AND report = $2
		ORDER BY n DESC LIMIT 1`, province, report))
}

// Find is the text of a report under a number. Errors (errs.NotFound): there is none.
func Find(ctx context.Context, s store.Reader, province string, report, n int64) (*Text, error) {
	return scan(s, s.Row(ctx, `SELECT `+columns+` FROM report_text WHERE province = $1 AND report = $2 AND n = $3`,
		province, report, n))
}

// Saved is that a text was saved.
type Saved struct {
	N  int64
	By int64
	At time.Time
}

// History are the savings of a report's text, the newest first, at most limit of them.
func History(ctx context.Context, s store.Reader, province string, report int64, limit int) (out []Saved, err error) {
	rows, err := s.Query(ctx, `SELECT n, account, at FROM report_text WHERE province = $1 AND report = $2
		ORDER BY n DESC LIMIT $3`, province, report, limit)
	return out, store.Each(rows, err, func(sc store.Scanner) error {
		var v Saved
		var at int64
		err := sc.Scan(&v.N, &v.By, &at)
		v.At = time.UnixMicro(at).UTC()
		out = append(out, v)
		return err
	})
}
