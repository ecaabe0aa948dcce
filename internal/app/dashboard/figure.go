package dashboard

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/cascade"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	planrows "giamngheo/internal/store/plans"
	"giamngheo/internal/target"
)

// FigureShown is a reported figure with what the plan says of it.
type FigureShown struct {
	planrows.Reported
	Kind *target.ReportKind // nil: the plan of the year does not know it any more
	Unit place.Unit
	By   string
}

// FiguresShown are the figures that no register knows: those that a year's plan asks for, and what was reported, the
// newest first.
type FiguresShown struct {
	Plan    *target.Plan
	Figures []FigureShown
}

// Figures shows what was reported for a year's plan in the places that an actor may see; superseded figures too.
// Errors: errs.NotFound.
func (o *Desk) Figures(ctx context.Context, a *office.Ask, year int) (*FiguresShown, error) {
	if !o.office.May(a, access.ViewPlans) {
		return nil, office.Forbidden()
	}
	p, _, err := o.plans.PlanText(ctx, o.office.Reader(), year)
	if err != nil {
		return nil, err
	}
	all, err := planrows.AllReported(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	out := &FiguresShown{Plan: p}
	for i := len(all) - 1; i >= 0; i-- {
		if r := &all[i]; r.AsOf.Year() == year && o.office.PlaceScope(a, access.ViewPlans, r.Place) == nil {
			out.Figures = append(out.Figures, FigureShown{*r, p.ReportKind(r.Figure), o.office.Unit(r.Place),
				o.office.NameOf(ctx, r.RecordedBy)})
		}
	}
	return out, nil
}

// ShareShown is how a part of a plan is shared out to the places right below one.
type ShareShown struct {
	Plan      *target.Plan
	Part      *target.Part
	Number    int
	Text      string
	Of        place.Unit
	Whole     *float64
	Places    []cascade.Planned
	Names     map[place.Code]place.Unit
	Reconcile cascade.Reconciliation
	Versions  []ShareVersion
}

// ShareVersion is one version of how a part is shared out.
type ShareVersion struct {
	planrows.PlanShares
	By string
}

// Share shows how a part of a year's plan is shared out below a place (empty: the province). Errors: errs.NotFound.
func (o *Desk) Share(ctx context.Context, a *office.Ask, year int, part string, below place.Code) (*ShareShown, error) {
	if below == "" {
		below = o.office.ProvinceCode()
	}
	in := plans.ProgressInput{Year: year, Place: below}
	c, err := o.plans.Counting(ctx, a, &in)
	if err != nil {
		return nil, err
	}
	i := c.Index(part)
	if i < 0 {
		return nil, plans.NoPart(part)
	}
	p := c.Parts[i]
	out := &ShareShown{Plan: c.P.Plan, Part: p, Number: c.Numbers[part].Number, Text: c.Numbers[part].Text,
		Of: c.Places.Units[c.Here], Names: map[place.Code]place.Unit{}}
	out.Whole, _ = c.Planned(p, out.Of.Code)
	for _, at := range c.Below() {
		u := c.Places.Units[at]
		one := cascade.Planned{Place: u.Code, Name: u.FullName, Weight: max(c.Now[at][i].Met+c.Now[at][i].NotMet, 0)}
		one.Value, _ = c.Planned(p, u.Code)
		out.Places, out.Names[u.Code] = append(out.Places, one), u
	}
	if out.Whole != nil && len(out.Places) > 0 {
		out.Reconcile = cascade.Reconcile(p, *out.Whole, out.Places)
	}
	all, err := planrows.ShareVersions(ctx, o.office.Reader(), string(o.office.ProvinceCode()), year, part)
	if err != nil {
		return nil, err
	}
	for _, v := range all {
		out.Versions = append(out.Versions, ShareVersion{v, o.office.NameOf(ctx, v.RecordedBy)})
	}
	return out, nil
}

// PlanLights counts the lights of this year's plan in a place, for a card on the first page; false where the plan is
// not counted yet, there is none, or it is not the actor's to see.
func (o *Desk) PlanLights(ctx context.Context, a *office.Ask,
	unit place.Code) (*target.Plan, map[target.Light]int, bool) {
	if !o.office.May(a, access.ViewPlans) || !o.plans.PlanCounted(ctx, 0, 0) {
		return nil, nil, false
	}
	in := plans.ProgressInput{Place: unit}
	c, err := o.plans.Counting(ctx, a, &in)
	if err != nil {
		if errs.KindOf(err) == errs.Internal {
			o.office.Log().Warn("lights of the plan", "err", err)
		}
		return nil, nil, false
	}
	lights := map[target.Light]int{}
	for i := range c.Parts {
		lights[c.Part(i, c.Here).Light]++
	}
	return c.P.Plan, lights, true
}
