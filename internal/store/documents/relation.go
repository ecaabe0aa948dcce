package documents

import (
	"context"
	"time"

	"giamngheo/internal/document"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// Relation is what a document does to another one.
type Relation struct {
	Province   string
	Document   int64
	Other      int64
	Kind       document.Relation
	RecordedBy int64
	Recorded   time.Time
}

// AddRelation records a relation; one that is there already stays as it is.
func AddRelation(ctx context.Context, t store.Writer, r *Relation) error {
	_, err := t.Exec(ctx, `INSERT INTO document_relation (province, document, other, kind, recorded_by, recorded_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, r.Province, r.Document, r.Other, string(r.Kind), r.RecordedBy, r.Recorded.UnixMicro())
	return err
}

// DropRelation takes a relation away.
func DropRelation(ctx context.Context, t store.Writer, r *Relation) error {
	_, err := t.Exec(ctx, `DELETE FROM document_relation WHERE province = $1 AND document = $2 AND other = $3 AND kind = $4`,
		r.Province, r.Document, r.Other, string(r.Kind))
	return err
}

// Relations returns what a document does to others, and others to it.
func Relations(ctx context.Context, s store.Reader, province string, id int64) (out []Relation, err error) {
	const columns = `SELECT province, document, other, kind, recorded_by, recorded_at FROM document_relation `
	for _, query := range []string{columns + `WHERE province = $1 AND document = $2 ORDER BY other`,
		columns + `WHERE province = $1 AND other = $2 ORDER BY document`} {
		rows, err := s.Query(ctx, query, province, id)
		err = store.Each(rows, err, func(r store.Scanner) error {
			var one Relation
			var at int64
			err := r.Scan(&one.Province, &one.Document, &one.Other, &one.Kind, &one.RecordedBy, &at)
			one.Recorded = time.UnixMicro(at).UTC()
			out = append(out, one)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Number is a number of a series that was reserved. Document is that which uses it.
type Number struct {
	Province   string
	IssuerKey  string
	Series     string
	Year       int
	Number     int
	Issuer     string
	Place      place.Code
	State      document.NumberState
	About      string
	Document   int64
	Reason     string // why it was given up
	ReservedBy int64
	Reserved   time.Time
}

const numberColumns = `province, issuer_key, series, year, number, issuer, place, state, about, document, reason,
	reserved_by, reserved_at`

func scanNumber(r store.Scanner, n *Number) error {
	var at int64
	err := r.Scan(&n.Province, &n.IssuerKey, &n.Series, &n.Year, &n.Number, &n.Issuer, &n.Place, &n.State, &n.About,
		&n.Document, &n.Reason, &n.ReservedBy, &at)
	n.Reserved = time.UnixMicro(at).UTC()
	return err
}

// AddNumber reserves a number.
func AddNumber(ctx context.Context, t store.Writer, n *Number) error {
	_, err := t.Exec(ctx, `INSERT INTO reserved_number (`+numberColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, n.Province, n.IssuerKey, n.Series, n.Year, n.Number,
		n.Issuer, string(n.Place), string(n.State), n.About, n.Document, n.Reason, n.ReservedBy, n.Reserved.UnixMicro())
	return err
}

// SetNumber writes what became of a reserved number. Errors (errs.Conflict): it is reserved no more.
func SetNumber(ctx context.Context, t store.Writer, n *Number) error {
	rows, err := t.Exec(ctx, `UPDATE reserved_number SET state = $1, document = $2, reason = $3 WHERE province = $4
		AND issuer_key = $5 AND series = $6 AND year = $7 AND number = $8 AND state = $9`, string(n.State), n.Document, n.Reason,
		n.Province, n.IssuerKey, n.Series, n.Year, n.Number, string(document.Reserved))
	if err == nil && rows != 1 {
		return store.Overtaken()
	}
	return err
}

// FindNumber returns a number that was reserved. Errors: errs.NotFound.
func FindNumber(ctx context.Context, s store.Reader, of *Number) (*Number, error) {
	var n Number
	if err := scanNumber(s.Row(ctx, `SELECT `+numberColumns+` FROM reserved_number WHERE province = $1 AND issuer_key = $2
		AND series = $3 AND year = $4 AND number = $5`, of.Province, of.IssuerKey, of.Series, of.Year, of.Number),
		&n); err != nil {
		return nil, store.NotFound(err)
	}
	return &n, nil
}

// Numbers returns the numbers that were reserved of a series in a year, in order.
func Numbers(ctx context.Context, s store.Reader, of *Number) (out []Number, err error) {
	rows, err := s.Query(ctx, `SELECT `+numberColumns+` FROM reserved_number WHERE province = $1 AND issuer_key = $2
		AND series = $3 AND year = $4 ORDER BY number`, of.Province, of.IssuerKey, of.Series, of.Year)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var n Number
		err := scanNumber(r, &n)
		out = append(out, n)
		return err
	})
}

// InSeries returns the documents of a series in a year.
func InSeries(ctx context.Context, s store.Reader, of *Number) (out []Document, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM document WHERE province = $1 AND issuer_key = $2 AND series = $3
		AND year = $4`, of.Province, of.IssuerKey, of.Series, of.Year)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var d Document
		err := scan(r, &d)
		out = append(out, d)
		return err
	})
}
