// Package sheet reads and writes tables as people send them: .xlsx workbooks, CSV files and folders of CSV files. It
// streams rows in bounded memory, checks an archive's limits before unpacking it, recognises legacy Vietnamese
// encodings, and reports every fault with sheet, row and column. It knows cells, not households.
package sheet

import "giamngheo/internal/errs"

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

// Cell is one cell of a row. Value is valid until the next row is read.
type Cell struct {
	Kind    Kind
	Date    bool // a Number formatted as a date: Value is Excel's serial day (Rows.Epoch1904 says from when)
	Formula bool // the value is the cached result of a formula
	Value   []byte
}

// Row is one row: Number is 1-based as Excel shows it, Cells[i] the cell of column i (0 = A). Rows that a workbook
// leaves out are skipped; cells that it leaves out are Blank. Valid until the next row is read.
type Row struct {
	Number int
	Cells  []Cell
}

// Note is something about a source that a person should know though nothing was lost, such as a legacy encoding that
// was converted.
type Note struct {
	Sheet string
	Text  errs.Text
}

// Limits bounds what a source may cost; the zero value means Default.
type Limits struct {
	UnpackedBytes  int64 // of the whole archive, checked before unpacking and while unpacking
	Entries        int   // files in the archive
	Ratio          int64 // unpacked / packed
	CellBytes      int   // one cell's text
	Columns        int
	SharedStrBytes int64 // memory for shared strings
}
