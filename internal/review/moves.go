package review

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// MovedTerm is which of a list's deadlines moved.
type MovedTerm string

// The deadlines that a change of the calendar moves.
const (
	MovedStep    MovedTerm = "step" // the last day on which the list's next step is in time
	MovedPosting MovedTerm = "posting"
	MovedRecheck MovedTerm = "recheck"
	MovedOpinion MovedTerm = "opinion"
)

// movedTitles are by deadline.
var movedTitles = map[MovedTerm]errs.Text{
	MovedStep: errs.T("the next step"), MovedPosting: errs.T("movedTitles|the end of the posting"),
	MovedRecheck: errs.T("movedTitles|the re-check"), MovedOpinion: errs.T("movedTitles|the district’s opinion"),
}

// Title names a deadline.
func (m MovedTerm) Title() errs.Text { return movedTitles[m] }

// Move is one deadline that moved.
type Move struct {
	Term MovedTerm `json:"term"`
	No   int       `json:"no,omitempty"` // of the complaint
	From date.Date `json:"from"`
	To   date.Date `json:"to"`
}

// Moves are the deadlines of an open list l that run now and end on another day by the procedure given. They change
// nothing.
func Moves(l *List, p *Procedure) (out []Move) {
	add := func(term MovedTerm, no int, from date.Date, law string, event date.Date) {
		if to, err := p.end(law, event); err == nil && to != from {
			out = append(out, Move{term, no, from, to})
		}
	}
	if pub := l.Posted(); pub != nil && l.Stage == Posting {
		law := termPosting
		if pub.Again {
			law = termReposting
		}
		add(MovedPosting, 0, pub.Ends, law, pub.Day)
	}
	for i := range l.Complaints {
		if c := &l.Complaints[i]; c.Done.IsZero() {
			add(MovedRecheck, c.No, c.Due, termRecheck, c.Day)
		}
	}
	if l.Stage == Opinion && !l.Sent.IsZero() {
		add(MovedOpinion, 0, l.OpinionDue, termOpinion, l.Sent)
	}
	return out
}

// move takes over what a change of the calendar moved.
func move(l taking, _ *Procedure, e *Event) error {
	if err := reasoned(e); err != nil {
		return err
	}
	for _, m := range e.Moves {
		switch m.Term {
		case MovedPosting:
			if pub := l.Posted(); pub != nil {
				pub.Ends = m.To
			}
		case MovedRecheck:
			for i := range l.Complaints {
				if c := &l.Complaints[i]; c.No == m.No {
					c.Due = m.To
				}
			}
		case MovedOpinion:
			l.OpinionDue = m.To
		}
	}
	return nil
}

// DueOf is the last day on which a step of a stage without a term of its own is in time; zero where the stage has one.
func (p *Procedure) DueOf(c *Campaign, at Stage) date.Date {
	latest := p.Latest(c)
	switch at {
	case Listing, Surveying, Meeting:
		return latest.Meeting
	case Deciding:
		return latest.Decision
	}
	return 0
}

// until is the end of a term that an event begins. What an event of the past has fixed stands, whatever the law's
// calendar says by now; its moves follow in events of their own.
func until(l taking, p *Procedure, e *Event, term string) (err error) {
	if l.replaying && !e.Until.IsZero() {
		return nil
	}
	e.Until, err = p.end(term, e.Day)
	return err
}
