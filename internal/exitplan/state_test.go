package exitplan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/errs"
	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
)

// small is a problem that can be worked out by hand: cut-off 3, a sum of 50.
func small() *exitplan.Problem {
	gap := household.Just(household.Dong(10))
	return &exitplan.Problem{Cutoff: 3, Budget: 50, Households: []exitplan.Household{
		{ID: 1, People: 2, Gap: gap, Deprived: 0b111, Options: []exitplan.Option{{Kind: "water", Cost: 30,
			Removes: 0b1}, {Kind: "job", Cost: 40, Income: 20}}},
		{ID: 2, People: 1, Gap: gap, Deprived: 0b1111, Options: []exitplan.Option{{Kind: "water", Cost: 10,
			Removes: 0b1}, {Kind: "house", Cost: 15, Removes: 0b110}}},
		{ID: 3, People: 4, Gap: gap, Deprived: 0b11},
		{ID: 4, People: 4, Gap: gap, Deprived: 0b111, Options: []exitplan.Option{{Kind: "job", Cost: 1, Income: 39}}},
		{ID: 5, Deprived: 0b111, Options: []exitplan.Option{{Kind: "job", Cost: 1, Income: 1000}}},
		{ID: 6, Deprived: 0b111, Options: []exitplan.Option{{Kind: "water", Cost: 26, Removes: 0b1}}},
	}}
}

func solve(t *testing.T, p *exitplan.Problem) *exitplan.Solution {
	t.Helper()
	s, err := exitplan.Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	audit(t, p, s)
	return s
}

func states(s *exitplan.Solution) (out []exitplan.State) {
	for _, o := range s.Outcomes {
		out = append(out, o.State)
	}
	return out
}

// TestStates: house alone lifts 2 (15 of 50, of 25 with water); then 6 (26) is cheaper than 1 (30); 4 lacks one đồng a
// month; of 5 the income is not known, 3 is near-poor already.
func TestStates(t *testing.T) {
	s := solve(t, small())
	want := []exitplan.State{exitplan.Waiting, exitplan.Lifted, exitplan.Above, exitplan.Beyond, exitplan.IncomeUnknown,
		exitplan.Lifted}
	if diff := cmp.Diff(want, states(s)); diff != "" {
		t.Error(diff)
	}
	if s.Cost != 41 || s.Lifted != 2 || !s.Optimal || s.Outcomes[0].Cheapest != household.Just(household.Dong(30)) {
		t.Errorf("cost %d, lifted %d, optimal %v, cheapest of 1 %v", s.Cost, s.Lifted, s.Optimal,
			s.Outcomes[0].Cheapest)
	}
	if diff := cmp.Diff([]exitplan.Use{{Kind: "house", Quantity: 1, Money: 15},
		{Kind: "water", Quantity: 1, Money: 26}}, s.Uses); diff != "" {
		t.Error(diff)
	}
}

// TestNearPoverty: without deprivations only an income over the line counts.
func TestNearPoverty(t *testing.T) {
	p := small()
	p.Goal = exitplan.LeaveNearPoverty
	want := []exitplan.State{exitplan.Lifted, exitplan.Beyond, exitplan.Beyond, exitplan.Beyond, exitplan.IncomeUnknown,
		exitplan.IncomeUnknown}
	if diff := cmp.Diff(want, states(solve(t, p))); diff != "" {
		t.Error(diff)
	}
}

// TestEdits: what an officer locks in is given and paid for, what is locked out never, and the rest of the sum goes on.
func TestEdits(t *testing.T) {
	p := small()
	p.Locks = []exitplan.Lock{{Household: 1, Kind: "water", In: true}, {Household: 2, Kind: "house"}, {Household: 6}}
	s := solve(t, p)
	want := []exitplan.State{exitplan.Lifted, exitplan.Beyond, exitplan.Above, exitplan.Beyond, exitplan.IncomeUnknown,
		exitplan.LeftOut}
	if diff := cmp.Diff(want, states(s)); diff != "" {
		t.Error(diff)
	}
	p.Locks = []exitplan.Lock{{Household: 2, Kind: "water", In: true}}
	s = solve(t, p)
	if diff := cmp.Diff([]string{"water", "house"}, s.Outcomes[1].Supports); diff != "" || s.Cost != 25 {
		t.Errorf("locked water beside what lifts: %s cost %d", diff, s.Cost)
	}
}

func TestNothing(t *testing.T) {
	if s := solve(t, &exitplan.Problem{Cutoff: 3}); s.Lifted != 0 || s.Bound != 0 || !s.Optimal {
		t.Errorf("no households: %+v", s)
	}
	p := small()
	p.Budget = 0
	if s := solve(t, p); s.Lifted != 0 || s.Cost != 0 || s.Bound != 0 || s.Count(exitplan.Waiting) != 3 {
		t.Errorf("no money: %+v", s)
	}
	p = small()
	p.Households = p.Households[2:5]
	if s := solve(t, p); s.Lifted != 0 || !s.Optimal {
		t.Errorf("nobody can be lifted: %+v", s)
	}
	p = small()
	p.Budget = 1000
	if s := solve(t, p); s.Lifted != 3 || s.Cost != 71 {
		t.Errorf("more than enough: lifted %d for %d", s.Lifted, s.Cost)
	}
}

