package exitplan

import (
	"cmp"
	"encoding/binary"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// resource is what supports take and there is only so much of: the sum, a number of a kind, money of a kind.
type resource struct {
	kind  string // "" for the sum
	money bool
	cap   int64
}

// way is a bundle of one household with what it takes of each resource.
type way struct {
	Bundle
	use []int64
}

// candidate is a household that may be lifted by more than what is locked in, with the ways that are left after
// pruning.
type candidate struct {
	at     int // in Problem.Households
	id     int64
	weight int64
	ways   []way
}

// model is a problem made ready for the search.
type model struct {
	p          *Problem
	resources  []resource // those that can run out; cap is what remains after the locked supports
	candidates []candidate
	given      []uint32 // options locked in, of each household
	outcomes   []Outcome
	base       int64 // weights lifted by the locked supports alone
}

// prepare takes the locked supports off the sum and the limits, enumerates the ways of each household, and drops what
// can never matter: ways over a limit, ways worse than another in everything that can run out, limits that cannot be
// reached.
func prepare(p *Problem) (*model, error) {
	m := &model{p: p, given: make([]uint32, len(p.Households)), outcomes: make([]Outcome, len(p.Households)),
		resources: resources(p)}
	allowed := m.locks()
	if err := m.spend(); err != nil {
		return nil, err
	}
	for i := range p.Households {
		m.look(i, allowed[i])
	}
	m.prune()
	m.dropIdle()
	m.prune()
	return m, nil
}

func resources(p *Problem) []resource {
	out := []resource{{money: true, cap: int64(p.Budget)}}
	for _, l := range p.Limits {
		if l.Quantity.Known {
			out = append(out, resource{kind: l.Kind, cap: l.Quantity.Value})
		}
		if l.Money.Known {
			out = append(out, resource{kind: l.Kind, money: true, cap: int64(l.Money.Value)})
		}
	}
	return out
}

// locks fills given and returns the options allowed to each household; a household that is left out gets its state.
func (m *model) locks() []uint32 {
	allowed := make([]uint32, len(m.p.Households))
	at := make(map[int64]int, len(m.p.Households))
	for i := range m.p.Households {
		h := &m.p.Households[i]
		at[h.ID], allowed[i] = i, 1<<len(h.Options)-1
		m.outcomes[i].ID = h.ID
	}
	for _, l := range m.p.Locks {
		i := at[l.Household]
		o := m.p.Households[i].option(l.Kind)
		switch {
		case l.Kind == "":
			m.outcomes[i].State = LeftOut
		case o < 0: // out, and not possible anyway
		case l.In:
			m.given[i] |= 1 << o
		default:
			allowed[i] &^= 1 << o
		}
	}
	return allowed
}

// take adds up what a set of options of a household takes of each resource.
func (m *model) take(h *Household, set uint32) []int64 {
	use := make([]int64, len(m.resources))
	for i := range h.Options {
		if set&(1<<i) == 0 {
			continue
		}
		o := &h.Options[i]
		for r, res := range m.resources {
			switch {
			case res.kind != "" && res.kind != o.Kind:
			case res.money:
				use[r] += int64(o.Cost)
			default:
				use[r] += o.quantity()
			}
		}
	}
	return use
}

// spend takes the locked supports off the resources.
func (m *model) spend() error {
	for i, set := range m.given {
		if set == 0 {
			continue
		}
		for r, n := range m.take(&m.p.Households[i], set) {
			m.resources[r].cap -= n
		}
	}
	for _, r := range m.resources {
		if r.cap < 0 {
			return r.exceeded()
		}
	}
	return nil
}

func (r resource) exceeded() error {
	over := -r.cap
	switch {
	case r.kind == "":
		return conflict(errs.T("the supports locked in exceed the sum by %d đồng: remove locks or raise the sum", over))
	case r.money:
		return conflict(
			errs.T(
				"the supports of kind %q locked in exceed its money limit by %d đồng: remove locks or raise the limit",
				r.kind, over))
	}
	return conflict(errs.T("the supports of kind %q locked in exceed its limit by %d: remove locks or raise the limit",
		r.kind, over))
}

func conflict(text errs.Text) error {
	return errs.Of(errs.Conflict, text)
}

// look settles the state of a household, or makes it a candidate.
func (m *model) look(i int, allowed uint32) {
	h, out := &m.p.Households[i], &m.outcomes[i]
	for o := range h.Options {
		if m.given[i]&(1<<o) != 0 {
			out.Supports = append(out.Supports, h.Options[o].Kind)
			out.Cost += h.Options[o].Cost
		}
	}
	need := NeedOf(h, m.p.Goal, m.p.Cutoff)
	if free := bundles(h, need, 0, 1<<len(h.Options)-1); len(free) > 0 {
		out.Cheapest = household.Just(free[0].Cost)
	}
	if out.State == LeftOut {
		return
	}
	if need.Met() {
		out.State = Above
		return
	}
	found := bundles(h, need, m.given[i], allowed)
	switch {
	case len(found) > 0 && found[0].Options == 0:
		out.State = Lifted
		m.base += h.weight()
	case len(found) > 0:
		out.State = Waiting
		m.candidates = append(m.candidates, candidate{at: i, id: h.ID, weight: h.weight(), ways: m.ways(h, found)})
	case !need.Income.Known && !out.Cheapest.Known:
		out.State = IncomeUnknown
	default:
		out.State = Beyond
	}
}

// ways are the bundles that the resources allow at all.
func (m *model) ways(h *Household, found []Bundle) (out []way) {
	for _, b := range found {
		w := way{b, m.take(h, b.Options)}
		if m.fits(w.use) {
			out = append(out, w)
		}
	}
	return out
}

func (m *model) fits(use []int64) bool {
	for r, n := range use {
		if n > m.resources[r].cap {
			return false
		}
	}
	return true
}

// prune drops the ways that another of the same household beats or equals in every resource; the ways stand cheapest
// first, and of equals the first stays.
func (m *model) prune() {
	kept := m.candidates[:0]
	for _, c := range m.candidates {
		var ways []way
		for _, w := range c.ways {
			if !slices.ContainsFunc(ways, func(v way) bool { return within(v.use, w.use) }) {
				ways = slices.DeleteFunc(ways, func(v way) bool { return within(w.use, v.use) })
				ways = append(ways, w)
			}
		}
		if c.ways = ways; len(ways) > 0 {
			kept = append(kept, c)
		}
	}
	m.candidates = kept
}

func within(a, b []int64) bool {
	for i := range a {
		if a[i] > b[i] {
			return false
		}
	}
	return true
}

// dropIdle forgets the resources that all candidates together, each in its most expensive way, cannot use up.
func (m *model) dropIdle() {
	var active []int
	for r := range m.resources {
		var most int64
		for _, c := range m.candidates {
			dearest := slices.MaxFunc(c.ways, func(a, b way) int { return cmp.Compare(a.use[r], b.use[r]) })
			most += dearest.use[r]
		}
		if most > m.resources[r].cap {
			active = append(active, r)
		}
	}
	m.resources = pick(m.resources, active)
	for i := range m.candidates {
		for k := range m.candidates[i].ways {
			w := &m.candidates[i].ways[k]
			w.use = pick(w.use, active)
		}
	}
}

func pick[T any](of []T, which []int) []T {
	out := make([]T, len(which))
	for i, k := range which {
		out[i] = of[k]
	}
	return out
}

// group is households that are the same to the search: the same weight, the same choice of uses. They stand by ID.
type group struct {
	weight  int64
	members []*candidate
	first   int // its ways are first to first+n-1 of the core
	n       int
}

// core is what the search works on: groups of households, the ways of all groups one after another.
type core struct {
	caps   []int64
	groups []group
	of     []int // the group of each way
	use    []int64
}

// Row returns what a way takes.
func (c *core) Row(j int) []int64 {
	n := len(c.caps)
	return c.use[j*n : (j+1)*n]
}

// gather puts the candidates that are the same into groups. In the order of their first member's ID.
func (m *model) gather() *core {
	c := &core{}
	for _, r := range m.resources {
		c.caps = append(c.caps, r.cap)
	}
	slices.SortFunc(m.candidates, func(a, b candidate) int { return cmp.Compare(a.id, b.id) })
	known := map[string]int{}
	for i := range m.candidates {
		cand := &m.candidates[i]
		key := cand.key()
		g, ok := known[key]
		if !ok {
			g = len(c.groups)
			known[key] = g
			c.groups = append(c.groups, group{weight: cand.weight, first: len(c.of), n: len(cand.ways)})
			for _, w := range cand.ways {
				c.of = append(c.of, g)
				c.use = append(c.use, w.use...)
			}
		}
		c.groups[g].members = append(c.groups[g].members, cand)
	}
	return c
}

// key sorts the ways by use, so that households are the same whatever the order of their options, and writes it down.
func (c *candidate) key() string {
	slices.SortStableFunc(c.ways, func(a, b way) int { return slices.Compare(a.use, b.use) })
	b := binary.AppendVarint(nil, c.weight)
	for _, w := range c.ways {
		for _, n := range w.use {
			b = binary.AppendVarint(b, n)
		}
	}
	return string(b)
}
