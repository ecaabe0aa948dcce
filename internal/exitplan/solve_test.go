package exitplan_test

import (
	"context"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
)

// lifts says whether a set of options lifts a household, written apart from the package's own code.
func lifts(p *exitplan.Problem, h *exitplan.Household, set int) bool {
	left, income := h.Deprived, household.Dong(0)
	for i, o := range h.Options {
		if set&(1<<i) != 0 {
			left &^= o.Removes
			income += o.Income
		}
	}
	if h.Gap.Known && income >= h.Gap.Value*household.Dong(h.People) {
		return true
	}
	return p.Goal == exitplan.LeavePoverty && bits.OnesCount16(left) < p.Cutoff
}

// totals are what sets of options take: the sum, and number and money of each kind.
type totals struct {
	cost     household.Dong
	quantity map[string]int64
	money    map[string]household.Dong
}

func (t *totals) add(h *exitplan.Household, set int, sign int64) {
	for i, o := range h.Options {
		if set&(1<<i) != 0 {
			t.cost += o.Cost * household.Dong(sign)
			t.quantity[o.Kind] += max(o.Quantity, 1) * sign
			t.money[o.Kind] += o.Cost * household.Dong(sign)
		}
	}
}

func newTotals() *totals {
	return &totals{quantity: map[string]int64{}, money: map[string]household.Dong{}}
}

func (t *totals) within(p *exitplan.Problem) bool {
	for _, l := range p.Limits {
		if l.Quantity.Known && t.quantity[l.Kind] > l.Quantity.Value || l.Money.Known &&
			t.money[l.Kind] > l.Money.Value {
			return false
		}
	}
	return t.cost <= p.Budget
}

// respects says whether a set of options of a household is what the locks allow.
func respects(p *exitplan.Problem, h *exitplan.Household, set int) bool {
	for _, l := range p.Locks {
		if l.Household != h.ID {
			continue
		}
		i := slices.IndexFunc(h.Options, func(o exitplan.Option) bool { return o.Kind == l.Kind })
		has := i >= 0 && set&(1<<i) != 0
		if l.Kind == "" && set != 0 || l.Kind != "" && has != l.In && (l.In || i >= 0) {
			return false
		}
	}
	return true
}

func leftOut(p *exitplan.Problem, id int64) bool {
	return slices.ContainsFunc(p.Locks, func(l exitplan.Lock) bool { return l.Household == id && l.Kind == "" })
}

// optimum tries all sets of all households; -1 where the locks alone take more than there is.
func optimum(p *exitplan.Problem) int64 {
	best := int64(-1)
	t := newTotals()
	var try func(i int, value int64)
	try = func(i int, value int64) {
		if i == len(p.Households) {
			if value > best && t.within(p) {
				best = value
			}
			return
		}
		h := &p.Households[i]
		for set := range 1 << len(h.Options) {
			if !respects(p, h, set) {
				continue
			}
			v := value
			if !lifts(p, h, 0) && !leftOut(p, h.ID) && lifts(p, h, set) {
				v += max(h.Weight, 1)
			}
			t.add(h, set, 1)
			try(i+1, v)
			t.add(h, set, -1)
		}
	}
	try(0, 0)
	return best
}

// audit checks a proposal against its problem: every household once, what is said of it true, nothing over the sum, a
// limit or a lock, the figures those of the outcomes.
func audit(t interface {
	Helper()
	Errorf(string, ...any)
}, p *exitplan.Problem, s *exitplan.Solution) {
	t.Helper()
	if len(s.Outcomes) != len(p.Households) {
		t.Errorf("%d outcomes for %d households", len(s.Outcomes), len(p.Households))
		return
	}
	total := newTotals()
	lifted, value := 0, int64(0)
	for i := range p.Households {
		h, o := &p.Households[i], &s.Outcomes[i]
		set := 0
		for k, opt := range h.Options {
			if slices.Contains(o.Supports, opt.Kind) {
				set |= 1 << k
			}
		}
		total.add(h, set, 1)
		if o.ID != h.ID || bits.OnesCount(uint(set)) != len(o.Supports) || !respects(p, h, set) {
			t.Errorf("household %d: outcome %+v breaks a lock or names what is not possible", h.ID, o)
		}
		able := lifts(p, h, 1<<len(h.Options)-1)
		is := map[exitplan.State]bool{
			exitplan.Lifted: lifts(p, h, set) && !lifts(p, h, 0), exitplan.Above: lifts(p, h, 0),
			exitplan.Waiting: able && !lifts(p, h, set),
			exitplan.Beyond:  !lifts(p, h, set), exitplan.IncomeUnknown: !able && !h.Gap.Known,
			exitplan.LeftOut: leftOut(p, h.ID),
		}
		if !is[o.State] || o.Cheapest.Known != (able && !lifts(p, h, 0)) {
			t.Errorf("household %d: state %d, cheapest %v is not so", h.ID, o.State, o.Cheapest)
		}
		if o.State == exitplan.Lifted {
			lifted, value = lifted+1, value+max(h.Weight, 1)
		}
	}
	if !total.within(p) {
		t.Errorf("over the sum or a limit: %+v", total)
	}
	for _, u := range s.Uses {
		if total.quantity[u.Kind] != u.Quantity || total.money[u.Kind] != u.Money {
			t.Errorf("use %+v, counted %d and %d", u, total.quantity[u.Kind], total.money[u.Kind])
		}
	}
	if s.Cost != total.cost || s.Lifted != lifted || s.Value != value || s.Gap != s.Bound-s.Value || s.Gap < 0 ||
		s.Optimal != (s.Gap == 0) {
		t.Errorf("cost %d lifted %d value %d bound %d gap %d optimal %v; counted %d, %d, %d", s.Cost, s.Lifted, s.Value,
			s.Bound, s.Gap, s.Optimal, total.cost, lifted, value)
	}
	if s.Method.VI == "" || s.Method.EN == "" {
		t.Errorf("no method: %+v", s.Method)
	}
}

