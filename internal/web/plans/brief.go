package plans

import (
	"html/template"
	"net/http"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/briefs"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// briefPage is what is to be told of a plan in one place, on two sheets of paper.
type briefPage struct {
	PlanBase
	*briefs.Brief
	Units  template.HTML
	MaySee bool // the households behind it
}

// mostNamed is how many of the places that fail are named in a brief, and how many works that are late.
const mostNamed = 5

func (s *handlers) showBrief(w http.ResponseWriter, r *http.Request) error {
	b, in, wrong := s.planBaseOf(r)
	if wrong != nil && !page.Personal(wrong) {
		return wrong
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := page.Actor(r)
	p := &briefPage{PlanBase: b, MaySee: s.desks.Office.May(a, access.ViewHouseholds)}
	var said, err error
	p.Brief, said, err = onItsDay(in, wrong, func(in plans.ProgressInput) (*briefs.Brief, error) {
		return s.desks.Briefs.Brief(r.Context(), a, in)
	})
	if said != nil {
		p.PlanBase.On = ""
	}
	if errs.KindOf(err) == errs.NotFound {
		return s.noPlan(w, r, b.Year, err)
	}
	if err != nil {
		return err
	}
	p.Error = s.shell.Told(w, r, said)
	p.Units = page.UnitOptions(s.desks.Office.Choices(a, p.Brief.On), string(p.Place.Code))
	s.shell.Render(w, r, "plan_brief", errs.T("Plan %s – %s: what to tell the Committee", p.Plan.Number,
		p.Place.FullName), p)
	return nil
}

// told is one part, with the page that writes its figures.
type told struct {
	P *briefPage
	briefs.Part
}

// Of are the parts with some lights, the gravest first.
func (p *briefPage) Of(lights ...string) (out []*told) {
	for _, part := range p.Parts {
		if slices.Contains(lights, string(part.Light)) {
			out = append(out, &told{p, part})
		}
	}
	return out
}

// Count is how many parts have a light.
func (p *briefPage) Count(light string) int { return p.Lights[target.Light(light)] }

// Better is how many parts have come nearer to what is planned in the month.
func (p *briefPage) Better() int { return p.moved((*briefs.Part).Better) }

// Worse is how many parts have gone away from what is planned.
func (p *briefPage) Worse() int { return p.moved((*briefs.Part).Worse) }

func (p *briefPage) moved(so func(*briefs.Part) bool) (n int) {
	for i := range p.Parts {
		if so(&p.Parts[i]) {
			n++
		}
	}
	return n
}

// Aim is what is planned.
func (t *told) Aim() string { return t.P.Planned(t.PartShownIn.Part, *t.Planned) }

// concern is how many a part is about still, and their list.
type concern struct {
	N            int64
	Which, Title string
}

// Concern is whom a part is about still; nil: it is no share, or nobody is left.
func (t *told) Concern() *concern {
	n, which := t.Concerned()
	if n == 0 {
		return nil
	}
	c := &concern{n, which, t.P.NotMetTitle(t.PartShownIn.Part)}
	if which == "met" {
		c.Title = t.P.MetTitle(t.PartShownIn.Part)
	}
	return c
}

// Moved says what has come of a part in the month.
func (t *told) Moved() string { return t.P.Moved(&t.Part) }

// Named are the first of the places that fail.
func (t *told) Named() []plans.PlaceLight { return t.Failing[:min(mostNamed, len(t.Failing))] }

// More is how many places fail beyond those that are named.
func (t *told) More() int { return max(0, len(t.Failing)-mostNamed) }

// LateNamed are the first of the works that are late.
func (p *briefPage) LateNamed() []activities.ActivityShown {
	return p.Late[:min(mostNamed, len(p.Late))]
}

// LateMore is how many works are late beyond those that are named.
func (p *briefPage) LateMore() int { return max(0, len(p.Late)-mostNamed) }
