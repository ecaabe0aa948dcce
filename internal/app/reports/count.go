package reports

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/report"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/reports"
)

// households is the source by which the share of a province's households is said.
var households = &form.Source{Class: "households"}

// counts are what the office knows of units, by source.
type counts map[place.Code]map[string]form.Value

func (c counts) set(unit place.Code, s *form.Source, n int64) {
	if c[unit] != nil {
		c[unit][s.Key()] = form.Of(n)
	}
}

// count counts what the office knows of units at the end of a day. What it does not know is not in it.
func (d *room) count(ctx context.Context, set *form.Set, units []place.Code, on date.Date) (counts, error) {
	out := counts{}
	for _, u := range units {
		out[u] = map[string]form.Value{}
	}
	sources := append(set.Sources(), households)
	if err := d.countClasses(ctx, out, sources, on); err != nil {
		return nil, err
	}
	if err := d.countParts(ctx, out, sources, on); err != nil {
		return nil, err
	}
	return out, d.countMoney(ctx, out, sources, on)
}

// countClasses counts households by what decisions say of them.
func (d *room) countClasses(ctx context.Context, out counts, sources []*form.Source, on date.Date) error {
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
func (d *room) countParts(ctx context.Context, out counts, sources []*form.Source, on date.Date) error {
	asked := false
	for _, s := range sources {
		asked = asked || s.Part != ""
	}
	if !asked {
		return nil
	}
	c, err := d.plans.Counting(ctx, d.counter(), &plans.ProgressInput{Year: on.Year(), Place: d.office.ProvinceCode(), On: on})
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
func (d *room) counter() *office.Ask {
	a := office.Program()
	a.Grants = []access.Grant{{Role: access.Planner, Place: d.office.ProvinceCode(), From: date.Must(2000, 1, 1)}}
	return a
}

// countMoney takes the balances of the ledger.
func (d *room) countMoney(ctx context.Context, out counts, sources []*form.Source, on date.Date) error {
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
	held, err := d.funds.Held(ctx, on.Year(), on)
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

// asOf is the day of which a round's figures are by now.
func (d *room) asOf(r *reports.Round) date.Date { return min(r.Dues.CutOff, d.office.Day()) }

// keepCounts writes what was counted for a round.
func (d *room) keepCounts(ctx context.Context, tx *office.Tx, r *reports.Round, c counts, on date.Date) error {
	for unit, values := range c {
		if err := reports.SetKnown(ctx, tx, r.Province, r.ID, &reports.Known{Unit: unit, AsOf: on, Values: values,
			Counted: d.office.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// Recount counts a round's figures anew, as of today or of its cut-off day once that has come. What was sent stays as it
// was sent. Errors: errs.Forbidden, errs.NotFound, errs.Conflict where the round has ended.
func (d *Desk) Recount(ctx context.Context, a *office.Ask, round int64) error {
	r, err := d.round(ctx, d.office.Reader(), a, round)
	if err != nil {
		return err
	}
	if err := d.need(a, access.OpenReports, d.office.ProvinceCode()); err != nil {
		return err
	}
	return d.recount(ctx, a, r)
}

func (d *room) recount(ctx context.Context, a *office.Ask, r *reports.Round) error {
	if r.State != reports.Running {
		return errs.New(errs.Conflict, "the round has ended; its figures stay as they are")
	}
	on := d.asOf(r)
	c, err := d.count(ctx, d.set(r), d.units(r), on)
	if err != nil {
		return err
	}
	return d.office.Do(ctx, a, &office.Deed{Action: "report.count", Kind: "report_round", Subject: office.IDText(r.ID),
		Place: d.office.ProvinceCode(), Note: map[string]string{"day": on.String()}}, func(tx *office.Tx) error {
		tx.Changed(office.TopicReport)
		return d.keepCounts(ctx, tx, r, c, on)
	})
}

// Begin says that figures are counted once more when a round's cut-off day has come.
func (d *Desk) Begin() {
	d.office.Tending("reports", func(ctx context.Context) error {
		all, err := reports.Rounds(ctx, d.office.Reader(), d.province())
		if err != nil {
			return err
		}
		for i := range all {
			r := &all[i]
			if r.State != reports.Running {
				continue
			}
			known, err := reports.FindKnown(ctx, d.office.Reader(), d.province(), r.ID, d.first(r))
			if office.IgnoreNotFound(err) != nil {
				return err
			}
			if err == nil && known.AsOf >= d.asOf(r) {
				continue
			}
			if err := d.recount(ctx, office.Program(), r); err != nil {
				return err
			}
		}
		return nil
	})
}

// units are the units that a round obliges: those of its cut-off day.
func (d *room) units(r *reports.Round) []place.Code {
	return d.office.CommunesOf(d.office.ProvinceCode(), r.Dues.CutOff)
}

func (d *room) first(r *reports.Round) place.Code {
	if u := d.units(r); len(u) > 0 {
		return u[0]
	}
	return ""
}

// known is what the office knows of a unit's cells for a round: its own figures, and what the period before said.
func (d *room) known(ctx context.Context, r store.Reader, f *found) (map[form.Key]report.Known, error) {
	out := map[form.Key]report.Known{}
	k, err := reports.FindKnown(ctx, r, d.province(), f.Round, f.Unit)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	before, err := d.before(ctx, r, f.of, f.Unit)
	if err != nil {
		return nil, err
	}
	for i := range f.set.Slots {
		s := &f.set.Slots[i]
		if s.Kind != form.Input {
			continue
		}
		if s.Column.Fill == form.Previous {
			of, row, _ := s.Key.Parts()
			if v := before[form.At(of, row, s.Column.Of)]; v.Known {
				out[s.Key] = report.Known{Value: v, Day: f.of.Dues.CutOff}
			} else if f.of.Prior == 0 {
				out[s.Key] = report.Known{Value: form.Value{Why: form.OutsideScope}, Day: f.of.Dues.CutOff}
			}
			continue
		}
		if s.Source == nil || k == nil {
			continue
		}
		if v, ok := k.Values[s.Source.Key()]; ok {
			out[s.Key] = report.Known{Value: v, Day: k.AsOf}
		}
	}
	return out, nil
}

// before are the values that a unit sent in the round before. Of a unit that came out of others, their sums.
func (d *room) before(ctx context.Context, r store.Reader, of *reports.Round, unit place.Code) (form.Values, error) {
	if of.Prior == 0 {
		return nil, nil
	}
	prior, err := reports.FindRound(ctx, r, d.province(), of.Prior)
	if err != nil {
		return nil, err
	}
	set := d.set(prior)
	rep, err := reports.FindOf(ctx, r, d.province(), prior.ID, unit)
	if err == nil && rep.State.Sent() {
		return report.Before(set, rep.Content), nil
	}
	if office.IgnoreNotFound(err) != nil || err == nil {
		return nil, err
	}
	all, err := reports.Whole(ctx, r, d.province(), prior.ID)
	if err != nil {
		return nil, err
	}
	was := map[place.Code]form.Values{}
	for i := range all {
		if c := all[i].Content; c.State.Sent() && d.office.Today(all[i].Unit) == unit {
			was[all[i].Unit] = report.Before(set, c)
		}
	}
	now, _ := set.Recast(was, func(place.Code) (place.Code, bool) { return unit, true })
	return now[unit], nil
}
