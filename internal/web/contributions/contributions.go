package contributions

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app/contributions"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/contribution"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type showPage struct {
	page.Page
	*contributions.Shown
	Units   template.HTML
	Choices template.HTML // of the form
	Nodes   []page.NodeOption
	Items   []itemOption
	Years   []int
	Values  map[string]string
	Error   string

	unit func(place.Code) string
}

// itemOption is an accepted item of which something is left to be brought.
type itemOption struct {
	ID    int64
	Title string
	Left  money.Dong
}

// Forms are the forms in order.
func (p *showPage) Forms() []contribution.Form { return contribution.Forms() }

// Sources are the sources in order.
func (p *showPage) Sources() []contribution.Source { return contribution.Sources() }

// At is where the page of the same question is, under a path and from a row on.
func (p *showPage) At(path string, from int) string {
	v := url.Values{"year": {strconv.Itoa(p.Query.Year)}, "place": {string(p.Query.Place)}}
	if p.Query.Source != "" {
		v.Set("source", string(p.Query.Source))
	}
	if p.Query.Form != "" {
		v.Set("form", string(p.Query.Form))
	}
	if from > 0 {
		v.Set("from", strconv.Itoa(from))
	}
	return path + "?" + v.Encode()
}

// Source is where the rows of a source are.
func (p *showPage) Source(s contribution.Source) string {
	return "/money/mobilised?" + url.Values{"year": {strconv.Itoa(p.Query.Year)}, "place": {string(p.Query.Place)},
		"source": {string(s)}}.Encode()
}

// PlaceTo is where the rows of a unit are.
func (p *showPage) PlaceTo(code place.Code) string {
	return "/money/mobilised?" + url.Values{"year": {strconv.Itoa(p.Query.Year)}, "place": {string(code)}}.Encode()
}

// InLedger is where the ledger has a contribution that came as money.
func (p *showPage) InLedger(q funds.Query) string { return parts.MoneyBoard(q) }

// Board is where the State's money of the place is.
func (p *showPage) Board() string {
	return parts.MoneyBoard(funds.Query{Year: p.Query.Year, Place: p.Query.Place, By: funds.ByFund})
}

// sumRow is a row of a table of sums.
type sumRow struct {
	Title string
	Href  string
	contribution.Sum
}

// BySource are the sums by source, in order; of what nobody gave there is no row.
func (p *showPage) BySource() (out []sumRow) {
	for _, s := range contribution.Sources() {
		if sum := p.Table.Sources[s]; sum != nil {
			out = append(out, sumRow{page.Pick(p.Lang, s.Title()), p.Source(s), *sum})
		}
	}
	return out
}

// ByUnit are the sums by unit.
func (p *showPage) ByUnit() (out []sumRow) {
	for _, code := range p.Codes {
		out = append(out, sumRow{p.unit(code), p.PlaceTo(code), *p.Table.Units[code]})
	}
	return out
}

// After is the number of the first row that is not shown, 0 where all are.
func (p *showPage) After() int {
	if n := p.Query.From + len(p.Rows); n < p.Count {
		return n
	}
	return 0
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.showPage(w, r, nil) }

// asked is what an address asks for; what is no number asks for the usual.
func asked(r *http.Request) (q contributions.Query) {
	q.Year, _ = strconv.Atoi(r.FormValue("year"))
	q.From, _ = strconv.Atoi(r.FormValue("from"))
	if q.Year < 2000 || q.Year > 2100 {
		q.Year = 0
	}
	q.Source, q.Form = contribution.Source(r.FormValue("source")), contribution.Form(r.FormValue("form"))
	if q.Source.Title().VI == "" {
		q.Source = ""
	}
	if q.Form.Title().VI == "" {
		q.Form = ""
	}
	q.Place = place.Code(r.FormValue("place"))
	return q
}

// yearsBack is how many budget years there are to choose from.
const yearsBack = 6

func (h *handlers) showPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	a, q := page.Actor(r), contributions.Query{}
	p := &showPage{Values: page.Typed(r)}
	if r.Method == http.MethodGet {
		q = asked(r)
	}
	if p.Shown, err = h.desks.Contributions.Show(r.Context(), a, q); err != nil {
		return err
	}
	p.unit = func(code place.Code) string { return h.desks.Contributions.UnitOf(code).FullName }
	for year := h.desks.Office.Day().Year(); len(p.Years) < yearsBack; year-- {
		p.Years = append(p.Years, year)
	}
	p.Units = page.UnitOptions(h.desks.Office.Choices(a, 0), string(p.Query.Place))
	if p.MayAdd {
		if err := h.choices(r, p); err != nil {
			return err
		}
	}
	p.Error, p.Nav = h.shell.Told(w, r, failed), "money/mobilised"
	h.shell.Render(w, r, "contributions", errs.T("Mobilised and integrated money of %d", p.Query.Year), p)
	return nil
}

