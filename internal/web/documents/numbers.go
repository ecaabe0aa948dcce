package documents

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/documents"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

func (h *handlers) relate(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	other, err := page.FormID(r, "other")
	if err != nil {
		return err
	}
	kind, what := document.Relation(r.FormValue("kind")), errs.T("It is in the register.")
	if r.FormValue("do") == "remove" {
		what = errs.T("It is taken away.")
		err = h.desks.Documents.Unrelate(r.Context(), page.Actor(r), id, other, kind,
			norm.NFC.String(r.FormValue("reason")))
	} else {
		err = h.desks.Documents.Relate(r.Context(), page.Actor(r), id, other, kind)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.documentPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/documents/%d", id), "", what)
}

type numbersPage struct {
	page.Page
	Series documents.Series
	Year   string
	Asked  bool
	Items  []documents.NumberShown
	Units  template.HTML
	MayAdd bool
	Error  string
	About  string
}

// seriesOf reads of which series a page is.
func seriesOf(r *http.Request) documents.Series {
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	year, _ := strconv.Atoi(text("year"))
	return documents.Series{Issuer: text("issuer"), Series: text("series"), Year: year}
}

func (h *handlers) numbers(w http.ResponseWriter, r *http.Request) error {
	return h.numbersPage(w, r, nil)
}

func (h *handlers) numbersPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	a := page.Actor(r)
	p := &numbersPage{Series: seriesOf(r), MayAdd: h.desks.Office.May(a, access.RegisterDocuments),
		Error: h.shell.Told(w, r, failed), About: r.PostFormValue("about")}
	if p.Series.Year == 0 {
		p.Series.Year = h.desks.Office.Day().Year()
	}
	p.Year, p.Asked = strconv.Itoa(p.Series.Year), p.Series.Issuer != "" && p.Series.Series != ""
	asked := p.Series
	if !p.Asked { // who may not see any is told so
		asked.Issuer, asked.Series = "-x", "x"
	}
	items, err := h.desks.Documents.Numbers(r.Context(), a, asked)
	switch k := errs.KindOf(err); {
	case err != nil && k == errs.Invalid:
		p.Error, p.Asked = h.shell.Told(w, r, err), false
	case err != nil:
		return err
	case p.Asked:
		p.Items = items
	}
	where := r.PostFormValue("place")
	if where == "" {
		where = string(h.desks.Office.Home(a).Code)
	}
	p.Units, p.Nav = page.UnitOptions(h.desks.Office.Choices(a, 0), where), "documents"
	h.shell.Render(w, r, "document_numbers", errs.T("Numbers of a series"), p)
	return nil
}

func (h *handlers) number(w http.ResponseWriter, r *http.Request) (err error) {
	a, s, what := page.Actor(r), seriesOf(r), errs.T("The number is given up.")
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	if r.FormValue("do") == "void" {
		n, _ := strconv.Atoi(r.FormValue("number"))
		err = h.desks.Documents.Void(r.Context(), a, s, n, text("reason"))
	} else {
		var n int
		n, err = h.desks.Documents.Reserve(r.Context(), a, place.Code(text("place")), s, text("about"))
		what = errs.T("Number %d is yours: nobody else gets it.", n)
		s.Year = h.desks.Office.Day().Year()
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.numbersPage(w, r, err)
	}
	if err != nil {
		return err
	}
	q := url.Values{"issuer": {s.Issuer}, "series": {s.Series}, "year": {strconv.Itoa(s.Year)}}
	return page.Done(w, r, "/documents/numbers?"+q.Encode(), "", what)
}
