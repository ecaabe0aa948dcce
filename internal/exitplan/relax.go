package exitplan

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"
)

// relaxer bounds a core from above, and a part of it where some numbers of households are bounded (lo, hi a way).
//
// The relaxation has a row a group, too many for a dense simplex. It is decomposed (Dantzig-Wolfe): at prices of the
// resources each group chooses its best ways by itself, and a small program – a row a resource – mixes such choices
// within what there is and names the next prices. The sum of the best choices at any prices is a bound (Lagrange),
// whatever the small program did: its numerical faults can weaken a bound, never falsify it.
type relaxer struct {
	*core
	share []float64 // use by what there is, a row a way
	pool  []*column
	steps int // done, about as many as multiplications
}

// column is one choice of every group.
type column struct {
	x     []int32 // households a way
	value float64
	use   []float64 // as a share of what there is
}

// relaxed is what a relaxation found.
type relaxed struct {
	bound  float64
	prices []float64 // of all there is of each resource
	x      []float64 // households a way, in fractions
}

const (
	mostRounds = 150
	mostPool   = 60
	tolerance  = 1e-9
)

func newRelaxer(c *core) *relaxer {
	r := &relaxer{core: c, share: make([]float64, len(c.use))}
	for i := range c.use {
		r.share[i] = float64(c.use[i]) / float64(c.caps[i%len(c.caps)])
	}
	return r
}

// whole is the greatest whole number that a bound allows; the margin covers the rounding of the floats added up for it.
func whole(bound float64) int64 { return int64(math.Floor(bound + 1e-7 + 1e-11*math.Abs(bound))) }

// solve bounds a part of the search. It stops where the bound is no more than floor, which must be beaten.
func (r *relaxer) solve(b *bounds, start []float64, floor int64) relaxed {
	best := relaxed{bound: math.Inf(1), prices: start}
	base := r.base(b)
	columns := r.fitting(b)
	r.steps += len(columns) * len(r.of)
	prices := start
	for range mostRounds {
		c, bound := r.choose(b, prices)
		if bound < best.bound {
			best.bound, best.prices = bound, prices
		}
		if whole(best.bound) <= floor {
			return best
		}
		columns = append(columns, c)
		r.steps += r.stepsOf(len(columns))
		mix, next, value, ok := r.master(base, columns)
		if !ok {
			break
		}
		best.x = r.mixed(base, columns, mix)
		columns = used(columns, mix)
		prices = next
		if best.bound-value <= tolerance*(1+math.Abs(value)) || whole(best.bound) == whole(value) {
			break
		}
	}
	r.keep(columns)
	if best.x != nil {
		r.toVertex(best.x)
	}
	return best
}

// stepsOf is how many steps a round takes: the choice, the mix, and the simplex with its factorisations.
func (r *relaxer) stepsOf(columns int) int {
	m := len(r.caps) + 1
	return len(r.of)*(m+8) + 2*m*(m*m*m+m*columns) + 2000*m
}

// choose lets every group choose its best ways at prices, and returns the choice and the bound.
func (r *relaxer) choose(b *bounds, prices []float64) (*column, float64) {
	c := &column{x: make([]int32, len(r.of)), use: make([]float64, len(r.caps))}
	bound := 0.0
	for _, p := range prices {
		bound += p
	}
	var order []priced
	for g := range r.groups {
		order = order[:0]
		left := int32(len(r.groups[g].members))
		for j := r.groups[g].first; j < r.groups[g].first+r.groups[g].n; j++ {
			gain := float64(r.groups[g].weight) - dot(prices, r.sharesOf(j))
			order = append(order, priced{j, gain})
			c.x[j] = b.lo[j]
			left -= b.lo[j]
			bound += gain * float64(b.lo[j])
		}
		slices.SortStableFunc(order, byGain)
		for _, o := range order {
			if o.gain <= 0 || left == 0 {
				break
			}
			n := min(left, b.hi[o.way]-b.lo[o.way])
			c.x[o.way] += n
			left -= n
			bound += o.gain * float64(n)
		}
	}
	r.tally(c)
	return c, bound
}

type priced struct {
	way  int
	gain float64
}

func byGain(a, b priced) int {
	switch {
	case a.gain > b.gain:
		return -1
	case a.gain < b.gain:
		return 1
	}
	return a.way - b.way
}

func (r *relaxer) sharesOf(j int) []float64 {
	n := len(r.caps)
	return r.share[j*n : (j+1)*n]
}

