package exitplan

import (
	"cmp"
	"context"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// DefaultEffort is about a second on a computer of 2024, whatever the size of the problem.
const DefaultEffort = 75

const million = 1_000_000

// Solve proposes the set of supports that lifts most households (by weight) within the sum and the limits, and proves
// how good it is. Equal problems get equal proposals on any machine: the search is cut short by steps, not by a clock.
// When ctx ends, the best found so far is returned, Stopped, with its bound.
func Solve(ctx context.Context, p *Problem) (*Solution, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	m, err := prepare(p)
	if err != nil {
		return nil, err
	}
	c := m.gather()
	s := &Solution{}
	var x []int32
	if c.simple() {
		x = c.cheapest()
		s.Value = c.worth(x)
		s.Bound, s.Relaxation = s.Value, float64(s.Value)
		s.Method = sorted(len(c.caps))
	} else {
		b := &search{relaxer: newRelaxer(c)}
		b.run(ctx, cmp.Or(p.Effort, DefaultEffort)*million)
		x = b.best
		s.Value, s.Bound, s.Relaxation, s.Parts, s.Stopped = b.value, b.bound, min(b.root, float64(b.atMost(b.root))),
			b.parts, b.stopped
		s.Method = searched(len(c.caps), len(c.groups), b.parts)
	}
	s.Value, s.Bound, s.Relaxation = s.Value+m.base, s.Bound+m.base, s.Relaxation+float64(m.base)
	s.Gap = s.Bound - s.Value
	s.Optimal = s.Gap == 0
	m.assign(c, x)
	m.write(s)
	return s, nil
}

// simple reports whether sorting is exact: at most one thing can run out and every household counts the same.
//
// A household then has one way left, its cheapest in what can run out. If some other set of k households were within
// it, so would be the k with the least use – changing one of the set for one outside it that uses less keeps k and
// lowers the use. So the longest run of the sorted list that fits has as many households as any set can.
func (c *core) simple() bool {
	if len(c.caps) > 1 {
		return len(c.groups) == 0
	}
	for _, g := range c.groups {
		if g.weight != c.groups[0].weight {
			return len(c.caps) == 0
		}
	}
	return true
}

// cheapest lifts the households with the least use first, as far as it goes; ties by ID, as the groups stand.
func (c *core) cheapest() []int32 {
	x := make([]int32, len(c.of))
	order := make([]int, len(c.groups))
	for g := range order {
		order[g] = c.groups[g].first
	}
	if len(c.caps) == 0 {
		for g, j := range order {
			x[j] = int32(len(c.groups[g].members))
		}
		return x
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(c.use[a], c.use[b]) })
	left := c.caps[0]
	for _, j := range order {
		n := int64(len(c.groups[c.of[j]].members))
		if c.use[j] > 0 {
			n = min(n, left/c.use[j])
		}
		x[j] = int32(n)
		left -= n * c.use[j]
	}
	return x
}

// assign gives the numbers of each group to its households, by ID.
func (m *model) assign(c *core, x []int32) {
	for g := range c.groups {
		gr := &c.groups[g]
		next := 0
		for k := range gr.n {
			for range x[gr.first+k] {
				m.lift(gr.members[next], k)
				next++
			}
		}
	}
}

func (m *model) lift(c *candidate, way int) {
	h, out := &m.p.Households[c.at], &m.outcomes[c.at]
	set := m.given[c.at] | c.ways[way].Options
	out.State, out.Supports, out.Cost = Lifted, nil, 0
	for i := range h.Options {
		if set&(1<<i) != 0 {
			out.Supports = append(out.Supports, h.Options[i].Kind)
			out.Cost += h.Options[i].Cost
		}
	}
}

// write puts the outcomes into a solution and adds up what they take.
func (m *model) write(s *Solution) {
	s.Outcomes = m.outcomes
	uses := map[string]*Use{}
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		s.Cost += o.Cost
		h := &m.p.Households[i]
		for _, kind := range o.Supports {
			u := uses[kind]
			if u == nil {
				u = &Use{Kind: kind}
				uses[kind] = u
			}
			opt := &h.Options[h.option(kind)]
			u.Quantity += opt.quantity()
			u.Money += opt.Cost
		}
		if o.State == Lifted {
			s.lifted(h, o)
		}
	}
	for _, u := range uses {
		s.Uses = append(s.Uses, *u)
	}
	slices.SortFunc(s.Uses, func(a, b Use) int { return cmp.Compare(a.Kind, b.Kind) })
	s.Lifted = s.Count(Lifted)
}

// lifted says what a lifted household becomes and how likely that is.
func (s *Solution) lifted(h *Household, o *Outcome) {
	var income household.Dong
	o.Chance, o.Becomes = 1, NearPoor
	for _, kind := range o.Supports {
		opt := &h.Options[h.option(kind)]
		income += opt.Income
		if opt.Chance > 0 {
			o.Chance *= opt.Chance
		}
	}
	if h.Gap.Known && income >= h.Gap.Value*household.Dong(h.People) {
		o.Becomes = AboveLine
	}
	s.Expected += o.Chance
	if o.Becomes == AboveLine {
		s.AboveLine++
		return
	}
	s.NearPoor++
}

func sorted(resources int) errs.Text {
	if resources == 0 {
		return errs.T(
			"The sum and the limits suffice for every household that can be lifted: each gets its cheapest set.")
	}
	return errs.T(
		"Only one thing can run out and all households count the same: those that need least first, which gives the greatest number.")
}

func searched(resources, groups, parts int) errs.Text {
	return errs.T(
		"Integer programming: branch and bound over %d groups of households, %d limits, %d nodes; the bound is the linear relaxation.", groups, resources, parts)
}
