package suppress

import "giamngheo/internal/errs"

// Joint audits a table together with the one that it corrects, for a reader who has both and, as the strongest
// there may be, knows by how much each cell was corrected: what was shown once stays known, and no hidden cell was
// or is below none. Of a hidden cell that was corrected itself the correction is taken for unknown. Tables of
// other places or columns share nothing but sums and are audited by themselves. It returns what is open, of either
// table.
func Joint(now, was *Table, threshold int64) []Fault {
	if !alike(now, was) {
		return append(Check(now, threshold).Open, Check(was, threshold).Open...)
	}
	return append(against(now, was, threshold), against(was, now, threshold)...)
}

// alike reports whether two tables have the same places and columns.
func alike(a, b *Table) bool {
	if len(a.Places) != len(b.Places) || len(a.Columns) != len(b.Columns) {
		return false
	}
	for i := range a.Places {
		if a.Places[i].Code != b.Places[i].Code || a.Places[i].Parent != b.Places[i].Parent {
			return false
		}
	}
	for i := range a.Columns {
		if a.Columns[i].Code != b.Columns[i].Code {
			return false
		}
	}
	return true
}

func against(t, other *Table, threshold int64) (open []Fault) {
	both := t.Clone()
	for p := range both.Cells {
		for c := range both.Cells[p] {
			was := other.Cells[p][c]
			cell := &both.Cells[p][c]
			if !cell.Hidden() || was.Hidden() {
				continue
			}
			if cell.State == Primary && was.Value == cell.Value {
				open = append(open, Fault{Where: t.Where(p, c),
					Interval: Interval{Place: p, Column: c, Low: cell.Value, High: cell.Value, Primary: true}})
			}
			if cell.State != Primary || was.Value == cell.Value {
				cell.State = Shown
			}
		}
	}
	g := newGuard(both, threshold)
	for i := range g.edges {
		e := &g.edges[i]
		e.floor = max(0, e.value-other.Cells[e.place][e.column].Value)
	}
	for _, i := range g.primaries {
		if v := g.interval(i); v.Low > 0 || v.High < threshold {
			v.Primary = true
			open = append(open, Fault{Interval: v, Where: t.Where(v.Place, v.Column)})
		}
	}
	return open
}

// Complete gives hidden cells whose values are not known values that the sums allow, so that a published table can
// be audited from itself: what a reader can compute does not depend on which are taken. Errors (errs.Invalid): the
// sums allow none.
func Complete(t *Table) error {
	n := newNetwork(t)
	excess := make([]int64, len(n.at))
	for i := range n.edges {
		e := &n.edges[i]
		if e.hidden {
			e.value = 0
		}
		n.x = append(n.x[:i], e.value)
		excess[e.from] -= e.value
		excess[e.to] += e.value
	}
	for from := range excess {
		for excess[from] > 0 {
			to, ok := n.lacking(int32(from), excess)
			if !ok {
				return errs.New(errs.Invalid, "the sums of the table do not fit its cells")
			}
			step := n.narrowest(int32(from), to, min(excess[from], -excess[to]))
			n.push(int32(from), to, step)
			excess[from] -= step
			excess[to] += step
		}
	}
	for _, x := range excess {
		if x != 0 {
			return errs.New(errs.Invalid, "the sums of the table do not fit its cells")
		}
	}
	for i := range n.edges {
		e := &n.edges[i]
		t.Cells[e.place][e.column].Value = n.x[i]
	}
	return nil
}

// lacking finds a node that lacks something, through hidden edges.
func (n *network) lacking(from int32, excess []int64) (int32, bool) {
	for i := range n.via {
		n.via[i] = -1
	}
	n.queue = append(n.queue[:0], from)
	for head := 0; head < len(n.queue); head++ {
		at := n.queue[head]
		for _, i := range n.at[at] {
			next := n.other(i, at)
			if !n.edges[i].hidden || n.via[next] >= 0 || next == from || n.room(i, at) <= 0 {
				continue
			}
			n.via[next] = i
			if excess[next] < 0 {
				return next, true
			}
			n.queue = append(n.queue, next)
		}
	}
	return 0, false
}
