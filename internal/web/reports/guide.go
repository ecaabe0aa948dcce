package reports

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"giamngheo/internal/app/guides"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/guide"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// guidePage is how the programme is monitored.
type guidePage struct {
	page.OfPlan
	*guides.Shown
}

func (h *handlers) guide(w http.ResponseWriter, r *http.Request) (err error) {
	q := guides.Query{Node: typed(r, "node")}
	if y := r.FormValue("year"); y != "" {
		if q.Year, err = strconv.Atoi(y); err != nil || q.Year < 2000 || q.Year > 2100 {
			return page.NotThere()
		}
	}
	p := &guidePage{}
	if p.Shown, err = h.desks.Guides.Guide(r.Context(), page.Actor(r), q); err != nil {
		return err
	}
	p.Year, p.Nav = p.Query.Year, "reports"
	h.shell.Render(w, r, "guide", errs.T("Guide to monitoring and evaluation, %d", p.Year), p)
	return nil
}

// Unit is in what an indicator is measured.
func (p *guidePage) Unit(x *guide.Indicator) string {
	switch {
	case x.Part != nil:
		return page.Pick(p.Lang, plans.UnitTitle(x.Part.Unit))
	case len(x.Rows) > 0:
		return "" // each row has its own
	case x.Unit.VI == "" && x.Row.Type == form.Money:
		return page.Pick(p.Lang, errs.T("đồng"))
	}
	return page.Pick(p.Lang, x.Unit)
}

// Href is the page that shows an indicator's figure; "" where no page does yet.
func (p *guidePage) Href(x *guide.Indicator) string {
	if x.Part != nil {
		return p.PartTo(x.Part.Code)
	}
	if x.Node != "" {
		return "/money?" + url.Values{"node": {x.Node}}.Encode()
	}
	if id := p.Rounds[x.Form.Code]; id != 0 {
		return fmt.Sprintf("/rounds/%d/whole", id)
	}
	return ""
}

// How is who has the figure of an origin, when, and how it is verified.
func (p *guidePage) How(o guide.Origin) guide.How { return p.Origins[o] }

// OriginTitle names an origin.
func (p *guidePage) OriginTitle(o guide.Origin) string { return page.Pick(p.Lang, o.Title()) }

// Planned writes what is planned of a part.
func (p *guidePage) Planned(part *target.Part, v *float64) string { return p.OfPlan.Planned(part, *v) }

// Baseline writes where a part stood before the plan and when; "" where the plan gives no figure. That of a change is the
// share that changes.
func (p *guidePage) Baseline(part *target.Part) string {
	b := part.Baseline
	if b == nil || b.Value == nil {
		return ""
	}
	unit := part.Unit
	if part.Kind == "change" {
		unit = "percent"
	}
	return page.Pick(p.Lang, errs.T("%s on %s", p.Value(unit, *b.Value), b.Day.Vietnamese()))
}

// Lead is the body that leads a project on the guide's day; nil where none is known.
func (p *guidePage) Lead(n *programme.Node) *programme.Body {
	if b, ok := n.LeadOn(p.Shown.On); ok {
		return &b
	}
	return nil
}

// Columns are the figures of a row, words apart.
func (p *guidePage) Columns(x *guide.Indicator) (out []form.Column) {
	for _, c := range x.Form.Columns {
		if !c.Type.Said() {
			out = append(out, c)
		}
	}
	return out
}

// Schedule is a schedule by its index.
func (p *guidePage) Schedule(i int) *form.Schedule { return &p.Schedules[i] }

// Heading reports whether a project stands above others and has nothing of its own.
func (p *guidePage) Heading(s guide.Section) bool {
	if s.Node == nil || len(s.Indicators) > 0 {
		return false
	}
	for i := range p.Nodes {
		if p.Nodes[i].Parent == s.Node.Code {
			return true
		}
	}
	return false
}
