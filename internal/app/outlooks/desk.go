// Package outlooks says of the programme's money what will be left at a year's end, and which lines call for somebody.
// It is found from the ledger each time; stored is what was put aside, by whom, why and until when.
package outlooks

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/outlook"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
)

// Desk says what will be left of money.
type Desk struct {
	office  *office.Office
	funds   *funds.Desk
	profile func() (*outlook.Profile, error)
	rules   func() (*outlook.Rules, error)

	library   *library.Library
	envelopes func() (*outlook.Envelopes, error)
}

// New makes the desk.
func New(o *office.Office, l *library.Library, f *funds.Desk) *Desk {
	return &Desk{o, f,
		sync.OnceValues(func() (*outlook.Profile, error) { return outlook.ReadProfile(l.Data()) }), l.Alerts, l,
		sync.OnceValues(func() (*outlook.Envelopes, error) { return outlook.ReadEnvelopes(l.Data()) })}
}

// Outlook is what is to be expected of a board's money.
type Outlook struct {
	Query    funds.Query
	Forecast *outlook.Forecast // nil outside the budget year, and where nothing is available
	Sum      money.Balance     // of the lines that have money to spend
	Tested   []outlook.Tested  // what the forecast of all money would have been in earlier years
	Sample   bool              // the profile or the rules are samples
	Alerts   []Alert           // the gravest first, of one line together
	Aside    []Alert           // those that somebody put aside
	Count    map[target.Light]int
}

// Left is what is forecast to be left unspent on 31/12.
func (o *Outlook) Left() money.Dong {
	if o.Forecast == nil {
		return o.Sum.B()
	}
	left, _ := o.Forecast.Unspent(o.Sum)
	return left
}

// Share writes a part of what is available in percent.
func (o *Outlook) Share(part money.Dong) string { return money.Percent(part, o.Sum.A()) }

// Grave is how many alerts are red.
func (o *Outlook) Grave() int { return o.Count[target.Red] }

// Alert is a line that calls for somebody.
type Alert struct {
	Line     int64
	Name     errs.Text
	Unit     place.Unit
	Balance  money.Balance
	Rule     *outlook.Rule
	Forecast *outlook.Forecast
	Aside    *Aside // nil: nobody put it aside
}

// Left is what is forecast to be left unspent of the line.
func (a *Alert) Left() money.Dong {
	if a.Forecast == nil {
		return a.Balance.B()
	}
	left, _ := a.Forecast.Unspent(a.Balance)
	return left
}

// Line is a line with what is to be expected of it.
type Line struct {
	money.Line
	Name     errs.Text
	Unit     place.Unit
	Balance  money.Balance
	Forecast *outlook.Forecast // nil outside the budget year, and where nothing is available
	Shared   bool              // it is shared out to lines below
}

// Lines are the lines that a query asks for and an actor sees, each with its own forecast. Errors: errs.Forbidden,
// errs.NotFound.
func (d *Desk) Lines(ctx context.Context, a *office.Ask, q funds.Query) (out []Line, err error) {
	profile, err := d.profile()
	if err != nil {
		return nil, err
	}
	return out, d.funds.Read(ctx, func(b *funds.Books) error {
		years := outlook.Together(profile.On(q.Year, q.On), reached(b, &q))
		lines, err := b.Of(a, q)
		if err != nil {
			return err
		}
		above, due := map[int64]bool{}, scheduled(b, &q)
		for i := range b.Lines {
			above[b.Lines[i].Parent] = true
		}
		for _, l := range lines {
			is := b.At(l.ID, q.On)
			out = append(out, Line{Line: *l, Name: b.Name(l), Unit: b.Place(l), Balance: is,
				Forecast: outlook.Scheduled(is, q.Year, q.On, years, due[l.ID]), Shared: above[l.ID]})
		}
		return ctx.Err()
	})
}

