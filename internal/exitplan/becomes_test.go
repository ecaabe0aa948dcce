package exitplan_test

import (
	"context"
	"math"
	"testing"

	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
)

// TestBecomes: a household that loses one of three deprivations and keeps its income is near-poor; one whose gap is
// covered is over the line. The counts add up to the lifted, the chances to what is expected of them.
func TestBecomes(t *testing.T) {
	gap := household.Just(household.Dong(100_000))
	job := exitplan.Option{Kind: "job", Cost: 4, Removes: 1, Income: 300_000, Chance: 0.6}
	card := exitplan.Option{Kind: "card", Cost: 10, Removes: 2}
	p := &exitplan.Problem{Cutoff: 3, Budget: 1000, Households: []exitplan.Household{
		// 400,000 is missing: near-poor
		{ID: 1, People: 4, Gap: gap, Deprived: 7, Options: []exitplan.Option{job}},
		// 300,000: over the line
		{ID: 2, People: 3, Gap: gap, Deprived: 7, Options: []exitplan.Option{job}},
		// its income is not known: near-poor
		{ID: 3, People: 2, Deprived: 7, Options: []exitplan.Option{job}},
		// both are needed
		{ID: 4, People: 4, Gap: gap, Deprived: 15, Options: []exitplan.Option{job, card}},
		// near-poor already
		{ID: 5, People: 4, Gap: gap, Deprived: 3, Options: []exitplan.Option{job}},
		// near-poor already
		{ID: 6, People: 1, Gap: household.Just(household.Dong(400_000)), Deprived: 8, Options: []exitplan.Option{job}},
	}}
	s, err := exitplan.Solve(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	near, over := exitplan.NearPoor, exitplan.AboveLine
	for i, want := range []exitplan.Becomes{near, over, near, near, 0, 0} {
		if o := s.Outcomes[i]; o.Becomes != want || (want != 0) != (o.State == exitplan.Lifted) {
			t.Errorf("%d: %+v, want %d", i+1, o, want)
		}
	}
	if s.Lifted != 4 || s.NearPoor != 3 || s.AboveLine != 1 || math.Abs(s.Expected-4*0.6) > 1e-9 {
		t.Errorf("%+v", s)
	}
	p.Limits = []exitplan.Limit{{Kind: "job", Quantity: household.Just(int64(2))}}
	if s, err = exitplan.Solve(context.Background(), p); err != nil || s.Lifted != 2 || s.NearPoor+
		s.AboveLine != s.Lifted {
		t.Errorf("two jobs: %+v, %v", s, err)
	}
	p.Households[0].Options[0].Chance = 1.2
	if _, err = exitplan.Solve(context.Background(), p); err == nil {
		t.Error("a chance above 1 is taken")
	}
}
