package dashboard

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/places"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type dashboardPage struct {
	page.Page
	*dashboard.Dashboard
	Units  template.HTML
	Chosen string
	OnText string
	Groups []ethnicRow
	Plan   *planCard // nil: nothing to show at once
	Figure *parts.MapFigure
	MapOf  places.MapRef
}

type ethnicRow struct {
	Code   string
	Name   string
	People int64
	Low    int64
}

// List is the address of the households behind a figure.
func (p *dashboardPage) List(pairs ...any) string {
	return parts.HouseholdsOf(p.AgesOf().Query, pairs...)
}

// AgesOf say of when the answers are, and what today's ages would change.
func (p *dashboardPage) AgesOf() *parts.Ages {
	q := url.Values{}
	if p.Chosen != "" {
		q.Set("place", p.Chosen)
	}
	if p.OnText != "" {
		q.Set("on", p.OnText)
	}
	return &parts.Ages{Answers: p.Answers, On: p.On, Moves: parts.Moves(p.Aged), Query: q}
}

// To is the address of another place's dashboard on the same day.
func (p *dashboardPage) To(code place.Code) string {
	v := url.Values{"place": {string(code)}}
	if p.OnText != "" {
		v.Set("on", p.OnText)
	}
	return "/overview?" + v.Encode()
}

// Moved is how many households went from one class to another since the review before, as decisions say.
func (p *dashboardPage) Moved(from, to poverty.Class) int64 { return p.Movement[from][to] }

// MovedFrom are the classes of the review before.
func (p *dashboardPage) MovedFrom() []poverty.Class {
	return []poverty.Class{poverty.Poor, poverty.NearPoor, poverty.None, poverty.Undetermined}
}

// figure is the map of the rate of poor households.
func (p *dashboardPage) figure(title string) *parts.MapFigure {
	m, most := parts.NewMap(p.MapOf, title), 0.0
	for i := range p.Map {
		most = max(most, parts.Share(p.Map[i].Poor, p.Map[i].Households))
	}
	for i := range p.Map {
		u := &p.Map[i]
		m.Tile(u.FullName, parts.Rate(p.Lang, u.Poor, u.Households), parts.Share(u.Poor, u.Households), most)
	}
	return m
}

func (s *handlers) dashboard(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	on, err := page.FormDay(r, "on")
	if err != nil {
		return err
	}
	d, err := s.desks.Dashboard.Dashboard(r.Context(), a, dashboard.Input{Place: place.Code(r.FormValue("place")),
		On: on})
	if err != nil {
		return err
	}
	p := &dashboardPage{Dashboard: d, Units: page.UnitOptions(s.desks.Office.Choices(a, on), string(d.Place.Code)),
		Chosen: r.FormValue("place"), OnText: r.FormValue("on")}
	p.Plan = s.planCard(r, d.Place.Code, on)
	if p.MapOf, err = s.desks.Places.MapOf(r.Context(), a, on); err != nil {
		return err
	}
	p.Lang = page.Lang(r)
	p.Figure = p.figure(page.Pick(p.Lang, errs.T("Map of the rate of poor households")))
	names := map[household.Ethnicity]string{}
	for _, g := range s.desks.Office.Codes().Groups {
		names[g.Code] = g.Name
	}
	for code, n := range d.Ethnicities {
		p.Groups = append(p.Groups, ethnicRow{code.String(), names[code], n[0], n[1]})
	}
	slices.SortFunc(p.Groups, func(a, b ethnicRow) int { return int(b.People - a.People) })
	s.shell.Render(w, r, "dashboard", errs.T("Overview"), p)
	return nil
}

type lawPage struct {
	page.Page
	On         date.Date
	Standard   *poverty.Standard
	Code       string
	Lines      []lawLine
	Households int
}

type lawLine struct {
	Name, Value, Cite string
	Sample            bool
}

func (s *handlers) showLaw(w http.ResponseWriter, r *http.Request) error {
	p := &lawPage{Standard: s.desks.Book.Standard(), Code: r.FormValue("rule")}
	p.On = p.Standard.On
	s.shell.Render(w, r, "law", errs.T("The law in force"), p)
	return nil
}

type helpPage struct{ page.Page }

func (s *handlers) help(w http.ResponseWriter, r *http.Request) error {
	s.shell.Render(w, r, "help", errs.T("Quick guide"), &helpPage{})
	return nil
}
