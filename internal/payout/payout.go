// Package payout is how people are paid: a batch is the list of what an activity's supports are worth, approved by
// another person than who made it, sent to who hands the money out, and held against the supports and the ledger
// before it is closed. It decides what may happen to a batch and to its lines; it knows no storage and no clock.
package payout

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

// State is how far a batch has come.
type State string

// The states of a batch.
const (
	Drafted    State = "drafted"
	Approved   State = "approved"
	Sent       State = "sent"        // the money has left the line
	PartlyPaid State = "partly_paid" // of some people it is known whether they got it
	Reconciled State = "reconciled"  // list, supports and payments agree, or it is said why not
	Closed     State = "closed"
	Rejected   State = "rejected"
)

// States lists the states in order.
func States() []State {
	return []State{Drafted, Approved, Sent, PartlyPaid, Reconciled, Closed, Rejected}
}

// Title is a state's name.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Drafted: errs.T("batch|Drafted"), Approved: errs.T("batch|Approved"),
		Sent: errs.T("batch|Sent"), PartlyPaid: errs.T("batch|Being handed out"),
		Reconciled: errs.T("batch|Reconciled"), Closed: errs.T("batch|Closed"), Rejected: errs.T("batch|Rejected")}[s]
}

// Out reports whether the money has left the line.
func (s State) Out() bool { return slices.Contains([]State{Sent, PartlyPaid, Reconciled, Closed}, s) }

// next are the states that follow one. Not to be changed.
var next = map[State][]State{
	Drafted: {Approved, Rejected}, Approved: {Sent, Rejected}, Sent: {PartlyPaid, Reconciled},
	PartlyPaid: {Reconciled},
	Reconciled: {Closed},
}

// Way is how the money reaches people.
type Way string

// The ways.
const (
	Service Way = "service" // a bank or the post hands it out or sends it
	Cashier Way = "cashier" // the unit's own cashier
)

// Ways lists the ways.
func Ways() []Way { return []Way{Cashier, Service} }

// Title is a way's name.
func (w Way) Title() errs.Text {
	return map[Way]errs.Text{Service: errs.T("a paying service (bank, post)"),
		Cashier: errs.T("the unit’s cashier")}[w]
}

// Batch is a list of what people are paid. Who did what to it are accounts, 0 for nobody yet.
type Batch struct {
	ID       int64
	Activity int64
	Line     int64 // of money
	Place    place.Code
	Title    string
	Day      date.Date // on which it is to be handed out: the law of that day says what the list must have
	Way      Way
	Payer    string // the service’s or cashier’s name
	Document int64  // that approves the list, 0 for none
	State    State
	Note     string // why it was rejected, or why what does not agree does not

	Author, Approver, Sender, Reconciler int64
	Version                              int64
}

// Move takes a batch to a state. Errors (errs.Invalid): it cannot go there from where it is; what was sent is never
// rejected, for rejecting un-pays nobody.
func (b *Batch) Move(to State) error {
	if slices.Contains(next[b.State], to) {
		b.State = to
		return nil
	}
	if to == Rejected && b.State.Out() {
		return errs.New(errs.Invalid,
			"this batch was sent: it cannot be rejected any more. Record who did not receive the money, and give that back")
	}
	return errs.New(errs.Conflict, "the batch is “%s”: this step does not follow; look at the page again",
		b.State.Title())
}

// Check says why a batch cannot be. Errors: errs.Invalid.
func (b *Batch) Check() error {
	switch {
	case strings.TrimSpace(b.Title) == "":
		return errs.New(errs.Invalid, "the title is missing")
	case b.Day.IsZero():
		return errs.New(errs.Invalid, "the day on which the money is handed out is missing")
	case !slices.Contains(Ways(), b.Way):
		return errs.New(errs.Invalid, "choose who hands the money out")
	case b.Way == Service && strings.TrimSpace(b.Payer) == "":
		return errs.New(errs.Invalid, "name the service that hands the money out")
	}
	return nil
}

// LineState is what became of a line.
type LineState string

// The states of a line.
const (
	Due         LineState = "due"
	Paid        LineState = "paid"
	Replaced    LineState = "replaced"     // an heir or an authorised person got it
	NotReceived LineState = "not_received" // the money is with who hands it out
	Returned    LineState = "returned"     // the money is back on the line; the support may be paid again
	Dropped     LineState = "dropped"      // left the batch before it was sent
)

// LineStates lists the states in order.
func LineStates() []LineState {
	return []LineState{Due, Paid, Replaced, NotReceived, Returned, Dropped}
}

// Title is a state's name.
func (s LineState) Title() errs.Text {
	return map[LineState]errs.Text{Due: errs.T("payment|Due"), Paid: errs.T("payment|Received"),
		Replaced: errs.T("payment|Received by another person"), NotReceived: errs.T("payment|Not received"),
		Returned: errs.T("payment|Given back"), Dropped: errs.T("payment|Taken off the list")}[s]
}

// Live reports whether a line holds its support: no other batch may have it.
func (s LineState) Live() bool { return s != Returned && s != Dropped }

// Got reports whether somebody got the money.
func (s LineState) Got() bool { return s == Paid || s == Replaced }

// Reason is why somebody did not receive the money.
type Reason string

