package target

import (
	"slices"

	"giamngheo/internal/errs"
)

// Todo is something of a draft's part that an officer still has to fill in or to look at.
type Todo string

// What there is to be done in a draft. A plan with any of it is not put in force.
const (
	TodoPlanned  Todo = "planned"  // the value of the year, or that there is none
	TodoSentence Todo = "sentence" // the target's sentence, in the words of the plan
	TodoBody     Todo = "body"     // who is responsible: nobody is yet, or the one before is there no more
	TodoReading  Todo = "reading"  // whether what is counted is what the plan means
)

// todoTexts say what is to be done.
func todoTexts() map[Todo]errs.Text {
	return map[Todo]errs.Text{TodoPlanned: errs.T("the year’s value is to be filled in (or say that there is none)"),
		TodoSentence: errs.T("the target’s sentence is to be put in the plan’s own words"),
		TodoBody:     errs.T("the body responsible is to be chosen: nobody is yet, or the one before is there no more"),
		TodoReading:  errs.T("look whether what is counted is what the plan means")}
}

// Title says what is to be done.
func (t Todo) Title() errs.Text { return todoTexts()[t] }

// ByLooking reports whether it is done by saying that one has looked: the others are done by filling in what they ask.
func (t Todo) ByLooking() bool { return t == TodoReading || t == TodoSentence }

// Do adds something to be done, once.
func (p *Part) Do(what Todo) {
	if !slices.Contains(p.Todo, what) {
		p.Todo = append(p.Todo, what)
	}
}

// Done takes some of what was to be done out.
func (p *Part) Done(what ...Todo) {
	p.Todo = slices.DeleteFunc(p.Todo, func(t Todo) bool { return slices.Contains(what, t) })
}

// Lacks reports whether all that an error says of a plan is what a draft may lack; true of no error.
func Lacks(err error) bool {
	return err == nil || len(FaultsOf(err)) > 0 &&
		!slices.ContainsFunc(FaultsOf(err), func(f Fault) bool { return !f.Later })
}
