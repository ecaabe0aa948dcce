package plans

import (
	"fmt"
	"html/template"
	"math"
	"net/http"
	"strconv"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/dashboard"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/store/plans"
	"giamngheo/internal/web/page"
)

// parseNumber reads a number as people write it in either language: 12, 12,5, 12.5, −1, 1.200.
func parseNumber(text string) (float64, bool) {
	text = strings.NewReplacer("−", "-", "–", "-", " ", "", "\u00a0", "", "%", "").Replace(strings.TrimSpace(text))
	if groupedVN.MatchString(text) { // 1.200 is one thousand two hundred, also 1.200,5
		text = strings.ReplaceAll(text, ".", "")
	}
	v, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

type planFiguresPage struct {
	PlanBase
	F      *dashboard.FiguresShown
	MaySay bool
	Units  template.HTML
	Values map[string]string
}

func (s *handlers) showPlanFigures(w http.ResponseWriter, r *http.Request) error {
	return s.planFiguresPage(w, r, nil)
}

func (s *handlers) planFiguresPage(w http.ResponseWriter, r *http.Request, failed error) error {
	b, _, err := s.planBaseOf(r)
	if err != nil && r.Method == http.MethodGet {
		return err
	}
	a := page.Actor(r)
	shown, err := s.desks.Dashboard.Figures(r.Context(), a, b.Year)
	if err != nil {
		return err
	}
	p := &planFiguresPage{PlanBase: b, F: shown, MaySay: s.desks.Office.May(a, access.ReportFigures),
		Values: map[string]string{}}
	for _, name := range []string{"figure", "as_of", "value", "numerator", "denominator", "source", "note"} {
		p.Values[name] = r.FormValue(name)
	}
	p.Units = page.UnitOptions(s.desks.Office.Choices(a, 0), r.FormValue("place"))
	p.Error = s.shell.Told(w, r, failed)
	s.shell.Render(w, r, "plan_figures", errs.T("Reported figures of the plan of %d", b.Year), p)
	return nil
}

func (s *handlers) reportFigure(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	v, err := reportedOf(r)
	if err == nil {
		err = s.desks.Plans.ReportFigure(r.Context(), page.Actor(r), year, v)
	}
	if page.Personal(err) {
		return s.planFiguresPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/plan/%d/figures", year), "",
		errs.T("Recorded; an earlier figure of the same place and day is struck through and kept"))
}

// reportedOf reads a reported figure: a value, or a numerator of a denominator.
func reportedOf(r *http.Request) (v plans.Reported, err error) {
	v = plans.Reported{Figure: r.PostFormValue("figure"), Place: place.Code(r.PostFormValue("place")),
		Source: strings.TrimSpace(r.PostFormValue("source")), Note: strings.TrimSpace(r.PostFormValue("note"))}
	if v.AsOf, err = page.FormDay(r, "as_of"); err != nil {
		return v, err
	}
	texts := map[string]string{}
	for _, name := range []string{"value", "numerator", "denominator"} {
		text := strings.TrimSpace(r.PostFormValue(name))
		texts[name] = text
		if text == "" {
			continue
		}
		n, ok := parseNumber(text)
		if !ok || name != "value" && (n != math.Trunc(n) || math.Abs(n) > 1e12) {
			return v,
				errs.New(errs.Invalid,
					"“%s” is no number; numerator and denominator are whole, a value is written 11.6", text)
		}
		switch name {
		case "value":
			v.Value = n
		case "numerator":
			v.Numerator = int64(n)
		default:
			v.Denominator = int64(n)
		}
	}
	if texts["value"] == "" && texts["denominator"] == "" {
		return v, errs.New(errs.Invalid, "give the value, or numerator and denominator")
	}
	if texts["value"] != "" && texts["denominator"] != "" {
		return v,
			errs.New(errs.Invalid, "give the value or numerator and denominator, not both: the value follows from them")
	}
	return v, nil
}
