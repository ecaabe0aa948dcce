// Package allocations keeps the rows of norms by which money is shared out, and of allocations. Versions are added and
// never changed.
package allocations

import (
	"context"
	"time"

	"giamngheo/internal/store"
)

// Norm is a version of a norm as an official entered it. Content is its YAML, Hash of that.
type Norm struct {
	Province   string
	Code       string
	Version    int64
	Content    string
	Hash       string
	Document   int64
	Note       string
	RecordedBy int64
	Recorded   time.Time
}

const normColumns = `province, code, version, content, hash, document, note, recorded_by, recorded_at`

func scanNorm(r store.Scanner, n *Norm) error {
	var at int64
	err := r.Scan(&n.Province, &n.Code, &n.Version, &n.Content, &n.Hash, &n.Document, &n.Note, &n.RecordedBy, &at)
	n.Recorded = time.UnixMicro(at).UTC()
	return err
}

// AddNorm writes a version of a norm.
func AddNorm(ctx context.Context, t store.Writer, n *Norm) error {
	_, err := t.Exec(ctx, `INSERT INTO norm_set (`+normColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.Province,
		n.Code, n.Version, n.Content, n.Hash, n.Document, n.Note, n.RecordedBy, n.Recorded.UnixMicro())
	return err
}

// Norms returns all versions of a province's norms, of each norm the newest first.
func Norms(ctx context.Context, s store.Reader, province string) (out []Norm, err error) {
	rows, err := s.Query(ctx, `SELECT `+normColumns+` FROM norm_set WHERE province = $1 ORDER BY code, version DESC`,
		province)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		var n Norm
		err := scanNorm(r, &n)
		out = append(out, n)
		return err
	})
}

// FindNorm returns a version of a norm. Errors: errs.NotFound.
func FindNorm(ctx context.Context, s store.Reader, province, code string, version int64) (*Norm, error) {
	var n Norm
	if err := scanNorm(s.Row(ctx,
		`SELECT `+normColumns+` FROM norm_set WHERE province = $1 AND code = $2 AND version = $3`,
		province, code, version), &n); err != nil {
		return nil, store.NotFound(err)
	}
	return &n, nil
}
