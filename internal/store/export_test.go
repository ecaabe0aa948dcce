package store

import (
	"context"

	"github.com/pressly/goose/v3"

	"giamngheo/internal/store/migrations"
)

// MigrateTo brings an SQLite database to an earlier program's schema, as that program left it.
func MigrateTo(ctx context.Context, s *Store, n int64) error {
	p, err := goose.NewProvider(goose.DialectSQLite3, s.write, migrations.In(false))
	if err == nil {
		_, err = p.UpTo(ctx, n)
	}
	return err
}

// WitnessedSince is the migration that began to witness rows.
func WitnessedSince() (int64, error) { return witnessedSince() }

// Asked has a function told of every statement that the store runs, before it runs.
func (s *Store) Asked(f func(query string)) { s.asked = f }
