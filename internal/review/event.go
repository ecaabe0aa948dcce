package review

import (
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
)

// Stage is where a hamlet's list stands.
type Stage uint8

// The stages, in the order of Article 4.
const (
	Listing    Stage = iota // households are put on the list
	Surveying               // forms A and B
	Meeting                 // the village meeting
	Posting                 // the public posting, complaints, re-checks, posting again
	Opinion                 // the district's opinion, while there is one
	Deciding                // the chairman's decision
	Certifying              // certificates and refusals
	Finished
	Stages
)

// stageTitles are by stage.
var stageTitles = [Stages]errs.Text{
	errs.T("Listing"), errs.T("stageTitles|Survey"), errs.T("Village meeting"),
	errs.T("Posting"), errs.T("District's opinion"), errs.T("Decision"),
	errs.T("Certificates"), errs.T("stageTitles|Finished"),
}

// Title names a stage.
func (s Stage) Title() errs.Text { return stageTitles[s] }

// Step is what an event does.
type Step string

// The steps.
const (
	AddHousehold    Step = "list.add"
	RemoveHousehold Step = "list.remove"
	CloseList       Step = "list.close"
	FormA           Step = "form.a"
	FormB           Step = "form.b"
	CloseSurvey     Step = "survey.close"
	HoldMeeting     Step = "meeting"
	Post            Step = "posting"
	Complain        Step = "complaint"
	Recheck         Step = "recheck"
	ClosePosting    Step = "posting.close"
	SendOpinion     Step = "opinion.send"
	GiveOpinion     Step = "opinion.give"
	Decide          Step = "decision"
	Certify         Step = "certificate"
	Refuse          Step = "refusal"
	GoBack          Step = "return"
	Answer          Step = "answer"        // to a flag of quality
	MoveDeadline    Step = "deadline.move" // the calendar changed
	Carry           Step = "carry"         // to the unit that the commune has become
	RenameHamlet    Step = "hamlet.rename" // the hamlet has another name
)

// Source is why a household is on a list.
type Source string

// The sources.
const (
	Managed   Source = "managed"   // on the managed list of poor and near-poor households
	Request01 Source = "request01" // asked by form 01: to be recognised as poor or near-poor
	Request04 Source = "request04" // asked by form 04: to be recognised as escaped
	Contested Source = "complaint" // somebody said during the posting that it belongs on the list
)

// Event is one step of a hamlet's list: what was done, when, by whom, with the evidence. Events are only ever added.
type Event struct {
	Seq       int       `json:"-"`
	At        time.Time `json:"-"`
	By        int64     `json:"-"`
	Step      Step      `json:"-"`
	Household int64     `json:"-"`

	Day    date.Date `json:"day,omitzero"`
	Source Source    `json:"source,omitempty"`
	Was    Standing  `json:"was,omitzero"` // list.add: what the household was recognised as
	Reason string    `json:"reason,omitempty"`

	Signs    []string        `json:"signs,omitempty"` // form A
	Unlikely bool            `json:"unlikely,omitempty"`
	Found    *Found          `json:"found,omitempty"` // form B, re-check
	Changes  int             `json:"changes,omitempty"`
	Flags    map[string]bool `json:"flags,omitempty"`
	Sitting  *Sitting        `json:"sitting,omitempty"` // how the form was filled in; nil: it was not kept then

	Place      string  `json:"place,omitempty"` // of the meeting, the posting
	Chair      string  `json:"chair,omitempty"`
	Secretary  string  `json:"secretary,omitempty"`
	Attendance int     `json:"attendance,omitempty"`
	Votes      []Vote  `json:"votes,omitempty"`
	From       string  `json:"from,omitempty"` // who complains
	Text       string  `json:"text,omitempty"`
	Complaint  int     `json:"complaint,omitempty"`
	Agree      bool    `json:"agree,omitempty"` // the district
	Households []int64 `json:"households,omitempty"`

	Number       string `json:"number,omitempty"`        // of the decision (form 02), the certificate, the refusal
	EscapeNumber string `json:"escape_number,omitempty"` // of an older office: escapes had a number of their own
	Signer       string `json:"signer,omitempty"`
	SignerTitle  string `json:"signer_title,omitempty"`
	To           Stage  `json:"to,omitempty"`
	Unit         string `json:"unit,omitempty"`

	Until date.Date `json:"until,omitzero"` // the end of the term that the step begins, as the calendar stood
	Moves []Move    `json:"moves,omitempty"`
}

// Standing is what a household was recognised as: its class, and how many people lived in it.
type Standing struct {
	Class  poverty.Class `json:"class,omitempty"`
	People int           `json:"people,omitempty"`
	Year   int           `json:"year,omitempty"`
}

// Found is what a survey found.
type Found struct {
	Class      poverty.Class `json:"class"`
	Deprived   uint16        `json:"deprived"`
	Unanswered uint16        `json:"unanswered,omitempty"`
	People     int           `json:"people"`
	Version    int64         `json:"version,omitempty"` // of the register's record that the survey began from
	Income     int64         `json:"income"`            // -1 where not known
	B1         float64       `json:"b1"`                // -1 where not known
}

// Vote is a household's result in the meeting.
type Vote struct {
	Household int64 `json:"h"`
	Agree     int   `json:"a"`
	Against   int   `json:"n"`
}
