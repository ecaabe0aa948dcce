// Package migrations holds the tables of the office, as the files that make and change them, one after another.
package migrations

import (
	"bytes"
	"database/sql"
	"embed"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed *.sql
var files embed.FS

// Provider runs the migrations of an engine's database. Of servers that start at once on one PostgreSQL one runs them.
func Provider(db *sql.DB, postgres bool) (*goose.Provider, error) {
	if !postgres {
		return goose.NewProvider(goose.DialectSQLite3, db, In(false))
	}
	one, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, In(true), goose.WithSessionLocker(one))
}

// In are the migrations in an engine's words.
func In(postgres bool) fs.FS {
	if !postgres {
		return files
	}
	return worded{files, strings.NewReplacer(" INTEGER", " BIGINT", " BLOB", " BYTEA", ") STRICT, WITHOUT ROWID;", ");",
		") STRICT;", ");")}
}

// worded are files whose words are replaced as they are read.
type worded struct {
	fs.FS
	words *strings.Replacer
}

// Open opens a folder as it is, and a file with its words replaced.
func (w worded) Open(name string) (fs.File, error) {
	f, err := w.FS.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return f, err
	}
	text, err := io.ReadAll(f)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return &wordedFile{info, bytes.NewReader([]byte(w.words.Replace(string(text))))}, nil
}

// wordedFile is an open file of worded.
type wordedFile struct {
	info fs.FileInfo
	*bytes.Reader
}

// Stat tells of the file as it was before its words were replaced.
func (f *wordedFile) Stat() (fs.FileInfo, error) { return f.info, nil }

// Close does nothing: the text is in memory.
func (f *wordedFile) Close() error { return nil }

// names are the files in their order.
func names() ([]string, error) { return fs.Glob(files, "*.sql") }

// Newest is the number of the last migration. Errors: of the embedded files.
func Newest() (int64, error) {
	all, err := names()
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return goose.NumericComponent(all[len(all)-1])
}

var createsTable = regexp.MustCompile(`CREATE TABLE ([a-z_]+) \(`)

// Tables are those that there are once the migrations have run up to a number, each with the one that makes it.
func Tables(upTo int64) (map[string]int64, error) {
	all, err := names()
	has := map[string]int64{}
	for _, name := range all {
		n, err := goose.NumericComponent(name)
		if err != nil || n > upTo {
			return has, err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for _, m := range createsTable.FindAllSubmatch(text, -1) {
			has[string(m[1])] = n
		}
	}
	return has, err
}
