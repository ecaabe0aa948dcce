package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgconn"

	"giamngheo/internal/errs"
)

// lockEnding names the file beside a SQLite database whose lock says that a program has it. The file stays; its
// lock goes with the program, however that ends.
const lockEnding = ".lock"

// The advisory locks of a PostgreSQL database: its programs share the first, or one that must be alone has it; whose
// writes are under way has the second, so that those of several programs follow each other as those of one do.
const (
	presenceKey = 0x6769616d6e676865 // "giamnghe"
	writerKey   = 0x6769616d6e677768 // "giamngwh"
)

// connectTimeout is how long a host is waited for where the connection string does not say.
const connectTimeout = 2 * time.Second

func occupied(cause error) error {
	return errs.New(errs.Unavailable,
		"another giamngheo program has this database open: stop it and try again. Only “backup” and “verify” run beside it").Because(cause)
}

// lockFile locks a SQLite database for this program, under its real name.
func lockFile(path string) (*flock.Flock, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil { // a database that is new
		dir, err := filepath.EvalSymlinks(filepath.Dir(path))
		if err != nil {
			return nil, unavailable(err)
		}
		real = filepath.Join(dir, filepath.Base(path))
	}
	l := flock.New(real+lockEnding, flock.SetPermissions(0o600))
	switch ok, err := l.TryLock(); {
	case err != nil:
		return nil, errs.New(errs.Unavailable, "“%s.lock” cannot be locked: check that the folder can be written",
			real).Because(err)
	case !ok:
		return nil, occupied(nil)
	}
	return l, nil
}

// holding is a database that this program has open.
type holding struct{ *Store }

// connect opens the one connection that writes. On PostgreSQL it holds the lock of those who have the database open,
// and nothing can be written without it.
func (s holding) connect(ctx context.Context) (*sql.Conn, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	if s.postgres {
		err = s.primary(ctx, conn)
		if err == nil {
			err = s.claim(ctx, conn)
		}
	}
	if err != nil {
		giveUp(conn)
		return nil, err
	}
	return conn, nil
}

// primary refuses a standby: nothing can be written there.
func (s holding) primary(ctx context.Context, conn *sql.Conn) error {
	var standby bool
	if err := conn.QueryRowContext(ctx, `SELECT pg_is_in_recovery()`).Scan(&standby); err != nil {
		return unavailable(err)
	}
	if standby {
		return errs.New(errs.Unavailable,
			"this PostgreSQL server is a standby, which is only read: name the primary, or all servers with ?target_session_attrs=read-write")
	}
	return nil
}

// claim takes the lock of a PostgreSQL database for as long as the connection lives: with the others who have it open,
// or alone.
func (s holding) claim(ctx context.Context, conn *sql.Conn) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = tx.Rollback() }()
	lock := `SELECT pg_advisory_lock_shared($1)`
	if s.alone {
		lock = `SELECT pg_advisory_lock($1)`
	}
	// a program that was killed keeps its lock until the server notices: it is waited for a little
	_, err = tx.ExecContext(ctx, `SET LOCAL lock_timeout = '2s'`)
	if err == nil {
		_, err = tx.ExecContext(ctx, lock, int64(presenceKey))
	}
	if err == nil {
		err = tx.Commit() // the lock is the session's and stays
	}
	var refused *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Code == lockNotAvailable:
		return occupied(nil) // PostgreSQL's words say nothing more
	}
	return unavailable(err)
}

// lockNotAvailable is PostgreSQL's code of a lock that was not given in time.
const lockNotAvailable = "55P03"

// release gives the lock of a PostgreSQL database back: a connection that is closed only goes back to its pool.
func release(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock_all()`)
	return err
}

// Turn is told of the writes of a program that shares its database: Begin before the first of a transaction, when
// nobody else can write any more and everything that others wrote can be read; End after the transaction, with what
// was to run after it.
type Turn interface {
	Begin(ctx context.Context) error
	End()
}

// Take has this program's writes tell of their turns, before anything is written. On SQLite there is nobody else.
func Take(s *Store, t Turn) {
	if s.postgres {
		s.turn.Store(&t)
	}
}

// outage is a database that does not answer.
type outage struct{ since time.Time }

// A database that does not answer is waited for, so that a change of the primary is a pause to those who save; who
// saves when it has been away for longer is told at once.
const (
	waitOutage = 10 * time.Second
	retryEach  = 100 * time.Millisecond
)

// lasted reports whether the database has been away for longer than anybody should wait.
func (o *outage) lasted() bool {
	if o.since.IsZero() {
		o.since = time.Now()
	}
	return time.Since(o.since) > waitOutage
}

// over notes that the database answers.
func (o *outage) over() { o.since = time.Time{} }

// cut reports whether an error is one of the connection and not of what was asked.
func cut(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case "57P01", "57P02", "57P03", "25006": // shut down, crashed, starting, a standby by now
			return true
		}
		return strings.HasPrefix(refused.Code, "08")
	}
	var unreached *pgconn.ConnectError
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &unreached) ||
		errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed)
}

// reached names the failure of a connection for people: who reads hears that the database is away, not that the program
// failed. What is said already is left: the end of a file is one of a file.
func reached(err error) error {
	if err == nil || errs.KindOf(err) != errs.Internal || !cut(err) {
		return err
	}
	return unavailable(err)
}
