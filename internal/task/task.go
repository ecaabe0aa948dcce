// Package task is what somebody has to do: how it was given, how far it has come, what it waits for and what shows
// that it was done. One function applies steps; it knows no storage and no clock.
package task

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// State is how far a task has come.
type State string

// The states.
const (
	Open     State = "open"     // nobody has it yet
	Assigned State = "assigned" // somebody has it and has not begun
	Taken    State = "taken"    // somebody is at it
	Blocked  State = "blocked"  // it waits for another
	Claimed  State = "claimed"  // who has it says that it is done
	Done     State = "done"     // another person has agreed
	Dropped  State = "dropped"  // it is not to be done any more
)

// States lists the states in order.
func States() []State { return []State{Open, Assigned, Taken, Blocked, Claimed, Done, Dropped} }

// Running reports whether something is still to be done.
func (s State) Running() bool { return s != Done && s != Dropped }

// Title is a state's name.
func (s State) Title() errs.Text {
	switch s {
	case Open:
		return errs.T("tasks|Nobody has it yet")
	case Assigned:
		return errs.T("tasks|Given, not begun")
	case Taken:
		return errs.T("tasks|Under way")
	case Blocked:
		return errs.T("tasks|Waits for another")
	case Claimed:
		return errs.T("tasks|Said to be done")
	case Done:
		return errs.T("tasks|Done")
	case Dropped:
		return errs.T("tasks|Taken off")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// Step is what is done with a task.
type Step string

// The steps.
const (
	Assign  Step = "assign"  // given to a person, or handed on to another one
	Take    Step = "take"    // begun
	Note    Step = "note"    // how far it has come
	Prove   Step = "prove"   // something that shows what was done
	Block   Step = "block"   // it cannot go on before another has done something
	Unblock Step = "unblock" // it can go on
	Claim   Step = "claim"   // said to be done
	Return  Step = "return"  // not done yet, says who looked at it
	Confirm Step = "confirm" // done, says another person
	Reopen  Step = "reopen"  // it was confirmed and is not done
	Drop    Step = "drop"    // not to be done any more
)

// Title is what the step is called once it was taken.
func (s Step) Title() errs.Text {
	switch s {
	case Assign:
		return errs.T("tasks|Given to a person")
	case Take:
		return errs.T("tasks|Begun")
	case Note:
		return errs.T("tasks|Progress")
	case Prove:
		return errs.T("tasks|Evidence added")
	case Block:
		return errs.T("tasks|Stopped: waits for another")
	case Unblock:
		return errs.T("tasks|Goes on")
	case Claim:
		return errs.T("tasks|Said to be done")
	case Return:
		return errs.T("tasks|Sent back")
	case Confirm:
		return errs.T("tasks|Confirmed")
	case Reopen:
		return errs.T("tasks|Opened again")
	case Drop:
		return errs.T("tasks|Taken off")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// from are the states in which a step can be taken. Not to be changed.
var from = map[Step][]State{
	Assign:  {Open, Assigned, Taken, Blocked},
	Take:    {Assigned},
	Note:    {Assigned, Taken, Blocked},
	Prove:   {Assigned, Taken, Blocked},
	Block:   {Assigned, Taken},
	Unblock: {Blocked},
	Claim:   {Assigned, Taken},
	Return:  {Claimed},
	Confirm: {Claimed},
	Reopen:  {Done},
	Drop:    {Open, Assigned, Taken, Blocked},
}

// to are the states that a step leads to; of the others it stays as it is, or begins.
var to = map[Step]State{Assign: Assigned, Take: Taken, Block: Blocked, Unblock: Taken, Claim: Claimed, Return: Taken,
	Confirm: Done, Reopen: Taken, Drop: Dropped}

// reasoned are the steps that say why.
var reasoned = []Step{Note, Block, Return, Reopen, Drop}

// Evidence is what shows that something was done.
type Evidence string

// The kinds of evidence.
const (
	None     Evidence = ""
	Document Evidence = "document" // of the register of documents
	File     Evidence = "file"     // kept with the task
	Page     Evidence = "page"     // a page of the office
)

// Bounds of texts, in letters.
const (
	LeastText = 5
	MostText  = 500
	MostWords = 300
	MostPath  = 150
)

// Event is a step with what it says.
type Event struct {
	Step    Step
	By      int64
	Day     date.Date
	To      int64    // Assign: the account that has it from now on
	Words   string   // how far, why, what
	Waits   string   // Block: for whom or what, in words
	For     int64    // Block: the task that it waits for; 0: none of the office
	Kind    Evidence // Prove
	Subject int64    // Prove: the document or the file
	Path    string   // Prove: the page
	Lost    bool     // Drop: the plan from which it came does not have it any more
}

// Task is what somebody has to do.
type Task struct {
	State    State
	Due      date.Date // zero: it has no day
	MadeBy   int64     // 0: it comes from a plan
	Assignee int64     // 0: nobody has it
	GivenBy  int64     // who gave it last
	Claimer  int64     // who said that it is done
	Waits    string    // for whom or what, while it is blocked
	For      int64     // the task that it waits for
	Why      string    // why it is blocked, was sent back, was taken off
	Evidence int       // how many pieces
}

// Allows reports whether a step can be taken now.
func (t *Task) Allows(s Step) bool { return slices.Contains(from[s], t.State) }

// Late reports whether a task's day has passed and it is not said to be done.
func (t *Task) Late(on date.Date) bool {
	return !t.Due.IsZero() && t.Due < on && t.State.Running() && t.State != Claimed
}

// Apply takes a step. Errors: errs.Conflict for one that is none from here, errs.Invalid where what it needs is
// missing, errs.Forbidden where another person has to take it.
func (t *Task) Apply(e Event) error {
	if from[e.Step] == nil {
		return errs.New(errs.Invalid, "choose what is to be done with the task")
	}
	if !t.Allows(e.Step) {
		return errs.New(errs.Conflict, "the task is “%s” by now: look at it again before you go on", t.State.Title())
	}
	if err := t.check(&e); err != nil {
		return err
	}
	if next, ok := to[e.Step]; ok {
		t.State = next
	} else if t.State == Assigned && e.By == t.Assignee {
		t.State = Taken // who notes something has begun
	}
	t.after(&e)
	return nil
}

// after is what a step leaves behind.
func (t *Task) after(e *Event) {
	switch e.Step {
	case Assign:
		t.Assignee, t.GivenBy, t.Claimer, t.Why, t.Waits, t.For = e.To, e.By, 0, "", "", 0
	case Block:
		t.Waits, t.For, t.Why = e.Waits, e.For, e.Words
	case Take, Unblock, Confirm:
		t.Waits, t.For, t.Why = "", 0, ""
	case Claim:
		t.Claimer, t.Why = e.By, ""
		if t.MadeBy == t.Assignee && t.MadeBy == e.By { // nobody else asked for it
			t.State = Done
		}
	case Return, Reopen:
		t.Claimer, t.Why = 0, e.Words
	case Drop:
		t.Why, t.Waits, t.For = e.Words, "", 0
	case Prove:
		t.Evidence++
	}
}

// check refuses a step of which something is missing.
func (t *Task) check(e *Event) error {
	n := len([]rune(strings.TrimSpace(e.Words)))
	switch {
	case n > MostWords || len([]rune(e.Waits)) > MostWords:
		return errs.New(errs.Invalid, "write at most %d letters; add the rest as a file", MostWords)
	case slices.Contains(reasoned, e.Step) && n < LeastText:
		return errs.New(errs.Invalid, "write what there is to be known (at least %d letters), for those who come after", LeastText)
	case e.Step == Assign && e.To == 0:
		return errs.New(errs.Invalid, "choose the person who does it")
	case e.Step == Assign && e.To == t.Assignee:
		return errs.New(errs.Invalid, "this person has the task already")
	case e.Step == Block && strings.TrimSpace(e.Waits) == "" && e.For == 0:
		return errs.New(errs.Invalid, "say for whom or for which task it waits")
	case e.Step == Claim && t.Evidence == 0:
		return errs.New(errs.Invalid, "add what shows that it was done: a document, a file or a page of the office")
	case e.Step == Confirm && e.By == t.Claimer:
		return errs.New(errs.Forbidden, "another person confirms what you say is done")
	case e.Step == Drop && t.MadeBy == 0 && !e.Lost:
		return errs.New(errs.Conflict, "a task of the plan stays: it changes with the plan")
	case e.Step == Prove:
		return e.proves()
	}
	return nil
}

// proves refuses evidence that shows nothing.
func (e *Event) proves() error {
	switch e.Kind {
	case Document, File:
		if e.Subject == 0 {
			return errs.New(errs.Invalid, "choose the document or the file")
		}
		return nil
	case Page:
		return CheckPath(e.Path)
	}
	return errs.New(errs.Invalid, "choose the document, the file or the page that shows it")
}

// CheckPath refuses what is no address of a page of the office: it begins with one /, has no questions, no anchor
// and nobody's name or number in it. Errors: errs.Invalid.
func CheckPath(path string) error {
	bad := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '/' && r != '-' && r != '.' && r != '_'
	}
	if len(path) < 2 || len(path) > MostPath || path[0] != '/' || strings.Contains(path, "//") ||
		strings.Contains(path, "..") || strings.ContainsFunc(path, bad) || long(path) {
		return errs.New(errs.Invalid, "a page of the office is written as in the address line after the office’s name, for instance /reports/12, without what comes after “?”")
	}
	return nil
}

// long reports whether a part of a path has so many digits as a citizen's number or a telephone's.
func long(path string) bool {
	digits := 0
	for _, r := range path {
		if r < '0' || r > '9' {
			digits = 0
		} else if digits++; digits >= 9 {
			return true
		}
	}
	return false
}

// CheckText refuses what is no task. Errors: errs.Invalid.
func CheckText(text string, due, today date.Date) error {
	const years = 5
	switch n := len([]rune(strings.TrimSpace(text))); {
	case n < LeastText || n > MostText:
		return errs.New(errs.Invalid, "say what is to be done in %d to %d letters", LeastText, MostText)
	case !due.IsZero() && due < today:
		return errs.New(errs.Invalid, "the day by which it is to be done has passed already")
	case !due.IsZero() && due.Year() > today.Year()+years:
		return errs.New(errs.Invalid, "the day by which it is to be done is more than %d years away: look at the year", years)
	}
	return nil
}
