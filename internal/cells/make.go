package cells

import (
	"errors"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/suppress"
)

// Leaf is a commune, or the province, with its counts before anything is hidden.
type Leaf struct {
	Code, Name string
	Area       place.Area
	Above      string // the code of the district; empty where there is none
	Of         [3]Sums

	With  []string // leaves that have one of these in common are told together
	Quiet bool     // how many of its poor are of a minority is told elsewhere, and hidden there
}

// maker hides what is small in the units of a sheet.
type maker struct {
	head   *Head
	places []suppress.Place // as they are told: the whole, districts, units
	units  []Unit           // by place; those above have none
	leaf   []bool
	quiet  []bool // by place
}

// Make makes a sheet of a province and its communes. Places of which too few are poor, near-poor, or were are told
// together with their neighbours; what is small beside that is hidden, with what else it could be computed from. What
// cannot be hidden so in some units is told of none of them. Errors: errs.Invalid.
func Make(head Head, whole *Leaf, communes []Leaf) (*Sheet, error) {
	s := &Sheet{Head: head}
	top := Unit{Code: whole.Code, Of: whole.Of}
	clean(&head, &top)
	units := []Unit{top}
	if head.Stage == Final {
		m, communes := &maker{head: &head}, together(communes)
		if m.join(whole, communes, true); !m.enough() { // of a district too few: it is told together with others
			m.join(whole, communes, false)
		}
		if !m.enough() { // of the whole province
			m.units, m.places = nil, nil
		}
		if err := m.hide(); err != nil {
			return nil, err
		}
		var below []Unit
		for p := range m.units {
			if m.leaf[p] {
				below = append(below, m.units[p])
			}
		}
		sortUnits(below)
		units = append(units, below...)
	}
	for i := range units {
		for k, class := range Classes() {
			u := &units[i]
			s.Cells = append(s.Cells, Cell{Unit: u.Code, Area: u.Area, Class: class, Sums: u.Of[k]})
		}
	}
	return s, s.Check()
}

// clean takes from a unit what does not belong to its classes.
func clean(h *Head, u *Unit) {
	for k, class := range Classes() {
		for j, c := range u.Of[k].counts() {
			if !h.belongs(class, j) {
				*c = Hidden
			}
		}
	}
}

// join puts places together until in each enough are, and were, poor and near-poor.
func (m *maker) join(whole *Leaf, communes []Leaf, districts bool) {
	places := []suppress.Place{{Code: whole.Code, Name: whole.Name, Parent: -1}}
	above := map[string]int{"": 0}
	for i := range communes {
		if up := communes[i].Above; above[up] == 0 && up != "" && districts {
			above[up] = len(places)
			places = append(places, suppress.Place{Code: up, Name: up})
		}
	}
	first := len(places)
	for i := range communes {
		c := &communes[i]
		places = append(places, suppress.Place{Code: c.Code, Name: c.Name, Parent: above[c.Above]})
	}
	told, in := suppress.Join(places, joined*m.head.Threshold, func(p int) int64 {
		if p < first {
			return 0
		}
		return m.least(&communes[p-first].Of)
	})
	m.places, m.units, m.leaf, m.quiet = told, make([]Unit, len(told)), make([]bool, len(told)), make([]bool, len(told))
	for i := range communes {
		to, one := in[first+i], Unit{Code: communes[i].Code, Area: communes[i].Area, Of: communes[i].Of}
		m.quiet[to] = m.quiet[to] || communes[i].Quiet
		clean(m.head, &one)
		if !m.leaf[to] {
			m.leaf[to], m.units[to] = true, one
			m.units[to].Code = told[to].Code
			continue
		}
		if m.units[to].Area != one.Area {
			m.units[to].Area = place.AreaUnknown
		}
		for k := range one.Of {
			m.units[to].Of[k] = m.units[to].Of[k].Plus(one.Of[k])
		}
	}
}

// enough reports whether no unit has so few that they would be told.
func (m *maker) enough() bool {
	for p := range m.units {
		if m.leaf[p] && m.least(&m.units[p].Of) < m.head.Threshold {
			return false
		}
	}
	return true
}

// joined is how many times the threshold a unit has at least of whom is told: with fewer, a part and the rest of it
// are both small, and neither can stand for the other.
const joined = 2

// least is the smallest count of a unit that is never hidden.
func (m *maker) least(of *[3]Sums) int64 {
	all, poor, near := &of[0], &of[1], &of[2]
	n := min(poor.Households, near.Households, all.Households-poor.Households-near.Households)
	if m.head.Prior != 0 {
		n = min(n, poor.Open, near.Open)
	}
	return max(int64(n), 0)
}

