package accounts

import (
	"context"
	"database/sql"
	"errors"

	"giamngheo/internal/store"
)

// Choice is how an account likes something of its own, as it was kept; empty where nothing was.
func Choice(ctx context.Context, r store.Reader, account int64, name string) (value string, err error) {
	err = r.Row(ctx, `SELECT value FROM account_choice WHERE account = $1 AND name = $2`, account, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetChoice keeps how an account likes something of its own.
func SetChoice(ctx context.Context, t store.Writer, account int64, name, value string) error {
	_, err := t.Exec(ctx, `INSERT INTO account_choice (account, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (account, name) DO UPDATE SET value = excluded.value`, account, name, value)
	return err
}
