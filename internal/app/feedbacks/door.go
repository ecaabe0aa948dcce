package feedbacks

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"slices"
	"strings"
	"time"

	"giamngheo/internal/app/budget"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/feedback"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/feedbacks"
)

// What is bounded: how much is sent, and how often codes are tried, from an address and altogether. There is no proof
// of work: it needs a script, and these pages have none. When more comes, the next wait.
var (
	sends = budget.Bound{What: "feedback", Every: 12 * time.Minute, Burst: 5, AllEvery: 20 * time.Second, AllBurst: 200}
	looks = budget.Bound{What: "feedback code", Every: time.Minute, Burst: 10, AllEvery: time.Second, AllBurst: 300}
)

// resident is who asks without an account. Where from is not kept: who reports a wrong has nothing to fear from the
// record.
func resident() *office.Ask { return &office.Ask{Username: "người dân", From: "cong-khai"} }

// Sent is what somebody sends. Above asks that the unit above the commune has it: the commune does not see it.
type Sent struct {
	Kind    feedback.Kind
	Place   place.Code // a commune
	Above   bool
	Text    string
	Contact string
	Key     string // of the form: sent twice it is one
}

// Receipt is what the sender is told: the code is not told again.
type Receipt struct {
	Code string
	Due  date.Date
	Unit place.Unit
}

// Places are the communes that one can be about.
func (d *Desk) Places() []place.Unit {
	codes := d.office.CommunesOf(d.office.ProvinceCode(), d.office.Day())
	out := make([]place.Unit, len(codes))
	for i, c := range codes {
		out[i] = d.office.Unit(c)
	}
	return out
}

// Receive takes what somebody sends from an address. Errors: errs.Invalid; errs.TooMany where too much comes.
func (d *Desk) Receive(ctx context.Context, address string, in Sent) (*Receipt, error) {
	in.Text, in.Contact = strings.TrimSpace(in.Text), strings.Join(strings.Fields(in.Contact), " ")
	unit, err := d.check(&in)
	if err != nil {
		return nil, err
	}
	code := d.code(in.Key)
	due, err := d.due(in.Kind, d.office.Day())
	if err != nil {
		return nil, err
	}
	f := &feedbacks.Feedback{Province: d.province(), CodeHash: feedback.HashOf(code), Kind: in.Kind,
		State: feedback.Received, Place: in.Place, Unit: unit, Received: d.office.Day(), ReceivedAt: d.office.Now(),
		Due: due, Text: in.Text, Contact: in.Contact}
	had, err := feedbacks.ByCode(ctx, d.office.Reader(), f.Province, f.CodeHash)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err == nil { // the same form once more
		return &Receipt{feedback.Shown(code), had.Due, d.office.Unit(had.Unit)}, nil
	}
	if err := d.budget.Bounded(ctx, sends, address); err != nil {
		return nil, err
	}
	deed := &office.Deed{Action: "feedback.receive", Kind: kind, Place: unit,
		Note: map[string]string{"kind": string(in.Kind)}}
	err = d.office.Do(ctx, resident(), deed, func(tx *office.Tx) error {
		if err := feedbacks.Add(ctx, tx, f); err != nil {
			return err
		}
		deed.Subject = office.IDText(f.ID)
		tx.Changed(Topic, f.ID)
		return feedbacks.AddEvent(ctx, tx, &feedbacks.Event{Province: f.Province, Feedback: f.ID, Seq: f.Version,
			Step: feedback.Receive, Unit: unit, At: d.office.Now()})
	})
	return &Receipt{feedback.Shown(code), due, d.office.Unit(unit)}, err
}

// check says what of it cannot be, and whose it is.
func (d *Desk) check(in *Sent) (place.Code, error) {
	n := len([]rune(in.Text))
	switch {
	case !slices.Contains(feedback.Kinds(), in.Kind):
		return "", errs.New(errs.Invalid, "choose whether it is a question, a complaint or a report")
	case !slices.Contains(d.office.CommunesOf(d.office.ProvinceCode(), d.office.Day()), in.Place):
		return "", errs.New(errs.Invalid, "choose the commune")
	case n < feedback.LeastText || n > feedback.MostText:
		return "", errs.New(errs.Invalid, "write what it is about in %d to %d letters", feedback.LeastText,
			feedback.MostText)
	case len([]rune(in.Contact)) > feedback.MostContact:
		return "", errs.New(errs.Invalid, "how to reach you has at most %d letters", feedback.MostContact)
	}
	if !in.Above {
		return in.Place, nil
	}
	return d.above(in.Place), nil
}

// above is the unit above one, the province's where there is none.
func (d *Desk) above(unit place.Code) place.Code {
	if up := d.office.Reg().Ancestors(d.office.Unit(unit), d.office.Day()); len(up) > 0 {
		return up[0].Code
	}
	return d.office.ProvinceCode()
}

// code is a new code, or that of a form's key: who sends a form again learns the same.
func (d *Desk) code(key string) string {
	if len(key) < 20 {
		key = rand.Text()
	}
	sum := sha256.Sum256(d.office.Reader().Vault().Sign("feedback code", []byte(key)))
	return feedback.CodeOf(sum[:])
}

// Status is what the sender learns by the code: what was done, and the answer; no names.
type Status struct {
	Kind     feedback.Kind
	State    feedback.State
	Received date.Date
	Due      date.Date
	Late     bool
	Unit     place.Unit
	Events   []Event
	List     bool // it was entered among the complaints on a list
}

// Follow looks one up by its code, from an address. Errors: errs.NotFound, errs.TooMany.
func (d *Desk) Follow(ctx context.Context, address, typed string) (*Status, error) {
	f, err := d.byCode(ctx, address, typed)
	if err != nil {
		return nil, err
	}
	s := &Status{Kind: f.Kind, State: f.State, Received: f.Received, Due: f.Due, Late: d.Late(f),
		Unit: d.office.Unit(f.Unit), List: f.List != 0}
	events, err := feedbacks.Events(ctx, d.office.Reader(), f.Province, f.ID)
	for _, e := range events {
		s.Events = append(s.Events, Event{Event: e, Unit: d.office.Unit(e.Unit)})
	}
	return s, err
}

func (d *Desk) byCode(ctx context.Context, address, typed string) (*feedbacks.Feedback, error) {
	if err := d.budget.Bounded(ctx, looks, address); err != nil {
		return nil, err
	}
	code, ok := feedback.ReadCode(typed)
	if !ok {
		return nil, unknown()
	}
	f, err := feedbacks.ByCode(ctx, d.office.Reader(), d.province(), feedback.HashOf(code))
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return nil, unknown()
	}
	return f, err
}

func unknown() error {
	return errs.New(errs.NotFound, "nothing was sent under this code: check its 12 signs, or ask the commune")
}

// Object tells the unit above that the sender is not content with the answer, from an address. Errors: errs.NotFound,
// errs.TooMany, errs.Invalid, errs.Conflict where there is no answer to object to.
func (d *Desk) Object(ctx context.Context, address, typed, text string) error {
	f, err := d.byCode(ctx, address, typed)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: "feedback.object", Kind: kind, Subject: office.IDText(f.ID), Place: f.Unit}
	return d.office.Do(ctx, resident(), deed, func(tx *office.Tx) (err error) {
		if f.Due, err = d.due(f.Kind, d.office.Day()); err != nil {
			return err
		}
		f.Handler = 0
		if f.Unit != d.office.ProvinceCode() {
			f.Unit = d.above(f.Unit)
		}
		return d.step(ctx, tx, f, f.Version, feedback.Object, strings.TrimSpace(text), 0)
	})
}
