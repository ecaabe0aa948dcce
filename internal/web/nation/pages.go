package nation

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/nation"
	"giamngheo/internal/web/parts"
)

func asError(err error, to **errs.Error) bool { return errors.As(err, to) }

// tablePage are rows under the fields of a view.
type tablePage struct {
	page
	*nation.Board
	Whole    nation.Row
	Rows     []nation.Row
	Views    []link
	Bases    []link
	View     nation.View
	Heads    []head
	Ranked   bool
	Province *nation.Province // nil: the nation
	Data     string           // the address of the same rows as data
	Cards    []card
	Late     []nation.Row
}

// head is a column's head: a link that sorts by it.
type head struct {
	Title errs.Text
	link
}

// card is one figure of the whole.
type card struct {
	Title errs.Text
	Text  string
}

// Cell is what a row tells of a field, as it is shown: "…" where it is not told, "–" where there is nothing to divide
// by.
func (p *tablePage) Cell(f nation.Field, r nation.Row) string { return shown(p.Lang, &f, &r) }

func shown(lang string, f *nation.Field, r *nation.Row) string {
	v := f.Value(r)
	switch {
	case !v.Told:
		return "…"
	case !f.Rate:
		return parts.Number(lang, v.Part)
	}
	n, ok := v.Hundredths()
	if !ok {
		return "–"
	}
	return parts.Decimal(lang, float64(n)/100, 2)
}

// Rank is a row's place, with those that chance leaves open.
func (p *tablePage) Rank(r nation.Row) string {
	if r.Place.Sure() {
		return fmt.Sprint(r.Place.At)
	}
	return fmt.Sprintf("%d (%d–%d)", r.Place.At, r.Place.Best, r.Place.Worst)
}

// Link is the address of a province's page, in the language, basis and view of this one.
func (p *tablePage) Link(r nation.Row) string {
	q := url.Values{}
	for name, value := range map[string]string{"lang": p.Lang, "basis": p.Basis, "show": p.View.Code} {
		if value != "" && value != "vi" && value != "poverty" {
			q.Set(name, value)
		}
	}
	u := url.URL{Path: "/tinh/" + r.Code, RawQuery: q.Encode()}
	return u.String()
}

// fill fills in what pages of rows share.
func (p *tablePage) fill(r *http.Request) {
	views := nation.Views(p.Indicators)
	at := max(0, slices.IndexFunc(views, func(v nation.View) bool { return v.Code == r.URL.Query().Get("show") }))
	p.View, p.Ranked = views[at], at == 0
	lang := langOf(r)
	for i, v := range views {
		code := v.Code
		if i == 0 {
			code = ""
		}
		p.Views = append(p.Views, link{v.Title.In(lang), with(r, "show", code), i == at})
	}
	basis := r.URL.Query().Get("basis")
	if p.Province == nil {
		now, then := errs.T("nation|34 provinces, from 01/07/2025"), errs.T("nation|63 provinces, before the mergers")
		p.Bases = []link{{now.In(lang), with(r, "basis", ""), basis != "before"},
			{then.In(lang), with(r, "basis", "before"), basis == "before"}}
	}
	if p.Province != nil { // what no commune tells is of the province alone
		p.View.Fields = slices.DeleteFunc(slices.Clone(p.View.Fields), func(f nation.Field) bool {
			return !slices.ContainsFunc(p.Rows, func(row nation.Row) bool { return f.Value(&row).Told })
		})
	}
	sort := r.URL.Query().Get("sort")
	for _, f := range p.View.Fields {
		p.Heads = append(p.Heads, head{f.Title, link{f.Title.In(lang), with(r, "sort", f.Code), f.Code == sort}})
	}
	p.Rows = nation.Sort(p.Rows, p.View.Fields, sort)
	for _, code := range []string{"poor_rate", "near_rate", "h", "m0"} {
		for _, f := range nation.Fields(p.Indicators) {
			if f.Code == code {
				p.Cards = append(p.Cards, card{f.Title, shown(lang, &f, &p.Whole)})
			}
		}
	}
	p.Synthetic = p.Whole.Synthetic
}

func (s *server) board(w http.ResponseWriter, r *http.Request) error {
	_, on := s.basisOf(r)
	b := s.desk.Board(on)
	p := &tablePage{Board: b, Whole: b.Whole, Rows: b.Rows, Data: "/odata/provinces"}
	for _, row := range b.Rows {
		if row.Late {
			p.Late = append(p.Late, row)
		}
	}
	p.fill(r)
	return s.render(w, r, "nation", errs.T("nation|Poverty in the country"), p)
}

func (s *server) province(w http.ResponseWriter, r *http.Request) error {
	_, on := s.basisOf(r)
	one, err := s.desk.Board(on).Unit(r.PathValue("code"))
	if err != nil {
		return err
	}
	p := &tablePage{Board: one.Board, Province: one, Whole: one.Whole, Rows: one.Rows, Data: "/odata/communes"}
	p.fill(r)
	return s.render(w, r, "nation", errs.Text{VI: one.Whole.Name, EN: one.Whole.Name}, p)
}
