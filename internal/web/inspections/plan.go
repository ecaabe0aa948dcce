package inspections

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/inspection"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/signal"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

// pager leads through the pages of a list.
type pager struct {
	Number, Pages int
	path          string
	query         url.Values
}

// To is the address of a page.
func (p pager) To(n int) string {
	p.query.Set("page", strconv.Itoa(n))
	return p.path + "?" + p.query.Encode()
}

// number is a number of an address, 0 where there is none.
func number(r *http.Request, name string) int {
	n, _ := strconv.Atoi(r.FormValue(name)) // what is none is the first page, the running year
	return n
}

type planPage struct {
	page.Page
	*inspections.PlanShown
	Unit  place.Unit // of whose visits the page is; zero: of a year's
	Pager pager
}

// Basis is why a unit is checked.
func (p *planPage) Basis(b string) errs.Text { return signal.Basis(b).Title() }

// UnitName is the name of a drawn unit.
func (h *handlers) unitName(code string) string {
	return h.desks.Office.Unit(h.desks.Office.Today(place.Code(code))).FullName
}

func (h *handlers) plan(w http.ResponseWriter, r *http.Request) (err error) {
	a, p := page.Actor(r), &planPage{}
	unit := place.Code(r.FormValue("unit"))
	if unit != "" {
		if err := h.desks.Office.PlaceScope(a, access.ViewChecks, unit); err != nil {
			return err
		}
		p.Unit = h.desks.Office.Unit(unit)
	}
	if p.PlanShown, err = h.desks.Inspections.Year(r.Context(), a, number(r, "year"), unit, number(r,
		"page")); err != nil {
		return err
	}
	q := url.Values{"year": {strconv.Itoa(p.Year)}}
	if unit != "" {
		q = url.Values{"unit": {string(unit)}}
	}
	p.Pager = pager{p.PlanShown.Page, p.Pages, "/inspection/plan", q}
	p.Nav = "inspection/plan"
	title := errs.T("Plan of checks of %d", p.Year)
	if unit != "" {
		title = errs.T("Checks of %s", p.Unit.FullName)
	}
	h.shell.Render(w, r, "inspection_plan", title, p)
	return nil
}

type formPage struct {
	page.Page
	Values    map[string]string
	Units     template.HTML
	Bases     []signal.Basis
	Origins   []inspection.Origin
	Nodes     []page.NodeOption
	Runners   []accounts.Account
	Documents []documents.Document
	Years     []int
	Error     string
	Chosen    []chosen // of a draw that was looked at
	Text      string   // of its lottery
}

// chosen is a unit that a draw would choose.
type chosen struct {
	signal.Chosen
	Name string
}

func (h *handlers) newVisit(w http.ResponseWriter, r *http.Request) error {
	return h.form(
		w,
		r,
		map[string]string{"unit": r.FormValue("unit"), "basis": r.FormValue("basis"), "origin": "own"},
		nil,
	)
}

// laid fills in what forms of the plan offer.
func (h *handlers) laid(r *http.Request, p *formPage) (err error) {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.PlanChecks) {
		return office.Forbidden()
	}
	p.Bases, p.Origins, p.Nav = signal.Bases(), inspection.Origins(), "inspection/plan"
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), p.Values["unit"])
	year := h.desks.Office.Day().Year()
	p.Years = []int{year, year + 1, year - 1, year - 2}
	c, err := h.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p.Nodes = page.NodeOptions(c, false)
	if p.Runners, err = h.desks.Inspections.Runners(r.Context(), h.desks.Office.ProvinceCode()); err != nil {
		return err
	}
	p.Documents, err = h.desks.Inspections.Citable(r.Context(), a)
	return err
}

func (h *handlers) form(w http.ResponseWriter, r *http.Request, values map[string]string, failed error) error {
	p := &formPage{Values: values, Error: h.shell.Told(w, r, failed)}
	if err := h.laid(r, p); err != nil {
		return err
	}
	h.shell.Render(w, r, "inspection_new", errs.T("Plan a visit, or register a conclusion"), p)
	return nil
}

// text is a field of a form, NFC.
func text(r *http.Request, name string) string {
	return norm.NFC.String(strings.TrimSpace(r.FormValue(name)))
}

// refusable reports whether a refusal is shown above the form again.
func refusable(err error) bool {
	k := errs.KindOf(err)
	return err != nil && (k == errs.Invalid || k == errs.Conflict)
}

