package plans

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
)

// PlanBase is what the pages of a plan have, and how they write figures.
type PlanBase struct {
	page.OfPlan
	Error string
}

func ofYear(year int) PlanBase { return PlanBase{OfPlan: page.OfPlan{Year: year}} }

// Behind is the address of what stands behind a part: met, not_met or unknown.
func (p *PlanBase) Behind(code, which string, unit ...place.Code) string {
	to := p.To(fmt.Sprintf("/plan/%d/behind/%s", p.Year, code), unit...)
	if strings.Contains(to, "?") {
		return to + "&which=" + which
	}
	return to + "?which=" + which
}

// Reported reports whether a figure is one that somebody reports as a whole.
func (p *PlanBase) Reported(s *plans.PartShownIn) bool {
	return s.Actual.Known && s.Numerator != nil && s.Numerator.Over == "report"
}

// Needed says what is needed a month from now on; "" where nothing is, or no whole month is left.
func (p *PlanBase) Needed(s *plans.PartShownIn) string {
	if s.Needed == nil || *s.Needed == 0 {
		return ""
	}
	unit, n := s.Unit, *s.Needed
	if unit == "percent" {
		unit = "points"
	}
	if unit != "points" {
		n = math.Ceil(n)
	}
	return page.Pick(p.Lang, errs.T("needs %s a month", p.Signed(unit, math.Round(n*100)/100)))
}

// Interval writes the interval of a forecast, "" where there is none.
func (p *PlanBase) Interval(s *plans.PartShownIn) string {
	if !s.Forecast.Interval {
		return ""
	}
	return page.Pick(p.Lang, errs.T("%s to %s", p.Bare(s.Unit, s.Forecast.Low), p.Bare(s.Unit, s.Forecast.High)))
}

// MetTitle names the list of those in the numerator: those who are reached, or, of a rate that is to fall, those who
// are still in it.
func (p *PlanBase) MetTitle(part *target.Part) string { return page.Pick(p.Lang, part.CountedTitle()) }

// NotMetTitle names the list of those in the denominator alone.
func (p *PlanBase) NotMetTitle(part *target.Part) string {
	return page.Pick(p.Lang, part.OthersTitle())
}

// UnitTitle names a unit of figures.
func (p *PlanBase) UnitTitle(unit string) string { return page.Pick(p.Lang, plans.UnitTitle(unit)) }

// few is the denominator below which a rate says little.
const few = 30

// Few reports whether a rate is of so few that one more or less moves it much.
func (p *PlanBase) Few(s *plans.PartShownIn) bool {
	return s.Kind != "count" && s.Actual.Known && s.Actual.Denominator > 0 && s.Actual.Denominator < few
}

// planWait is how long a page waits for the first counting before it says that it is under way.
const planWait = 2 * time.Second

// planBaseOf reads what the pages of a plan are asked for.
func (s *handlers) planBaseOf(r *http.Request) (b PlanBase, in plans.ProgressInput, err error) {
	b.Unit, b.On = r.FormValue("place"), r.FormValue("on")
	in.Place = place.Code(b.Unit)
	if r.PathValue("year") != "" {
		if b.Year, err = page.PathYear(r); err != nil {
			return b, in, err
		}
	} else if y := r.FormValue("year"); y != "" {
		if b.Year, err = strconv.Atoi(y); err != nil || b.Year < 2000 || b.Year > 2100 {
			return b, in, page.NotThere()
		}
	}
	b.Nav, in.Year = "plan", b.Year
	in.On, err = page.FormDay(r, "on")
	return b, in, err
}

type planCountingPage struct{ PlanBase }

// ShowCounting says that a plan is being counted.
func ShowCounting(s *page.Shell) page.Action {
	return func(w http.ResponseWriter, r *http.Request) error {
		p := &planCountingPage{}
		p.Nav = "plan"
		s.Render(w, r, "plan_counting", errs.T("The plan is being counted"), p)
		return nil
	}
}

// counting shows that a plan is counted for the first time, and comes back by itself; false where it is counted.
func (s *handlers) counting(w http.ResponseWriter, r *http.Request, year int) bool {
	if s.desks.Plans.PlanCounted(r.Context(), year, planWait) {
		return false
	}
	w.Header().Set("Refresh", "3")
	_ = ShowCounting(s.shell)(w, r) // it cannot fail
	return true
}

type planPage struct {
	PlanBase
	Shown   *plans.ProgressShown
	Units   template.HTML
	Targets []planTarget
	MayEdit bool
	MaySay  bool // report figures
}

// planTarget is a target with its parts as they stand.
type planTarget struct {
	Number int
	Text   string
	Parts  []planPart
}

type planPart struct {
	*plans.PartShownIn
	Failing []plans.PlaceLight
	More    int // places that fail beyond those that are named
}

// worstNamed is how many of the places that fail are named beside a part.
const worstNamed = 3

