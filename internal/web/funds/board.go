package funds

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/outlooks"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type boardPage struct {
	page.Page
	*funds.Board
	Outlook  *outlooks.Outlook
	Units    template.HTML
	Nodes    []page.NodeOption
	Funds    []programme.Fund
	Bys      []funds.By
	MayGrant bool
}

// queryOf reads what is asked for.
func queryOf(r *http.Request) (q funds.Query, err error) {
	number := func(name string) (n int) {
		n, _ = strconv.Atoi(r.FormValue(name)) // what is none asks for all
		return n
	}
	q = funds.Query{Year: number("year"), Place: place.Code(r.FormValue("place")), Node: r.FormValue("node"),
		Fund: r.FormValue("fund"), Origin: number("origin"), Line: int64(number("line")),
		By: funds.By(r.FormValue("by"))}
	q.On, err = page.FormDay(r, "on")
	return q, err
}

// To is where a row leads: to the board of its part, or to the account of its line.
func (p *boardPage) To(r funds.Row) string {
	if r.Of.Line != 0 {
		return "/money/lines/" + strconv.FormatInt(r.Of.Line, 10) + "?on=" + url.QueryEscape(r.Of.On.Vietnamese())
	}
	return "/money?" + parts.MoneyQuery(r.Of)
}

// Behind is where the movements behind a row's figures are.
func (p *boardPage) Behind(r funds.Row) string { return "/money/movements?" + parts.MoneyQuery(r.Of) }

// cells are a row's figures with where their movements are, in the template "money_cells".
type cells struct {
	Balance money.Balance
	Href    string
}

// Cells are a row's figures.
func (p *boardPage) Cells(r funds.Row) cells { return cells{r.Balance, p.Behind(r)} }

// CounterpartShare is what the locality added, in percent of the centre's money.
func (p *boardPage) CounterpartShare() string { return money.Percent(p.Local, p.Central) }

// File is where the board is as a workbook.
func (p *boardPage) File() string { return "/money/board.xlsx?" + parts.MoneyQuery(p.Query) }

func (h *handlers) board(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	q, err := queryOf(r)
	if err != nil {
		return err
	}
	p := &boardPage{Bys: funds.Bys(), MayGrant: h.desks.Office.May(a, access.GrantMoney)}
	if p.Board, err = h.desks.Funds.Board(r.Context(), a, q); err != nil {
		return err
	}
	if p.Outlook, err = h.desks.Outlooks.Outlook(r.Context(), a, p.Query); err != nil {
		return err
	}
	p.Nav, p.Units = "money", page.UnitOptions(h.desks.Office.Choices(a, 0), string(p.Query.Place))
	if p.Nodes, p.Funds, err = h.choices(); err != nil {
		return err
	}
	h.shell.Render(w, r, "money", errs.T("Money of %d", p.Query.Year), p)
	return nil
}

// choices are the nodes and the funds to choose from.
func (h *handlers) choices() ([]page.NodeOption, []programme.Fund, error) {
	c, err := h.desks.Library.Catalogue()
	if err != nil {
		return nil, nil, err
	}
	return page.NodeOptions(c, false), c.OpenFunds(), nil
}

// Alerts is where the lines that call for somebody are.
func (p *boardPage) Alerts() string { return "/money/alerts?" + parts.MoneyQuery(p.Query) }

type alertsPage struct {
	page.Page
	*outlooks.Outlook
	Left   int // that are not shown
	Back   string
	Values map[string]string
	Error  string
	may    func(outlooks.Alert) bool
}

// MayAside reports whether who looks may put an alert aside.
func (p *alertsPage) MayAside(a outlooks.Alert) bool { return p.may(a) }

// Asked is what the page is of, for a form that comes back to it.
func (p *alertsPage) Asked() string { return parts.MoneyQuery(p.Query) }

// mostAlerts is how many lines the page of alerts lists, the gravest first.
const mostAlerts = 100

// Account is where a line's account is.
func (p *alertsPage) Account(a outlooks.Alert) string {
	return fmt.Sprintf("/money/lines/%d?on=%s", a.Line, url.QueryEscape(p.Query.On.Vietnamese()))
}

func (h *handlers) alerts(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r)
	if err != nil {
		return err
	}
	return h.alertsPage(w, r, q, &alertsPage{Values: map[string]string{}})
}

