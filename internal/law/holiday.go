package law

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// DayKind is what a listed day is to public offices.
type DayKind string

// The kinds. A Saturday or Sunday that is not listed is a weekly day of rest.
const (
	Rest     DayKind = "rest"
	Worked   DayKind = "worked"   // a Saturday or Sunday on which offices work, exchanged for another day
	Ordinary DayKind = "ordinary" // what the law lists is taken back: the day is as its weekday says
)

// dayTitles are by kind.
var dayTitles = map[DayKind]errs.Text{Rest: errs.T("day of rest"), Worked: errs.T("day worked"), Ordinary: errs.T("ordinary day")}

// Title names a kind.
func (k DayKind) Title() errs.Text { return dayTitles[k] }

// Holiday is a day on which public offices rest beside Saturdays and Sundays, or a Saturday or Sunday on which they work.
type Holiday struct {
	Date  date.Date `json:"date"`
	Kind  DayKind   `json:"kind"`
	Title errs.Text `json:"title"`
	Cite  string    `json:"cite"`
	// Reckoned is true of a day that no list has: it comes from a rule, or makes good a holiday on a weekly day of rest.
	Reckoned bool `json:"reckoned,omitempty"`
	Source
}

// HolidayRule is a day that rests in every year without its own list (EveryYear: in all), written MM-DD.
type HolidayRule struct {
	Period
	Day       string    `json:"day"`
	Title     errs.Text `json:"title"`
	EveryYear bool      `json:"every_year,omitempty"`
	Off       bool      `json:"off,omitempty"` // known of, but not in force until somebody switches it on
	Cite      string    `json:"cite"`
	Source
}

// HolidayYear says that a year's days of rest are listed whole, as its notice has them.
type HolidayYear struct {
	Year int       `json:"year"`
	Cite string    `json:"cite"`
	Note errs.Text `json:"note,omitzero"`
	Source
}

// MadeGood is the rule by which a holiday on a weekly day of rest is made good on the next working day (Labour Code 2019,
// Article 111.3). In a year whose list is whole the list has those days itself.
type MadeGood struct {
	Title errs.Text `json:"title"`
	Cite  string    `json:"cite"`
	Source
}

// lastReckoned is the last year for which days of rest are reckoned by the rules.
const lastReckoned = 2060

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

// holidays reads the days of rest of a file.
func (l *loader) holidays(f *file) {
	for i, h := range f.Holidays {
		at := []any{"holidays", i}
		l.title(f, at, h.Title)
		l.cite(f, at, h.Cite)
		d := l.day(f, append(at, "date"), h.Date)
		day := Holiday{Date: d, Kind: cmp.Or(DayKind(h.Kind), Rest), Title: h.Title, Cite: h.Cite, Source: f.source(at...)}
		switch {
		case h.Date == "":
			l.faultAt(f, at, errs.T("a holiday lacks its “date”"))
		case day.Kind != Rest && day.Kind != Worked:
			l.faultAt(f, append(at, "kind"), errs.T("“kind” of a day must be rest or worked"))
		case d.IsZero(): // its own fault is recorded
		case day.Kind == Worked && !weekend(d):
			l.faultAt(f, append(at, "date"), errs.T("%s is no Saturday or Sunday: it is worked anyhow", d))
		default:
			l.oneDay(&day)
		}
	}
	for i, r := range f.HolidayRules {
		at := []any{"holiday_rules", i}
		l.title(f, at, r.Title)
		l.cite(f, at, r.Cite)
		l.recurring(f, at, "year", r.Day)
		l.lib.HolidayRules = append(l.lib.HolidayRules, HolidayRule{Period: l.period(f, at, r.From, r.To), Day: r.Day,
			Title: r.Title, EveryYear: r.EveryYear, Off: r.Off, Cite: r.Cite, Source: f.source(at...)})
	}
	for i, y := range f.HolidayYears {
		at := []any{"holiday_years", i}
		l.cite(f, at, y.Cite)
		if y.Year < 2000 || y.Year > lastReckoned {
			l.faultAt(f, at, errs.T("a year of holidays is 2000 to %d", lastReckoned))
		}
		l.lib.HolidayYears = append(l.lib.HolidayYears, HolidayYear{y.Year, y.Cite, y.Note, f.source(at...)})
	}
	if m := f.MadeGood; m != nil {
		l.title(f, []any{"made_good"}, m.Title)
		l.cite(f, []any{"made_good"}, m.Cite)
		l.lib.MadeGood = &MadeGood{m.Title, m.Cite, f.source("made_good")}
	}
}

