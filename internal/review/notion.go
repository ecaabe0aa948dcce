package review

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
)

// Notion is what a class or a count that is shown is. There are five (doc/notions.md), each with one function that
// every page, table, export, paper and plan figure asks; a heading names the one it shows.
type Notion uint8

// The notions.
const (
	Calculated    Notion = iota + 1 // what the law makes of the answers in the register: book.View.Classify
	RecognisedOn                    // what decisions say on a day: Path.Status
	ResultOf                        // what a year's review has made of it: Path.Result
	NotYet                          // recognised before and not reviewed this year: Path.Result
	NeverReviewed                   // no decision has ever been about it: Path.Result
)

// Title names a notion.
func (n Notion) Title() errs.Text {
	switch n {
	case Calculated:
		return errs.T("calculated from the register")
	case RecognisedOn:
		return errs.T("recognised by decision")
	case ResultOf:
		return errs.T("reviewed this year")
	case NotYet:
		return errs.T("not yet reviewed this year")
	case NeverReviewed:
		return errs.T("never reviewed")
	}
	return errs.Text{}
}

// State is how far the result of a year's review has come.
type State string

// The states of a result. A running one is counted as it stands; the others are kept as they were announced.
const (
	Running     State = "running"
	Preliminary State = "preliminary"
	Final       State = "final"
)

// Title names a state.
func (s State) Title() errs.Text {
	switch s {
	case Running:
		return errs.T("under way")
	case Preliminary:
		return errs.T("preliminary")
	case Final:
		return errs.T("final")
	}
	return errs.Text{}
}

// Result is what the review of a year has made of a household: its class, and which notion that is. A decision of the
// year on or after the review's first day (zero: any day) makes it ResultOf; who is only recognised by an earlier
// decision keeps that class and is NotYet; of whom there is none is NeverReviewed. The recognition is the one that
// says so, nil where there is none.
func (p Path) Result(year int, since date.Date) (poverty.Class, Notion, *Recognition) {
	var last *Recognition
	for i := range p { // in the order of their days
		if r := &p[i]; r.Superseded == 0 && r.Year <= year && (last == nil || r.Year >= last.Year) {
			last = r
		}
	}
	switch {
	case last == nil:
		return poverty.None, NeverReviewed, nil
	case last.Year == year && last.From >= since:
		return last.Class, ResultOf, last
	}
	return last.Class, NotYet, last
}

// Standings answer what households are recognised as on a day, and what the review before made of them.
type Standings struct {
	of    map[int64]Path
	state StandingsState
}

// StandingsState tells two answers apart: the day, the year of the review before (0: none is known), and how often
// decisions have changed.
type StandingsState struct {
	On      date.Date
	Before  int
	Changes uint64
}

// NewStandings reads paths.
func NewStandings(of map[int64]Path, state StandingsState) *Standings { return &Standings{of, state} }

// State tells what is answered.
func (s *Standings) State() StandingsState { return s.state }

// Of is what a household is recognised as on the day, and what the review before made of it: poverty.Undetermined
// where no decision was about it then.
func (s *Standings) Of(household int64) (now, before poverty.Class) {
	path := s.of[household]
	if len(path) == 0 {
		return poverty.None, poverty.Undetermined
	}
	now, _, _ = path.Status(s.state.On)
	if s.state.Before == 0 {
		return now, poverty.Undetermined
	}
	class, notion, _ := path.Result(s.state.Before, 0)
	if notion == NeverReviewed {
		return now, poverty.Undetermined
	}
	return now, class
}

// InForce is the recognition of a household that holds on the day, nil where there is none.
func (s *Standings) InForce(household int64) *Recognition { return s.of[household].On(s.state.On) }

// Newly reports whether a household is newly escaped on the day.
func (s *Standings) Newly(household int64) bool {
	_, newly, _ := s.of[household].Status(s.state.On)
	return newly
}

// Low reports whether a class is one of those that the review is about: poor or near-poor.
func Low(c poverty.Class) bool { return low(c) }
