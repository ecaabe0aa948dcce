package law

import (
	"cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/workday"
)

// lastReckoned is the last year of which holidays are listed.
const lastReckoned = workday.LastReckoned

type fileHoliday struct {
	Date  string    `yaml:"date"`
	Kind  string    `yaml:"kind"`
	Title errs.Text `yaml:"title"`
	Cite  string    `yaml:"cite"`
}

type fileHolidayRule struct {
	Day       string    `yaml:"day"`
	From      string    `yaml:"from"`
	To        string    `yaml:"to"`
	EveryYear bool      `yaml:"every_year"`
	Off       bool      `yaml:"off"`
	Title     errs.Text `yaml:"title"`
	Cite      string    `yaml:"cite"`
}

type fileHolidayYear struct {
	Year int       `yaml:"year"`
	Cite string    `yaml:"cite"`
	Note errs.Text `yaml:"note"`
}

type fileMadeGood struct {
	Title errs.Text `yaml:"title"`
	Cite  string    `yaml:"cite"`
}

// dayAt is where an entry of the calendar stands.
func (f *file) dayAt(path ...any) workday.Source {
	return workday.Source{File: f.path, Line: f.textLine(path...)}
}

// holidays reads the days of rest of a file.
func (l *loader) holidays(f *file) {
	cal := &l.lib.Days
	for i := range f.Holidays {
		l.holiday(f, i)
	}
	for i, r := range f.HolidayRules {
		at := []any{"holiday_rules", i}
		l.title(f, at, r.Title)
		l.cite(f, at, r.Cite)
		l.recurring(f, at, "year", r.Day)
		p := l.period(f, at, r.From, r.To)
		cal.Rules = append(cal.Rules, workday.Rule{From: p.From, To: p.To, Day: r.Day,
			Title: r.Title, EveryYear: r.EveryYear, Off: r.Off, Cite: r.Cite, Source: f.dayAt(at...)})
	}
	for i, y := range f.HolidayYears {
		at := []any{"holiday_years", i}
		l.cite(f, at, y.Cite)
		if y.Year < 2000 || y.Year > lastReckoned {
			l.faultAt(f, at, errs.T("a year of holidays is 2000 to %d", lastReckoned))
		}
		cal.Years = append(cal.Years, workday.Year{Year: y.Year, Cite: y.Cite, Note: y.Note, Source: f.dayAt(at...)})
	}
	if m := f.MadeGood; m != nil {
		l.title(f, []any{"made_good"}, m.Title)
		l.cite(f, []any{"made_good"}, m.Cite)
		cal.Good = &workday.MadeGood{Title: m.Title, Cite: m.Cite, Source: f.dayAt("made_good")}
	}
}

// holiday reads one listed day. A day that stands twice in one file is a slip.
func (l *loader) holiday(f *file, i int) {
	h, at := f.Holidays[i], []any{"holidays", i}
	l.title(f, at, h.Title)
	l.cite(f, at, h.Cite)
	d := l.day(f, append(at, "date"), h.Date)
	day := workday.Day{Date: d, Kind: cmp.Or(workday.Kind(h.Kind), workday.Rest), Title: h.Title, Cite: h.Cite,
		Source: f.dayAt(at...)}
	switch {
	case h.Date == "":
		l.faultAt(f, at, errs.T("a holiday lacks its “date”"))
	case day.Kind != workday.Rest && day.Kind != workday.Worked:
		l.faultAt(f, append(at, "kind"), errs.T("“kind” of a day must be rest or worked"))
	case d.IsZero(): // its own fault is recorded
	case day.Kind == workday.Worked && !workday.Weekend(d):
		l.faultAt(f, append(at, "date"), errs.T("%s is no Saturday or Sunday: it is worked anyhow", d))
	default:
		if had := l.lib.Days.Add(&day); had != nil {
			l.faultAt(f, at, errs.T("%s stands already as %s (%s:%d); strike one of the two", d, had.Kind.Title(),
				had.File, had.Line))
		}
	}
}

// Working reports whether offices work on a day.
func (l *Library) Working(d date.Date) bool { return l.Days.Working(d) }

// With returns the law with another calendar. The library itself does not change.
func (l *Library) With(days *workday.Calendar) *Library {
	out := *l
	out.Days = *days
	return &out
}
