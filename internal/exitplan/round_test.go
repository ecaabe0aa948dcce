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
		p.Households = append(p.Households, Household{ID: i + 1, Deprived: 1, Options: []Option{{Kind: "water", Cost: 4, Removes: 1}}})
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

// TestGiveBack: fractions that the floats brought over the limits are no proposal until what is over is given back.
func TestGiveBack(t *testing.T) {
	s := tiny(t)
	s.round(relaxed{x: []float64{3}, prices: []float64{0, 0}})
	if !slices.Equal(s.best, []int32{2}) || s.value != 2 {
		t.Errorf("proposal %v worth %d, want 2 of 3 households", s.best, s.value)
	}
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

// TestVertex: two fractions in as many groups are shifted until one group is left undecided, without losing value.
func TestVertex(t *testing.T) {
	c := &core{caps: []int64{10}, of: []int{0, 1, 2}, use: []int64{4, 4, 4}}
	for g := range 3 {
		c.groups = append(c.groups, group{weight: 1, members: make([]*candidate, 1), first: g, n: 1})
	}
	x := []float64{0.9, 0.8, 0.8}
	newRelaxer(c).toVertex(x)
	fractions, sum := 0, 0.0
	for _, v := range x {
		sum += v
		if fraction(v) {
			fractions++
		}
	}
	if fractions > 1 || math.Abs(sum-2.5) > 1e-9 {
		t.Errorf("vertex %v: %d fractions, sum %g; want at most one, 2.5", x, fractions, sum)
	}
}
