package exitplan

import (
	"math"
	"slices"
)

// A mix of choices has a fraction wherever they differ, which can be in thousands of groups that prices leave
// undecided. A vertex of the relaxation has fractions in no more groups than there are resources. toVertex walks to
// one: among one group more than there are resources there is always a way to shift households from one way to another
// that changes no use; the shift goes on, in the direction that does not lose value, until a number is whole. What
// remains loses less than one household a group when it is rounded down.
func (r *relaxer) toVertex(x []float64) {
	w := walker{relaxer: r, x: x}
	var open []shift
	g := 0
	for {
		for ; len(open) <= len(r.caps) && g < len(r.groups); g++ {
			if s, ok := w.shiftOf(g); ok {
				open = append(open, s)
			}
		}
		if len(open) <= len(r.caps) {
			return
		}
		w.move(open)
		open = w.renew(open)
	}
}

const (
	none  = -1   // not lifted, as a way
	small = 1e-9 // what counts as whole while walking
)

// shift takes households of a group from one way and gives them to another.
type shift struct{ group, from, to int }

type walker struct {
	*relaxer
	x []float64
}

// shiftOf finds two numbers of a group that are fractions; the households not lifted are a number too.
func (w *walker) shiftOf(g int) (shift, bool) {
	s := shift{group: g, from: none - 1}
	gr := &w.groups[g]
	rest := float64(len(gr.members))
	for j := gr.first; j < gr.first+gr.n; j++ {
		rest -= w.x[j]
		if !fraction(w.x[j]) {
			continue
		}
		if s.from >= 0 {
			s.to = j
			return s, true
		}
		s.from = j
	}
	s.to = none
	return s, s.from >= 0 && fraction(rest)
}

func fraction(x float64) bool { return math.Abs(x-math.Round(x)) > small }

// move shifts along a combination that changes no use until a number is whole.
func (w *walker) move(open []shift) {
	m := len(w.caps)
	rows := make([][]float64, m)
	for i := range rows {
		rows[i] = make([]float64, len(open))
	}
	for k, s := range open {
		for i := range rows {
			rows[i][k] = w.take(s.to, i) - w.take(s.from, i)
		}
	}
	by := kernel(rows, len(open))
	gain := 0.0
	for k, s := range open {
		gain += by[k] * (w.worthOf(s.to) - w.worthOf(s.from))
	}
	if gain < 0 {
		for k := range by {
			by[k] = -by[k]
		}
	}
	step := math.Inf(1)
	for k, s := range open {
		step = min(step, w.until(s, by[k]))
	}
	for k, s := range open {
		w.add(s.from, -step*by[k])
		w.add(s.to, step*by[k])
	}
}

func (w *walker) take(j, i int) float64 {
	if j == none {
		return 0
	}
	return w.share[j*len(w.caps)+i]
}

func (w *walker) worthOf(j int) float64 {
	if j == none {
		return 0
	}
	return float64(w.groups[w.of[j]].weight)
}

func (w *walker) add(j int, by float64) {
	if j == none {
		return
	}
	w.x[j] += by
	if !fraction(w.x[j]) {
		w.x[j] = math.Round(w.x[j])
	}
}

// until is how far a shift can go at a speed before one of its two numbers is whole.
func (w *walker) until(s shift, speed float64) float64 {
	if math.Abs(speed) < 1e-12 {
		return math.Inf(1)
	}
	if speed < 0 {
		s.from, s.to = s.to, s.from
		speed = -speed
	}
	from, to := w.number(s.group, s.from), w.number(s.group, s.to)
	return min(from-math.Floor(from), math.Ceil(to)-to) / speed
}

func (w *walker) number(g, j int) float64 {
	if j != none {
		return w.x[j]
	}
	gr := &w.groups[g]
	rest := float64(len(gr.members))
	for k := gr.first; k < gr.first+gr.n; k++ {
		rest -= w.x[k]
	}
	return rest
}

// renew finds the shifts of the same groups again, where they still have fractions.
func (w *walker) renew(open []shift) []shift {
	out := open[:0]
	for _, s := range open {
		if s, ok := w.shiftOf(s.group); ok {
			out = append(out, s)
		}
	}
	return out
}

// kernel returns a vector, its greatest number 1, that every row maps to zero; there are more columns than rows.
func kernel(rows [][]float64, n int) []float64 {
	pivots, free := reduce(rows, n)
	out := make([]float64, n)
	out[free] = 1
	for i, j := range pivots {
		out[j] = -rows[i][free]
	}
	greatest := 0.0
	for _, v := range out {
		greatest = max(greatest, math.Abs(v))
	}
	for i := range out {
		out[i] /= greatest
	}
	return out
}

// reduce brings rows to the reduced echelon form, and returns the column of the pivot of each and the first column
// without one.
func reduce(rows [][]float64, n int) (pivots []int, free int) {
	free = -1
	for j := range n {
		at := len(pivots)
		best := at
		for i := at; i < len(rows); i++ {
			if math.Abs(rows[i][j]) > math.Abs(rows[best][j]) {
				best = i
			}
		}
		if at == len(rows) || math.Abs(rows[best][j]) < 1e-13 {
			if free < 0 {
				free = j
			}
			continue
		}
		rows[at], rows[best] = rows[best], rows[at]
		scale(rows[at], 1/rows[at][j])
		for i := range rows {
			if i != at {
				subtract(rows[i], rows[at], rows[i][j])
			}
		}
		pivots = append(pivots, j)
	}
	return slices.Clip(pivots), free
}

func scale(v []float64, by float64) {
	for i := range v {
		v[i] *= by
	}
}

func subtract(v, w []float64, times float64) {
	if times == 0 {
		return
	}
	for i := range v {
		v[i] -= times * w[i]
	}
}
