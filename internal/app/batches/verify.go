package batches

import (
	"context"
	"maps"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/witness"
)

// Audit holds the batches of a database beside its program against the ledger and the supports: what moved for each is
// what its lines come to, and no support is on two. It returns how many batches there are. Errors (errs.Invalid): the
// first fault, with its batch.
func Audit(ctx context.Context, st *store.Store) (all int, err error) {
	heads, err := witness.Heads(ctx, st)
	if err != nil {
		return 0, err
	}
	for _, province := range slices.Sorted(maps.Keys(heads)) {
		n, err := Verify(ctx, st, province)
		if all += n; err != nil {
			return all, err
		}
	}
	return all, nil
}

// Verify is Audit of one province.
func Verify(ctx context.Context, r store.Reader, province string) (n int, err error) {
	all, err := batches.All(ctx, r, province)
	if err != nil {
		return 0, err
	}
	for i := range all {
		account, err := accountOf(ctx, r, province, &all[i])
		if err != nil {
			return i, err
		}
		if account.Agrees() != nil {
			return i, errs.New(errs.Invalid, "payment list no. %d does not agree with the ledger: its lines come to %s, and %s moved for it",
				all[i].ID, num(account.Moved()), num(account.Ledger))
		}
	}
	twice, err := batches.Twice(ctx, r, province)
	if err == nil && len(twice) > 0 {
		err = errs.New(errs.Invalid, "support no. %d is on two payment lists", twice[0])
	}
	return len(all), err
}
