package panel

import (
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
)

// Places are the places of a province on a day, the province first, and which of them each counted unit lies in.
type Places struct {
	Units []place.Unit
	at    map[place.Code]int
	in    [][]int              // by counted unit
	lie   map[place.Code][]int // the same by the unit's code
}

// Lay lays the counted units out over the places of a day below a province. What a commune is on the day says now.
func (u *Units) Lay(reg *place.Registry, province place.Unit, on date.Date, now func(place.Code) place.Code) *Places {
	s := &Places{at: map[place.Code]int{}, lie: map[place.Code][]int{}}
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		s.at[u.Code] = len(s.Units)
		s.Units = append(s.Units, u)
		for _, c := range reg.Children(u.Code, on) {
			walk(c)
		}
	}
	walk(province)
	for _, code := range u.codes {
		in := s.above(reg, now(code), on)
		s.in, s.lie[code] = append(s.in, in), in
	}
	return s
}

// above are the places that a unit lies in, itself among them.
func (s *Places) above(reg *place.Registry, code place.Code, on date.Date) (in []int) {
	if i, ok := s.at[code]; ok {
		in = append(in, i)
	}
	if u, ok := reg.At(code, on); ok {
		for _, up := range reg.Ancestors(u, on) {
			if i, ok := s.at[up.Code]; ok {
				in = append(in, i)
			}
		}
	}
	if len(in) == 0 {
		in = []int{0} // of the province all the same: nothing is lost
	}
	return in
}

// At is the index of a place; false where it is none of them.
func (s *Places) At(c place.Code) (int, bool) {
	i, ok := s.at[c]
	return i, ok
}

// Counted is how many counted units are laid out.
func (s *Places) Counted() int { return len(s.in) }

// In are the places that a counted unit lies in.
func (s *Places) In(unit int) []int { return s.in[unit] }

// Of are the places that a commune lies in.
func (s *Places) Of(c place.Code) []int { return s.lie[c] }

// Sum adds up all parts of all places: what one says of each counted unit, which it adds to the row that it is given.
func (s *Places) Sum(parts int, one func(unit int, row []target.Tally)) [][]target.Tally {
	flat := make([]target.Tally, len(s.Units)*parts)
	out := make([][]target.Tally, len(s.Units))
	for i := range out {
		out[i] = flat[i*parts : (i+1)*parts]
	}
	row := make([]target.Tally, parts)
	for u, in := range s.in {
		clear(row)
		one(u, row)
		for _, i := range in {
			for part := range row {
				out[i][part].Add(row[part])
			}
		}
	}
	return out
}
