package exitplan

import (
	"math"
	"slices"
)

// round makes two proposals: one of the whole parts of the fractions and what still fits, one of what fits, the best
// for its price first, whatever the fractions. Neither is always the better one.
func (s *search) round(r relaxed) {
	x := make([]int32, len(s.of))
	for j := range x {
		x[j] = int32(math.Floor(r.x[j] + 1e-7))
	}
	order := s.byPrice(r.prices)
	left, room := s.remaining(x)
	s.giveBack(x, left, room, order)
	s.fill(x, left, room, order)
	x = make([]int32, len(s.of))
	left, room = s.remaining(x)
	s.fill(x, left, room, order)
}

// giveBack takes households out of a choice that is over what there is, the dearest first: fractions that are whole
// but for the margin can be over by a đồng.
func (s *search) giveBack(x []int32, left []int64, room []int32, order []int) {
	for i := range left {
		for k := len(order) - 1; k >= 0 && left[i] < 0; k-- {
			j := order[k]
			u := s.Row(j)
			for x[j] > 0 && u[i] > 0 && left[i] < 0 {
				x[j]--
				room[s.of[j]]++
				for l := range left {
					left[l] += u[l]
				}
			}
		}
	}
}

// remaining returns what a choice leaves of each resource and of each group.
func (c *core) remaining(x []int32) (left []int64, room []int32) {
	left, room = slices.Clone(c.caps), make([]int32, len(c.groups))
	for g := range c.groups {
		room[g] = int32(len(c.groups[g].members))
	}
	for j, n := range x {
		if n == 0 {
			continue
		}
		room[c.of[j]] -= n
		for i, u := range c.Row(j) {
			left[i] -= u * int64(n)
		}
	}
	return left, room
}

// byPrice orders the ways by what they cost at prices for the weight they bring.
func (r *relaxer) byPrice(prices []float64) []int {
	order, dear := make([]int, len(r.of)), make([]float64, len(r.of))
	for j := range order {
		order[j] = j
		dear[j] = dot(prices, r.sharesOf(j)) / float64(r.groups[r.of[j]].weight)
	}
	slices.SortStableFunc(order, func(a, b int) int { return byGain(priced{a, -dear[a]}, priced{b, -dear[b]}) })
	return order
}

// fill adds to a choice what still fits, in an order, and keeps the result where it is the best so far.
func (s *search) fill(x []int32, left []int64, room []int32, order []int) {
	for _, j := range order {
		n := int64(room[s.of[j]])
		for i, u := range s.Row(j) {
			if u > 0 {
				n = min(n, left[i]/u)
			}
		}
		if n == 0 {
			continue
		}
		x[j] += int32(n)
		room[s.of[j]] -= int32(n)
		for i, u := range s.Row(j) {
			left[i] -= u * n
		}
	}
	if v := s.worth(x); v > s.value {
		s.value, s.best = v, slices.Clone(x)
	}
}

func (c *core) worth(x []int32) (v int64) {
	for j, n := range x {
		v += int64(n) * c.groups[c.of[j]].weight
	}
	return v
}