// Outlook forecasts the money that a query asks for and an actor sees. Errors: errs.Forbidden, errs.NotFound.
func (d *Desk) Outlook(ctx context.Context, a *office.Ask, q funds.Query) (*Outlook, error) {
	profile, err := d.profile()
	if err != nil {
		return nil, err
	}
	rules, err := d.rules()
	if err != nil {
		return nil, err
	}
	out := &Outlook{Query: q, Sample: profile.Sample || rules.Sample, Count: map[target.Light]int{}}
	var years []outlook.Reached
	if err := d.funds.Read(ctx, func(b *funds.Books) error {
		years = outlook.Together(profile.On(q.Year, q.On), reached(b, &q))
		out.Tested = tested(b, &q, profile)
		lines, err := b.Of(a, q)
		if err != nil {
			return err
		}
		due := scheduled(b, &q)
		for _, l := range lines {
			if err := ctx.Err(); err != nil {
				return err
			}
			f := outlook.Scheduled(b.At(l.ID, q.On), q.Year, q.On, years, due[l.ID])
			if err := out.add(b, rules, f, l); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	out.Forecast = outlook.Of(out.Sum, q.Year, q.On, years)
	grave := map[target.Light]int{target.Red: 0, target.Amber: 1}
	slices.SortStableFunc(out.Alerts, func(a, b Alert) int {
		return cmp.Or(cmp.Compare(grave[a.Rule.Light], grave[b.Rule.Light]), cmp.Compare(b.Left(), a.Left()),
			cmp.Compare(a.Line, b.Line))
	})
	return out, d.asleep(ctx, out)
}

// scheduled is what contracts that are to be carried out within the year have still to be paid of each line.
func scheduled(b *funds.Books, q *funds.Query) map[int64]money.Dong {
	out := map[int64]money.Dong{}
	for i := range b.Contracts {
		c := &b.Contracts[i]
		if c.End.IsZero() || c.End > date.Must(q.Year, 12, 31) {
			continue
		}
		for _, id := range b.PromisedBy(c.ID) {
			has := b.Promised(c.ID, id, q.On)
			out[id] += max(0, has.C-has.K())
		}
	}
	return out
}

// tested is what the forecast of all lines would have been on the same day of earlier years.
func tested(b *funds.Books, q *funds.Query, profile *outlook.Profile) []outlook.Tested {
	of := byYear(b)
	at := func(y int, on date.Date) (sum money.Balance) {
		for _, id := range of[y] {
			sum = sum.Plus(b.At(id, on))
		}
		return sum
	}
	return outlook.Backtest(q.Year, q.On, slices.Collect(maps.Keys(of)), at, profile.On)
}

// byYear are the lines of each budget year.
func byYear(b *funds.Books) map[int][]int64 {
	of := map[int][]int64{}
	for i := range b.Lines {
		of[b.Lines[i].Year] = append(of[b.Lines[i].Year], b.Lines[i].ID)
	}
	return of
}

// reached is how much of earlier years' final spending was reached by the same day, by all lines of the ledger.
func reached(b *funds.Books, q *funds.Query) []outlook.Reached {
	of := byYear(b)
	return outlook.Ledger(q.Year, q.On, slices.Collect(maps.Keys(of)), func(y int, on date.Date) (sum money.Dong) {
		for _, id := range of[y] {
			sum += b.At(id, on).K()
		}
		return sum
	})
}

// add takes a line in: what it has to spend, and why it calls for somebody.
func (o *Outlook) add(b *funds.Books, rules *outlook.Rules, forecast *outlook.Forecast, l *money.Line) error {
	is := b.At(l.ID, o.Query.On)
	if is.A() <= 0 {
		return nil
	}
	o.Sum = o.Sum.Plus(is)
	f := outlook.Facts{Balance: is, On: o.Query.On, Given: b.Given(l.ID, o.Query.On),
		Advanced: b.Advanced(l.ID, o.Query.On), AllottedLate: -1,
		Forecast: forecast}
	if above := b.Given(l.Parent, f.Given); l.Parent != 0 && !above.IsZero() && !f.Given.IsZero() {
		f.AllottedLate = f.Given.Sub(above)
	}
	if o.Query.On.Year() != o.Query.Year { // a year that is over calls for its closing, one to come for nobody yet
		return nil
	}
	called, err := rules.Alerts(&f)
	if err != nil {
		return errs.New(errs.Invalid, "the rules of alerts cannot be worked out").Because(err)
	}
	for _, r := range called {
		o.Alerts = append(o.Alerts, Alert{l.ID, b.Name(l), b.Place(l), is, r, f.Forecast, nil})
		o.Count[r.Light]++
	}
	return nil
}
