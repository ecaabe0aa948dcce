package poverty

import (
	"math/bits"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
)

// mostBirths is how many ways of supposing births are tried at most: twelve members each of whom stands at an age that
// the rules compare. The births of further ones stay as they are known, which leaves open what they decide.
const mostBirths = 1 << 12

// narrow looks at a household that is not decided because days of birth are not known: every age that the known years
// allow is tried, and what all of them agree on is known. It returns the least and the greatest number of deprivations
// among them; an indicator on which they agree is noted in r. Where there is nothing to try it returns r's own.
func (c *Classifier) narrow(h *household.Household, r *Result) (rule.Range, error) {
	least, greatest := r.Count()
	own := rule.Range{Lo: int64(least), Hi: int64(greatest)}
	if r.Unanswered == 0 {
		return own, nil
	}
	open, all := c.births(h)
	if len(open) == 0 {
		return own, nil
	}
	tried := *h
	tried.Members = append([]household.Member(nil), h.Members...)
	defer func() { c.in.H = h }()
	c.in.H = &tried
	never, always, found := uint16(0), ^uint16(0), rule.Range{Lo: int64(greatest), Hi: int64(least)}
	for n := range all {
		for _, b := range open {
			tried.Members[b.member].Birth = b.parts[n%len(b.parts)]
			n /= len(b.parts)
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

// parted is a member of whom not the day but a span of birth is known, and the parts of it that the rules tell apart.
type parted struct {
	member int
	parts  []household.Birth
}

// births are the members whose births the rules tell apart, as many as may be tried; all is how many ways there are.
func (c *Classifier) births(h *household.Household) (open []parted, all int) {
	all = 1
	for i := range h.Members {
		b := h.Members[i].Birth
		if !b.Known() || b.Exact() {
			continue
		}
		if parts := c.s.ages.parts(b, c.s.On); len(parts) > 1 && all*len(parts) <= mostBirths {
			open, all = append(open, parted{i, parts}), all*len(parts)
		}
	}
	return open, all
}

// ages are what the rules of indicators ask of ages, in full months: at which they decide otherwise, or that they use
// ages in another way than comparing them with constants, so that each month may count.
type ages struct {
	at    map[int]bool
	every bool
}

// agesOf collects what the indicators compare. An age of n years begins and ends with a full month: < and <= part
// there.
func agesOf(indicators []Indicator) ages {
	a := ages{at: map[int]bool{}}
	for i := range indicators {
		for name, months := range map[string]int{"age": 12, "age_months": 1} {
			consts, ok := indicators[i].program.Compared(name)
			a.every = a.every || !ok
			for _, n := range consts {
				a.at[int(n)*months], a.at[int(n+1)*months] = true, true
			}
		}
	}
	return a
}

// parts splits a span of birth where the age on a day passes one that the rules ask for. Each part stays a span: what
// the rules tell apart within it nevertheless stays unknown, and is not guessed.
func (a *ages) parts(b household.Birth, on date.Date) (out []household.Birth) {
	last := b.Latest
	if b.Earliest <= on {
		last = min(last, on) // nobody is younger than 0
	}
	first, old := b.Earliest, on.MonthsSince(b.Earliest)
	for d := b.Earliest; d <= last; d = d.AddDays(1) {
		if months := on.MonthsSince(d); months < old {
			if a.every || a.at[old] { // who was born yesterday has an age that who was born today has not
				out, first = append(out, b.Within(first, d.AddDays(-1))), d
			}
			old = months
		}
	}
	return append(out, b.Within(first, last))
}
