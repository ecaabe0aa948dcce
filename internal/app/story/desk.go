// Package story tells a household in words: what it is by which decision and until when, what would make another class
// of it, and what has happened to it in the order of its days. Everything is found from the facts each time.
package story

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
	"giamngheo/internal/review"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/reviews"
	"giamngheo/internal/words"
)

// Desk tells households.
type Desk struct {
	office *office.Office
	book   *book.Desk
}

// New makes the desk.
func New(o *office.Office, b *book.Desk) *Desk { return &Desk{o, b} }

// Facts are what a person has been shown of a household; nothing is told that is not among them but decisions and the
// versions of its record.
type Facts struct {
	Household    *register.HouseholdShown
	Path         review.Path
	Supports     []supports.SupportShown
	Certificates []reviews.Certificate
	Averages     []averages.Row
	Until        date.Date // what came later is not told
}

// Story is a household in words.
type Story struct {
	Decision *reviews.Decision // by which it is what it is; nil: none is known
	Says     []errs.Text       // what it is, until when, and what it received this year
	Ways     []errs.Text       // what would make another class of the same answers
	Events   []Event           // the newest first
}

// Paper names the decision: its number, or what was said of a result that was taken over; "" where none is known.
func (s *Story) Paper() string {
	if s.Decision == nil {
		return ""
	}
	return cmp.Or(s.Decision.Number, s.Decision.Note)
}

// Kind is what an event is about.
type Kind string

// The kinds of events.
const (
	Recognised  Kind = "recognised"
	Support     Kind = "support"
	Version     Kind = "version" // of the record in the register
	Certificate Kind = "certificate"
	Average     Kind = "average" // a request for average living standard
	Running     Kind = "running" // it is on a list of a review that runs
)

// Event is something that has happened.
type Event struct {
	Day    date.Date
	Kind   Kind
	What   errs.Text
	Class  poverty.Class // that it was recognised as
	ID     int64         // of the support, the request or the list
	Token  string        // of the certificate
	Ended  bool          // it counts no more: corrected, withdrawn
	Amount int64         // đồng, of a support
}

// Tell tells a household. Errors: those of the database.
func (d *Desk) Tell(ctx context.Context, a *office.Ask, f *Facts) (*Story, error) {
	s := &Story{}
	decisions, err := d.decisions(ctx, f)
	if err != nil {
		return nil, err
	}
	if r := f.Path.On(f.Until); r != nil {
		s.Decision = decisions[r.Decision]
	}
	s.Says = says(f, s.Decision)
	if s.Ways, err = ways(f.Household); err != nil {
		return nil, err
	}
	for i := range f.Path {
		s.Events = append(s.Events, recognised(&f.Path[i], decisions[f.Path[i].Decision]))
	}
	for i := range f.Supports {
		s.Events = append(s.Events, supported(&f.Supports[i]))
	}
	for _, c := range f.Certificates {
		s.Events = append(s.Events, Event{Day: c.Issued, Kind: Certificate, Token: c.Token,
			What: errs.T("Certificate %s was issued", c.Number)})
	}
	for i := range f.Averages {
		one := &f.Averages[i]
		s.Events = append(s.Events, Event{Day: one.Received, Kind: Average, ID: one.ID,
			What: errs.T("Request for average living standard: %s", errs.InSentence(one.Stage.Title()))})
	}
	for _, more := range []func(context.Context, *office.Ask, *Facts) ([]Event, error){d.versions, d.running} {
		events, err := more(ctx, a, f)
		if err != nil {
			return nil, err
		}
		s.Events = append(s.Events, events...)
	}
	s.Events = slices.DeleteFunc(s.Events, func(e Event) bool { return e.Day > f.Until })
	slices.SortStableFunc(s.Events, func(x, y Event) int { return cmp.Compare(y.Day, x.Day) })
	return s, nil
}

// decisions are those by which the household was recognised.
func (d *Desk) decisions(ctx context.Context, f *Facts) (map[int64]*reviews.Decision, error) {
	out := map[int64]*reviews.Decision{}
	for i := range f.Path {
		id := f.Path[i].Decision
		if out[id] != nil || id == 0 {
			continue
		}
		one, err := reviews.FindDecision(ctx, d.office.Reader(), string(d.office.ProvinceCode()), id)
		if err = office.IgnoreNotFound(err); err != nil {
			return nil, err
		}
		out[id] = one
	}
	return out, nil
}

