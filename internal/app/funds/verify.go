package funds

import (
	"context"

	"giamngheo/internal/app/ledgers"
)

// Verify holds the whole ledger, read anew, against every invariant. It returns the movement with the first fault, 0
// where it is of the whole, and the fault (errs.Invalid).
func (d *Desk) Verify(ctx context.Context) (at int64, err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return 0, err
	}
	_, at, err = ledgers.Verify(ctx, d.office.Reader(), d.province(), c.Within)
	return at, err
}
