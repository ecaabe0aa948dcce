// Package tablepaper lays a table out on a sheet of a workbook as a paper of a People's Committee has it: who issues
// it, its title, heads over one or two rows with their formula row, the rows, remarks, place and day, and who signs. It
// is printed on A4 across, one page wide, the head again on every page. What is a number stays one.
package tablepaper

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// Column is a column of a table. Neighbours of the same Group share a heading above their own; without one the heading
// goes over both rows. Formula is its place in the formula row; where no column has one there is no such row. Width is
// in characters.
type Column struct {
	Group, Title, Formula string
	Width                 float64
}

// Form is a table before its rows.
type Form struct {
	Sheet   string // of the workbook: short, and no other has it
	Number  string // of the table, in the upper right corner; "": it has none
	Unit    string // whose People's Committee issues it
	Title   string
	Under   []string // lines under the title: of what, of when, how far
	Columns []Column
}

// Body takes the rows of a table.
type Body struct {
	book *sheet.Writer
	form *Form
}

// Widths of a sheet of A4 across, and of what stands left and right on it, in characters; heights are in points.
const (
	Across  = 140
	corner  = 42
	lineOf  = 15.0
	smaller = 13.0 // a line of the title, which is larger, has so many characters for each ten
)

// Begin begins a table on a sheet of its own.
func Begin(book *sheet.Writer, f *Form) (*Body, error) {
	b := &Body{book, f}
	widths := make([]float64, len(f.Columns))
	grouped, formulas := false, false
	for i, c := range f.Columns {
		widths[i], grouped, formulas = c.Width, grouped || c.Group != "", formulas || c.Formula != ""
	}
	under := slices.DeleteFunc(slices.Clone(f.Under), func(s string) bool { return s == "" })
	first := 5 + len(under) // two lines of who issues it, an empty one, the title; an empty one before the head
	last := first + 1
	if grouped {
		last++
	}
	if formulas {
		last++
	}
	foot := f.Title
	if f.Number != "" {
		foot = f.Number
	}
	err := book.Sheet(f.Sheet, sheet.Options{Widths: widths, FreezeRows: last,
		Print: &sheet.Print{From: first + 1, To: last, Foot: foot + " – " + f.Unit}})
	left, right := b.corners()
	err = errors.Join(err, b.beside(left, right, sheet.Centred, "ỦY BAN NHÂN DÂN", sheet.Strong, f.Number),
		b.beside(left, right, sheet.Strong, strings.ToUpper(f.Unit), sheet.Centred, ""), book.Row(nil),
		b.across(sheet.Strong, strings.ToUpper(f.Title)))
	for _, s := range under {
		err = errors.Join(err, b.across(sheet.Leaning, s))
	}
	err = errors.Join(err, book.Row(nil))
	if grouped {
		err = errors.Join(err, b.heads())
	} else {
		err = errors.Join(err, b.plainHeads())
	}
	if formulas {
		err = errors.Join(err, b.formulas())
	}
	return b, err
}

// heads writes the heads, those of groups above the others.
func (b *Body) heads() error {
	columns, row := b.form.Columns, b.book.Rows()+1
	upper, lower := make([]sheet.Out, len(columns)), make([]sheet.Out, len(columns))
	above, below, alone := lineOf, lineOf, lineOf // how high groups' heads, those below and those of no group are
	for i, to := 0, 0; i < len(columns); i = to {
		c, span := columns[i], 0.0
		if to = i + 1; c.Group == "" {
			upper[i], lower[i] = head(c.Title), head("")
			alone = max(alone, high(c.Title, c.Width))
			b.book.Merge(sheet.Range{Row: row, ToRow: row + 1, Column: i, ToColumn: i})
			continue
		}
		for to = i; to < len(columns) && columns[to].Group == c.Group; to++ {
			upper[to], lower[to] = head(""), head(columns[to].Title)
			span += columns[to].Width
			below = max(below, high(columns[to].Title, columns[to].Width))
		}
		upper[i] = head(c.Group)
		above = max(above, high(c.Group, span))
		b.book.Merge(sheet.Range{Row: row, ToRow: row, Column: i, ToColumn: to - 1})
	}
	return errors.Join(b.book.High(above, upper), b.book.High(max(below, alone-above), lower))
}

// plainHeads writes heads of which none has a group.
func (b *Body) plainHeads() error {
	cells, tall := make([]sheet.Out, len(b.form.Columns)), 0.0
	for i, c := range b.form.Columns {
		cells[i], tall = head(c.Title), max(tall, high(c.Title, c.Width))
	}
	return b.book.High(tall, cells)
}

// formulas writes the formula row.
func (b *Body) formulas() error {
	cells, tall := make([]sheet.Out, len(b.form.Columns)), 0.0
	for i, c := range b.form.Columns {
		cells[i] = sheet.Out{Kind: sheet.Text, Style: sheet.GridMark, Text: c.Formula}
		tall = max(tall, high(c.Formula, c.Width))
	}
	return b.book.High(tall, cells)
}

func head(s string) sheet.Out { return sheet.Out{Kind: sheet.Text, Style: sheet.GridHead, Text: s} }

// ofSum is how a cell looks in the row of the sum.
var ofSum = map[sheet.Style]sheet.Style{sheet.GridText: sheet.SumText, sheet.GridMark: sheet.SumMark,
	sheet.GridWhole: sheet.SumWhole, sheet.GridShare: sheet.SumShare}

