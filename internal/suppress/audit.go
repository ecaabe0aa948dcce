package suppress

// Interval is what a reader can compute of a hidden cell from all that is published: every whole number from Low to
// High is possible, and none else. High is Unbounded where nothing bounds it.
type Interval struct {
	Place, Column int
	Low, High     int64
	Primary       bool
}

// Unbounded is the upper end of an interval that has none.
const Unbounded = unbounded

// Width is how many values a reader must take for possible, less one.
func (v Interval) Width() int64 { return v.High - v.Low }

// Audit is what can be computed of a table, with what is open.
type Audit struct {
	Threshold int64
	Cells     []Interval // of every hidden cell, place by place
	Primaries int
	Least     int64 // the least width of a cell that is hidden for what it says itself; 0 where there is none
	Open      []Fault
}

// interval is the exact interval of a hidden cell, where some edges are known besides.
func (n *network) interval(i int32, but ...int32) Interval {
	e := &n.edges[i]
	all := append([]int32{i}, but...)
	low := e.value - n.flow(e.from, e.to, e.value, all...)
	up := n.flow(e.to, e.from, unbounded, all...)
	v := Interval{Place: e.place, Column: e.column, Low: low, High: Unbounded}
	if up < unbounded {
		v.High = e.value + up
	}
	return v
}

// Check computes what a reader can of every hidden cell, and what somebody can who is alone in one: nothing is
// hidden or shown by it.
func Check(t *Table, threshold int64) *Audit {
	g := newGuard(t, threshold)
	a := &Audit{Threshold: threshold, Primaries: len(g.primaries)}
	for i := range g.edges {
		if !g.edges[i].hidden {
			continue
		}
		v := g.interval(int32(i))
		v.Primary = t.Cells[v.Place][v.Column].State == Primary
		a.Cells = append(a.Cells, v)
		if !v.Primary {
			continue
		}
		if a.Least == 0 || v.Width() < a.Least {
			a.Least = v.Width()
		}
		if v.Low > 0 || v.High < threshold {
			a.Open = append(a.Open, Fault{Interval: v, Where: t.Where(v.Place, v.Column)})
		}
	}
	if len(a.Open) > 0 {
		return a
	}
	for _, i := range g.primaries {
		g.prove(i)
	}
	a.Open = g.insiders(false)
	return a
}
