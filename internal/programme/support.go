package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Support is one support given: to a household, a person of it, a group, officers or the public.
type Support struct {
	ID        int64
	Kind      string
	Household int64 // 0: to nobody of the register
	Member    int   // 0: to the household as a whole
	Commune   place.Code
	Day       date.Date
	Quantity  int64
	Amount    household.Dong
	Source    string // of the money: a code of Funds
	Activity  int64  // that it belongs to; 0: none
	Facts     Facts  // as they were on its day
	Content   string // what exactly: the course, the model, the card's period
	Details   map[string]string
	Evidence  string
	Note      string
	State     SupportState
	Overruled []Overrule
}

// SupportState says whether a support counts.
type SupportState uint8

// The states. A support is never changed or deleted: it is withdrawn, or another one stands in its place.
const (
	Valid SupportState = iota + 1
	Withdrawn
	Superseded
)

// Overrule is a finding that somebody who may has overruled, with the reason.
type Overrule struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
	By     int64  `json:"by"`
}

// Finding is one reason to refuse a support, with the article.
type Finding struct {
	Code        string
	Text        errs.Text // what is wrong, and what to do
	Cite        string
	Overrulable bool // by who may, with a reason
}

// String returns the word of the state.
func (s SupportState) String() string {
	return [...]string{"", "valid", "withdrawn", "superseded"}[s]
}

// Title is the state in the languages of the interface.
func (s SupportState) Title() errs.Text {
	return [...]errs.Text{{}, errs.T("valid"), errs.T("withdrawn"), errs.T("Title|superseded")}[s]
}

// ParseSupportState reads the word of a state.
func ParseSupportState(word string) (SupportState, bool) {
	for s := Valid; s <= Superseded; s++ {
		if s.String() == word {
			return s, true
		}
	}
	return 0, false
}
