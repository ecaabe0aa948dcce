package inspection

import (
	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// Origin says whose check it is. What Thanh tra and State Audit decide is only registered here, with the same
// follow-up.
type Origin string

// The origins.
const (
	Own        Origin = "own"
	Inspectors Origin = "inspectorate" // Thanh tra
	StateAudit Origin = "audit"
)

// Origins lists the origins in order.
func Origins() []Origin { return []Origin{Own, Inspectors, StateAudit} }

// Title is an origin's name.
func (o Origin) Title() errs.Text {
	return map[Origin]errs.Text{Own: errs.T("Check by the standing agency"),
		Inspectors: errs.T("Conclusion of the inspectorate"),
		StateAudit: errs.T("Conclusion of the State Audit")}[o]
}

// State is how far a visit has come.
type State string

// The states.
const (
	Planned   State = "planned"
	Announced State = "announced"
	InField   State = "in_field"
	Drafted   State = "drafted" // the unit has the draft and answers
	Answered  State = "answered"
	Concluded State = "concluded"
	Following State = "following" // recommendations are carried out
	Closed    State = "closed"
	Cancelled State = "cancelled"
)

// States lists the states in order.
func States() []State {
	return []State{Planned, Announced, InField, Drafted, Answered, Concluded, Following, Closed, Cancelled}
}

// Title is a state's name.
func (s State) Title() errs.Text {
	return map[State]errs.Text{Planned: errs.T("visit|Planned"), Announced: errs.T("visit|Announced"),
		InField: errs.T("visit|In the field"), Drafted: errs.T("visit|Draft with the unit"),
		Answered: errs.T("visit|Answered"), Concluded: errs.T("visit|Concluded"),
		Following: errs.T("visit|Recommendations run"), Closed: errs.T("visit|Closed"),
		Cancelled: errs.T("visit|Cancelled")}[s]
}

// FindingState is where a finding stands.
type FindingState string

// The states of a finding.
const (
	FindingDraft     FindingState = "draft"
	FindingStated    FindingState = "stated"
	FindingContested FindingState = "contested"
	FindingConfirmed FindingState = "confirmed"
	FindingDropped   FindingState = "dropped"
)

// Title is a state's name.
func (s FindingState) Title() errs.Text {
	return map[FindingState]errs.Text{FindingDraft: errs.T("finding|Draft"), FindingStated: errs.T("finding|Stated"),
		FindingContested: errs.T("finding|Contested"), FindingConfirmed: errs.T("finding|Confirmed"),
		FindingDropped: errs.T("finding|Dropped")}[s]
}

// LinkKind is what a finding points at.
type LinkKind string

// What findings point at.
const (
	ToHousehold LinkKind = "household"
	ToSupport   LinkKind = "support"
	ToMovement  LinkKind = "payment"
	ToReport    LinkKind = "report"
	ToList      LinkKind = "list"
	ToActivity  LinkKind = "activity"
	ToDocument  LinkKind = "document"
)

// LinkKinds lists what findings point at.
func LinkKinds() []LinkKind {
	return []LinkKind{ToHousehold, ToSupport, ToMovement, ToReport, ToList, ToActivity, ToDocument}
}

// Title is its name.
func (k LinkKind) Title() errs.Text {
	return map[LinkKind]errs.Text{ToHousehold: errs.T("link|Household"), ToSupport: errs.T("link|Support"),
		ToMovement: errs.T("link|Payment"), ToReport: errs.T("link|Report"), ToList: errs.T("link|List of a review"),
		ToActivity: errs.T("link|Activity"), ToDocument: errs.T("link|Document")}[k]
}

// Link is a row that a finding points at. Worth is what it is worth, 0 where it has no amount.
type Link struct {
	Kind  LinkKind       `json:"kind"`
	ID    int64          `json:"id"`
	Label string         `json:"label"`
	Worth household.Dong `json:"worth,omitempty"`
}

// Finding is what a visit has found.
type Finding struct {
	No       int            `json:"no"`
	Code     string         `json:"code"`
	Article  string         `json:"article"` // what was not kept
	Severity int            `json:"severity"`
	Text     string         `json:"text"`
	Amount   household.Dong `json:"amount,omitempty"`
	Links    []Link         `json:"links,omitempty"`
	State    FindingState   `json:"state"`
	Answer   string         `json:"answer,omitempty"` // the unit's
	Reason   string         `json:"reason,omitempty"` // of what was settled
	By       int64          `json:"by"`
}

// RecState is where a recommendation stands.
type RecState string

// The states of a recommendation.
const (
	RecIssued    RecState = "issued"
	RecAccepted  RecState = "accepted"
	RecObjected  RecState = "objected"
	RecClaimed   RecState = "claimed" // the unit says that it is done
	RecVerified  RecState = "verified"
	RecClosed    RecState = "closed"
	RecWithdrawn RecState = "withdrawn"
)

// RecStates lists the states in order.
func RecStates() []RecState {
	return []RecState{RecIssued, RecAccepted, RecObjected, RecClaimed, RecVerified, RecClosed, RecWithdrawn}
}

// Title is a state's name.
func (s RecState) Title() errs.Text {
	return map[RecState]errs.Text{RecIssued: errs.T("rec|Issued"), RecAccepted: errs.T("rec|Accepted"),
		RecObjected: errs.T("rec|Objected to"), RecClaimed: errs.T("rec|Said to be done"),
		RecVerified: errs.T("rec|Verified"), RecClosed: errs.T("rec|Closed"), RecWithdrawn: errs.T("rec|Withdrawn")}[s]
}

// Open reports whether something is still to be done.
func (s RecState) Open() bool { return s != RecClosed && s != RecWithdrawn }

// Recovery is money that came back: a movement of the ledger.
type Recovery struct {
	Movement int64          `json:"movement"`
	Amount   household.Dong `json:"amount"`
	Day      date.Date      `json:"day"`
}

// Waiver is a decision not to recover money.
type Waiver struct {
	Document int64          `json:"document"`
	Symbol   string         `json:"symbol"`
	Amount   household.Dong `json:"amount"`
	Reason   string         `json:"reason"`
}

// Recommendation is what a unit is to do after a visit.
type Recommendation struct {
	No        int            `json:"no"`
	Finding   int            `json:"finding,omitempty"` // 0: of the whole
	What      string         `json:"what"`
	Due       date.Date      `json:"due"`
	Amount    household.Dong `json:"amount,omitempty"` // to be recovered
	State     RecState       `json:"state"`
	Said      string         `json:"said,omitempty"` // by the unit, last
	Reason    string         `json:"reason,omitempty"`
	Claimer   int64          `json:"claimer,omitempty"`
	Claimed   date.Date      `json:"claimed,omitempty"`
	Verifier  int64          `json:"verifier,omitempty"`
	Recovered []Recovery     `json:"recovered,omitempty"`
	Waived    []Waiver       `json:"waived,omitempty"`
}

// Back is what came back of its money.
func (r *Recommendation) Back() (sum household.Dong) {
	for _, one := range r.Recovered {
		sum += one.Amount
	}
	return sum
}

// Forgone is what is not recovered by decision.
func (r *Recommendation) Forgone() (sum household.Dong) {
	for _, one := range r.Waived {
		sum += one.Amount
	}
	return sum
}

// Left is what is still to be recovered.
func (r *Recommendation) Left() household.Dong { return r.Amount - r.Back() - r.Forgone() }

// Overdue reports whether its day has passed and something is still to be done.
func (r *Recommendation) Overdue(today date.Date) bool { return r.State.Open() && r.Due < today }

// Answer is what was found on a question of a checklist.
type Answer struct {
	Result Result `json:"result"`
	Note   string `json:"note,omitempty"`
	By     int64  `json:"by"`
}

// Result is how a question was answered.
type Result string

// The results.
const (
	Yes     Result = "yes"
	No      Result = "no"
	Partly  Result = "partly"
	NoMatch Result = "na" // the question does not apply
)

// Results lists the results.
func Results() []Result { return []Result{Yes, Partly, No, NoMatch} }

// Title is a result's name.
func (r Result) Title() errs.Text {
	return map[Result]errs.Text{Yes: errs.T("check|Yes"), Partly: errs.T("check|Partly"), No: errs.T("check|No"),
		NoMatch: errs.T("check|Does not apply")}[r]
}

// Member is one of the team.
type Member struct {
	Account  int64  `json:"account"`
	Name     string `json:"name"`
	Lead     bool   `json:"lead,omitempty"`
	Declared bool   `json:"declared,omitempty"` // whether there is a conflict of interest
	Conflict string `json:"conflict,omitempty"` // what it is; who has one takes no part
}

// Matter is what a visit is about.
type Matter struct {
	Unit    place.Code `json:"unit"`
	Year    int        `json:"year"`
	Origin  Origin     `json:"origin"`
	Basis   string     `json:"basis"`
	Why     string     `json:"why,omitempty"` // the addition, the lottery's ticket, what was complained of
	Nodes   []string   `json:"nodes,omitempty"`
	Period  string     `json:"period,omitempty"` // of what the visit looks at
	Month   int        `json:"month,omitempty"`
	Team    []Member   `json:"team,omitempty"`
	Subject string     `json:"subject"`
}

// Visit is one check of a unit, as its events have made it.
type Visit struct {
	Matter

	State     State             `json:"state"`
	Seq       int64             `json:"seq"`
	From      date.Date         `json:"from,omitempty"` // announced
	Content   string            `json:"content,omitempty"`
	Asked     string            `json:"asked,omitempty"`    // documents to be ready
	Surprise  string            `json:"surprise,omitempty"` // why it comes without notice
	Checks    map[string]Answer `json:"checks,omitempty"`
	Samples   []Sample          `json:"samples,omitempty"`
	Findings  []Finding         `json:"findings,omitempty"`
	AnswerBy  date.Date         `json:"answer_by,omitempty"` // the unit's term
	Reply     string            `json:"reply,omitempty"`
	Document  int64             `json:"document,omitempty"` // the conclusion
	Symbol    string            `json:"symbol,omitempty"`
	Summary   string            `json:"summary,omitempty"`
	Concluded date.Date         `json:"concluded,omitempty"`
	Reason    string            `json:"reason,omitempty"` // of a cancelled one
	Recs      []Recommendation  `json:"recs,omitempty"`
}

// Finding is a finding by its number, nil for none.
func (v *Visit) Finding(no int) *Finding {
	if no < 1 || no > len(v.Findings) {
		return nil
	}
	return &v.Findings[no-1]
}

// Rec is a recommendation by its number, nil for none.
func (v *Visit) Rec(no int) *Recommendation {
	if no < 1 || no > len(v.Recs) {
		return nil
	}
	return &v.Recs[no-1]
}

// OpenRecs is how many recommendations still run.
func (v *Visit) OpenRecs() (n int) {
	for i := range v.Recs {
		if v.Recs[i].State.Open() {
			n++
		}
	}
	return n
}

// Late reports whether the unit's answer is overdue.
func (v *Visit) Late(today date.Date) bool { return v.State == Drafted && v.AnswerBy < today }

// Member is a member of the team by account, nil for none.
func (v *Visit) Member(account int64) *Member {
	for i := range v.Team {
		if v.Team[i].Account == account {
			return &v.Team[i]
		}
	}
	return nil
}

// Step is what happens to a visit.
type Step string

// The steps.
const (
	Begin     Step = "plan"
	Register  Step = "register" // a conclusion of Thanh tra or State Audit
	Declare   Step = "declare"
	Announce  Step = "announce"
	GoOut     Step = "go_out"
	Check     Step = "check"
	Find      Step = "find"
	Draw      Step = "draw"   // a sample
	LookAt    Step = "look"   // rows of a sample
	Settle    Step = "settle" // a finding: confirmed or dropped
	Draft     Step = "draft"
	Reply     Step = "reply"
	Conclude  Step = "conclude"
	Recommend Step = "recommend"
	Accept    Step = "accept"
	Object    Step = "object"
	Uphold    Step = "uphold"
	Withdraw  Step = "withdraw"
	Claim     Step = "claim"
	Verify    Step = "verify"
	SendBack  Step = "send_back"
	Recover   Step = "recover"
	StrikeOut Step = "strike_out" // a recovery that the ledger took back
	Waive     Step = "waive"
	CloseRec  Step = "close_rec"
	Close     Step = "close"
	Cancel    Step = "cancel"
)

// Title is a step's name.
func (s Step) Title() errs.Text { return steps[s].title }

// May is what one needs to be allowed to take a step.
func (s Step) May() access.Action { return steps[s].may }

// Event is a step with what it says. Which fields a step reads is told by the step.
type Event struct {
	Seq  int64     `json:"seq"`
	Step Step      `json:"step"`
	By   int64     `json:"by"`
	Day  date.Date `json:"day"`

	Matter   *Matter   `json:"matter,omitempty"`
	From     date.Date `json:"from,omitempty"`
	Earliest date.Date `json:"earliest,omitempty"` // by the days of notice
	Due      date.Date `json:"due,omitempty"`

	Content  string `json:"content,omitempty"`
	Asked    string `json:"asked,omitempty"`
	Reason   string `json:"reason,omitempty"`
	Document int64  `json:"document,omitempty"`
	Symbol   string `json:"symbol,omitempty"`

	Checks   map[string]Answer `json:"checks,omitempty"`
	Finding  *Finding          `json:"finding,omitempty"`
	Sample   *Sample           `json:"sample,omitempty"`
	Looked   []Looked          `json:"looked,omitempty"`
	Confirm  bool              `json:"confirm,omitempty"`
	Replies  []UnitReply       `json:"replies,omitempty"`
	No       int               `json:"no,omitempty"`
	Rec      *Recommendation   `json:"rec,omitempty"`
	Recovery *Recovery         `json:"recovery,omitempty"`
	Waiver   *Waiver           `json:"waiver,omitempty"`
	Object   bool              `json:"object,omitempty"` // who takes the step belongs to the unit that is checked
}

// UnitReply is the unit's answer to a finding.
type UnitReply struct {
	No      int    `json:"no"`
	Contest bool   `json:"contest,omitempty"`
	Text    string `json:"text"`
}