// Row writes a row, the sum's in bold. Cells without a style of their own are words or whole numbers; those that are
// missing are empty.
func (b *Body) Row(cells []sheet.Out, sum bool) error { return b.row(0, cells, sum) }

func (b *Body) row(points float64, cells []sheet.Out, sum bool) error {
	for len(cells) < len(b.form.Columns) {
		cells = append(cells, sheet.Out{})
	}
	for i := range cells {
		c := &cells[i]
		if c.Style == sheet.Plain && c.Kind == sheet.Number {
			c.Style = sheet.GridWhole
		} else if c.Style == sheet.Plain {
			c.Style = sheet.GridText
		}
		if bold, ok := ofSum[c.Style]; ok && sum {
			c.Style = bold
		}
	}
	return b.book.High(points, cells)
}

// Down makes one cell of a column's last so many rows.
func (b *Body) Down(column, rows int) {
	at := b.book.Rows()
	b.book.Merge(sheet.Range{Row: at - rows + 1, ToRow: at, Column: column, ToColumn: column})
}

// Spread writes a row whose last cell, from a column on, goes over all that follow.
func (b *Body) Spread(cells []sheet.Out, from int) error {
	wide, at := 0.0, b.book.Rows()+1
	for _, c := range b.form.Columns[from:] {
		wide += c.Width
	}
	b.book.Merge(sheet.Range{Row: at, ToRow: at, Column: from, ToColumn: len(b.form.Columns) - 1})
	return b.row(high(cells[from].Text, wide), cells, true)
}

// End writes the remarks, the place and day – left open where there is none – and who signs; room is left for the names,
// which nobody invents.
func (b *Body) End(remarks []string, place string, on date.Date) error {
	err := b.book.Row(nil)
	for i, s := range slices.DeleteFunc(slices.Clone(remarks), func(s string) bool { return s == "" }) {
		if i == 0 {
			s = "Ghi chú: " + s
		}
		err = errors.Join(err, b.across(sheet.Remark, s))
	}
	left, right := b.corners()
	day := place + ", ngày …… tháng …… năm ……"
	if !on.IsZero() {
		day = fmt.Sprintf("%s, ngày %02d tháng %02d năm %d", place, on.Day(), on.Month(), on.Year())
	}
	err = errors.Join(err, b.book.Row(nil), b.beside(left, right, sheet.Centred, "", sheet.Leaning, day),
		b.beside(left, right, sheet.Strong, "NGƯỜI LẬP BIỂU", sheet.Strong, "TM. ỦY BAN NHÂN DÂN"),
		b.beside(left, right, sheet.Leaning, "(Ký, ghi rõ họ tên)", sheet.Strong, "CHỦ TỊCH"))
	for range 4 {
		err = errors.Join(err, b.book.Row([]sheet.Out{{Style: sheet.Centred}}))
	}
	return err
}

// corners are the last column of what stands left and the first of what stands right.
func (b *Body) corners() (left, right int) {
	wide := 0.0
	for left = -1; left+2 < len(b.form.Columns) && wide < corner; left++ {
		wide += b.form.Columns[left+1].Width
	}
	wide = 0
	for right = len(b.form.Columns); right-1 > left && wide < corner; right-- {
		wide += b.form.Columns[right-1].Width
	}
	return max(left, 0), right
}

// beside writes a line left and one right.
func (b *Body) beside(left, right int, one sheet.Style, said string, two sheet.Style, beside string) error {
	cells := make([]sheet.Out, len(b.form.Columns))
	cells[0] = sheet.Out{Kind: sheet.Text, Style: one, Text: said}
	row, last := b.book.Rows()+1, len(cells)-1
	b.book.Merge(sheet.Range{Row: row, ToRow: row, ToColumn: left})
	if right <= last {
		cells[right] = sheet.Out{Kind: sheet.Text, Style: two, Text: beside}
		b.book.Merge(sheet.Range{Row: row, ToRow: row, Column: right, ToColumn: last})
	}
	return b.book.High(lineOf+1, cells)
}

// across writes a line over the whole table.
func (b *Body) across(look sheet.Style, said string) error {
	wide := 0.0
	for _, c := range b.form.Columns {
		wide += c.Width
	}
	if look == sheet.Strong { // capitals
		wide = wide * 10 / smaller
	}
	row := b.book.Rows() + 1
	b.book.Merge(sheet.Range{Row: row, ToRow: row, ToColumn: len(b.form.Columns) - 1})
	return b.book.High(high(said, wide), []sheet.Out{{Kind: sheet.Text, Style: look, Text: said}})
}

// high is how high a row must be for words in a column so wide.
func high(said string, width float64) float64 { return lineOf*float64(lines(said, width)) + 3 }

// lines is how many lines words take in a column so wide.
func lines(said string, width float64) int {
	n := 0
	for part := range strings.SplitSeq(said, "\n") {
		n++
		at := 0.0
		for _, word := range strings.Fields(part) {
			long := float64(len([]rune(word)))
			if at > 0 && at+1+long > width {
				n, at = n+1, 0
			}
			for ; long > width && width >= 1; long -= width {
				n++
			}
			at += long + 1
		}
	}
	return n
}

// WholeWidth is how wide a column must be for a whole number, as papers write it.
func WholeWidth(n int64) float64 { return float64(len([]rune(vietnamese.Decimal(float64(n), 0)))) + 2 }
