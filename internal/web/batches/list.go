package batches

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app/batches"
	"giamngheo/internal/errs"
	"giamngheo/internal/payout"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

type listPage struct {
	page.Page
	Rows   []batches.Row
	Query  batches.Query
	States []payout.State
	More   int64
}

// Next is where the rows that follow are.
func (p *listPage) Next() string {
	v := url.Values{"year": {strconv.Itoa(p.Query.Year)}, "below": {strconv.FormatInt(p.More, 10)}}
	if p.Query.State != "" {
		v.Set("state", string(p.Query.State))
	}
	return "/money/batches?" + v.Encode()
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	p := &listPage{States: payout.States()}
	asked, _ := strconv.Atoi(r.FormValue("year")) // what is none asks for this year, or the last one while it has none
	if p.Query.Year = asked; asked < 2000 || asked > 2100 {
		p.Query.Year, asked = h.desks.Office.Day().Year(), 0
	}
	p.Query.State = payout.State(r.FormValue("state"))
	if p.Query.Activity, err = page.FormID(r, "activity"); err != nil {
		return err
	}
	if p.Query.Below, err = page.FormID(r, "below"); err != nil {
		return err
	}
	if p.Rows, p.More, err = h.desks.Batches.Batches(r.Context(), page.Actor(r), p.Query); err != nil {
		return err
	}
	if last := p.Query; asked == 0 && len(p.Rows) == 0 {
		last.Year--
		if p.Rows, p.More, err = h.desks.Batches.Batches(r.Context(), page.Actor(r), last); err != nil {
			return err
		}
		if len(p.Rows) > 0 {
			p.Query = last
		}
	}
	p.Nav = "money/batches"
	h.shell.Render(w, r, "batches", errs.T("Payments to people"), p)
	return nil
}

type newPage struct {
	page.Page
	*batches.Choices
	Units  template.HTML
	Ways   []payout.Way
	Values map[string]string
	Error  string
}

func (h *handlers) newBatch(w http.ResponseWriter, r *http.Request) error {
	return h.newPage(w, r, &newPage{Values: map[string]string{}})
}

func (h *handlers) newPage(w http.ResponseWriter, r *http.Request, p *newPage) error {
	id, err := page.FormID(r, "activity")
	if err != nil {
		return err
	}
	if p.Choices, err = h.desks.Batches.Choose(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	if p.Values["title"] == "" {
		p.Values["title"] = page.Pick(page.Lang(r), errs.T("Payment: %s", p.Activity.Title))
	}
	p.Nav, p.Ways, p.Units = "money/batches", payout.Ways(), page.UnitOptions(p.Choices.Units, p.Values["place"])
	h.shell.Render(w, r, "batch_new", errs.T("Draw up a payment list"), p)
	return nil
}

func (h *handlers) draft(w http.ResponseWriter, r *http.Request) error {
	id, err := h.drafted(r)
	if page.Mendable(err) {
		return h.newPage(w, r, &newPage{Values: page.Typed(r), Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/batches/%d", id), "", errs.T("The payment list is drawn up."))
}

func (h *handlers) drafted(r *http.Request) (id int64, err error) {
	in := batches.Input{Place: place.Code(r.FormValue("place")), Title: text(r, "title"),
		Way:   payout.Way(r.FormValue("way")),
		Payer: text(r, "payer")}
	if in.Activity, err = page.FormID(r, "activity"); err != nil {
		return 0, err
	}
	if in.Line, err = page.FormID(r, "line"); err != nil {
		return 0, err
	}
	if in.Day, err = page.FormDay(r, "day"); err != nil {
		return 0, err
	}
	return h.desks.Batches.Draft(r.Context(), page.Actor(r), in)
}

// text is a text of a form as people mean it.
func text(r *http.Request, name string) string {
	return strings.TrimSpace(norm.NFC.String(r.FormValue(name)))
}
