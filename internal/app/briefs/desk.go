// Package briefs says of a plan in one place what is to be told to those who ask tomorrow: what fails and since when,
// where, why, whom it is about, and what can still be done. Everything is found from the facts each time.
package briefs

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
)

// Desk makes briefs.
type Desk struct {
	office     *office.Office
	plans      *plans.Desk
	activities *activities.Desk
	days       *workdays.Desk
}

// New makes the desk.
func New(o *office.Office, p *plans.Desk, a *activities.Desk, d *workdays.Desk) *Desk {
	return &Desk{o, p, a, d}
}

// Brief is a plan in one place on a day.
type Brief struct {
	*plans.ProgressShown

	Since date.Date // a month before, which things are held against; zero: the plan's year had not begun
	Parts []Part    // the gravest first
	Days  int       // working days left of the plan's year, the day itself not among them

	Late  []activities.ActivityShown // by what is recorded today: of works no earlier state is kept
	Today date.Date
}

// Part is how one part of a plan stands, and what has come of it in a month.
type Part struct {
	*plans.PartShownIn

	Failing []plans.PlaceLight // the worst first
	Was     *target.Figure     // a month before; nil: that is not known
	Before  target.Light       // its light then
	Change  *float64           // since then, in the part's unit; nil: one of the two is not known
}

// Better reports whether a part has come nearer to what is planned since the month before.
func (p *Part) Better() bool {
	return p.Change != nil && *p.Change != 0 && (*p.Change > 0) == (p.Part.Better == "higher")
}

// Worse reports whether it has gone away from it.
func (p *Part) Worse() bool { return p.Change != nil && *p.Change != 0 && !p.Better() }

// Concerned is how many households or people a part is about still: those who are not reached, or, where fewer are
// better, those who are still counted; 0 of what is no share. Which names their list.
func (p *Part) Concerned() (n int64, which string) {
	switch {
	case !p.Actual.Known || p.Actual.Denominator == 0 || p.Actual.Reported:
		return 0, ""
	case p.Part.Better == "higher":
		return p.Actual.Denominator - p.Actual.Numerator, "not_met"
	}
	return p.Actual.Numerator, "met"
}

// Unsure reports whether the answers that are missing decide whether the part is reached.
func (p *Part) Unsure() bool {
	if p.Planned == nil || !p.Actual.Known || p.Actual.Unknown == 0 {
		return false
	}
	meets := func(v float64) bool {
		switch p.Part.Better {
		case "higher":
			return v >= *p.Planned
		case "below":
			return v < *p.Planned
		}
		return v <= *p.Planned
	}
	return meets(p.Actual.Low) != meets(p.Actual.High)
}

// gravity orders lights as one speaks of them.
var gravity = []target.Light{target.Red, target.Amber, target.Grey, target.Green}

// Brief says how a year's plan stands in a place on a day. Errors: as of plans.Progress.
func (o *Desk) Brief(ctx context.Context, a *office.Ask, in plans.ProgressInput) (*Brief, error) {
	now, err := o.plans.Progress(ctx, a, in)
	if err != nil {
		return nil, err
	}
	b := &Brief{ProgressShown: now, Today: o.office.Day()}
	var was *plans.ProgressShown
	if since := now.On.AddMonths(-1); since.Year() == now.Plan.Year {
		in.Year, in.Place, in.On = now.Plan.Year, now.Place.Code, since
		was, err = o.plans.Progress(ctx, a, in)
		switch {
		case errs.KindOf(err) == errs.NotFound: // the place was none then
		case err != nil:
			return nil, err
		default:
			b.Since = since
		}
	}
	for i := range now.Parts {
		b.Parts = append(b.Parts, part(now, was, i))
	}
	slices.SortStableFunc(b.Parts, func(x, y Part) int {
		return cmp.Compare(slices.Index(gravity, x.Light), slices.Index(gravity, y.Light))
	})
	if b.Late, err = o.late(ctx, a, now); err != nil {
		return nil, err
	}
	b.Days, err = o.left(now.On, date.Must(now.Plan.Year, 12, 31))
	return b, err
}

func part(now, was *plans.ProgressShown, i int) Part {
	p := Part{PartShownIn: &now.Parts[i], Failing: now.Failing[now.Parts[i].Code]}
	if was == nil || i >= len(was.Parts) || was.Parts[i].Code != p.Code {
		return p
	}
	before := &was.Parts[i]
	p.Was, p.Before = &before.Actual, before.Light
	if p.Actual.Known && before.Actual.Known {
		change := p.Actual.Value - before.Actual.Value
		p.Change = &change
	}
	return p
}

// late are the activities that should have ended by the day and have not, those that should have ended first before
// others.
func (o *Desk) late(ctx context.Context, a *office.Ask, now *plans.ProgressShown) ([]activities.ActivityShown, error) {
	all, err := o.activities.Activities(ctx, a, activities.ActivityQuery{Place: now.Place.Code, Live: true})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(v activities.ActivityShown) bool {
		return v.State == programme.Done || v.To.IsZero() || v.To >= now.On || v.From.Year() > now.Plan.Year
	})
	slices.SortStableFunc(all, func(x, y activities.ActivityShown) int {
		return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.ID, y.ID))
	})
	return all, nil
}

// left are the working days after one day up to another.
func (o *Desk) left(after, to date.Date) (n int, err error) {
	l, err := o.days.Law()
	if err != nil {
		return 0, err
	}
	for d := after.AddDays(1); d <= to; d = d.AddDays(1) {
		if l.Days.Working(d) {
			n++
		}
	}
	return n, nil
}
