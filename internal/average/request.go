// Package average is the way of a farming household's request to be recognised as of average living standard (Decision
// 24/2021/QĐ-TTg, Articles 3.2 and 6; procedure 1.011609): received, its income determined by the commune, posted,
// recognised by the chairman or refused with the reason. It decides from what it is given; it must not know storage,
// files, permissions or the clock.
package average

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
)

// Stage is what a request waits for.
type Stage string

// The stages. Which of the first three there are, and in which order, the law says (average_steps).
const (
	Check      Stage = "check"
	Posting    Stage = "posting"
	Decision   Stage = "decision"
	Recognised Stage = "recognised"
	Refused    Stage = "refused"
	Withdrawn  Stage = "withdrawn"
)

// Over reports whether nothing is left to do.
func (s Stage) Over() bool { return s == Recognised || s == Refused || s == Withdrawn }

// Title names a stage.
func (s Stage) Title() errs.Text {
	return map[Stage]errs.Text{Check: errs.T("The commune determines the income"),
		Posting: errs.T("Posting at the commune's office"), Decision: errs.T("The chairman's decision"),
		Recognised: errs.T("Recognised: average living standard"), Refused: errs.T("Refused with the reason"),
		Withdrawn: errs.T("Withdrawn by the household")}[s]
}

// Step is what is done with a request.
type Step string

// The steps.
const (
	Receive   Step = "receive"
	Determine Step = "check"
	Post      Step = "post"
	Object    Step = "object"  // somebody disagrees while it is posted
	Recheck   Step = "recheck" // what the commune found of an objection
	Recognise Step = "recognise"
	Refuse    Step = "refuse"
	Return    Step = "return" // the chairman has the income determined anew
	Withdraw  Step = "withdraw"
)

// Title names a step.
func (s Step) Title() errs.Text {
	return map[Step]errs.Text{Receive: errs.T("request received"), Determine: errs.T("income determined"),
		Post: errs.T("result posted"), Object: errs.T("objection received"), Recheck: errs.T("objection re-checked"),
		Recognise: errs.T("average|recognised"), Refuse: errs.T("average|refused"),
		Return: errs.T("returned to be determined anew"), Withdraw: errs.T("request withdrawn")}[s]
}

// Channel is how a request came (procedure 1.011609).
type Channel string

// The channels.
const (
	Direct Channel = "direct"
	ByPost Channel = "post"
	Online Channel = "online"
)

// Channels are all of them.
func Channels() []Channel { return []Channel{Direct, ByPost, Online} }

// Title names a channel.
func (c Channel) Title() errs.Text {
	return map[Channel]errs.Text{Direct: errs.T("channel|brought"), ByPost: errs.T("channel|by post"),
		Online: errs.T("channel|online")}[c]
}

// Found is what the commune determined.
type Found struct {
	Income int64         `json:"income"` // đồng a head a month
	Farms  bool          `json:"farms"`  // lives by agriculture, forestry, fishery or salt
	Class  poverty.Class `json:"class"`  // what the standard of the day makes of it
	// Own is what the official says where the law of the day does not tell who is of average living standard; nil where
	// it does.
	Own *Own `json:"own,omitempty"`
}

// Own is an official's own determination, and the instrument by which it is made.
type Own struct {
	Average bool   `json:"average"`
	By      string `json:"by"`
}

// Ruled makes the class of what the law of the day says of a household and, where it is silent, of what the official
// says. Errors (errs.Invalid): the law is silent and the official has not said by which instrument; the official says
// what the law decides.
func (f *Found) Ruled(class poverty.Class, silent bool, on date.Date) error {
	f.Class = class
	switch open := silent && class == poverty.None; {
	case !open && f.Own == nil, !f.Farms:
		f.Own = nil
	case !open:
		return errs.New(errs.Invalid,
			"the poverty standard of %s decides of this household: leave “by the instrument” empty", on)
	case f.Own == nil || tooShort(f.Own.By):
		return errs.New(errs.Invalid,
			"the poverty standard of %s does not say who is of average living standard: say whether the household is, and by which instrument (its number and day)", on)
	case f.Own.Average:
		f.Class = poverty.AverageLivingStandard
	}
	return nil
}

// Qualifies reports whether the household is to be recognised.
func (f *Found) Qualifies() bool {
	return f != nil && f.Farms && f.Class == poverty.AverageLivingStandard
}