func TestNeed(t *testing.T) {
	h := &small().Households[1]
	if got, want := exitplan.NeedOf(h, exitplan.LeavePoverty, 3),
		(exitplan.Need{Income: household.Just(household.Dong(10)), Deprivations: 2}); got != want {
		t.Errorf("need %+v, want %+v", got, want)
	}
	if got := exitplan.NeedOf(h, exitplan.LeaveNearPoverty, 3); got.Deprivations != -1 || got.Met() {
		t.Errorf("need to leave near-poverty: %+v", got)
	}
	if diff := cmp.Diff([]exitplan.Bundle{{Options: 0b10, Cost: 15}},
		exitplan.Bundles(h, exitplan.LeavePoverty, 3)); diff != "" {
		t.Error(diff)
	}
	line := household.Dong(1_500_000)
	for income, want := range map[household.Dong]household.Dong{line - 1: 2, line: 1, line + 1: 0, 2 * line: 0} {
		if got := exitplan.GapTo(household.Just(income), line); got != household.Just(want) {
			t.Errorf("GapTo(%d) = %v, want %d", income, got, want)
		}
	}
	if exitplan.GapTo(household.Maybe[household.Dong]{}, line).Known {
		t.Error("the gap of an unknown income is known")
	}
}

func TestCheck(t *testing.T) {
	job := exitplan.Option{Kind: "job", Cost: 1}
	for name, c := range map[string]struct {
		change func(*exitplan.Problem)
		kind   errs.Kind
		says   string
	}{
		"budget": {func(p *exitplan.Problem) { p.Budget = -1 }, errs.Invalid, "số tiền -1"},
		"goal":   {func(p *exitplan.Problem) { p.Goal = 7 }, errs.Invalid, "mục tiêu 7"},
		"cutoff": {func(p *exitplan.Problem) { p.Cutoff = 0 }, errs.Invalid, "ngưỡng 0"},
		"twice":  {func(p *exitplan.Problem) { p.Households[1].ID = 1 }, errs.Invalid, "hộ 1 có hai lần"},
		"people": {func(p *exitplan.Problem) { p.Households[2].People = 0 }, errs.Invalid, "hộ 3"},
		"crowd":  {func(p *exitplan.Problem) { p.Households[2].People = 5000 }, errs.Invalid, "5000 người"},
		"gap":    {func(p *exitplan.Problem) { p.Households[2].Gap.Value = -1 }, errs.Invalid, "hộ 3"},
		"weight": {func(p *exitplan.Problem) { p.Households[2].Weight = -1 }, errs.Invalid, "hộ 3"},
		"cost":   {func(p *exitplan.Problem) { p.Households[0].Options[0].Cost = -1 }, errs.Invalid, `"water"`},
		"option twice": {func(p *exitplan.Problem) { p.Households[2].Options = []exitplan.Option{job, job} },
			errs.Invalid, `hộ 3: loại hỗ trợ "job"`},
		"options": {func(p *exitplan.Problem) { p.Households[2].Options = make([]exitplan.Option, 17) },
			errs.Invalid, "nhiều nhất 16"},
		"limit twice": {func(p *exitplan.Problem) { p.Limits = []exitplan.Limit{{Kind: "job"}, {Kind: "job"}} },
			errs.Invalid, `"job"`},
		"limit": {func(p *exitplan.Problem) {
			p.Limits = []exitplan.Limit{{Kind: "job", Quantity: household.Just(int64(-1))}}
		}, errs.Invalid, `"job"`},
		"lock unknown": {func(p *exitplan.Problem) { p.Locks = []exitplan.Lock{{Household: 99, Kind: "job"}} },
			errs.Invalid, "khóa hộ 99"},
		"lock impossible": {func(p *exitplan.Problem) {
			p.Locks = []exitplan.Lock{{Household: 3, Kind: "job",
				In: true}}
		}, errs.Invalid, "khóa hộ 3"},
		"lock empty": {func(p *exitplan.Problem) { p.Locks = []exitplan.Lock{{Household: 3, In: true}} }, errs.Invalid,
			"khóa hộ 3"},
		"lock both": {func(p *exitplan.Problem) {
			p.Locks = []exitplan.Lock{{Household: 1, Kind: "job", In: true}, {Household: 1, Kind: "job"}}
		}, errs.Conflict, "hộ 1"},
		"lock left out": {func(p *exitplan.Problem) {
			p.Locks = []exitplan.Lock{{Household: 1}, {Household: 1, Kind: "job", In: true}}
		}, errs.Conflict, "hộ 1"},
		"locks over the sum": {func(p *exitplan.Problem) {
			p.Budget = 39
			p.Locks = []exitplan.Lock{{Household: 1, Kind: "job", In: true}}
		}, errs.Conflict, "vượt tổng số tiền 1 đồng"},
		"locks over a limit": {func(p *exitplan.Problem) {
			p.Limits = []exitplan.Limit{{Kind: "job", Quantity: household.Just(int64(0))}}
			p.Locks = []exitplan.Lock{{Household: 1, Kind: "job", In: true}}
		}, errs.Conflict, `"job" vượt giới hạn số lượng 1`},
	} {
		t.Run(name, func(t *testing.T) {
			p := small()
			c.change(p)
			_, err := exitplan.Solve(t.Context(), p)
			if err == nil || errs.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want kind %d saying %q", err, c.kind, c.says)
			}
		})
	}
}
