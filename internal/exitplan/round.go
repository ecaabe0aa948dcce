package exitplan

import (
	"math"
	"slices"
)

// round makes a proposal of fractions: the whole parts, then what still fits, in several orders; the best is kept.
func (s *search) round(r relaxed) {
	x := make([]int32, len(s.of))
	for j := range x {
		x[j] = int32(math.Floor(r.x[j] + 1e-7))
	}
	left, room, ok := s.remaining(x)
	if !ok {
		for j := range x {
			x[j] = int32(math.Floor(max(r.x[j]-1e-4, 0)))
		}
		if left, room, ok = s.remaining(x); !ok {
			return
		}
	}
	s.fill(x, left, room, s.byPrice(r.prices))
}

// remaining returns what a choice leaves of each resource and of each group; ok is false where it takes too much.
func (c *core) remaining(x []int32) (left []int64, room []int32, ok bool) {
	left, room = slices.Clone(c.caps), make([]int32, len(c.groups))
	for g := range c.groups {
		room[g] = int32(len(c.groups[g].members))
	}
	for j, n := range x {
		if n == 0 {
			continue
		}
		room[c.of[j]] -= n
		for i, u := range c.row(j) {
			left[i] -= u * int64(n)
		}
	}
	return left, room, !slices.ContainsFunc(left, negative) && !slices.ContainsFunc(room, negative)
}

func negative[T int32 | int64](n T) bool { return n < 0 }

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
		for i, u := range s.row(j) {
			if u > 0 {
				n = min(n, left[i]/u)
			}
		}
		if n == 0 {
			continue
		}
		x[j] += int32(n)
		room[s.of[j]] -= int32(n)
		for i, u := range s.row(j) {
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
