// Package allotments makes the papers of allocations: the annex of a decision, and the workbook that goes out and comes
// in again as a proposed change.
package allotments

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"giamngheo/internal/allotment"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/funds"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	rows "giamngheo/internal/store/allocations"
)

// Beside says which allocations an annex has as its columns.
type Beside string

// The choices.
const (
	SameDecision Beside = ""      // what the same document decided; the allocation alone before it is decided
	Alone        Beside = "alone" // the allocation alone
	SameYear     Beside = "year"  // all of the budget year that have come as far
)

// Besides are the choices with their names, in the order of a form. Not to be changed.
var Besides = []struct {
	Beside
	Title errs.Text
}{{SameDecision, errs.T("annex|what the same decision allots")}, {Alone, errs.T("annex|this allocation alone")},
	{SameYear, errs.T("annex|all of the budget year")}}

// MostColumns is how many allocations an annex has side by side: more do not fit on A4 across.
const MostColumns = 8

// Desk makes the papers of allocations.
type Desk struct {
	office      *office.Office
	library     *library.Library
	funds       *funds.Desk
	allocations *allocations.Desk
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk, a *allocations.Desk) *Desk {
	return &Desk{o, l, f, a}
}

// Annexed is an allocation's annex: what its units get, beside what they get by others.
type Annexed struct {
	*allocations.Shown

	By     Beside
	Table  *allotment.Annex
	Others []rows.Allocation // that belong beside it and are of other units or days, or too many: they have their own
}

// Annex lays out the annex of an allocation that is proposed or decided. Errors: errs.NotFound, errs.Forbidden;
// errs.Invalid of a draft, of which nothing is settled.
func (d *Desk) Annex(ctx context.Context, a *office.Ask, id int64, by Beside) (*Annexed, error) {
	s, err := d.allocations.Allocation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if s.Result == nil {
		return nil, errs.New(errs.Invalid,
			"the allocation has no annex yet: propose it first, then its figures are settled")
	}
	out := &Annexed{Shown: s, By: by}
	columns, err := d.beside(ctx, a, out)
	if err != nil {
		return nil, err
	}
	return out, d.layOut(out, columns)
}

// column is an allocation that an annex has as a column.
type column struct {
	*allocations.Shown

	title string
	group string
}

// beside are the columns of an annex, by node.
func (d *Desk) beside(ctx context.Context, a *office.Ask, of *Annexed) ([]column, error) {
	out := []column{{Shown: of.Shown}}
	all, err := d.candidates(ctx, of)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if len(out) == MostColumns {
			of.Others = append(of.Others, all[i])
			continue
		}
		s, err := d.allocations.Allocation(ctx, a, all[i].ID)
		switch k := errs.KindOf(err); {
		case err != nil && (k == errs.NotFound || k == errs.Forbidden):
		case err != nil:
			return nil, err
		case s.Result == nil || s.Map != of.Map || s.Set.Recipients != of.Set.Recipients:
			of.Others = append(of.Others, all[i])
		default:
			out = append(out, column{Shown: s})
		}
	}
	tree, err := d.library.Catalogue()
	if err != nil {
		return nil, err
	}
	for i := range out {
		out[i].head(tree)
	}
	slices.SortFunc(out, func(x, y column) int {
		return cmp.Or(cmp.Compare(x.title, y.title), cmp.Compare(x.ID, y.ID))
	})
	return out, nil
}

// candidates are the other allocations that may belong beside one, whether or not who asks may see them.
func (d *Desk) candidates(ctx context.Context, of *Annexed) (out []rows.Allocation, err error) {
	var all []rows.Allocation
	switch r := d.office.Reader(); {
	case of.By == SameYear:
		all, err = rows.In(ctx, r, of.Province, of.State)
	case of.By == SameDecision && of.Allocation.Document != 0:
		all, err = rows.By(ctx, r, of.Province, of.Allocation.Document)
	}
	for i := range all {
		if all[i].ID == of.ID || all[i].State != of.State {
			continue
		}
		p, err := d.funds.Pool(ctx, all[i].Line)
		if err != nil {
			return nil, err
		}
		if of.By != SameYear || p.Year == of.Line.Year {
			out = append(out, all[i])
		}
	}
	return out, err
}

// head names a column: its node, its fund and, of money that was carried over, its origin.
func (c *column) head(tree *programme.Catalogue) {
	p := c.Line
	c.title, c.group = p.Node+" – "+tree.FundTitle(p.Fund).VI, p.Node
	if p.Carried() {
		c.title += fmt.Sprintf(" (vốn năm %d)", p.Origin)
	}
	for n := tree.Node(p.Node); n != nil; n = tree.Node(n.Parent) {
		if c.group = n.Code; n.Parent == "" {
			break
		}
	}
}

// layOut rounds the columns and says what the paper is of.
func (d *Desk) layOut(of *Annexed, columns []column) (err error) {
	at := map[string]int{}
	var shares []allotment.Share
	var fundings []allotment.Funding
	names := map[string]string{}
	var said []string
	for k := range columns {
		c, given := &columns[k], int64(0)
		fundings = append(fundings, allotment.Funding{Title: c.title, Group: c.group})
		for i := range c.Units {
			u := &c.Units[i]
			if _, had := at[u.Code]; !had {
				at[u.Code] = len(shares)
				shares = append(shares, allotment.Share{Code: u.Code, Name: u.Name, Above: u.Above,
					Amounts: make([]int64, len(columns))})
			}
			shares[at[u.Code]].Amounts[k] = c.Result[u.Code]
			given += c.Result[u.Code]
			if u.Above != "" && names[u.Above] == "" {
				names[u.Above] = d.office.UnitOn(place.Code(u.Above), c.Map).FullName
			}
		}
		said = append(said, allotment.Said(c.title, c.Pool, given))
	}
	if of.Table, err = allotment.Lay(fundings, shares, names); err != nil {
		return err
	}
	t := of.Table
	t.Remarks = append(t.Remarks, said...)
	t.Unit, t.Place = of.Line.Unit.FullName, of.Line.Unit.Name
	t.Title = fmt.Sprintf("Phụ lục giao dự toán ngân sách năm %d", of.Line.Year)
	t.Sample = of.Sample()
	switch {
	case of.By == SameYear:
		t.Title = fmt.Sprintf("Tổng hợp giao dự toán ngân sách năm %d", of.Line.Year)
		t.Under = []string{"Gồm các phân bổ của năm ngân sách ở trạng thái: " + of.State.Title().VI}
	case of.Document != nil:
		t.On = of.Decided
		t.Under = []string{fmt.Sprintf("Kèm theo %s %s ngày %s", of.Document.Kind.Title().VI, of.Document.Symbol(),
			of.Document.Day.Vietnamese())}
	default:
		t.Under = []string{"Kèm theo Quyết định số …… ngày …… tháng …… năm ……"}
	}
	for k := range columns {
		t.Sample = t.Sample || columns[k].Sample()
	}
	return nil
}

// WriteAnnex writes the annex of an allocation as a workbook. The reading is on the record. Errors: those of Annex.
func (d *Desk) WriteAnnex(ctx context.Context, a *office.Ask, id int64, by Beside, out io.Writer) error {
	v, err := d.Annex(ctx, a, id, by)
	if err != nil {
		return err
	}
	d.office.Saw(a, office.Deed{Action: "allocation.export", Kind: "allocation", Subject: office.IDText(id),
		Place: v.Line.Place})
	return v.Table.Write(out)
}
