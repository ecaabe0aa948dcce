// Package question says what a person must confirm before a household is saved: every door asks it alike. It must not
// know storage, who asks or the clock.
package question

import (
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/household"
	"giamngheo/internal/vietnamese"
)

// Kind is a kind of question.
type Kind string

// The kinds of questions.
const (
	Person Kind = "person" // is somebody who they were under a number?
	Number Kind = "number" // a citizen number stands in another household too
	Head   Kind = "head"   // the head is a child
	Hamlet Kind = "hamlet" // the hamlet is not on the commune's list
	Early  Kind = "early"  // the hamlet begins after the household's day
)

// Question is what a person must confirm before a household is saved. Member is 0 and Index -1 where it is asked of the
// household.
type Question struct {
	household.Stranger
	Kind  Kind
	About string // what it is asked of beside the column: the hamlet
	Other bool   // the number is somebody's of another name
}

// Key names the question, for an answer that holds for it alone. Whether somebody is who they were is one question,
// however much of them differs.
func (q *Question) Key() string {
	if q.Kind == Person {
		return fmt.Sprintf("%d/%s", q.Member, q.Kind)
	}
	return fmt.Sprintf("%d/%s/%s/%s", q.Member, q.Column, q.Kind, vietnamese.Spelling(q.About))
}

// Noted is what the record of deeds says of a question that was answered with yes. It names nobody.
func (q *Question) Noted() string {
	text := map[Kind]errs.Text{
		Person: errs.T("member %d is the same person", q.Member),
		Number: errs.T("member %d has a citizen number that another household has too", q.Member),
		Head:   errs.T("member %d is the head, a child", q.Member),
		Hamlet: errs.T("“%s” is a new hamlet", q.About),
		Early:  errs.T("in “%s” before the hamlet began", q.About),
	}[q.Kind]
	return text.VI
}

// Questions are what must be confirmed: nothing is saved before.
type Questions []Question

// Error says how many there are.
func (s Questions) Error() string {
	return errs.T("%d questions to answer before this is saved", len(s)).VI
}

// Unwrap is the first of them, for whoever shows no questions.
func (s Questions) Unwrap() error { return errs.New(errs.Invalid, "%s", s[0].Text) }

// Together are the questions, those that one answer answers beside one another.
func (s Questions) Together() (out []Questions) {
	for _, q := range s {
		at := slices.IndexFunc(out, func(had Questions) bool { return had[0].Key() == q.Key() })
		if at < 0 {
			out = append(out, Questions{q})
		} else {
			out[at] = append(out[at], q)
		}
	}
	return out
}

// Open are the questions that are not among the confirmed ones.
func (s Questions) Open(confirmed []string) Questions {
	return slices.DeleteFunc(slices.Clone(s), func(q Question) bool { return slices.Contains(confirmed, q.Key()) })
}

// OfHamlet says what is to be done about a name that is not on the list of the day; may: by who may add to it.
func OfHamlet(l *hamlet.Looked, may bool) errs.Text {
	like := strings.Join(l.Like, ", ")
	switch {
	case l.Standing == hamlet.Ended && l.Became != "":
		return errs.T("“%s” has been “%s” since %s: write that", l.Name, l.Became, l.Day)
	case l.Standing == hamlet.Ended:
		return errs.T("“%s” is no more since %s: choose the hamlet of today", l.Name, l.Day)
	case l.Standing == hamlet.Early:
		return errs.T("“%s” is a hamlet only from %s: was the household in it before?", l.Name, l.Day)
	case may && like != "":
		return errs.T("“%s” is not on the commune’s list of hamlets, which has %s: add a new hamlet?", l.Name, like)
	case may:
		return errs.T("“%s” is not on the commune’s list of hamlets: add a new hamlet?", l.Name)
	case like != "":
		return errs.T("“%s” is not on the commune’s list of hamlets, which has %s: choose that, or have the commune’s officer add it",
			l.Name, like)
	}
	return errs.T("“%s” is not on the commune’s list of hamlets: choose one of it, or have the commune’s officer add it", l.Name)
}