// Done is a step as it was taken. Day is the step's, By the account.
type Done struct {
	Step     Step      `json:"step"`
	Day      date.Date `json:"day"`
	By       int64     `json:"by"`
	Found    *Found    `json:"found,omitempty"`
	Place    string    `json:"place,omitempty"`  // of the posting
	From     string    `json:"from,omitempty"`   // who objects
	Reason   string    `json:"reason,omitempty"` // of the objection, the refusal, the return
	Number   string    `json:"number,omitempty"` // of the decision, of the refusal
	Signer   string    `json:"signer,omitempty"`
	Received Channel   `json:"channel,omitempty"`
}

// Request is one request, from what was done with it.
type Request struct {
	Stage    Stage     `json:"stage"`
	Received date.Date `json:"received"`
	Channel  Channel   `json:"channel"`
	Found    *Found    `json:"found,omitempty"`
	Posted   date.Date `json:"posted,omitzero"`
	Objected date.Date `json:"objected,omitzero"` // an objection that is not re-checked yet
	Steps    []Done    `json:"steps"`
}

// Last is the latest step.
func (r *Request) Last() *Done { return &r.Steps[len(r.Steps)-1] }

// Answer is the step that answered a request, nil where none has.
func (r *Request) Answer() *Done {
	if r.Stage != Recognised && r.Stage != Refused {
		return nil
	}
	return r.Last()
}

// Determined is the day on which what was found was determined last, zero where nothing is.
func (r *Request) Determined() (day date.Date) {
	for i := range r.Steps {
		if r.Found != nil && r.Steps[i].Found != nil {
			day = r.Steps[i].Day
		}
	}
	return day
}

// Takes reports whether a step may be taken at the stage at which a request is, by what was done before it.
func (r *Request) Takes(s Step) bool {
	rule, ok := rules[s]
	return ok && rule.may(r) == nil
}

// Apply takes one step, or says why it may not be taken and changes nothing. Errors: errs.Invalid; errs.Conflict (the
// request waits for something else); errs.Forbidden (decided by who determined the income).
func (r *Request) Apply(w *Way, d Done) error {
	rule, ok := rules[d.Step]
	if !ok {
		return errs.New(errs.Invalid, "there is no such step")
	}
	if err := rule.may(r); err != nil {
		return err
	}
	switch {
	case d.Day.IsZero():
		return errs.New(errs.Invalid, "give the day of this step")
	case len(r.Steps) > 0 && d.Day < r.Last().Day:
		return errs.New(errs.Invalid, "%s lies before the step that it follows (%s)", d.Day, r.Last().Day)
	}
	if err := rule.take(r, w, &d); err != nil {
		return err
	}
	r.Steps = append(r.Steps, d)
	return nil
}

// rule says of a step at which stages it may be taken and after what (nil: whatever was done), and what it does.
type rule struct {
	at    []Stage
	after func(*Request) error
	take  func(*Request, *Way, *Done) error
}

// may says why a step may not be taken yet, or any more, whatever it says.
func (u *rule) may(r *Request) error {
	if !slices.Contains(u.at, r.Stage) {
		return errs.New(errs.Conflict, "the request waits for: %s", r.Stage.Title())
	}
	if u.after == nil {
		return nil
	}
	return u.after(r)
}

// rules are the steps. Not to be changed.
var rules = map[Step]rule{
	Receive:   {[]Stage{""}, nil, receive},
	Determine: {[]Stage{Check}, nil, determine},
	Post:      {[]Stage{Posting}, (*Request).unposted, post},
	Object:    {[]Stage{Posting}, (*Request).posted, object},
	Recheck:   {[]Stage{Posting}, (*Request).contested, recheck},
	Recognise: {[]Stage{Decision, Posting}, (*Request).recognisable, recognise},
	Refuse:    {[]Stage{Decision, Posting}, (*Request).refusable, refuse},
	Return:    {[]Stage{Decision, Posting}, nil, sendBack},
	Withdraw:  {[]Stage{Check, Posting, Decision}, nil, withdraw},
}

func (r *Request) unposted() error {
	if r.Posted.IsZero() {
		return nil
	}
	return errs.New(errs.Conflict, "the result is posted already, from %s on", r.Posted)
}

// posted refuses what comes before the posting, or while an objection waits.
func (r *Request) posted() error {
	switch {
	case r.Posted.IsZero():
		return errs.New(errs.Conflict, "the result is not posted yet")
	case !r.Objected.IsZero():
		return errs.New(errs.Conflict, "an objection waits for its re-check")
	}
	return nil
}