// onItsDay is what a plan has on a day; of a day that cannot be, or cannot be read (wrong), what it has today, with
// what is to be said of the day that was asked for.
func onItsDay[T any](in plans.ProgressInput, wrong error,
	of func(plans.ProgressInput) (T, error)) (got T, said, err error) {
	if wrong == nil {
		if got, err = of(in); errs.KindOf(err) != errs.Invalid || in.On.IsZero() {
			return got, nil, err
		}
		wrong = err
	}
	in.On = 0
	got, err = of(in)
	return got, wrong, err
}

func (s *handlers) showPlan(w http.ResponseWriter, r *http.Request) error {
	b, in, wrong := s.planBaseOf(r)
	if wrong != nil && !page.Personal(wrong) {
		return wrong
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := page.Actor(r)
	p := &planPage{PlanBase: b, MayEdit: s.desks.Office.May(a, access.EditPlans),
		MaySay: s.desks.Office.May(a, access.ReportFigures)}
	var said, err error
	p.Shown, said, err = onItsDay(in, wrong, func(in plans.ProgressInput) (*plans.ProgressShown, error) {
		return s.desks.Plans.Progress(r.Context(), a, in)
	})
	if said != nil {
		p.On = ""
	}
	if errs.KindOf(err) == errs.NotFound {
		return s.noPlan(w, r, b.Year, err)
	}
	if err != nil {
		return err
	}
	p.Year, p.Error = p.Shown.Input.Year, s.shell.Told(w, r, said)
	p.Units = page.UnitOptions(s.desks.Office.Choices(a, p.Shown.On), string(p.Shown.Place.Code))
	p.Targets = planTargets(p.Shown)
	s.shell.Render(w, r, "plan", errs.T("Plan %s – %s", p.Shown.Plan.Number, p.Shown.Place.FullName), p)
	return nil
}

type noPlanPage struct {
	PlanBase
	*plandrafts.Empty
}

// noPlan says what there is where there is no plan of a year: who may make one, and what can be looked at meanwhile.
// What else was not found stays so.
func (s *handlers) noPlan(w http.ResponseWriter, r *http.Request, year int, missing error) error {
	e, err := s.desks.PlanDrafts.Empty(r.Context(), page.Actor(r), year)
	if err != nil {
		return err
	}
	if slices.Contains(e.Years, e.Year) || year == 0 && len(e.Years) > 0 {
		return missing // a place that there is not, or that is not theirs
	}
	p := &noPlanPage{PlanBase: ofYear(e.Year), Empty: e}
	p.Nav = "plan"
	s.shell.Render(w, r, "plan_none", errs.T("There is no plan of %d yet", e.Year), p)
	return nil
}

// DraftOf reports whether there is a draft of the year.
func (p *noPlanPage) DraftOf(year int) bool { return slices.Contains(p.Drafts, year) }

func planTargets(shown *plans.ProgressShown) (out []planTarget) {
	for i := range shown.Parts {
		one := &shown.Parts[i]
		if n := len(out); n == 0 || out[n-1].Number != one.Number {
			out = append(out, planTarget{Number: one.Number, Text: one.Text})
		}
		failing := shown.Failing[one.Code]
		named := failing[:min(worstNamed, len(failing))]
		t := &out[len(out)-1]
		t.Parts = append(t.Parts, planPart{one, named, len(failing) - len(named)})
	}
	return out
}

// Light is how many parts have a light.
func (p *planPage) Light(name string) int { return p.Shown.Lights[target.Light(name)] }

// Lights are the lights in the order in which a leader looks.
func (p *planPage) Lights() []target.Light { return page.LightNames() }

func (s *handlers) planPaper(w http.ResponseWriter, r *http.Request) error {
	return s.planFile(w, r, s.desks.PlanFiles.WritePlanPaper, page.DocxType, "docx")
}

func (s *handlers) planResults(w http.ResponseWriter, r *http.Request) error {
	return s.planFile(w, r, s.desks.PlanFiles.WritePlanResults, page.XlsxType, "xlsx")
}

// planFile gives the results of a plan's year as a file.
func (s *handlers) planFile(w http.ResponseWriter, r *http.Request,
	write func(context.Context, *office.Ask, plans.ProgressInput, io.Writer) error, mime, ext string) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	var out bytes.Buffer
	if err := write(r.Context(), page.Actor(r), in, &out); err != nil {
		return err
	}
	return page.Download(w, mime, fmt.Sprintf("ket-qua-ke-hoach-%d.%s", b.Year, ext), out.Bytes())
}

// planYears are the years of which there is a plan, and the year of which one may be entered next.
func (p *planPage) Years() []int {
	out := slices.Clone(p.Shown.Years)
	if !slices.Contains(out, p.Year) {
		out = append(out, p.Year)
	}
	return out
}
