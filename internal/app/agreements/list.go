package agreements

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/proposals"
)

// Shown is a proposal as its page shows it.
type Shown struct {
	Proposal
	Card

	Title     errs.Text
	Unit      place.Unit
	Proposer  string
	DecidedBy string
	MayTake   bool
	Against   errs.Text // why somebody who may take the kind may not take this one
}

// Page are proposals; More is the one from which older ones go on, 0: there are none.
type Page struct {
	Items []Shown
	More  int64
}

// ToTake are the open proposals of others that the actor may decide on, older than one (0: the newest). The reading is
// on the record.
func (d *Desk) ToTake(ctx context.Context, a *office.Ask, before int64) (*Page, error) {
	rows, err := d.waiting(ctx, a, before, OnPage+1)
	if err != nil {
		return nil, err
	}
	p := &Page{}
	if len(rows) > OnPage {
		rows, p.More = rows[:OnPage], rows[OnPage-1].ID
	}
	p.Items, err = d.shown(ctx, a, rows)
	d.saw(a, p.Items)
	return p, err
}

// Own are the newest proposals of the actor, with what became of them. The reading is on the record.
func (d *Desk) Own(ctx context.Context, a *office.Ask) ([]Shown, error) {
	rows, err := proposals.By(ctx, d.office.Reader(), d.province(), a.Account, mostOwn)
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(p proposals.Proposal) bool { return d.kinds[p.Kind].Prepare == nil })
	out, err := d.shown(ctx, a, rows)
	d.saw(a, out)
	return out, err
}

// OpenOf is the open proposal of a kind about a subject; nil where there is none. Who asks has looked at the rights.
func (d *Desk) OpenOf(ctx context.Context, kind proposals.Kind, subject int64) (*proposals.Proposal, error) {
	all, err := proposals.Of(ctx, d.office.Reader(), d.province(), kind, subject)
	for i := range all {
		if all[i].State == proposals.Open {
			return &all[i], err
		}
	}
	return nil, err
}

// saw puts on the record that proposals were read, with how many households they are about.
func (d *Desk) saw(a *office.Ask, all []Shown) {
	if len(all) == 0 {
		return
	}
	home := d.office.Home(a).Code
	d.office.Saw(a, office.Deed{Action: "second.list", Kind: "place", Subject: string(home), Place: home,
		Note: office.CountedOf(all, func(s *Shown) int64 {
			if s.Kind == proposals.Answers || s.Kind == proposals.Support {
				return s.Subject
			}
			return 0
		})})
}

// Waiting is how many open proposals wait for the actor.
func (d *Desk) Waiting(ctx context.Context, a *office.Ask) (int, error) {
	rows, err := d.waiting(ctx, a, 0, piece)
	return len(rows), err
}

// places are the units below the province in which an actor takes something, each with all below it.
func (d *Desk) places(a *office.Ask) (out []place.Code) {
	day := d.office.Day()
	for _, g := range a.Grants {
		takes := slices.ContainsFunc(d.duties.Second, func(s access.Second) bool {
			return slices.Contains(s.Takes, g.Role)
		})
		if g.Holds(day) && takes && g.Place != d.office.ProvinceCode() {
			out = append(append(out, g.Place), d.office.CommunesOf(g.Place, day)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// waiting are the newest open proposals that an actor may decide on, at most so many: of who takes a kind in the whole
// province by their kind, of others by their places. Other kinds keep none of them out.
func (d *Desk) waiting(ctx context.Context, a *office.Ask, before int64, most int) (out []proposals.Proposal,
	err error) {
	var found [][]proposals.Proposal
	for i := range d.duties.Second {
		kind := proposals.Kind(d.duties.Second[i].What)
		if !d.mayTake(a, kind, d.office.ProvinceCode()) {
			continue
		}
		rows, err := d.gather(a, most, before, func(before int64) ([]proposals.Proposal, error) {
			return proposals.Before(ctx, d.office.Reader(), d.province(), kind, proposals.Open, before, piece)
		})
		if err != nil {
			return nil, err
		}
		found = append(found, rows)
	}
	for _, at := range d.places(a) {
		rows, err := d.gather(a, most, before, func(before int64) ([]proposals.Proposal, error) {
			return proposals.At(ctx, d.office.Reader(), d.province(), at, proposals.Open, before, piece)
		})
		if err != nil {
			return nil, err
		}
		found = append(found, rows)
	}
	out = slices.Concat(found...)
	slices.SortFunc(out, func(x, y proposals.Proposal) int { return cmp.Compare(y.ID, x.ID) })
	out = slices.CompactFunc(out, func(x, y proposals.Proposal) bool { return x.ID == y.ID })
	return out[:min(most, len(out))], nil
}

// gather reads pieces until there are enough that the actor may decide on.
func (d *Desk) gather(a *office.Ask, most int, before int64,
	read func(before int64) ([]proposals.Proposal, error)) (out []proposals.Proposal, err error) {
	for seen := 0; seen < mostSeen && len(out) < most; {
		rows, err := read(before)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if p := &rows[i]; p.By != a.Account && d.mayTake(a, p.Kind, p.Place) && len(out) < most {
				out = append(out, *p)
			}
		}
		if seen += len(rows); len(rows) < piece {
			break
		}
		before = rows[len(rows)-1].ID
	}
	return out, nil
}

// shown adds to proposals what they would do.
func (d *Desk) shown(ctx context.Context, a *office.Ask, rows []proposals.Proposal) (out []Shown, err error) {
	for i := range rows {
		p, err := open(&rows[i])
		if err != nil {
			return nil, err
		}
		way := d.kinds[p.Kind]
		s := Shown{Proposal: *p, Title: way.Title, Unit: d.office.Unit(p.Place), Proposer: d.office.NameOf(ctx, p.By)}
		if p.Decider != 0 {
			s.DecidedBy = d.office.NameOf(ctx, p.Decider)
		}
		if s.Card, err = way.Show(ctx, p); err != nil {
			return nil, err
		}
		if p.State == proposals.Open && p.By != a.Account {
			against := d.against(a, p)
			var e *errs.Error
			if s.MayTake = against == nil; !s.MayTake && errors.As(against, &e) {
				s.Against = e.Text()
			}
		}
		out = append(out, s)
	}
	return out, nil
}