// says is what a household is, by which decision and until when, and what it received in the year.
func says(f *Facts, by *reviews.Decision) (out []errs.Text) {
	title := f.Household.Standard.ClassTitle
	switch r := f.Path.On(f.Until); {
	case r == nil:
		out = append(out, errs.T("No decision about this household yet."))
	case by != nil && by.Number == "" && by.Note != "":
		out = append(out, errs.T("%s by %s of %s; it stays so until another decision.", title(r.Class), by.Note, by.Day))
	case by != nil && by.Number != "":
		out = append(out, errs.T("%s by decision %s of %s; it stays so until another decision.", title(r.Class), by.Number,
			by.Day))
	default:
		out = append(out, errs.T("%s since %s; it stays so until another decision.", title(r.Class), r.From))
	}
	if r := f.Path.On(f.Until); r != nil && r.Newly >= f.Until {
		out = append(out, errs.T("It counts as newly escaped until %s.", r.Newly))
	}
	year, n, sum := f.Until.Year(), 0, int64(0)
	for i := range f.Supports {
		if s := &f.Supports[i]; s.State == programme.Valid && s.Day.Year() == year && s.Day <= f.Until {
			n, sum = n+1, sum+int64(s.Amount)
		}
	}
	if n > 0 {
		out = append(out, errs.N(n, "In %[2]d it received %[1]d support, of %[3]s đồng.",
			"In %[2]d it received %[1]d supports, of %[3]s đồng together.", year, words.Number(sum)))
	}
	return out
}

func recognised(r *review.Recognition, by *reviews.Decision) Event {
	e := Event{Day: r.From, Kind: Recognised, Class: r.Class, Ended: r.Superseded != 0,
		What: errs.T("Recognised by the review of %d", r.Year)}
	if by != nil && cmp.Or(by.Number, by.Note) != "" {
		e.What = errs.T("Recognised: %s", cmp.Or(by.Number, by.Note))
	}
	return e
}

func supported(s *supports.SupportShown) Event {
	e := Event{Day: s.Day, Kind: Support, ID: s.ID, Ended: s.State != programme.Valid, Amount: int64(s.Amount),
		What: errs.T("%s", s.Kind)}
	if s.KindOf != nil {
		e.What = s.KindOf.Name
	}
	if s.Person != "" {
		e.What = errs.T("%s: %s", e.What, s.Person)
	}
	return e
}

// versions are what was done to the record in the register.
func (d *Desk) versions(ctx context.Context, _ *office.Ask, f *Facts) (out []Event, err error) {
	v := f.Household.Version
	all, err := households.History(ctx, d.office.Reader(), v.Province, v.ID)
	for i := range all {
		day := all[i].ValidFrom
		told := all[i].Deed == households.DeedReview &&
			slices.ContainsFunc(f.Path, func(r review.Recognition) bool { return r.From == day })
		if !told { // what a review's decision wrote is told as the decision
			out = append(out, Event{Day: day, Kind: Version, What: all[i].Deed.Title()})
		}
	}
	return out, err
}

// running are the lists of reviews that run on which the household is, for who may see them.
func (d *Desk) running(ctx context.Context, a *office.Ask, f *Facts) (out []Event, err error) {
	v := f.Household.Version
	if !d.office.MayIn(a, access.ViewReviews, v.Household.Commune) || f.Until < d.office.Day() {
		return nil, nil
	}
	all, err := reviews.Campaigns(ctx, d.office.Reader(), v.Province)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].State != reviews.CampaignOpen {
			continue
		}
		item, err := reviews.FindItem(ctx, d.office.Reader(), v.Province, all[i].ID, v.ID)
		if err = office.IgnoreNotFound(err); err != nil {
			return nil, err
		}
		if item == nil {
			continue
		}
		list, err := reviews.FindList(ctx, d.office.Reader(), v.Province, item.List)
		if err != nil {
			return nil, err
		}
		out = append(out, Event{Day: d.office.Day(), Kind: Running, ID: list.ID,
			What: errs.T("%s: on the list of %s, at the step “%s”", all[i].Title(), list.Hamlet, list.Stage.Title())})
	}
	return out, nil
}
