// Package allotment writes what units are allotted as the papers of a decision: its annex, whose sums hold though it is
// rounded, and the workbook that goes out to be edited and comes in again. It knows no office, and decides nothing.
package allotment

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/apportion"
	"giamngheo/internal/date"
	"giamngheo/internal/norm"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
)

// Million is the unit in which annexes are printed, in đồng.
const Million = 1_000_000

// open is what stands on a paper where a person fills something in.
const open = "……"

func text(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Text: s} }
func mark(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Style: sheet.GridMark, Text: s} }

// cell is a cell's name in a spreadsheet; the first column is 0, the first row 1.
func cell(column, row int) string { return sheet.ColumnName(column) + strconv.Itoa(row) }

// Rounding says under every annex how its figures were rounded.
const Rounding = "Số trong bảng là triệu đồng, làm tròn có kiểm soát: mỗi ô, mỗi tổng theo hàng, theo cột, theo huyện " +
	"được làm tròn lên hoặc xuống triệu đồng liền kề của chính nó, sao cho mọi tổng đều cộng đúng. " +
	"Số chính xác đến đồng ở trang tính “Số đồng” và trong sổ theo dõi vốn."

// crossing is what is said where no rounding can promise more.
const crossing = "Cộng của một nhóm cột trong một huyện là tổng các số đã in, có thể lệch hơn một triệu đồng."

// Share is what a unit gets of each funding, in đồng. Above is the district it is in; "": none.
type Share struct {
	Code, Name, Above string
	Amounts           []int64
}

// Funding is a column of an annex: a line's money. Those of one Group are added up beside them, where others are none
// of it.
type Funding struct{ Title, Group string }

// Annex is the annex of a decision that allots money: units by fundings.
type Annex struct {
	Unit, Place string // whose People's Committee issues it, and where; "": left open
	On          date.Date
	Title       string
	Under       []string
	Sample      bool
	Remarks     []string
	Columns     []AnnexColumn
	Lines       []AnnexLine // the districts with their units, and the sum last
}

// Kind is what a line or a column of an annex is.
type Kind int

// The kinds.
const (
	Leaf  Kind = iota // a unit; a funding
	Group             // a district; the fundings of one project
	Whole             // the sum of all
)

// AnnexColumn is a column of an annex.
type AnnexColumn struct {
	Title string
	Kind  Kind
	of    []int // the columns that it adds up
	at    int   // in the table that is rounded
}

// AnnexLine is a line of an annex. Number is its place, “I” of a district and “1” of a unit.
type AnnexLine struct {
	Number, Code, Name string
	Kind               Kind
	Cells              []AnnexCell
	of                 []int // the lines that it adds up
}

// AnnexCell is an amount: in đồng, and as it is printed, in millions.
type AnnexCell struct{ Exact, Printed int64 }

// Lay lays shares out by unit and funding, rounded to millions of đồng so that every sum holds. Names are those of the
// districts. Errors: errs.Invalid of amounts beyond 9·10¹⁵ đồng, or where there are none.
func Lay(fundings []Funding, shares []Share, names map[string]string) (*Annex, error) {
	a := &Annex{}
	t := &apportion.Table{Columns: a.layColumns(fundings)}
	at := a.layLines(t, shares, names)
	t.Cells = make([][]int64, len(t.Places))
	for i := range t.Cells {
		t.Cells[i] = make([]int64, len(t.Columns))
	}
	for i := range shares {
		p := at[shares[i].Code]
		for k, n := range shares[i].Amounts {
			t.Cells[p][1+k] = n
		}
	}
	r, err := apportion.Round(t, Million)
	if err != nil {
		return nil, err
	}
	a.fill(t, r, at)
	a.Remarks = []string{Rounding}
	if len(t.Columns) > 1+len(fundings) && len(t.Places) > 1+len(shares) {
		a.Remarks = append(a.Remarks, crossing)
	}
	return a, nil
}

