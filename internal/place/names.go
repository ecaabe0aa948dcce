package place

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/vietnamese"
)

// Named are the units of a registry of some levels below one on a day, by their names, folded (vietnamese.Fold), with
// their kind and without: several where units are called alike.
func Named(r *Registry, top Code, on date.Date, levels ...Level) map[string][]Unit {
	out := map[string][]Unit{}
	var below func(code Code)
	below = func(code Code) {
		for _, u := range r.Children(code, on) {
			if slices.Contains(levels, u.Level) {
				full, bare := vietnamese.Fold(u.FullName), vietnamese.Fold(u.Name)
				out[full] = append(out[full], u)
				if bare != full {
					out[bare] = append(out[bare], u)
				}
			}
			if u.Level != Commune {
				below(u.Code)
			}
		}
	}
	below(top)
	return out
}
