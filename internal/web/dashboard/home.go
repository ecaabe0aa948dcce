package dashboard

import (
	"net/http"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/briefs"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/means"
	"giamngheo/internal/app/signals"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
	noticerows "giamngheo/internal/store/notices"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

// homePage is the page that a person begins the day with: the work first, then what their role looks at. What it has
// not is nil or empty and not shown.
type homePage struct {
	page.OfPlan
	Work    *workRows
	Signs   bool // the work is what waits for a signature
	Visits  *visits
	Hamlets []work.Hamlet
	Now     *dashboard.Dashboard
	Plan    *planCard
	Leads   bool                     // the page is spoken from: sentences, and every target's light
	Brief   *briefs.Brief            // what fails, and what has changed in a month
	Money   *funds.Board             // of the newest year
	Means   map[string]*means.Target // behind the plan's targets, of who may see it
	Spots   []work.Spot              // where an inspector looks first
	Inspect bool                     // the page says so where there is none
	Look    []signals.Place          // where to look first, for who inspects
	Map     *dashboardPage           // of who leads more than one commune
	Begun   *work.Start
	Told    []told // notices, the first few
}

// told is a notice on the first page.
type told struct {
	noticerows.Notice
	Unit  place.Unit
	Title string // in the language of the page
}

// mostNotices is how many notices the first page shows.
const mostNotices = 3

// visits are an enumerator's households, with the days that are left of each hamlet.
type visits struct {
	*surveys.Visits
	rows map[int64]work.Row
}

// When says how long there is for a hamlet's list.
func (v *visits) When(list int64) errs.Text { return workRows{}.When(v.rows[list]) }

// First is the household to visit next; nil where none is left.
func (v *visits) First() *surveys.Visit {
	if len(v.Next) == 0 {
		return nil
	}
	return &v.Next[0]
}

// Then are those after it.
func (v *visits) Then() []surveys.Visit { return v.Next[min(1, len(v.Next)):] }

func (s *handlers) home(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	may := func(action access.Action) bool { return s.desks.Office.May(a, action) }
	if r.URL.RawQuery != "" { // an address of before, when this was a place's figures
		http.Redirect(w, r, "/overview?"+r.URL.RawQuery, http.StatusSeeOther)
		return nil
	}
	if !may(access.ViewDashboard) {
		return s.homeOfOffice(w, r)
	}
	p := &homePage{Signs: may(access.DecideReviews)}
	p.Lang = page.Lang(r)
	does := may(access.RunReviews) || may(access.SurveyReviews)
	manages := may(access.EditPlans) || may(access.AnnounceReviews) || may(access.OpineReviews)
	p.Inspect = may(access.InspectReviews)
	p.Leads = !does && !manages && !p.Inspect
	for _, fill := range []func(*http.Request, *homePage) error{s.homeWork, s.homeFigures, s.homePlan, s.homeMoney,
		s.homeTold} {
		if err := fill(r, p); err != nil {
			return err
		}
	}
	s.shell.Render(w, r, "home", errs.T("Your work today"), p)
	return nil
}

// homeTold fills in what is told to the person.
func (s *handlers) homeTold(r *http.Request, p *homePage) error {
	all, err := s.desks.Notices.Current(r.Context(), page.Actor(r), mostNotices)
	for i := range all {
		p.Told = append(p.Told, told{all[i], s.desks.Office.Unit(all[i].Place), all[i].In(p.Lang).Title})
	}
	return err
}

// homeOfOffice is the first page of who sees no households: what the office lacks, or its accounts.
func (s *handlers) homeOfOffice(w http.ResponseWriter, r *http.Request) error {
	to := "/accounts"
	if begun, err := s.begun(r); err != nil {
		return err
	} else if begun != nil {
		to = "/start"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// homeWork fills in what waits for the person.
func (s *handlers) homeWork(r *http.Request, p *homePage) error {
	ctx, a := r.Context(), page.Actor(r)
	mine, err := s.desks.Work.Mine(ctx, a)
	if err != nil {
		return err
	}
	if s.desks.Office.May(a, access.SurveyReviews) && !s.desks.Office.May(a, access.RunReviews) {
		p.Visits = &visits{rows: map[int64]work.Row{}}
		if p.Visits.Visits, err = s.desks.Surveys.Visits(ctx, a); err != nil {
			return err
		}
		for _, row := range mine.Rows {
			if row.Kind == work.List {
				p.Visits.rows[row.ID] = row
			}
		}
		mine.Rows = slices.DeleteFunc(mine.Rows, func(row work.Row) bool { return row.Kind == work.List })
	}
	p.Work = firstOf(mine, s.desks.Office.Day())
	if p.Hamlets, err = s.desks.Work.Hamlets(ctx, a); err != nil {
		return err
	}
	if p.Inspect {
		if p.Spots, err = s.desks.Work.Spots(ctx, a); err != nil {
			return err
		}
	}
	if p.Inspect && s.desks.Office.May(a, access.LookFirst) {
		if p.Look, err = s.desks.Signals.Board(ctx, a); err != nil {
			return err
		}
		p.Look = p.Look[:min(len(p.Look), mostLooked)]
	}
	p.Begun, err = s.begun(r)
	return err
}

// mostLooked is how many communes to look at first the first page names.
const mostLooked = 5

// homeFigures fills in the figures of the person's place, and for who leads one the map.
func (s *handlers) homeFigures(r *http.Request, p *homePage) (err error) {
	a := page.Actor(r)
	if p.Now, err = s.desks.Dashboard.Dashboard(r.Context(), a, dashboard.Input{}); err != nil {
		return err
	}
	if !p.Leads || len(p.Now.Map) < 2 {
		return nil
	}
	m := &dashboardPage{Dashboard: p.Now}
	m.Lang = p.Lang
	if m.MapOf, err = s.desks.Places.MapOf(r.Context(), a, 0); err != nil {
		return err
	}
	m.Figure = m.figure(page.Pick(p.Lang, errs.T("Map of the rate of poor households")))
	p.Map = m
	return nil
}

// homePlan fills in how the year's plan stands: its lights for who does the work, what fails for others. The page does
// not wait for a plan that is not counted yet.
func (s *handlers) homePlan(r *http.Request, p *homePage) (err error) {
	ctx, a := r.Context(), page.Actor(r)
	p.Plan = s.planCard(r, p.Now.Place.Code, 0)
	if p.Plan == nil || s.desks.Office.May(a, access.SurveyReviews) {
		return nil
	}
	p.Year, p.Unit = p.Plan.Year, p.Plan.Unit
	p.Brief, err = s.desks.Briefs.Brief(ctx, a, briefInput(p.Year, p.Now.Place.Code))
	return office.IgnoreNotFound(err)
}

// homeMoney fills in the money of the newest year, for who leads.
func (s *handlers) homeMoney(r *http.Request, p *homePage) (err error) {
	a := page.Actor(r)
	if !p.Leads || !s.desks.Office.May(a, access.ViewMoney) {
		return nil
	}
	p.Money, err = s.desks.Funds.Board(r.Context(), a, funds.Query{Place: p.Now.Place.Code})
	if err = office.IgnoreNotFound(err); err != nil || p.Brief == nil {
		return err
	}
	var codes []string
	for _, part := range p.Targets() {
		codes = append(codes, part.Code)
	}
	p.Means, err = s.desks.Means.Targets(r.Context(), a, funds.Query{Year: p.Year, Place: p.Now.Place.Code}, codes...)
	return err
}

// mostTold is how many parts of a plan the first page names; the brief has all.
const mostTold = 6

// Failing are the first of the parts that will not be reached or may not.
func (p *homePage) Failing() []briefs.Part {
	return p.told(func(b *briefs.Part) bool { return b.Light == target.Red || b.Light == target.Amber })
}

// Changed are the first of the parts that have moved in the month, those that went away from the plan before others.
func (p *homePage) Changed() []briefs.Part {
	all := append(p.told((*briefs.Part).Worse), p.told((*briefs.Part).Better)...)
	return all[:min(len(all), mostTold)]
}

func (p *homePage) told(so func(*briefs.Part) bool) (out []briefs.Part) {
	if p.Brief == nil {
		return nil
	}
	for i := range p.Brief.Parts {
		if so(&p.Brief.Parts[i]) && len(out) < mostTold {
			out = append(out, p.Brief.Parts[i])
		}
	}
	return out
}

// Targets are the plan's targets, each by the part that stands worst; the gravest first.
func (p *homePage) Targets() (out []briefs.Part) {
	if p.Brief == nil {
		return nil
	}
	seen := map[int]bool{}
	for _, part := range p.Brief.Parts { // the gravest first
		if !seen[part.Number] {
			seen[part.Number] = true
			out = append(out, part)
		}
	}
	return out
}

// Part writes the figures of a part.
func (p *homePage) Part(b briefs.Part) homePart { return homePart{p, b} }

type homePart struct {
	P *homePage
	briefs.Part
}

// Money is what stands behind the part; nil where no project has money for it, or it is not theirs to see.
func (p homePart) Money() *means.Target {
	if m := p.P.Means[p.Code]; m != nil && len(m.Projects) > 0 {
		return m
	}
	return nil
}

// Count is how many parts of the plan have a light.
func (p *homePage) Count(light string) int { return p.Brief.Lights[target.Light(light)] }

// Moves are how many households left poverty and came into it since the review before, as decisions say.
func (p *homePage) Moves() (m struct{ Out, In int64 }) {
	for _, to := range []poverty.Class{poverty.NearPoor, poverty.None} {
		m.Out += p.Now.Movement[poverty.Poor][to]
		m.In += p.Now.Movement[to][poverty.Poor]
	}
	return m
}

// List is the address of households of the place.
func (p *homePage) List(pairs ...any) string {
	return parts.HouseholdsOf(map[string][]string{"place": {string(p.Now.Place.Code)}}, pairs...)
}

// Overview is the address of the place's figures.
func (p *homePage) Overview(code place.Code) string { return "/overview?place=" + string(code) }

// Change says what has come of a part in the month.
func (p *homePage) Change(b briefs.Part) string { return p.Moved(&b) }

// mostSpots is how many communes an inspector's first page names.
const mostSpots = 10

// FirstSpots are the communes to look at first.
func (p *homePage) FirstSpots() []work.Spot { return p.Spots[:min(mostSpots, len(p.Spots))] }

// MoreSpots is how many communes there are beyond those.
func (p *homePage) MoreSpots() int { return max(0, len(p.Spots)-mostSpots) }

// mostLate is how many works that are late the first page names.
const mostLate = 4

// LateWorks are the first of the works that are late.
func (p *homePage) LateWorks() []activities.ActivityShown {
	return p.Brief.Late[:min(mostLate, len(p.Brief.Late))]
}

// MoreLate is how many works are late beyond those.
func (p *homePage) MoreLate() int { return max(0, len(p.Brief.Late)-mostLate) }
