package away

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"giamngheo/internal/errs"
)

// TestNamed: a connection that broke is a database that is away, and so is one that was given up under a transaction;
// what has its own words keeps them, whatever is behind them.
func TestNamed(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want errs.Kind
	}{
		"given up":             {fmt.Errorf("reading: %w", sql.ErrConnDone), errs.Unavailable},
		"shut down":            {&pgconn.PgError{Code: "57P01"}, errs.Unavailable},
		"no connection":        {&pgconn.PgError{Code: "08006"}, errs.Unavailable},
		"broken off":           {io.ErrUnexpectedEOF, errs.Unavailable},
		"not reached":          {&pgconn.ConnectError{}, errs.Unavailable},
		"own time is over":     {fmt.Errorf("reading: %w", context.DeadlineExceeded), errs.Internal},
		"a wrong statement":    {&pgconn.PgError{Code: "42601"}, errs.Internal},
		"no row":               {sql.ErrNoRows, errs.Internal},
		"a transaction's end":  {sql.ErrTxDone, errs.Internal},
		"a file that is short": {errs.New(errs.Invalid, "too much was sent").Because(io.ErrUnexpectedEOF), errs.Invalid},
		"anything else":        {errors.New("x"), errs.Internal},
	} {
		if got := errs.KindOf(Named(c.err)); got != c.want || !errors.Is(Named(c.err), c.err) {
			t.Errorf("%s: kind %d, not %d", name, got, c.want)
		}
	}
	if Named(nil) != nil {
		t.Error("nothing is a failure")
	}
}
