package web

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
	"giamngheo/internal/app/plans"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
)

type planTargetPage struct {
	planBase
	T       *plans.TargetShown
	Units   template.HTML
	MayEdit bool
	MaySay  bool
	MaySee  bool // the households behind it
}

// measured is a measure on its page, in the template "measure".
type measured struct {
	P *planTargetPage
	M *target.Measure
}

// Measured is a measure of the target.
func (p *planTargetPage) Measured(m *target.Measure) measured { return measured{p, m} }

// Over names what a measure counts.
func (p *planBase) Over(over string) string {
	return pick(p.Lang, map[string]errs.Text{"household": errs.T("households of the register"), "person": errs.T("people of the register"),
		"support": errs.T("people and households supported, each once"), "activity": errs.T("activities"),
		"report": errs.T("a figure that a body reports")}[over])
}

// Sum says what of supports and activities is added up, "" where they are counted.
func (p *planBase) Sum(sum string) string {
	return pick(p.Lang, map[string]errs.Text{"quantity": errs.T("quantities added up"), "amount": errs.T("amounts added up"), "records": errs.T("records counted")}[sum])
}

// Better says which way is the good one.
func (p *planBase) Better(better string) string {
	return pick(p.Lang, map[string]errs.Text{"higher": errs.T("higher is better: at least as planned"), "lower": errs.T("lower is better: at most as planned"),
		"below": errs.T("lower is better: less than planned")}[better])
}

// Kind names how a part is counted.
func (p *planBase) Kind(kind string) string {
	return pick(p.Lang, map[string]errs.Text{"change": errs.T("change from the baseline's day"), "rate": errs.T("rate"), "count": errs.T("count in the year")}[kind])
}

// Rule names how a part is shared out.
func (p *planBase) Rule(rule string) string {
	return pick(p.Lang, map[string]errs.Text{"same": errs.T("the same for all"), "proportional": errs.T("in proportion"), "manual": errs.T("given by hand"),
		"": errs.T("Rule|not given")}[rule])
}

// Met and the others are how many stand behind the figure; of changes and rates not met is the rest of the denominator.
func (p *planTargetPage) NotMet() int64 {
	return max(p.T.Here.Actual.Denominator-p.T.Here.Actual.Numerator, 0)
}

// Listable reports whether there is anything to list behind the part.
func (p *planTargetPage) Listable() bool {
	return p.T.Here.Numerator != nil && p.T.Here.Numerator.Over != "report" // those stand on the page
}

func (s *Server) showPlanTarget(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := actor(r)
	t, err := s.office.Plans.Target(r.Context(), a, in, r.PathValue("part"))
	if err != nil {
		return err
	}
	p := &planTargetPage{planBase: b, T: t, Units: unitOptions(s.office.Office.Choices(a, t.Input.On), string(t.Here.Place.Code)), MayEdit: s.office.Office.May(a, access.EditPlans),
		MaySay: s.office.Office.May(a, access.ReportFigures), MaySee: s.office.Office.May(a, access.ViewHouseholds)}
	title := t.Here.Title
	s.render(w, r, "plan_target", errs.T("%s – %s", title, t.Here.Place.FullName), p)
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
	planBase
	B             *plans.BehindShown
	Number, Pages int
	MayExport     bool
	Whichs        []string
}

// WhichTitle names what is listed.
func (p *planBehindPage) WhichTitle(which string) string {
	return pick(p.Lang, map[string]errs.Text{"met": errs.T("Met"), "not_met": errs.T("Not met"), "unknown": errs.T("Unknown")}[which])
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
	return plans.BehindInput{ProgressInput: in, Part: r.PathValue("part"), Which: which, Offset: (n - 1) * cellsOnPage, Limit: cellsOnPage}, n
}

func (s *Server) showPlanBehind(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := actor(r)
	asked, n := behindInput(r, in)
	shown, err := s.office.Plans.Behind(r.Context(), a, asked)
	if err != nil {
		return err
	}
	p := &planBehindPage{planBase: b, B: shown, Number: n, Pages: (shown.Count + cellsOnPage - 1) / cellsOnPage, MayExport: s.office.Office.May(a, access.ExportHouseholds), Whichs: whichs(shown.Here.Part)}
	p.Unit = string(shown.Here.Place.Code)
	title := shown.Here.Title
	s.render(w, r, "plan_behind", errs.T("%s – %s", title, shown.Here.Place.FullName), p)
	return nil
}

func (s *Server) planBehindFile(w http.ResponseWriter, r *http.Request) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	asked, _ := behindInput(r, in)
	var out bytes.Buffer
	if err := s.office.Plans.ExportBehind(r.Context(), actor(r), asked, &out); err != nil {
		return err
	}
	return download(w, xlsxType, fmt.Sprintf("chi-tieu-%d-%s.xlsx", b.Year, asked.Part), out.Bytes())
}

type planSharePage struct {
	planBase
	S       *dashboard.ShareShown
	Values  map[string]string
	Reason  string
	MayEdit bool
	Units   template.HTML
}

// Given is the value of a place in the form: what was typed, else what it has.
func (p *planSharePage) Given(v target.Planned) string {
	if text, ok := p.Values[string(v.Place)]; ok {
		return text
	}
	if v.Value == nil {
		return ""
	}
	return decimal(p.Lang, *v.Value, fractionOf(*v.Value))
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
	return p.S.Part.Cascade.Rule == "same" || p.S.Part.Cascade.Rule == "proportional"
}

func (s *Server) showPlanShare(w http.ResponseWriter, r *http.Request) error {
	return s.planSharePage(w, r, nil, nil)
}

func (s *Server) planSharePage(w http.ResponseWriter, r *http.Request, failed error, typed map[string]string) error {
	b, in, err := s.planBaseOf(r)
	if err != nil {
		return err
	}
	if s.counting(w, r, b.Year) {
		return nil
	}
	a := actor(r)
	shown, err := s.office.Dashboard.Share(r.Context(), a, b.Year, r.PathValue("part"), in.Place)
	if err != nil {
		return err
	}
	p := &planSharePage{planBase: b, S: shown, Values: typed, Reason: r.PostFormValue("reason"), MayEdit: s.office.Office.May(a, access.EditPlans), Units: unitOptions(s.office.Office.Choices(a, 0), string(shown.Of.Code))}
	p.Error = s.told(w, r, failed)
	title := shown.Part.Title
	s.render(w, r, "plan_share", errs.T("Share out: %s", title), p)
	return nil
}

func (s *Server) sharePlan(w http.ResponseWriter, r *http.Request) error {
	year, err := pathYear(r)
	if err != nil {
		return err
	}
	in := plans.ShareInput{Year: year, Part: r.PathValue("part"), Below: place.Code(r.FormValue("place")), Reason: r.PostFormValue("reason")}
	typed := map[string]string{}
	if r.PostFormValue("by") == "hand" {
		in.Values, err = shareValues(r, typed)
	}
	var told *target.Reconciliation
	if err == nil {
		told, err = s.office.Plans.SharePlan(r.Context(), actor(r), in)
	}
	if personal(err) {
		return s.planSharePage(w, r, err, typed)
	}
	if err != nil {
		return err
	}
	return done(w, r, fmt.Sprintf("/plan/%d/share/%s?place=%s", year, url.PathEscape(in.Part), queryEscape(string(in.Below))), "", errs.T("Shared out: %s", told.Text))
}

// shareValues reads the values given by hand; typed keeps what was typed, so that nothing is lost where one is no number.
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
func (p *planBehindPage) Money(v household.Dong) string { return number(p.Lang, int64(v)) }
