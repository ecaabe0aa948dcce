package apportion

import (
	"cmp"
	"math/big"
	"slices"

	"giamngheo/internal/errs"
)

// Node is a place or a column of a table: what it is a part of by its index, −1 of the one that is the whole.
type Node struct {
	Code   string
	Parent int
}

// Table is a table of whole amounts whose places and whose columns each make a tree: communes in districts in the
// province; funds in sub-projects in projects. Cells[p][c] is said of leaves alone.
type Table struct {
	Places, Columns []Node
	Cells           [][]int64
}

// Rounded is a table in units. Cells has every sum too, those of the printed cells. Error is Σ|printed − true| of the
// leaves' cells, in the table's đồng.
type Rounded struct {
	Cells [][]int64
	Error *big.Int
}

// most bounds the amounts of a table, so that no sum of errors leaves 64 bits.
const most = 9_000_000_000_000_000

// Round prints a table in units of so many đồng. The total goes to the nearer whole unit; every cell, row, column and
// subtotal of places or of columns goes up or down to one of its two; and all sums hold. Of all such tables it is the
// one with the least Σ|error| of the cells, of equal ones the one that rounds up in the first places, and there in
// the first columns, by their codes. What is whole stays. The sum of a group of columns over a group of places is the
// sum of what is printed: it may be more than a unit off (no table can promise more for three crossing families).
//
// The sums make two families, each within the next: a place's group of columns, the place, its district, the whole;
// and a district's column, the column, its project, the whole. So the tables are the flows of a network, which has
// whole ones wherever it has any, and the true table is one. Errors: trees that are none, amounts beyond ±9·10¹⁵.
func Round(t *Table, unit int64) (*Rounded, error) {
	g, err := newGrid(t, unit)
	if err != nil {
		return nil, err
	}
	g.build()
	if g.net.balance() != nil {
		return nil, errs.New(errs.Internal, "the table has no rounding: this is a fault of the program")
	}
	return g.rounded(g.net.prefer(g.cells)), nil
}

// grid is a table on its way into a network.
type grid struct {
	t            *Table
	unit         int64
	places, cols tree
	true, down   [][]int64 // by node: the sum, in đồng; the leaves' whole units, summed up
	net          *network
	cells        []int // the arcs of the leaves' cells, by the codes of place and column
}

// tree is one side of a table.
type tree struct {
	nodes []Node
	root  int
	leaf  []bool
	order []int // children before parents
	sorts []int // leaves by code
}

func newTree(nodes []Node) (t tree, ok bool) {
	t = tree{nodes: nodes, root: -1, leaf: make([]bool, len(nodes))}
	below := make([]int, len(nodes))
	for i, n := range nodes {
		switch {
		case n.Parent == -1 && t.root < 0:
			t.root = i
		case n.Parent < 0 || n.Parent >= len(nodes) || n.Parent == i:
			return t, false
		default:
			below[n.Parent]++
		}
	}
	for i := range nodes {
		if t.leaf[i] = below[i] == 0 && i != t.root; t.leaf[i] {
			t.order, t.sorts = append(t.order, i), append(t.sorts, i)
		}
	}
	for at := 0; at < len(t.order); at++ {
		if p := nodes[t.order[at]].Parent; p >= 0 {
			if below[p]--; below[p] == 0 {
				t.order = append(t.order, p)
			}
		}
	}
	slices.SortFunc(t.sorts, func(a, b int) int { return cmp.Or(cmp.Compare(nodes[a].Code, nodes[b].Code), a-b) })
	return t, t.root >= 0 && len(t.order) == len(nodes)
}

