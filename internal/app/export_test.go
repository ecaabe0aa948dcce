package app

import (
	"context"
	"fmt"
	"io"

	"giamngheo/internal/access"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store"
)

// WriteBook writes an export without its permission, for the benchmark.
func (o *Office) WriteBook(ctx context.Context, w io.Writer, ids []int64) error {
	return o.writeBook(ctx, w, ids, ExportInput{}, nil)
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
