// Package averages receives requests to be recognised as a farming household of average living standard and brings them
// to the confirmation or the written refusal (procedure 1.011609).
package averages

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/averages"
	"giamngheo/internal/store/households"
	"giamngheo/internal/words"
)

// Desk keeps requests to be recognised as of average living standard.
type Desk struct {
	office *office.Office
	days   *workdays.Desk
	book   *book.Desk
}

// New makes the desk.
func New(office *office.Office, days *workdays.Desk, book *book.Desk) *Desk {
	return &Desk{office, days, book}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"average.receive":   errs.T("request for average living standard received"),
	"average.check":     errs.T("income of a request for average living standard determined"),
	"average.post":      errs.T("result of a request for average living standard posted"),
	"average.object":    errs.T("objection to average living standard received"),
	"average.recheck":   errs.T("objection to average living standard re-checked"),
	"average.recognise": errs.T("average living standard recognised"),
	"average.refuse":    errs.T("average living standard refused"),
	"average.return":    errs.T("request for average living standard returned"),
	"average.withdraw":  errs.T("request for average living standard withdrawn"),
}

// deeds are what is on the record of each step. Not to be changed.
var deeds = map[average.Step]string{average.Receive: "average.receive", average.Determine: "average.check",
	average.Post: "average.post", average.Object: "average.object", average.Recheck: "average.recheck",
	average.Recognise: "average.recognise", average.Refuse: "average.refuse", average.Return: "average.return",
	average.Withdraw: "average.withdraw"}

// rights are what each step asks for. Not to be changed.
var rights = map[average.Step]access.Action{average.Receive: access.RunReviews, average.Determine: access.SurveyReviews,
	average.Post: access.RunReviews, average.Object: access.RunReviews, average.Recheck: access.SurveyReviews,
	average.Recognise: access.DecideReviews, average.Refuse: access.DecideReviews, average.Return: access.DecideReviews,
	average.Withdraw: access.RunReviews}

// Shown is a request with its household and what the law says of it.
type Shown struct {
	averages.Request
	Code, Head, Hamlet string
	Unit               place.Unit // where the household lives now
	Begins, Due        date.Date
	Otherwise          date.Date // the answer's last day by the other reading of the term
	Open               errs.Text // what is open of the term
	PostingEnds        date.Date
	RecheckDue         date.Date
	Late               bool
	Marks              []errs.Text           // of a procedure after the period of its instrument
	By                 []string              // who took each step
	Allows             map[average.Step]bool // what who asks may do
	Reason             errs.Text             // why it would be refused, as a sentence; empty where it qualifies
}

// way is the procedure under the calendar in force.
func (o *Desk) way() (*average.Way, error) {
	lib, err := o.days.Law()
	if err != nil {
		return nil, err
	}
	return average.NewWay(lib), nil
}

// mostListed is how many requests a list has at most.
const mostListed = 500

// List returns the requests of households that the actor may see in a place (empty: all), waiting or answered ones,
// the newest first.
func (o *Desk) List(ctx context.Context, a *office.Ask, unit place.Code, waiting bool) (out []Shown, err error) {
	communes, err := o.office.Scope(a, access.ViewReviews, 0)
	if err == nil && unit != "" {
		communes, err = o.office.Within(communes, unit, 0)
	}
	if err != nil {
		return nil, err
	}
	all, err := averages.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()), waiting, mostListed)
	if err != nil {
		return nil, err
	}
	mine := map[place.Code]bool{}
	for _, c := range communes {
		mine[c] = true
	}
	for i := range all {
		if !mine[place.Code(o.book.View().Snap.CommuneOf(all[i].Household))] {
			continue
		}
		s, err := o.shown(ctx, a, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
	}
	return out, nil
}

