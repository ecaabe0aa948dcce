package plans

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/households"
)

// AllParts is every part of a year's plan in every place of the province on a day.
func (o *Desk) AllParts(ctx context.Context, a *office.Ask, in ProgressInput) (out []PartShownIn, err error) {
	c, err := o.Counting(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	for at := range c.Places.Units {
		for i := range c.Parts {
			out = append(out, c.Part(i, at))
		}
	}
	return out, nil
}

// ForgetPlans drops what is counted, so that the next asking counts everything anew.
func (o *Desk) ForgetPlans() { o.kept.forget() }

// WaitPlans waits until this year's plan has been counted.
func (o *Desk) WaitPlans(ctx context.Context) error {
	p, err := o.planOfYear(ctx, o.office.Day().Year())
	if err != nil {
		return err
	}
	p.beginCounting(ctx)
	<-p.counted
	return nil
}

// FillSupports puts supports into the shelf in memory alone, for the benchmark.
func (o *Desk) FillSupports(all []programme.Support) {
	for i := range all {
		o.receipts.Shelf.Put(&all[i])
	}
}

// EachOn hands every household that was in the register on a day to a function, with the class that it was recognised
// as.
func (o *Desk) EachOn(ctx context.Context, on date.Date, do func(id int64, h *household.Household,
	class poverty.Class)) error {
	return households.Each(ctx, o.office.Reader(), string(o.office.ProvinceCode()), on,
		func(v *households.Version) error {
			if v.State == households.Active {
				class, _, _ := o.reviews.PathOf(v.ID).Status(on)
				do(v.ID, &v.Household, class)
			}
			return nil
		})
}
