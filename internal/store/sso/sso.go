// Package sso keeps the rows that link accounts of the office's to accounts of the program by which a province's
// officers sign in.
package sso

import (
	"context"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
)

// Link says that who is a subject of an issuer's is an account's person.
type Link struct {
	Province string
	ID       int64
	Account  int64
	Issuer   string
	Subject  string
	By       int64
	Made     time.Time
}

const columns = `province, id, account, issuer, subject, made_by, made_at`

func scan(r store.Scanner) (l Link, err error) {
	var made int64
	err = r.Scan(&l.Province, &l.ID, &l.Account, &l.Issuer, &l.Subject, &l.By, &made)
	l.Made = time.UnixMicro(made).UTC()
	return l, err
}

// Add keeps a link; its ID is set here. Errors (errs.Conflict): the subject is somebody's already.
func Add(ctx context.Context, t store.Writer, l *Link) error {
	var err error
	if l.ID, err = t.Next(ctx, l.Province, "sso_link", 1); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO sso_link (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)`, l.Province, l.ID,
		l.Account, l.Issuer, l.Subject, l.By, l.Made.UnixMicro())
	if err != nil && store.IsUnique(err) {
		return errs.New(errs.Conflict, "this outside account is linked to an account already: have that link ended first")
	}
	return err
}

// Find is the link of a subject. Errors: errs.NotFound.
func Find(ctx context.Context, s store.Reader, issuer, subject string) (*Link, error) {
	l, err := scan(s.Row(ctx, `SELECT `+columns+` FROM sso_link WHERE issuer = $1 AND subject = $2`, issuer, subject))
	if err != nil {
		return nil, store.NotFound(err)
	}
	return &l, nil
}

// Of are the links of an account, the oldest first.
func Of(ctx context.Context, s store.Reader, account int64) (out []Link, err error) {
	rows, err := s.Query(ctx, `SELECT `+columns+` FROM sso_link WHERE account = $1 ORDER BY id`, account)
	return out, store.Each(rows, err, func(r store.Scanner) error {
		l, err := scan(r)
		out = append(out, l)
		return err
	})
}

// Drop ends a link of an account. Errors: errs.NotFound.
func Drop(ctx context.Context, t store.Writer, account, id int64) error {
	n, err := t.Exec(ctx, `DELETE FROM sso_link WHERE account = $1 AND id = $2`, account, id)
	if err == nil && n != 1 {
		return errs.New(errs.NotFound, "there is no such link any more")
	}
	return err
}
