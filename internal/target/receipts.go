package target

import (
	"cmp"
	"math/bits"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
)

// Entry is what is to be added to a part of a place from a day on.
type Entry struct {
	Commune place.Code
	Part    int
	From    date.Date
	Tally   Tally
}

// receiver is who is counted once a part: a household, a person of it, or – where nobody of the register – the support.
type receiver struct {
	household int64
	member    int
	support   int64
}

// Receipts returns what supports are to the parts of the plan, in the order of their days: of distinct receivers the
// first support that counts, where it was given; all others with their quantities. It must be given all supports of a
// receiver: those of one household, or those of everybody. Added negated, the entries of what was there before take it
// back.
//
// Cohort says of a household in which parts with a cohort of the year's start it was, a bit each: a support to anybody
// else is nothing to those parts. Nil: nobody was in any.
func (g *Gauge) Receipts(all []programme.Support, cohort func(household int64) uint64) (out []Entry, err error) {
	type counts struct {
		key uint64 // the day, and within it the order of recording
		s   *programme.Support
		in  [2]uint64 // which numerators and denominators
	}
	var order []counts
	for i := range all {
		in, err := g.bits(&all[i])
		if err != nil {
			return nil, err
		}
		if left := in[0] & g.ofStart; left != 0 && (cohort == nil || all[i].Household == 0) {
			in[0] &^= left
		} else if left != 0 {
			in[0] &^= left &^ cohort(all[i].Household)
		}
		if in != [2]uint64{} {
			order = append(order, counts{uint64(all[i].Day)<<40 | uint64(all[i].ID)&(1<<40-1), &all[i], in})
		}
	}
	slices.SortFunc(order, func(a, b counts) int { return cmp.Compare(a.key, b.key) })
	seen := map[receiver][2]uint64{}
	for _, c := range order {
		r := receiver{c.s.Household, c.s.Member, 0}
		if c.s.Household == 0 {
			r.support = c.s.ID
		}
		whole := receiver{r.household, wholeHousehold, r.support} // for the parts that count households
		was, wasWhole := seen[r], seen[whole]
		now, nowWhole := was, wasWhole
		for left := c.in[0] | c.in[1]; left != 0; left &= left - 1 {
			i := bits.TrailingZeros64(left)
			share := g.share(i, c.in, c.s)
			share.Numerator = once(g.count[i].numerator, share.Numerator, i, &now[0], &nowWhole[0])
			share.Denominator = once(g.count[i].denominator, share.Denominator, i, &now[1], &nowWhole[1])
			if t := g.tallyOf(i, share); t != (Tally{}) {
				out = append(out, Entry{c.s.Commune, i, c.s.Day, t})
			}
		}
		if now != was {
			seen[r] = now
		}
		if nowWhole != wasWhole {
			seen[whole] = nowWhole
		}
	}
	return out, nil
}

// wholeHousehold stands for all of a household, as no number of a member does.
const wholeHousehold = -1

// once is the amount of a share, nothing where distinct receivers are counted and this one was: a person, or the
// household.
func once(c *counter, amount int64, part int, person, whole *uint64) int64 {
	if amount == 0 || c.Sum != "" {
		return amount
	}
	seen := person
	if c.Unit == "household" {
		seen = whole
	}
	if *seen>>part&1 == 1 {
		return 0
	}
	*seen |= 1 << part
	return amount
}

// tallyOf turns a share into what it adds to the tally of a part.
func (g *Gauge) tallyOf(part int, s Share) Tally {
	if !g.count[part].denominator.counted() {
		return Tally{Met: s.Numerator}
	}
	return Tally{Met: s.Numerator, NotMet: s.Denominator - s.Numerator}
}

// Activities returns what activities are to the parts of the plan, from the day on which each begins.
func (g *Gauge) Activities(all []programme.Activity) (out []Entry, err error) {
	shares := make([]Share, len(g.parts))
	for i := range all {
		if err := g.Activity(&all[i], shares); err != nil {
			return nil, err
		}
		for part, share := range shares {
			if t := g.tallyOf(part, share); t != (Tally{}) {
				out = append(out, Entry{all[i].Place, part, all[i].From, t})
			}
		}
	}
	return out, nil
}
