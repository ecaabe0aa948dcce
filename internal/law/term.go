package law

import (
	"fmt"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
)

// Term is a length of time that the law sets, such as the 36 months of a newly escaped household.
type Term struct {
	Name   string    `json:"name"`
	Title  errs.Text `json:"title"`
	Unit   string    `json:"unit"` // months, days or working_days
	Moves  bool      `json:"moves_to_working_day"`
	Values []Value   `json:"values"`
	Open   errs.Text `json:"open,omitzero"`
	Source
}

// Counting is how the law counts a term during a period (Civil Code 2015, Articles 147–148).
type Counting struct {
	Period
	FirstDayCounts bool `json:"first_day_counts"` // is the day of the event the first day of the term
	// last_day: a term of months ends on the month's last day
	MonthWithoutDay      string `json:"month_without_the_day"`
	NonWorkingEndMovesTo string `json:"non_working_end_moves_to"` // next_working_day
	Cite                 string `json:"cite"`
	Source
}

// Calendar is a span that returns every year or month, such as the yearly review.
type Calendar struct {
	Name   string         `json:"name"`
	Title  errs.Text      `json:"title"`
	Values []CalendarSpan `json:"values"`
	Source
}

// CalendarSpan is a calendar's span during a period: days written MM-DD for a year, DD for a month; End may be empty.
type CalendarSpan struct {
	Period
	Every string `json:"every"`
	Start string `json:"start"`
	End   string `json:"end,omitempty"`
	Cite  string `json:"cite"`
}

func (l *loader) terms(f *file) {
	for i, t := range f.Terms {
		at := []any{"terms", i}
		l.named(f, at, "name", t.Name)
		l.title(f, at, t.Title)
		if !slices.Contains([]string{"months", "days", "working_days"}, t.Unit) {
			l.faultAt(f, append(at, "unit"), errs.T("“unit” must be months, days or working_days"))
		}
		l.lib.Terms = append(l.lib.Terms, Term{Name: t.Name, Title: t.Title, Unit: t.Unit, Moves: t.Moves, Open: t.Open,
			Values: l.values(f, append(at, "values"), t.Values, rule.Int, false), Source: f.source(at...)})
	}
	for i, c := range f.Counting {
		at := []any{"counting", i}
		l.cite(f, at, c.Cite)
		if c.FirstDayCounts == nil || c.MonthWithoutDay != "last_day" || c.NonWorkingEndMovesTo != "next_working_day" {
			l.faultAt(f, at,
				errs.T(
					"counting needs first_day_counts (true/false), month_without_the_day: last_day, non_working_end_moves_to: next_working_day"))
			continue
		}
		l.lib.Counting = append(l.lib.Counting, Counting{Period: l.period(f, at, c.From, c.To),
			FirstDayCounts:  *c.FirstDayCounts,
			MonthWithoutDay: c.MonthWithoutDay, NonWorkingEndMovesTo: c.NonWorkingEndMovesTo, Cite: c.Cite,
			Source: f.source(at...)})
	}
}

func (l *loader) calendars(f *file) {
	for i, c := range f.Calendars {
		at := []any{"calendars", i}
		l.named(f, at, "name", c.Name)
		l.title(f, at, c.Title)
		cal := Calendar{Name: c.Name, Title: c.Title, Source: f.source(at...),
			Values: make([]CalendarSpan, len(c.Values))}
		spans := make([]*Period, len(c.Values))
		for j, v := range c.Values {
			here := append(slices.Clone(at), "values", j)
			l.cite(f, here, v.Cite)
			cal.Values[j] = CalendarSpan{l.period(f, here, v.From, v.To), v.Every,
				l.recurring(f, here, v.Every, v.Start), "", v.Cite}
			if v.End != "" {
				cal.Values[j].End = l.recurring(f, here, v.Every, v.End)
			}
			spans[j] = &cal.Values[j].Period
		}
		l.consecutive(f, append(at, "values"), spans)
		l.lib.Calendars = append(l.lib.Calendars, cal)
	}
}

