package supports

import (
	"context"
	"encoding/json"
	"errors"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/proposals"
)

// seconds are the supports above a sum, which a second person agrees to.
type seconds struct {
	*Desk

	agreements *agreements.Desk
}

// above reports whether a support that nothing stands against comes, with what the household was given of the same kind
// in the same year, to more than one person gives alone: nobody splits it into small ones.
func (o *seconds) above(in *SupportInput, ask *programme.Asked) bool {
	sum := in.Amount
	for i := range ask.Given {
		if g := &ask.Given[i]; g.Kind == in.Kind && g.Day.Year() == in.Day.Year() {
			sum += g.Amount
		}
	}
	return in.Amount > 0 && o.agreements.Needed(proposals.Support, int64(sum))
}

// propose proposes a support where it needs a second person; nil: it needs none. Errors: *agreements.Waits, *Refusal.
func (o *seconds) propose(ctx context.Context, a *office.Ask, in SupportInput, ask *programme.Asked) error {
	found, err := o.find(ctx, o.office.Reader(), a, &in, ask)
	switch {
	case err != nil:
		return err
	case len(found) > 0:
		return &Refusal{found}
	case !o.above(&in, ask):
		return nil
	}
	in.Support.ID = 0
	return o.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Support, Place: in.Commune, Subject: in.Household,
		Reason: in.Note, Of: in})
}

// tooMuch refuses a row of many that needs a second person.
func tooMuch() error {
	return errs.New(errs.Invalid,
		"a second person has to agree to this sum (with what the household was given of the same kind in the year): record it by itself")
}

func (o *seconds) show(ctx context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var in SupportInput
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
	c.Facts = []agreements.Fact{{Name: errs.T("Amount"), Value: errs.T("%s đồng", household.Dong(in.Amount))},
		{Name: errs.T("SupportColumns|Day"), Value: errs.T("%s", in.Day)}}
	if item, ok := o.book.View().Snap.Item(p.Subject); ok {
		c.Whom, c.Address = item.Code+" · "+item.Head, "/households/"+office.IDText(p.Subject)
	}
	return c, nil
}

// prepare looks whether nothing stands against a support now, by the rights of who proposed it.
func (o *seconds) prepare(ctx context.Context, _, by *office.Ask, p *agreements.Proposal) (*agreements.Doing, error) {
	var in SupportInput
	if err := json.Unmarshal(p.What, &in); err != nil {
		return nil, err
	}
	ask, err := o.asked(ctx, o.office.Reader(), by, &in)
	if err != nil {
		return nil, agreements.Still(err)
	}
	found, err := o.find(ctx, o.office.Reader(), by, &in, ask)
	if err != nil {
		return nil, agreements.Still(err)
	}
	if len(found) > 0 {
		return nil, errs.New(errs.Conflict, "this stands against it now: %s", found[0].Text)
	}
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		ask, err := o.asked(ctx, tx, by, &in)
		if err == nil {
			_, err = o.recordIn(ctx, tx, by, &in, ask)
		}
		var why *Refusal
		if errors.As(err, &why) && len(why.Findings) > 0 {
			return errs.New(errs.Conflict, "this stands against it now: %s", why.Findings[0].Text)
		}
		return err
	}}, nil
}