// choices are what the form chooses from.
func (h *handlers) choices(r *http.Request, p *showPage) error {
	a := page.Actor(r)
	c, err := h.desks.Library.Catalogue()
	if err != nil {
		return err
	}
	p.Nodes = page.NodeOptions(c, true)
	at := p.Values["place"]
	if at == "" {
		at = string(h.desks.Office.Home(a).Code)
	}
	p.Choices = page.UnitOptions(h.desks.Office.Choices(a, 0), at)
	all, err := h.desks.Funds.Contracts(r.Context(), a)
	for i := range all {
		if h.desks.Office.PlaceScope(a, access.CommitMoney, all[i].Place) != nil {
			continue
		}
		for k := range all[i].Items {
			if v := &all[i].Items[k]; v.Left() > 0 {
				p.Items = append(p.Items, itemOption{v.ID, all[i].Number + ": " + v.Title, v.Left()})
			}
		}
	}
	return err
}

// contractOf is the contract of an accepted item that the actor sees. Errors (errs.NotFound): there is none.
func (h *handlers) contractOf(r *http.Request, item int64) (int64, error) {
	if item == 0 {
		return 0, nil
	}
	all, err := h.desks.Funds.Contracts(r.Context(), page.Actor(r))
	for i := range all {
		for k := range all[i].Items {
			if all[i].Items[k].ID == item {
				return all[i].ID, err
			}
		}
	}
	if err == nil {
		err = page.NotThere()
	}
	return 0, err
}

func (h *handlers) add(w http.ResponseWriter, r *http.Request) error {
	text := func(name string) string { return norm.NFC.String(r.FormValue(name)) }
	c := contribution.Contribution{Place: place.Code(text("place")), Node: text("node"),
		Source: contribution.Source(text("source")), Name: text("name"), Form: contribution.Form(text("form")),
		Unit: text("unit"), Basis: text("basis"), Content: text("content")}
	err := h.desks.Office.PlaceScope(page.Actor(r), access.CommitMoney, c.Place)
	if err != nil {
		return err
	}
	if c.Item, err = page.FormID(r, "item"); err != nil {
		return err
	}
	if c.Contract, err = h.contractOf(r, c.Item); err != nil {
		return err
	}
	if c.Day, err = page.FormDay(r, "day"); err == nil {
		err = amounts(r, &c)
	}
	if err == nil {
		_, err = h.desks.Contributions.Add(r.Context(), page.Actor(r), c)
	}
	if err != nil {
		if !page.Mendable(err) {
			return err
		}
		return h.showPage(w, r, err)
	}
	return page.Done(w, r, "/money/mobilised?"+url.Values{"year": {strconv.Itoa(c.Day.Year())}}.Encode(), "",
		errs.T("What was mobilised is recorded."))
}

// amounts reads quantity and price.
func amounts(r *http.Request, c *contribution.Contribution) error {
	n, err := money.Parse(r.FormValue("quantity"))
	if err != nil && !c.Form.Money() {
		return errs.New(errs.Invalid, "a quantity is a whole number above 0, for example 25")
	}
	if err != nil || c.Form.Money() {
		c.Quantity = int64(n)
		return err
	}
	c.Quantity = int64(n)
	c.Price, err = money.Parse(r.FormValue("price"))
	return err
}

func (h *handlers) end(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	err = h.desks.Contributions.Withdraw(r.Context(), page.Actor(r), id, norm.NFC.String(r.FormValue("reason")))
	if err != nil {
		if !page.Mendable(err) {
			return err
		}
		return h.showPage(w, r, err)
	}
	return page.Done(w, r, "/money/mobilised", "", errs.T("It is withdrawn."))
}

func (h *handlers) book(w http.ResponseWriter, r *http.Request) error {
	var out bytes.Buffer
	if err := h.desks.Contributions.WriteBook(r.Context(), page.Actor(r), asked(r), &out); err != nil {
		return err
	}
	return page.Download(w, page.XlsxType, "huy-dong.xlsx", out.Bytes())
}

// takenPage says what became of a workbook.
type takenPage struct {
	page.Page
	*contributions.Taken
	Returned template.URL // the rows that are returned; "": there are none
}

func (h *handlers) take(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.May(page.Actor(r), access.CommitMoney) {
		return office.Forbidden()
	}
	p := &takenPage{}
	file, head, err := r.FormFile("file")
	if err != nil {
		return h.showPage(w, r, errs.New(errs.Invalid, "no file chosen: choose an .xlsx"))
	}
	defer func() { _ = file.Close() }()
	if p.Taken, err = h.desks.Contributions.Take(r.Context(), page.Actor(r), head.Filename, file); err != nil {
		if !page.Mendable(err) {
			return err
		}
		return h.showPage(w, r, err)
	}
	if p.Book != nil {
		text := base64.StdEncoding.EncodeToString(p.Book)
		p.Returned = template.URL("data:" + page.XlsxType + ";base64," + text) //nolint:gosec // ours: the bytes are base64
	}
	p.Nav = "money/mobilised"
	h.shell.Render(w, r, "contributions_taken", errs.T("What became of the workbook"), p)
	return nil
}
