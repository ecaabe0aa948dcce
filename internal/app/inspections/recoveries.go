package inspections

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/store/funds"
	"giamngheo/internal/store/inspections"
)

// recoveries hold what came back of recommendations against the ledger.
type recoveries struct{ area }

// refund reads the recovery of the ledger that a step names: of money that came back to a line of the unit since the
// conclusion. Errors: errs.Invalid.
func (d *recoveries) refund(ctx context.Context, r store.Reader, v *inspections.Visit, e *inspection.Event) error {
	none := errs.New(
		errs.Invalid,
		"the ledger of this unit has no such recovery: record it among the movements first, then name its number here",
	)
	if e.Recovery == nil {
		return none
	}
	m, err := funds.FindMovement(ctx, r, d.province(), e.Recovery.Movement)
	if office.IgnoreNotFound(err) != nil {
		return err
	}
	if err != nil || m.Kind != money.Refund || m.Reverses != 0 {
		return none
	}
	line, err := funds.FindLine(ctx, r, d.province(), m.To)
	if err != nil {
		return err
	}
	if !d.within(line.Place, v.Unit) {
		return none
	}
	if gone, err := funds.TakenBack(ctx, r, d.province()); err != nil || gone[m.ID] {
		return cmp.Or(err, error(none))
	}
	if m.Day < v.Content.Concluded {
		return errs.New(errs.Invalid, "this recovery of %s is older than the conclusion of %s", m.Day, v.Content.Concluded)
	}
	e.Recovery.Amount, e.Recovery.Day = m.Amount, m.Day
	return nil
}

// takenBack refuses to strike out a recovery that stands in the ledger. Errors: errs.Invalid.
func (d *recoveries) takenBack(ctx context.Context, r store.Reader, e *inspection.Event) error {
	gone, err := funds.TakenBack(ctx, r, d.province())
	if err == nil && (e.Recovery == nil || !gone[e.Recovery.Movement]) {
		err = errs.New(errs.Invalid, "this recovery stands in the ledger: only one that was taken back there is struck out")
	}
	return err
}

// gone are the recoveries of a visit that the ledger took back since.
func (d *recoveries) gone(ctx context.Context, v *inspections.Visit) (map[int64]bool, error) {
	if !slices.ContainsFunc(v.Content.Recs, func(r inspection.Recommendation) bool { return len(r.Recovered) > 0 }) {
		return nil, nil
	}
	return funds.TakenBack(ctx, d.office.Reader(), d.province())
}

// undone is what of counted recoveries the ledger took back since, by visit and recommendation.
func (d *recoveries) undone(ctx context.Context) (map[inspections.Refund]household.Dong, error) {
	gone, err := funds.TakenBack(ctx, d.office.Reader(), d.province())
	if err != nil || len(gone) == 0 {
		return nil, err
	}
	counted, err := inspections.Refunds(ctx, d.office.Reader(), d.province())
	if err != nil {
		return nil, err
	}
	out := map[inspections.Refund]household.Dong{}
	for _, one := range counted {
		if !gone[one.Movement] {
			continue
		}
		v, err := inspections.Find(ctx, d.office.Reader(), d.province(), one.Visit)
		if err != nil {
			return nil, err
		}
		for _, back := range v.Content.Rec(one.Rec).Recovered { // one that was struck out is not there any more
			if back.Movement == one.Movement {
				out[inspections.Refund{Visit: one.Visit, Rec: one.Rec}] += back.Amount
			}
		}
	}
	return out, nil
}
