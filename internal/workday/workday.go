// Package workday is the calendar by which offices work: days of rest, Saturdays and Sundays that are worked, what the
// law says of a year whose notice is not known, and an office's own changes laid over it. It must not know files,
// storage or the clock.
package workday

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Kind is what a listed day is to public offices.
type Kind string

// The kinds. A Saturday or Sunday that is not listed is a weekly day of rest.
const (
	Rest     Kind = "rest"
	Worked   Kind = "worked"   // a Saturday or Sunday on which offices work, exchanged for another day
	Ordinary Kind = "ordinary" // what the law lists is taken back: the day is as its weekday says
)

// dayTitles are by kind.
var dayTitles = map[Kind]errs.Text{Rest: errs.T("day of rest"), Worked: errs.T("day worked"),
	Ordinary: errs.T("ordinary day"),
	Noticed:  errs.T("list of the year whole")}

// Title names a kind.
func (k Kind) Title() errs.Text { return dayTitles[k] }

// Day is a day on which public offices rest beside Saturdays and Sundays, or a Saturday or Sunday on which they work.
type Day struct {
	Date  date.Date `json:"date"`
	Kind  Kind      `json:"kind"`
	Title errs.Text `json:"title"`
	Cite  string    `json:"cite"`
	// Reckoned is true of a day that no list has: it comes from a rule, or makes good a holiday on a weekly day of
	// rest.
	Reckoned bool `json:"reckoned,omitempty"`
	Own      bool `json:"own,omitempty"` // an office's change
	Source
}

// Rule is a day that rests in every year without its own list (EveryYear: in all), written MM-DD.
type Rule struct {
	From      date.Date `json:"from"`
	To        date.Date `json:"to,omitzero"` // zero: open
	Day       string    `json:"day"`
	Title     errs.Text `json:"title"`
	EveryYear bool      `json:"every_year,omitempty"`
	Off       bool      `json:"off,omitempty"` // known of, but not in force until somebody switches it on
	Cite      string    `json:"cite"`
	Source
}

// Year says that a year's days of rest are listed whole, as its notice has them.
type Year struct {
	Year int       `json:"year"`
	Cite string    `json:"cite"`
	Note errs.Text `json:"note,omitzero"`
	Source
}

// MadeGood is the rule by which a holiday on a weekly day of rest is made good on the next working day (Labour Code
// 2019, Article 111.3). In a year whose list is whole the list has those days itself.
type MadeGood struct {
	Title errs.Text `json:"title"`
	Cite  string    `json:"cite"`
	Source
}

// LastReckoned is the last year for which days of rest are reckoned by the rules.
const LastReckoned = 2060

// Source says where an entry stands: the file and the line; empty for an office's own.
type Source struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// Calendar is the days of rest: as listed, the rules for years without a list, and both laid out.
type Calendar struct {
	Listed []Day
	Rules  []Rule
	Years  []Year
	Good   *MadeGood // nil: a holiday on a weekly day of rest is lost

	off days
}

// Add puts a listed day in; what stands there already is returned where it contradicts: another kind, or the same
// file. That a province's file lists what another lists too is none, as long as both say the same kind.
func (c *Calendar) Add(day *Day) (had *Day) {
	i := slices.IndexFunc(c.Listed, func(h Day) bool { return h.Date == day.Date })
	switch {
	case i < 0:
		c.Listed = append(c.Listed, *day)
	case c.Listed[i].File == day.File || c.Listed[i].Kind != day.Kind:
		return &c.Listed[i]
	}
	return nil
}

func (r *Rule) on(d date.Date) bool { return d >= r.From && (r.To.IsZero() || d <= r.To) }

// Weekend reports whether a day is a weekly day of rest.
func Weekend(d date.Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// days is the calendar as it is asked: the listed and the reckoned days by their dates.
type days map[date.Date]Day

// Reckon lays the calendar out: what is listed, in years without a list what the rules say, and what those make good.
func (c *Calendar) Reckon() {
	c.off = days{}
	for _, h := range c.Listed {
		c.off[h.Date] = h
	}
	for year := 2021; year <= LastReckoned; year++ {
		c.reckonYear(year)
	}
}

func (c *Calendar) reckonYear(year int) {
	listed := slices.ContainsFunc(c.Years, func(y Year) bool { return y.Year == year })
	for _, r := range c.Rules {
		d, err := date.Parse(fmt.Sprintf("%04d-%s", year, r.Day))
		if err != nil || r.Off || !r.on(d) || listed && !r.EveryYear {
			continue
		}
		if _, had := c.off[d]; !had {
			c.off[d] = Day{Date: d, Kind: Rest, Title: r.Title, Cite: r.Cite, Reckoned: true, Source: r.Source}
		}
	}
	if listed || c.Good == nil {
		return
	}
	for _, h := range c.off.of(year) {
		if h.Kind != Rest || !Weekend(h.Date) {
			continue
		}
		next := h.Date
		for !c.Working(next) {
			next = next.AddDays(1)
		}
		title := errs.T("%s (%s)", h.Title, c.Good.Title)
		c.off[next] = Day{Date: next, Kind: Rest, Title: title, Cite: c.Good.Cite + "; " + h.Cite, Reckoned: true,
			Source: c.Good.Source}
	}
}

// of are the days of a year, in their order.
func (o days) of(year int) (out []Day) {
	for d, h := range o {
		if d.Year() == year {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b Day) int { return cmp.Compare(a.Date, b.Date) })
	return out
}

// Of are the days of rest and the worked Saturdays and Sundays of a year, in their order.
func (c *Calendar) Of(year int) []Day { return c.off.of(year) }

// On returns what the calendar has of a day beside its weekday, false where it has nothing.
func (c *Calendar) On(d date.Date) (Day, bool) {
	h, ok := c.off[d]
	return h, ok
}

// SwitchedOff are the rules that are known of but not in force, in a year.
func (c *Calendar) SwitchedOff(year int) (out []Day) {
	for _, r := range c.Rules {
		d, err := date.Parse(fmt.Sprintf("%04d-%s", year, r.Day))
		if err == nil && r.Off && r.on(d) {
			out = append(out, Day{Date: d, Kind: Rest, Title: r.Title, Cite: r.Cite, Reckoned: true, Source: r.Source})
		}
	}
	return out
}

// Working reports whether offices work on a day: no Saturday or Sunday but one that is listed as worked, no day of
// rest.
func (c *Calendar) Working(d date.Date) bool {
	if h, ok := c.off[d]; ok {
		return h.Kind == Worked
	}
	return !Weekend(d)
}

// NoNotice says what is not known of a year's days of rest; empty where its list is whole.
func (c *Calendar) NoNotice(year int) errs.Text {
	for _, y := range c.Years {
		if y.Year == year {
			return errs.Text{}
		}
	}
	return errs.T("the notice of days of rest of %d is not here yet", year)
}

// With returns the calendar with days laid over it: an Ordinary one takes back what is listed. What is noticed are
// years whose list an office has called whole. The calendar itself does not change.
func (c *Calendar) With(days []Day, noticed []Year) *Calendar {
	out := *c
	out.off = maps.Clone(c.off)
	out.Years = append(slices.Clone(c.Years), noticed...)
	for _, h := range days {
		if delete(out.off, h.Date); h.Kind != Ordinary {
			out.off[h.Date] = h
		}
	}
	return &out
}
