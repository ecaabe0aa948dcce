package programme

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Activity is what is done under a sub-project: a course, a model, an event, works.
type Activity struct {
	ID        int64
	Node      string
	Kind      string // a code of ActivityKinds
	Title     string
	Place     place.Code
	From, To  date.Date
	Lead      string // who is responsible
	Quantity  int64  // planned
	Unit      string
	Places    int64 // at most; 0: not limited
	Money     household.Dong
	Source    string
	State     ActivityState
	Revolving household.Dong // of a model: what is to come back
	Returned  household.Dong
	Note      string
}

// ActivityState is how far an activity has come.
type ActivityState uint8

// The states.
const (
	Planned ActivityState = iota + 1
	Approved
	Running
	Done
	Cancelled
)

// String returns the word of the state.
func (s ActivityState) String() string {
	return [...]string{"", "planned", "approved", "running", "done", "cancelled"}[s]
}

// Title is the state in the languages of the interface.
func (s ActivityState) Title() errs.Text {
	return [...]errs.Text{{}, errs.T("planned"), errs.T("approved"), errs.T("running"),
		errs.T("done"), errs.T("cancelled")}[s]
}

// ParseActivityState reads the word of a state.
func ParseActivityState(word string) (ActivityState, bool) {
	for s := Planned; s <= Cancelled; s++ {
		if s.String() == word {
			return s, true
		}
	}
	return 0, false
}

// Next are the states to which an activity may go from a state.
func (s ActivityState) Next() []ActivityState {
	return [...][]ActivityState{nil, {Approved, Cancelled}, {Running, Cancelled}, {Done, Cancelled}, {Running}, nil}[s]
}

// Move takes an activity to a state. Cancelling it, and opening again what was done, need a reason, which joins the
// note. Errors: a state to which it cannot go from here, a start before the first day.
func (a *Activity) Move(to ActivityState, on date.Date, reason string) error {
	reason = strings.TrimSpace(reason)
	switch {
	case a.State < Planned || a.State > Cancelled || !slices.Contains(a.State.Next(), to):
		return cannotMove(a.State, to)
	case reason == "" && (to == Cancelled || a.State == Done):
		return errs.New(errs.Invalid, "give the reason for cancelling or reopening an activity")
	case to == Running && on < a.From:
		return errs.New(errs.Invalid, "the activity begins on %s; wait for that day or change it", a.From)
	}
	a.State = to
	if reason != "" {
		a.Note = strings.TrimSpace(a.Note + "\n" + on.Vietnamese() + ": " + reason)
	}
	return nil
}

func cannotMove(from, to ActivityState) error {
	if from < Planned || from > Cancelled || to < Planned || to > Cancelled {
		return errs.New(errs.Invalid, "there is no such state of an activity; choose one of the list")
	}
	next := errs.T("no further step")
	for i, n := range from.Next() {
		title := n.Title()
		if i == 0 {
			next = errs.T("it can go to: %s", title)
		} else {
			next = errs.T("%s, %s", next, title)
		}
	}
	return errs.New(errs.Conflict, "an activity that is %s cannot become %s; %s", from.Title(), to.Title(), next)
}

// Check refuses an activity that cannot be: an unknown node, kind or fund, days the wrong way round or outside its
// programme, amounts below zero, more coming back than was lent. The message names all that is wrong.
func (a *Activity) Check(c *Catalogue) error {
	var wrong errs.Text
	add := func(is bool, text errs.Text) {
		switch {
		case !is:
		case wrong.VI == "":
			wrong = text
		default:
			wrong = errs.T("%s; %s", wrong, text)
		}
	}
	n := c.Node(a.Node)
	add(n == nil, errs.T("there is no sub-project “%s”; choose one of the programme's tree", a.Node))
	if n != nil {
		p := c.Programme(n.programme)
		add(a.From < p.From || a.From > p.Last() || a.To > p.Last(),
			errs.T("its days must lie within %s – %s of the programme", p.From, p.Last()))
		add(len(c.Children(n.programme, n.Code)) > 0, errs.T("choose a sub-project, not the whole of “%s”", n.Label))
	}
	add(c.ActivityKind(a.Kind) == nil, errs.T("there is no kind of activity “%s”", a.Kind))
	add(strings.TrimSpace(a.Title) == "", errs.T("the title is missing"))
	add(a.From.IsZero(), errs.T("the first day is missing"))
	add(!a.To.IsZero() && a.To < a.From, errs.T("the last day lies before the first"))
	add(a.Quantity < 0 || a.Places < 0 || a.Money < 0 || a.Revolving < 0 || a.Returned < 0,
		errs.T("quantity, places and money must not be below zero"))
	add(a.Source != "" && c.Fund(a.Source) == nil, errs.T("there is no fund “%s”", a.Source))
	add(a.Money > 0 && a.Source == "", errs.T("money needs its fund"))
	add(a.Revolving > a.Money, errs.T("the revolving part is greater than the money"))
	add(a.Returned > a.Revolving, errs.T("more has come back than was to"))
	add(a.State < Planned || a.State > Cancelled, errs.T("the state is missing"))
	if wrong.VI == "" {
		return nil
	}
	return errs.New(errs.Invalid, "the activity cannot be recorded: %s", wrong)
}