// layColumns says which columns there are, and returns them as a tree: the whole, the fundings, the groups.
func (a *Annex) layColumns(fundings []Funding) []apportion.Node {
	tree := []apportion.Node{{Code: "", Parent: -1}}
	count := map[string]int{}
	for i, f := range fundings {
		tree = append(tree, apportion.Node{Code: fmt.Sprintf("%04d", i)})
		count[f.Group]++
	}
	var whole AnnexColumn
	done := map[string]bool{}
	for i, f := range fundings {
		if n := count[f.Group]; f.Group == "" || n < 2 || n == len(fundings) {
			whole.of = append(whole.of, len(a.Columns))
			a.Columns = append(a.Columns, AnnexColumn{Title: f.Title, at: 1 + i})
			continue
		}
		if done[f.Group] {
			continue
		}
		done[f.Group] = true
		sum := AnnexColumn{Title: "Cộng " + f.Group, Kind: Group, at: len(tree)}
		for k := i; k < len(fundings); k++ {
			if fundings[k].Group == f.Group {
				tree[1+k].Parent = len(tree)
				sum.of = append(sum.of, len(a.Columns))
				a.Columns = append(a.Columns, AnnexColumn{Title: fundings[k].Title, at: 1 + k})
			}
		}
		whole.of = append(whole.of, len(a.Columns))
		tree = append(tree, apportion.Node{Code: "g" + f.Group})
		a.Columns = append(a.Columns, sum)
	}
	if len(fundings) > 1 {
		whole.Title, whole.Kind = "Tổng cộng", Whole
		a.Columns = append(a.Columns, whole)
	}
	return tree
}

// layLines says which lines there are, and which place of the table each code is; "" is the whole.
func (a *Annex) layLines(t *apportion.Table, shares []Share, names map[string]string) map[string]int {
	t.Places = []apportion.Node{{Code: "", Parent: -1}}
	at := map[string]int{"": 0}
	sorted := slices.Clone(shares)
	slices.SortFunc(sorted, func(x, y Share) int {
		return strings.Compare(x.Above+"\x00"+x.Code, y.Above+"\x00"+y.Code)
	})
	whole := AnnexLine{Name: "Tổng cộng", Kind: Whole}
	district, districts := -1, 0
	for i := range sorted {
		s := &sorted[i]
		if _, had := at[s.Above]; !had {
			at[s.Above] = len(t.Places)
			t.Places = append(t.Places, apportion.Node{Code: "d" + s.Above})
			district = len(a.Lines)
			whole.of = append(whole.of, district)
			districts++
			a.Lines = append(a.Lines, AnnexLine{Number: roman(districts), Code: s.Above, Kind: Group,
				Name: names[s.Above]})
		}
		parent, of := at[s.Above], &whole
		if s.Above != "" {
			of = &a.Lines[district]
		}
		of.of = append(of.of, len(a.Lines))
		number := strconv.Itoa(len(of.of))
		at[s.Code] = len(t.Places)
		t.Places = append(t.Places, apportion.Node{Code: s.Code, Parent: parent})
		a.Lines = append(a.Lines, AnnexLine{Number: number, Code: s.Code, Name: s.Name})
	}
	a.Lines = append(a.Lines, whole)
	return at
}

// fill puts the amounts into the lines.
func (a *Annex) fill(t *apportion.Table, r *apportion.Rounded, at map[string]int) {
	for i := range a.Lines {
		l := &a.Lines[i]
		l.Cells = make([]AnnexCell, len(a.Columns))
		for k := range a.Columns {
			l.Cells[k].Printed = r.Cells[at[l.Code]][a.Columns[k].at]
			if l.Kind == Leaf && a.Columns[k].Kind == Leaf {
				l.Cells[k].Exact = t.Cells[at[l.Code]][a.Columns[k].at]
			}
		}
		for k := range a.Columns {
			for _, from := range a.Columns[k].of {
				l.Cells[k].Exact += l.Cells[from].Exact
			}
		}
	}
	for _, kind := range []Kind{Group, Whole} {
		for i := range a.Lines {
			if l := &a.Lines[i]; l.Kind == kind {
				for _, from := range l.of {
					for k := range l.Cells {
						l.Cells[k].Exact += a.Lines[from].Cells[k].Exact
					}
				}
			}
		}
	}
}

