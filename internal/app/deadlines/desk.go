// Package deadlines gives a person's own deadlines to their calendar program (RFC 5545): as a file, and under a
// secret address that can be taken back. There is nothing in it but what kind of thing is due, where and when: no
// text that somebody wrote, nobody's name.
package deadlines

import (
	"context"
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"giamngheo/internal/app/budget"
	"giamngheo/internal/app/work"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/accounts"
)

// Desk gives people their deadlines.
type Desk struct {
	office *office.Office
	budget *budget.Desk
	work   *work.Desk
}

// New makes the desk.
func New(o *office.Office, b *budget.Desk, w *work.Desk) *Desk { return &Desk{o, b, w} }

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"calendar.subscribe":   errs.T("made the secret address of the own calendar"),
	"calendar.unsubscribe": errs.T("took back the secret address of the own calendar"),
}

// perAddress bounds how often calendars are asked for from an address: programs ask every few minutes.
var perAddress = budget.Bound{What: "calendar", Every: 10 * time.Second, Burst: 60, AllEvery: 20 * time.Millisecond,
	AllBurst: 3000}

// Bounds: how many deadlines a calendar has, and how long a token is.
const (
	mostEvents = 1000
	mostToken  = 64
)

// kinds are what is due, in words that say nothing of anybody.
var kinds = map[work.Kind]errs.Text{
	work.List: errs.T("deadline|Review list"), work.Begin: errs.T("deadline|Begin the review"),
	work.Late: errs.T("deadline|Overdue review lists"), work.Report: errs.T("deadline|Report"),
	work.Round: errs.T("deadline|Round of reports"), work.Task: errs.T("deadline|Task"),
	work.Visit: errs.T("deadline|Check of a unit"), work.Feedback: errs.T("deadline|Answer to a resident"),
	work.Privacy: errs.T("deadline|Request about personal data"),
}

// Calendar is an actor's deadlines as a calendar.
func (d *Desk) Calendar(ctx context.Context, a *office.Ask) ([]byte, error) {
	mine, err := d.work.Mine(ctx, a)
	if err != nil {
		return nil, err
	}
	cal := ics.NewCalendarFor("giamngheo")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName("giamngheo")
	n := 0
	for i := range mine.Rows {
		r := &mine.Rows[i]
		if r.Due.IsZero() || n == mostEvents {
			continue
		}
		n++
		title, ok := kinds[r.Kind]
		if !ok {
			title = errs.T("deadline|Work in the office")
		}
		where := ""
		if r.Unit != "" {
			where = d.office.Unit(r.Unit).FullName
		}
		summary := title.VI
		if r.ID != 0 {
			summary = fmt.Sprintf("%s %d", title.VI, r.ID)
		}
		e := cal.AddEvent(fmt.Sprintf("%s-%d-%s-%s@giamngheo", r.Kind, r.ID, r.Unit, r.Due))
		e.SetDtStampTime(d.office.Now())
		e.SetAllDayStartAt(civil(r.Due.Year(), r.Due.Month(), r.Due.Day()))
		next := r.Due.AddDays(1)
		e.SetAllDayEndAt(civil(next.Year(), next.Month(), next.Day()))
		e.SetSummary(summary)
		if where != "" {
			e.SetLocation(where)
		}
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows)), nil
}

// civil is a day as the calendar's library takes it.
func civil(year, month, day int) time.Time {
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// Subscribed is when the actor's secret address was made; zero: there is none.
func (d *Desk) Subscribed(ctx context.Context, a *office.Ask) (time.Time, error) {
	at, err := accounts.CalendarKey(ctx, d.office.Reader(), a.Account)
	return at, office.IgnoreNotFound(err)
}

// Subscribe makes the actor's secret address, shown once; the one before opens nothing any more.
func (d *Desk) Subscribe(ctx context.Context, a *office.Ask) (token string, err error) {
	if err := d.office.NeedFresh(a); err != nil {
		return "", err
	}
	token = credential.NewToken()
	deed := &office.Deed{Action: "calendar.subscribe", Kind: "account", Subject: office.IDText(a.Account)}
	return token, d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return accounts.SetCalendarKey(ctx, tx, a.Account, token, d.office.Now())
	})
}

// Unsubscribe takes the actor's secret address back. Errors (errs.Conflict): there is none.
func (d *Desk) Unsubscribe(ctx context.Context, a *office.Ask) error {
	deed := &office.Deed{Action: "calendar.unsubscribe", Kind: "account", Subject: office.IDText(a.Account)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		return accounts.DropCalendarKey(ctx, tx, a.Account)
	})
}

// Feed is the calendar that a token opens, from an address, with the person's rights of now. Whatever is wrong, the
// same is said. Errors: errs.NotFound, errs.TooMany.
func (d *Desk) Feed(ctx context.Context, address, token string) ([]byte, error) {
	if err := d.budget.Bounded(ctx, perAddress, address); err != nil {
		return nil, err
	}
	account, err := accounts.OfCalendar(ctx, d.office.Reader(), token[:min(len(token), mostToken)])
	if office.IgnoreNotFound(err) != nil {
		return nil, err
	}
	if err != nil {
		return nil, office.NotYours()
	}
	a, err := office.AskOf(ctx, d.office, account)
	if k := errs.KindOf(err); err != nil && (k == errs.NotFound || k == errs.Forbidden) {
		return nil, office.NotYours()
	}
	if err != nil {
		return nil, err
	}
	return d.Calendar(ctx, a)
}
