package apportion

import "slices"

// network is a circulation of whole amounts at least cost. Every arc has its twin, the way back: i and i^1.
type network struct {
	first  []int32 // a node's first arc, −1 of none
	arcs   []arc
	excess []int64 // what comes in and does not go out
	price  []int64 // at which no arc with room costs less than nothing
	search search
}

// arc is what can still be sent to a node, and what a unit of it costs.
type arc struct {
	to, next   int32
	room, cost int64
}

// search is one search for the nearest lack, kept to be used again.
type search struct {
	far   []int64 // −1: not seen
	via   []int32
	done  []bool
	seen  []int32
	queue []way
}

// way is a node and how far it is.
type way struct {
	far  int64
	node int32
}

func newNetwork(nodes int) *network {
	n := &network{first: make([]int32, nodes), excess: make([]int64, nodes), price: make([]int64, nodes),
		search: search{far: make([]int64, nodes), via: make([]int32, nodes), done: make([]bool, nodes)}}
	for i := range n.first {
		n.first[i], n.search.far[i] = -1, -1
	}
	return n
}

// add adds an arc on which from low to high units go, each at a cost; at first as many as are cheapest. It returns
// the arc's number.
func (n *network) add(from, to int, low, high, cost int64) int {
	at := low
	if cost < 0 {
		at = high
	}
	i := len(n.arcs)
	n.arcs = append(n.arcs, arc{int32(to), n.first[from], high - at, cost},
		arc{int32(from), n.first[to], at - low, -cost})
	n.first[from], n.first[to] = int32(i), int32(i+1)
	n.excess[from] -= at
	n.excess[to] += at
	return i
}

// balance sends what is too much to where it lacks, by the cheapest ways, until it is all gone. It returns the nodes
// from which more would have to go out than can, nil where there are none.
func (n *network) balance() []int32 {
	for from := range n.excess {
		for n.excess[from] > 0 {
			to := n.nearest(int32(from))
			if to < 0 {
				out := slices.Clone(n.search.seen)
				n.forget()
				return out
			}
			n.send(int32(from), to)
		}
	}
	return nil
}

// nearest finds the cheapest way to a node that lacks something, and sets the prices so that all of it is free; −1
// where there is none.
func (n *network) nearest(from int32) int32 {
	s := &n.search
	n.forget()
	s.far[from], s.via[from] = 0, -1
	s.seen = append(s.seen, from)
	s.push(way{0, from})
	for len(s.queue) > 0 {
		w := s.pop()
		if s.done[w.node] {
			continue
		}
		s.done[w.node] = true
		if n.excess[w.node] < 0 {
			for _, v := range s.seen {
				if s.done[v] {
					n.price[v] += s.far[v] - w.far
				}
			}
			return w.node
		}
		for i := n.first[w.node]; i >= 0; i = n.arcs[i].next {
			a := &n.arcs[i]
			if a.room == 0 || s.done[a.to] {
				continue
			}
			far := w.far + a.cost + n.price[w.node] - n.price[a.to]
			if s.far[a.to] < 0 {
				s.seen = append(s.seen, a.to)
			} else if far >= s.far[a.to] {
				continue
			}
			s.far[a.to], s.via[a.to] = far, i
			s.push(way{far, a.to})
		}
	}
	return -1
}

// send sends as much as the way that was found holds.
func (n *network) send(from, to int32) {
	most := min(n.excess[from], -n.excess[to])
	for v := to; v != from; v = n.arcs[n.search.via[v]^1].to {
		most = min(most, n.arcs[n.search.via[v]].room)
	}
	for v := to; v != from; v = n.arcs[n.search.via[v]^1].to {
		i := n.search.via[v]
		n.arcs[i].room -= most
		n.arcs[i^1].room += most
	}
	n.excess[from] -= most
	n.excess[to] += most
}

func (n *network) forget() {
	s := &n.search
	for _, v := range s.seen {
		s.far[v], s.done[v] = -1, false
	}
	s.seen, s.queue = s.seen[:0], s.queue[:0]
}

func (s *search) push(w way) {
	s.queue = append(s.queue, w)
	for i := len(s.queue) - 1; i > 0; {
		up := (i - 1) / 2
		if s.queue[up].far <= s.queue[i].far {
			break
		}
		s.queue[up], s.queue[i] = s.queue[i], s.queue[up]
		i = up
	}
}

func (s *search) pop() way {
	top, last := s.queue[0], len(s.queue)-1
	s.queue[0] = s.queue[last]
	s.queue = s.queue[:last]
	for i := 0; ; {
		least := i
		for _, below := range [2]int{2*i + 1, 2*i + 2} {
			if below < last && s.queue[below].far < s.queue[least].far {
				least = below
			}
		}
		if least == i {
			return top
		}
		s.queue[i], s.queue[least] = s.queue[least], s.queue[i]
		i = least
	}
}

// prefer chooses among the circulations of least cost: of the arcs in order, each carries as much as it can without
// costing more or taking from those before it. It returns what each carries above its least; the network is then
// done.
func (n *network) prefer(arcs []int) []int64 {
	out := make([]int64, len(arcs))
	for at, i := range arcs {
		a, back := &n.arcs[i], &n.arcs[i^1]
		room, sent := a.room, back.room
		a.room, back.room = 0, 0 // not by itself, and never again
		for room > 0 && n.free(i) && n.round(a.to, back.to) {
			n.excess[a.to], n.excess[back.to] = room, -room
			n.send(a.to, back.to)
			left := n.excess[a.to]
			n.excess[a.to], n.excess[back.to] = 0, 0
			room, sent = left, sent+room-left
		}
		out[at] = sent
	}
	return out
}

// free reports whether an arc costs nothing at the prices.
func (n *network) free(i int) bool {
	a := &n.arcs[i]
	from := n.arcs[i^1].to
	return a.cost+n.price[from]-n.price[a.to] == 0
}

// round finds a way of free arcs.
func (n *network) round(from, to int32) bool {
	s := &n.search
	n.forget()
	s.far[from], s.via[from] = 0, -1
	s.seen = append(s.seen, from)
	for at := 0; at < len(s.seen); at++ {
		v := s.seen[at]
		for i := n.first[v]; i >= 0; i = n.arcs[i].next {
			w := n.arcs[i].to
			if n.arcs[i].room == 0 || s.far[w] >= 0 || !n.free(int(i)) {
				continue
			}
			s.far[w], s.via[w] = 0, i
			if s.seen = append(s.seen, w); w == to {
				return true
			}
		}
	}
	return false
}
