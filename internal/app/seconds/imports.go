package seconds

import (
	"context"
	"encoding/json"

	"giamngheo/internal/access"
	"giamngheo/internal/amend"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/proposals"
)

// imports are those that a second person agrees to.
type imports struct{ *Desk }

// large is an import that waits for a second person, as it is kept: what its preview showed.
type large struct {
	Name      string               `json:"name"`
	Digest    string               `json:"digest"`
	On        date.Date            `json:"on"`
	New       int64                `json:"new"`
	Changed   int64                `json:"changed"`
	Rejected  int64                `json:"rejected"`
	Reclassed int64                `json:"reclassed,omitempty"`
	Takes     map[amend.Kind]int64 `json:"takes,omitempty"` // what was agreed that it takes away
}

// NeedsImport reports whether a second person has to agree before an import is stored: it is large, or it makes
// another class of a household that a decision is about.
func (o *imports) NeedsImport(s *transfer.ImportShown) bool {
	return o.agreements.Needed(proposals.Import, s.Result.New+s.Result.Changed) || s.Result.Reclassed > 0
}

// ImportWaits is the open proposal to store an import of the actor's own; nil where there is none.
func (o *imports) ImportWaits(ctx context.Context, s *transfer.ImportShown) (*proposals.Proposal, error) {
	return o.agreements.OpenOf(ctx, proposals.Import, s.ID)
}

// propose proposes to store an import that needs a second person; nil: it needs none. Errors: *agreements.Waits.
func (o *imports) propose(ctx context.Context, a *office.Ask, s *transfer.ImportShown, reason string) error {
	if !o.NeedsImport(s) {
		return nil
	}
	r := &s.Result
	of := large{Name: s.Input.Name, Digest: r.Digest, On: s.Input.On, New: r.New, Changed: r.Changed,
		Rejected: r.Rejected, Reclassed: r.Reclassed, Takes: map[amend.Kind]int64{}}
	for k, n := range r.Found {
		if s.Input.Agreed.To(k) {
			of.Takes[k] = n
		}
	}
	return o.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Import, Place: o.office.Home(a).Code,
		Subject: s.ID, Reason: reason, Of: of})
}

func (o *imports) show(_ context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var of large
	if err := json.Unmarshal(p.What, &of); err != nil {
		return c, err
	}
	number := func(n int64) errs.Text { return errs.T("%s", office.IDText(n)) }
	c.Whom, c.What = of.Name, errs.T("a file with data from %s", of.On)
	c.Facts = []agreements.Fact{{Name: errs.T("New"), Value: number(of.New)},
		{Name: errs.T("Changed"), Value: number(of.Changed)},
		{Name: errs.T("Rejected"), Value: number(of.Rejected)}}
	if of.Reclassed > 0 {
		c.Facts = append(c.Facts, agreements.Fact{Name: errs.T("Households with a decision that get another class by their answers"),
			Value: number(of.Reclassed)})
	}
	for _, k := range amend.Kinds {
		if n := of.Takes[k]; n > 0 {
			c.Facts = append(c.Facts, agreements.Fact{Name: k.Title(n), Value: k.Done()})
		}
	}
	return c, nil
}

// prepare looks whether an import still is what its preview showed, by the rights of who proposed to store it.
func (o *imports) prepare(ctx context.Context, _, by *office.Ask, p *agreements.Proposal) (*agreements.Doing, error) {
	var of large
	if err := json.Unmarshal(p.What, &of); err != nil {
		return nil, err
	}
	if _, err := o.office.Scope(by, access.ImportHouseholds, 0); err != nil {
		return nil, agreements.Still(err)
	}
	s, err := o.transfer.Import(ctx, by, p.Subject)
	if err != nil || s.State != jobs.Ready || s.Result.Digest == "" || s.Result.Digest != of.Digest {
		return nil, agreements.Changed()
	}
	return &agreements.Doing{After: o.office.WakeJobs, Do: func(ctx context.Context, tx *office.Tx) error {
		return o.transfer.Confirm(ctx, tx, s)
	}}, nil
}
