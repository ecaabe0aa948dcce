package plans

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/cascade"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/planbook"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/plans"
	supportrows "giamngheo/internal/store/supports"
	"giamngheo/internal/target"
)

// TargetShown is one part of a plan: the place that is looked at, those below it as a ranking, what was reported, and
// how the shares of the places stand to the whole.
type TargetShown struct {
	Input     ProgressInput
	Plan      *target.Plan
	Here      PartShownIn
	Ages      date.Date
	Below     []PartShownIn // the worst first
	Map       []MapPart     // the communes of the map that the place's households lie in
	MapGaps   []errs.Text
	Reconcile cascade.Reconciliation
	Shares    plans.PlanShares
	Reports   []plans.Reported // all that was reported, superseded ones too
	Kind      *target.ReportKind
	Names     map[int64]string
}

// Target shows one part of a year's plan in a place on a day. Errors: errs.NotFound.
func (o *Desk) Target(ctx context.Context, a *office.Ask, in ProgressInput, part string) (*TargetShown, error) {
	c, err := o.Counting(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	i := c.Index(part)
	if i < 0 {
		return nil, NoPart(part)
	}
	out := &TargetShown{Input: in, Plan: c.P.Plan, Ages: c.P.ages, Here: c.Part(i, c.Here), Shares: c.shares[part],
		Names: map[int64]string{}}
	var planned []cascade.Planned
	below := c.Below()
	for k, one := range c.partsBelow(i) {
		out.Below = append(out.Below, one)
		weight := one.Actual.Denominator
		if c.Parts[i].Kind == "change" { // what is planned was shared out by what there was then
			weight = c.weighed(c.Parts[i], below[k]).Weight
		}
		planned = append(planned, cascade.Planned{Place: one.Place.Code, Name: one.Place.FullName, Value: one.Planned,
			Weight: weight})
	}
	if out.Here.Planned != nil && len(planned) > 0 {
		out.Reconcile = cascade.Reconcile(c.Parts[i], *out.Here.Planned, planned)
	}
	rankWorst(c.Parts[i], out.Below)
	c.mapped(i, out)
	for _, m := range []*target.Measure{c.Parts[i].Numerator, c.Parts[i].Denominator} {
		if m != nil && m.Over == "report" {
			out.Kind = c.P.Plan.ReportKind(m.Figure)
			for _, r := range c.reports {
				if r.Figure == m.Figure && o.Lies(o.office.Unit(r.Place), c.Places.Units[c.Here].Code, in.On) {
					out.Reports = append(out.Reports, r)
					out.Names[r.RecordedBy] = o.office.NameOf(ctx, r.RecordedBy)
				}
			}
		}
	}
	o.office.Saw(a, office.Deed{Action: "plan.target", Kind: "plan", Subject: part, Place: in.Place})
	return out, nil
}

// NoPart refuses the code of a part that the plan does not have (errs.NotFound).
func NoPart(part string) error {
	return errs.New(errs.NotFound, "the plan has no part “%s”", part)
}

func (c *counting) Index(part string) int {
	return slices.IndexFunc(c.Parts, func(p *target.Part) bool { return p.Code == part })
}

// Lies reports whether a unit is another one or lies within it.
func (o *Desk) Lies(u place.Unit, in place.Code, on date.Date) bool {
	return u.Code == in || slices.ContainsFunc(o.office.Reg().Ancestors(u, on),
		func(up place.Unit) bool { return up.Code == in })
}

// partsBelow are how a part stands in the places right below.
func (c *counting) partsBelow(part int) []PartShownIn {
	below := c.Below()
	out := make([]PartShownIn, len(below))
	tallies := make([]target.Tally, len(below))
	for i, at := range below {
		out[i] = c.Part(part, at)
		tallies[i] = out[i].Tally
	}
	if p := c.Parts[part]; p.Denominator == nil || p.Denominator.Over == "report" {
		for i := range out {
			out[i].shrunk = out[i].Actual.Value
		}
		return out
	}
	for i, rate := range target.Shrunk(tallies) {
		if out[i].shrunk = rate; out[i].Actual.Before != nil {
			out[i].shrunk -= *out[i].Actual.Before
		}
	}
	return out
}

// rankWorst orders places: those that are weak beyond chance first, then by their light, then by their rates as far as
// their sizes let them be believed.
func rankWorst(p *target.Part, all []PartShownIn) {
	order := map[target.Light]int{target.Red: 0, target.Amber: 1, target.Green: 2, target.Grey: 3}
	weak := func(s *PartShownIn) int {
		if s.Weak {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(all, func(x, y PartShownIn) int {
		byValue := cmp.Compare(x.shrunk, y.shrunk)
		if p.Better != "higher" {
			byValue = -byValue
		}
		return cmp.Or(weak(&x)-weak(&y), order[x.Light]-order[y.Light], byValue,
			cmp.Compare(x.Place.Code, y.Place.Code))
	})
}

// BehindInput asks who or what stands behind a part in a place on a day. Which is met, not_met or unknown.
type BehindInput struct {
	ProgressInput
	Part          string
	Which         string
	Offset, Limit int
}

// BehindShown is what stands behind a figure: households, supports, activities or reports.
type BehindShown struct {
	Input      BehindInput
	Here       PartShownIn
	Over       string // household, support, activity or report; "" where nothing can be listed
	Count      int
	Households []BehindHousehold
	Supports   []supports.SupportShown
	Activities []supportrows.Activity
	Reports    []plans.Reported
	Units      map[place.Code]string
}

// BehindHousehold is a household behind a figure, with what it counts in it.
type BehindHousehold struct {
	snapshot.Item
	Tally target.Tally
}

// Behind opens a figure of a plan. Households and supports are shown to who may see them. Errors: errs.NotFound.
func (o *Desk) Behind(ctx context.Context, a *office.Ask, in BehindInput) (*BehindShown, error) {
	c, err := o.Counting(ctx, a, &in.ProgressInput)
	if err != nil {
		return nil, err
	}
	i := c.Index(in.Part)
	if i < 0 {
		return nil, NoPart(in.Part)
	}
	if in.Which == "" {
		in.Which = "met"
	}
	out := &BehindShown{Input: in, Here: c.Part(i, c.Here), Units: map[place.Code]string{}}
	if _, err := o.supports.SupportsScope(a, access.ViewHouseholds, in.Place); err != nil {
		return nil, err
	}
	over := ""
	if p := c.Parts[i]; p.Numerator != nil {
		over = p.Numerator.Over
		if in.Which != "met" && p.Denominator != nil {
			over = p.Denominator.Over
		}
	}
	switch over {
	case "household", "person":
		over = "household"
		o.behindHouseholds(c, i, out)
	case "support":
		err = o.behindSupports(ctx, c, i, out)
	case "activity":
		err = o.behindActivities(ctx, c, i, out)
	case "report":
		for _, r := range c.reports {
			if c.Parts[i].Reports(r.Figure) && r.Place == c.Places.Units[c.Here].Code {
				out.Reports = append(out.Reports, r)
			}
		}
		out.Count = len(out.Reports)
	}
	out.Over = over
	o.office.Saw(a, office.Deed{Action: "plan.behind", Kind: "plan", Subject: in.Part, Place: in.Place,
		Note: out.counted()})
	return out, err
}

// counted says how many households somebody was shown behind a figure.
func (b *BehindShown) counted() map[string]string {
	if len(b.Households) > 0 {
		return office.Counted(len(b.Households))
	}
	return office.CountedOf(b.Supports, func(s *supports.SupportShown) int64 { return s.Household })
}

func page[T any](all []T, offset, limit int) []T {
	from := min(max(offset, 0), len(all))
	return all[from:min(from+min(max(limit, 1), office.MostListed), len(all))]
}

// behindHouseholds finds the households that a figure of the register counts.
func (o *Desk) behindHouseholds(c *counting, part int, out *BehindShown) {
	p := c.P
	p.mu.Lock()
	defer p.mu.Unlock()
	type hit struct {
		id    int64
		tally target.Tally
	}
	reached := map[int64]int64{} // of a household: how many of it a support counts as reached
	if n := c.Parts[part].Numerator; n.Over == "support" {
		for _, s := range o.counted(c, p.panel.Gauge(), part, "met") {
			reached[s.Household]++
		}
	}
	var hits []hit
	for unit := range c.Places.Counted() {
		if !slices.Contains(c.Places.In(unit), c.Here) {
			continue
		}
		p.panel.Counted(unit, part, p.registerDay(part, c.in.On), func(id int64, tally target.Tally) {
			if n := min(reached[id], tally.NotMet); n > 0 {
				tally.Met, tally.NotMet = tally.Met+n, tally.NotMet-n
			}
			if counts(tally, out.Input.Which) {
				hits = append(hits, hit{id, tally})
			}
		})
	}
	slices.SortFunc(hits, func(x, y hit) int { return cmp.Compare(x.id, y.id) })
	out.Count = len(hits)
	snap := o.book.View().Snap
	for _, h := range page(hits, out.Input.Offset, out.Input.Limit) {
		item, _ := snap.Item(h.id)
		item.ID = h.id // it may have left the register since
		out.Households = append(out.Households, BehindHousehold{item, h.tally})
		if out.Units[item.Commune] == "" {
			out.Units[item.Commune] = o.office.Unit(item.Commune).FullName
		}
	}
}

func counts(t target.Tally, which string) bool {
	switch which {
	case "not_met":
		return t.NotMet > 0
	case "unknown":
		return t.Unknown > 0
	}
	return t.Met > 0
}

// counted finds the supports that a part counts in the place, the newest first: as met, or as asked for and not met. Of
// a receiver counted once it is the first support.
func (o *Desk) counted(c *counting, gauge *target.Gauge, part int, which string) []programme.Support {
	gauge = gauge.Clone()
	var all []programme.Support
	o.receipts.Shelf.Each(func(v *programme.Support) {
		if v.State == programme.Valid && v.Day <= c.in.On && v.Day.Year() == c.in.Year &&
			slices.Contains(c.Places.Of(v.Commune), c.Here) {
			all = append(all, *v)
		}
	})
	slices.SortFunc(all, func(x, y programme.Support) int {
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.ID, y.ID))
	})
	shares := make([]target.Share, len(c.Parts))
	met, asked := map[countedOnce]programme.Support{}, map[countedOnce]programme.Support{}
	for i := range all {
		v := &all[i]
		if gauge.Support(v, shares) != nil {
			continue // of a kind that is not there any more: counting said so
		}
		if c.Parts[part].OfStart() && c.cohort[v.Household]>>part&1 == 0 {
			continue
		}
		r := countedOnce{v.Household, v.Member, 0}
		if c.Parts[part].Numerator.Unit == "household" {
			r.member = 0
		}
		if v.Household == 0 || c.Parts[part].Numerator.Sum != "" {
			r.support = v.ID
		}
		if _, had := met[r]; shares[part].Numerator > 0 && !had {
			met[r] = *v
		}
		if _, had := asked[r]; shares[part].Denominator > 0 && !had {
			asked[r] = *v
		}
	}
	if which != "met" {
		for r := range met {
			delete(asked, r)
		}
		met = asked
	}
	out := slices.Collect(maps.Values(met))
	slices.SortFunc(out, func(x, y programme.Support) int {
		return cmp.Or(cmp.Compare(y.Day, x.Day), cmp.Compare(y.ID, x.ID))
	})
	return out
}

// countedOnce is who a part counts once: a household, a person of it, or – where nobody of the register – the support.
type countedOnce struct {
	household int64
	member    int
	support   int64
}

// behindSupports finds the supports that a figure counts.
func (o *Desk) behindSupports(ctx context.Context, c *counting, part int, out *BehindShown) error {
	c.P.mu.Lock()
	gauge := c.P.panel.Gauge().Clone()
	c.P.mu.Unlock()
	hits := o.counted(c, gauge, part, out.Input.Which)
	out.Count = len(hits)
	var ids []int64
	for _, h := range page(hits, out.Input.Offset, out.Input.Limit) {
		ids = append(ids, h.ID)
	}
	return o.supports.EachSupport(ctx, ids, func(s *supports.SupportShown) error {
		out.Supports = append(out.Supports, *s)
		return nil
	})
}

func (o *Desk) behindActivities(ctx context.Context, c *counting, part int, out *BehindShown) error {
	c.P.mu.Lock()
	gauge := c.P.panel.Gauge().Clone()
	c.P.mu.Unlock()
	all, err := supportrows.Activities(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	shares := make([]target.Share, len(c.Parts))
	for i := range all {
		v := &all[i]
		if v.From > c.in.On {
			continue
		}
		if err := gauge.Activity(&v.Activity, shares); err != nil {
			return err
		}
		if slices.Contains(c.Places.Of(v.Place), c.Here) && shares[part].Numerator > 0 {
			out.Activities = append(out.Activities, *v)
			out.Units[v.Place] = o.office.Unit(v.Place).FullName
		}
	}
	out.Count = len(out.Activities)
	out.Activities = page(out.Activities, out.Input.Offset, out.Input.Limit)
	return nil
}

// ReportFigure records a figure that no register knows, with its source and day. Errors: errs.Invalid.
func (o *Desk) ReportFigure(ctx context.Context, a *office.Ask, year int, r plans.Reported) error {
	if err := o.office.PlaceScope(a, access.ReportFigures, r.Place); err != nil {
		return err
	}
	p, err := o.planOfYear(ctx, year)
	if err != nil {
		return err
	}
	one := reportOf(&r)
	if err := p.Plan.CheckReport(&one, o.office.Day()); err != nil {
		return err
	}
	if r.AsOf.Year() != year {
		return errs.New(errs.Invalid, "the figure's day must lie in the plan's year")
	}
	if r.Denominator > 0 {
		r.Value = 100 * float64(r.Numerator) / float64(r.Denominator)
	}
	r.RecordedBy, r.Recorded = a.Account, o.office.Now()
	deed := &office.Deed{Action: "figure.report", Kind: "plan", Subject: r.Figure, Place: r.Place,
		Note: map[string]string{"as_of": r.AsOf.String(), "value": planbook.DecimalText(r.Value),
			"source": r.Source}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := plans.AddReported(ctx, tx, string(o.office.ProvinceCode()), &r); err != nil {
			return err
		}
		tx.Changed(office.TopicEntered, int64(year))
		return nil
	})
}

// ShareInput shares a part of a plan out to the places right below one: by its rule, or by hand where Values are given.
type ShareInput struct {
	Year   int
	Part   string
	Below  place.Code
	Values map[place.Code]float64 // by hand
	Reason string
}

// SharePlan records how a part is shared out. By the rule the sum is exact; by hand the difference is told by Target.
// Errors: errs.Invalid, errs.Forbidden.
func (o *Desk) SharePlan(ctx context.Context, a *office.Ask, in ShareInput) (*cascade.Reconciliation, error) {
	if in.Below == "" {
		in.Below = o.office.ProvinceCode()
	}
	if err := o.office.PlaceScope(a, access.EditPlans, in.Below); err != nil {
		return nil, err
	}
	q := ProgressInput{Year: in.Year, Place: in.Below}
	c, err := o.Counting(ctx, a, &q)
	if err != nil {
		return nil, err
	}
	i := c.Index(in.Part)
	if i < 0 {
		return nil, NoPart(in.Part)
	}
	whole, _ := c.Planned(c.Parts[i], in.Below)
	if whole == nil {
		return nil, errs.New(errs.Invalid, "“%s” has nothing to share out yet: give it its own first",
			c.Places.Units[c.Here].FullName)
	}
	planned, err := o.shared(ctx, c, i, *whole, in.Values)
	if err != nil {
		return nil, err
	}
	r := cascade.Reconcile(c.Parts[i], *whole, planned)
	was := c.shares[in.Part]
	next := plans.PlanShares{Year: in.Year, Part: in.Part, Rule: c.Parts[i].Cascade.Rule,
		Shares: map[place.Code]float64{}, Reason: in.Reason, RecordedBy: a.Account, Recorded: o.office.Now()}
	if in.Values != nil {
		next.Rule = "manual"
		if err := office.NeedReason(in.Reason); err != nil {
			return nil, err
		}
	}
	for code, v := range was.Shares {
		next.Shares[code] = v
	}
	for _, p := range planned {
		if delete(next.Shares, p.Place); p.Value != nil {
			next.Shares[p.Place] = *p.Value
		}
	}
	deed := &office.Deed{Action: "plan.share", Kind: "plan", Subject: in.Part, Place: in.Below,
		Reason: in.Reason, Note: map[string]string{"rule": next.Rule, "reconciled": r.Text.VI}}
	return &r, o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := plans.AddShares(ctx, tx, string(o.office.ProvinceCode()), &next, was.Version); err != nil {
			return err
		}
		tx.Changed(office.TopicEntered, int64(in.Year))
		return nil
	})
}

