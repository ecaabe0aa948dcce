package normbook

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/allocation"
	"giamngheo/internal/date"
	"giamngheo/internal/norm"
	"giamngheo/internal/sheet"
	"giamngheo/internal/tablepaper"
)

// Paper is an allocation to be written down. Unit is whose People's Committee issues it, Place where and On when;
// what is empty is left open on the paper, for a person to fill in. Without are units that were left out.
type Paper struct {
	Allocation *allocation.Allocation
	Merger     *allocation.Merger
	Without    []Left
	Unit       string
	Place      string
	On         date.Date
}

// Left is a unit that was left out for values that are not known.
type Left struct {
	Unit    allocation.Unit
	Unknown []string
}

// Without takes out the units that have gaps.
func Without(in *allocation.Input, gaps []allocation.Gap) (out []Left) {
	unknown := map[string][]string{}
	for _, g := range gaps {
		unknown[g.Code] = append(unknown[g.Code], g.Column)
	}
	in.Units = slices.DeleteFunc(in.Units, func(u allocation.Unit) bool {
		columns, gap := unknown[u.Code]
		if gap {
			out = append(out, Left{Unit: u, Unknown: columns})
		}
		return gap
	})
	return out
}

// Sample reports whether the paper is a sample: its norm is one, or units were left out of it.
func (p *Paper) Sample() bool { return p.Allocation.Norm.Sample || len(p.Without) > 0 }

// open is what stands on a paper where a person fills something in.
const open = "……"

// Book writes an allocation as a workbook: its derivation by unit as an annex of a decision, the criteria with their
// bands, and what mergers do.
func Book(w io.Writer, p *Paper) error {
	book := sheet.NewWriter(w)
	d := &derivation{book: book, p: p, a: p.Allocation}
	err := errors.Join(d.annex(), d.criteria())
	if p.Merger != nil {
		err = errors.Join(err, d.merger())
	}
	return errors.Join(err, book.Close())
}

// derivation is a workbook on its way.
type derivation struct {
	book    *sheet.Writer
	p       *Paper
	a       *allocation.Allocation
	columns []column
}

// column is a column of the annex. Sum says that it is added up at the end; Formula how a spreadsheet reckons the
// cell of a row, of its number.
type column struct {
	tablepaper.Column
	cell    func(n int, r *allocation.Row) sheet.Out
	sum     bool
	formula func(row int) string
}

func text(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Text: s} }
func mark(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Style: sheet.GridMark, Text: s} }
func whole(n int64) sheet.Out { return sheet.NumberCell(n) }
func free(f float64) sheet.Out {
	return sheet.Out{Kind: sheet.Number, Style: sheet.GridFree, Number: f}
}

// form is the head of a sheet.
func (d *derivation) form(name, title string, columns []tablepaper.Column) *tablepaper.Form {
	a, s := d.a, d.a.Norm
	f := &tablepaper.Form{Sheet: name, Unit: orOpen(d.p.Unit), Title: title, Columns: columns, Under: []string{
		fmt.Sprintf("Định mức %s theo %s; vốn của %s", s.Code, s.Instrument, join(s.Nodes)),
		fmt.Sprintf("Tổng vốn %s đồng; phân bổ theo định mức T = %s đồng; tổng trọng số Σw = %s", norm.Dong(a.Pool),
			norm.Dong(a.Shared), norm.Written(a.Weights))}}
	if d.p.Sample() {
		f.Number = "MẪU"
		f.Under = append(f.Under, "MẪU – không dùng để quyết định. "+d.sampleText())
	}
	return f
}

func (d *derivation) sampleText() string {
	if len(d.p.Without) > 0 {
		return "Có đơn vị bị để ngoài vì chưa đủ số liệu. " + d.a.Norm.Note.VI
	}
	return d.a.Norm.Note.VI
}

func orOpen(s string) string {
	if s == "" {
		return open
	}
	return s
}

func join(all []string) string { return strings.Join(all, ", ") }

