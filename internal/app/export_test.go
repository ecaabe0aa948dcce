package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
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

// EachFact hands every household of the register to a function, as the tables see it.
func (o *Office) EachFact(do func(*review.Fact)) { o.current.Load().snap.Facts(nil, do) }

// ForgetFigures drops the figures of reviews that are kept.
func (o *Office) ForgetFigures() { o.facts.forget() }

// EachColumn hands the area, income, deprivations and class of every household to a function.
func (o *Office) EachColumn(do func(c *snapshot.Columns, i int)) {
	c := o.current.Load().snap.Columns(o.communesOf(o.cfg.Province, o.Day()))
	for i := range c.IDs {
		do(c, i)
	}
}

// Frozen is what a simulation must not touch: the reviews, recognitions and announced results of the store, as one text.
func (o *Office) Frozen(ctx context.Context) (string, error) {
	reviews, err := o.store.Reviews(ctx, string(o.cfg.Province))
	if err != nil {
		return "", err
	}
	out := fmt.Sprintf("%+v", reviews)
	for _, r := range reviews {
		results, err := o.store.ReviewResults(ctx, string(o.cfg.Province), r.Year)
		if err != nil {
			return "", err
		}
		out += fmt.Sprintf("%+v", results)
	}
	campaigns, err := o.store.Campaigns(ctx, string(o.cfg.Province))
	if err != nil {
		return "", err
	}
	out += fmt.Sprintf("%+v", campaigns)
	err = o.store.Recognitions(ctx, string(o.cfg.Province), func(r *review.Recognition) { out += fmt.Sprint(*r) })
	return out, err
}

// WritePayments writes a payment list of supports that are not in the store.
func (o *Office) WritePayments(ctx context.Context, a *Actor, in PaymentInput, all []programme.Support, w io.Writer) error {
	c, err := o.catalogue()
	if err != nil {
		return err
	}
	open, err := o.scope(a, access.RevealHouseholds, 0)
	if err != nil {
		return err
	}
	l := &paymentList{o: o, a: a, in: &in, catalogue: c, open: asSet(open)}
	for i := range all {
		l.add(&store.Support{Province: string(o.cfg.Province), Support: all[i]})
	}
	return l.write(ctx, w)
}

// ShownOn is the day whose register is in memory.
func (o *Office) ShownOn() date.Date { return o.current.Load().on }

// Tries is the throttle of signing in.
type Tries struct{ t tries }

// NewTries makes a throttle with a clock.
func NewTries(now func() time.Time) *Tries {
	v := &Tries{}
	v.t.init(now)
	return v
}

// Succeeded notes that an account signed in from an address.
func (v *Tries) Succeeded(account, address string) { v.t.succeeded(account, address) }

// Known is how many addresses are kept.
func (v *Tries) Known() int { return len(v.t.known) }

// Knows reports whether an account has its own allowance at an address.
func (v *Tries) Knows(account, address string) bool { return v.t.knows(account, address, v.t.now()) }
