package dashboard

import (
	"context"

	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/date"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

// MonthWork is an officer's work of one month.
type MonthWork struct {
	Place   place.Unit
	First   date.Date
	Last    date.Date
	Late    []activities.ActivityShown // should have begun, or ended, before the month or by today
	Begin   []activities.ActivityShown
	Running []activities.ActivityShown // begun before and not ending
	End     []activities.ActivityShown
	// exit plans that are due, of a commune; late ones too where the month is the running one
	Exits []exits.ExitListed
}

// MonthWork gathers what is to be done in a place in a month. Errors: errs.NotFound.
func (o *Desk) MonthWork(ctx context.Context, a *office.Ask, unit place.Code, year, month int) (*MonthWork, error) {
	if unit == "" {
		unit = o.office.Home(a).Code
	}
	w := &MonthWork{Place: o.office.Unit(unit), First: date.Must(year, month, 1),
		Last: date.Must(year, month, date.DaysIn(year, month))}
	all, err := o.activities.Activities(ctx, a, activities.ActivityQuery{Place: unit, To: w.Last, Live: true})
	if err != nil {
		return nil, err
	}
	for i := len(all) - 1; i >= 0; i-- { // the earliest first
		w.sort(all[i], o.office.Day())
	}
	if w.Place.Level != place.Commune {
		return w, nil
	}
	exits, err := o.exits.ExitsOf(ctx, a, unit)
	if err != nil {
		return nil, err
	}
	now := o.office.Day() >= w.First && o.office.Day() <= w.Last
	for _, e := range exits {
		if due := e.Plan.Due; !due.IsZero() && due <= w.Last && e.Plan.State != "done" && (due >= w.First || now) {
			w.Exits = append(w.Exits, e)
		}
	}
	return w, nil
}

func (w *MonthWork) sort(s activities.ActivityShown, today date.Date) {
	waits := s.State == programme.Planned || s.State == programme.Approved
	ended := !s.To.IsZero() && s.To < today
	switch {
	case s.State == programme.Done:
		if s.To >= w.First && s.To <= w.Last {
			w.End = append(w.End, s)
		}
	case waits && s.From < today && s.From < w.First, s.State == programme.Running && ended && s.To < w.First:
		w.Late = append(w.Late, s)
	case s.From >= w.First:
		w.Begin = append(w.Begin, s)
	case !s.To.IsZero() && s.To <= w.Last:
		w.End = append(w.End, s)
	default:
		w.Running = append(w.Running, s)
	}
}