// annex writes the derivation of every part.
func (d *derivation) annex() error {
	d.lay()
	columns := make([]tablepaper.Column, len(d.columns))
	for i := range d.columns {
		columns[i] = d.columns[i].Column
	}
	body, err := tablepaper.Begin(d.book, d.form("Phân bổ", "Phụ lục phân bổ vốn và cách tính", columns))
	first := d.book.Rows() + 1
	for n := range d.a.Rows {
		cells := make([]sheet.Out, len(d.columns))
		for i, c := range d.columns {
			cells[i] = c.cell(n+1, &d.a.Rows[n])
			if c.formula != nil {
				cells[i].Formula = c.formula(first + n)
			}
		}
		err = errors.Join(err, body.Row(cells, false))
	}
	return errors.Join(err, body.Row(d.sums(first, d.book.Rows()), true),
		body.End(d.remarks(), orOpen(d.p.Place), d.p.On))
}

// sums is the last row.
func (d *derivation) sums(first, last int) []sheet.Out {
	cells := make([]sheet.Out, len(d.columns))
	cells[2] = text("Tổng cộng")
	for i, c := range d.columns {
		if !c.sum {
			continue
		}
		total := 0.0
		for n := range d.a.Rows {
			total += c.cell(n+1, &d.a.Rows[n]).Number
		}
		cells[i] = c.cell(1, &d.a.Rows[0])
		cells[i].Number = total
		cells[i].Formula = fmt.Sprintf("SUM(%s%d:%s%d)", sheet.ColumnName(i), first, sheet.ColumnName(i), last)
	}
	return cells
}

func (d *derivation) add(c column) int {
	d.columns = append(d.columns, c)
	return len(d.columns) - 1
}

// lay says which columns the annex has.
func (d *derivation) lay() {
	s := d.a.Norm
	d.add(column{Column: tablepaper.Column{Title: "TT", Width: 5},
		cell: func(n int, _ *allocation.Row) sheet.Out { return whole(int64(n)) }})
	d.add(column{Column: tablepaper.Column{Title: "Mã", Width: 9},
		cell: func(_ int, r *allocation.Row) sheet.Out { return mark(r.Unit.Code) }})
	d.add(column{Column: tablepaper.Column{Title: "Đơn vị", Width: 22},
		cell: func(_ int, r *allocation.Row) sheet.Out { return text(r.Unit.Title()) }})
	for i, t := range s.Terms() {
		d.add(column{Column: tablepaper.Column{Group: "Số lượng q", Title: termTitle(&t), Width: 10}, sum: true,
			cell: func(_ int, r *allocation.Row) sheet.Out { return free(number(r.Counts[i])) }})
	}
	coefficients := d.layCriteria()
	d.layWeight(coefficients)
	for i, t := range s.Tiers {
		if t.What != norm.ByNorm {
			d.add(column{Column: tablepaper.Column{Group: "Ưu tiên trước", Title: t.What, Width: 16}, sum: true,
				cell: func(_ int, r *allocation.Row) sheet.Out { return whole(r.Tiers[i]) }})
		}
	}
	d.layResult()
}

func termTitle(t *norm.Term) string {
	if k := norm.Written(t.Times.Rat); k != "1" {
		return k + " × " + t.Name().VI
	}
	return t.Name().VI
}

// layCriteria lays two columns for each criterion and returns those of the coefficients.
func (d *derivation) layCriteria() (coefficients []int) {
	s := d.a.Norm
	for i := range s.Criteria {
		c := &s.Criteria[i]
		d.add(column{Column: tablepaper.Column{Group: c.Name().VI, Title: "Giá trị", Width: 11},
			cell: func(_ int, r *allocation.Row) sheet.Out { return valueCell(&r.Steps[i]) }})
		at := d.add(column{Column: tablepaper.Column{Group: c.Name().VI, Title: "Hệ số", Width: 8},
			cell: func(_ int, r *allocation.Row) sheet.Out { return free(number(r.Steps[i].Counts(s.Form))) }})
		coefficients = append(coefficients, at)
	}
	return coefficients
}