// oneDay puts a listed day in. A day that stands twice in one file is a slip; that a province's file lists what another
// lists too is none, as long as both say the same kind.
func (l *loader) oneDay(day *Holiday) {
	i := slices.IndexFunc(l.lib.Holidays, func(h Holiday) bool { return h.Date == day.Date })
	switch {
	case i < 0:
		l.lib.Holidays = append(l.lib.Holidays, *day)
	case l.lib.Holidays[i].File == day.File || l.lib.Holidays[i].Kind != day.Kind:
		had := l.lib.Holidays[i]
		l.add(day.Source, errs.T("%s stands already as %s (%s:%d); strike one of the two", day.Date, had.Kind.Title(), had.File, had.Line))
	}
}

func weekend(d date.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// daysOff is the calendar as it is asked: the listed and the reckoned days by their dates.
type daysOff map[date.Date]Holiday

// reckon lays the calendar out: what is listed, in years without a list what the rules say, and what those make good.
func (l *Library) reckon() {
	l.off = daysOff{}
	for _, h := range l.Holidays {
		l.off[h.Date] = h
	}
	for year := 2021; year <= lastReckoned; year++ {
		l.reckonYear(year)
	}
}

func (l *Library) reckonYear(year int) {
	listed := slices.ContainsFunc(l.HolidayYears, func(y HolidayYear) bool { return y.Year == year })
	for _, r := range l.HolidayRules {
		d, err := date.Parse(fmt.Sprintf("%04d-%s", year, r.Day))
		if err != nil || r.Off || !r.Contains(d) || listed && !r.EveryYear {
			continue
		}
		if _, had := l.off[d]; !had {
			l.off[d] = Holiday{d, Rest, r.Title, r.Cite, true, r.Source}
		}
	}
	if listed || l.MadeGood == nil {
		return
	}
	for _, h := range l.off.of(year) {
		if h.Kind != Rest || !weekend(h.Date) {
			continue
		}
		next := h.Date
		for !l.Working(next) {
			next = next.AddDays(1)
		}
		title := errs.T("%s (%s)", h.Title, l.MadeGood.Title)
		l.off[next] = Holiday{next, Rest, title, l.MadeGood.Cite + "; " + h.Cite, true, l.MadeGood.Source}
	}
}

// of are the days of a year, in their order.
func (o daysOff) of(year int) (out []Holiday) {
	for d, h := range o {
		if d.Year() == year {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Holiday) int { return cmp.Compare(a.Date, b.Date) })
	return out
}

// HolidaysOf are the days of rest and the worked Saturdays and Sundays of a year, in their order.
func (l *Library) HolidaysOf(year int) []Holiday { return l.off.of(year) }

// HolidayOn returns what the calendar has of a day beside its weekday, false where it has nothing.
func (l *Library) HolidayOn(d date.Date) (Holiday, bool) {
	h, ok := l.off[d]
	return h, ok
}

// SwitchedOff are the rules that are known of but not in force, in a year.
func (l *Library) SwitchedOff(year int) (out []Holiday) {
	for _, r := range l.HolidayRules {
		d, err := date.Parse(fmt.Sprintf("%04d-%s", year, r.Day))
		if err == nil && r.Off && r.Contains(d) {
			out = append(out, Holiday{d, Rest, r.Title, r.Cite, true, r.Source})
		}
	}
	return out
}

// Working reports whether offices work on a day: no Saturday or Sunday but one that is listed as worked, no day of rest.
func (l *Library) Working(d date.Date) bool {
	if h, ok := l.off[d]; ok {
		return h.Kind == Worked
	}
	return !weekend(d)
}

// NoNotice says what is not known of a year's days of rest; empty where its list is whole.
func (l *Library) NoNotice(year int) errs.Text {
	for _, y := range l.HolidayYears {
		if y.Year == year {
			return errs.Text{}
		}
	}
	return errs.T("the notice of days of rest of %d is not here yet", year)
}

// With returns the law with days of its calendar laid over: an Ordinary one takes back what is listed. What is noticed are
// years whose list an office has called whole. The library itself does not change.
func (l *Library) With(days []Holiday, noticed []HolidayYear) *Library {
	out := *l
	out.off = maps.Clone(l.off)
	out.HolidayYears = append(slices.Clone(l.HolidayYears), noticed...)
	for _, h := range days {
		if delete(out.off, h.Date); h.Kind != Ordinary {
			out.off[h.Date] = h
		}
	}
	return &out
}
