// Package pieces keeps the office's own files in the database, sealed and in pieces, where several servers must find
// them.
package pieces

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"giamngheo/internal/store"
)

// Add writes the n-th piece of a file.
func Add(ctx context.Context, t store.Writer, province, name string, n int, sealed []byte, at time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO file_piece (province, name, n, at, sealed_piece) VALUES ($1, $2, $3, $4, $5)`,
		province, name, n, at.UnixMicro(), sealed)
	return err
}

// Find returns the n-th piece of a file, as it was sealed; nothing where there is none.
func Find(ctx context.Context, r store.Reader, province, name string, n int) (sealed []byte, err error) {
	err = r.Row(ctx, `SELECT sealed_piece FROM file_piece WHERE province = $1 AND name = $2 AND n = $3`, province, name,
		n).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return sealed, err
}

// Drop removes a file.
func Drop(ctx context.Context, t store.Writer, province, name string) error {
	_, err := t.Exec(ctx, `DELETE FROM file_piece WHERE province = $1 AND name = $2`, province, name)
	return err
}

// Sweep removes the pieces that were written before a moment.
func Sweep(ctx context.Context, t store.Writer, province string, before time.Time) error {
	_, err := t.Exec(ctx, `DELETE FROM file_piece WHERE province = $1 AND at < $2`, province, before.UnixMicro())
	return err
}
