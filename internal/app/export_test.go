package app

import (
	"context"
	"io"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/store"
)

// WriteBook writes an export without its permission, for the benchmark.
func (o *Office) WriteBook(ctx context.Context, w io.Writer, ids []int64) error {
	return o.writeBook(ctx, w, ids, ExportInput{}, nil)
}

// AllParts is every part of a year's plan in every place of the province on a day.
func (o *Office) AllParts(ctx context.Context, a *Actor, in ProgressInput) (out []PartShownIn, err error) {
	c, err := o.counting(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	for at := range c.places.units {
		for i := range c.parts {
			out = append(out, c.part(i, at))
		}
	}
	return out, nil
}

// ForgetPlans drops what is counted, so that the next asking counts everything anew.
func (o *Office) ForgetPlans() { o.plans.forget() }

// WaitPlans waits until this year's plan has been counted.
func (o *Office) WaitPlans(ctx context.Context) error {
	p, err := o.planOfYear(ctx, o.Day().Year())
	if err != nil {
		return err
	}
	p.beginCounting(ctx)
	<-p.counted
	return nil
}

// FillSupports puts supports into the shelf in memory alone, for the benchmark.
func (o *Office) FillSupports(all []programme.Support) {
	for i := range all {
		o.supports.put(&all[i])
	}
}

// EachOn hands every household that was in the register on a day to a function, with the class that it was recognised as.
func (o *Office) EachOn(ctx context.Context, on date.Date, do func(id int64, h *household.Household, class poverty.Class)) error {
	return o.store.Households(ctx, string(o.cfg.Province), on, func(v *store.Version) error {
		if v.State == store.Active {
			class, _, _ := o.paths.get(v.ID).Status(on)
			do(v.ID, &v.Household, class)
		}
		return nil
	})
}