// part is a count that may tell too much of a unit, with what it is a part of and what is hidden together with it.
type part struct {
	of    int // the class
	count func(s *Sums) Count
	whole func(s *Sums) Count
	more  func(u *Unit) []Count // what else is computed from it; nil: nothing but the rest of the whole
	hides func(s *Sums) []*Count
	quiet bool // it is not told of units that are quiet
}

// parts are all that are told of units beside the classes themselves, which are joined above the threshold.
func (m *maker) parts() (out []part) {
	households := func(s *Sums) Count { return s.Households }
	for _, of := range []int{1, 2, 0} { // of all last: it tells of those that are neither, and of what is hidden
		one := part{of: of, quiet: of == 1, count: func(s *Sums) Count { return s.Minority }, whole: households,
			hides: func(s *Sums) []*Count { return []*Count{&s.Minority, &s.MinorityPeople} }}
		if of == 0 {
			one.more = func(u *Unit) []Count {
				return []Count{Rest(u.All().Minority, u.Poor().Minority, u.Near().Minority)}
			}
		}
		out = append(out, one)
	}
	out = append(out, part{of: 0, count: func(s *Sums) Count { return s.MPIPoor },
		whole: func(s *Sums) Count { return s.Measured },
		hides: func(s *Sums) []*Count { return []*Count{&s.MPIPoor, &s.M0} }})
	for of := 1; of <= 2; of++ {
		for i := range m.head.Indicators {
			out = append(out, part{of: of, count: func(s *Sums) Count { return s.Deprived[i] }, whole: households,
				hides: func(s *Sums) []*Count { return []*Count{&s.Deprived[i]} }})
		}
		if m.head.Prior != 0 { // who stayed is a part of those before and of those now: of the fewer of them
			out = append(out, part{of: of, count: func(s *Sums) Count { return s.Stays },
				whole: func(s *Sums) Count { return min(s.Open, s.Households) },
				more: func(u *Unit) []Count {
					return []Count{u.Of[of].Open - u.Of[of].Stays, u.Of[of].Households - u.Of[of].Stays}
				},
				hides: func(s *Sums) []*Count { return []*Count{&s.Stays} }})
		}
	}
	return out
}

// hide hides the small counts of every part, and what else is needed.
func (m *maker) hide() error {
	if len(m.places) == 0 {
		return nil
	}
	for _, t := range m.parts() {
		hidden, err := m.protected(&t)
		if err != nil {
			return err
		}
		for p := range m.places {
			if m.leaf[p] && (hidden(p) || t.quiet && m.quiet[p]) {
				for _, count := range t.hides(&m.units[p].Of[t.of]) {
					*count = Hidden
				}
			}
		}
	}
	for p := range m.units { // where they went and came from is told of the province alone
		for k := range m.units[p].Of {
			s := &m.units[p].Of[k]
			s.Out, s.Lost, s.Came, s.Gained = Hidden, Hidden, Hidden, Hidden
		}
	}
	return nil
}

// protected says of which units a part is hidden: of all of them where a small one could be computed back otherwise.
func (m *maker) protected(t *part) (hidden func(p int) bool, err error) {
	two := []suppress.Column{{Code: "part"}, {Code: "rest"}}
	table, err := suppress.New(m.places, two, func(p, c int) int64 {
		if !m.leaf[p] {
			return 0
		}
		s := &m.units[p].Of[t.of]
		if c == 0 {
			return int64(t.count(s))
		}
		return int64(t.whole(s) - t.count(s))
	})
	if err != nil {
		return nil, err
	}
	for p := range m.places {
		if !m.leaf[p] || t.more == nil {
			continue
		}
		for _, n := range t.more(&m.units[p]) {
			if !n.Told() || n > 0 && int64(n) < m.head.Threshold {
				table.Cells[p][0].State, table.Cells[p][1].State = suppress.Primary, suppress.Primary
			}
		}
	}
	err = suppress.Protect(table, m.head.Threshold)
	if err == nil && len(suppress.Check(table, m.head.Threshold).Open) == 0 {
		return func(p int) bool { return table.Cells[p][0].Hidden() || table.Cells[p][1].Hidden() }, nil
	}
	var open *suppress.OpenError
	if err != nil && !errors.As(err, &open) {
		return nil, err
	}
	return func(int) bool { return true }, nil
}

// Rest is how many are left of a whole; of counts that are not told none are.
func Rest(whole Count, parts ...Count) Count {
	for _, p := range parts {
		if !p.Told() || !whole.Told() {
			return Hidden
		}
		whole -= p
	}
	return whole
}

// tooLarge refuses a count that no province has.
func tooLarge(c Count) error {
	const most = 1 << 40
	if c < Hidden || c > most {
		return errs.New(errs.Invalid, "a count is below zero or too large")
	}
	return nil
}
