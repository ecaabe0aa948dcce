// Package suppress hides small cells of tables of counts and proves that what is hidden cannot be computed back: a
// reader who takes every published sum together can tell a hidden small cell neither from none nor from the
// threshold or more. It knows no households, no law and no pages.
//
// A table is one tree of places by one flat list of columns. Its sums make a network (Gusfield 1988, Cox 1995): a
// cell is an edge, a sum is a node, and what a reader can compute of a hidden cell is how much may flow around it
// through the other hidden ones. All of it is whole numbers, so the intervals are exact.
package suppress

import (
	"fmt"

	"giamngheo/internal/errs"
)

// Version is that of the algorithm, as certificates name it.
const Version = "1"

// State is how a cell is published.
type State uint8

// A cell is shown, hidden for what it says itself, or hidden so that another cannot be computed back.
const (
	Shown State = iota
	Primary
	Secondary
)

// Place is a row: Parent is the index of the place that it is a part of, −1 of the one that is the whole.
type Place struct {
	Code   string
	Name   string
	Parent int
}

// Column is a column of a table. In a sensitive one none at all tells too much, and so does all of a place.
type Column struct {
	Code      string
	Name      string // as people call it; empty: by its code
	Sensitive bool
	Stays     bool // another table tells it: it is never hidden
}

// Cell is a count with how it is published. Whole numbers from 0 up.
type Cell struct {
	Value int64
	State State
}

// Hidden reports whether a cell is not shown.
func (c Cell) Hidden() bool { return c.State != Shown }

// Table is a table of counts. Cells has a row a place, in their order, and in it a cell a column and one more, the
// place's sum. Sums of places, and the columns of the whole, are always shown; sums of some places in a column may
// have to be hidden.
type Table struct {
	Places  []Place
	Columns []Column
	Cells   [][]Cell
}

// most bounds the counts of a table, so that no sum leaves 64 bits.
const most = 1 << 40

// mostCells bounds a table before anything is computed.
const mostCells = 200_000

// New makes a table from the counts of the places that have no parts; all others are their sums. Errors
// (errs.Invalid): no tree, counts below zero, a row that is too short.
func New(places []Place, columns []Column, count func(place, column int) int64) (*Table, error) {
	t := &Table{Places: places, Columns: columns}
	if len(places) == 0 || len(columns) == 0 || len(places)*len(columns) > mostCells {
		return nil, errs.New(errs.Invalid, "a table has at least one row and one column, and not too many")
	}
	if err := t.tree(); err != nil {
		return nil, err
	}
	leaf := t.leaves()
	t.Cells = make([][]Cell, len(places))
	for p := range places {
		t.Cells[p] = make([]Cell, len(columns)+1)
	}
	for p := range places {
		for c := range columns {
			if !leaf[p] {
				continue
			}
			v := count(p, c)
			if v < 0 || v > most {
				return nil, errs.New(errs.Invalid, "a count of %s is below zero or too large", places[p].Name)
			}
			for up := p; up >= 0; up = places[up].Parent {
				t.Cells[up][c].Value += v
				t.Cells[up][len(columns)].Value += v
			}
		}
	}
	return t, nil
}

// tree checks that the places are a tree with one root.
func (t *Table) tree() error {
	roots := 0
	for p := range t.Places {
		up, steps := p, 0
		for t.Places[up].Parent >= 0 && steps <= len(t.Places) {
			if up = t.Places[up].Parent; up >= len(t.Places) {
				return errs.New(errs.Invalid, "%s is a part of nothing that is there", t.Places[p].Name)
			}
			steps++
		}
		if steps > len(t.Places) {
			return errs.New(errs.Invalid, "%s is a part of itself", t.Places[p].Name)
		}
		if t.Places[p].Parent < 0 {
			roots++
		}
	}
	if roots != 1 {
		return errs.New(errs.Invalid, "a table has one row that is the whole, not %d", roots)
	}
	return nil
}

// leaves says which places have no parts.
func (t *Table) leaves() []bool {
	out := make([]bool, len(t.Places))
	for p := range out {
		out[p] = true
	}
	for _, p := range t.Places {
		if p.Parent >= 0 {
			out[p.Parent] = false
		}
	}
	return out
}

// Clone is a table that may be changed by itself.
func (t *Table) Clone() *Table {
	out := *t
	out.Cells = make([][]Cell, len(t.Cells))
	for p := range t.Cells {
		out.Cells[p] = append([]Cell(nil), t.Cells[p]...)
	}
	return &out
}

// Hidden is how many cells are hidden, and how many of them for what they say themselves.
func (t *Table) Hidden() (all, primary int) {
	for p := range t.Cells {
		for _, c := range t.Cells[p] {
			if c.Hidden() {
				all++
			}
			if c.State == Primary {
				primary++
			}
		}
	}
	return all, primary
}

// Mark hides the cells that say too much themselves: 1 to t−1, and in a sensitive column none at all and all of a
// place. Only places without parts: above them a count names nobody.
func (t *Table) Mark(threshold int64) {
	leaf := t.leaves()
	sum := len(t.Columns)
	for p := range t.Places {
		if !leaf[p] {
			continue
		}
		whole := t.Cells[p][sum].Value
		for c := range t.Columns {
			if t.Columns[c].Stays {
				continue
			}
			v := t.Cells[p][c].Value
			small := v > 0 && v < threshold
			telling := t.Columns[c].Sensitive && whole > 0 && (v == 0 || v == whole)
			if small || telling {
				t.Cells[p][c].State = Primary
			}
		}
	}
}

// Where names a cell.
func (t *Table) Where(place, column int) string {
	if column == len(t.Columns) {
		return t.Places[place].Name
	}
	name := t.Columns[column].Name
	if name == "" {
		name = t.Columns[column].Code
	}
	return fmt.Sprintf("%s × %s", t.Places[place].Name, name)
}
