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
	"giamngheo/internal/poverty"
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
	return &Desk{office: office, days: days, book: book}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"average.list":      errs.T("read list of requests for average living standard"),
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

// Row is a request in a list, with its household.
type Row struct {
	averages.Request
	Code, Head, Hamlet string
	Unit               place.Unit // where the household lives now
	Closed             bool       // the household is in the register no more
	Due                date.Date
	Late               bool
}

// Shown is a request with its household and what the law says of it.
type Shown struct {
	Row
	Begins      date.Date
	Otherwise   date.Date // the answer's last day by the other reading of the term
	Open        errs.Text // what is open of the term
	PostingEnds date.Date
	RecheckDue  date.Date
	Marks       []errs.Text           // of a procedure or a standard after the period of its instrument
	Samples     []errs.Text           // what is a SAMPLE in the standard by which it was determined
	Silent      errs.Text             // why an official says who is of the standard; empty where the law does
	By          []string              // who took each step
	Allows      map[average.Step]bool // what who asks may do, and the request waits for
	Reason      errs.Text             // why it would be refused, as a sentence; empty where it qualifies
}

// Listing are requests of a place.
type Listing struct {
	Steps      []average.Stage // between the request and the answer by the law of today; nil where it is silent
	Requests   []Row
	More       bool // there are older ones
	MayReceive bool
}

// way is the procedure under the calendar in force.
func (o *Desk) way() (*average.Way, error) {
	lib, err := o.days.Law()
	if err != nil {
		return nil, err
	}
	return average.NewWay(lib), nil
}

// mostListed is how many requests a list has at most; a test changes it.
var mostListed = 500

// List returns the requests of households that the actor may see in a place (empty: all), waiting or answered ones,
// the newest first. The reading is noted.
func (o *Desk) List(ctx context.Context, a *office.Ask, unit place.Code, waiting bool) (*Listing, error) {
	communes, err := o.office.Scope(a, access.ViewReviews, 0)
	if err == nil && unit != "" {
		communes, err = o.office.Within(communes, unit, 0)
	}
	if err != nil {
		return nil, err
	}
	w, err := o.way()
	if err != nil {
		return nil, err
	}
	mine, snap := office.AsSet(communes), o.book.View().Snap
	l := &Listing{MayReceive: o.office.May(a, access.RunReviews)}
	if l.Steps, err = w.Steps(o.office.Day()); office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	all, more, err := averages.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()), waiting, mostListed,
		func(id int64) bool { return mine[place.Code(snap.CommuneOf(id))] })
	for i := range all {
		row, err := o.row(w, &all[i])
		if err != nil {
			return nil, err
		}
		l.Requests = append(l.Requests, row)
	}
	if l.More = more; err == nil {
		o.office.Saw(a, office.Deed{Action: "average.list", Kind: "place", Subject: string(unit), Place: unit,
			Note: map[string]string{office.CountNote: office.IDText(int64(len(l.Requests)))}})
	}
	return l, err
}

