package exitplan

import (
	"container/heap"
	"context"
	"math"
	"slices"
)

// bounds say of each way how many households must and may take it.
type bounds struct {
	lo, hi  []int32
	touched []int // groups
}

func (c *core) free() *bounds {
	b := &bounds{lo: make([]int32, len(c.of)), hi: make([]int32, len(c.of))}
	for j, g := range c.of {
		b.hi[j] = int32(len(c.groups[g].members))
	}
	return b
}

// admits reports whether a choice lies within the bounds, looking at the touched groups' ways only through lo and hi.
func (b *bounds) admits(x []int32) bool {
	for j, n := range x {
		if n < b.lo[j] || n > b.hi[j] {
			return false
		}
	}
	return true
}

// part is a part of the search: its parent's with one number bounded more.
type part struct {
	parent *part
	way    int
	lo, hi int32
	depth  int
	number int
	bound  float64 // its parent's
	prices []float64
}

// queue has the part with the greatest bound first, of these the deepest: it dives for a proposal where the bound does
// not tell, and what is left when it stops bounds what was not looked at.
type queue []*part

func (q queue) Len() int { return len(q) }

func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	if x, y := whole(a.bound), whole(b.bound); x != y {
		return x > y
	}
	if a.depth != b.depth {
		return a.depth > b.depth
	}
	return a.number > b.number
}

func (q *queue) Push(x any) { *q = append(*q, x.(*part)) }

func (q *queue) Pop() any {
	old := *q
	p := old[len(old)-1]
	*q = old[:len(old)-1]
	return p
}

// search is a branch and bound over the number of households of each group in each way.
type search struct {
	*relaxer
	best    []int32
	value   int64
	root    float64 // the bound of the whole
	parts   int
	stopped bool
	bound   int64 // proven, at the end
}

// run searches until the proposal is proven, the steps are used up or ctx ends; the whole is bounded in any case but
// the last.
func (s *search) run(ctx context.Context, steps int) {
	s.best = make([]int32, len(s.of))
	s.root = math.Inf(1)
	open := &queue{{bound: math.Inf(1), prices: make([]float64, len(s.caps))}}
	count := 0
	for open.Len() > 0 {
		if s.stopped = ctx.Err() != nil; s.stopped || s.parts > 0 && s.steps >= steps {
			break
		}
		p := heap.Pop(open).(*part)
		if !math.IsInf(p.bound, 1) && whole(p.bound) <= s.value {
			continue
		}
		s.parts++
		for _, child := range s.look(p) {
			count++
			child.number = count
			heap.Push(open, child)
		}
	}
	s.bound = s.value
	for _, p := range *open {
		s.bound = max(s.bound, s.atMost(p.bound))
	}
}

// atMost is a bound as a whole number; before anything was bounded, all households.
func (s *search) atMost(bound float64) int64 {
	if !math.IsInf(bound, 1) {
		return whole(bound)
	}
	all := int64(0)
	for _, g := range s.groups {
		all += g.weight * int64(len(g.members))
	}
	return all
}

// look bounds a part, makes a proposal of its fractions, and divides it.
func (s *search) look(p *part) []*part {
	b := s.boundsOf(p)
	if b == nil {
		return nil
	}
	r := s.solve(b, p.prices, s.value)
	r.bound = min(r.bound, p.bound)
	if p.parent == nil {
		s.root = r.bound
	}
	if whole(r.bound) <= s.value {
		return nil
	}
	if r.x == nil { // the small program could not be solved: divide anywhere
		r.x = make([]float64, len(s.of))
		for j, n := range b.lo {
			r.x[j] = float64(n)
		}
	}
	s.round(r)
	if whole(r.bound) <= s.value {
		return nil
	}
	return s.divide(p, b, r)
}

// boundsOf gathers the bounds of a part; nil where they cannot be met.
func (s *search) boundsOf(p *part) *bounds {
	b := s.free()
	for q := p; q.parent != nil; q = q.parent {
		b.lo[q.way], b.hi[q.way] = max(b.lo[q.way], q.lo), min(b.hi[q.way], q.hi)
		if g := s.of[q.way]; !slices.Contains(b.touched, g) {
			b.touched = append(b.touched, g)
		}
	}
	left := slices.Clone(s.caps)
	for _, g := range b.touched {
		must := int32(0)
		for j := s.groups[g].first; j < s.groups[g].first+s.groups[g].n; j++ {
			must += b.lo[j]
			for i, n := range s.Row(j) {
				if left[i] -= n * int64(b.lo[j]); left[i] < 0 {
					return nil
				}
			}
		}
		if int(must) > len(s.groups[g].members) {
			return nil
		}
	}
	return b
}

// divide splits a part at the number that is farthest from a whole one; without one nothing is left to decide.
func (s *search) divide(p *part, b *bounds, r relaxed) []*part {
	at, far := -1, 1e-6
	for j, x := range r.x {
		if f := math.Abs(x - math.Round(x)); f > far {
			at, far = j, f
		}
	}
	if at < 0 {
		at = s.undecided(b)
		if at < 0 {
			return nil
		}
	}
	n := int32(math.Floor(r.x[at]))
	n = max(min(n, b.hi[at]-1), b.lo[at])
	down := &part{parent: p, way: at, lo: b.lo[at], hi: n, depth: p.depth + 1, bound: r.bound, prices: r.prices}
	up := &part{parent: p, way: at, lo: n + 1, hi: b.hi[at], depth: p.depth + 1, bound: r.bound, prices: r.prices}
	if r.x[at]-float64(n) < 0.5 {
		return []*part{up, down} // the last is looked at first
	}
	return []*part{down, up}
}

// undecided finds a way whose number is not fixed: the fractions were whole but for the margin, and the choice was not
// within what there is or the small program gave up early.
func (s *search) undecided(b *bounds) int {
	for j := range b.lo {
		if b.lo[j] < b.hi[j] {
			return j
		}
	}
	return -1
}
