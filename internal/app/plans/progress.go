package plans

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/cascade"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/forecast"
	"giamngheo/internal/office"
	"giamngheo/internal/panel"
	"giamngheo/internal/place"
	"giamngheo/internal/published"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// PartShownIn is one part of a plan in one place on a day: planned, actual, forecast, gap.
type PartShownIn struct {
	*target.Part
	Number   int    // of the target
	Text     string // the target's sentence
	Place    place.Unit
	Planned  *float64
	Rule     string // by which the place's value was given; "" of the province
	Actual   target.Figure
	Tally    target.Tally
	Forecast forecast.Prediction
	Needed   *float64 // a month from now on, to reach what is planned
	Light    target.Light
	Why      errs.Text
	Weak     bool      // short of what is planned by more than chance, and not of a handful
	Settled  bool      // the year's last decision of it has been taken: nothing is to be done any more
	Note     errs.Text // of the baseline that the plan's file gives and that is not taken
	Series   []forecast.Point
	Official *published.Official // of the province only

	shrunk float64 // its value as far as its size lets it be believed; see rankWorst
}

// Gap is what is missing to what is planned; below zero is missing where more is better.
func (p *PartShownIn) Gap() *float64 {
	if p.Planned == nil || !p.Actual.Known {
		return nil
	}
	g := p.Actual.Value - *p.Planned
	return &g
}

// ProgressInput asks how a plan stands in a place on a day.
type ProgressInput struct {
	Year  int
	Place place.Code
	On    date.Date
}

// ProgressShown is a plan on one page.
type ProgressShown struct {
	Input   ProgressInput
	Plan    *target.Plan
	Version int64
	Years   []int
	Place   place.Unit
	On      date.Date
	Ages    date.Date // the day on which ages are counted
	Parts   []PartShownIn
	Failing map[string][]PlaceLight // by part: the places below that fail, the worst first
	Lights  map[target.Light]int
}

// PlaceLight is a place with how one part stands there.
type PlaceLight struct {
	Place place.Unit
	Light target.Light
	Value float64
	Of    int64 // how many its rate is of; 0 of a count
}

