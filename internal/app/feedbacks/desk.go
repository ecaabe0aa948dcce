// Package feedbacks takes what residents ask, complain of and report, without an account, and has it answered.
package feedbacks

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/feedback"
	"giamngheo/internal/household"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	"giamngheo/internal/store"
	"giamngheo/internal/store/feedbacks"
)

// Desk has what residents send.
type Desk struct {
	office  *office.Office
	budget  *budget.Desk
	days    *workdays.Desk
	reviews *reviews.Desk
	terms   feedback.Terms
}

// New makes the desk. Errors: the terms cannot be read.
func New(o *office.Office, l *library.Library, b *budget.Desk, d *workdays.Desk, r *reviews.Desk) (*Desk, error) {
	terms, err := feedback.ReadTerms(l.Data())
	return &Desk{o, b, d, r, terms}, err
}

// Topic is that of what residents send; the ids of a change are theirs.
const Topic office.Topic = "feedback"

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"feedback.receive": errs.T("feedback of a resident received"),
	"feedback.object":  errs.T("resident not content with an answer"),
	"feedback.view":    errs.T("feedback of a resident read"),
	"feedback.assign":  errs.T("feedback of a resident taken on"),
	"feedback.answer":  errs.T("feedback of a resident answered"),
	"feedback.send":    errs.T("feedback of a resident sent to another unit"),
	"feedback.pass":    errs.T("feedback of a resident passed on to another body"),
	"feedback.close":   errs.T("feedback of a resident closed"),
	"feedback.join":    errs.T("feedback of a resident entered among the complaints on a list"),
}

// kind is that of the subject of these deeds.
const kind = "feedback"

// mostListed is how many of a state are looked at, the newest.
const mostListed = 1000

func (d *Desk) province() string { return string(d.office.ProvinceCode()) }

// Terms are within how many working days each kind is answered.
func (d *Desk) Terms() feedback.Terms { return d.terms }

// Shown is one as an officer sees it.
type Shown struct {
	feedbacks.Feedback
	About, Whose place.Unit
	HandledBy    string // "" where nobody took it on
	Events       []Event
	Late         bool
	MayAnswer    bool
	Above        []place.Unit // units to which it may be sent
	Lists        []Posted     // posted lists of the commune, where a complaint may join one
}

// Event is what was done, with names.
type Event struct {
	feedbacks.Event
	Who  string // "" the resident
	Unit place.Unit
}

// sees reports whether an actor may read what a unit has.
func (d *Desk) sees(a *office.Ask, unit place.Code) bool {
	return d.office.PlaceScope(a, access.ViewFeedback, unit) == nil
}

// List are those that an actor may read, open ones first by their term, then the newest; all of them, or only those
// that await an answer. Errors: errs.Forbidden.
func (d *Desk) List(ctx context.Context, a *office.Ask, open bool) (out []feedbacks.Feedback, err error) {
	if !d.office.May(a, access.ViewFeedback) {
		return nil, office.Forbidden()
	}
	states := []feedback.State{feedback.Received, feedback.Assigned}
	if !open {
		states = append(states, feedback.Answered, feedback.Passed, feedback.Closed)
	}
	for _, state := range states {
		some, err := d.in(ctx, a, state)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	slices.SortStableFunc(out, func(x, y feedbacks.Feedback) int {
		switch {
		case x.State.Open() != y.State.Open():
			return map[bool]int{true: -1, false: 1}[x.State.Open()]
		case x.State.Open():
			return cmp.Or(cmp.Compare(x.Due, y.Due), cmp.Compare(x.ID, y.ID))
		}
		return cmp.Compare(y.ID, x.ID)
	})
	return out, nil
}

// in are those in a state that an actor may read.
func (d *Desk) in(ctx context.Context, a *office.Ask, state feedback.State) ([]feedbacks.Feedback, error) {
	units := access.Where(a.Grants, access.ViewFeedback, d.office.Day()).Units
	if len(units) == 1 && d.office.Unit(units[0]).Level == place.Commune {
		return feedbacks.InUnit(ctx, d.office.Reader(), d.province(), units[0], state, mostListed)
	}
	all, err := feedbacks.InState(ctx, d.office.Reader(), d.province(), state, mostListed)
	return slices.DeleteFunc(all, func(f feedbacks.Feedback) bool { return !d.sees(a, f.Unit) }), err
}

// Late reports whether the term of one is over without an answer.
func (d *Desk) Late(f *feedbacks.Feedback) bool { return f.State.Open() && f.Due < d.office.Day() }

// Waits are those that await an answer of the actor's own units, and those of units below that are late.
func (d *Desk) Waits(ctx context.Context, a *office.Ask) (own, late []feedbacks.Feedback, err error) {
	if !d.office.May(a, access.AnswerFeedback) {
		return nil, nil, nil
	}
	all, err := d.List(ctx, a, true)
	mine := access.Where(a.Grants, access.AnswerFeedback, d.office.Day()).Units
	for i := range all {
		switch {
		case slices.Contains(mine, all[i].Unit):
			own = append(own, all[i])
		case d.Late(&all[i]):
			late = append(late, all[i])
		}
	}
	return own, late, err
}

func (d *Desk) seen(ctx context.Context, r store.Reader, a *office.Ask, id int64) (*feedbacks.Feedback, error) {
	if !d.office.May(a, access.ViewFeedback) {
		return nil, office.Forbidden()
	}
	f, err := feedbacks.Find(ctx, r, d.province(), id)
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil || !d.sees(a, f.Unit) {
		return nil, office.NotYours()
	}
	return f, nil
}

// Show shows one, on the record. Errors: errs.NotFound, errs.Forbidden.
func (d *Desk) Show(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	f, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	s := &Shown{Feedback: *f, About: d.office.Unit(f.Place), Whose: d.office.Unit(f.Unit), Late: d.Late(f),
		MayAnswer: d.office.PlaceScope(a, access.AnswerFeedback, f.Unit) == nil}
	if f.Handler != 0 {
		s.HandledBy = d.office.NameOf(ctx, f.Handler)
	}
	events, err := feedbacks.Events(ctx, d.office.Reader(), f.Province, id)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		one := Event{Event: e, Unit: d.office.Unit(e.Unit)}
		if e.By != 0 {
			one.Who = d.office.NameOf(ctx, e.By)
		}
		s.Events = append(s.Events, one)
	}
	if s.MayAnswer && f.State.Open() {
		s.Above = d.elsewhere(f)
		if f.Kind == feedback.Complaint && f.List == 0 && d.office.MayIn(a, access.RunReviews, f.Place) {
			s.Lists, err = d.posted(ctx, f.Place)
		}
	}
	d.office.Saw(a, office.Deed{Action: "feedback.view", Kind: kind, Subject: office.IDText(id), Place: f.Unit})
	return s, err
}

