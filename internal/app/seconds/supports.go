package seconds

import (
	"context"
	"encoding/json"
	"errors"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/proposals"
)

// sums are the supports above a sum, which a second person agrees to.
type sums struct{ *Desk }

// propose proposes a support that comes, with what the household was given of the same kind in the same year, to more
// than one person gives alone: nobody splits it into small ones. nil: it needs no second person. Errors:
// *agreements.Waits; errs.Invalid for one of many rows.
func (o *sums) propose(ctx context.Context, a *office.Ask, in *supports.SupportInput, given []programme.Support,
	alone bool) error {
	sum := in.Amount
	for i := range given {
		if g := &given[i]; g.Kind == in.Kind && g.Day.Year() == in.Day.Year() {
			sum += g.Amount
		}
	}
	switch {
	case in.Amount <= 0 || !o.agreements.Needed(proposals.Support, int64(sum)):
		return nil
	case !alone:
		return errs.New(errs.Invalid,
			"a second person has to agree to this sum (with what the household was given of the same kind in the year): record it by itself")
	}
	return o.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Support, Place: in.Commune, Subject: in.Household,
		Reason: in.Note, Of: in})
}

func (o *sums) show(ctx context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var in supports.SupportInput
	if err := json.Unmarshal(p.What, &in); err != nil {
		return c, err
	}
	all, err := o.library.Catalogue()
	if err != nil {
		return c, err
	}
	c.What = errs.Text{VI: in.Kind, EN: in.Kind}
	if k := all.Kind(in.Kind); k != nil {
		c.What = k.Name
	}
	c.Facts = []agreements.Fact{{Name: errs.T("Amount"), Value: errs.T("%s đồng", in.Amount)},
		{Name: errs.T("SupportColumns|Day"), Value: errs.T("%s", in.Day)}}
	if item, ok := o.book.View().Snap.Item(p.Subject); ok {
		c.Whom, c.Address = item.Code+" · "+item.Head, "/households/"+office.IDText(p.Subject)
	}
	return c, nil
}

// prepare looks whether nothing stands against a support now, by the rights of who proposed it.
func (o *sums) prepare(ctx context.Context, _, by *office.Ask, p *agreements.Proposal) (*agreements.Doing, error) {
	var in supports.SupportInput
	if err := json.Unmarshal(p.What, &in); err != nil {
		return nil, err
	}
	found, err := o.supports.CheckSupport(ctx, by, in)
	if err != nil {
		return nil, agreements.Still(err)
	}
	if len(found) > 0 {
		return nil, errs.New(errs.Conflict, "this stands against it now: %s", found[0].Text)
	}
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		_, err := o.supports.RecordIn(ctx, tx, by, &in)
		var why *supports.Refusal
		if errors.As(err, &why) && len(why.Findings) > 0 {
			return errs.New(errs.Conflict, "this stands against it now: %s", why.Findings[0].Text)
		}
		return err
	}}, nil
}