// valueCell is a value as people read it; a number stays one.
func valueCell(st *allocation.Step) sheet.Out {
	if st.Value == nil {
		return mark("–")
	}
	if st.Criterion.Kind() == norm.Number {
		return free(number(st.Value))
	}
	return mark(st.Criterion.Kind().Said(st.Value))
}

// layWeight lays the weight, which a spreadsheet reckons from what stands before it.
func (d *derivation) layWeight(coefficients []int) {
	s := d.a.Norm
	formula := func(row int) string {
		out := ""
		for i, t := range s.Terms() {
			out += "+"
			if k := norm.Plain(t.Times.Rat); k != "1" {
				out += k + "*"
			}
			out += cellName(3+i, row)
		}
		if s.Form == norm.Product {
			out = "(" + out[1:] + ")"
		}
		for _, at := range coefficients {
			if s.Form == norm.Product {
				out += "*" + cellName(at, row)
			} else {
				out += "+" + cellName(at, row)
			}
		}
		if s.Form == norm.Sum {
			out = out[1:]
		}
		return out
	}
	how := "cộng hệ số"
	if s.Form == norm.Product {
		how = "q × hệ số"
	}
	d.add(column{Column: tablepaper.Column{Title: "Trọng số w", Formula: how, Width: 11}, sum: true, formula: formula,
		cell: func(_ int, r *allocation.Row) sheet.Out { return free(number(r.Weight())) }})
}

func cellName(column, row int) string { return sheet.ColumnName(column) + strconv.Itoa(row) }

// layResult lays the exact share, what it is rounded from, and the part.
func (d *derivation) layResult() {
	s := d.a.Norm
	units := func(r *allocation.Row) int64 { return r.Whole * s.RoundTo }
	plus := func(r *allocation.Row) int64 {
		if r.Plus {
			return s.RoundTo
		}
		return 0
	}
	tiers := len(d.a.Tiers)
	from := len(d.columns) - tiers
	if s.Floor != nil || s.Ceiling != nil || d.byHand() {
		d.add(column{Column: tablepaper.Column{Title: "Mức sàn, trần, ấn định", Width: 16},
			cell: func(_ int, r *allocation.Row) sheet.Out { return text(r.BoundText().VI) }})
	}
	exact := tablepaper.Column{Title: "Phần được hưởng (đồng, phân số)", Formula: "x = T × w / Σw", Width: 24}
	d.add(column{Column: exact,
		cell: func(_ int, r *allocation.Row) sheet.Out { return mark(r.Share().RatString()) }})
	wholeAt := d.add(column{Column: tablepaper.Column{Title: "Phần nguyên (đồng)", Width: 17}, sum: true,
		cell: func(_ int, r *allocation.Row) sheet.Out { return whole(units(r)) }})
	d.add(column{Column: tablepaper.Column{Title: "Phần lẻ", Width: 9},
		cell: func(_ int, r *allocation.Row) sheet.Out {
			s, _ := norm.Decimals(r.Remainder(), 4)
			return mark(s)
		}})
	d.add(column{Column: tablepaper.Column{Title: "Thứ hạng phần lẻ", Width: 8},
		cell: func(_ int, r *allocation.Row) sheet.Out {
			if r.Rank == 0 {
				return mark("–")
			}
			return whole(int64(r.Rank))
		}})
	plusAt := d.add(column{Column: tablepaper.Column{Title: "Cộng thêm (đồng)", Width: 11}, sum: true,
		cell: func(_ int, r *allocation.Row) sheet.Out { return whole(plus(r)) }})
	d.add(column{Column: tablepaper.Column{Title: "Được phân bổ (đồng)", Width: 19}, sum: true,
		cell: func(_ int, r *allocation.Row) sheet.Out { return whole(r.Result) },
		formula: func(row int) string {
			out := cellName(wholeAt, row) + "+" + cellName(plusAt, row)
			for i := range tiers {
				out += "+" + cellName(from+i, row)
			}
			return out
		}})
}

