package place

import (
	"maps"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// MergerDay is the day from which the 43 communes of the map are: old figures are recast onto them.
var MergerDay = date.Must(2025, 7, 1)

// Merger is a change of units that an office records: on a day, whole communes become one. To may be the code of one of
// them, which then names another unit from that day on.
type Merger struct {
	On    date.Date
	From  []Code
	To    Code
	Name  string // "Mỹ Hương"
	Type  string // "Xã", "Phường", "Thị trấn"
	Basis string // the decision
}

// Check says why a merger cannot be. Errors: errs.Invalid.
func (r *Registry) Check(m Merger) error {
	bad := func(text errs.Text) error { return errs.Of(errs.Invalid, text) }
	if len(m.From) == 0 || m.To == "" || m.Name == "" || m.On.IsZero() {
		return bad(errs.T("an old code, the new code, the new name or the day is missing"))
	}
	if areaOf(m.Type) == AreaUnknown {
		return bad(errs.T("the type must be Xã, Phường or Thị trấn"))
	}
	parent := Code("")
	for _, c := range m.From {
		u, ok := r.At(c, m.On.AddDays(-1))
		switch {
		case !ok || u.Level != Commune:
			return bad(errs.T("the old code “%s” is no commune of the day before", c))
		case parent != "" && u.Parent != parent:
			return bad(errs.T("the communes must be in the same district (or province)"))
		}
		parent = u.Parent
	}
	if len(m.To) != 5 {
		return bad(errs.T("the new code must have 5 digits"))
	}
	if u, ok := r.At(m.To, m.On); ok && !slices.Contains(m.From, m.To) {
		return bad(errs.T("the new code “%s” is that of %s", m.To, u.FullName))
	}
	return nil
}

// With returns a registry that knows mergers too, in order; r stays as it is.
func (r *Registry) With(mergers []Merger) *Registry {
	out := &Registry{units: maps.Clone(r.units), children: map[Code][]Code{}, onward: cloned(r.onward),
		backward: cloned(r.backward), coastal: r.coastal}
	for code, us := range out.units {
		out.units[code] = slices.Clone(us)
	}
	for _, m := range mergers {
		parent := Code("")
		for _, c := range m.From {
			for i := range out.units[c] {
				if u := &out.units[c][i]; u.Contains(m.On.AddDays(-1)) && u.Level == Commune {
					parent, u.To = u.Parent, m.On.AddDays(-1)
				}
			}
			out.link(Link{From: c, To: m.To, On: m.On, Confidence: "high", Source: m.Basis})
		}
		out.add(Unit{Code: m.To, Name: m.Name, FullName: m.Type + " " + m.Name, Type: m.Type, Level: Commune,
			Parent: parent, Area: areaOf(m.Type),
			From: m.On, Confidence: "high", Note: errs.Text{VI: m.Basis, EN: m.Basis}})
	}
	out.index()
	return out
}

func cloned(m map[Code][]Link) map[Code][]Link {
	out := make(map[Code][]Link, len(m))
	for k, v := range m {
		out[k] = slices.Clone(v)
	}
	return out
}
