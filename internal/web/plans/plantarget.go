package plans

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/means"
	"giamngheo/internal/app/places"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/cascade"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type planTargetPage struct {
	PlanBase
	T       *plans.TargetShown
	Units   template.HTML
	MayEdit bool
	MaySay  bool
	MaySee  bool // the households behind it
	Figure  *parts.MapFigure
	MapOf   places.MapRef
	Money   *means.Target // nil: not known, or not theirs to see
}

// Given is where the money behind the target is on the board; of a project the board of that project.
func (p *planTargetPage) Given(q funds.Query) string {
	return parts.MoneyBoard(q)
}

// Each is what was disbursed for each result, 0 where it cannot be said.
func (p *planTargetPage) Each() money.Dong {
	if !p.T.Here.Actual.Known {
		return 0
	}
	each, _ := p.Money.Each(p.T.Here.Actual.Numerator)
	return each
}

// figure is the map of the part, on which the tiles are as dark as their figure is large.
func (p *planTargetPage) figure(title string) *parts.MapFigure {
	m, most := parts.NewMap(p.MapOf, title), 0.0
	for i := range p.T.Map {
		most = max(most, p.T.Map[i].Figure.Value)
	}
	for i := range p.T.Map {
		u := &p.T.Map[i]
		m.Tile(u.FullName, p.MapValue(u), u.Figure.Value, most)
	}
	return m
}

// measured is a measure on its page, in the template "measure".
type measured struct {
	P *planTargetPage
	M *target.Measure
}

// Measured is a measure of the target.
func (p *planTargetPage) Measured(m *target.Measure) measured { return measured{p, m} }

// Over names what a measure counts.
func (p *PlanBase) Over(over string) string {
	return page.Pick(p.Lang, map[string]errs.Text{"household": errs.T("households of the register"),
		"person":  errs.T("people of the register"),
		"support": errs.T("people and households supported, each once"), "activity": errs.T("activities"),
		"report": errs.T("a figure that a body reports")}[over])
}

// Sum says what of supports and activities is added up, "" where they are counted.
func (p *PlanBase) Sum(sum string) string {
	return page.Pick(p.Lang, map[string]errs.Text{"quantity": errs.T("quantities added up"),
		"amount": errs.T("amounts added up"), "records": errs.T("records counted")}[sum])
}

// Better says which way is the good one.
func (p *PlanBase) Better(better string) string {
	return page.Pick(p.Lang, map[string]errs.Text{"higher": errs.T("higher is better: at least as planned"),
		"lower": errs.T("lower is better: at most as planned"),
		"below": errs.T("lower is better: less than planned")}[better])
}

// Kind names how a part is counted.
func (p *PlanBase) Kind(kind string) string {
	return page.Pick(p.Lang, map[string]errs.Text{"change": errs.T("change from the baseline's day"),
		"rate": errs.T("rate"), "count": errs.T("count in the year")}[kind])
}

// Rule names how a part is shared out.
func (p *PlanBase) Rule(rule string) string {
	return page.Pick(p.Lang, map[string]errs.Text{"same": errs.T("the same for all"),
		"proportional": errs.T("in proportion"), "own": errs.T("in proportion to the place’s own rate"),
		"manual": errs.T("given by hand"),
		"":       errs.T("Rule|not given")}[rule])
}

// Met and the others are how many stand behind the figure; of changes and rates not met is the rest of the denominator.
func (p *planTargetPage) NotMet() int64 {
	return max(p.T.Here.Actual.Denominator-p.T.Here.Actual.Numerator, 0)
}

// Listable reports whether there is anything to list behind the part.
func (p *planTargetPage) Listable() bool {
	return p.T.Here.Numerator != nil && p.T.Here.Numerator.Over != "report" // those stand on the page
}

