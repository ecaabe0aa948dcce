// Package store keeps the office in a database: SQLite in a file, or PostgreSQL by a connection string. One SQL text
// serves both; only the types of the migrations differ. Every write is one transaction that is on the disk before it is
// confirmed; on SQLite writes that wait for each other share one sync (group commit). It decides nothing: who may do
// what is asked before it is called.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/store/away"
	"giamngheo/internal/vault"
)

// DayOf reads a day as DayText writes it; empty: none.
func DayOf(s string) (date.Date, error) {
	if s == "" {
		return 0, nil
	}
	return date.Parse(s)
}

// Overtaken refuses what was meant for a row that has changed since (errs.Conflict).
func Overtaken() error {
	return errs.New(errs.Conflict, "somebody else has just changed this; open the page again")
}

// DayText is how a column has a day: 2024-12-31, empty where there is none.
func DayText(d date.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// OrNotFound is what went wrong, and errs.NotFound where only no row was there.
func OrNotFound(err error) error {
	if err != nil {
		return err
	}
	return errs.New(errs.NotFound, "not found, or not yours to see")
}

// Store is an open database. It is safe for several goroutines.
type Store struct {
	read      *sql.DB
	write     *sql.DB
	postgres  bool
	path      string // of the SQLite file
	vault     *vault.Vault
	prepared  sync.Map // SQL text → *sql.Stmt on read
	broken    atomic.Pointer[errs.Error]
	queue     chan *pending
	stopped   chan struct{}
	closing   sync.Once
	inflight  sync.RWMutex
	closed    bool
	lock      *flock.Flock         // of the SQLite file; nil where there is none
	importing atomic.Bool          // an import of this program is claimed: its households are nobody else's
	asked     func(query string)   // told of every statement, in tests
	alone     bool                 // no other program may write meanwhile
	url       string               // of the PostgreSQL database
	turn      atomic.Pointer[Turn] // told when this program's writes begin and end; nil where nobody else writes
	cutOff    away.Outage          // the writer's own: since when the database does not answer
}

// readers is how many connections read at once on SQLite.
const readers = 4

// Open opens the database that a target names – a path, or a postgres:// URL – and makes the path's file where there
// is none. A file is this program's alone; several programs may have one PostgreSQL database open, whose writes then
// wait for each other. Call Migrate before anything else. Errors (errs.Unavailable): another program has it open.
func Open(target string, v *vault.Vault) (*Store, error) {
	return holding{newStore(v)}.open(target)
}

// OpenAlone opens a database that no other program may write meanwhile, whatever the engine: what takes its place, or
// its keys.
func OpenAlone(target string, v *vault.Vault) (*Store, error) {
	s := newStore(v)
	s.alone = true
	return holding{s}.open(target)
}

func (s holding) open(target string) (*Store, error) {
	if IsPostgres(target) {
		return s.beginPostgres(target)
	}
	if err := CheckTarget(target); err != nil {
		return nil, err
	}
	lock, err := lockFile(target)
	if err != nil {
		return nil, err
	}
	if err := s.openSQLite(target); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	s.lock = lock
	return s.Store, nil
}

// OpenBeside opens a database for reading alone, also while a program has it open: for copies and checks. Migrate
// refuses one of a later program and changes nothing. Errors: errs.NotFound.
func OpenBeside(target string, v *vault.Vault) (*Store, error) {
	s := &Store{vault: v, path: target}
	var err error
	if IsPostgres(target) {
		err = holding{s}.reach(target, true)
	} else if _, missing := os.Stat(target); missing != nil {
		err = errs.New(errs.NotFound, "there is no database “%s”", target)
	} else {
		s.read, err = openFile(target, "&_pragma=query_only(on)", readers)
	}
	if err != nil {
		return nil, err
	}
	s.broken.Store(errs.New(errs.Unavailable, "the database was opened for reading alone"))
	return s, nil
}

// IsPostgres reports whether a target is a PostgreSQL connection string.
func IsPostgres(target string) bool {
	return strings.HasPrefix(target, "postgres://") || strings.HasPrefix(target, "postgresql://")
}

func (s holding) beginPostgres(target string) (*Store, error) {
	if err := s.reach(target, false); err != nil {
		return nil, err
	}
	conn, err := s.connect(context.Background())
	if err != nil {
		return nil, errors.Join(err, s.read.Close(), s.write.Close())
	}
	go committing(s).writer(conn)
	return s.Store, nil
}

func newStore(v *vault.Vault) *Store {
	return &Store{vault: v, queue: make(chan *pending, 256), stopped: make(chan struct{})}
}

func (s holding) reach(target string, reading bool) error {
	cfg, err := pgx.ParseConfig(target)
	if err != nil {
		return errs.New(errs.Invalid,
			"not a PostgreSQL connection string; the form is postgres://user@host:5432/database")
	}
	if cfg.ConnectTimeout == 0 { // one of several hosts that is gone must not be waited for
		cfg.ConnectTimeout = connectTimeout
	}
	s.url = target
	if s.postgres = true; reading {
		cfg.RuntimeParams["default_transaction_read_only"] = "on"
	}
	s.read = stdlib.OpenDB(*cfg)
	s.read.SetMaxOpenConns(16)
	s.read.SetMaxIdleConns(16)
	if !reading { // the writer's connection never comes from among those that waited: after a break they are dead
		s.write = stdlib.OpenDB(*cfg)
		s.write.SetMaxIdleConns(-1)
	}
	return nil
}

// CheckTarget says why a database cannot be where a target says, before anything is made there.
func CheckTarget(path string) error {
	if IsPostgres(path) {
		return nil
	}
	if path == "" {
		return errs.New(errs.Invalid, "no database file: add --db FILE")
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return errs.New(errs.Invalid, "there is no folder “%s” for the database; make it first", filepath.Dir(path))
	}
	return nil
}

// openSQLite opens a SQLite file for writing; its lock is the caller's.
func (s holding) openSQLite(path string) error {
	if f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600); err == nil { // names and password hashes stand in it
		_ = errors.Join(f.Chmod(0o600), f.Close()) // the log beside it takes the file's mode
	}
	s.path = path
	var err error
	if s.write, err = openFile(path, "&_pragma=wal_autocheckpoint(4000)", 1); err != nil {
		return err
	}
	if s.read, err = openFile(path, "&_pragma=query_only(on)", readers); err != nil {
		return errors.Join(err, s.write.Close())
	}
	go committing(s).writer(nil)
	return nil
}

