package suppress

import (
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// hiddenSign stands where a cell is hidden.
const hiddenSign = "…"

// FromRows reads a table as it is published: a head code, name, in, a column each, the sum; then a row a place,
// the whole with an empty "in"; "…" where a cell is hidden, "[2]" where its value is known to who audits. Rows
// that begin with # are remarks. Known reports whether no value is missing; those that are, are such as the sums
// allow. Errors (errs.Invalid), with the row.
func FromRows(rows [][]string) (t *Table, known bool, err error) {
	t = &Table{}
	if len(rows) == 0 || len(rows[0]) < 5 || len(rows)*len(rows[0]) > mostCells {
		return nil, false, errs.New(errs.Invalid, "a table has a head: code, name, in, the columns, the sum")
	}
	for _, name := range rows[0][3 : len(rows[0])-1] {
		t.Columns = append(t.Columns, Column{Code: name})
	}
	known = true
	at, in := map[string]int{}, []string{}
	for i, row := range rows[1:] {
		if len(row) == 0 || strings.HasPrefix(row[0], "#") {
			continue
		}
		if len(row) != len(rows[0]) {
			return nil, false, errs.New(errs.Invalid, "row %d has %d cells, the head %d", i+2, len(row), len(rows[0]))
		}
		cells := make([]Cell, len(row)-3)
		for c, text := range row[3:] {
			missing, err := cells[c].read(text)
			if err != nil {
				return nil, false, errs.New(errs.Invalid, "row %d: “%s” is no count", i+2, text)
			}
			known = known && !missing
		}
		at[row[0]] = len(t.Places)
		t.Places = append(t.Places, Place{Code: row[0], Name: row[1], Parent: -1})
		t.Cells, in = append(t.Cells, cells), append(in, row[2])
	}
	for p, up := range in {
		if up == "" {
			continue
		}
		above, ok := at[up]
		if !ok {
			return nil, false, errs.New(errs.Invalid, "%s is a part of nothing that is there", t.Places[p].Name)
		}
		t.Places[p].Parent = above
	}
	if len(t.Places) == 0 {
		return nil, false, errs.New(errs.Invalid, "a table has at least one row and one column, and not too many")
	}
	if err := t.tree(); err != nil {
		return nil, false, err
	}
	return t, known, Complete(t)
}

// read reads a cell, and reports whether its value is missing.
func (c *Cell) read(text string) (missing bool, err error) {
	text = strings.TrimSpace(text)
	if text == hiddenSign || text == "..." {
		c.State = Secondary
		return true, nil
	}
	if inner, ok := strings.CutPrefix(text, "["); ok {
		c.State, text = Secondary, strings.TrimSuffix(inner, "]")
	}
	c.Value, err = strconv.ParseInt(text, 10, 64)
	if err == nil && (c.Value < 0 || c.Value > most) {
		err = strconv.ErrRange
	}
	return false, err
}

// Reveals reports whether what a reader can compute of a hidden cell, whose value he does not have, tells that it
// is small, or what it is.
func (v Interval) Reveals(threshold int64) bool {
	return v.High < threshold || v.Low == v.High
}

// Small takes the hidden cells of places without parts for small ones whose values are from 1 to below the
// threshold, and returns how many such cells are shown.
func (t *Table) Small(threshold int64) (shown int) {
	leaf := t.leaves()
	for p := range t.Cells {
		for c := range t.Columns {
			cell := &t.Cells[p][c]
			switch small := leaf[p] && cell.Value > 0 && cell.Value < threshold; {
			case small && cell.Hidden():
				cell.State = Primary
			case small:
				shown++
			}
		}
	}
	return shown
}