func drawMaybe(t *rapid.T, most int64, name string) household.Maybe[int64] {
	return household.Maybe[int64]{Value: rapid.Int64Range(0, most).Draw(t, name),
		Known: rapid.Bool().Draw(t, name+" known")}
}

func drawHousehold(t *rapid.T, id int64) exitplan.Household {
	h := exitplan.Household{ID: id, People: rapid.IntRange(1, 3).Draw(t, "people"),
		Deprived: uint16(rapid.IntRange(0, 31).Draw(t, "deprived")),
		Weight:   rapid.SampledFrom([]int64{0, 1, 1, 2, 5}).Draw(t, "weight"),
		Gap: household.Maybe[household.Dong]{Value: household.Dong(rapid.IntRange(0, 5).Draw(t, "gap")),
			Known: rapid.IntRange(0, 4).Draw(t, "known") > 0}}
	for _, kind := range rapid.Permutation([]string{"a", "b", "c"}).Draw(t,
		"kinds")[:rapid.IntRange(0, 3).Draw(t, "options")] {
		h.Options = append(h.Options, exitplan.Option{Kind: kind,
			Cost:     household.Dong(rapid.IntRange(0, 9).Draw(t, "cost")),
			Quantity: rapid.Int64Range(0, 3).Draw(t, "quantity"),
			Removes:  uint16(rapid.IntRange(0, 31).Draw(t, "removes")),
			Income:   household.Dong(rapid.IntRange(0, 8).Draw(t, "income"))})
	}
	return h
}

func drawProblem(t *rapid.T) *exitplan.Problem {
	p := &exitplan.Problem{Goal: exitplan.Goal(rapid.IntRange(0, 1).Draw(t, "goal")),
		Cutoff: rapid.IntRange(1, 3).Draw(t, "cutoff"),
		Budget: household.Dong(rapid.IntRange(0, 40).Draw(t, "budget"))}
	for i := range rapid.IntRange(0, 5).Draw(t, "households") {
		p.Households = append(p.Households, drawHousehold(t, int64(10-i)))
	}
	for _, kind := range []string{"a", "b", "c"} {
		quantity, money := drawMaybe(t, 6, "quantity"), drawMaybe(t, 20, "money")
		p.Limits = append(p.Limits, exitplan.Limit{Kind: kind, Quantity: quantity,
			Money: household.Maybe[household.Dong]{Value: household.Dong(money.Value), Known: money.Known}})
	}
	for i := range p.Households {
		h := &p.Households[i]
		if len(h.Options) > 0 && rapid.IntRange(0, 3).Draw(t, "lock") == 0 {
			p.Locks = append(p.Locks, exitplan.Lock{Household: h.ID, Kind: h.Options[0].Kind,
				In: rapid.Bool().Draw(t, "in")})
		} else if rapid.IntRange(0, 8).Draw(t, "out") == 0 {
			p.Locks = append(p.Locks, exitplan.Lock{Household: h.ID})
		}
	}
	return p
}

// TestOptimal compares proposals for small problems with all others: the value is the greatest, the bound no less, and
// cut short the bound still holds.
func TestOptimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		best := optimum(p)
		s, err := exitplan.Solve(context.Background(), p)
		if best < 0 {
			if err == nil {
				t.Fatalf("locks that take more than there is were accepted")
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		audit(t, p, s)
		if s.Value != best || !s.Optimal || s.Relaxation < float64(best)-1e-6 {
			t.Errorf("found %d, bound %d, relaxation %g; the optimum is %d", s.Value, s.Bound, s.Relaxation, best)
		}
		p.Effort = -1
		if s, err = exitplan.Solve(context.Background(), p); err != nil {
			t.Fatal(err)
		}
		audit(t, p, s)
		if s.Value > best || s.Bound < best {
			t.Errorf("cut short: found %d, bound %d; the optimum is %d", s.Value, s.Bound, best)
		}
	})
}

