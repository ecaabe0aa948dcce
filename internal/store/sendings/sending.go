// Package sendings keeps the rows of filled-in forms that were sent.
package sendings

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"giamngheo/internal/store"
)

// Sending is a filled-in form that was sent, kept in the transaction of its first deed.
type Sending struct {
	Province string
	ID       string // the key that the form's page gave it
	Account  int64
	Form     string // the address to which it was sent
	Content  []byte // the signature of what was sent, which says nothing to who has only the database
	At       time.Time
	Answer   string // what was answered; empty: not told yet
}

// Find returns what was sent with a key; nil: nothing.
func Find(ctx context.Context, r store.Reader, province, id string) (*Sending, error) {
	s := Sending{Province: province, ID: id}
	var at int64
	err := r.Row(ctx, `SELECT account, form, content, at, answer FROM sending WHERE province = $1 AND id = $2`,
		province, id).Scan(&s.Account, &s.Form, &s.Content, &at, &s.Answer)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	s.At = time.UnixMicro(at).UTC()
	return &s, err
}

// Add writes what was sent with a key, in place of what was sent with it before.
func Add(ctx context.Context, t store.Writer, s *Sending) error {
	_, err := t.Exec(ctx, `INSERT INTO sending (province, id, account, form, content, at, answer)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (province, id) DO UPDATE SET account = excluded.account,
		form = excluded.form, content = excluded.content, at = excluded.at, answer = excluded.answer`, s.Province, s.ID,
		s.Account, s.Form, s.Content, s.At.UnixMicro(), s.Answer)
	return err
}

// Answer writes what was answered to what was sent, and to nothing else that was sent with its key since.
func Answer(ctx context.Context, t store.Writer, s *Sending) error {
	_, err := t.Exec(ctx, `UPDATE sending SET answer = $1 WHERE province = $2 AND id = $3 AND content = $4`, s.Answer,
		s.Province, s.ID, s.Content)
	return err
}

// Sweep removes what was sent before a moment.
func Sweep(ctx context.Context, t store.Writer, province string, before time.Time) error {
	_, err := t.Exec(ctx, `DELETE FROM sending WHERE province = $1 AND at < $2`, province, before.UnixMicro())
	return err
}
