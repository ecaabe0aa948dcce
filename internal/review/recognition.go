package review

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

// Recognition is what a decision made of a household: poor, near-poor, or neither any more (an escape). It holds From
// its decision's day until another one of the household, or to To where it was withdrawn. It is superseded, never
// changed.
type Recognition struct {
	ID         int64
	Household  int64
	Year       int // of the review
	Commune    place.Code
	Class      poverty.Class
	Was        poverty.Class
	People     int
	From, To   date.Date
	Newly      date.Date // the last day of the newly escaped status; zero where there is none
	Decision   int64
	Superseded int64 // the recognition that stands in its place from its first day on; 0: none
}

// Path is all recognitions of one household, in the order of their days.
type Path []Recognition

// With is the path with one recognition more, or another in place of the one of the same number; the old one stays as
// it is.
func (p Path) With(r Recognition) Path {
	out := slices.Clone(p)
	if i := slices.IndexFunc(out, func(o Recognition) bool { return o.ID == r.ID }); i >= 0 {
		out[i] = r
	} else {
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(x, y Recognition) int { return int(x.From) - int(y.From) })
	return out
}

// On returns the recognition in force on a day, nil where there is none.
func (p Path) On(day date.Date) *Recognition {
	for i := len(p) - 1; i >= 0; i-- {
		if r := &p[i]; r.Superseded == 0 && r.From <= day && (r.To.IsZero() || day <= r.To) {
			return r
		}
	}
	return nil
}

// By returns what a decision of a day made of the household, whether or not it was superseded since; nil where there
// is none.
func (p Path) By(day date.Date, class poverty.Class) *Recognition {
	i := slices.IndexFunc(p, func(r Recognition) bool { return r.From == day && r.Class == class })
	if i < 0 {
		return nil
	}
	return &p[i]
}

// Of returns the valid recognition of a yearly review, the last of the year's; nil where there is none.
func (p Path) Of(year int) *Recognition {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i].Superseded == 0 && p[i].Year == year {
			return &p[i]
		}
	}
	return nil
}

// Breaks are the days on which what is recognised of a household becomes otherwise.
func (p Path) Breaks() (days []date.Date) {
	for i := range p {
		days = append(days, p[i].From)
		for _, last := range []date.Date{p[i].To, p[i].Newly} {
			if !last.IsZero() {
				days = append(days, last.AddDays(1))
			}
		}
	}
	return days
}

// Status is what a household counts as on a day: its recognised class, and whether it is newly escaped. Both may be:
// who went from poor to near-poor is near-poor and newly escaped.
func (p Path) Status(day date.Date) (class poverty.Class, newly bool, until date.Date) {
	class = poverty.None
	if r := p.On(day); r != nil {
		class = r.Class
	}
	if class == poverty.Poor { // who is poor again is not newly escaped any more
		return class, false, 0
	}
	for i := range p {
		if r := &p[i]; r.Superseded == 0 && r.From <= day && r.Newly >= day {
			newly, until = true, r.Newly
		}
	}
	return class, newly, until
}

// Before reports whether a household was recognised in a class by a review before a year.
func (p Path) Before(year int, class poverty.Class) bool {
	return slices.ContainsFunc(p, func(r Recognition) bool {
		return r.Superseded == 0 && r.Year < year &&
			r.Class == class
	})
}
