package suppress

// edge is a cell as an edge of the network: what is counted flows from the sum of everything by places to each
// place, there into its columns, and by columns back.
type edge struct {
	from, to      int32
	value, floor  int64 // floor: what it cannot go below, for a reader who knows more
	cost          int64 // of hiding it, a unit that flows; 0 where it is hidden already
	hidden, stays bool
	place, column int
}

// unbounded is what nothing bounds.
const unbounded = int64(1) << 50

// network is a table's cells between its sums.
type network struct {
	edges []edge
	at    [][]int32 // the edges of each node
	of    [][]int32 // the edge of each cell, by place and column

	x     []int64 // what each edge carries in the flow that is looked for
	via   []int32 // by which edge each node was reached, −1: not reached
	queue []int32
	dist  []int64
	in    []bool
}

// newNetwork makes the network of a table. Every sum of columns is implied for places with parts by those of the
// parts, so a cell stands in two sums and no more.
func newNetwork(t *Table) *network {
	leaf, k := t.leaves(), len(t.Columns)+1
	n := &network{of: make([][]int32, len(t.Places))}
	first := make([]int32, len(t.Places)) // of its nodes: one of a place without parts, else one a column
	nodes := int32(1)                     // 0: outside the whole
	for p := range t.Places {
		first[p] = nodes
		if nodes++; !leaf[p] {
			nodes += int32(k - 1)
		}
	}
	n.at = make([][]int32, nodes)
	for p, place := range t.Places {
		n.of[p] = make([]int32, k)
		for c := range k {
			below, above := first[p], int32(0)
			if !leaf[p] {
				below += int32(c)
			}
			if place.Parent >= 0 {
				above = first[place.Parent] + int32(c)
			}
			cell := t.Cells[p][c]
			e := edge{from: below, to: above, value: cell.Value, cost: cell.Value + 1, hidden: cell.Hidden(),
				place: p, column: c, stays: c == k-1 || place.Parent < 0 || t.Columns[c].Stays}
			if c == k-1 { // from the whole down
				e.from, e.to = above, below
			}
			if e.hidden {
				e.cost = 0
			}
			n.of[p][c] = int32(len(n.edges))
			n.at[e.from] = append(n.at[e.from], n.of[p][c])
			n.at[e.to] = append(n.at[e.to], n.of[p][c])
			n.edges = append(n.edges, e)
		}
	}
	n.x, n.via = make([]int64, len(n.edges)), make([]int32, nodes)
	n.dist, n.in = make([]int64, nodes), make([]bool, nodes)
	return n
}

// begin sets what each edge carries to what its cell has.
func (n *network) begin() {
	for i := range n.edges {
		n.x[i] = n.edges[i].value
	}
}

// room is how much more may go over an edge from a node: without bound where it goes up, what it carries where it
// goes down.
func (n *network) room(i, from int32) int64 {
	if n.edges[i].from == from {
		return unbounded
	}
	return n.x[i] - n.edges[i].floor
}

func (n *network) other(i, from int32) int32 {
	if n.edges[i].from == from {
		return n.edges[i].to
	}
	return n.edges[i].from
}

// push sends units over the way that was found.
func (n *network) push(from, to int32, units int64) {
	for at := to; at != from; {
		i := n.via[at]
		at = n.other(i, at)
		if n.edges[i].from == at {
			n.x[i] += units
		} else {
			n.x[i] -= units
		}
	}
}

// narrowest is how much the way that was found holds.
func (n *network) narrowest(from, to int32, most int64) int64 {
	for at := to; at != from; {
		i := n.via[at]
		at = n.other(i, at)
		most = min(most, n.room(i, at))
	}
	return most
}

// flow is how much can go from one node to another through hidden edges, other than some that are given; up to
// most. What each edge then carries stands in x.
func (n *network) flow(from, to int32, most int64, but ...int32) (units int64) {
	n.begin()
	for units < most && n.reach(from, to, but) {
		step := n.narrowest(from, to, most-units)
		if step >= unbounded/2 {
			return unbounded
		}
		n.push(from, to, step)
		units += step
	}
	return units
}

// reach finds a shortest way through hidden edges.
func (n *network) reach(from, to int32, but []int32) bool {
	for i := range n.via {
		n.via[i] = -1
	}
	n.queue = append(n.queue[:0], from)
	for head := 0; head < len(n.queue); head++ {
		at := n.queue[head]
		for _, i := range n.at[at] {
			next := n.other(i, at)
			if !n.edges[i].hidden || n.via[next] >= 0 || next == from || has(but, i) || n.room(i, at) <= 0 {
				continue
			}
			n.via[next] = i
			if next == to {
				return true
			}
			n.queue = append(n.queue, next)
		}
	}
	return false
}

// cheapest sends units from one node to another at least cost through hidden edges and those that may be hidden; it
// returns how many it could. Where an edge is sent over less than it carries, that much is given back.
func (n *network) cheapest(from, to int32, most int64, but ...int32) (units int64) {
	n.begin()
	for units < most && n.near(from, to, but) {
		step := most - units
		for at := to; at != from; {
			i := n.via[at]
			at = n.other(i, at)
			_, room := n.price(i, at)
			step = min(step, room)
		}
		n.push(from, to, step)
		units += step
	}
	return units
}

// price is what a unit over an edge from a node costs, and for how many: less than nothing where it gives back
// what was sent the other way.
func (n *network) price(i, from int32) (cost, room int64) {
	e := &n.edges[i]
	sent := n.x[i] - e.value
	if e.from == from {
		if sent < 0 {
			return -e.cost, -sent
		}
		return e.cost, unbounded
	}
	if sent > 0 {
		return -e.cost, sent
	}
	return e.cost, n.x[i]
}

// near finds the cheapest way (Bellman and Ford, with a queue).
func (n *network) near(from, to int32, but []int32) bool {
	for i := range n.via {
		n.via[i], n.dist[i], n.in[i] = -1, unbounded, false
	}
	n.dist[from] = 0
	n.queue = append(n.queue[:0], from)
	for head := 0; head < len(n.queue); head++ {
		at := n.queue[head]
		n.in[at] = false
		for _, i := range n.at[at] {
			e := &n.edges[i]
			if e.stays && !e.hidden || has(but, i) {
				continue
			}
			cost, room := n.price(i, at)
			next := n.other(i, at)
			if room <= 0 || n.dist[at]+cost >= n.dist[next] || next == from {
				continue
			}
			n.dist[next], n.via[next] = n.dist[at]+cost, i
			if !n.in[next] {
				n.in[next] = true
				n.queue = append(n.queue, next)
			}
		}
	}
	return n.via[to] >= 0
}

func has(all []int32, one int32) bool {
	for _, i := range all {
		if i == one {
			return true
		}
	}
	return false
}
