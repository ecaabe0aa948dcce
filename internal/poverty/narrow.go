package poverty

import (
	"math/bits"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
)

// mostBirths is how many combinations of birth days are tried at most: two members of whom the year alone is known.
const mostBirths = 600

// narrow looks at a household that is not decided because days of birth are not known: every age that the known years
// allow is tried, and what all of them agree on is known. It returns the least and the greatest number of deprivations
// among them; an indicator on which they agree is noted in r. Where there is nothing to try it returns r's own.
func (c *Classifier) narrow(h *household.Household, r *Result) (rule.Range, error) {
	least, greatest := r.Count()
	own := rule.Range{Lo: int64(least), Hi: int64(greatest)}
	open, days, all := c.births(h)
	if r.Unanswered == 0 || len(open) == 0 || all > mostBirths {
		return own, nil
	}
	tried := *h
	tried.Members = append([]household.Member(nil), h.Members...)
	defer func() { c.in.H = h }()
	c.in.H = &tried
	never, always, found := uint16(0), ^uint16(0), rule.Range{Lo: int64(greatest), Hi: int64(least)}
	for n := range all {
		for i, at := range open {
			tried.Members[at].Birth = household.BornOn(days[i][n%len(days[i])])
			n /= len(days[i])
		}
		one, err := c.open(h, r)
		if err != nil {
			return own, err
		}
		always &= one.Deprived
		never |= one.Deprived | one.Unanswered
		lo := int64(bits.OnesCount16(one.Deprived))
		found.Lo, found.Hi = min(found.Lo, lo), max(found.Hi, lo+int64(bits.OnesCount16(one.Unanswered)))
	}
	r.Deprived |= always & r.Unanswered
	r.Unanswered &= never &^ always
	return found, nil
}

// open evaluates the indicators that are not decided in r on the household in hand; of the others r's answer stays.
func (c *Classifier) open(h *household.Household, r *Result) (Result, error) {
	one := Result{Deprived: r.Deprived}
	for i := range c.s.Indicators {
		if r.Unanswered>>i&1 == 0 {
			continue
		}
		t, err := c.s.Indicators[i].program.Eval(&c.in)
		if err != nil {
			return one, c.failed(h, c.s.Indicators[i].Code, err)
		}
		one.note(i, t)
	}
	return one, nil
}

// births are the members of whom not the day but a span of birth is known, with the days that make a difference: in
// every month one that is full on the review's day and one that is not. all is how many combinations there are.
func (c *Classifier) births(h *household.Household) (open []int, days [][]date.Date, all int) {
	all = 1
	for i := range h.Members {
		b := h.Members[i].Birth
		if !b.Known() || b.Exact() {
			continue
		}
		var of []date.Date
		for d := b.Earliest; d <= b.Latest; {
			next := date.Must(d.Year()+d.Month()/12, d.Month()%12+1, 1)
			last := min(next.AddDays(-1), b.Latest)
			of = append(of, d)
			if c.s.On.MonthsSince(last) != c.s.On.MonthsSince(d) {
				of = append(of, last)
			}
			d = next
		}
		if open, days = append(open, i), append(days, of); all > mostBirths {
			return open, days, all
		}
		all *= len(of)
	}
	return open, days, all
}