func (r *Request) contested() error {
	if r.Objected.IsZero() {
		return errs.New(errs.Conflict, "there is no objection to re-check")
	}
	return nil
}

// heard refuses a decision before the result is posted and objections are re-checked, where it is posted at all.
func (r *Request) heard() error {
	if r.Stage == Posting {
		return r.posted()
	}
	return nil
}

func (r *Request) recognisable() error {
	if err := r.heard(); err != nil || r.Found.Qualifies() {
		return err
	}
	return errs.New(errs.Invalid, "what was determined does not make it a household of average living "+
		"standard: refuse with the reason, or return it")
}

func (r *Request) refusable() error {
	if err := r.heard(); err != nil || r.Found != nil && !r.Found.Qualifies() {
		return err
	}
	return errs.New(errs.Invalid,
		"what was determined makes it a household of average living standard: recognise it, or return it")
}

func receive(r *Request, w *Way, d *Done) error {
	if !slices.Contains(Channels(), d.Received) {
		return errs.New(errs.Invalid, "say how the request came: brought, by post or online")
	}
	r.Received, r.Channel = d.Day, d.Received
	return w.next(r, "", d.Day)
}

func determine(r *Request, w *Way, d *Done) error {
	if err := known(d.Found); err != nil {
		return err
	}
	r.Found, r.Posted, r.Objected = d.Found, 0, 0
	return w.next(r, Check, d.Day)
}

func post(r *Request, _ *Way, d *Done) error {
	if strings.TrimSpace(d.Place) == "" {
		return errs.New(errs.Invalid, "give the places of the posting")
	}
	r.Posted = d.Day
	return nil
}

func object(r *Request, _ *Way, d *Done) error {
	if strings.TrimSpace(d.From) == "" || tooShort(d.Reason) {
		return errs.New(errs.Invalid, "give who objects, and why (5 letters or more)")
	}
	r.Objected = d.Day
	return nil
}

func recheck(r *Request, _ *Way, d *Done) error {
	if err := known(d.Found); err != nil {
		return err
	}
	r.Found, r.Objected = d.Found, 0
	return nil
}

func recognise(r *Request, w *Way, d *Done) error {
	if err := r.decidable(w, d); err != nil {
		return err
	}
	r.Stage = Recognised
	return nil
}

func refuse(r *Request, w *Way, d *Done) error {
	if err := r.decidable(w, d); err != nil {
		return err
	}
	if tooShort(d.Reason) {
		return errs.New(errs.Invalid, "a refusal is in writing and says why: give the reason (5 letters or more)")
	}
	r.Stage = Refused
	return nil
}

func sendBack(r *Request, _ *Way, d *Done) error {
	if tooShort(d.Reason) {
		return errs.New(errs.Invalid, "give a reason (5 letters or more)")
	}
	r.Stage, r.Found, r.Posted, r.Objected = Check, nil, 0, 0
	return nil
}

func withdraw(r *Request, _ *Way, d *Done) error {
	if tooShort(d.Reason) {
		return errs.New(errs.Invalid, "give a reason (5 letters or more)")
	}
	r.Stage = Withdrawn
	return nil
}

func tooShort(s string) bool { return len([]rune(strings.TrimSpace(s))) < 5 }

func known(f *Found) error {
	switch {
	case f == nil || f.Income < 0:
		return errs.New(errs.Invalid, "give the income a head a month that was determined, in đồng")
	case f.Farms && f.Class == poverty.Undetermined:
		return errs.New(errs.Invalid, "the household's answers in the register do not decide whether it is poor or "+
			"near-poor: fill in what is missing on its page, then determine again")
	}
	return nil
}

// decidable refuses a decision before the posting has ended, without its number, or by who determined the income.
func (r *Request) decidable(w *Way, d *Done) error {
	if r.Stage == Posting {
		switch ends, err := w.PostingEnds(r); {
		case err != nil:
			return err
		case d.Day <= ends:
			return errs.New(errs.Invalid, "the result stays posted to the end of %s: decide from the day after", ends)
		}
	}
	if strings.TrimSpace(d.Number) == "" || strings.TrimSpace(d.Signer) == "" {
		return errs.New(errs.Invalid, "give the number of the paper and who signs it")
	}
	for i := range r.Steps {
		if s := &r.Steps[i]; s.Found != nil && s.By == d.By {
			return errs.New(errs.Forbidden, "who determined the income does not decide: somebody else signs")
		}
	}
	return nil
}