func (s *handlers) showPlanTarget(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := page.Actor(r)
	t, err := s.desks.Plans.Target(r.Context(), a, in, r.PathValue("part"))
	if err != nil {
		return err
	}
	p := &planTargetPage{PlanBase: b, T: t, Units: page.UnitOptions(s.desks.Office.Choices(a, t.Input.On),
		string(t.Here.Place.Code)), MayEdit: s.desks.Office.May(a, access.EditPlans),
		MaySay: s.desks.Office.May(a, access.ReportFigures), MaySee: s.desks.Office.May(a, access.ViewHouseholds)}
	title := t.Here.Title
	if p.MapOf, err = s.desks.Places.MapOf(r.Context(), a, t.Input.On); err != nil {
		return err
	}
	behind, err := s.desks.Means.Targets(r.Context(), a, funds.Query{Year: b.Year, Place: t.Here.Place.Code,
		On: t.Input.On}, t.Here.Code)
	if err != nil {
		return err
	}
	p.Money = behind[t.Here.Code]
	p.Lang = page.Lang(r)
	p.Figure = p.figure(page.Pick(p.Lang, title))
	s.shell.Render(w, r, "plan_target", errs.T("%s – %s", title, t.Here.Place.FullName), p)
	return nil
}

// MapValue is what the map shows of a commune.
func (p *planTargetPage) MapValue(m *plans.MapPart) string {
	if !m.Figure.Known {
		return "–"
	}
	return p.Bare(p.T.Here.Unit, m.Figure.Value)
}

type planBehindPage struct {
	PlanBase
	B             *plans.BehindShown
	Number, Pages int
	MayExport     bool
	Whichs        []string
}

// WhichTitle names what is listed.
func (p *planBehindPage) WhichTitle(which string) string {
	switch which {
	case "met":
		return p.MetTitle(p.B.Here.Part)
	case "not_met":
		return p.NotMetTitle(p.B.Here.Part)
	}
	return page.Pick(p.Lang, errs.T("Unknown"))
}

// To is the address of a page of the list.
func (p *planBehindPage) To(page int) string {
	return p.Behind(p.B.Here.Code, p.B.Input.Which) + "&page=" + strconv.Itoa(page)
}

// Download is the address of the list as a workbook.
func (p *planBehindPage) Download() string {
	v := url.Values{"place": {string(p.B.Here.Place.Code)}, "which": {p.B.Input.Which}}
	if p.On != "" {
		v.Set("on", p.On)
	}
	return fmt.Sprintf("/plan/%d/behind/%s/list.xlsx?%s", p.Year, p.B.Here.Code, v.Encode())
}

// whichs are the lists that a part has.
func whichs(p *target.Part) []string {
	switch {
	case p.Denominator == nil || p.Denominator.Over == "report":
		return []string{"met"}
	case p.Denominator.Over == "support":
		return []string{"met", "not_met"}
	}
	return []string{"met", "not_met", "unknown"}
}

func behindInput(r *http.Request, in plans.ProgressInput) (plans.BehindInput, int) {
	n, _ := strconv.Atoi(r.FormValue("page"))
	n = min(max(n, 1), 1_000_000)
	which := r.FormValue("which")
	if which != "not_met" && which != "unknown" {
		which = "met"
	}
	return plans.BehindInput{ProgressInput: in, Part: r.PathValue("part"), Which: which,
		Offset: (n - 1) * parts.CellsOnPage, Limit: parts.CellsOnPage}, n
}

func (s *handlers) showPlanBehind(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := page.Actor(r)
	asked, n := behindInput(r, in)
	shown, err := s.desks.Plans.Behind(r.Context(), a, asked)
	if err != nil {
		return err
	}
	p := &planBehindPage{PlanBase: b, B: shown, Number: n, Pages: (shown.Count +
		parts.CellsOnPage - 1) / parts.CellsOnPage, MayExport: s.desks.Office.May(a, access.ExportHouseholds),
		Whichs: whichs(shown.Here.Part)}
	p.Unit = string(shown.Here.Place.Code)
	title := shown.Here.Title
	s.shell.Render(w, r, "plan_behind", errs.T("%s – %s", title, shown.Here.Place.FullName), p)
	return nil
}