// TestSorting is the way by sorting: the sum alone, all households alike.
func TestSorting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		p.Limits, p.Locks = nil, nil
		for i := range p.Households {
			p.Households[i].Weight = 1
		}
		s, err := exitplan.Solve(context.Background(), p)
		if err != nil {
			t.Fatal(err)
		}
		audit(t, p, s)
		if best := optimum(p); s.Value != best || !s.Optimal || s.Parts != 0 {
			t.Errorf("found %d in %d parts; the optimum is %d", s.Value, s.Parts, best)
		}
	})
}

// TestSame holds that a proposal does not depend on the order of the households or on chance.
func TestSame(t *testing.T) {
	p := sample(3, 60, 0, exitplan.LeavePoverty)
	first, err := exitplan.Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	q := *p
	q.Households = slices.Clone(p.Households)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(q.Households), func(i, j int) {
		q.Households[i],
			q.Households[j] = q.Households[j], q.Households[i]
	})
	second, err := exitplan.Solve(t.Context(), &q)
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(second.Outcomes, func(a, b exitplan.Outcome) int { return int(a.ID - b.ID) })
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("another order, another proposal:\n%s", diff)
	}
}

// TestStopped cancels before the search begins: nothing is proposed, and the bound says so.
func TestStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := sample(1, 50, 0, exitplan.LeavePoverty)
	whole, err := exitplan.Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	s, err := exitplan.Solve(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	audit(t, p, s)
	if !s.Stopped || s.Optimal || s.Bound < whole.Value || whole.Stopped {
		t.Errorf("stopped %v, optimal %v, bound %d; found without stopping %d", s.Stopped, s.Optimal, s.Bound,
			whole.Value)
	}
}

// greedy is what an office would do by hand: the households with the cheapest set first, each with its cheapest set
// that the sum and the limits still allow.
func greedy(p *exitplan.Problem) (lifted int64) {
	sets := make([][]exitplan.Bundle, len(p.Households))
	var order []int
	for i := range p.Households {
		if sets[i] = exitplan.Bundles(&p.Households[i], p.Goal, p.Cutoff); len(sets[i]) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return int(sets[i][0].Cost - sets[j][0].Cost) })
	t := newTotals()
	for _, i := range order {
		h := &p.Households[i]
		for _, b := range sets[i] {
			t.add(h, int(b.Options), 1)
			if t.within(p) {
				lifted += max(h.Weight, 1)
				break
			}
			t.add(h, int(b.Options), -1)
		}
	}
	return lifted
}

// TestLarge solves problems of a commune's size to the proven end, and finds more than a greedy hand does.
func TestLarge(t *testing.T) {
	for seed := range uint64(8) {
		for _, goal := range []exitplan.Goal{exitplan.LeavePoverty, exitplan.LeaveNearPoverty} {
			t.Run(fmt.Sprintf("seed %d goal %d", seed, goal), func(t *testing.T) {
				p := sample(seed, 40, 160, goal)
				s, err := exitplan.Solve(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				audit(t, p, s)
				if !s.Optimal || s.Value < greedy(p) {
					t.Errorf("found %d, bound %d, greedy %d", s.Value, s.Bound, greedy(p))
				}
			})
		}
	}
}

// tighten makes a sample as hard as it gets: households count differently, each kind is limited in number and money.
func tighten(p *exitplan.Problem, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 9))
	n := int64(len(p.Households))
	p.Limits = nil
	for i := range p.Households {
		p.Households[i].Weight = 1 + r.Int64N(10)
	}
	for _, o := range kindsOfSample(r, 3) {
		p.Limits = append(p.Limits, exitplan.Limit{Kind: o.Kind, Quantity: household.Just(n / 5),
			Money: household.Just(o.Cost * household.Dong(n/7))})
	}
}

// TestHard holds that where the proof is out of reach the gap is stated and small.
func TestHard(t *testing.T) {
	for seed := range uint64(4) {
		p := sample(seed, 40, 160, exitplan.LeaveNearPoverty)
		tighten(p, seed)
		p.Effort = 5
		s, err := exitplan.Solve(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		audit(t, p, s)
		if s.Gap*50 > s.Bound || s.Value < greedy(p) {
			t.Errorf("seed %d: found %d, bound %d, greedy %d", seed, s.Value, s.Bound, greedy(p))
		}
	}
}

// TestProvince audits a proposal for the whole province.
func TestProvince(t *testing.T) {
	p := sample(2, 4_430, 17_063, exitplan.LeaveNearPoverty)
	s, err := exitplan.Solve(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	audit(t, p, s)
	if s.Gap > 1 || s.Value < greedy(p) {
		t.Errorf("found %d, bound %d, greedy %d", s.Value, s.Bound, greedy(p))
	}
}
