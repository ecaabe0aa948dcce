package sheet

import (
	"cmp"
	"slices"
	"strings"
)

// Range is a merged range: rows count from 1, columns from 0, both ends belong to it.
type Range struct{ Row, ToRow, Column, ToColumn int }

// Tall returns a sheet's merged ranges that span several rows, the upper first. A range that cannot be read is none.
func (b *Book) Tall(sheet string) ([]Range, error) {
	refs, err := b.Merged(sheet)
	var out []Range
	for _, ref := range refs {
		from, to, ok := strings.Cut(ref, ":")
		r := Range{rowOf(from), rowOf(to), column([]byte(from)), column([]byte(to))}
		if ok && r.Row > 0 && r.ToRow > r.Row && r.Column >= 0 && r.ToColumn >= r.Column {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(x, y Range) int { return cmp.Compare(x.Row, y.Row) })
	return out, err
}

// rowOf is the row of a reference (AB12).
func rowOf(ref string) int {
	return digits([]byte(strings.TrimLeft(ref, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$")))
}
