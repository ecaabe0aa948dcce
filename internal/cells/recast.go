package cells

import (
	"cmp"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Whole is a province as it is on a day, made of the sheets of the provinces that became it.
type Whole struct {
	Province string
	Unit     place.Unit
	From     []*Sheet
	Top      Unit
	Units    []Unit   // on the communes of the day; those that cannot be carried over are not in it
	Left     []string // the codes of units that cannot be carried over: they were split, or sources do not agree
}

// Synthetic reports whether a part of it is of no real household.
func (w *Whole) Synthetic() bool {
	return slices.ContainsFunc(w.From, func(s *Sheet) bool { return s.Synthetic })
}

// On are the first and the last day of the sheets.
func (w *Whole) On() (first, last date.Date) {
	for _, s := range w.From {
		if first.IsZero() || s.On < first {
			first = s.On
		}
		last = max(last, s.On)
	}
	return first, last
}

// Recast puts sheets onto the provinces and communes of a day: what merged is added up, and a unit whose whole way is
// not known is left aside and named – its province's sum has it all the same. Sheets of provinces that the day does
// not have and that became none are refused. Movements between provinces that merged are told as each told them.
func Recast(reg *place.Registry, sheets []*Sheet, day date.Date) (out []*Whole, refused []errs.Text) {
	by := map[place.Code]*Whole{}
	for _, s := range sheets {
		code := place.Code(s.Province)
		to, why := reg.Target(code, s.On, day)
		if u, ok := reg.At(code, s.On); !ok || u.Level != place.Province || why.EN != "" {
			refused = append(refused, errs.T("%s (%s) is no province of %s", s.Name, s.Province, day))
			continue
		}
		w := by[to]
		if w == nil {
			u, _ := reg.At(to, day)
			w = &Whole{Province: string(to), Unit: u}
			by[to] = w
			out = append(out, w)
		}
		w.From = append(w.From, s)
	}
	for _, w := range out {
		w.add(reg, day)
	}
	slices.SortFunc(out, func(a, b *Whole) int { return cmp.Compare(a.Province, b.Province) })
	return out, refused
}

// add adds up the parts.
func (w *Whole) add(reg *place.Registry, day date.Date) {
	g := grouped{in: map[string]string{}, of: map[string]*Unit{}}
	for i, s := range w.From {
		for j, u := range s.Units() {
			switch {
			case j == 0 && i == 0:
				w.Top = u
				w.Top.Code = w.Province
			case j == 0:
				w.Top.plus(&u)
			default:
				to, ok := targets(reg, strings.Split(u.Code, "+"), s.On, day)
				if !ok {
					w.Left = append(w.Left, u.Code)
					continue
				}
				g.put(&u, to)
			}
		}
	}
	w.Units = g.units(reg, day)
}

func (u *Unit) plus(v *Unit) {
	for k := range u.Of {
		u.Of[k] = u.Of[k].Plus(v.Of[k])
	}
}

// targets are the units that the ones of a code went to whole.
func targets(reg *place.Registry, codes []string, from, to date.Date) (out []string, ok bool) {
	for _, code := range codes {
		t, why := reg.Target(place.Code(code), from, to)
		if why.EN != "" || t == "" {
			return nil, false
		}
		if !slices.Contains(out, string(t)) {
			out = append(out, string(t))
		}
	}
	return out, len(out) > 0
}

// grouped are units of which some went to the same ones: those are told together.
type grouped struct {
	in map[string]string // a code to the one that names its group
	of map[string]*Unit
}

func (g *grouped) root(code string) string {
	for g.in[code] != "" && g.in[code] != code {
		code = g.in[code]
	}
	return code
}

func (g *grouped) put(u *Unit, to []string) {
	root := g.root(to[0])
	g.in[to[0]] = root
	for _, code := range to {
		other := g.root(code)
		g.in[code] = root
		if other == root {
			continue
		}
		g.in[other] = root
		if had := g.of[other]; had != nil {
			g.join(root, had)
			delete(g.of, other)
		}
	}
	g.join(root, u)
}

func (g *grouped) join(root string, u *Unit) {
	if had := g.of[root]; had != nil {
		had.plus(u)
		return
	}
	one := *u
	g.of[root] = &one
}

// units are the groups with their codes, in order.
func (g *grouped) units(reg *place.Registry, day date.Date) (out []Unit) {
	codes := map[string][]string{}
	for code := range g.in {
		codes[g.root(code)] = append(codes[g.root(code)], code)
	}
	for root, u := range g.of {
		slices.Sort(codes[root])
		u.Code, u.Area = strings.Join(codes[root], "+"), place.AreaUnknown
		for i, code := range codes[root] {
			one, _ := reg.At(place.Code(code), day)
			if i > 0 && one.Area != u.Area {
				u.Area = place.AreaUnknown
				break
			}
			u.Area = one.Area
		}
		out = append(out, *u)
	}
	sortUnits(out)
	return out
}
