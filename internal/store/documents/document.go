// Package documents keeps the rows of the register of documents.
package documents

import (
	"context"
	"time"

	"giamngheo/internal/document"
	"giamngheo/internal/store"
)

// Document is a recorded document. Version counts its changes.
type Document struct {
	Province string
	document.Document
	Version    int64
	RecordedBy int64
	Recorded   time.Time
}

const columns = `province, id, direction, kind, issuer, series, year, number, day, place, signer, signer_title, abstract, state, version, recorded_by, recorded_at,
	from_day, to_day, visibility`

func scan(r store.Scanner, d *Document) error {
	var day, from, to, visibility string
	var year int
	var at int64
	err := r.Scan(&d.Province, &d.ID, &d.Direction, &d.Kind, &d.Issuer, &d.Series, &year, &d.Number, &day, &d.Place,
		&d.Signer, &d.SignerTitle, &d.Abstract, &d.State, &d.Version, &d.RecordedBy, &at, &from, &to, &visibility)
	if err != nil {
		return err
	}
	d.Recorded = time.UnixMicro(at).UTC()
	d.Public = visibility == public
	if d.Day, err = store.DayOf(day); err != nil {
		return err
	}
	if d.From, err = store.DayOf(from); err == nil {
		d.To, err = store.DayOf(to)
	}
	return err
}

// public is how a row says that anybody may read the document.
const public = "public"

func visibility(d *Document) string {
	if d.Public {
		return public
	}
	return "internal"
}

// Add registers a document; its ID is set here.
func Add(ctx context.Context, t store.Writer, d *Document) (err error) {
	if d.ID, err = t.Next(ctx, d.Province, "document", 1); err != nil {
		return err
	}
	d.Version = 1
	_, err = t.Exec(ctx, `INSERT INTO document (`+columns+`, issuer_key)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`, d.Province, d.ID,
		string(d.Direction), string(d.Kind), d.Issuer, d.Series, d.Day.Year(), d.Number, store.DayText(d.Day), string(d.Place),
		d.Signer, d.SignerTitle, d.Abstract, string(d.State), d.Version, d.RecordedBy, d.Recorded.UnixMicro(),
		store.DayText(d.From), store.DayText(d.To), visibility(d), d.IssuerKey())
	return err
}

// Set writes a changed document. Errors (errs.Conflict): another change came between.
func Set(ctx context.Context, t store.Writer, d *Document, was int64) error {
	n, err := t.Exec(ctx, `UPDATE document SET direction = $1, kind = $2, issuer = $3, issuer_key = $4, series = $5, year = $6,
		number = $7, day = $8, place = $9, signer = $10, signer_title = $11, abstract = $12, state = $13, version = $14,
		recorded_by = $15, recorded_at = $16, from_day = $17, to_day = $18, visibility = $19
		WHERE province = $20 AND id = $21 AND version = $22`, string(d.Direction),
		string(d.Kind), d.Issuer, d.IssuerKey(), d.Series, d.Day.Year(), d.Number, store.DayText(d.Day), string(d.Place),
		d.Signer, d.SignerTitle, d.Abstract, string(d.State), was+1, d.RecordedBy, d.Recorded.UnixMicro(),
		store.DayText(d.From), store.DayText(d.To), visibility(d), d.Province, d.ID, was)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	d.Version = was + 1
	return err
}

// Find returns one document. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, province string, id int64) (*Document, error) {
	var d Document
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM document WHERE province = $1 AND id = $2`, province, id),
		&d); err != nil {
		return nil, store.NotFound(err)
	}
	return &d, nil
}

// Numbered returns the document that has a number of a year and series of its issuer. Errors: errs.NotFound.
func Numbered(ctx context.Context, s store.Reader, province string, of *document.Document) (*Document, error) {
	var d Document
	if err := scan(s.Row(ctx, `SELECT `+columns+` FROM document WHERE province = $1 AND issuer_key = $2 AND series = $3
		AND year = $4 AND number = $5`, province, of.IssuerKey(), of.Series, of.Day.Year(), of.Number), &d); err != nil {
		return nil, store.NotFound(err)
	}
	return &d, nil
}

// All returns a province's documents, the newest first.
func All(ctx context.Context, s store.Reader, province string) (out []Document, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM document WHERE province = $1 ORDER BY day DESC, id DESC`, province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var d Document
		err := scan(r, &d)
		out = append(out, d)
		return err
	})
}
