package funds

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/web/page"
)

type accountPage struct {
	page.Page
	*funds.Account
	Citable  []documents.Document
	Units    template.HTML
	Nodes    []page.NodeOption
	MayGrant bool
	Until    date.Date  // reconciled with the treasury, zero: never
	Differ   int        // answered differences of its last month
	Open     money.Kind // the form that was sent
	Values   map[string]string
	Small    bool // whether millions are meant is asked
	Error    string
}

// form is a form for one kind of movement, in the template "money_form".
type form struct {
	Page *accountPage
	Kind money.Kind
}

// Forms are the forms of what may be recorded.
func (p *accountPage) Forms() (out []form) {
	for _, k := range p.Kinds {
		if k == money.Withdraw && p.Above == nil {
			continue
		}
		out = append(out, form{p, k})
	}
	return out
}

// Opened reports whether it is the form that was sent and refused.
func (f form) Opened() bool { return f.Kind == f.Page.Open }

// Value is what was typed into a field.
func (f form) Value(name string) string {
	if f.Opened() {
		return f.Page.Values[name]
	}
	return ""
}

// Contracts reports whether the form asks for a contract; Recovers whether for what it recovers.
func (f form) Contracts() bool { return f.Kind.MayContract() }

// Recovers reports whether the form asks what it recovers of an advance.
func (f form) Recovers() bool { return f.Kind == money.Pay || f.Kind == money.Refund }

// MayTakeBack reports whether who looks may take a movement back.
func (p *accountPage) MayTakeBack(e funds.Entry) bool {
	standing := !e.Reversed && e.Reverses == 0 && e.Batch == 0
	return standing && (slices.Contains(p.Kinds, e.Kind) || e.Kind == money.Grant && p.MayGrant)
}

// Small reports whether it is asked whether millions are meant.
func (f form) Small() bool { return f.Opened() && f.Page.Small }

func (h *handlers) account(w http.ResponseWriter, r *http.Request) error {
	return h.accountPage(w, r, &accountPage{})
}

func (h *handlers) accountPage(w http.ResponseWriter, r *http.Request, p *accountPage) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	var on date.Date
	if r.Method == http.MethodGet {
		if on, err = page.FormDay(r, "on"); err != nil {
			return err
		}
	}
	a := page.Actor(r)
	if p.Account, err = h.desks.Funds.Account(r.Context(), a, id, on); err != nil {
		return err
	}
	if len(p.Kinds) > 0 {
		if p.Citable, err = h.desks.Funds.Citable(r.Context(), a); err != nil {
			return err
		}
		if p.Nodes, _, err = h.choices(); err != nil {
			return err
		}
		p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), p.Values["place"])
	}
	if p.Until, p.Differ, err = h.desks.Statements.Reconciled(r.Context(), p.Place, p.Holder, p.Year); err != nil {
		return err
	}
	p.Nav, p.MayGrant = "money", h.desks.Office.May(a, access.GrantMoney)
	h.shell.Render(w, r, "money_account", p.Name, p)
	return nil
}

// typed is a form's movement.
func typed(r *http.Request) (m money.Movement, sure bool, err error) {
	text := func(name string) string { return strings.TrimSpace(norm.NFC.String(r.FormValue(name))) }
	m.Kind, m.Voucher, m.Reason = money.Kind(text("kind")), text("voucher"), text("reason")
	if m.Day, err = page.FormDay(r, "day"); err != nil {
		return m, false, err
	}
	if m.Amount, err = money.Parse(text("amount")); err != nil {
		return m, false, err
	}
	if text("recovers") != "" && text("recovers") != "0" {
		if m.Recovers, err = money.Parse(text("recovers")); err != nil {
			return m, false, err
		}
	}
	for name, to := range map[string]*int64{"document": &m.Document, "contract": &m.Contract, "item": &m.Item,
		"to": &m.To} {
		if *to, err = page.FormID(r, name); err != nil {
			return m, false, err
		}
	}
	switch text("sure") {
	case "million":
		if m.Amount <= money.Small {
			m.Amount *= money.Million
		}
		return m, true, nil
	case "dong":
		return m, true, nil
	}
	return m, false, nil
}

func (h *handlers) record(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err = h.recorded(r, id); page.Personal(err) && errs.KindOf(err) != errs.NotFound {
		p := &accountPage{Open: money.Kind(r.FormValue("kind")), Values: map[string]string{}, Small: funds.Small(err),
			Error: h.shell.Told(w, r, err)}
		for name := range r.PostForm {
			p.Values[name] = r.PostForm.Get(name)
		}
		return h.accountPage(w, r, p)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/lines/%d", id), "", errs.T("It is recorded."))
}

func (h *handlers) recorded(r *http.Request, id int64) error {
	ctx, a := r.Context(), page.Actor(r)
	if err := h.desks.Funds.Allowed(ctx, a, id, money.Kind(r.FormValue("kind"))); err != nil {
		return err
	}
	m, sure, err := typed(r)
	if err != nil {
		return err
	}
	switch m.Kind {
	case money.Allot:
		l := money.Line{Node: r.FormValue("node"), Kind: money.HolderKind(r.FormValue("holder_kind")),
			Holder: norm.NFC.String(r.FormValue("holder")), Place: place.Code(r.FormValue("place"))}
		m.To = 0
		return h.desks.Funds.Allot(ctx, a, id, []funds.Share{{Line: l, Amount: m.Amount}}, m, sure)
	case money.CarryEstimate, money.CarryAdvance:
		m.From, m.To = id, 0
		return h.desks.Funds.Carry(ctx, a, m)
	case money.Refund:
		m.From, m.To = 0, id
	case money.Withdraw, money.Adjust:
		m.From = id
	default:
		m.From, m.To = id, 0
	}
	_, err = h.desks.Funds.Record(ctx, a, m)
	return err
}

func (h *handlers) takeBack(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	movement, err := page.FormID(r, "movement")
	if err != nil {
		return err
	}
	if err = h.desks.Funds.TakeBack(r.Context(), page.Actor(r), movement, 0,
		r.FormValue("reason")); page.Personal(err) &&
		errs.KindOf(err) != errs.NotFound {
		return h.accountPage(w, r, &accountPage{Values: map[string]string{}, Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/money/lines/%d", id), "", errs.T("The movement is taken back."))
}

func (h *handlers) accountFile(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	on, err := page.FormDay(r, "on")
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.MoneyPapers.WriteAccount(r.Context(), page.Actor(r), id, on, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, fmt.Sprintf("dong-von-%d.xlsx", id), out.Bytes())
}