// elsewhere are the units to which one may be sent: the commune that it is about and those above it.
func (d *Desk) elsewhere(f *feedbacks.Feedback) (out []place.Unit) {
	u := d.office.Unit(d.office.Today(f.Place))
	for _, one := range append([]place.Unit{u}, d.office.Reg().Ancestors(u, d.office.Day())...) {
		if one.Code != f.Unit {
			out = append(out, one)
		}
	}
	return out
}

// Take takes a step with one, as it was seen in a version; sent to another unit, which is given. Errors: errs.NotFound,
// errs.Forbidden, errs.Invalid, errs.Conflict.
func (d *Desk) Take(ctx context.Context, a *office.Ask, id, version int64, step feedback.Step, text string,
	to place.Code) error {
	text = strings.TrimSpace(text)
	deed := &office.Deed{Action: "feedback." + string(step), Kind: kind, Subject: office.IDText(id)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		f, err := d.seen(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := d.office.PlaceScope(a, access.AnswerFeedback, f.Unit); err != nil {
			return err
		}
		if step == feedback.Object || step == feedback.Join { // the resident's, and one that goes with a list's
			return errs.New(errs.Invalid, "choose what is to be done")
		}
		deed.Place = f.Unit
		switch step {
		case feedback.Assign, feedback.Answer:
			f.Handler = a.Account
		case feedback.Send:
			if !slices.ContainsFunc(d.elsewhere(f), func(u place.Unit) bool { return u.Code == to }) {
				return errs.New(errs.Invalid, "choose the unit to which it is sent")
			}
			f.Handler, f.Unit = 0, to
		}
		return d.step(ctx, tx, f, version, step, text, a.Account)
	})
}

// step writes a step of one that was seen in a version.
func (d *Desk) step(ctx context.Context, tx *office.Tx, f *feedbacks.Feedback, version int64, step feedback.Step,
	text string, by int64) (err error) {
	if f.State, err = f.State.Next(step, text); err != nil {
		return err
	}
	if err := feedbacks.Set(ctx, tx, f, version); err != nil {
		return err
	}
	tx.Changed(Topic, f.ID)
	return feedbacks.AddEvent(ctx, tx, &feedbacks.Event{Province: f.Province, Feedback: f.ID, Seq: f.Version,
		Step: step, Unit: f.Unit, By: by, At: d.office.Now(), Text: text})
}

// JoinList enters a complaint among those on a list that is posted, about a household by its code: from then on the
// review's own steps and days hold. Errors: those of the review's step, errs.NotFound, errs.Forbidden, errs.Invalid.
func (d *Desk) JoinList(ctx context.Context, a *office.Ask, id, version, list int64, code household.ID,
	from string) error {
	f, err := d.seen(ctx, d.office.Reader(), a, id)
	if err != nil {
		return err
	}
	if err := d.office.PlaceScope(a, access.AnswerFeedback, f.Unit); err != nil {
		return err
	}
	open, err := d.posted(ctx, f.Place)
	if err != nil {
		return err
	}
	if f.Kind != feedback.Complaint || f.List != 0 || !f.State.Open() || f.Version != version ||
		!slices.ContainsFunc(open, func(l Posted) bool { return l.ID == list }) {
		return errs.New(errs.Invalid, "choose one of the lists that are posted now; a complaint joins one list, once")
	}
	text := f.Text
	if long := []rune(text); len(long) > mostOnList {
		text = string(long[:mostOnList]) + "…"
	}
	e := review.Event{Day: d.office.Day(), From: cmp.Or(strings.TrimSpace(from), "—"), Text: text}
	if err := d.reviews.Complaint(ctx, a, list, code, e); err != nil {
		return err
	}
	deed := &office.Deed{Action: "feedback.join", Kind: kind, Subject: office.IDText(id), Place: f.Unit,
		Note: map[string]string{"list": office.IDText(list)}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		f.List, f.Handler = list, a.Account
		return d.step(ctx, tx, f, version, feedback.Join, "", a.Account)
	})
}

// mostOnList is how much of a text is entered on a list, in letters.
const mostOnList = 250

// due is until when a kind that is received on a day is answered.
func (d *Desk) due(k feedback.Kind, on date.Date) (date.Date, error) {
	lib, err := d.days.Law()
	if err != nil {
		return 0, err
	}
	return feedback.Due(on, d.terms.Of(k).Days, lib.Working), nil
}
