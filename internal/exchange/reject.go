package exchange

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
)

// The two sheets of a register.
const (
	Households = "households"
	Members    = "members"
)

// Rejection is one fault of one row. Column is the identifier of the exchange format, "" where the fault is of the
// whole row; Index the column in the file, -1 where it has none.
type Rejection struct {
	Sheet  string // Households or Members
	Row    int    // as Excel shows it
	Column string
	Index  int
	Value  string
	Reason errs.Text
}

// RejectedRow is a row that goes back, as it came, with its faults; a row without any goes back because its household
// does.
type RejectedRow struct {
	Sheet  string
	Row    int
	Cells  []RawCell
	Faults []Rejection
}

// RawCell is a cell as it came.
type RawCell struct {
	Kind sheet.Kind
	Date bool
	Text string
}

// Count counts the rows of a sheet: In = Accepted + Rejected, always.
type Count struct{ In, Accepted, Rejected int64 }

// Counts counts a register.
type Counts struct {
	Households Count // rows of the sheet households
	Members    Count // rows of the sheet members
	Doubts     int64 `json:",omitempty"` // values of accepted rows that were taken with a note
}

// AnyRejected reports whether a row was rejected.
func (c Counts) AnyRejected() bool { return c.Households.Rejected+c.Members.Rejected > 0 }

// raw copies a row's cells.
func raw(row *sheet.Row) []RawCell {
	out := make([]RawCell, len(row.Cells))
	for i, c := range row.Cells {
		out[i] = RawCell{c.Kind, c.Date, string(c.Value)}
	}
	return out
}
