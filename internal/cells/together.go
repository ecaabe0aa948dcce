package cells

import (
	"slices"

	"giamngheo/internal/place"
)

// together puts leaves that are to be told together into one, where the first of them stands: of those of several
// districts it is in none.
func together(all []Leaf) (out []Leaf) {
	root := make([]int, len(all)) // by leaf: an earlier one that it is with, or itself
	of := func(i int) int {
		for root[i] != i {
			i = root[i]
		}
		return i
	}
	first := map[string]int{}
	for i := range all {
		root[i] = i
		for _, key := range all[i].With {
			had, ok := first[key]
			if !ok {
				first[key] = i
				continue
			}
			a, b := of(had), of(i)
			root[max(a, b)] = min(a, b)
		}
	}
	at := make([]int, len(all))
	for i := range all {
		if r := of(i); r != i {
			out[at[r]].join(&all[i])
			continue
		}
		at[i] = len(out)
		out = append(out, all[i])
	}
	return slices.Clip(out)
}

// join tells another leaf together with one.
func (l *Leaf) join(o *Leaf) {
	l.Code, l.Name, l.Quiet = l.Code+"+"+o.Code, l.Name+", "+o.Name, l.Quiet || o.Quiet
	if l.Area != o.Area {
		l.Area = place.AreaUnknown
	}
	if l.Above != o.Above {
		l.Above = ""
	}
	for k := range l.Of {
		l.Of[k] = l.Of[k].Plus(o.Of[k])
	}
}
