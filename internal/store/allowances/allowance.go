// Package allowances keeps how much is left of what is bounded, so that a bound holds over restarts and on every server.
package allowances

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"giamngheo/internal/store"
)

// Name is the hash of whose allowance it is and of what: however long somebody's text is, this is what is kept of it.
type Name [sha256.Size]byte

// NameOf makes a name of parts.
func NameOf(parts ...string) Name {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return Name(h.Sum(nil))
}

func (n Name) text() string { return hex.EncodeToString(n[:]) }

// Allowance is a bound: Burst at once, and one more every Every. What is kept of it is one moment, when it is full again
// (the generic cell rate algorithm of ITU-T I.371): each that is taken moves the moment by Every.
type Allowance struct {
	Name  Name
	Every time.Duration
	Burst int
}

// full is how long it takes from nothing to a full allowance.
func (a *Allowance) full() time.Duration { return a.Every * time.Duration(a.Burst) }

// Take takes one of an allowance at a time, or returns how long to wait until one is there; nothing is taken then.
func Take(ctx context.Context, t store.Writer, a *Allowance, now time.Time) (wait time.Duration, err error) {
	until, err := Until(ctx, t, a.Name)
	if err != nil {
		return 0, err
	}
	if until.Before(now) {
		until = now
	}
	until = until.Add(a.Every)
	if wait = until.Sub(now) - a.full(); wait > 0 {
		return wait, nil
	}
	return 0, Set(ctx, t, a.Name, until)
}

// GiveBack gives back one that was taken.
func GiveBack(ctx context.Context, t store.Writer, a *Allowance) error {
	_, err := t.Exec(ctx, `UPDATE allowance SET until_at = until_at - $1 WHERE name = $2`, a.Every.Microseconds(),
		a.Name.text())
	return err
}

// Until is the moment that is kept under a name; zero where none is.
func Until(ctx context.Context, r store.Reader, n Name) (time.Time, error) {
	var at int64
	err := r.Row(ctx, `SELECT until_at FROM allowance WHERE name = $1`, n.text()).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return time.UnixMicro(at), err
}

// Set keeps a moment under a name.
func Set(ctx context.Context, t store.Writer, n Name, until time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO allowance (name, until_at) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET until_at = excluded.until_at`, n.text(), until.UnixMicro())
	return err
}

// Clear makes an allowance full again.
func Clear(ctx context.Context, t store.Writer, n Name) error {
	_, err := t.Exec(ctx, `DELETE FROM allowance WHERE name = $1`, n.text())
	return err
}

// Sweep drops what is over at a time.
func Sweep(ctx context.Context, t store.Writer, now time.Time) error {
	_, err := t.Exec(ctx, `DELETE FROM allowance WHERE until_at <= $1`, now.UnixMicro())
	return err
}