func (d *derivation) byHand() bool {
	for i := range d.a.Rows {
		if d.a.Rows[i].Hand != nil {
			return true
		}
	}
	return false
}

// remarks say how the parts were reckoned, so that anybody can do it again.
func (d *derivation) remarks() []string {
	a := d.a
	out := Summary(a)
	for i := range a.Rows {
		r := &a.Rows[i]
		if r.Hand != nil {
			out = append(out, fmt.Sprintf("%s ấn định %s đồng: %s", r.Unit.Title(), norm.Dong(r.Hand.Amount),
				r.Hand.Reason))
		}
		for k := range r.Steps {
			if r.Steps[k].Limit {
				out = append(out, r.Unit.Title()+", "+r.Steps[k].Criterion.Name().VI+": "+r.Steps[k].Said().VI)
			}
		}
	}
	for _, l := range d.p.Without {
		out = append(out, fmt.Sprintf("Để ngoài %s: chưa có %s", l.Unit.Title(), join(l.Unknown)))
	}
	for _, o := range a.Norm.Open {
		out = append(out, "Chưa rõ: "+o.VI)
	}
	return out
}

// criteria writes the criteria with their bands.
func (d *derivation) criteria() error {
	columns := []tablepaper.Column{{Title: "Mã", Width: 18}, {Title: "Tiêu chí", Width: 34}, {Title: "Từ", Width: 12},
		{Title: "Đến dưới", Width: 12}, {Title: "Hệ số", Width: 10}, {Title: "Căn cứ", Width: 44}}
	body, err := tablepaper.Begin(d.book, d.form("Tiêu chí", "Tiêu chí, nhóm giá trị và hệ số", columns))
	for i := range d.a.Norm.Criteria {
		c := &d.a.Norm.Criteria[i]
		if len(c.Bands) == 0 {
			k, how := c.Each, "mỗi đơn vị tính"
			if c.List != "" {
				k, how = c.Coefficient, "trong danh sách “"+c.List+"”"
			}
			err = errors.Join(err, body.Row([]sheet.Out{mark(c.Code), text(c.Name().VI), text(how), mark("–"),
				free(number(k.Rat)), text(c.Cite)}, false))
		}
		for at := range c.Bands {
			from, to := c.Ends(at)
			err = errors.Join(err, body.Row([]sheet.Out{mark(c.Code), text(c.Name().VI), mark(from), mark(to),
				free(number(c.Bands[at].Coefficient.Rat)), text(c.Cite)}, false))
		}
	}
	return errors.Join(err, body.End(nil, orOpen(d.p.Place), d.p.On))
}

// merger writes what mergers do.
func (d *derivation) merger() error {
	columns := []tablepaper.Column{{Title: "Đơn vị mới", Width: 22}, {Title: "Gồm", Width: 22},
		{Title: "Cộng các phần (đồng)", Width: 18}, {Title: "Tính lại trên địa giới mới (đồng)", Width: 18},
		{Title: "Chênh lệch (đồng)", Width: 16}, {Title: "Vì sao", Width: 60}}
	body, err := tablepaper.Begin(d.book, d.form("Sáp nhập", "Phân bổ trước và sau sáp nhập", columns))
	for i := range d.p.Merger.Rows {
		m := &d.p.Merger.Rows[i]
		var of, why []string
		for _, part := range m.Parts {
			of = append(of, part.Unit.Title())
		}
		for _, w := range m.Why {
			why = append(why, w.VI)
		}
		err = errors.Join(err, body.Row([]sheet.Out{text(m.Unit.Title()), text(join(of)), whole(m.SumOfParts),
			whole(m.Recomputed), whole(m.Difference), text(strings.Join(why, "\n"))}, false))
	}
	return errors.Join(err, body.End(nil, orOpen(d.p.Place), d.p.On))
}