func (h *handlers) addVisit(w http.ResponseWriter, r *http.Request) error {
	in := inspections.Proposal{Unit: place.Code(text(r, "unit")), Year: number(r, "year"), Month: number(r, "month"),
		Origin: inspection.Origin(text(r, "origin")), Basis: text(r, "basis"), Subject: text(r, "subject"),
		Why: text(r, "why"), Period: text(r, "period"), Nodes: r.Form["node"], Lead: text(r, "lead")}
	if more := text(r, "members"); more != "" {
		in.Members = strings.FieldsFunc(more, func(c rune) bool { return c == ',' || c == ' ' || c == ';' })
	}
	var err error
	if in.Document, err = page.FormID(r, "document"); err != nil {
		return h.form(w, r, page.Typed(r), err)
	}
	id, err := h.desks.Inspections.Plan(r.Context(), page.Actor(r), in)
	if refusable(err) {
		return h.form(w, r, page.Typed(r), err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/inspection/visits/%d", id), "", errs.T("It is in the plan."))
}

func (h *handlers) drawForm(w http.ResponseWriter, r *http.Request) error {
	year := strconv.Itoa(h.desks.Office.Day().Year() + 1)
	return h.drawPage(
		w,
		r,
		&formPage{Values: map[string]string{"year": year, "units": "12", "lottery": "20", "within": "5", "month": "2"}},
	)
}

func (h *handlers) drawPage(w http.ResponseWriter, r *http.Request, p *formPage) error {
	if err := h.laid(r, p); err != nil {
		return err
	}
	if err := h.desks.Office.PlaceScope(page.Actor(r), access.PlanChecks, h.desks.Office.ProvinceCode()); err != nil {
		return err
	}
	h.shell.Render(w, r, "inspection_draw", errs.T("Choose the units to be checked"), p)
	return nil
}

func (h *handlers) draw(w http.ResponseWriter, r *http.Request) error {
	in := inspections.Draw{Year: number(r, "year"), Units: number(r, "units"), Lottery: number(r, "lottery"),
		Within: number(r, "within"), Month: number(r, "month"), Subject: text(r, "subject"), Lead: text(r, "lead")}
	p := &formPage{Values: page.Typed(r)}
	var err error
	if in.Document, err = page.FormID(r, "document"); err == nil && r.FormValue("do") == "draw" {
		var n int
		if n, err = h.desks.Inspections.Draw(r.Context(), page.Actor(r), in); err == nil {
			return page.Done(w, r, fmt.Sprintf("/inspection/plan?year=%d", in.Year), "",
				errs.T("%d visits are in the plan.", n))
		}
	} else if err == nil {
		var all []signal.Chosen
		all, err = h.desks.Inspections.Choose(r.Context(), page.Actor(r), in)
		for _, c := range all {
			p.Chosen = append(p.Chosen, chosen{c, h.unitName(c.Code)})
		}
	}
	if err != nil && !refusable(err) {
		return err
	}
	p.Error = h.shell.Told(w, r, err)
	return h.drawPage(w, r, p)
}

type followPage struct {
	page.Page
	*inspections.Follow
	All, Late bool
	Pager     pager
}

func (h *handlers) follow(w http.ResponseWriter, r *http.Request) (err error) {
	a := page.Actor(r)
	p := &followPage{All: r.FormValue("state") == "all", Late: r.FormValue("state") == "late"}
	p.Follow, err = h.desks.Inspections.Recommendations(r.Context(), a, inspections.RecQuery{All: p.All,
		Overdue: p.Late,
		Unit:    place.Code(r.FormValue("unit")), Page: number(r, "page")})
	if err != nil {
		return err
	}
	p.Pager = pager{p.Follow.Page, p.Pages, "/inspection/recommendations", url.Values{"state": {r.FormValue("state")}}}
	p.Nav = "inspection/recommendations"
	h.shell.Render(w, r, "inspection_follow", errs.T("Recommendations"), p)
	return nil
}

// amount reads a sum of a form.
func (h *handlers) amount(r *http.Request, name string) (household.Dong, error) {
	n, err := h.shell.FormAmount(r, name)
	return household.Dong(n), err
}

// Lots is how many units were drawn by lottery.
func (p *planPage) Lots() (n int) {
	for i := range p.Drawn.Chosen {
		if p.Drawn.Chosen[i].Basis == signal.Lots {
			n++
		}
	}
	return n
}
