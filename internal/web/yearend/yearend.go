package yearend

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/yearend"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type shownPage struct {
	page.Page
	*yearend.Shown
	Units template.HTML
}

// To is where the page of a year and place is, from a line on.
func (p *shownPage) To(path string, from int) string {
	v := url.Values{"year": {strconv.Itoa(p.Year)}, "place": {string(p.Unit.Code)}}
	if from > 0 {
		v.Set("from", strconv.Itoa(from))
	}
	return path + "?" + v.Encode()
}

// After is the number of the first line that is not shown, 0 where all are.
func (p *shownPage) After() int {
	if n := p.From + len(p.Rows); n < p.Count {
		return n
	}
	return 0
}

// asked is what an address asks for; what is no number asks for the usual.
func asked(r *http.Request) (year int, at place.Code, from int) {
	year, _ = strconv.Atoi(r.FormValue("year"))
	from, _ = strconv.Atoi(r.FormValue("from"))
	if year < 2000 || year > 2100 {
		year = 0
	}
	return year, place.Code(r.FormValue("place")), max(from, 0)
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) (err error) {
	year, at, from := asked(r)
	p := &shownPage{}
	if p.Shown, err = h.desks.YearEnd.Show(r.Context(), page.Actor(r), year, at, from); err != nil {
		return err
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(page.Actor(r), 0), string(p.Unit.Code))
	p.Nav = "money/yearend"
	h.shell.Render(w, r, "yearend", errs.T("The end of the budget year %d", p.Year), p)
	return nil
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	year, at, _ := asked(r)
	var out bytes.Buffer
	if err := h.desks.YearEnd.Write(r.Context(), page.Actor(r), year, at, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "cuoi-nam.xlsx", out.Bytes())
}

type linePage struct {
	page.Page
	*yearend.Row
	Line    *money.Line
	Choices []money.Choice
	Grounds []money.Ground
	Citable []documents.Document
	Values  map[string]string
	Error   string
}

func (h *handlers) line(w http.ResponseWriter, r *http.Request) error { return h.linePage(w, r, nil) }

func (h *handlers) linePage(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &linePage{Choices: money.Choices(), Grounds: h.desks.YearEnd.Grounds().All, Values: page.Typed(r)}
	if p.Row, p.Line, err = h.desks.YearEnd.Line(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Citable, err = h.desks.Funds.Citable(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	if c := p.Chosen; c != nil && failed == nil {
		p.Values = map[string]string{"choice": string(c.Choice), "ground": c.Ground, "note": c.Note,
			"document": strconv.FormatInt(c.Document, 10)}
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "money/yearend"
	h.shell.Render(w, r, "yearend_line", errs.T("What becomes of it"), p)
	return nil
}

func (h *handlers) choose(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	c := money.Choosing{Choice: money.Choice(r.FormValue("choice")), Ground: r.FormValue("ground"),
		Note: strings.TrimSpace(norm.NFC.String(r.FormValue("note")))}
	if c.Document, err = page.FormID(r, "document"); err == nil {
		err = h.desks.YearEnd.Choose(r.Context(), page.Actor(r), id, c)
	}
	if k := errs.KindOf(err); err != nil && k == errs.Invalid {
		return h.linePage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/yearend/%d", id), "", errs.T("It is recorded."))
}
