// Package calendar changes the calendar of rest days in the office, with every deadline that rests on it.
package calendar

import (
	"context"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/review"
	"giamngheo/internal/store/calendar"
	"giamngheo/internal/workday"
)

// Desk changes the calendar of rest days.
type Desk struct {
	office  *office.Office
	days    *workdays.Desk
	reviews *reviews.Desk
}

// New makes the desk.
func New(office *office.Office, days *workdays.Desk, reviews *reviews.Desk) *Desk {
	return &Desk{office: office, days: days, reviews: reviews}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"calendar.set":  errs.T("calendar of rest days changed"),
	"calendar.undo": errs.T("change of the calendar undone"),
}

// Shown is a year of the calendar with where each day comes from.
type Shown struct {
	Year     int
	Days     []workday.Day
	Off      []workday.Day // known of, and not in force
	Changes  []ChangeShown // of the year, the latest first
	NoNotice errs.Text     // what is not known of it
	Notices  []workday.Year
	Marks    []errs.Text // of the procedure whose deadlines rest on it
	MaySet   bool
}

// ChangeShown is a change with who made it.
type ChangeShown struct {
	calendar.Change
	By, UndoneBy string
	MayUndo      bool
}

// Year shows a year of the calendar. Everybody of the office may see it. Errors: errs.Invalid: the year is none.
func (o *Desk) Year(ctx context.Context, a *office.Ask, year int) (*Shown, error) {
	if year < 2021 || year > workday.LastReckoned {
		return nil, errs.New(errs.Invalid, "a year of the calendar is 2021 to %d", workday.LastReckoned)
	}
	lib, err := o.days.Law()
	if err != nil {
		return nil, err
	}
	s := &Shown{Year: year, Days: lib.Days.Of(year), Off: lib.Days.SwitchedOff(year), NoNotice: lib.Days.NoNotice(year),
		MaySet: o.office.May(a, access.SetCalendar)}
	for _, y := range lib.Days.Years {
		if y.Year == year {
			s.Notices = append(s.Notices, y)
		}
	}
	if mark := review.NewProcedure(lib).Mark(date.Must(year, 12, 31)); mark.EN != "" {
		s.Marks = append(s.Marks, mark)
	}
	all, err := calendar.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	for i := len(all) - 1; i >= 0; i-- {
		if c := all[i]; c.Day.Year() == year {
			s.Changes = append(s.Changes, ChangeShown{c, o.office.NameOf(ctx, c.SetBy),
				o.office.NameOf(ctx, c.UndoneBy),
				s.MaySet && o.mayUndo(all, i) == nil})
		}
	}
	return s, err
}

// Set changes a day of a year, or calls the year's list whole. Errors: errs.Forbidden; errs.Invalid without a source,
// for a past day, for another year; errs.Conflict where the calendar says so already.
func (o *Desk) Set(ctx context.Context, a *office.Ask, year int, in workday.Change) (moved reviews.Moved, err error) {
	if !o.office.May(a, access.SetCalendar) {
		return moved, office.Forbidden()
	}
	in.Title, in.Number = strings.TrimSpace(in.Title), strings.TrimSpace(in.Number)
	if office.TooLong(in.Title) || office.TooLong(in.Number) {
		return moved, errs.New(errs.Invalid, "a field takes 300 letters at most")
	}
	row := &calendar.Change{Province: string(o.office.ProvinceCode()), Change: in, SetBy: a.Account,
		Set: o.office.Now()}
	deed := &office.Deed{Action: "calendar.set", Kind: "calendar", Subject: in.Day.String(),
		Place: o.office.ProvinceCode(), Reason: in.Cite(),
		Note: map[string]string{"kind": string(in.Kind), "title": in.Title}}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		held, err := o.days.Held(ctx, tx)
		if err != nil {
			return err
		}
		lib, err := o.days.Under(held)
		if err != nil {
			return err
		}
		if err := lib.Days.Check(&in, year, o.office.Day()); err != nil {
			return err
		}
		if err := calendar.Add(ctx, tx, row); err != nil {
			return err
		}
		moved, err = o.carry(ctx, tx, a, append(held, in), in.Why())
		return err
	})
	return moved, err
}

// Undo takes a change back: the day is again what it was before. Errors: errs.Forbidden, errs.NotFound; errs.Conflict
// where the day is past, or changed again since.
func (o *Desk) Undo(ctx context.Context, a *office.Ask, id int64) (moved reviews.Moved, day date.Date, err error) {
	if !o.office.May(a, access.SetCalendar) {
		return moved, 0, office.Forbidden()
	}
	deed := &office.Deed{Action: "calendar.undo", Kind: "calendar", Place: o.office.ProvinceCode()}
	err = o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		all, err := calendar.All(ctx, tx, string(o.office.ProvinceCode()))
		if err != nil {
			return err
		}
		at := -1
		var held []workday.Change
		for i := range all {
			if all[i].ID == id {
				at = i
			} else if all[i].UndoneBy == 0 {
				held = append(held, all[i].Change)
			}
		}
		if at < 0 {
			return errs.New(errs.NotFound, "there is no such change of the calendar")
		}
		if err := o.mayUndo(all, at); err != nil {
			return err
		}
		c := &all[at]
		day = c.Day
		deed.Subject, deed.Reason = c.Day.String(), c.Cite()
		if err := calendar.Undo(ctx, tx, c.Province, id, a.Account, o.office.Now()); err != nil {
			return err
		}
		moved, err = o.carry(ctx, tx, a, held, "bỏ thay đổi: "+c.Why())
		return err
	})
	return moved, day, err
}

// mayUndo says why a change cannot be taken back, nil where it can.
func (o *Desk) mayUndo(all []calendar.Change, i int) error {
	c := &all[i]
	if c.UndoneBy != 0 {
		return errs.New(errs.Conflict, "this change is undone already")
	}
	if c.Kind != workday.Noticed && c.Day < o.office.Day() {
		return errs.New(errs.Conflict, "%s is past: what was counted by it stands", c.Day)
	}
	for j := i + 1; j < len(all); j++ {
		if d := &all[j]; d.UndoneBy == 0 && d.Day == c.Day &&
			(d.Kind == workday.Noticed) == (c.Kind == workday.Noticed) {
			return errs.New(errs.Conflict, "%s was changed again after that; undo the later change first", c.Day)
		}
	}
	return nil
}

// carry brings a changed calendar to the deadlines that run, and into memory once it is on the disk.
func (o *Desk) carry(ctx context.Context, tx *office.Tx, a *office.Ask, held []workday.Change,
	why string) (reviews.Moved, error) {
	lib, err := o.days.Under(held)
	if err != nil {
		return reviews.Moved{}, err
	}
	moved, err := o.reviews.MoveDeadlines(ctx, tx, a, review.NewProcedure(lib), why)
	if err != nil {
		return moved, err
	}
	tx.After(func() { o.days.Keep(held) })
	tx.Changed(office.TopicCalendar)
	return moved, nil
}