// openFile opens a SQLite file with so many connections.
func openFile(path, extra string, conns int) (*sql.DB, error) {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	db, err := sql.Open("sqlite", u.String()+
		"?_pragma=busy_timeout(10000)&_pragma=page_size(8192)&_pragma=journal_mode(wal)&_pragma=synchronous(full)"+
		"&_pragma=foreign_keys(on)&_pragma=cache_size(-6000)&_pragma=temp_store(memory)&_txlock=immediate"+extra)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// vacuumInto writes a whole copy of a SQLite file, while others read and write it.
func vacuumInto(ctx context.Context, path, to string) error {
	db, err := openFile(path, "", 1)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO $1`, to)
	return errors.Join(err, db.Close())
}

// Close waits for the writes under way, closes the database and lets other programs have it.
func (s *Store) Close() error {
	if s.queue == nil { // opened for reading alone
		return s.read.Close()
	}
	s.closing.Do(func() {
		s.inflight.Lock()
		s.closed = true
		s.inflight.Unlock()
		close(s.queue)
		<-s.stopped
	})
	err := errors.Join(s.read.Close(), s.write.Close())
	if s.lock != nil {
		err = errors.Join(err, s.lock.Unlock())
	}
	return err
}

// Postgres reports whether the engine is PostgreSQL.
func (s *Store) Postgres() bool { return s.postgres }

// Vault is what seals personal data on the way in.
func (t *Tx) Vault() *vault.Vault { return t.store.vault }

// Vault is what seals personal data on the way in.
func (s *Store) Vault() *vault.Vault { return s.vault }

// stmt returns the prepared form of a reading statement.
func (s *Store) stmt(ctx context.Context, query string) (*sql.Stmt, error) {
	s.note(query)
	if st, ok := s.prepared.Load(query); ok {
		return st.(*sql.Stmt), nil
	}
	st, err := s.read.PrepareContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("%w in %q", err, query)
	}
	if had, ok := s.prepared.LoadOrStore(query, st); ok {
		return had.(*sql.Stmt), st.Close()
	}
	return st, nil
}

var (
	_ Reader = (*Store)(nil)
	_ Reader = (*Tx)(nil)
)

// Scanner is a row that is read: of a query, or one alone.
type Scanner interface{ Scan(dest ...any) error }

type failedRow struct{ err error }

// Scan returns the error for which there is no row.
func (f failedRow) Scan(...any) error { return f.err }

// note tells a test of a statement.
func (s *Store) note(query string) {
	if s.asked != nil {
		s.asked(query)
	}
}

// Stream reads the rows of a statement that is rare and long, so that its prepared form is not kept.
func (s *Store) Stream(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s.note(query)
	rows, err := s.read.QueryContext(ctx, query, args...)
	return rows, away.Named(err)
}

// Importing reports whether an import may be claimed: its households are nobody else's. Another program may have claimed
// one on PostgreSQL.
func (s *Store) Importing() bool { return s.postgres || s.importing.Load() }

// SetImporting says that an import is claimed, or none.
func (s *Store) SetImporting(now bool) { s.importing.Store(now) }

// Query reads rows, outside any transaction, with a statement that is kept prepared. A PostgreSQL that does not answer
// is waited for a while.
func (s *Store) Query(ctx context.Context, query string, args ...any) (rows *sql.Rows, err error) {
	err = patiently(ctx, s, func() error {
		st, err := s.stmt(ctx, query)
		if err == nil {
			rows, err = st.QueryContext(ctx, args...)
		}
		return err
	})
	return rows, err
}

// patiently begins to read, and waits a while for a PostgreSQL that does not answer.
func patiently(ctx context.Context, s *Store, begin func() error) error {
	if !s.postgres {
		return begin()
	}
	return away.Patiently(ctx, begin)
}

// Row reads one row, outside any transaction; its Scan has what went wrong.
func (s *Store) Row(ctx context.Context, query string, args ...any) Scanner {
	if s.postgres {
		rows, err := s.Query(ctx, query, args...)
		return oneRow{rows, err}
	}
	st, err := s.stmt(ctx, query)
	if err != nil {
		return failedRow{err}
	}
	return st.QueryRowContext(ctx, args...)
}

// oneRow is the first of the rows of a query.
type oneRow struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row. Errors: sql.ErrNoRows.
func (r oneRow) Scan(dest ...any) (err error) {
	if r.err != nil {
		return r.err
	}
	defer func() { err = errors.Join(err, r.rows.Close()) }()
	if !r.rows.Next() {
		if err := r.rows.Err(); err != nil {
			return away.Named(err)
		}
		return sql.ErrNoRows
	}
	return r.rows.Scan(dest...)
}

// Each reads all rows of a query. Errors (errs.Unavailable): the connection broke before the last of them.
func Each(rows *sql.Rows, err error, scan func(Scanner) error) (failed error) {
	if err != nil {
		return away.Named(err)
	}
	defer func() { failed = errors.Join(failed, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return away.Named(rows.Err())
}

// NotFound turns "no rows" into an error for people; nil stays nil.
func NotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errs.New(errs.NotFound, "not found, or not yours to see")
	}
	return err
}

// IsUnique reports whether a write was refused because the key is taken.
func IsUnique(err error) bool {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()&0xFF == 19 && strings.Contains(lite.Error(), "UNIQUE")
	}
	return strings.Contains(fmt.Sprint(err), "SQLSTATE 23505")
}
