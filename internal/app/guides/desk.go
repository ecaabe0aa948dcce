// Package guides lays out how the programme is monitored in a year: of which projects, by which targets and forms,
// when and by whom.
package guides

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/guide"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
	rows "giamngheo/internal/store/reports"
	"giamngheo/internal/target"
)

// Desk lays out how the programme is monitored.
type Desk struct {
	office  *office.Office
	library *library.Library
	days    *workdays.Desk
	plans   *plans.Desk
	reports *reports.Desk
	frames  func() (*guide.Frames, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, days *workdays.Desk, p *plans.Desk, r *reports.Desk) *Desk {
	return &Desk{office: o, library: l, days: days, plans: p, reports: r,
		frames: sync.OnceValues(func() (*guide.Frames, error) {
			c, err := l.Catalogue()
			if err != nil {
				return nil, err
			}
			forms, err := r.Forms()
			if err != nil {
				return nil, err
			}
			return guide.Read(l.Data(), c, forms)
		})}
}

// Query asks for a guide: Year 0 is that of the plan that runs, Node "" every project.
type Query struct {
	Year int
	Node string
}

// Shown is the guide of a year.
type Shown struct {
	*guide.Guide
	Query Query
	Years []int // of which there is a plan
	Plan  *target.Plan
	On    date.Date // bodies that lead are those of this day
	Nodes []programme.Node
	// Due are the days of the first period of each schedule in the year; nil where it has none.
	Due []*Due
	// Rounds are the newest rounds in which a form was sent, by its code.
	Rounds map[string]int64
}

// Due are the days of a period.
type Due struct {
	Period form.Period
	form.Dues
}

// Guide shows how the programme is monitored in a year. Without a plan of the year it is that of the forms alone.
// Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Guide(ctx context.Context, a *office.Ask, q Query) (*Shown, error) {
	if !d.office.May(a, access.ViewReports) {
		return nil, office.Forbidden()
	}
	out := &Shown{Query: q, Rounds: map[string]int64{}}
	src, err := d.sources(ctx, out)
	if err != nil {
		return nil, err
	}
	out.Guide = guide.Lay(*src, out.On)
	if err := d.only(out); err != nil {
		return nil, err
	}
	if err := d.due(out); err != nil {
		return nil, err
	}
	all, err := rows.Rounds(ctx, d.office.Reader(), string(d.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State == rows.Gone {
			continue
		}
		for j := range all[i].Forms { // the newest is the first
			if code := all[i].Forms[j].Code; out.Rounds[code] == 0 {
				out.Rounds[code] = all[i].ID
			}
		}
	}
	return out, nil
}

// sources finds what a guide is made of, and the year that is meant.
func (d *Desk) sources(ctx context.Context, out *Shown) (s *guide.Sources, err error) {
	s = &guide.Sources{}
	if s.Frames, err = d.frames(); err != nil {
		return nil, err
	}
	if s.Forms, err = d.reports.Forms(); err != nil {
		return nil, err
	}
	if s.Schedules, err = d.reports.Schedules(); err != nil {
		return nil, err
	}
	if out.Years, err = d.plans.Years(ctx); err != nil {
		return nil, err
	}
	today := d.office.Day()
	if out.Query.Year == 0 {
		out.Query.Year = today.Year()
		if len(out.Years) > 0 && !slices.Contains(out.Years, today.Year()) {
			out.Query.Year = out.Years[0]
		}
	}
	if out.On = today; out.Query.Year != today.Year() {
		out.On = date.Must(out.Query.Year, 12, 31)
	}
	s.Plan, _, err = d.plans.PlanText(ctx, d.office.Reader(), out.Query.Year)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil {
		s.Plan = nil
	}
	out.Plan = s.Plan
	c, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	if s.Programme = c.ProgrammeOn(out.On); s.Programme != nil {
		out.Nodes = s.Programme.Nodes
	}
	return s, nil
}

// only leaves of a guide the project that is asked for, with those below it.
func (d *Desk) only(out *Shown) error {
	if out.Query.Node == "" {
		return nil
	}
	c, err := d.library.Catalogue()
	if err != nil {
		return err
	}
	if out.Sections = slices.DeleteFunc(out.Sections, func(s guide.Section) bool {
		return s.Node == nil || !c.Within(s.Node.Code, out.Query.Node)
	}); len(out.Sections) == 0 {
		return errs.New(errs.NotFound, "the programme has no project “%s”", out.Query.Node)
	}
	return nil
}

// due reckons the days of the first period of every schedule.
func (d *Desk) due(out *Shown) error {
	law, err := d.days.Law()
	if err != nil {
		return err
	}
	out.Due = make([]*Due, len(out.Schedules))
	for i := range out.Schedules {
		p := form.Period{Kind: out.Schedules[i].Period, Year: out.Query.Year}
		if p.Kind == form.Month || p.Kind == form.Quarter {
			p.N = 1
		}
		if days, ok := out.Schedules[i].Dues(p, law.Working); ok {
			out.Due[i] = &Due{p, days}
		}
	}
	return nil
}
