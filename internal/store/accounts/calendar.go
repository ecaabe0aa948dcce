package accounts

import (
	"context"
	"time"

	"giamngheo/internal/store"
)

// SetCalendarKey gives an account's calendar the address of a token, of which only the hash is kept; the one before
// opens nothing any more.
func SetCalendarKey(ctx context.Context, t store.Writer, account int64, token string, at time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO calendar_key (account, hash, made_at) VALUES ($1, $2, $3)
		ON CONFLICT (account) DO UPDATE SET hash = EXCLUDED.hash, made_at = EXCLUDED.made_at`, account, tokenHash(token),
		at.UnixMicro())
	return err
}

// DropCalendarKey has an account's calendar opened by nothing. Errors (errs.Conflict): it has no address.
func DropCalendarKey(ctx context.Context, t store.Writer, account int64) error {
	n, err := t.Exec(ctx, `DELETE FROM calendar_key WHERE account = $1`, account)
	if err == nil && n != 1 {
		return store.Overtaken()
	}
	return err
}

// CalendarKey is when the address of an account's calendar was made. Errors: errs.NotFound where it has none.
func CalendarKey(ctx context.Context, s store.Reader, account int64) (time.Time, error) {
	var at int64
	if err := s.Row(ctx, `SELECT made_at FROM calendar_key WHERE account = $1`, account).Scan(&at); err != nil {
		return time.Time{}, store.NotFound(err)
	}
	return time.UnixMicro(at).UTC(), nil
}

// OfCalendar is the account whose calendar a token opens. Errors: errs.NotFound.
func OfCalendar(ctx context.Context, s store.Reader, token string) (account int64, err error) {
	err = s.Row(ctx, `SELECT account FROM calendar_key WHERE hash = $1`, tokenHash(token)).Scan(&account)
	return account, store.NotFound(err)
}
