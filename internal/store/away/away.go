// Package away tells a database that is away – shut down, broken off, a standby by now – from one that refuses what is
// asked, says it in words for people, and knows for how long it is waited for.
package away

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"giamngheo/internal/errs"
)

// Outage is a database that does not answer, from when on; its zero value is one that does.
type Outage struct{ since time.Time }

// A database that does not answer is waited for, so that a change of the primary is a pause to those who save; who
// saves when it has been away for longer is told at once.
const (
	longest = 10 * time.Second
	each    = 100 * time.Millisecond
)

// Lasted reports whether the database has been away for longer than anybody should wait.
func (o *Outage) Lasted() bool {
	if o.since.IsZero() {
		o.since = time.Now()
	}
	return time.Since(o.since) > longest
}

// Over notes that the database answers.
func (o *Outage) Over() { o.since = time.Time{} }

// Pause waits a little before it is tried again; false: nobody waits any more.
func Pause(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(each):
		return true
	}
}

// Patiently begins something, and waits a while for a database that is away. Errors (errs.Unavailable): it has been
// away for longer.
func Patiently(ctx context.Context, begin func() error) error {
	var since Outage
	for {
		err := begin()
		switch {
		case err == nil || !Cut(err):
			return err
		case since.Lasted() || !Pause(ctx):
			return Named(err)
		}
	}
}

// Cut reports whether an error is one of the connection and not of what was asked.
func Cut(err error) bool {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case "57P01", "57P02", "57P03", "25006": // shut down, crashed, starting, a standby by now
			return true
		}
		return strings.HasPrefix(refused.Code, "08")
	}
	var unreached *pgconn.ConnectError
	if errors.As(err, &unreached) {
		return true
	}
	if errors.Is(err, context.DeadlineExceeded) { // the reader's own time is over, though it looks like the network's
		return false
	}
	var network net.Error
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		errors.Is(err, net.ErrClosed)
}

// Named is an error for people where it is one of the connection: who reads hears that the database is away, not that
// the program failed. What is said already is left: the end of a file is one of a file.
func Named(err error) error {
	if err == nil || errs.KindOf(err) != errs.Internal || !Cut(err) {
		return err
	}
	return Unavailable(err)
}

// Unavailable is what people are told of a database that is away, for a cause (errs.Unavailable).
func Unavailable(cause error) error {
	return errs.New(errs.Unavailable,
		"the database cannot be reached; try again in a few minutes, and tell the administrator if it persists").Because(cause)
}
