package exitplan

import (
	"cmp"
	"math/bits"
	"slices"

	"giamngheo/internal/household"
)

// Need is what stands between a household and a goal: it is lifted by the income, or (to leave poverty) by the
// deprivations.
type Need struct {
	// đồng that the household lacks a month; 0: its income is over the line
	Income       household.Maybe[household.Dong]
	Deprivations int // how many must go; -1: the goal does not ask
}

// Met reports whether nothing is missing.
func (n Need) Met() bool { return n.Income.Known && n.Income.Value == 0 || n.Deprivations == 0 }

// NeedOf says what stands between a household and a goal.
func NeedOf(h *Household, goal Goal, cutoff int) Need {
	n := Need{Deprivations: -1}
	if h.Gap.Known {
		n.Income = household.Just(h.Gap.Value * household.Dong(h.People))
	}
	if goal == LeavePoverty {
		n.Deprivations = max(bits.OnesCount16(h.Deprived)-cutoff+1, 0)
	}
	return n
}

// Bundle is a set of a household's options that lifts it, none of which can be spared.
type Bundle struct {
	Options uint32 // a bit for each of Household.Options
	Cost    household.Dong
}

// Bundles returns the minimal sets of options that lift a household, cheapest first; none where it needs none or none
// lifts it.
func Bundles(h *Household, goal Goal, cutoff int) []Bundle {
	return bundles(h, NeedOf(h, goal, cutoff), 0, all(len(h.Options)))
}

func all(n int) uint32 { return 1<<n - 1 }

// bundles are the minimal sets of the allowed options that meet a need together with those given in any case; the
// given ones are not part of them. Where the given ones suffice, that is the one empty set.
func bundles(h *Household, need Need, given, allowed uint32) []Bundle {
	b := builder{h: h, need: need}
	if need.Met() {
		return nil
	}
	b.use(allowed &^ given)
	gone, income := b.sum(given)
	b.grow(Bundle{}, gone, income, 0)
	out := slices.DeleteFunc(b.found, b.spares(given))
	slices.SortFunc(out, func(a, b Bundle) int {
		return cmp.Or(cmp.Compare(a.Cost, b.Cost), cmp.Compare(bits.OnesCount32(a.Options),
			bits.OnesCount32(b.Options)), cmp.Compare(a.Options, b.Options))
	})
	return out
}

// builder looks at the sets of a household's options.
type builder struct {
	h     *Household
	need  Need
	list  []int // the options that may be added and bring anything
	after []gain
	found []Bundle
}

// gain is what the options from a place of the list on bring together.
type gain struct {
	gone   uint16
	income household.Dong
}

func (b *builder) use(allowed uint32) {
	for i := range b.h.Options {
		o := &b.h.Options[i]
		if allowed&(1<<i) != 0 && (o.Removes&b.h.Deprived != 0 || o.Income > 0) {
			b.list = append(b.list, i)
		}
	}
	b.after = make([]gain, len(b.list)+1)
	for k := len(b.list) - 1; k >= 0; k-- {
		o := &b.h.Options[b.list[k]]
		b.after[k] = gain{b.after[k+1].gone | o.Removes, b.after[k+1].income + o.Income}
	}
}

// grow adds to a set every option from a place of the list on in turn. A set that lifts is not grown further, nor one
// that would not lift with all that may still be added.
func (b *builder) grow(now Bundle, gone uint16, income household.Dong, from int) {
	if b.lifts(gone, income) {
		b.found = append(b.found, now)
		return
	}
	for k := from; k < len(b.list); k++ {
		if !b.lifts(gone|b.after[k].gone, income+b.after[k].income) {
			return
		}
		i := b.list[k]
		o := &b.h.Options[i]
		b.grow(Bundle{now.Options | 1<<i, now.Cost + o.Cost}, gone|o.Removes, income+o.Income, k+1)
	}
}

func (b *builder) lifts(gone uint16, income household.Dong) bool {
	if b.need.Income.Known && income >= b.need.Income.Value {
		return true
	}
	return b.need.Deprivations >= 0 && bits.OnesCount16(b.h.Deprived&gone) >= b.need.Deprivations
}

func (b *builder) sum(set uint32) (gone uint16, income household.Dong) {
	for i := range b.h.Options {
		if set&(1<<i) != 0 {
			o := &b.h.Options[i]
			gone, income = gone|o.Removes, income+o.Income
		}
	}
	return gone, income
}

// spares reports of a set whether one of its options can be spared: grow finds sets in the order of the options, so
// that an earlier one may have become needless.
func (b *builder) spares(given uint32) func(Bundle) bool {
	return func(s Bundle) bool {
		for rest := s.Options; rest != 0; rest &= rest - 1 {
			gone, income := b.sum(given | s.Options&^(rest&-rest))
			if b.lifts(gone, income) {
				return true
			}
		}
		return false
	}
}