func newGrid(t *Table, unit int64) (*grid, error) {
	g := &grid{t: t, unit: unit}
	var ok [2]bool
	g.places, ok[0] = newTree(t.Places)
	g.cols, ok[1] = newTree(t.Columns)
	if !ok[0] || !ok[1] || len(t.Cells) != len(t.Places) || unit < 1 || unit > most {
		return nil, errs.New(errs.Invalid, "the table’s places and columns must each be one tree with parts")
	}
	g.true, g.down = square(g), square(g)
	sum := new(big.Int)
	for _, p := range g.places.sorts {
		if len(t.Cells[p]) != len(t.Columns) {
			return nil, errs.New(errs.Invalid, "the table’s places and columns must each be one tree with parts")
		}
		for _, c := range g.cols.sorts {
			v := t.Cells[p][c]
			sum.Add(sum, new(big.Int).Abs(big.NewInt(v)))
			g.true[p][c], g.down[p][c] = v, floor(v, unit)
		}
	}
	if sum.Cmp(big.NewInt(most)) > 0 {
		return nil, errs.New(errs.Invalid, "the table’s amounts add up to more than 9,000,000,000,000,000")
	}
	g.sum(g.true)
	g.sum(g.down)
	return g, nil
}

func square(g *grid) [][]int64 {
	out := make([][]int64, len(g.t.Places))
	for i := range out {
		out[i] = make([]int64, len(g.t.Columns))
	}
	return out
}

// sum adds the leaves' cells up into every other.
func (g *grid) sum(m [][]int64) {
	for _, p := range g.places.order {
		for _, c := range g.cols.order {
			if up := g.t.Columns[c].Parent; up >= 0 {
				m[p][up] += m[p][c]
			}
		}
		if up := g.t.Places[p].Parent; up >= 0 {
			for c := range m[p] {
				if g.cols.leaf[c] {
					m[up][c] += m[p][c]
				}
			}
		}
	}
}

func floor(v, unit int64) int64 {
	q := v / unit
	if v%unit < 0 {
		q--
	}
	return q
}

// span is how many of the leaves' cells of a sum must and may round up.
func (g *grid) span(p, c int) (low, high int64) {
	v := g.true[p][c]
	low = floor(v, g.unit) - g.down[p][c]
	if v%g.unit != 0 {
		return low, low + 1
	}
	return low, low
}

// build makes the network: each sum is a node into which, or out of which, goes what it has beyond the whole units of
// its cells.
func (g *grid) build() {
	p, c := &g.places, &g.cols
	g.net = newNetwork(2 * len(p.nodes) * len(c.nodes))
	in := func(i, j int) int { return i*len(c.nodes) + j }                              // from the whole to places
	out := func(i, j int) int { return len(p.nodes)*len(c.nodes) + i*len(c.nodes) + j } // from columns to the whole
	for i := range p.nodes {
		for j := range c.nodes {
			low, high := g.span(i, j)
			switch {
			case i == p.root && j == c.root:
				if g.true[i][j]-(g.down[i][j]+low)*g.unit >= g.unit-g.unit/2 { // the nearer one, of two the upper
					low = high
				}
				g.net.add(out(i, j), in(i, j), low, low, 0)
			case j == c.root:
				g.net.add(in(p.nodes[i].Parent, j), in(i, j), low, high, 0)
			case i == p.root:
				g.net.add(out(i, j), out(i, c.nodes[j].Parent), low, high, 0)
			case p.leaf[i] && !c.leaf[j]:
				g.net.add(in(i, c.nodes[j].Parent), in(i, j), low, high, 0)
			case c.leaf[j] && !p.leaf[i]:
				g.net.add(out(i, j), out(p.nodes[i].Parent, j), low, high, 0)
			}
		}
	}
	for _, i := range p.sorts {
		for _, j := range c.sorts {
			low, high := g.span(i, j)
			rest := g.true[i][j] - g.down[i][j]*g.unit
			g.cells = append(g.cells,
				g.net.add(in(i, c.nodes[j].Parent), out(p.nodes[i].Parent, j), low, high, g.unit-2*rest))
		}
	}
}

// rounded is the table whose cells, by the codes of place and column, go up by so much.
func (g *grid) rounded(up []int64) *Rounded {
	r := &Rounded{Cells: square(g), Error: new(big.Int)}
	for _, i := range g.places.sorts {
		for _, j := range g.cols.sorts {
			r.Cells[i][j] = g.down[i][j] + up[0]
			up = up[1:]
			off := g.true[i][j] - r.Cells[i][j]*g.unit
			r.Error.Add(r.Error, big.NewInt(max(off, -off)))
		}
	}
	g.sum(r.Cells)
	return r
}
