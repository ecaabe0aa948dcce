package store

import (
	"context"
	"database/sql"
	"errors"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/away"
	"giamngheo/internal/store/migrations"
	"giamngheo/internal/vault"
)

// Migrate brings the database to this program's schema. Errors: a database of a later program, or sealed with keys that
// are not in the key file.
func (s *Store) Migrate(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "store.Migrate")
	if s.queue == nil {
		return checked{s}.checkSchema(ctx)
	}
	p, err := migrations.Provider(s.write, s.postgres)
	if err != nil {
		return err
	}
	now, target, err := p.GetVersions(ctx)
	if err != nil {
		return away.Unavailable(err)
	}
	if now > target {
		return laterProgram()
	}
	before, err := witnessing{s}.beforeMigration(ctx, now, target)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	if err := s.Optimize(ctx); err != nil && s.Broken() == nil { // a disk that fails is read all the same
		return err
	}
	if err := (checked{s}).checkKey(ctx); err != nil {
		return err
	}
	return witnessing{s}.afterMigration(ctx, target, before)
}

// checked is a database looked at before it is used.
type checked struct{ *Store }

// checkSchema refuses to read a database that a later program made, or none of this program's at all. An older one
// is read as it is where it is a file; to be copied out of PostgreSQL the tables must be this program's.
func (s checked) checkSchema(ctx context.Context) error {
	now, newest, err := s.versions(ctx)
	if err != nil {
		return err
	}
	switch {
	case now > newest:
		return laterProgram()
	case now < newest && s.postgres:
		return errs.New(errs.Invalid,
			"the database was made by an earlier program: open the office once with this one, or copy it with that one")
	}
	return s.sameKey(ctx)
}

// versions are that of the database's schema and this program's.
func (s checked) versions(ctx context.Context) (now, newest int64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&now)
	if err != nil {
		return 0, 0, errs.New(errs.Invalid, "no database of this program").Because(err)
	}
	newest, err = migrations.Newest()
	return now, newest, err
}

// Earlier reports whether an earlier program made the database, which this one has not opened yet: there are tables that
// it does not have.
func Earlier(ctx context.Context, s *Store) (bool, error) {
	now, newest, err := checked{s}.versions(ctx)
	return now < newest, err
}

func laterProgram() error {
	return errs.New(errs.Invalid, "the database was made by a later program: use that one")
}

// Sealed reports whether a PostgreSQL database has been opened with a key file before.
func Sealed(ctx context.Context, target string) (sealed bool, err error) {
	s, err := OpenBeside(target, nil)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.read.QueryRowContext(ctx, `SELECT to_regclass('setting') IS NOT NULL`).Scan(&sealed)
	if err != nil {
		return false, away.Unavailable(err)
	}
	if !sealed {
		return false, nil
	}
	mark, err := s.Setting(ctx, "key_mark")
	return mark != "", err
}

// sameKey refuses a key file that is not this database's.
func (s checked) sameKey(ctx context.Context) error {
	had, err := s.Setting(ctx, "key_mark")
	if err == nil && had != "" && !s.vault.Knows(had) {
		return errs.New(errs.Invalid, "the key file is not this database's: name the right one with --key")
	}
	return err
}

// Rekey seals what is written from now on with another vault, which can open all that is there. It is called
// before anybody else uses the store. Errors: the vault does not know this database's keys.
func (s *Store) Rekey(ctx context.Context, v *vault.Vault) error {
	s.vault = v
	return checked{s}.checkKey(ctx)
}

// checkKey refuses a key file that is not this database's, and remembers a new key's mark.
func (s checked) checkKey(ctx context.Context) error {
	if err := s.sameKey(ctx); err != nil {
		return err
	}
	if had, err := s.Setting(ctx, "key_mark"); err != nil || had == s.vault.Mark() {
		return err
	}
	return s.Write(ctx, func(tx *Tx) error { return tx.SetSetting(ctx, "key_mark", s.vault.Mark()) })
}

// Setting returns a setting of the database, "" where it was never set.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	return setting(ctx, s, name)
}

// Setting is Store.Setting within the transaction.
func (t *Tx) Setting(ctx context.Context, name string) (string, error) { return setting(ctx, t, name) }

func setting(ctx context.Context, q Reader, name string) (value string, err error) {
	err = q.Row(ctx, `SELECT value FROM setting WHERE name = $1`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, err
}

// SetSetting sets a setting of the database.
func (t *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := t.Exec(ctx,
		`INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
		name, value)
	return err
}

// Next returns the next number of a counter of a province, n of them at once: the first is returned.
func (t *Tx) Next(ctx context.Context, province, name string, n int64) (int64, error) {
	var last int64
	err := t.Row(ctx, `INSERT INTO counter (province, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (province, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value`, province,
		name, n).Scan(&last)
	return last - n + 1, err
}