// recurring checks a day that returns: MM-DD every year (a leap year, so that 29 February passes), DD every month.
func (l *loader) recurring(f *file, at []any, every, s string) string {
	prefix := map[string]string{"year": "2024-", "month": "2024-01-"}[every]
	if _, err := date.Parse(prefix + s); err != nil || prefix == "" {
		l.faultAt(f, at, errs.T("a calendar needs “every: year” with days MM-DD, or “every: month” with days DD"))
	}
	return s
}

// Term returns a term by its name.
func (l *Library) Term(name string) (Term, bool) {
	i := slices.IndexFunc(l.Terms, func(t Term) bool { return t.Name == name })
	if i < 0 {
		return Term{}, false
	}
	return l.Terms[i], true
}

// Ending is the last day of a term with the citations that decided it.
type Ending struct {
	Last  date.Date `json:"last"`
	Cites []string  `json:"cites"`
}

// End returns the last day of a term that an event on a day starts: its length as in force that day, counted as the
// Civil Code in force counts. Errors: the term or its counting is not in force that day.
func (l *Library) End(name string, event date.Date) (Ending, error) {
	t, ok := l.Term(name)
	v, okv := valueAt(t.Values, event)
	if !ok || !okv {
		return Ending{}, errs.New(errs.NotFound, "no term “%s” is in force on %s", name, event)
	}
	i := slices.IndexFunc(l.Counting, func(c Counting) bool { return c.Contains(event) })
	if i < 0 {
		return Ending{}, errs.New(errs.NotFound, "no way of counting terms is in force on %s", event)
	}
	c, n := l.Counting[i], int(v.Value.(int64)) // values() checked the type
	end := Ending{Last: l.last(t.Unit, c.FirstDayCounts, event, n), Cites: []string{v.Cite, c.Cite}}
	for t.Moves && !l.Working(end.Last) {
		end.Last = end.Last.AddDays(1)
	}
	return end, nil
}

// last counts n months, days or working days from an event. A month's corresponding day is the event's own; where the
// last month has no such day, date.AddMonths gives its last.
func (l *Library) last(unit string, firstCounts bool, event date.Date, n int) date.Date {
	start := event // the day before the first that counts
	if firstCounts {
		start = event.AddDays(-1)
	}
	switch unit {
	case "months":
		return start.AddMonths(n)
	case "days":
		return start.AddDays(n)
	}
	for n > 0 {
		start = start.AddDays(1)
		if l.Working(start) {
			n--
		}
	}
	return start
}

// LastDay returns the last day of a calendar's span in a year.
func (l *Library) LastDay(calendar string, year int) (date.Date, error) {
	for _, c := range l.Calendars {
		if c.Name != calendar {
			continue
		}
		for _, v := range c.Values {
			last, err := date.Parse(fmt.Sprintf("%04d-%s", year, v.End))
			if v.Every == "year" && err == nil && v.Contains(last) {
				return last, nil
			}
		}
	}
	return 0, errs.New(errs.NotFound, "calendar “%s” has no span in %d", calendar, year)
}

// Span returns the first and the last day of a calendar's span in a year (and a month of it, where it returns
// monthly), with its citation; the last is zero where the calendar has none.
func (l *Library) Span(calendar string, year, month int) (first, last date.Date, cites []string, err error) {
	for _, c := range l.Calendars {
		if c.Name != calendar {
			continue
		}
		for _, v := range c.Values {
			prefix := fmt.Sprintf("%04d-", year)
			if v.Every == "month" {
				prefix += fmt.Sprintf("%02d-", month)
			}
			first, err := date.Parse(prefix + v.Start)
			if err != nil || !v.Contains(first) {
				continue
			}
			if v.End != "" {
				if last, err = date.Parse(prefix + v.End); err != nil {
					continue
				}
			}
			return first, last, []string{v.Cite}, nil
		}
	}
	return 0, 0, nil, errs.New(errs.NotFound, "calendar “%s” has no span in %d-%02d", calendar, year, month)
}
