package form

import (
	"fmt"
	"io/fs"
	"regexp"
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/target"
)

// PeriodKind is how long a period is.
type PeriodKind string

// The kinds.
const (
	Month    PeriodKind = "month"
	Quarter  PeriodKind = "quarter"
	HalfYear PeriodKind = "half" // the first half: the second is told with the year
	FullYear PeriodKind = "year"
	AdHoc    PeriodKind = "adhoc"
)

// Period is what a round tells of.
type Period struct {
	Kind PeriodKind `json:"kind"`
	Year int        `json:"year"`
	N    int        `json:"n,omitempty"` // of a month or quarter in its year
}

// Title names a period.
func (p Period) Title() errs.Text {
	switch p.Kind {
	case Month:
		return errs.T("month %d of %d", p.N, p.Year)
	case Quarter:
		return errs.T("quarter %d of %d", p.N, p.Year)
	case HalfYear:
		return errs.T("first half of %d", p.Year)
	}
	return errs.T("year %d", p.Year)
}

// Days are the first and the last day of a period; false where there is no such period.
func (p Period) Days() (from, to date.Date, ok bool) {
	if p.Year < 2000 || p.Year > 2100 {
		return 0, 0, false
	}
	first, months := 1, 12
	switch p.Kind {
	case Month:
		if p.N < 1 || p.N > 12 {
			return 0, 0, false
		}
		first, months = p.N, 1
	case Quarter:
		if p.N < 1 || p.N > 4 {
			return 0, 0, false
		}
		first, months = 3*p.N-2, 3
	case HalfYear:
		months = 6
	case FullYear, AdHoc:
	default:
		return 0, 0, false
	}
	from = date.Must(p.Year, first, 1)
	return from, from.AddMonths(months).AddDays(-1), true
}

// Schedule says when units report on which forms.
type Schedule struct {
	Code    string     `yaml:"code"`
	Title   errs.Text  `yaml:"title"`
	Period  PeriodKind `yaml:"period"`
	Forms   []string   `yaml:"forms,flow"`
	Before  string     `yaml:"before,omitempty"`  // MM-DD of the year: the province sends before this day
	After   int        `yaml:"after,omitempty"`   // by this day of the month after the period
	CutOff  string     `yaml:"cut_off,omitempty"` // MM-DD: figures are of this day; "" is the period's last
	Commune int        `yaml:"commune"`           // working days before the province's day
	Check   int        `yaml:"check"`             // the same of who checks for a district
	Cite    string     `yaml:"cite"`
	// Other is how else the law may be read: so many working days after the period.
	Other     int       `yaml:"other_working_days,omitempty"`
	OtherCite string    `yaml:"other_cite,omitempty"`
	Sample    errs.Text `yaml:"sample,omitempty"` // what of it is not known
}

var dayOfYear = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// schedules is a file of them.
type schedules struct {
	Schedules []Schedule `yaml:"schedules"`
}

// ReadSchedules reads the schedules that the program ships with; forms are those that there are.
func ReadSchedules(data fs.FS, forms []*Form) ([]Schedule, error) {
	name := Folder + "/schedules.yaml"
	b, err := fs.ReadFile(data, name)
	if err != nil {
		return nil, err
	}
	var all schedules
	src := target.NewSource(name)
	faults, ok := src.Decode(b, &all)
	c := &checker{f: &Form{}, src: src, faults: faults}
	had := map[string]bool{}
	known := NewSet(forms)
	for i := range all.Schedules {
		if !ok {
			break
		}
		s := &all.Schedules[i]
		at := func(key string) []any { return []any{"schedules", i, key} }
		c.code(s.Code, had, at("code")...)
		c.need(s.Title.VI != "", at("title")...)
		c.need(s.Cite != "", at("cite")...)
		c.oneOf(string(s.Period), []string{string(Month), string(Quarter), string(HalfYear), string(FullYear)},
			at("period")...)
		if (s.Before == "") == (s.After == 0) || s.Before != "" && !dayOfYear.MatchString(s.Before) ||
			s.CutOff != "" && !dayOfYear.MatchString(s.CutOff) || s.After < 0 || s.After > 28 {
			c.add(errs.T("a schedule has either “before”, a day of the year written MM-DD, or “after”, a day of the month 1–28"),
				at("before")...)
		}
		if s.Check < 0 || s.Commune < s.Check || s.Commune > 60 {
			c.add(errs.T("working days before the province’s day: those of communes are from those of districts to 60"),
				at("commune")...)
		}
		for _, code := range s.Forms {
			if known.Form(code) == nil {
				c.add(errs.T("there is no form “%s”", code), at("forms")...)
			}
		}
	}
	return all.Schedules, c.faults.Refuse("tệp kỳ báo cáo")
}

// Dues are the days of a round.
type Dues struct {
	CutOff   date.Date // figures are of the end of this day
	Province date.Date // the last day in time
	Aim      date.Date // the last working day up to it, at which reminders aim
	Check    date.Date
	Commune  date.Date
	Other    date.Date // by the other reading of the law; zero: there is none
}

// Dues are the days of a schedule's round for a period, by the law's calendar. False where there is no such period.
func (s *Schedule) Dues(p Period, working func(date.Date) bool) (d Dues, ok bool) {
	_, to, ok := p.Days()
	if !ok || p.Kind != s.Period {
		return d, false
	}
	if s.Before != "" {
		d.Province = inYear(s.Before, p.Year).AddDays(-1)
	} else {
		next := to.AddDays(1)
		d.Province = date.Must(next.Year(), next.Month(), s.After)
	}
	if d.CutOff = to; s.CutOff != "" {
		d.CutOff = inYear(s.CutOff, p.Year)
	}
	d.Aim = back(d.Province.AddDays(1), 1, working)
	d.Check, d.Commune = back(d.Aim, s.Check, working), back(d.Aim, s.Commune, working)
	if s.Other > 0 {
		d.Other = to
		for range s.Other {
			d.Other = step(d.Other, 1, working)
		}
	}
	return d, true
}

// inYear is a day MM-DD of a year; of 29 February the 28th in other years.
func inYear(day string, year int) date.Date {
	month, _ := strconv.Atoi(day[:2]) // by the pattern
	of, _ := strconv.Atoi(day[3:])
	return date.Must(year, month, min(of, date.DaysIn(year, month)))
}

// back is so many working days before a day.
func back(d date.Date, days int, working func(date.Date) bool) date.Date {
	for range days {
		d = step(d, -1, working)
	}
	return d
}

// step is the next working day in a direction; what no calendar has within a hundred days is the day itself.
func step(d date.Date, way int, working func(date.Date) bool) date.Date {
	for i := 1; i <= 100; i++ {
		if next := d.AddDays(i * way); working(next) {
			return next
		}
	}
	return d
}

// String is a period as an address has it: half-2024, month-2024-5.
func (p Period) String() string {
	if p.N > 0 {
		return fmt.Sprintf("%s-%d-%d", p.Kind, p.Year, p.N)
	}
	return fmt.Sprintf("%s-%d", p.Kind, p.Year)
}