// shared shares a value out to the places below, or takes the values given by hand.
func (o *Desk) shared(ctx context.Context, c *counting, part int, whole float64,
	values map[place.Code]float64) ([]cascade.Planned, error) {
	var units []cascade.Weighted
	for _, at := range c.Below() {
		u := c.Places.Units[at]
		if c.Parts[part].Kind == "change" {
			units = append(units, c.weighed(c.Parts[part], at))
			continue
		}
		units = append(units, cascade.Weighted{Place: u.Code, Name: u.FullName, Weight: c.Now[at][part].Met +
			c.Now[at][part].NotMet})
	}
	if values == nil {
		if c.Parts[part].Cascade.By != nil {
			weights, err := o.planWeights(ctx, c, part)
			if err != nil {
				return nil, err
			}
			for i := range units {
				units[i].Weight = weights[units[i].Place]
			}
		}
		return cascade.Share(c.Parts[part], whole, units)
	}
	var out []cascade.Planned
	for _, u := range units {
		p := cascade.Planned{Place: u.Place, Name: u.Name, Weight: u.Weight}
		if v, ok := values[u.Place]; ok {
			if v < 0 && c.Parts[part].Kind != "change" {
				return nil, errs.New(errs.Invalid, "%s: a target cannot be below zero", u.Name)
			}
			p.Value = &v
		}
		out = append(out, p)
	}
	return out, nil
}

// planWeights counts what a part is shared out by in every place on the day: one pass over the register.
func (o *Desk) planWeights(ctx context.Context, c *counting, part int) (map[place.Code]int64, error) {
	c.P.mu.Lock()
	gauge := c.P.panel.Gauge().Clone()
	c.P.mu.Unlock()
	out := map[place.Code]int64{}
	weights := make([]int64, len(c.Parts))
	err := households.Each(ctx, o.office.Reader(), string(o.office.ProvinceCode()), 0,
		func(v *households.Version) error {
			if v.State != households.Active {
				return nil
			}
			clear(weights)
			if err := gauge.Weigh(&v.Household, o.factsFor(&v.Household, o.reviews.PathOf(v.ID), c.in.On), 0,
				weights); err != nil {
				return err
			}
			if weights[part] == 0 {
				return nil
			}
			u, ok := o.office.Reg().At(place.On(o.office.Reg(), v.Household.Commune, c.in.On), c.in.On)
			if !ok {
				return nil
			}
			out[u.Code] += weights[part]
			for _, up := range o.office.Reg().Ancestors(u, c.in.On) {
				out[up.Code] += weights[part]
			}
			return nil
		})
	return out, err
}
