package app

import (
	"context"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

// MonthWork is an officer's work of one month.
type MonthWork struct {
	Place   place.Unit
	First   date.Date
	Last    date.Date
	Late    []ActivityShown // should have begun, or ended, before the month or by today
	Begin   []ActivityShown
	Running []ActivityShown // begun before and not ending
	End     []ActivityShown
	Exits   []ExitListed // exit plans that are due, of a commune; late ones too where the month is the running one
}

// MonthWork gathers what is to be done in a place in a month. Errors: errs.NotFound.
func (o *Office) MonthWork(ctx context.Context, a *Actor, unit place.Code, year, month int) (*MonthWork, error) {
	if unit == "" {
		unit = o.Home(a).Code
	}
	w := &MonthWork{Place: o.unit(unit), First: date.Must(year, month, 1), Last: date.Must(year, month, date.DaysIn(year, month))}
	all, err := o.Activities(ctx, a, ActivityQuery{Place: unit, To: w.Last, Live: true})
	if err != nil {
		return nil, err
	}
	for i := len(all) - 1; i >= 0; i-- { // the earliest first
		w.sort(all[i], o.Day())
	}
	if w.Place.Level != place.Commune {
		return w, nil
	}
	exits, err := o.ExitsOf(ctx, a, unit)
	if err != nil {
		return nil, err
	}
	now := o.Day() >= w.First && o.Day() <= w.Last
	for _, e := range exits {
		if due := e.Plan.Due; !due.IsZero() && due <= w.Last && e.Plan.State != "done" && (due >= w.First || now) {
			w.Exits = append(w.Exits, e)
		}
	}
	return w, nil
}

func (w *MonthWork) sort(s ActivityShown, today date.Date) {
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
