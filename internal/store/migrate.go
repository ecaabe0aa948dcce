package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"giamngheo/internal/errs"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the database to this program's schema. Errors: a database of a later program, or sealed with keys that
// are not in the key file.
func (s *Store) Migrate(ctx context.Context) (err error) {
	defer errs.Wrap(&err, "store.Migrate")
	dialect, files := goose.DialectSQLite3, fs.FS(nil)
	if s.postgres {
		dialect = goose.DialectPostgres
	}
	if files, err = migrationsFor(s.postgres); err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, s.write, files)
	if err != nil {
		return err
	}
	now, target, err := p.GetVersions(ctx)
	if err != nil {
		return unavailable(err)
	}
	if now > target {
		return errs.New(errs.Invalid, "cơ sở dữ liệu do bản chương trình mới hơn tạo ra: hãy dùng bản mới đó",
			"the database was made by a later program: use that one")
	}
	if _, err := p.Up(ctx); err != nil {
		return err
	}
	return s.checkKey(ctx)
}

// migrationsFor returns the migrations in an engine's words.
func migrationsFor(postgres bool) (fs.FS, error) {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil || !postgres {
		return dir, err
	}
	words := strings.NewReplacer(" INTEGER", " BIGINT", " BLOB", " BYTEA", ") STRICT, WITHOUT ROWID;", ");", ") STRICT;", ");")
	out := fstest.MapFS{}
	err = fs.WalkDir(dir, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(dir, path)
		out[path] = &fstest.MapFile{Data: []byte(words.Replace(string(bytes.TrimSpace(text))))}
		return err
	})
	return out, err
}

// checkKey refuses a key file that is not this database's, and remembers a new key's mark.
func (s *Store) checkKey(ctx context.Context) error {
	had, err := s.Setting(ctx, "key_mark")
	switch {
	case err != nil:
		return err
	case had == s.vault.Mark():
		return nil
	case had != "" && !s.vault.Knows(had):
		return errs.New(errs.Invalid, "tệp khóa không phải của cơ sở dữ liệu này: hãy chỉ đúng tệp khóa bằng --key",
			"the key file is not this database's: name the right one with --key")
	}
	return s.Write(ctx, func(tx *Tx) error { return tx.SetSetting(ctx, "key_mark", s.vault.Mark()) })
}

// Setting returns a setting of the database, "" where it was never set.
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.row(ctx, `SELECT value FROM setting WHERE name = $1`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, err
}

// SetSetting sets a setting of the database.
func (t *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := t.exec(ctx, `INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

// next returns the next number of a counter of a province, n of them at once: the first is returned.
func (t *Tx) next(ctx context.Context, province, name string, n int64) (int64, error) {
	var last int64
	err := t.row(ctx, `INSERT INTO counter (province, name, value) VALUES ($1, $2, $3)
		ON CONFLICT (province, name) DO UPDATE SET value = counter.value + excluded.value RETURNING value`, province, name, n).Scan(&last)
	return last - n + 1, err
}