// roman is a number as districts are counted.
func roman(n int) (out string) {
	for _, d := range []struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.n; n -= d.n {
			out += d.s
		}
	}
	return out
}

// Write writes an annex as a workbook: in millions as it is printed, and in đồng. Sums are formulas.
func (a *Annex) Write(w io.Writer) error {
	book := sheet.NewWriter(w)
	return errors.Join(
		a.write(book, "Phụ lục", "Đơn vị tính: triệu đồng", a.Remarks, func(c AnnexCell) int64 { return c.Printed }),
		a.write(book, "Số đồng", "Đơn vị tính: đồng", nil, func(c AnnexCell) int64 { return c.Exact }), book.Close())
}

// write writes one sheet.
func (a *Annex) write(book *sheet.Writer, name, unit string, remarks []string, of func(AnnexCell) int64) error {
	columns := []tablepaper.Column{{Title: "TT", Width: 6}, {Title: "Mã", Width: 9}, {Title: "Đơn vị", Width: 30}}
	for i := range a.Columns {
		widest := tablepaper.WholeWidth(of(a.Lines[len(a.Lines)-1].Cells[i]))
		columns = append(columns, tablepaper.Column{Title: a.Columns[i].Title, Width: max(16, widest)})
	}
	f := &tablepaper.Form{Sheet: name, Unit: cmp.Or(a.Unit, open), Title: a.Title, Columns: columns,
		Under: append(slices.Clone(a.Under), unit)}
	if a.Sample {
		f.Number = "MẪU"
		f.Under = append(f.Under, "MẪU – không dùng để quyết định.")
	}
	body, err := tablepaper.Begin(book, f)
	first := book.Rows() + 1
	for i := range a.Lines {
		l := &a.Lines[i]
		cells := []sheet.Out{mark(l.Number), mark(l.Code), text(l.Name)}
		for k := range a.Columns {
			c := sheet.NumberCell(of(l.Cells[k]))
			c.Formula = a.formula(l, k, first)
			cells = append(cells, c)
		}
		err = errors.Join(err, body.Row(cells, l.Kind != Leaf))
	}
	return errors.Join(err, body.End(remarks, cmp.Or(a.Place, open), a.On))
}

// formula is how a spreadsheet adds up a cell; "" of what is no sum. The first line stands in a row.
func (a *Annex) formula(l *AnnexLine, column, first int) string {
	var of []string
	switch {
	case l.Kind != Leaf:
		name, n := sheet.ColumnName(3+column), len(l.of)
		if n > 0 && l.of[n-1]-l.of[0] == n-1 { // one below the other
			return fmt.Sprintf("SUM(%s%d:%s%d)", name, first+l.of[0], name, first+l.of[n-1])
		}
		for _, i := range l.of {
			of = append(of, cell(3+column, first+i))
		}
	case a.Columns[column].Kind != Leaf:
		for _, k := range a.Columns[column].of {
			of = append(of, cell(3+k, first+l.rowOf(a)))
		}
	}
	return strings.Join(of, "+")
}

// rowOf is where a line stands.
func (l *AnnexLine) rowOf(a *Annex) int {
	return slices.IndexFunc(a.Lines, func(x AnnexLine) bool { return x.Code == l.Code && x.Kind == l.Kind })
}

// Said is what is said of money that an annex does not give to units.
func Said(title string, pool, given int64) string {
	out := fmt.Sprintf("%s: tổng vốn %s đồng, giao cho các đơn vị %s đồng", title, norm.Dong(pool), norm.Dong(given))
	if pool != given {
		out += fmt.Sprintf(", chưa giao cho đơn vị nào %s đồng (dự phòng, trích trước, phần lẻ)", norm.Dong(pool-given))
	}
	return out
}
