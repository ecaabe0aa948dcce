package funds

import (
	"context"

	"giamngheo/internal/money"
	"giamngheo/internal/store"
	"giamngheo/internal/store/funds"
)

// Verify holds the whole ledger, read anew, against every invariant. It returns the movement with the first fault, 0
// where it is of the whole, and the fault (errs.Invalid).
func (d *Desk) Verify(ctx context.Context) (at int64, err error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return 0, err
	}
	_, at, err = Verify(ctx, d.office.Reader(), d.province(), c.Within)
	return at, err
}

// Verify holds the ledger of a province in a database against every invariant. It returns how many movements there are,
// the movement with the first fault, 0 where it is of the whole, and the fault (errs.Invalid).
func Verify(ctx context.Context, r store.Reader, province string, below func(node, above string) bool) (n int, at int64,
	err error) {
	var w money.Whole
	if w.Lines, err = funds.Lines(ctx, r, province, 0); err != nil {
		return 0, 0, err
	}
	if w.Contracts, err = funds.Contracts(ctx, r, province, 0); err != nil {
		return 0, 0, err
	}
	if w.Items, err = funds.Items(ctx, r, province, 0); err != nil {
		return 0, 0, err
	}
	rows, err := funds.Movements(ctx, r, province, 0)
	if err != nil {
		return 0, 0, err
	}
	for i := range rows {
		w.Movements = append(w.Movements, rows[i].Movement)
	}
	_, at, err = money.Verify(&w, below)
	return len(rows), at, err
}
