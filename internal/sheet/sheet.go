// Package sheet reads and writes tables as people send them: .xlsx workbooks, CSV files and folders of CSV files. It
// streams rows in bounded memory, checks an archive's limits before unpacking it, recognises legacy Vietnamese
// encodings, and reports every fault with sheet, row and column. It knows cells, not households.
package sheet

import (
	"fmt"

	"giamngheo/internal/errs"
)

// Kind is what a cell holds.
type Kind uint8

// The kinds of cells. In CSV every non-empty cell is Text.
const (
	Blank Kind = iota
	Text
	Number // Value is the decimal text as stored
	Bool   // Value is "1" or "0"
	Fault  // an Excel error value such as #REF!
)

// Part is what a format shows of a date.
type Part uint8

// The parts: the day with its month and year, the month with its year, the year alone.
const (
	Day Part = iota
	Month
	Year
)

// Cell is one cell of a row. Value is valid until the next row is read.
type Cell struct {
	Kind    Kind
	Date    bool  // a Number formatted as a date: Value is Excel's serial day (Rows.Epoch1904 says from when)
	Part    Part  // what of the date is shown
	Zeros   uint8 // a Number formatted with so many digits, leading zeros among them (00000: 5); 0 where it is not
	Formula bool  // the value is the cached result of a formula; a Blank one has none
	Merged  bool  // set by who gives the rows of a merged range its value
	Value   []byte
}

// Row is one row: Number is 1-based as Excel shows it (in CSV the line on which it begins), Cells[i] the cell of column
// i (0 = A). Rows that a workbook leaves out are skipped; cells that it leaves out are Blank. Valid until the next row
// is read. Bad is set where the row itself cannot be read; reading goes on after it.
type Row struct {
	Number int
	Cells  []Cell
	Hidden bool   // by hand or by a filter
	Line   []byte // the cells' values in order with one byte between each two; nil where they do not lie so
	Bad    *Error
}

// Note is something about a source that a person should know though nothing was lost, such as a legacy encoding that
// was converted.
type Note struct {
	Sheet string
	Text  errs.Text
}

// Limits bounds what a source may cost; a zero field means its default.
type Limits struct {
	UnpackedBytes     int64 // of the whole archive, checked before unpacking and while unpacking
	Entries           int   // files in the archive
	Ratio             int64 // unpacked / packed, of files above 16 MB
	CellBytes         int   // one cell's text
	Columns           int
	SharedStringBytes int64 // memory for a workbook's shared strings
}

// withDefaults fills the zero fields.
func (l Limits) withDefaults() Limits {
	fill := func(v *int64, d int64) {
		if *v == 0 {
			*v = d
		}
	}
	entries, cell, columns := int64(l.Entries), int64(l.CellBytes), int64(l.Columns)
	fill(&l.UnpackedBytes, 4<<30)
	fill(&l.Ratio, 200)
	fill(&l.SharedStringBytes, 256<<20)
	fill(&entries, 4096)
	fill(&cell, 128<<10) // Excel's own limit is 32,767 characters
	fill(&columns, 16384)
	l.Entries, l.CellBytes, l.Columns = int(entries), int(cell), int(columns)
	return l
}

// Error is a fault of a source with its place; Row and Col count from 1, 0 where there is none.
type Error struct {
	Sheet    string
	Row, Col int
	Text     errs.Text
	Err      error
}

// Error returns the place and the Vietnamese message.
func (e *Error) Error() string {
	place := ""
	if e.Sheet != "" {
		place = "trang “" + e.Sheet + "”"
	}
	if e.Row > 0 {
		place += fmt.Sprintf(" dòng %d", e.Row)
	}
	if e.Col > 0 {
		place += " cột " + ColumnName(e.Col-1)
	}
	if place != "" {
		place += ": "
	}
	if e.Err != nil {
		return place + e.Text.VI + " (" + e.Err.Error() + ")"
	}
	return place + e.Text.VI
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// refuse makes an error that a person can act on.
func refuse(text errs.Text) error { return errs.Of(errs.Invalid, text) }

// ColumnName returns Excel's letters of column i, which counts from 0.
func ColumnName(i int) string {
	var b []byte
	for i++; i > 0; i = (i - 1) / 26 {
		b = append([]byte{byte('A' + (i-1)%26)}, b...)
	}
	return string(b)
}
