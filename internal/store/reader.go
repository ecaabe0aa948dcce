package store

import (
	"context"
	"database/sql"

	"giamngheo/internal/vault"
)

// Reader reads rows: the Store itself each statement for itself, a Tx within its transaction. What runs inside a
// transaction reads by it and by nothing else. The packages below this one take it: each knows the tables of one
// capability.
type Reader interface {
	Vault() *vault.Vault
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	Stream(ctx context.Context, query string, args ...any) (*sql.Rows, error) // rare and long: not kept prepared
	Row(ctx context.Context, query string, args ...any) Scanner
}

// Writer is a transaction: it reads what it has written, and writes.
type Writer interface {
	Reader
	Importing() bool // an import is claimed: its households are nobody else's
	After(f func())
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	Next(ctx context.Context, province, name string, n int64) (int64, error)
}
