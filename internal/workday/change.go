package workday

import (
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Noticed is the kind of a change that calls a year's list whole: its notice is entered.
const Noticed Kind = "noticed"

// Change is what an office changes of the calendar, with the document by which it does.
type Change struct {
	Day    date.Date
	Kind   Kind
	Title  string
	Number string    // of the document
	Issued date.Date // its day
}

// Cite is the change's source as a citation.
func (c *Change) Cite() string { return c.Number + " ngày " + c.Issued.Vietnamese() }

// Why is what people who meet a moved deadline are told of it.
func (c *Change) Why() string {
	what := map[Kind]string{Rest: "nghỉ", Worked: "làm việc", Ordinary: "không nghỉ, không làm bù",
		Noticed: "lịch nghỉ của năm"}[c.Kind]
	text := c.Day.Vietnamese() + " " + what
	if c.Title != "" {
		text += " (" + c.Title + ")"
	}
	return text + ", theo " + c.Cite()
}

// Check says why a change of the calendar of a year cannot be made on a day (today), nil where nothing speaks against
// it. Errors: errs.Invalid; errs.Conflict where the calendar says so already.
func (c *Calendar) Check(ch *Change, year int, today date.Date) error {
	if err := ch.sourced(today); err != nil {
		return err
	}
	if ch.Kind == Noticed {
		return c.checkNotice(ch.Day.Year())
	}
	switch {
	case ch.Day.IsZero():
		return errs.New(errs.Invalid, "give the day")
	case ch.Day.Year() != year:
		return errs.New(errs.Invalid, "%s is not of %d, the year of this page; open the page of its own year", ch.Day,
			year)
	case ch.Day < today:
		return errs.New(errs.Invalid,
			"%s is past: what was counted by it stands; the calendar is changed from today (%s) on", ch.Day, today)
	case year > LastReckoned:
		return errs.New(errs.Invalid, "a year of holidays is 2000 to %d", LastReckoned)
	}
	return c.checkDay(ch)
}

// sourced refuses a change without its document.
func (c *Change) sourced(today date.Date) error {
	if strings.TrimSpace(c.Number) == "" || c.Issued.IsZero() {
		return errs.New(errs.Invalid, "give the number and the day of the document by which the calendar changes")
	}
	if c.Issued > today {
		return errs.New(errs.Invalid, "the document’s day %s lies after today", c.Issued)
	}
	return nil
}

func (c *Calendar) checkNotice(year int) error {
	if c.NoNotice(year).VI == "" && c.NoNotice(year).EN == "" {
		return errs.New(errs.Conflict, "the list of %d is whole already", year)
	}
	return nil
}

func (c *Calendar) checkDay(ch *Change) error {
	had, listed := c.On(ch.Day)
	switch ch.Kind {
	case Rest:
		switch {
		case strings.TrimSpace(ch.Title) == "":
			return errs.New(errs.Invalid, "say what the day of rest is for")
		case listed && had.Kind == Rest:
			return errs.New(errs.Conflict, "%s is a day of rest already (%s; %s); it is not entered twice", ch.Day,
				had.Title, had.Cite)
		case !listed && Weekend(ch.Day):
			return errs.New(errs.Conflict,
				"%s is a weekly day of rest already; if a holiday on it is made good, enter the working day that rests",
				ch.Day)
		}
	case Worked:
		switch {
		case !Weekend(ch.Day):
			return errs.New(errs.Invalid,
				"%s is no Saturday or Sunday: it is worked anyhow; to take a day of rest back, choose “ordinary day”",
				ch.Day)
		case listed && had.Kind == Worked:
			return errs.New(errs.Conflict, "%s is worked already (%s; %s); it is not entered twice", ch.Day, had.Title,
				had.Cite)
		case listed:
			return errs.New(errs.Conflict, "%s is a holiday (%s; %s); offices do not work on it", ch.Day, had.Title,
				had.Cite)
		}
	case Ordinary:
		if !listed {
			return errs.New(errs.Conflict, "the calendar has nothing of %s that could be taken back", ch.Day)
		}
	default:
		return errs.New(errs.Invalid, "choose what the day is: rest, worked, ordinary")
	}
	return nil
}

// Changed returns the calendar with changes laid over it, in their order.
func (c *Calendar) Changed(changes []Change) *Calendar {
	var days []Day
	var noticed []Year
	for i := range changes {
		ch := &changes[i]
		if ch.Kind == Noticed {
			noticed = append(noticed, Year{Year: ch.Day.Year(), Cite: ch.Cite()})
			continue
		}
		title := errs.Text{VI: ch.Title, EN: ch.Title}
		if ch.Title == "" {
			title = ch.Kind.Title()
		}
		days = slices.DeleteFunc(days, func(d Day) bool { return d.Date == ch.Day })
		days = append(days, Day{Date: ch.Day, Kind: ch.Kind, Title: title, Cite: ch.Cite(), Own: true})
	}
	return c.With(days, noticed)
}
