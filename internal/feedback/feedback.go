// Package feedback is what residents ask, complain of and report to an office, without an account: its steps, its term
// and the code by which they follow it. It knows no storage and no clock.
package feedback

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Kind is what somebody wants.
type Kind string

// The kinds.
const (
	Question  Kind = "question"
	Complaint Kind = "complaint"
	Wrong     Kind = "wrong" // somebody does wrong, or something is
)

// Kinds lists the kinds in order.
func Kinds() []Kind { return []Kind{Question, Complaint, Wrong} }

// Title is a kind's name.
func (k Kind) Title() errs.Text {
	switch k {
	case Question:
		return errs.T("feedback|Question")
	case Complaint:
		return errs.T("feedback|Complaint")
	case Wrong:
		return errs.T("feedback|Report of something wrong")
	}
	return errs.Text{VI: string(k), EN: string(k)}
}

// State is how far it has come.
type State string

// The states.
const (
	Received State = "received"
	Assigned State = "assigned" // somebody has taken it on
	Answered State = "answered"
	Closed   State = "closed"
	Passed   State = "passed" // to a body outside the office
)

// Title is a state's name.
func (s State) Title() errs.Text {
	switch s {
	case Received:
		return errs.T("feedback|Received")
	case Assigned:
		return errs.T("feedback|Being dealt with")
	case Answered:
		return errs.T("feedback|Answered")
	case Closed:
		return errs.T("feedback|Closed")
	case Passed:
		return errs.T("feedback|Passed on to another body")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// Open reports whether an answer is awaited.
func (s State) Open() bool { return s == Received || s == Assigned }

// Step is what is done.
type Step string

// The steps.
const (
	Receive Step = "receive"
	Assign  Step = "assign"
	Answer  Step = "answer"
	Send    Step = "send" // to another unit of the office, whose it is from then on
	PassOn  Step = "pass" // to a body outside the office
	Close   Step = "close"
	Object  Step = "object" // the resident is not content with the answer: the unit above looks
	Join    Step = "join"   // a complaint became one of a list that is posted
)

// Title is a step's name.
func (s Step) Title() errs.Text {
	switch s {
	case Receive:
		return errs.T("feedbackStep|Received")
	case Assign:
		return errs.T("feedbackStep|Somebody took it on")
	case Answer:
		return errs.T("feedbackStep|Answered")
	case Send:
		return errs.T("feedbackStep|Sent to another unit")
	case PassOn:
		return errs.T("feedbackStep|Passed on to another body")
	case Close:
		return errs.T("feedbackStep|Closed")
	case Object:
		return errs.T("feedbackStep|The sender is not content")
	case Join:
		return errs.T("feedbackStep|Entered among the complaints on a posted list")
	}
	return errs.Text{VI: string(s), EN: string(s)}
}

// machine is where a step may be taken, and to which state it leads; "" stays. Not to be changed.
var machine = map[Step]struct {
	from []State
	to   State
}{
	Assign: {[]State{Received, Assigned}, Assigned},
	Answer: {[]State{Received, Assigned}, Answered},
	Send:   {[]State{Received, Assigned}, Received},
	PassOn: {[]State{Received, Assigned}, Passed},
	Close:  {[]State{Received, Assigned, Answered, Passed}, Closed},
	Object: {[]State{Answered}, Received},
	Join:   {[]State{Received, Assigned}, ""},
}

// Bounds of what is written, in letters.
const (
	LeastText   = 10
	MostText    = 4000
	MostContact = 200
)

// Next is the state after a step with what is written to it. Errors: errs.Conflict where the step is none from here,
// errs.Invalid without the text that it needs.
func (s State) Next(step Step, text string) (State, error) {
	m, ok := machine[step]
	if !ok {
		return s, errs.New(errs.Invalid, "choose what is to be done")
	}
	if !slices.Contains(m.from, s) {
		return s, errs.New(errs.Conflict, "it is “%s” by now; open the page again", s.Title())
	}
	n := len([]rune(strings.TrimSpace(text)))
	if n > MostText {
		return s, errs.New(errs.Invalid, "at most %d letters", MostText)
	}
	silent := step == Assign || step == Join || step == Close && !s.Open()
	if !silent && n < LeastText {
		return s, errs.New(errs.Invalid, "write at least %d letters: the sender reads it", LeastText)
	}
	if m.to == "" {
		return s, nil
	}
	return m.to, nil
}

// Term is within how many working days one kind is answered, and by what.
type Term struct {
	Kind   Kind   `yaml:"kind"`
	Days   int    `yaml:"working_days"`
	Sample bool   `yaml:"sample"` // the program's own proposal
	Source string `yaml:"source"`
}

// Due is the last of so many working days after a day.
func Due(after date.Date, days int, working func(date.Date) bool) date.Date {
	d := after
	for n := 0; n < days; {
		if d = d.AddDays(1); working(d) {
			n++
		}
	}
	return d
}

// signs are those of a code: none is taken for another.
const signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// CodeLength is how many signs a code has: 60 bits.
const CodeLength = 12

// CodeOf makes a code of at least 12 random bytes.
func CodeOf(random []byte) string {
	var b strings.Builder
	for _, one := range random[:CodeLength] {
		b.WriteByte(signs[int(one)%len(signs)])
	}
	return b.String()
}

// Shown is a code as it is written down: ABCD-EFGH-JKLM.
func Shown(code string) string {
	var parts []string
	for part := range slices.Chunk([]byte(code), 4) {
		parts = append(parts, string(part))
	}
	return strings.Join(parts, "-")
}

// ReadCode takes a code however it is typed; false where it can be none.
func ReadCode(text string) (string, bool) {
	if len(text) > 100 {
		return "", false
	}
	var b strings.Builder
	for _, r := range strings.ToUpper(text) {
		switch {
		case strings.ContainsRune(signs, r):
			b.WriteRune(r)
		case r != '-' && r != ' ' && r != '.':
			return "", false
		}
	}
	return b.String(), b.Len() == CodeLength
}

// HashOf is by what a code is found: the code itself is kept nowhere.
func HashOf(code string) string {
	sum := sha256.Sum256([]byte("feedback code\x00" + code))
	return hex.EncodeToString(sum[:])
}
