package shifts

import (
	"context"
	"slices"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/outlooks"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/payout"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/shift"
	"giamngheo/internal/store/batches"
	"giamngheo/internal/store/supports"
)

// Known is a line that spends, with all that speaks for giving it money or taking some of it.
type Known struct {
	shift.Standing

	Name errs.Text
	In   place.Unit
}

// scene are the lines of a place's money of a budget year that are shared out no further, as they stand on a day.
type scene struct {
	year  int
	on    date.Date
	unit  place.Unit
	lines []Known
	at    map[int64]int // of lines
}

// line is a line of the scene, nil where there is none.
func (s *scene) line(id int64) *Known {
	if i, had := s.at[id]; had {
		return &s.lines[i]
	}
	return nil
}

// standings are the lines as proposals look at them.
func (s *scene) standings() []shift.Standing {
	out := make([]shift.Standing, len(s.lines))
	for i := range s.lines {
		out[i] = s.lines[i].Standing
	}
	return out
}

// scene looks at the lines of a place's money of a budget year that an actor sees. Errors: errs.Forbidden,
// errs.NotFound.
func (d *room) scene(ctx context.Context, a *office.Ask, year int, at place.Code) (*scene, error) {
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	s := &scene{year: year, on: d.office.Day(), unit: d.office.Unit(at), at: map[int64]int{}}
	all, err := d.outlooks.Lines(ctx, a, funds.Query{Year: year, Place: at, On: s.on})
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Shared || all[i].Balance.A() <= 0 && all[i].Balance.C == 0 {
			continue
		}
		s.at[all[i].ID] = len(s.lines)
		s.lines = append(s.lines, d.known(c, &all[i]))
	}
	if err := d.accepted(ctx, a, s); err != nil {
		return nil, err
	}
	if err := d.planned(ctx, c, s); err != nil {
		return nil, err
	}
	return s, d.listed(ctx, s)
}

// known is what the ledger and the forecast say of a line.
func (d *room) known(c *programme.Catalogue, l *outlooks.Line) Known {
	k := Known{Name: l.Name, In: l.Unit}
	k.Line = shift.Line{Line: l.Line, District: d.district(l.Place)}
	if f := c.Fund(l.Fund); f != nil {
		k.Use = f.Use
	}
	for n := c.Node(l.Node); n != nil; n = c.Node(n.Parent) {
		k.Programme, k.Project = n.Programme(), n.Code
	}
	b := l.Balance
	k.Figures = shift.Figures{Line: l.ID, A: b.A(), K: b.K(), C: b.C}
	if l.Forecast != nil {
		_, k.Unspent = l.Forecast.Unspent(b)
		k.Method = l.Forecast.Method
	}
	return k
}

// district is the unit below the province in which a place lies today; the province's own lines have the province.
func (d *room) district(of place.Code) place.Code {
	unit := d.office.Unit(d.office.Today(of))
	up := d.office.Reg().Ancestors(unit, d.office.Day())
	if len(up) < 2 {
		return unit.Code
	}
	return up[len(up)-2].Code
}

// accepted finds what is accepted and unpaid of contracts beyond what they have of lines: of each contract it is the
// line's of which it has most.
func (d *room) accepted(ctx context.Context, a *office.Ask, s *scene) error {
	all, err := d.funds.Contracts(ctx, a)
	if err != nil {
		return err
	}
	for i := range all {
		c := &all[i]
		unpaid := money.Dong(0)
		for j := range c.Items {
			unpaid += c.Items[j].Left()
		}
		short := unpaid - c.Sum.V - max(0, c.Sum.C-c.Sum.K()) // advances outstanding settle their part of it
		var most *funds.Row
		for j := range c.Of {
			if r := &c.Of[j]; most == nil || r.C > most.C {
				most = r
			}
		}
		if short <= 0 || most == nil {
			continue
		}
		if l := s.line(most.Of.Line); l != nil {
			l.Short += short
		}
	}
	return nil
}

// planned adds up what the activities of the year are planned at, each of the line nearest to it: of its fund, its
// sub-project or what that is a part of, its unit or one above.
func (d *room) planned(ctx context.Context, c *programme.Catalogue, s *scene) error {
	all, err := supports.Activities(ctx, d.office.Reader(), d.province())
	if err != nil {
		return err
	}
	by := map[string][]*Known{} // by fund and place
	for i := range s.lines {
		if l := &s.lines[i]; !l.Carried() {
			key := l.Fund + " " + string(d.office.Today(l.Place))
			by[key] = append(by[key], l)
		}
	}
	for i := range all {
		act := &all[i]
		if act.From.Year() != s.year || act.Money <= 0 || act.State == programme.Cancelled {
			continue
		}
		if l := d.nearest(c, by, &act.Activity); l != nil {
			l.Planned, l.Activities = l.Planned+act.Money, l.Activities+1
		}
	}
	return nil
}

// nearest is the line that pays for an activity, nil where none does.
func (d *room) nearest(c *programme.Catalogue, by map[string][]*Known, act *programme.Activity) (best *Known) {
	unit := d.office.Unit(d.office.Today(act.Place))
	units := append([]place.Unit{unit}, d.office.Reg().Ancestors(unit, d.office.Day())...)
	for _, u := range units {
		for _, l := range by[act.Source+" "+string(u.Code)] {
			if c.Within(act.Node, l.Node) && (best == nil || c.Within(l.Node, best.Node) && l.Node != best.Node) {
				best = l
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// mostLists is how many lists of people that wait are looked at.
const mostLists = 500

// listed adds up the lists of people that are not sent to be paid yet.
func (d *room) listed(ctx context.Context, s *scene) error {
	for _, state := range []payout.State{payout.Drafted, payout.Approved} {
		all, err := batches.OfState(ctx, d.office.Reader(), d.province(), state, 0, mostLists)
		if err != nil {
			return err
		}
		for i := range all {
			l := s.line(all[i].Line)
			if l == nil {
				continue
			}
			sums, _, err := batches.Sums(ctx, d.office.Reader(), d.province(), all[i].ID)
			if err != nil {
				return err
			}
			l.Listed += sums.Of(payout.Due).Amount
		}
	}
	return nil
}

// Move is a proposed transfer with both of its lines.
type Move struct {
	shift.Move

	Start, End Known
	Kind       *shift.Allowed // nil: the rules know it no more
}

// moves are transfers with their lines, as the figures of a submission have them.
func moves(s *scene, rules *shift.Rules, all []shift.Move, figures func(int64) *shift.Figures) (out []Move) {
	end := func(id int64) (k Known) {
		if l := s.line(id); l != nil {
			k = *l
		}
		if f := figures(id); f != nil {
			k.Figures = *f
		}
		return k
	}
	for _, m := range all {
		out = append(out, Move{m, end(m.From), end(m.To), rules.Kind(m.Rule)})
	}
	return out
}

// choices are the lines by their names, for who sets a transfer by hand.
func (s *scene) choices() []Known {
	out := slices.Clone(s.lines)
	slices.SortFunc(out, func(a, b Known) int {
		switch {
		case a.Name.VI < b.Name.VI:
			return -1
		case a.Name.VI > b.Name.VI:
			return 1
		}
		return int(a.ID - b.ID)
	})
	return out
}
