// Package counts counts what the office knows of units on a day – recognised households, parts of the plan, balances
// of the ledger – by the sources that forms name.
package counts

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// Desk counts what the office knows.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	plans   *plans.Desk
	funds   *funds.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, b *book.Desk, p *plans.Desk, f *funds.Desk) *Desk {
	return &Desk{office: o, library: l, book: b, plans: p, funds: f}
}

// Households is the source by which the share of a province's households is said. Not to be changed.
var Households = &form.Source{Class: "households"}

// Of is what the office knows of units, by source.
type Of map[place.Code]map[string]form.Value

func (c Of) set(unit place.Code, s *form.Source, n int64) {
	if c[unit] != nil {
		c[unit][s.Key()] = form.Of(n)
	}
}

// Count counts what the office knows of units at the end of a day. What it does not know is not in it.
func (d *Desk) Count(ctx context.Context, set *form.Set, units []place.Code, on date.Date) (Of, error) {
	out := Of{}
	for _, u := range units {
		out[u] = map[string]form.Value{}
	}
	sources := append(set.Sources(), Households)
	if err := d.countClasses(ctx, out, sources, on); err != nil {
		return nil, err
	}
	if err := d.countParts(ctx, out, sources, on); err != nil {
		return nil, err
	}
	return out, d.countMoney(ctx, out, sources, on)
}

// countClasses counts households by what decisions say of them.
func (d *Desk) countClasses(ctx context.Context, out Of, sources []*form.Source, on date.Date) error {
	v, err := d.book.ViewOn(ctx, on)
	if err != nil {
		return err
	}
	s, release, err := d.book.Standings(ctx, on)
	if err != nil {
		return err
	}
	defer release()
	for unit := range out {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := map[string]int64{}
		v.Snap.Facts([]place.Code{unit}, func(f *review.Fact) {
			if f.Gone {
				return
			}
			n["households"]++
			switch now, _ := s.Of(f.Household); now {
			case poverty.Poor:
				n["poor"]++
			case poverty.NearPoor:
				n["near_poor"]++
			}
		})
		for _, src := range sources {
			if src.Class != "" {
				out.set(unit, src, n[src.Class])
			}
		}
	}
	return nil
}

// countParts takes what the year's plan counts. A part that the plan does not have, or that somebody reports, is not
// known here.
func (d *Desk) countParts(ctx context.Context, out Of, sources []*form.Source, on date.Date) error {
	asked := false
	for _, s := range sources {
		asked = asked || s.Part != ""
	}
	if !asked {
		return nil
	}
	c, err := d.plans.Counting(ctx, d.counter(), &plans.ProgressInput{Year: on.Year(),
		Place: d.office.ProvinceCode(), On: on})
	if k := errs.KindOf(err); err != nil && (k == errs.NotFound || k == errs.Invalid) {
		return nil // there is no plan of that year
	}
	if err != nil {
		return err
	}
	for _, s := range sources {
		i := c.Index(s.Part)
		if s.Part == "" || i < 0 || c.Parts[i].Numerator == nil || c.Parts[i].Numerator.Over == "report" {
			continue
		}
		for unit := range out {
			at, ok := c.Places.At(unit)
			if !ok {
				continue
			}
			t := c.Now[at][i]
			if n := t.Met; s.Count == "met" {
				out.set(unit, s, n)
			} else {
				out.set(unit, s, n+t.NotMet)
			}
		}
	}
	return nil
}

// counter is the program when it counts for everybody: what it finds is shown to who may see it.
func (d *Desk) counter() *office.Ask {
	a := office.Program()
	a.Grants = []access.Grant{{Role: access.Planner, Place: d.office.ProvinceCode(), From: date.Must(2000, 1, 1)}}
	return a
}

// countMoney takes the balances of the ledger.
func (d *Desk) countMoney(ctx context.Context, out Of, sources []*form.Source, on date.Date) error {
	var asked []*form.Source
	for _, s := range sources {
		if s.Money != "" {
			asked = append(asked, s)
		}
	}
	if len(asked) == 0 {
		return nil
	}
	catalogue, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	held, err := d.held(ctx, on)
	if err != nil {
		return err
	}
	for unit := range out {
		for _, s := range asked {
			var sum money.Balance
			for node, b := range held[d.office.Today(unit)] {
				if catalogue.Within(node, s.Node) {
					sum = sum.Plus(b)
				}
			}
			of := map[string]money.Dong{"A": sum.A(), "C": sum.C, "K": sum.K(), "P": sum.P, "V": sum.V, "B": sum.B()}
			out.set(unit, s, int64(of[s.Money]))
		}
	}
	return nil
}

// held is what each place and each node has of a day's budget year at its end, of all lines.
func (d *Desk) held(ctx context.Context, on date.Date) (out map[place.Code]map[string]money.Balance, err error) {
	out = map[place.Code]map[string]money.Balance{}
	return out, d.funds.Read(ctx, func(b *funds.Books) error {
		for i := range b.Lines {
			l := &b.Lines[i]
			if l.Year != on.Year() {
				continue
			}
			at := d.office.Today(l.Place)
			if out[at] == nil {
				out[at] = map[string]money.Balance{}
			}
			out[at][l.Node] = out[at][l.Node].Plus(b.At(l.ID, on))
		}
		return nil
	})
}