func (h *handlers) alertsPage(w http.ResponseWriter, r *http.Request, q funds.Query, p *alertsPage) error {
	a := page.Actor(r)
	board, err := h.desks.Funds.Board(r.Context(), a, q) // which fills in what the query leaves open
	if err != nil {
		return err
	}
	p.Back = "/money?" + parts.MoneyQuery(board.Query)
	p.may = func(of outlooks.Alert) bool { return h.desks.Outlooks.MaySnooze(a, &of) }
	if p.Outlook, err = h.desks.Outlooks.Outlook(r.Context(), a, board.Query); err != nil {
		return err
	}
	if n := len(p.Alerts); n > mostAlerts {
		p.Alerts, p.Left = p.Alerts[:mostAlerts], n-mostAlerts
	}
	p.Nav = "money"
	h.shell.Render(w, r, "money_alerts", errs.T("Alerts of money of %d", p.Query.Year), p)
	return nil
}

// snooze puts an alert aside, or takes it up again, and comes back to the page.
func (h *handlers) snooze(w http.ResponseWriter, r *http.Request) error {
	ctx, a, desk := r.Context(), page.Actor(r), h.desks.Outlooks
	line, err := page.FormID(r, "line")
	if err != nil {
		return err
	}
	asked, _ := url.ParseQuery(r.FormValue("asked")) // what is none asks for the usual
	rule, reason, said := r.FormValue("rule"), norm.NFC.String(r.FormValue("reason")), errs.T("The alert is put aside.")
	if r.FormValue("do") == "wake" {
		said, err = errs.T("The alert is taken up again."), desk.Wake(ctx, a, line, rule, reason)
	} else {
		until, bad := page.FormDay(r, "until")
		if err = bad; err == nil {
			err = desk.Snooze(ctx, a, line, rule, until, reason)
		}
	}
	if err != nil && page.Personal(err) && errs.KindOf(err) == errs.Invalid {
		q := funds.Query{Place: place.Code(asked.Get("place")), Node: asked.Get("node"), Fund: asked.Get("fund")}
		q.Year, _ = strconv.Atoi(asked.Get("year"))
		return h.alertsPage(w, r, q, &alertsPage{Values: page.Typed(r), Error: h.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/money/alerts?"+asked.Encode(), "", said)
}

func (h *handlers) boardFile(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := h.desks.MoneyPapers.WriteBoard(r.Context(), page.Actor(r), q, &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "bang-von.xlsx", out.Bytes())
}

type phasePage struct {
	page.Page
	*outlooks.Phase
	Units template.HTML
}

// Year is where the board of a year is, by fund.
func (p *phasePage) Year(year int) string {
	return "/money?" + parts.MoneyQuery(funds.Query{Year: year, Place: p.Unit.Code, By: funds.ByFund})
}

func (h *handlers) phase(w http.ResponseWriter, r *http.Request) (err error) {
	a, p := page.Actor(r), &phasePage{}
	p.Phase, err = h.desks.Outlooks.Phase(r.Context(), a, r.FormValue("programme"), place.Code(r.FormValue("place")))
	if err != nil {
		return err
	}
	p.Nav, p.Units = "money", page.UnitOptions(h.desks.Office.Choices(a, 0), string(p.Unit.Code))
	h.shell.Render(w, r, "money_phase", errs.T("The programme’s money of all years"), p)
	return nil
}

type movementsPage struct {
	page.Page
	Query   funds.Query
	Entries []funds.Entry
	Left    int // that are not shown
	Sum     money.Balance
	Back    string
}

// mostEntries is how many movements a page lists; the sum is of all.
const mostEntries = 500

func (h *handlers) movements(w http.ResponseWriter, r *http.Request) error {
	q, err := queryOf(r)
	if err != nil {
		return err
	}
	p := &movementsPage{Query: q, Back: "/money?" + parts.MoneyQuery(q)}
	if p.Entries, p.Sum, err = h.desks.Funds.Entries(r.Context(), page.Actor(r), q); err != nil {
		return err
	}
	if n := len(p.Entries); n > mostEntries {
		p.Entries, p.Left = p.Entries[n-mostEntries:], n-mostEntries
	}
	p.Nav = "money"
	h.shell.Render(w, r, "money_movements", errs.T("Movements of money"), p)
	return nil
}
