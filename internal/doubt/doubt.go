// Package doubt says what is unlikely though not impossible: it is accepted with a note. What is impossible is a fault
// and goes back. Every way in – file, form, survey, paste, interface – asks the same bounds, which are data
// (data/plausible.yaml).
package doubt

import (
	"strconv"

	"giamngheo/internal/errs"
)

// Doubt is one value that was accepted with a note.
type Doubt struct {
	// where it was read from: households or members; "" where not from a file
	Sheet  string    `json:"sheet,omitempty"`
	Row    int       `json:"row,omitempty"`            // as Excel shows it; 0 where not from a file
	Code   string    `json:"household_code,omitempty"` // the household's
	Member int       `json:"member_no,omitempty"`      // 0 for the household
	Column string    `json:"column"`
	Read   string    `json:"read"`           // what it was taken for
	Else   string    `json:"else,omitempty"` // what else it could be; "" where nobody can say
	Reason errs.Text `json:"reason"`
}

// Key names a doubt by whose value it is and what was read: who confirms it confirms this value and no other.
func (d *Doubt) Key() string { return strconv.Itoa(d.Member) + "/" + d.Column + "=" + d.Read }

// Note names the value for the record of deeds.
func (d *Doubt) Note() string { return d.Column + " " + d.Read }

// Answer is how a person has a column read that could be read in two ways.
type Answer string

// The answers.
const (
	AsWritten  Answer = "as_written"  // the numbers are what they say; days stand before months
	Thousands  Answer = "thousands"   // the column is kept in thousands of its unit
	MonthFirst Answer = "month_first" // a spreadsheet took the first number of a date for the month
	Zeros      Answer = "zeros"       // numbers without their leading zeros get them back
)

// answerTitles are what people call the answers.
var answerTitles = map[Answer]errs.Text{
	AsWritten:  errs.T("As written"),
	Thousands:  errs.T("In thousands: multiply by 1,000"),
	MonthFirst: errs.T("The month stands first"),
	Zeros:      errs.T("Give the leading zeros back"),
}

// Title is what people call the answer.
func (a Answer) Title() errs.Text { return answerTitles[a] }

// Question is what a person must say, or may say, of a whole column. One that must be answered stops an import.
type Question struct {
	Sheet    string    `json:"sheet"`
	Column   string    `json:"column"`
	Answers  []Answer  `json:"answers"` // of which one is right
	Cells    int       `json:"cells"`   // how many cells are in question, of those looked at
	Examples []string  `json:"examples,omitempty"`
	Must     bool      `json:"must"` // nothing is read before it is answered
	Text     errs.Text `json:"text"`
}
