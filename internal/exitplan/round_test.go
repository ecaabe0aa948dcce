package exitplan

import (
	"math"
	"slices"
	"testing"

	"giamngheo/internal/household"
)

// tiny is three households alike with a way each: 4 of 10.
func tiny(t *testing.T) *search {
	t.Helper()
	p := &Problem{Budget: 10, Cutoff: 1, Limits: []Limit{{Kind: "water", Quantity: household.Just(int64(2))}}}
	for i := range int64(3) {
		p.Households = append(p.Households, Household{ID: i + 1, Deprived: 1,
			Options: []Option{{Kind: "water", Cost: 4, Removes: 1}}})
	}
	m, err := prepare(p)
	if err != nil {
		t.Fatal(err)
	}
	c := m.gather()
	if len(c.groups) != 1 || len(c.caps) != 2 {
		t.Fatalf("groups %d, limits %v: want one group of three under two limits", len(c.groups), c.caps)
	}
	return &search{relaxer: newRelaxer(c)}
}

// TestGiveBack: fractions that the floats brought over the sum are no proposal until what is over is given back.
func TestGiveBack(t *testing.T) {
	c := pair([]int64{11}, []int64{4, 4, 4, 4, 4, 4})
	s := &search{relaxer: newRelaxer(c)}
	s.round(relaxed{x: []float64{1, 0, 0, 1, 1, 0}, prices: []float64{2.75}})
	if left, _ := s.remaining(s.best); s.value != 2 || left[0] != 3 {
		t.Errorf("proposal %v worth %d leaves %v of 11, want 2 of 3 households at 4 each", s.best, s.value, left)
	}
	x := []int32{1, 0, 0, 1, 1, 0}
	left, room := s.remaining(x)
	s.giveBack(x, left, room, []int{0, 1, 2, 3, 4, 5})
	if !slices.Equal(x, []int32{1, 0, 0, 1, 0, 0}) || left[0] != 3 || !slices.Equal(room, []int32{0, 0, 1}) {
		t.Errorf("kept %v, left %v, room %v: the last of the order goes", x, left, room)
	}
}

// pair is a core of households with two ways each.
func pair(caps, use []int64) *core {
	c := &core{caps: caps, use: use}
	for g := range len(use) / len(caps) / 2 {
		c.of = append(c.of, g, g)
		c.groups = append(c.groups, group{weight: 1, members: make([]*candidate, 1), first: 2 * g, n: 2})
	}
	return c
}

// TestBoundAtAnyPrices: whatever the prices, the best choices bound what can be lifted.
func TestBoundAtAnyPrices(t *testing.T) {
	s := tiny(t)
	for _, prices := range [][]float64{{0, 0}, {0, 2}, {2.5, 0}, {1, 1}, {100, 3}} {
		if _, bound := s.choose(s.free(), prices); bound < 2 {
			t.Errorf("bound %g at prices %v, though 2 can be lifted", bound, prices)
		}
	}
}

// TestVertex: fractions in more groups than there are limits are shifted until few enough are left, without losing
// value or taking more; every household of these is in one way or the other, or not lifted.
func TestVertex(t *testing.T) {
	for name, start := range map[string][]float64{"ways": {0.5, 0.5, 0.3, 0.7, 0.9, 0.1},
		"lifted or not": {0.9, 0, 0, 0.8, 0.8, 0}, "both": {0.2, 0.3, 0.4, 0.6, 0.7, 0.1}} {
		r := newRelaxer(pair([]int64{10}, []int64{4, 3, 5, 2, 1, 6}))
		x := slices.Clone(start)
		r.toVertex(x)
		undecided := map[int]bool{}
		var was, is [2]float64
		for j := range x {
			if fraction(x[j]) {
				undecided[r.of[j]] = true
			}
			was[0], is[0] = was[0]+start[j], is[0]+x[j]
			was[1], is[1] = was[1]+start[j]*r.share[j], is[1]+x[j]*r.share[j]
		}
		if len(undecided) > 1 || is[0] < was[0]-1e-9 || math.Abs(is[1]-was[1]) > 1e-9 || slices.Min(x) < 0 ||
			slices.Max(x) > 1 {
			t.Errorf("%s: vertex %v: %d groups undecided, value and use %v were %v", name, x, len(undecided), is, was)
		}
	}
}
