package funds

import (
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type grantPage struct {
	page.Page
	Citable []documents.Document
	Units   template.HTML
	Nodes   []page.NodeOption
	Funds   []programme.Fund
	Values  map[string]string
	Small   bool
	Error   string
}

// Value is what was typed into a field.
func (p *grantPage) Value(name string) string { return p.Values[name] }

// grantForm is the grant's form in the templates that it shares with those of a line.
type grantForm struct {
	Page *grantPage
	Kind string
}

// Value is what was typed into a field.
func (f grantForm) Value(name string) string { return f.Page.Values[name] }

// Form is the grant's form.
func (p *grantPage) Form() grantForm { return grantForm{p, "g"} }

func (h *handlers) newGrant(w http.ResponseWriter, r *http.Request) error {
	year := strconv.Itoa(h.desks.Office.Day().Year())
	return h.grantPage(w, r, &grantPage{Values: map[string]string{"year": year, "origin": year,
		"place": string(h.desks.Office.ProvinceCode())}})
}

func (h *handlers) grantPage(w http.ResponseWriter, r *http.Request, p *grantPage) (err error) {
	a := page.Actor(r)
	if !h.desks.Office.May(a, access.GrantMoney) {
		return office.Forbidden()
	}
	if p.Citable, err = h.desks.Funds.Citable(r.Context(), a); err != nil {
		return err
	}
	if p.Nodes, p.Funds, err = h.choices(); err != nil {
		return err
	}
	p.Nav, p.Units = "money", page.UnitOptions(h.desks.Office.Choices(a, 0), p.Values["place"])
	h.shell.Render(w, r, "money_new", errs.T("Record a grant"), p)
	return nil
}

func (h *handlers) grant(w http.ResponseWriter, r *http.Request) error {
	id, err := h.granted(r)
	if page.Personal(err) && errs.KindOf(err) != errs.NotFound && h.desks.Office.May(page.Actor(r), access.GrantMoney) {
		p := &grantPage{Values: map[string]string{}, Small: funds.Small(err), Error: h.shell.Told(w, r, err)}
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		return h.grantPage(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/lines/%d", id), "", errs.T("The grant is recorded."))
}

func (h *handlers) granted(r *http.Request) (int64, error) {
	l := money.Line{Node: r.FormValue("node"), Fund: r.FormValue("fund"),
		Kind:   money.HolderKind(r.FormValue("holder_kind")),
		Holder: norm.NFC.String(r.FormValue("holder")), Place: place.Code(r.FormValue("place"))}
	l.Year, _ = strconv.Atoi(r.FormValue("year"))
	l.Origin, _ = strconv.Atoi(r.FormValue("origin"))
	m, sure, err := typed(r)
	m.Kind = money.Grant
	if err != nil {
		if !h.desks.Office.May(page.Actor(r), access.GrantMoney) {
			return 0, office.Forbidden()
		}
		return 0, err
	}
	return h.desks.Funds.Grant(r.Context(), page.Actor(r), l, m, sure)
}
