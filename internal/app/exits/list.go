package exits

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/exits"
)

// ExitListed is the exit plan of a household in a list.
type ExitListed struct {
	snapshot.Item
	Plan exits.Plan
	Unit place.Unit
}

// ExitsOf lists the newest exit plans of a place's households, those that are due first. The reading is noted. Errors:
// errs.NotFound.
func (o *Desk) ExitsOf(ctx context.Context, a *office.Ask, unit place.Code) (out []ExitListed, err error) {
	if unit == "" {
		unit = o.office.Home(a).Code
	}
	communes, err := o.supports.SupportsScope(a, access.ViewSupports, unit)
	if err != nil {
		return nil, err
	}
	for _, c := range communes {
		plans, err := exits.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()), c)
		if err != nil {
			return nil, err
		}
		for _, p := range plans {
			item, _ := o.book.View().Snap.Item(p.Household)
			out = append(out, ExitListed{item, p, o.office.Unit(c)})
		}
	}
	slices.SortStableFunc(out, func(x, y ExitListed) int {
		return cmp.Or(cmp.Compare(due(x.Plan.Due), due(y.Plan.Due)), cmp.Compare(x.Code, y.Code))
	})
	o.office.Saw(a, office.Deed{Action: "exit.list", Kind: "place", Subject: string(unit), Place: unit,
		Note: map[string]string{office.CountNote: office.IDText(int64(len(out)))}})
	return out, nil
}

// due puts what has no day last.
func due(d date.Date) date.Date {
	if d.IsZero() {
		return date.Must(9999, 1, 1)
	}
	return d
}
