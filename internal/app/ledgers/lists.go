package ledgers

import (
	"context"
	"maps"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/words"
)

// Lists holds the payment lists of a province in a database against the ledger and the supports: what moved for each
// is what its lines come to, and no support is on two. Errors (errs.Invalid): the first fault, with its list.
func Lists(ctx context.Context, r store.Reader, province string) error {
	all, err := batches.All(ctx, r, province)
	if err != nil {
		return err
	}
	for i := range all {
		account, err := Account(ctx, r, province, &all[i])
		if err != nil {
			return err
		}
		if account.Agrees() != nil {
			return errs.New(errs.Invalid,
				"payment list no. %d does not agree with the ledger: its lines come to %s, and %s moved for it",
				all[i].ID,
				num(account.Moved()), num(account.Ledger))
		}
	}
	twice, err := batches.Twice(ctx, r, province)
	if err == nil && len(twice) > 0 {
		err = errs.New(errs.Invalid, "support no. %d is on two payment lists", twice[0])
	}
	return err
}

func num(d money.Dong) any { return words.Number(int64(d)) }

// Account holds a batch against its supports and the ledger.
func Account(ctx context.Context, r store.Reader, province string, b *batches.Batch) (*payout.Account, error) {
	sums, recovered, err := batches.Sums(ctx, r, province, b.ID)
	if err != nil {
		return nil, err
	}
	ended, err := Ended(ctx, r, province, b)
	if err != nil {
		return nil, err
	}
	moved, err := batches.Movements(ctx, r, province, b.ID)
	if err != nil {
		return nil, err
	}
	ledger := money.Dong(0)
	for _, id := range moved {
		m, err := funds.FindMovement(ctx, r, province, id)
		if err != nil {
			return nil, err
		}
		from, to := m.Effect()
		ledger += from.K() + to.K()
	}
	return payout.Compare(b.State.Out(), sums, recovered, ended, ledger), nil
}

// Ended are the lines of a batch whose supports hold no more, each with what stands in its place, in the order of the
// supports.
func Ended(ctx context.Context, r store.Reader, province string, b *batches.Batch) (out []payout.Ended, err error) {
	ended, err := supports.Ended(ctx, r, province, b.Activity)
	if err != nil {
		return nil, err
	}
	for _, id := range slices.Sorted(maps.Keys(ended)) {
		l, err := batches.FindLine(ctx, r, province, b.ID, id)
		if office.IgnoreNotFound(err) != nil {
			return nil, err
		}
		if err != nil {
			continue // of another batch, or of none
		}
		e := payout.Ended{Line: *l, Now: ended[id]}
		if err := follow(ctx, r, province, &e); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// MostCorrections is how far a support is followed through its corrections.
const MostCorrections = 50

// follow finds what stands in the place of a support that holds no more, and what it is worth.
func follow(ctx context.Context, r store.Reader, province string, e *payout.Ended) error {
	for range MostCorrections {
		if e.Now == 0 {
			return nil
		}
		v, err := supports.Find(ctx, r, province, e.Now)
		if err != nil {
			return err
		}
		if v.State == programme.Valid {
			e.Holds = v.Amount
			return nil
		}
		e.Now = v.ReplacedBy
	}
	return nil
}