// OfHousehold returns a household's requests, the newest first. Errors: errs.NotFound.
func (o *Desk) OfHousehold(ctx context.Context, a *office.Ask, id int64) (out []Shown, err error) {
	if _, err := o.book.Seen(ctx, a, id); err != nil {
		return nil, err
	}
	all, err := averages.OfHousehold(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	for i := range all {
		s, err := o.shown(ctx, a, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, *s)
	}
	return out, err
}

// Request shows one request. The reading is noted. Errors: errs.NotFound where it is not or may not be seen.
func (o *Desk) Request(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	r, err := o.seen(ctx, o.office.Reader(), a, id)
	if err != nil {
		return nil, err
	}
	s, err := o.shown(ctx, a, r)
	if err == nil {
		o.office.Saw(a, office.Deed{Action: "household.view", Kind: "household", Subject: office.IDText(r.Household),
			Place: s.Unit.Code})
	}
	return s, err
}

// seen reads a request whose household the actor may see among those of reviews.
func (o *Desk) seen(ctx context.Context, from store.Reader, a *office.Ask, id int64) (*averages.Request, error) {
	r, err := averages.Find(ctx, from, string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	commune := place.Code(o.book.View().Snap.CommuneOf(r.Household))
	if !o.office.MayIn(a, access.ViewReviews, commune) {
		return nil, office.NotYours()
	}
	return r, nil
}

func (o *Desk) shown(ctx context.Context, a *office.Ask, r *averages.Request) (*Shown, error) {
	w, err := o.way()
	if err != nil {
		return nil, err
	}
	it, _ := o.book.View().Snap.Item(r.Household)
	s := &Shown{Request: *r, Code: it.Code, Head: it.Head, Hamlet: it.Hamlet, Unit: o.office.Unit(it.Commune),
		Open: w.Open(), Allows: map[average.Step]bool{}}
	if mark := w.Mark(o.office.Day()); mark.EN != "" {
		s.Marks = append(s.Marks, mark)
	}
	if s.Begins, err = w.Begins(r.Received); err != nil {
		return nil, err
	}
	if s.Due, err = w.Due(&r.Request); err != nil {
		return nil, err
	}
	if s.Otherwise, err = w.DueOtherwise(&r.Request); err != nil {
		return nil, err
	}
	if s.PostingEnds, err = w.PostingEnds(&r.Request); err != nil {
		return nil, err
	}
	if s.RecheckDue, err = w.RecheckDue(&r.Request); err != nil {
		return nil, err
	}
	s.Late = !r.Stage.Over() && o.office.Day() > s.Due
	for i := range r.Steps {
		s.By = append(s.By, o.office.NameOf(ctx, r.Steps[i].By))
	}
	for step, right := range rights {
		s.Allows[step] = o.office.MayIn(a, right, it.Commune)
	}
	s.Reason = o.reason(r.Found)
	return s, nil
}

// reason says why what was determined does not make an average living standard.
func (o *Desk) reason(f *average.Found) errs.Text {
	switch {
	case f == nil || f.Qualifies():
		return errs.Text{}
	case !f.Farms:
		return errs.T("The household does not live by agriculture, forestry, fishery or salt.")
	}
	return errs.T("With an income of %s đồng a head a month and its answers in the register the household counts as: %s.",
		words.Number(f.Income), o.book.Standard().ClassTitle(f.Class))
}

// Receive receives a household's request (form 01), given by its code. Errors: errs.NotFound, errs.Forbidden,
// errs.Invalid; errs.Conflict where one of the household waits already.
func (o *Desk) Receive(ctx context.Context, a *office.Ask, code household.ID, d average.Done) (int64, error) {
	id, err := households.ByCode(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
		household.ID(strings.TrimSpace(string(code))))
	if err != nil {
		return 0, err
	}
	v, err := o.book.Seen(ctx, a, id)
	if id == 0 || errs.KindOf(err) == errs.NotFound && err != nil {
		return 0, errs.New(errs.NotFound, "there is no household “%s” that you may see: look it up by its head's name",
			code)
	}
	if err != nil {
		return 0, err
	}
	if err := o.office.In(a, access.RunReviews, access.ViewReviews, v.Household.Commune); err != nil {
		return 0, err
	}
	if v.State != households.Active {
		return 0, errs.New(errs.Conflict, "the household is closed: its request cannot be received")
	}
	r := &averages.Request{Province: v.Province, Household: v.ID, Commune: v.Household.Commune}
	d.Step = average.Receive
	err = o.take(ctx, a, r, d, func(tx *office.Tx) error {
		all, err := averages.OfHousehold(ctx, tx, v.Province, v.ID)
		for i := range all {
			if !all[i].Stage.Over() {
				return errs.New(errs.Conflict, "a request of this household of %s waits already: go on with that one",
					all[i].Received)
			}
		}
		return err
	})
	return r.ID, err
}

// Take takes a step of a request. Errors: errs.NotFound, errs.Forbidden, and what the procedure says against it.
func (o *Desk) Take(ctx context.Context, a *office.Ask, id int64, d average.Done) error {
	right, ok := rights[d.Step]
	if !ok || d.Step == average.Receive {
		return errs.New(errs.Invalid, "there is no such step")
	}
	r, err := o.seen(ctx, o.office.Reader(), a, id)
	if err != nil {
		return err
	}
	commune := place.Code(o.book.View().Snap.CommuneOf(r.Household))
	if err := o.office.In(a, right, access.ViewReviews, commune); err != nil {
		return err
	}
	if d.Found != nil {
		if err := o.classify(ctx, r, &d); err != nil {
			return err
		}
	}
	return o.take(ctx, a, r, d, nil)
}

// classify fills in what the standard of the step's day makes of the household with the income that was determined.
func (o *Desk) classify(ctx context.Context, r *averages.Request, d *average.Done) error {
	v, err := households.Find(ctx, o.office.Reader(), r.Province, r.Household)
	if err != nil {
		return err
	}
	on := d.Day
	if on.IsZero() {
		on = o.office.Day()
	}
	view, err := o.book.NewView(on)
	if err != nil {
		return err
	}
	h := v.Household.Clone()
	h.IncomePerHead = household.Just(household.Dong(d.Found.Income))
	res, err := view.Classify(h)
	d.Found.Class = res.Class
	return err
}

// take applies a step and writes it with its entry; before is asked within the transaction.
func (o *Desk) take(ctx context.Context, a *office.Ask, r *averages.Request, d average.Done,
	before func(*office.Tx) error) error {
	w, err := o.way()
	if err != nil {
		return err
	}
	if d.Day > o.office.Day() {
		return errs.New(errs.Invalid, "the day lies after today")
	}
	for _, text := range []string{d.Place, d.From, d.Reason, d.Number, d.Signer} {
		if office.TooLong(text) {
			return errs.New(errs.Invalid, "a field takes 300 letters at most")
		}
	}
	d.By = a.Account
	if err := r.Apply(w, d); err != nil {
		return err
	}
	deed := &office.Deed{Action: deeds[d.Step], Kind: "household", Subject: office.IDText(r.Household),
		Place: place.Code(o.book.View().Snap.CommuneOf(r.Household)), Reason: d.Reason,
		Note: map[string]string{"day": d.Day.String(), "number": d.Number}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if before != nil {
			if err := before(tx); err != nil {
				return err
			}
		}
		if r.ID == 0 {
			err = averages.Add(ctx, tx, r)
		} else {
			err = averages.Set(ctx, tx, r)
		}
		deed.Note["request"] = office.IDText(r.ID)
		return err
	})
}
