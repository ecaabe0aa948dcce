package shifts

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/shifts"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/shift"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

const nav = "money/transfers"

type listPage struct {
	page.Page
	Items   []shifts.Listed
	Next    int64
	MayMake bool
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) error {
	below, err := page.FormID(r, "below")
	if err != nil {
		return err
	}
	p := &listPage{MayMake: h.desks.Shifts.MayPropose(page.Actor(r))}
	if p.Items, p.Next, err = h.desks.Shifts.List(r.Context(), page.Actor(r), below); err != nil {
		return err
	}
	p.Nav = nav
	h.shell.Render(w, r, "transfers", errs.T("Transfers of money"), p)
	return nil
}

type findPage struct {
	page.Page
	*shifts.Found
	Units  template.HTML
	Values map[string]string
	Error  string
}

// asked is what a form asks for; what is no year asks for the newest with money.
func asked(r *http.Request) (year int, at place.Code) {
	year, _ = strconv.Atoi(r.FormValue("year"))
	if year < 2000 || year > 2100 {
		year = 0
	}
	return year, place.Code(r.FormValue("place"))
}

func (h *handlers) find(w http.ResponseWriter, r *http.Request) error {
	return h.findPage(w, r, &findPage{Values: map[string]string{}})
}

func (h *handlers) findPage(w http.ResponseWriter, r *http.Request, p *findPage) (err error) {
	year, at := asked(r)
	if p.Found, err = h.desks.Shifts.Find(r.Context(), page.Actor(r), year, at); err != nil {
		return err
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(page.Actor(r), 0), string(p.Unit.Code))
	if p.Values["title"] == "" {
		p.Values["title"] = fmt.Sprintf("Điều chuyển vốn Chương trình năm %d", p.Year)
	}
	p.Nav = nav
	h.shell.Render(w, r, "transfers_find", errs.T("What could be transferred in %d", p.Year), p)
	return nil
}

// known reports whether an error is one that the form's own page shows.
func known(err error) bool {
	k := errs.KindOf(err)
	return err != nil && page.Personal(err) && (k == errs.Invalid || k == errs.Conflict)
}

func text(r *http.Request, name string) string {
	return strings.TrimSpace(norm.NFC.String(r.FormValue(name)))
}

func at(id int64) string { return fmt.Sprintf("/money/transfers/%d", id) }

func (h *handlers) make(w http.ResponseWriter, r *http.Request) error {
	year, in := asked(r)
	id, err := h.desks.Shifts.Make(r.Context(), page.Actor(r), year, in, text(r, "title"))
	if known(err) {
		return h.findPage(w, r, &findPage{Values: page.Typed(r), Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, at(id), "", errs.T("The submission is begun: change it by hand where needed, then propose it."))
}

type showPage struct {
	page.Page
	V       *shifts.Shown
	Citable []documents.Document
	Values  map[string]string
	Again   bool // whether the document is the same decision is asked
	Error   string
}

// At is the address of the submission, with what follows it.
func (p *showPage) At(more string) string { return at(p.V.ID) + more }

// Issuer is who submits it, as papers head it.
func (p *showPage) Issuer() string { return strings.ToUpper(p.V.Unit.FullName) }

// end is the choice of a line at an end of a transfer.
type end struct {
	Name   string
	Label  errs.Text
	All    []shifts.Known
	Chosen string
}

// Ends are the choices of a transfer that is added by hand.
func (p *showPage) Ends() []end {
	return []end{{"line", errs.T("transfers|From"), p.V.Choices, p.Values["line"]},
		{"to", errs.T("transfers|To"), p.V.Choices, p.Values["to"]}}
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	return h.showPage(w, r, &showPage{Values: map[string]string{}})
}

func (h *handlers) look(r *http.Request, p *showPage) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p.Nav = nav
	p.V, err = h.desks.Shifts.Shift(r.Context(), page.Actor(r), id)
	return err
}

func (h *handlers) showPage(w http.ResponseWriter, r *http.Request, p *showPage) error {
	if err := h.look(r, p); err != nil {
		return err
	}
	if p.V.MayDecide {
		var err error
		if p.Citable, err = h.desks.Funds.Citable(r.Context(), page.Actor(r)); err != nil {
			return err
		}
	}
	h.shell.Render(w, r, "transfer", errs.T("Submission of transfers no. %d", p.V.ID), p)
	return nil
}

// change does what a form of the page asks for.
func (h *handlers) change(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	version, err := page.FormID(r, "version")
	if err != nil {
		return err
	}
	said, err := h.changed(r, id, version)
	if known(err) {
		return h.showPage(w, r, &showPage{Values: page.Typed(r), Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, at(id), "", said)
}

func (h *handlers) changed(r *http.Request, id, version int64) (said errs.Text, err error) {
	ctx, a, desk := r.Context(), page.Actor(r), h.desks.Shifts
	switch r.FormValue("do") {
	case "set":
		said = errs.T("The transfer is set.")
		err = h.set(r, id, version)
	case "propose":
		said, err = errs.T("The submission is proposed: another person decides on it."), desk.Propose(ctx, a, id, version)
	case "return":
		said = errs.T("The submission is given back to be changed.")
		err = desk.Return(ctx, a, id, version, text(r, "reason"))
	case "drop":
		said, err = errs.T("The draft is dropped."), desk.Drop(ctx, a, id, version, text(r, "reason"))
	default:
		err = page.NotThere()
	}
	return said, err
}

// set sets a transfer by hand; "out" takes it out.
func (h *handlers) set(r *http.Request, id, version int64) error {
	m := shift.Move{Reason: text(r, "reason")}
	var err error
	if m.From, err = page.FormID(r, "line"); err != nil {
		return err
	}
	if m.To, err = page.FormID(r, "to"); err != nil {
		return err
	}
	if r.FormValue("out") == "" {
		if m.Amount, err = money.Parse(text(r, "amount")); err != nil {
			return h.refuse(r, err)
		}
	}
	return h.desks.Shifts.Set(r.Context(), page.Actor(r), id, version, m)
}

// refuse tells who may not propose transfers that, before what is wrong with what was typed.
func (h *handlers) refuse(r *http.Request, err error) error {
	if !h.desks.Office.May(page.Actor(r), access.ProposeTransfers) {
		return h.desks.Office.PlaceScope(page.Actor(r), access.ProposeTransfers, h.desks.Office.ProvinceCode())
	}
	return err
}

func (h *handlers) decide(w http.ResponseWriter, r *http.Request) error {
	in := shifts.Decision{Again: r.FormValue("again") != ""}
	var err error
	if in.ID, err = page.PathID(r); err != nil {
		return err
	}
	if in.Version, err = page.FormID(r, "version"); err == nil {
		in.Document, err = page.FormID(r, "document")
	}
	if err == nil {
		in.Day, err = page.FormDay(r, "day")
	}
	if err == nil {
		err = h.desks.Shifts.Decide(r.Context(), page.Actor(r), &in)
	}
	if known(err) {
		return h.showPage(w, r, &showPage{Values: page.Typed(r), Again: shifts.AskedAgain(err),
			Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, at(in.ID), "", errs.T("The transfers are decided, and their movements are in the ledger."))
}

func (h *handlers) paper(w http.ResponseWriter, r *http.Request) error {
	p := &showPage{}
	if err := h.look(r, p); err != nil {
		return err
	}
	h.shell.Render(w, r, "transfer_paper", errs.T("Submission of transfers no. %d", p.V.ID), p)
	return nil
}

func (h *handlers) annex(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.Shifts.Write(r.Context(), page.Actor(r), id, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("dieu-chuyen-von-%d.xlsx", id), out.Bytes())
}