// The reasons.
const (
	Absent      Reason = "absent"
	Dead        Reason = "dead"
	Moved       Reason = "moved"
	Refused     Reason = "refused"
	WrongPerson Reason = "wrong_person"
	Withdrawn   Reason = "withdrawn" // the support does not hold any more
)

// Reasons lists the reasons.
func Reasons() []Reason { return []Reason{Absent, Dead, Moved, Refused, WrongPerson, Withdrawn} }

// Title is a reason's name.
func (r Reason) Title() errs.Text {
	return map[Reason]errs.Text{Absent: errs.T("reason|absent"), Dead: errs.T("reason|has died"),
		Moved: errs.T("reason|has moved away"), Refused: errs.T("reason|refused it"),
		WrongPerson: errs.T("reason|not the right person"), Withdrawn: errs.T("reason|the support was withdrawn")}[r]
}

// Line is what one support is paid in a batch.
type Line struct {
	Batch     int64
	Support   int64
	Household int64
	Commune   place.Code
	Amount    money.Dong
	State     LineState
	Day       date.Date  // of the receipt, of the report that it was not received, or of giving back
	Recovered money.Dong // given back of what was received: of a claim
	Detail
}

// Detail is what is said of a line; it tells of persons, and is sealed.
type Detail struct {
	Receipt string `json:"receipt,omitempty"`
	Reason  Reason `json:"reason,omitempty"`
	Said    string `json:"said,omitempty"`   // beyond the reason
	Person  string `json:"person,omitempty"` // who got it instead
	Paper   string `json:"paper,omitempty"`  // by what: the certificate of the heir, the authorisation
}

// Result is what who hands the money out says of a line.
type Result struct {
	Support int64
	State   LineState // Paid or NotReceived; Replaced with Person and Paper
	Day     date.Date
	Detail
}

// Take puts a result into a line of a batch that was sent. It reports whether it changed anything: the same result
// again changes nothing. Errors (errs.Invalid): the result lacks something, or says otherwise of what was paid or
// given back already.
func (l *Line) Take(r *Result) (changed bool, err error) {
	if err := r.Check(); err != nil {
		return false, err
	}
	if l.State == r.State && l.Day == r.Day && l.Detail == r.Detail {
		return false, nil
	}
	switch {
	case l.State == Dropped:
		return false, errs.New(errs.Invalid, "this line was taken off the list before it was sent")
	case l.State == Returned:
		return false, errs.New(errs.Invalid, "the money of this line was given back already")
	case l.State.Got():
		return false, errs.New(errs.Invalid, "this line is recorded as received on %s already, with receipt “%s”",
			l.Day,
			l.Receipt)
	}
	l.State, l.Day, l.Detail = r.State, r.Day, r.Detail
	return true, nil
}

// most is how long a text of a result is at most, in letters.
const most = 300

// Check says what a result lacks. Errors: errs.Invalid.
func (r *Result) Check() error {
	for _, s := range []string{r.Receipt, r.Said, r.Person, r.Paper} {
		if len(s) > most && len([]rune(s)) > most {
			return errs.New(errs.Invalid, "a receipt, a name, a paper and a note have at most 300 letters each")
		}
	}
	switch {
	case r.Day.IsZero():
		return errs.New(errs.Invalid, "the day is missing")
	case r.State == Paid && r.Receipt == "":
		return errs.New(errs.Invalid, "the receipt is missing: its number, or the page of the signed list")
	case r.State == Paid && (r.Reason != "" || r.Person != ""):
		return errs.New(errs.Invalid, "it is said to be received, and why it was not: say one of them")
	case r.State == NotReceived && !slices.Contains(Reasons(), r.Reason):
		return errs.New(errs.Invalid, "say why it was not received: absent, dead, moved, refused or wrong person")
	case r.State == Replaced && (r.Person == "" || r.Paper == ""):
		return errs.New(errs.Invalid, "name who receives it instead, and the paper by which they may")
	case r.State != Paid && r.State != NotReceived && r.State != Replaced:
		return errs.New(errs.Invalid, "the result is missing: received or not received")
	}
	return nil
}

// GiveBack says that a line's money is back on its line of money. Errors (errs.Invalid): it was not reported as not
// received.
func (l *Line) GiveBack(on date.Date) error {
	if l.State != NotReceived {
		return errs.New(errs.Invalid, "only what was not received is given back: this is “%s”", l.State.Title())
	}
	l.State, l.Day = Returned, on
	return nil
}

// Key names a line outside the program: of its batch and support, with a check that finds mistyped ones.
func Key(batch, support int64) string {
	return fmt.Sprintf("CT%d-%d-%02d", batch, support, checked(batch, support))
}

func checked(batch, support int64) int64 { return (batch%97*31 + support%97*7 + 13) % 97 }

// ReadKey reads a line's key; false where it is none.
func ReadKey(text string) (batch, support int64, ok bool) {
	parts := strings.Split(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(text)), "CT"), "-")
	if len(parts) != 3 {
		return 0, 0, false
	}
	var n [3]int64
	for i, p := range parts {
		v, err := strconv.ParseInt(p, 10, 64)
		if err != nil || v < 0 {
			return 0, 0, false
		}
		n[i] = v
	}
	return n[0], n[1], n[2] == checked(n[0], n[1])
}
