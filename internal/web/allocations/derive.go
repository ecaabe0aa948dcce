package allocations

import (
	"math/big"
	"net/http"
	"net/url"
	"strings"

	unicode "golang.org/x/text/unicode/norm"

	"giamngheo/internal/allocation"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/comparisons"
	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
	"giamngheo/internal/normbook"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
)

type derivationPage struct {
	base
	Lines []string // what the pool became
}

// Formula is how a unit's weight comes about.
func (p *derivationPage) Formula(r *allocation.Row) string { return r.Formula(p.V.Set) }

// Share is a unit's exact share, as a fraction and in đồng.
func (p *derivationPage) Share(r *allocation.Row) string { return exactly(r.Share(), 4) }

// Rest is what a unit's share has beyond whole units.
func (p *derivationPage) Rest(r *allocation.Row) string {
	s, _ := norm.Decimals(r.Remainder(), 4)
	return s
}

// WholeDong is the whole part of a unit's share, in đồng.
func (p *derivationPage) WholeDong(r *allocation.Row) int64 { return r.Whole * p.V.Set.RoundTo }

// Counts is the coefficient of a step that counts.
func (p *derivationPage) Counts(s allocation.Step) string {
	return norm.Written(s.Counts(p.V.Set.Form))
}

// Quantities are what a unit's quantity is of.
func (p *derivationPage) Quantities(r *allocation.Row) (out []string) {
	for i, t := range p.V.Set.Terms() {
		out = append(out, page.Pick(p.Lang, t.Name())+": "+norm.Written(r.Counts[i]))
	}
	return out
}

// exactly is a fraction with its decimals where these are not all of it.
func exactly(r *big.Rat, places int) string {
	d, exact := norm.Decimals(r, places)
	if exact {
		return d
	}
	return r.RatString() + " ≈ " + d
}

func (h *handlers) derivation(w http.ResponseWriter, r *http.Request) error {
	p := &derivationPage{}
	if err := h.look(r, &p.base); err != nil {
		return err
	}
	if p.V.Got == nil {
		return p.V.Refused
	}
	p.Lines = normbook.Summary(p.V.Got)
	h.shell.Render(w, r, "allocation_derivation", errs.T("How allocation no. %d is reckoned", p.V.ID), p)
	return nil
}

type comparePage struct {
	base
	C     *comparisons.Compared
	Norms []option
	On    string // the other day
	With  string
	Error string
}

// Signed is a difference with its sign.
func Signed(n int64) string {
	if n > 0 {
		return "+" + norm.Dong(n)
	}
	return norm.Dong(n)
}

// Signed is a difference with its sign.
func (p *comparePage) Signed(n int64) string { return Signed(n) }

// Per is an amount a household, "–" where the number of households is not known.
func (p *comparePage) Per(r *big.Rat) string {
	if r == nil {
		return "–"
	}
	s, _ := norm.Decimals(r, 0)
	return s
}

// Moved is half of all differences.
func (p *comparePage) Moved() string { return norm.Written(p.C.Moved) }