// Progress shows how a year's plan stands in a place on a day: every part with what was planned, what is, what is to be
// expected, and where it fails. Errors: errs.NotFound.
func (o *Desk) Progress(ctx context.Context, a *office.Ask, in ProgressInput) (*ProgressShown, error) {
	c, err := o.Counting(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	out := &ProgressShown{Input: in, Plan: c.P.Plan, Version: c.P.version, Place: c.Places.Units[c.Here], On: in.On,
		Failing: map[string][]PlaceLight{}, Lights: map[target.Light]int{}}
	if out.Years, err = o.planYears(ctx); err != nil {
		return nil, err
	}
	out.Ages = c.P.ages
	for i, part := range c.Parts {
		shown := c.Part(i, c.Here)
		out.Parts = append(out.Parts, shown)
		out.Lights[shown.Light]++
		below := c.partsBelow(i)
		rankWorst(part, below)
		for _, one := range below {
			if one.Weak && (one.Light == target.Red || one.Light == target.Amber) {
				out.Failing[part.Code] = append(out.Failing[part.Code],
					PlaceLight{one.Place, one.Light, one.Actual.Value, one.Actual.Denominator})
			}
		}
	}
	o.office.Saw(a, office.Deed{Action: "plan.view", Kind: "plan",
		Subject: office.IDText(int64(in.Year)), Place: in.Place})
	return out, nil
}

// counting is one asking: the tallies of all places on the days that are needed.
type counting struct {
	o       *Desk
	P       *planKept
	in      *ProgressInput
	Parts   []*target.Part
	Places  *panel.Places
	Here    int
	days    []date.Date // month ends up to the day
	Now     [][]target.Tally
	months  [][][]target.Tally // by day
	before  map[date.Date][][]target.Tally
	figures *published.Figures
	end     date.Date
	decided bool                        // the year's review has its result
	cohort  map[int64]uint64            // see planKept; never written to any more
	shares  map[string]plans.PlanShares // as they were when the counting began
	reports []plans.Reported
	Numbers map[string]numberedText
	own     map[string][]*float64 // by part: see owned
}

// numberedText is a target's number and sentence.
type numberedText struct {
	Number int
	Text   string
}

// Counting counts a plan for an actor. It fills in what the question left open.
func (o *Desk) Counting(ctx context.Context, a *office.Ask, in *ProgressInput) (*counting, error) {
	var err error
	if in.Year, err = o.planYear(ctx, in.Year); err != nil {
		return nil, err
	}
	begin, end := date.Must(in.Year, 1, 1), date.Must(in.Year, 12, 31)
	if in.On.IsZero() {
		in.On = min(o.office.Day(), end)
	}
	// a plan is looked at before its year begins
	if early := in.On == o.office.Day() && in.On < begin; in.On.Year() != in.Year && !early || in.On > o.office.Day() {
		return nil, errs.New(errs.Invalid, "choose a day from %s to %s, not after today", begin, end)
	}
	if in.Place == "" {
		in.Place = o.office.Home(a).Code
	}
	if err := o.office.PlaceScope(a, access.ViewPlans, in.Place); err != nil {
		return nil, err
	}
	p, err := o.planOfYear(ctx, in.Year)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(context.WithoutCancel(ctx)); err != nil { // who goes away must not spoil it for those who wait
		return nil, err
	}
	c := &counting{o: o, P: p, in: in, Parts: p.Plan.Parts(), Places: p.placesOn(in.On),
		before: map[date.Date][][]target.Tally{}, end: end,
		shares: p.shares, reports: p.reports, cohort: p.cohort, Numbers: map[string]numberedText{},
		own: map[string][]*float64{}}
	for _, t := range p.Plan.Targets {
		for j := range t.Parts {
			c.Numbers[t.Parts[j].Code] = numberedText{t.Number, t.Text}
		}
	}
	here, ok := c.Places.At(in.Place)
	if !ok {
		if here, ok = c.Places.At(place.On(o.office.Reg(), in.Place, in.On)); !ok {
			return nil, office.NotYours()
		}
	}
	c.Here = here
	if c.days = forecast.MonthEnds(begin, in.On); len(c.days) == 0 {
		c.days = []date.Date{in.On}
	}
	for _, d := range c.days {
		c.months = append(c.months, p.tallies(c.Places, d))
	}
	c.Now = c.months[len(c.months)-1]
	for _, part := range c.Parts {
		if d := c.baseline(part); part.Kind == "change" && c.before[d] == nil {
			c.before[d] = p.tallies(c.Places, d)
		}
	}
	if r, _, err := o.results.ReviewOf(ctx, in.Year); err == nil {
		c.decided = in.On >= r.On
	}
	if c.figures, err = o.library.Published(); err != nil {
		return nil, err
	}
	return c, nil
}

// baseline is the day from which a part's change is counted.
func (c *counting) baseline(p *target.Part) date.Date {
	day, _ := c.P.Plan.BaselineOf(p)
	return day
}

// Below are the places right below the one that is looked at.
func (c *counting) Below() []int { return c.below(c.Here) }

func (c *counting) below(at int) (out []int) {
	for _, u := range c.o.office.Reg().Children(c.Places.Units[at].Code, c.in.On) {
		if i, ok := c.Places.At(u.Code); ok {
			out = append(out, i)
		}
	}
	return out
}

// figure is what is known of a part in a place on a day.
func (c *counting) figure(part, at int, day date.Date, tally target.Tally) target.Figure {
	p := c.Parts[part]
	e := &target.Evidence{AsOf: day, Now: tally, Report: func(figure string) (target.Report, bool) {
		return c.report(figure, c.Places.Units[at].Code, day)
	}}
	if p.Kind == "change" {
		e.Before = &c.before[c.baseline(p)][at][part]
		_, own := c.P.Plan.BaselineOf(p)
		e.Whole = at == 0 && own
	}
	return p.Figure(e)
}

// report is the newest figure reported of a place in the plan's year, not after a day.
func (c *counting) report(figure string, unit place.Code, day date.Date) (target.Report, bool) {
	for i := len(c.reports) - 1; i >= 0; i-- {
		if r := &c.reports[i]; r.Superseded == 0 && r.Figure == figure && r.Place == unit && r.AsOf <= day &&
			r.AsOf.Year() == c.in.Year {
			return reportOf(r), true
		}
	}
	return target.Report{}, false
}

func reportOf(r *plans.Reported) target.Report {
	return target.Report{Figure: r.Figure, Place: r.Place, AsOf: r.AsOf, Value: r.Value, Numerator: r.Numerator,
		Denominator: r.Denominator, Source: r.Source, Note: r.Note}
}

// Part puts everything together that is to be said of a part in a place.
func (c *counting) Part(i, at int) PartShownIn {
	p := c.Parts[i]
	s := PartShownIn{Part: p, Place: c.Places.Units[at], Tally: c.Now[at][i]}
	s.Number, s.Text = c.Numbers[p.Code].Number, c.Numbers[p.Code].Text
	s.Planned, s.Rule = c.Planned(p, s.Place.Code)
	s.Actual = c.figure(i, at, c.in.On, s.Tally)
	for m, d := range c.days {
		f := c.figure(i, at, d, c.months[m][at][i])
		// what is reported stands in the month of its day
		if f.Known && (p.Numerator.Over != "report" || f.AsOf.Month() == d.Month()) {
			s.Series = append(s.Series, forecast.Point{Day: d, Value: f.Value})
		}
	}
	settled := p.Settled(c.decided)
	s.Forecast = s.Actual.Widened(c.P.methods.Forecast(p.Series(s.Series, c.in.On, c.end, settled)), p)
	if c.in.On.Year() < c.in.Year { // nothing of the year is known yet
		s.Series = nil
		if p.Method != forecast.Review {
			s.Forecast = forecast.Prediction{Method: errs.T("the plan's year has not begun")}
		}
	}
	if s.Actual.Known && !settled {
		if n, ok := p.Needed(s.Planned, s.Actual.Value, c.in.On, c.end); ok {
			s.Needed = &n
		}
	}
	elapsed := float64(c.in.On.Sub(date.Must(c.in.Year, 1, 1))+1) / float64(c.end.Sub(date.Must(c.in.Year, 1, 1))+1)
	s.Light, s.Why = c.P.lights.Light(&target.Situation{Part: p, Planned: s.Planned, Actual: s.Actual,
		Forecast: s.Forecast, Elapsed: elapsed, Settled: settled})
	s.Settled, s.Weak = settled, p.Weak(s.Planned, &s.Actual, s.Tally)
	if b := p.Baseline; b != nil && b.Value != nil && b.Day != c.baseline(p) {
		s.Note = errs.T("the plan's file gives a baseline of %s; it is not of %s and is not taken: the register's own is", b.Day.Vietnamese(), c.baseline(p).Vietnamese())
	}
	if at == 0 {
		s.Official = c.figures.Of(string(c.o.office.ProvinceCode()), p, c.in.Year)
	}
	return s
}

// Planned is what is planned of a part in a place: the province's own, a place's share, or the same for all.
func (c *counting) Planned(p *target.Part, unit place.Code) (*float64, string) {
	if unit == c.o.office.ProvinceCode() {
		return p.Planned, ""
	}
	if s, ok := c.shares[p.Code]; ok {
		if v, ok := s.Shares[unit]; ok {
			return &v, s.Rule
		}
		return nil, s.Rule
	}
	switch p.Cascade.Rule {
	case "same":
		return p.Planned, "same"
	case "own":
		if at, ok := c.Places.At(unit); ok {
			return c.owned(p)[at], "own"
		}
	}
	return nil, ""
}

// owned are the places' parts of a change by their own rates, from the province down.
func (c *counting) owned(p *target.Part) []*float64 {
	if had, ok := c.own[p.Code]; ok {
		return had
	}
	out := cascade.Down(p, len(c.Places.Units), c.below, func(at int) cascade.Weighted { return c.weighed(p, at) })
	c.own[p.Code] = out
	return out
}

// weighed is a place with its denominator and rate at the baseline.
func (c *counting) weighed(p *target.Part, at int) cascade.Weighted {
	u := c.Places.Units[at]
	t := c.before[c.baseline(p)][at][c.Index(p.Code)]
	rate, _ := t.Rate()
	return cascade.Weighted{Place: u.Code, Name: u.FullName, Weight: max(t.Met+t.NotMet, 0), Rate: rate}
}
