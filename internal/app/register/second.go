package register

import (
	"context"
	"encoding/json"
	"errors"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/proposals"
)

// answers are changed answers that wait for a second person, as they are kept.
type answers struct {
	Version   int64           `json:"version"` // that they change
	Record    []byte          `json:"record"`
	From      date.Date       `json:"from"`
	Deed      households.Deed `json:"deed,omitempty"`
	Confirmed []string        `json:"confirmed,omitempty"`
	Was       poverty.Class   `json:"was"`
	Class     poverty.Class   `json:"class"`
}

// seconds are the changes of answers that wait for a second person.
type seconds struct {
	*Desk

	agreements *agreements.Desk
}

// Reclasses reports whether changed answers need a second person: a decision is about the household today, and they
// make another class than those of the version.
func (o *seconds) Reclasses(ctx context.Context, was *households.Version, h *household.Household) (bool, error) {
	r, err := o.book.View().Classify(h)
	if err != nil || r.Class == was.Class || !o.agreements.Needed(proposals.Answers, 1) {
		return false, err
	}
	standings, release, err := o.book.Standings(ctx, 0)
	if err != nil {
		return false, err
	}
	defer release()
	return standings.InForce(was.ID) != nil, nil
}

// propose proposes changed answers where they need a second person; nil: they need none. Errors: *agreements.Waits.
func (o *seconds) propose(ctx context.Context, a *office.Ask, in *SaveInput, was *households.Version) error {
	needs, err := o.Reclasses(ctx, was, in.Household)
	if err != nil || !needs {
		return err
	}
	r, err := o.book.View().Classify(in.Household)
	if err != nil {
		return err
	}
	if office.NeedReason(in.Reason) != nil {
		return book.Faults{{Member: -1, Column: "reason",
			Text: errs.T("these answers make another class, so that a second person has to agree: write why (5 letters or more)")}}
	}
	return o.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Answers, Place: was.Household.Commune,
		Subject: was.ID, Reason: in.Reason, Of: answers{Version: was.Version, Record: in.Household.AppendRecord(nil),
			From: in.From, Deed: in.Deed, Confirmed: in.Confirmed, Was: was.Class, Class: r.Class}})
}

func (o *seconds) read(p *agreements.Proposal) (kept answers, h *household.Household, err error) {
	h = &household.Household{}
	if err := json.Unmarshal(p.What, &kept); err != nil {
		return kept, nil, err
	}
	return kept, h, h.Decode(kept.Record)
}

// show says what changed answers would do.
func (o *seconds) show(ctx context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	kept, h, err := o.read(p)
	if err != nil {
		return c, err
	}
	std := o.book.Standard()
	c.What = errs.T("the answers make another class: %s → %s", std.ClassTitle(kept.Was), std.ClassTitle(kept.Class))
	if m := h.Head(); m != nil {
		c.Whom = string(h.Code) + " · " + m.Name
	}
	c.Address = "/households/" + office.IDText(p.Subject)
	all, err := households.History(ctx, o.office.Reader(), p.Province, p.Subject)
	for i := range all {
		if all[i].Version == kept.Version {
			c.Changes = audit.Mask(household.Changes(&all[i].Household, h))
		}
	}
	return c, err
}

// prepare looks whether changed answers still fit, by the rights of who proposed them.
func (o *seconds) prepare(ctx context.Context, _, by *office.Ask, p *agreements.Proposal) (*agreements.Doing, error) {
	kept, h, err := o.read(p)
	if err != nil {
		return nil, err
	}
	was, err := o.editable(ctx, by, p.Subject, kept.Version)
	if err != nil {
		var other *book.ConflictError
		if errs.KindOf(err) == errs.Conflict || errors.As(err, &other) {
			return nil, agreements.Changed()
		}
		return nil, agreements.Still(err)
	}
	r, err := o.book.View().Classify(h)
	if err != nil {
		return nil, err
	}
	if r.Class != kept.Class || kept.From < was.ValidFrom { // other law or other ages since
		return nil, agreements.Changed()
	}
	in := SaveInput{ID: p.Subject, Household: h, From: kept.From, Confirmed: kept.Confirmed}
	asked, err := ask(ctx, o.Desk, by, &in, was)
	if err != nil {
		return nil, agreements.Changed()
	}
	deed := kept.Deed
	if deed == "" {
		deed = households.DeedEdit
	}
	v := o.book.Next(by, was, deed, kept.From)
	v.Household = *h.Clone()
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		if err := o.book.SupersedeIn(ctx, tx, v, was, string("household."+deed), p.Reason); err != nil {
			return err
		}
		return o.book.Confirm(ctx, tx, v, asked)
	}}, nil
}