func dot(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// tally adds up the value and the use of a choice.
func (r *relaxer) tally(c *column) {
	c.value = 0
	clear(c.use)
	for j, n := range c.x {
		if n == 0 {
			continue
		}
		c.value += float64(n) * float64(r.groups[r.of[j]].weight)
		for i, s := range r.sharesOf(j) {
			c.use[i] += float64(n) * s
		}
	}
}

// base is the least choice that the bounds allow.
func (r *relaxer) base(b *bounds) *column {
	c := &column{x: b.lo, use: make([]float64, len(r.caps))}
	r.tally(c)
	return c
}

// fitting returns the choices seen before, each changed as little as the bounds ask.
func (r *relaxer) fitting(b *bounds) []*column {
	out := make([]*column, 0, len(r.pool)+mostRounds)
	for _, c := range r.pool {
		if b.admits(c.x) {
			out = append(out, c)
			continue
		}
		fit := &column{x: slices.Clone(c.x), use: make([]float64, len(r.caps))}
		for _, g := range b.touched {
			r.clip(fit.x, b, g)
		}
		r.tally(fit)
		out = append(out, fit)
	}
	return out
}

// clip brings the numbers of a group within the bounds; where they are too many then, the last ways give way.
func (r *relaxer) clip(x []int32, b *bounds, g int) {
	gr := &r.groups[g]
	left := int32(len(gr.members))
	for j := gr.first; j < gr.first+gr.n; j++ {
		x[j] = max(min(x[j], b.hi[j]), b.lo[j])
		left -= x[j]
	}
	for j := gr.first + gr.n - 1; left < 0; j-- {
		n := min(x[j]-b.lo[j], -left)
		x[j] -= n
		left += n
	}
}

// master mixes choices, and the least one for the rest, for the greatest value within what there is. It returns the
// parts, the prices of the resources and the value. The program is solved by gonum; ok is false where it could not be.
func (r *relaxer) master(base *column, columns []*column) (mix, prices []float64, value float64, ok bool) {
	m, n := len(r.caps)+1, len(columns)
	scale := 1.0
	for _, c := range columns {
		scale = max(scale, c.value-base.value)
	}
	a, cost, rhs, basis := mat.NewDense(m, m+n, nil), make([]float64, m+n), make([]float64, m), make([]int, m)
	for i := range m {
		a.Set(i, i, 1)
		basis[i] = i
		// A little more of everything, of each another little: without it ties leave numbers of the basis at zero, the
		// basis unknown and the simplex at risk of going round.
		rhs[i] = 1 + 1e-8*(1+math.Mod(float64(i+1)*0.6180339887, 1))
		if i < m-1 {
			rhs[i] -= min(base.use[i], 1)
		}
	}
	for k, c := range columns {
		cost[m+k] = -(c.value - base.value) / scale
		for i := range m - 1 {
			a.Set(i, m+k, c.use[i]-base.use[i])
		}
		a.Set(m-1, m+k, 1)
	}
	least, x, err := lp.Simplex(cost, a, rhs, 1e-11, basis)
	if err != nil || x == nil {
		return nil, nil, 0, false
	}
	duals, ok := dual(a, cost, x)
	if !ok {
		return nil, nil, 0, false
	}
	for i := range duals {
		duals[i] = max(-duals[i]*scale, 0)
	}
	return x[m:], duals[:m-1], base.value - least*scale, true
}

// dual returns the prices that belong to a basic solution: those at which the columns of the basis cost what they
// bring.
func dual(a *mat.Dense, cost, x []float64) ([]float64, bool) {
	m, n := a.Dims()
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return byGain(priced{i, x[i]}, priced{j, x[j]}) })
	b, c := mat.NewDense(m, m, nil), mat.NewVecDense(m, nil)
	for k, j := range order[:m] {
		c.SetVec(k, cost[j])
		for i := range m {
			b.Set(k, i, a.At(i, j))
		}
	}
	var y mat.VecDense
	if err := y.SolveVec(b, c); err != nil {
		return nil, false
	}
	return y.RawVector().Data, true
}

// mixed returns the households a way of a mix, in fractions.
func (r *relaxer) mixed(base *column, columns []*column, mix []float64) []float64 {
	x := make([]float64, len(r.of))
	parts := 0.0
	for _, part := range mix {
		parts += max(part, 0)
	}
	whole := max(parts, 1) // the master allows a little more than 1, and no group has more households than it has
	for k, part := range mix {
		if part <= 0 {
			continue
		}
		for j, n := range columns[k].x {
			x[j] += part / whole * float64(n)
		}
	}
	for j, n := range base.x {
		x[j] += (1 - parts/whole) * float64(n)
	}
	return x
}

// used moves the choices that take part in the mix to the end, where they live longest, and drops the oldest others.
func used(columns []*column, mix []float64) []*column {
	var in, out []*column
	for k, c := range columns {
		if mix[k] > 0 {
			in = append(in, c)
		} else {
			out = append(out, c)
		}
	}
	return append(out[max(0, len(out)+len(in)-mostPool):], in...)
}

// keep remembers choices for the next part of the search.
func (r *relaxer) keep(columns []*column) { r.pool = columns[max(0, len(columns)-mostPool):] }