func (h *handlers) compare(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &comparePage{On: r.FormValue("day"), With: r.FormValue("with")}
	in, err := asked(r)
	by := comparisons.Against{Norm: in.Norm, NormVersion: in.NormVersion, Day: in.Day}
	if err == nil {
		by.With, err = page.FormID(r, "with")
	}
	if err == nil {
		p.C, err = h.desks.Comparisons.Compare(r.Context(), page.Actor(r), id, by)
	}
	if known(err) {
		p.Error = h.shell.Told(w, r, err)
		p.C, err = h.desks.Comparisons.Compare(r.Context(), page.Actor(r), id, comparisons.Against{})
	}
	if err != nil {
		return err
	}
	p.V = p.C.Shown
	if err := h.opens(r, &p.base); err != nil {
		return err
	}
	all, err := h.desks.Norms.All(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	p.Norms = options(all, r.FormValue("norm"))
	if p.Error == "" && p.C.Refused != nil {
		p.Error = page.Pick(p.Lang, toldOf(p.C.Refused))
	}
	h.shell.Render(w, r, "allocation_compare", errs.T("Allocation no. %d compared", id), p)
	return nil
}

// toldOf is what an error says to people.
func toldOf(err error) errs.Text {
	var e *errs.Error
	if page.AsError(err, &e) {
		return e.Text()
	}
	return errs.Text{VI: err.Error()}
}

type mergerPage struct {
	base
	M     *comparisons.Merged
	Error string
}

// Signed is a difference with its sign.
func (p *mergerPage) Signed(n int64) string { return Signed(n) }

// Given is what was typed as a value of a new unit.
func (p *mergerPage) Given(g allocation.Gap) string { return p.M.Given[g.Code][g.Column] }

// YesNo reports whether a column takes yes or no.
func (p *mergerPage) YesNo(g allocation.Gap) bool { return p.M.Columns[g.Column].Kind == norm.YesNo }

// Name is what a column is called.
func (p *mergerPage) Name(g allocation.Gap) string { return p.ColumnName(p.M.Columns[g.Column]) }

// Sums are what all new units have as heirs, and what they would have.
func (p *mergerPage) Sums() (out struct{ Parts, Anew int64 }) {
	for i := range p.M.Merger.Rows {
		out.Parts += p.M.Merger.Rows[i].SumOfParts
		out.Anew += p.M.Merger.Rows[i].Recomputed
	}
	return out
}

// mostGiven is how many values of new units an address may have.
const mostGiven = 2000

func (h *handlers) merger(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	given := map[string]map[string]string{}
	if err := r.ParseForm(); err != nil || len(r.Form) > mostGiven {
		return errs.New(errs.Invalid, "too much was sent")
	}
	for name := range r.Form {
		unit, column, ok := strings.Cut(strings.TrimPrefix(name, "v."), ".")
		if ok && strings.HasPrefix(name, "v.") {
			if given[unit] == nil {
				given[unit] = map[string]string{}
			}
			given[unit][column] = unicode.NFC.String(r.FormValue(name))
		}
	}
	p := &mergerPage{}
	on, err := page.FormDay(r, "on")
	if err == nil {
		p.M, err = h.desks.Comparisons.Merger(r.Context(), page.Actor(r), id, on, given)
	}
	if known(err) {
		p.Error = h.shell.Told(w, r, err)
		p.M, err = h.desks.Comparisons.Merger(r.Context(), page.Actor(r), id, 0, nil)
	}
	if err != nil {
		return err
	}
	p.V = p.M.Shown
	if err := h.opens(r, &p.base); err != nil {
		return err
	}
	if p.Error == "" && p.M.Refused != nil {
		p.Error = page.Pick(p.Lang, toldOf(p.M.Refused))
	}
	h.shell.Render(w, r, "allocation_merger", errs.T("Allocation no. %d and the mergers", id), p)
	return nil
}

type behindPage struct {
	base
	B     *allocations.Behind
	Pager parts.Pager
	Items []item
}

// item is a household behind a value, as it is now.
type item struct {
	ID         int64
	Code, Head string
	Hamlet     string
	Unit       string
}

func (h *handlers) behind(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	in := &allocations.BehindInput{ID: id, Unit: r.FormValue("unit"), Column: r.FormValue("column"),
		Offset: parts.Offset(r),
		Limit:  parts.PageRows}
	p := &behindPage{}
	if p.B, err = h.desks.Allocations.Behind(r.Context(), page.Actor(r), in); err != nil {
		return err
	}
	p.V = p.B.Shown
	if err := h.opens(r, &p.base); err != nil {
		return err
	}
	p.Pager = parts.NewPager(r, r.URL.Path, p.B.Count)
	snap, units := h.desks.Book.View().Snap, map[place.Code]string{}
	for _, id := range p.B.IDs {
		one, ok := snap.Item(id)
		if _, had := units[one.Commune]; ok && !had {
			units[one.Commune] = h.desks.Office.Unit(one.Commune).FullName
		}
		p.Items = append(p.Items, item{id, one.Code, one.Head, one.Hamlet, units[one.Commune]})
	}
	h.shell.Render(w, r, "allocation_behind", errs.T("%s: %s", p.B.Unit.Name, p.ColumnName(p.B.Column)), p)
	return nil
}

// Back is the address of the table of values.
func (p *behindPage) Back() string { return p.At("") + "#u-" + url.QueryEscape(p.B.Unit.Code) }

// Value is the value that is opened.
func (p *behindPage) Value() string { return p.Cell(p.B.Unit, p.B.Column).Text }
