package demo

import (
	"context"
	"maps"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/review"
	reviewrows "giamngheo/internal/store/reviews"
)

// Move is how far a demonstration's day is moved on.
type Move string

// The moves. Not to be changed: they stand in forms.
const (
	NextWorkingDay Move = "next"   // to the next working day
	PostingsOver   Move = "posted" // to the working day after the last posting that runs now
	GivenDay       Move = "day"    // to the day given
)

// daySetting keeps the day to which the demonstration was moved on.
const daySetting = "demo_day"

// LoadDay takes up the day to which a demonstration was moved on before it was closed.
func (o *Desk) LoadDay(ctx context.Context) error {
	if !o.office.Demo() {
		return nil
	}
	kept, err := o.office.Setting(ctx, daySetting)
	if err != nil || kept == "" {
		return err
	}
	day, err := date.Parse(kept)
	if err == nil {
		o.office.MoveTo(day)
	}
	return err
}

// MoveDay moves the demonstration's day on and returns the day that it is now. Everything that hangs on days follows
// at once. Errors: errs.NotFound in an office for real work, errs.Forbidden, errs.Invalid where the day cannot be
// moved so.
func (o *Desk) MoveDay(ctx context.Context, a *office.Ask, how Move, day date.Date) (date.Date, error) {
	if !o.office.Demo() {
		return 0, errs.New(errs.NotFound, "the day of an office for real work is that of the calendar")
	}
	if !o.office.May(a, access.MoveDay) {
		return 0, office.Forbidden()
	}
	o.clock.Lock()
	defer o.clock.Unlock()
	from := o.office.Day()
	to, err := o.moveTo(ctx, a, how, day)
	if err != nil {
		return 0, err
	}
	if err := o.reaches(from, to); err != nil {
		return 0, err
	}
	deed := &office.Deed{Action: "demo.day", Kind: "day", Subject: to.String(), Place: o.office.ProvinceCode(),
		Note: map[string]string{"from": from.String(), "to": to.String()}}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error { return tx.SetSetting(ctx, daySetting, to.String()) })
	if err != nil {
		return 0, err
	}
	o.office.MoveTo(to)
	o.office.TendOnce(ctx)
	o.plans.CountPlans()
	return to, nil
}

func (o *Desk) moveTo(ctx context.Context, a *office.Ask, how Move, day date.Date) (date.Date, error) {
	switch how {
	case NextWorkingDay:
		return o.workingFrom(o.office.Day().AddDays(1))
	case PostingsOver:
		ends, err := o.postedUntil(ctx, a)
		if err != nil {
			return 0, err
		}
		return o.workingFrom(max(ends, o.office.Day()).AddDays(1))
	case GivenDay:
		if day.IsZero() {
			return 0, errs.New(errs.Invalid, "give the day to which the demonstration is moved on")
		}
		return day, nil
	}
	return 0, errs.New(errs.Invalid, "choose how far the day is moved on")
}

// workingFrom is the first working day from a day on.
func (o *Desk) workingFrom(day date.Date) (date.Date, error) {
	p, err := o.reviews.Procedure()
	if err != nil {
		return 0, err
	}
	for range 60 {
		if p.Law().Working(day) {
			break
		}
		day = day.AddDays(1)
	}
	return day, nil
}

// postedUntil is the last day of the postings that run now, of the lists that an actor may see. Errors (errs.Invalid):
// none is posted.
func (o *Desk) postedUntil(ctx context.Context, a *office.Ask) (ends date.Date, err error) {
	communes, err := o.reviews.ReviewScope(a, access.ViewReviews, "")
	if err != nil {
		return 0, err
	}
	in := office.AsSet(communes)
	campaigns, err := reviewrows.Campaigns(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return 0, err
	}
	for i := range campaigns {
		lists, err := reviewrows.Lists(ctx, o.office.Reader(), campaigns[i].Province, campaigns[i].ID)
		if err != nil {
			return 0, err
		}
		for j := range lists {
			if lists[j].Stage != review.Posting || !in[lists[j].Commune] {
				continue
			}
			s, _, err := o.reviews.List(ctx, o.office.Reader(), a, access.ViewReviews, lists[j].ID)
			if err != nil {
				return 0, err
			}
			if p := s.List.Posted(); p != nil {
				ends = max(ends, p.Ends)
			}
		}
	}
	if ends < o.office.Day() {
		return 0, errs.New(errs.Invalid, "no list that you see is posted now: there is no posting to wait for")
	}
	return ends, nil
}

// reaches refuses a day that is not later, and one on which the province's units are others than today: a
// demonstration is filled with those of its day. Errors: errs.Invalid.
func (o *Desk) reaches(from, to date.Date) error {
	if to <= from {
		return errs.New(errs.Invalid, "it is %s already: the day is only moved on, never back past what was done", from)
	}
	if _, err := SceneOf(o.library, o.office.Reg(), o.office.ProvinceCode(), to); err != nil {
		return err
	}
	if maps.Equal(o.units(from), o.units(to)) {
		return nil
	}
	return errs.New(errs.Invalid,
		"the units of the province are others on %s: open another demonstration, “demo --province %s --day %s”", to,
		o.office.ProvinceCode(), to)
}

// units are the communes of the province on a day.
func (o *Desk) units(on date.Date) map[place.Code]bool {
	return office.AsSet(o.office.CommunesOf(o.office.ProvinceCode(), on))
}
