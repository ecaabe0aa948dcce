package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"path/filepath"

	"github.com/gofrs/flock"
	"github.com/jackc/pgx/v5/pgconn"

	"giamngheo/internal/errs"
)

// lockEnding names the file beside a SQLite database whose lock says that a program has it. The file stays; its
// lock goes with the program, however that ends.
const lockEnding = ".lock"

// advisoryKey is the PostgreSQL advisory lock of a database that a program has.
const advisoryKey = 0x6769616d6e676865 // "giamnghe"

// claimSetting names the setting that says which program claimed a PostgreSQL database last.
const claimSetting = "claimed_by"

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

// holding is a database that this program alone may write.
type holding struct{ *Store }

// connect opens the one connection that writes. On PostgreSQL that connection holds the database's lock, so that
// nothing can be written without it; where it broke and another program has had the database since, this one only
// reads from then on.
func (s holding) connect(ctx context.Context) (*sql.Conn, error) {
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, unavailable(err)
	}
	if s.postgres && !s.together {
		if err = s.claim(ctx, conn); err == nil {
			err = s.stillClaimed(ctx, conn)
		}
	}
	if err != nil {
		giveUp(conn)
		return nil, err
	}
	return conn, nil
}

// claim takes the lock of a PostgreSQL database for as long as the connection lives.
func (s holding) claim(ctx context.Context, conn *sql.Conn) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return unavailable(err)
	}
	defer func() { _ = tx.Rollback() }()
	// a program that was killed keeps its lock until the server notices: it is waited for a little
	_, err = tx.ExecContext(ctx, `SET LOCAL lock_timeout = '2s'`)
	if err == nil {
		_, err = tx.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, int64(advisoryKey))
	}
	if err == nil {
		err = tx.Commit() // the lock is the session's and stays
	}
	var refused *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused) && refused.Code == lockNotAvailable:
		return occupied(err)
	}
	return unavailable(err)
}

// lockNotAvailable is PostgreSQL's code of a lock that was not given in time.
const lockNotAvailable = "55P03"

// stillClaimed refuses a PostgreSQL database that another program has claimed since this one did: what this one
// has in memory is not what the database holds any more.
func (s holding) stillClaimed(ctx context.Context, conn *sql.Conn) error {
	if s.claimed == "" {
		return nil
	}
	var by string
	err := conn.QueryRowContext(ctx, `SELECT value FROM setting WHERE name = $1`, claimSetting).Scan(&by)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return unavailable(err)
	}
	if by == s.claimed {
		return nil
	}
	e := errs.New(errs.Unavailable,
		"the connection to the database broke, and another program has worked on it since: this one only reads; start it again to go on")
	s.broken.CompareAndSwap(nil, e)
	return e
}

// release gives the lock of a PostgreSQL database back: a connection that is closed only goes back to its pool.
func release(ctx context.Context, conn *sql.Conn) error {
	_, err := conn.ExecContext(ctx, `SELECT pg_advisory_unlock($1)`, int64(advisoryKey))
	return err
}

// remember writes down that this program claimed the database, so that it can tell after a broken connection
// whether another one has been there.
func (s holding) remember(ctx context.Context) error {
	if !s.postgres || s.together {
		return nil
	}
	mark := rand.Text()
	return s.Write(ctx, func(tx *Tx) error {
		tx.After(func() { s.claimed = mark })
		return tx.SetSetting(ctx, claimSetting, mark)
	})
}