func (s *handlers) planBehindFile(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	asked, _ := behindInput(r, in)
	var out bytes.Buffer
	if err := s.desks.PlanFiles.ExportBehind(r.Context(), page.Actor(r), asked, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("chi-tieu-%d-%s.xlsx", b.Year, asked.Part), out.Bytes())
}

type planSharePage struct {
	PlanBase
	S       *dashboard.ShareShown
	Values  map[string]string
	Reason  string
	MayEdit bool
	Units   template.HTML
}

// Given is the value of a place in the form: what was typed, else what it has.
func (p *planSharePage) Given(v cascade.Planned) string {
	if text, ok := p.Values[string(v.Place)]; ok {
		return text
	}
	if v.Value == nil {
		return ""
	}
	return parts.Decimal(p.Lang, *v.Value, fractionOf(*v.Value))
}

// fractionOf is how many decimals a value needs, at most two.
func fractionOf(v float64) int {
	for n := range 2 {
		if s := strconv.FormatFloat(v, 'f', n, 64); s == strconv.FormatFloat(v, 'f', -1, 64) {
			return n
		}
	}
	return 2
}

// ByRule reports whether the part has a rule by which it is shared out.
func (p *planSharePage) ByRule() bool {
	return p.S.Part.Cascade.Rule != "" && p.S.Part.Cascade.Rule != "manual"
}

func (s *handlers) showPlanShare(w http.ResponseWriter, r *http.Request) error {
	return s.planSharePage(w, r, nil, nil)
}

func (s *handlers) planSharePage(w http.ResponseWriter, r *http.Request, failed error, typed map[string]string) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := page.Actor(r)
	shown, err := s.desks.Dashboard.Share(r.Context(), a, b.Year, r.PathValue("part"), in.Place)
	if err != nil {
		return err
	}
	p := &planSharePage{PlanBase: b, S: shown, Values: typed, Reason: r.PostFormValue("reason"),
		MayEdit: s.desks.Office.May(a, access.EditPlans), Units: page.UnitOptions(s.desks.Office.Choices(a, 0),
			string(shown.Of.Code))}
	p.Error = s.shell.Told(w, r, failed)
	title := shown.Part.Title
	s.shell.Render(w, r, "plan_share", errs.T("Share out: %s", title), p)
	return nil
}

func (s *handlers) sharePlan(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	in := plans.ShareInput{Year: year, Part: r.PathValue("part"), Below: place.Code(r.FormValue("place")),
		Reason: r.PostFormValue("reason")}
	typed := map[string]string{}
	if r.PostFormValue("by") == "hand" {
		in.Values, err = shareValues(r, typed)
	}
	var told *cascade.Reconciliation
	if err == nil {
		told, err = s.desks.Plans.SharePlan(r.Context(), page.Actor(r), in)
	}
	if page.Personal(err) {
		return s.planSharePage(w, r, err, typed)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/plan/%d/share/%s?place=%s", year, url.PathEscape(in.Part),
		page.QueryEscape(string(in.Below))), "", errs.T("Shared out: %s", told.Text))
}

// shareValues reads the values given by hand; typed keeps what was typed, so that nothing is lost where one is no
// number.
func shareValues(r *http.Request, typed map[string]string) (map[place.Code]float64, error) {
	out := map[place.Code]float64{}
	var wrong error
	for name := range r.PostForm {
		code, ok := strings.CutPrefix(name, "v-")
		if !ok {
			continue
		}
		text := r.PostFormValue(name)
		typed[code] = text
		v, ok := parseNumber(text)
		switch {
		case text == "":
		case !ok:
			wrong = errs.New(errs.Invalid, "“%s” is no number; write 12 or 12.5", text)
		default:
			out[place.Code(code)] = v
		}
	}
	return out, wrong
}

// FewIn is Few of a place of the ranking.
func (p *planTargetPage) FewIn(s plans.PartShownIn) bool { return p.Few(&s) }

// Money writes an amount of dong.
func (p *planBehindPage) Money(v household.Dong) string { return parts.Number(p.Lang, int64(v)) }
