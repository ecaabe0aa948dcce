package funds

import (
	"context"

	"giamngheo/internal/app/ledgers"
)

// Verify holds the ledger, read anew, against every invariant: the first fault (errs.Invalid), its movement or 0.
func (d *Desk) Verify(ctx context.Context) (at int64, err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return 0, err
	}
	_, at, err = ledgers.Verify(ctx, d.office.Reader(), d.province(), c.Within)
	return at, err
}
