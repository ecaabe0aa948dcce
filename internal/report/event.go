// Package report holds what units send upwards on forms: the steps of a report as events with one function that applies
// them, how reports are added up, and whose days are late. It must not know storage, pages, the clock, or how a figure
// of the office is counted.
package report

import (
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/place"
)

// Step is what an event does.
type Step string

// The steps: of a unit's report, then of the province's.
const (
	Open     Step = "open"
	FillIn   Step = "fill"
	Submit   Step = "submit"
	TakeBack Step = "take_back"
	Receive  Step = "receive" // the level above begins to read: it is not taken back any more
	Return   Step = "return"  // cells, not reports
	Resubmit Step = "resubmit"
	Accept   Step = "check"
	Approve  Step = "approve"
	Extend   Step = "extend"
	Correct  Step = "correct"
	Withdraw Step = "withdraw_round"

	Consolidate Step = "consolidate"
	Finish      Step = "final"
)

var stepTitles = map[Step]errs.Text{Open: errs.T("step|opened"), FillIn: errs.T("step|filled in"),
	Submit:   errs.T("step|submitted"),
	TakeBack: errs.T("step|taken back"), Receive: errs.T("step|received for checking"),
	Return:   errs.T("step|cells returned"),
	Resubmit: errs.T("step|submitted again"), Accept: errs.T("step|checked"), Approve: errs.T("step|approved"),
	Extend: errs.T("step|due day extended"), Correct: errs.T("step|opened for correction"),
	Withdraw: errs.T("step|round withdrawn"), Consolidate: errs.T("step|consolidated"),
	Finish: errs.T("step|signed as final")}

// Title is what a step is called.
func (s Step) Title() errs.Text { return stepTitles[s] }

// State is where a report stands. That cells are returned is no state of a report: it stays submitted.
type State string

// The states.
const (
	Opened       State = "open"
	Filling      State = "filling"
	Submitted    State = "submitted"
	Checked      State = "checked"
	Approved     State = "approved"
	Consolidated State = "consolidated"
	Final        State = "final"
	Withdrawn    State = "withdrawn"
)

var stateTitles = map[State]errs.Text{Opened: errs.T("state|not begun"), Filling: errs.T("state|being filled in"),
	Submitted: errs.T("state|submitted"), Checked: errs.T("state|checked"), Approved: errs.T("state|approved"),
	Consolidated: errs.T("state|consolidated"), Final: errs.T("state|final"), Withdrawn: errs.T("state|withdrawn")}

// Title is what a state is called.
func (s State) Title() errs.Text { return stateTitles[s] }

// Sent reports whether what is in the report was sent: it counts above.
func (s State) Sent() bool { return s == Submitted || s == Checked || s == Approved }

// Write is what somebody types into a cell. Seen is the number of the event that had written the cell when the page was
// shown: who did not see what another typed does not write over it.
type Write struct {
	Key    form.Key   `json:"key"`
	Value  form.Value `json:"value"`
	Reason string     `json:"reason,omitempty"`
	Seen   int64      `json:"seen,omitempty"`
}

// Known is a figure of the office, as it was when the report was sent.
type Known struct {
	Value form.Value `json:"value"`
	Day   date.Date  `json:"day"`
}

// Rolled is a round added up, as a consolidation keeps it.
type Rolled struct {
	Values  form.Values  `json:"values"`
	Pending []form.Key   `json:"pending,omitempty"` // cells in which something is sent back and not yet accepted
	Units   int          `json:"units"`
	Counted int          `json:"counted"`
	Gap     []place.Code `json:"gap,omitempty"` // units that have not sent
	// units that have sent and are not approved
	Unapproved []place.Code `json:"unapproved,omitempty"`
	Households int64        `json:"households,omitempty"` // of the province's, in the units counted
	Of         int64        `json:"of,omitempty"`
}

// Detail is what an event carries, by its step.
type Detail struct {
	Writes   []Write            `json:"writes,omitempty"`
	Keys     []form.Key         `json:"keys,omitempty"`
	Known    map[form.Key]Known `json:"known,omitempty"`
	Reason   string             `json:"reason,omitempty"`
	Due      date.Date          `json:"due,omitempty"`
	Document string             `json:"document,omitempty"` // its number, as cited
	Signer   string             `json:"signer,omitempty"`
	Signed   date.Date          `json:"signed,omitempty"`
	Hash     string             `json:"hash,omitempty"` // of the paper that was signed
	Rolled   *Rolled            `json:"rolled,omitempty"`
	Text     int64              `json:"text,omitempty"`      // which saving of the report in words was signed with it
	TextHash string             `json:"text_hash,omitempty"` // of that
}

// Event is one step that somebody took.
type Event struct {
	Seq  int64
	At   time.Time
	Day  date.Date
	By   int64
	Step Step
	Detail
}
