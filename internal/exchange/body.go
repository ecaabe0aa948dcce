package exchange

import (
	"bytes"

	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// body reads the rows of a sheet below its header that are rows of the register: blank ones are none, totals, running
// numbers and headings that stand again are passed over and counted, and the value of a merge holds for its rows.
type body struct {
	*sheet.Rows
	layout  *layout
	members bool
	merges  []merge
	next    int     // of merges
	open    []merge // those that reach the current row
	first   bool
	second  int // the row at which a second table begins, 0 where none does
	passed  passed
}

// merge is a merged range with the cell that holds its value.
type merge struct {
	sheet.Range
	cell  sheet.Cell
	known bool
}

// passed counts rows that are not the register's: hidden ones are read and said.
type passed struct{ hidden, numbers, totals, heads int }

// Next moves to the next row of the register.
func (b *body) Next() bool {
	for b.Rows.Next() {
		row := b.Row()
		if b.merges != nil {
			b.fill(row)
		}
		first := b.first
		b.first = false
		if row.Bad == nil && (b.odd(row) || first && !b.members) && b.pass(row, first) {
			continue
		}
		if row.Hidden {
			b.passed.hidden++
		}
		if b.second > 0 && row.Bad == nil {
			row.Bad = &sheet.Error{Sheet: b.layout.name, Row: row.Number,
				Text: errs.T("a second table with other columns begins in row %d: put it into a sheet or file of its own", b.second)}
		}
		return true
	}
	return false
}

// fill gives the rows of a merge its value. The code of a household holds without a word; what else it holds for the
// parser decides.
func (b *body) fill(row *sheet.Row) {
	for b.next < len(b.merges) && b.merges[b.next].Row <= row.Number {
		b.open = append(b.open, b.merges[b.next])
		b.next++
	}
	still := b.open[:0]
	for _, m := range b.open {
		if m.ToRow < row.Number {
			continue
		}
		switch {
		case row.Number == m.Row && m.Column < len(row.Cells):
			m.cell, m.known = row.Cells[m.Column], true
			m.cell.Value = bytes.Clone(m.cell.Value)
		case m.known:
			for len(row.Cells) <= m.Column {
				row.Cells = append(row.Cells, sheet.Cell{})
			}
			if c := &row.Cells[m.Column]; c.Kind == sheet.Blank {
				*c = m.cell
				c.Merged = true
			}
		}
		still = append(still, m)
	}
	b.open = still
}

// odd reports whether a row may not be one of the register: its code or the column behind it is blank or no number.
func (b *body) odd(row *sheet.Row) bool {
	for i := range 2 {
		c := b.layout.cell(row, i)
		if c == nil || c.Kind == sheet.Blank {
			return true
		}
		v := trimmed(c.Value)
		if len(v) == 0 || i == 1 && (v[0] < '0' || v[0] > '9') || i == 0 && v[0] == '(' {
			return true
		}
	}
	return false
}

// pass reports whether a row is none of the register's, and counts what is passed over.
func (b *body) pass(row *sheet.Row, first bool) bool {
	known, some := 0, 0
	for i := range row.Cells {
		c := &row.Cells[i]
		if c.Merged || len(trimmed(c.Value)) == 0 && !c.Formula || c.Kind == sheet.Blank && !c.Formula {
			continue
		}
		some++
		if b.layout.has(i) && (!c.Formula || c.Kind != sheet.Blank) {
			known++
		}
	}
	switch {
	case some == 0:
		return true
	case known == 0:
		b.passed.numbers++
	case b.total(row):
		b.passed.totals++
	case first && arrange.Numbering(row):
		b.passed.heads++
	default:
		return b.head(row)
	}
	return true
}

func (b *body) total(row *sheet.Row) bool {
	if c := b.layout.cell(row, 1); c != nil && len(trimmed(c.Value)) > 0 {
		v := trimmed(c.Value)
		if v[0] >= '0' && v[0] <= '9' && b.members || len(v) == 5 && allDigits(string(v)) {
			return false
		}
	}
	return arrange.Total(row)
}

// head passes over the headings where they stand again, and notes where they begin another table.
func (b *body) head(row *sheet.Row) bool {
	same, other := 0, 0
	for i := range row.Cells {
		if row.Cells[i].Kind != sheet.Text {
			continue
		}
		col, ok := b.layout.byHeader[vietnamese.Fold(string(row.Cells[i].Value))]
		switch {
		case !ok:
		case b.layout.at[col] == i:
			same++
		default:
			other++
		}
	}
	switch {
	case other >= 3:
		b.second = row.Number
	case same < 3 || same < len(row.Cells)/3:
		return false
	}
	b.passed.heads++
	return true
}

// notes say what was passed over, and what was read though nobody sees it.
func (p *passed) notes(name string) (out []sheet.Note) {
	say := func(n int, text errs.Text) {
		if n > 0 {
			out = append(out, sheet.Note{Sheet: name, Text: text})
		}
	}
	say(p.hidden, errs.T("%d hidden rows (by hand or by a filter) were read like the others", p.hidden))
	say(p.numbers, errs.T("%d rows passed over: nothing in them but a running number or a remark", p.numbers))
	say(p.totals, errs.T("%d rows of totals passed over", p.totals))
	say(p.heads, errs.T("%d rows passed over that repeat the headings or number the columns", p.heads))
	return out
}

// spreads reports whether one value of a merge may hold for several rows of a column.
func spreads(c household.Column) bool {
	switch c.Kind {
	case household.UnitCode, household.YesNo, household.Choice, household.Choices, household.Ethnic:
		return true
	case household.Text:
		return c.Name != "full_name"
	}
	return false
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