// OfHousehold returns a household's requests, the newest first; none to who does not see reviews where it lives.
// Errors: errs.NotFound.
func (o *Desk) OfHousehold(ctx context.Context, a *office.Ask, id int64) (out []Row, err error) {
	v, err := o.book.Seen(ctx, a, id)
	if err != nil || !o.office.MayIn(a, access.ViewReviews, v.Household.Commune) {
		return nil, err
	}
	w, err := o.way()
	if err != nil {
		return nil, err
	}
	all, err := averages.OfHousehold(ctx, o.office.Reader(), v.Province, id)
	for i := range all {
		row, err := o.row(w, &all[i])
		if err != nil {
			return nil, err
		}
		out = append(out, row)
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

// row is a request as lists show it, by the procedure.
func (o *Desk) row(w *average.Way, r *averages.Request) (out Row, err error) {
	it, _ := o.book.View().Snap.Item(r.Household)
	out = Row{Request: *r, Code: it.Code, Head: it.Head, Hamlet: it.Hamlet, Unit: o.office.Unit(it.Commune),
		Closed: households.State(it.State) != households.Active}
	out.Due, err = w.Due(&r.Request)
	out.Late = !r.Stage.Over() && o.office.Day() > out.Due
	return out, err
}

func (o *Desk) shown(ctx context.Context, a *office.Ask, r *averages.Request) (*Shown, error) {
	w, err := o.way()
	if err != nil {
		return nil, err
	}
	s := &Shown{Open: w.Open(), Allows: map[average.Step]bool{}}
	for _, err := range []error{
		given(&s.Row)(o.row(w, r)),
		given(&s.Begins)(w.Begins(r.Received)),
		given(&s.Otherwise)(w.DueOtherwise(&r.Request)),
		given(&s.PostingEnds)(w.PostingEnds(&r.Request)),
		given(&s.RecheckDue)(w.RecheckDue(&r.Request)),
	} {
		if err != nil {
			return nil, err
		}
	}
	for i := range r.Steps {
		s.By = append(s.By, o.office.NameOf(ctx, r.Steps[i].By))
	}
	for step, right := range rights {
		s.Allows[step] = r.Takes(step) && o.office.MayIn(a, right, s.Unit.Code)
	}
	return s, o.read(w, s)
}

// given keeps what is given with an error, and passes the error on.
func given[T any](to *T) func(T, error) error {
	return func(v T, err error) error {
		*to = v
		return err
	}
}

// read says what the law of a request's own days makes of it: the procedure that of its answer (today's before it has
// one), the standard that of the day on which the income was determined.
func (o *Desk) read(w *average.Way, s *Shown) error {
	on := o.office.Day()
	if s.Stage.Over() {
		on = s.Last().Day
	} else if std, err := o.book.StandardOn(on); err != nil {
		return err
	} else if std == nil {
		s.Silent = errs.T("No poverty standard is in force on %s.", on)
	} else if !poverty.Names(std, poverty.AverageLivingStandard) {
		s.Silent = errs.T("%s does not say who is of average living standard.", std.Title)
	}
	if mark := w.Mark(on); mark.EN != "" {
		s.Marks = append(s.Marks, mark)
	}
	if s.Found == nil {
		return nil
	}
	std, err := o.book.StandardOn(s.Determined())
	if err != nil {
		return err
	}
	if std == nil || s.Found.Own != nil { // an official's own word: no standard has decided
		s.Reason = reason(s.Found, o.book.Standard())
		return nil
	}
	s.Reason, s.Samples, s.Marks = reason(s.Found, std), std.Samples, append(s.Marks, std.Outlived...)
	return nil
}

// reason says why what was determined does not make an average living standard.
func reason(f *average.Found, titles *poverty.Standard) errs.Text {
	switch {
	case f == nil || f.Qualifies():
		return errs.Text{}
	case !f.Farms:
		return errs.T("The household does not live by agriculture, forestry, fishery or salt.")
	case f.Own != nil:
		return errs.T("With an income of %s đồng a head a month the household is not of average living standard by %s.",
			words.Number(f.Income), f.Own.By)
	}
	return errs.T("With an income of %s đồng a head a month and its answers in the register the household counts as: %s.",
		words.Number(f.Income), titles.ClassTitle(f.Class))
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
	err = o.take(ctx, a, r, d, "", func(tx *office.Tx) error {
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

// Take takes a step of a request. Sure is the income as it was read that a person has confirmed though it is unlikely.
// Errors: errs.NotFound, errs.Forbidden, what the procedure says against it; book.Doubts where an unlikely income is
// not confirmed; errs.Conflict where the household is in the register no more: then the request is only ended.
func (o *Desk) Take(ctx context.Context, a *office.Ask, id int64, d average.Done, sure string) error {
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
	v, err := households.Find(ctx, o.office.Reader(), r.Province, r.Household)
	if err != nil {
		return err
	}
	if v.State != households.Active && d.Step != average.Withdraw {
		return errs.New(errs.Conflict,
			"the household is closed: end its request by “The household withdraws its request”, with the reason")
	}
	unlikely := ""
	if d.Found != nil {
		if unlikely, err = o.doubted(d.Found.Income, sure); err != nil {
			return err
		}
		if err := o.classify(v, &d); err != nil {
			return err
		}
	}
	return o.take(ctx, a, r, d, unlikely, nil)
}

// doubted asks about an income that is unlikely, and notes one that was confirmed. Errors: book.Doubts.
func (o *Desk) doubted(income int64, sure string) (noted string, err error) {
	d := o.office.Codes().Bounds.Value("income_per_head", float64(income))
	switch {
	case d == nil:
		return "", nil
	case d.Read != sure:
		return "", book.Doubts{*d}
	}
	return d.Note(), nil
}

// classify fills in what the standard of the step's day makes of the household with the income that was determined,
// or what the official says where that standard is silent.
func (o *Desk) classify(v *households.Version, d *average.Done) error {
	on := d.Day
	if on.IsZero() {
		on = o.office.Day()
	}
	std, err := o.book.StandardOn(on)
	if err != nil {
		return err
	}
	if std == nil {
		return d.Found.Ruled(poverty.None, true, on)
	}
	h := v.Household.Clone()
	o.book.Complete(h, on)
	h.IncomePerHead = household.Just(household.Dong(d.Found.Income))
	var res poverty.Result
	if err := std.Classifier().Classify(h, &res); err != nil {
		return err
	}
	return d.Found.Ruled(res.Class, !poverty.Names(std, poverty.AverageLivingStandard), on)
}

// take applies a step and writes it with its entry; before is asked within the transaction. Unlikely notes an income
// that was confirmed.
func (o *Desk) take(ctx context.Context, a *office.Ask, r *averages.Request, d average.Done, unlikely string,
	before func(*office.Tx) error) error {
	w, err := o.way()
	if err != nil {
		return err
	}
	if d.Day > o.office.Day() {
		return errs.New(errs.Invalid, "the day lies after today")
	}
	texts := []string{d.Place, d.From, d.Reason, d.Number, d.Signer}
	if d.Found != nil && d.Found.Own != nil {
		texts = append(texts, d.Found.Own.By)
	}
	for _, text := range texts {
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
	if unlikely != "" {
		deed.Note["unlikely"] = unlikely
	}
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
