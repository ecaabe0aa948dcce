package suppress

import (
	"slices"
	"strings"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
)

// Join puts places without parts that count less than the threshold together with the ones that follow them below
// the same place (at the end: that go before), so that each counts the threshold or more wherever all of them do.
// Counts is of the places without parts. It returns the new places and, of each old one, which new one it is in.
func Join(places []Place, threshold int64, count func(place int) int64) (joined []Place, in []int) {
	leaf := (&Table{Places: places}).leaves()
	in = make([]int, len(places))
	for p := range places { // what has parts stays, in its order
		if !leaf[p] {
			in[p] = len(joined)
			joined = append(joined, places[p])
		}
	}
	for i := range joined {
		if joined[i].Parent >= 0 {
			joined[i].Parent = in[joined[i].Parent]
		}
	}
	type open struct {
		at  int
		has int64
	}
	last := map[int]open{} // by place above: the unit that still wants more, or the one before
	for p := range places {
		if !leaf[p] {
			continue
		}
		up, n := places[p].Parent, count(p)
		if o, ok := last[up]; ok && o.has < threshold {
			in[p] = o.at
			joined[o.at].add(places[p])
			last[up] = open{o.at, o.has + n}
			continue
		}
		one := places[p]
		if up >= 0 {
			one.Parent = in[up]
		}
		in[p] = len(joined)
		joined = append(joined, one)
		if prev, ok := last[up]; ok && n < threshold && !anyAfter(places, leaf, p) {
			joined = joined[:len(joined)-1]
			in[p] = prev.at
			joined[prev.at].add(places[p])
			n += prev.has
			last[up] = open{prev.at, n}
			continue
		}
		last[up] = open{in[p], n}
	}
	var little []int // what came to too little at the end goes with the ones before
	for _, o := range last {
		if o.has < threshold {
			little = append(little, o.at)
		}
	}
	slices.Sort(little)
	for _, at := range slices.Backward(little) {
		joined = foldBack(joined, in, at)
	}
	return joined, in
}

// foldBack tells a unit together with the one before it below the same place, where there is one. What has parts
// stands before all units.
func foldBack(joined []Place, in []int, at int) []Place {
	isAbove := map[int]bool{}
	for _, p := range joined {
		isAbove[p.Parent] = true
	}
	to := at - 1
	for to > 0 && (joined[to].Parent != joined[at].Parent || isAbove[to]) {
		to--
	}
	if to <= 0 || isAbove[at] {
		return joined
	}
	joined[to].add(joined[at])
	for p := range in {
		switch {
		case in[p] == at:
			in[p] = to
		case in[p] > at:
			in[p]--
		}
	}
	return append(joined[:at], joined[at+1:]...)
}

// anyAfter reports whether a place without parts follows another below the same place.
func anyAfter(places []Place, leaf []bool, p int) bool {
	for q := p + 1; q < len(places); q++ {
		if leaf[q] && places[q].Parent == places[p].Parent {
			return true
		}
	}
	return false
}

// add names another place together with one.
func (p *Place) add(other Place) {
	p.Code += "+" + other.Code
	p.Name += ", " + other.Name
}

// Together reports how many places a code of Join names.
func Together(code string) int { return strings.Count(code, "+") + 1 }

// Round is the other form of a table: nothing is hidden, and every count is a multiple of the base, up or down,
// with all sums holding (apportion.Round). Never both forms of one table. Errors (errs.Invalid).
func Round(t *Table, base int64) ([][]int64, error) {
	in := &apportion.Table{}
	for _, p := range t.Places {
		in.Places = append(in.Places, apportion.Node{Code: p.Code, Parent: p.Parent})
	}
	for _, c := range t.Columns {
		in.Columns = append(in.Columns, apportion.Node{Code: c.Code, Parent: len(t.Columns)})
	}
	in.Columns = append(in.Columns, apportion.Node{Code: "Σ", Parent: -1})
	for p := range t.Cells {
		row := make([]int64, len(t.Cells[p]))
		for c := range row {
			row[c] = t.Cells[p][c].Value
		}
		in.Cells = append(in.Cells, row)
	}
	out, err := apportion.Round(in, base)
	if err != nil {
		return nil, err
	}
	for p := range out.Cells {
		for c := range out.Cells[p] {
			out.Cells[p][c] *= base
		}
	}
	return out.Cells, nil
}

// Link holds tables that are published together against each other: what two of them count alike – sums, of which
// the name of what is counted and the place are the same – is shown in both, and the same. Then what is hidden in
// one is independent of the others, and each is audited by itself. Of says what a table's sums count; a column
// counts what its code says. Errors (errs.Invalid): the cell that is not so.
func Link(of []string, tables []*Table) error {
	type seen struct {
		cell  Cell
		table int
	}
	known := map[[2]string]seen{}
	for i, t := range tables {
		for p := range t.Places {
			for c := range t.Cells[p] {
				what := of[i]
				if c < len(t.Columns) {
					what = t.Columns[c].Code
				}
				key := [2]string{t.Places[p].Code, what}
				had, ok := known[key]
				if !ok {
					known[key] = seen{t.Cells[p][c], i}
					continue
				}
				if had.table == i {
					continue
				}
				if had.cell.Hidden() || t.Cells[p][c].Hidden() {
					return errs.New(errs.Invalid,
						"%s is hidden in one table and told by another: publish both as one table, or make them coarser",
						t.Where(p, c))
				}
				if had.cell.Value != t.Cells[p][c].Value {
					return errs.New(errs.Invalid, "%s is not the same in two tables", t.Where(p, c))
				}
			}
		}
	}
	return nil
}
