package store

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgconn"

	"giamngheo/internal/errs"
	"giamngheo/internal/store/away"
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
			return nil, away.Unavailable(err)
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
		return nil, away.Unavailable(err)
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
		return away.Unavailable(err)
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
		return away.Unavailable(err)
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
	return away.Unavailable(err)
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
