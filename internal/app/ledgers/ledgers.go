// Package ledgers holds the ledger of money in a database, and the lists by which people are paid, against every
// invariant.
package ledgers

import (
	"context"
	"errors"
	"maps"
	"slices"

	"giamngheo/internal/contribution"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/store"
	"giamngheo/internal/store/contributions"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/witness"
)

// ErrEarlier (errs.Invalid) is the answer where not all tables are there yet.
var ErrEarlier error = errs.New(errs.Invalid,
	"an earlier program made the database: open the office once with this one, then the ledger of money can be checked")

// Audit holds the ledgers of a database beside its program against every invariant: of each province whose record of
// deeds it has, for whatever moved is a deed; and what its payment lists come to against it. It returns how many
// movements there are. Errors (errs.Invalid): the first fault, with its movement; ErrEarlier.
func Audit(ctx context.Context, st *store.Store, lib *library.Library) (all int, err error) {
	switch earlier, err := store.Earlier(ctx, st); {
	case err != nil:
		return 0, err
	case earlier:
		return 0, ErrEarlier
	}
	heads, err := witness.Heads(ctx, st)
	if err != nil {
		return 0, err
	}
	c, err := lib.Catalogue()
	if err != nil {
		return 0, err
	}
	for _, province := range slices.Sorted(maps.Keys(heads)) {
		n, at, err := Verify(ctx, st, province, c.Within)
		var fault *errs.Error
		switch {
		case err == nil:
			all += n
		case !errors.As(err, &fault):
			return all, err
		case at == 0:
			return all, errs.New(errs.Invalid, "the ledger of money does not add up: %s", fault.Text())
		default:
			return all, errs.New(errs.Invalid, "movement no. %d of the ledger of money is wrong: %s", at, fault.Text())
		}
		if err := Lists(ctx, st, province); err != nil {
			return all, err
		}
	}
	return all, nil
}

// Verify holds the ledger of a province in a database against every invariant. It returns how many movements there
// are, the movement with the first fault, 0 where it is of the whole, and the fault (errs.Invalid).
func Verify(ctx context.Context, r store.Reader, province string, below func(node, above string) bool) (n int,
	at int64,
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
	l, at, err := money.Verify(&w, below)
	if err == nil {
		err = brought(ctx, r, province, l, w.Items)
	}
	return len(rows), at, err
}

// brought holds what others brought of accepted items against what lines paid of them: nothing is settled twice.
// Errors: errs.Invalid.
func brought(ctx context.Context, r store.Reader, province string, l *money.Ledger, items []money.Item) error {
	all, err := contributions.AllBrought(ctx, r, province)
	if err != nil {
		return err
	}
	for i := range items {
		if n := all[items[i].ID]; n != 0 {
			if err := contribution.Fits(&items[i], l.Settled(items[i].ID), n, 0); err != nil {
				return err
			}
		}
	}
	return nil
}
