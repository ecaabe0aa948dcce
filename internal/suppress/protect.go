package suppress

import "giamngheo/internal/errs"

// Fault is a hidden cell that is not protected, with what can be computed of it.
type Fault struct {
	Interval
	Insider string // the cell whose only household could compute it; empty: anybody could
	Where   string // names the cell
}

// OpenError refuses a table of which something that is to be hidden can be computed back.
type OpenError struct{ Faults []Fault }

// Error says it in short; who asks names the cells.
func (e *OpenError) Error() string { return e.said().Error() }

// Unwrap is what is said to a person (errs.Conflict).
func (e *OpenError) Unwrap() error { return e.said() }

// said says which cell is open and what to do.
func (e *OpenError) said() *errs.Error {
	f := e.Faults[0]
	return errs.New(errs.Conflict,
		"%d hidden cells can be computed back, the first %s: %d to %d. Merge small groups or units, or publish a coarser table",
		len(e.Faults), f.Where, f.Low, f.High)
}

// proof is by which cells a hidden cell can come to 0 and to the threshold.
type proof struct {
	edge int32
	uses []bool // of the edges
}

// guard protects the cells of a network.
type guard struct {
	*network
	t         *Table
	threshold int64
	primaries []int32
	proofs    map[int32]*proof
}

// Protect hides what says too much, and what else has to be hidden so that each can be none and can be the
// threshold or more, for anybody and for who is alone in a cell and knows it. Cells that are hidden already stay
// so. Errors: *OpenError, where that cannot be; the table is then as far as it came.
func Protect(t *Table, threshold int64) error {
	t.Mark(threshold)
	g := newGuard(t, threshold)
	var open []Fault
	for _, i := range g.primaries {
		if !g.prove(i) && !g.cover(i) {
			open = append(open, g.fault(i, -1))
		}
	}
	if len(open) == 0 {
		open = g.insiders(true)
	}
	g.write()
	if len(open) > 0 {
		return &OpenError{open}
	}
	return nil
}

func newGuard(t *Table, threshold int64) *guard {
	g := &guard{network: newNetwork(t), t: t, threshold: threshold, proofs: map[int32]*proof{}}
	for i := range g.edges {
		if t.Cells[g.edges[i].place][g.edges[i].column].State == Primary {
			g.primaries = append(g.primaries, int32(i))
		}
	}
	return g
}

// prove looks whether a cell can be 0 and the threshold through what is hidden but some edges, and notes by which.
func (g *guard) prove(i int32, but ...int32) bool {
	e := &g.edges[i]
	but = append(but, i)
	p := &proof{edge: i, uses: make([]bool, len(g.edges))}
	if up := g.threshold - e.value; up > 0 {
		if g.flow(e.to, e.from, up, but...) < up {
			return false
		}
		g.used(p)
	}
	if g.flow(e.from, e.to, e.value, but...) < e.value {
		return false
	}
	g.used(p)
	if len(but) == 1 {
		g.proofs[i] = p
	}
	return true
}

// used notes the edges over which something was sent.
func (g *guard) used(p *proof) {
	for i := range g.edges {
		if g.x[i] != g.edges[i].value {
			p.uses[i] = true
		}
	}
}

// cover hides the cheapest cells by which a cell can be 0 and the threshold; false where there are none.
func (g *guard) cover(i int32, but ...int32) bool {
	e := &g.edges[i]
	all := append([]int32{i}, but...)
	if up := g.threshold - e.value; up > 0 {
		if g.cheapest(e.to, e.from, up, all...) < up {
			return false
		}
		g.hide()
	}
	if g.cheapest(e.from, e.to, e.value, all...) < e.value {
		return false
	}
	g.hide()
	return g.prove(i, but...) && (len(but) == 0 || g.prove(i))
}

// hide hides the edges over which something was sent.
func (g *guard) hide() {
	for i := range g.edges {
		if g.x[i] != g.edges[i].value {
			g.edges[i].hidden, g.edges[i].cost = true, 0
		}
	}
}

// insiders looks at each hidden cell of one household of a place without parts: it knows its own cell, and no
// other may be open to it. What is not covered is covered, if asked for; what cannot be is returned.
func (g *guard) insiders(mend bool) (open []Fault) {
	leaf := g.t.leaves()
	for k := range g.edges {
		one := &g.edges[k]
		if !one.hidden || one.value != 1 || !leaf[one.place] {
			continue
		}
		k := int32(k)
		for _, i := range g.primaries {
			p := g.proofs[i]
			if i == k || p == nil || !p.uses[k] || g.prove(i, k) {
				continue
			}
			if !mend || !g.cover(i, k) {
				open = append(open, g.fault(i, k))
			}
		}
	}
	return open
}

// fault is what can be computed of a cell; k: the cell that an insider knows, −1: none.
func (g *guard) fault(i, k int32) Fault {
	f := Fault{Where: g.t.Where(g.edges[i].place, g.edges[i].column)}
	if k < 0 {
		f.Interval = g.interval(i)
		return f
	}
	f.Interval = g.interval(i, k)
	f.Insider = g.t.Where(g.edges[k].place, g.edges[k].column)
	return f
}

// write marks in the table what was hidden.
func (g *guard) write() {
	for i := range g.edges {
		e := &g.edges[i]
		if c := &g.t.Cells[e.place][e.column]; e.hidden && c.State == Shown {
			c.State = Secondary
		}
	}
}
