package publication

import (
	"errors"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/suppress"
)

// PlacesOf are a province, its districts where there are some, and its communes unless districts are asked for.
func PlacesOf(reg *place.Registry, province place.Code, communes []place.Code, on date.Date,
	units string) []suppress.Place {
	name := func(code place.Code) string {
		u, _ := reg.At(code, on)
		return u.FullName
	}
	out := []suppress.Place{{Code: string(province), Name: name(province), Parent: -1}}
	at := map[place.Code]int{province: 0}
	above := func(commune place.Code) place.Code {
		if u, ok := reg.At(commune, on); ok {
			for _, up := range reg.Ancestors(u, on) {
				if up.Level == place.District {
					return up.Code
				}
			}
		}
		return province
	}
	for _, c := range communes {
		if up := above(c); at[up] == 0 && up != province {
			at[up] = len(out)
			out = append(out, suppress.Place{Code: string(up), Name: name(up)})
		}
	}
	if units == "district" && len(out) > 1 {
		return out
	}
	for _, c := range communes {
		out = append(out, suppress.Place{Code: string(c), Name: name(c), Parent: at[above(c)]})
	}
	return out
}

// Beside says of a commune how the tables tell of it, for who tells the same counts elsewhere. Who tells only of
// communes together that have a key in common, and of all of them, tells no count that the tables hide.
type Beside struct {
	Keys  []string // communes that one row tells of; of a district, those of rows in which a class is hidden
	Quiet bool     // how many poor households are of the first group is hidden
}

// Besides are how tables by commune tell of communes, in every form that can be published; where none can, there is
// nothing.
func (s *Spec) Besides(province string, in *Source) (map[string]*Beside, error) {
	out := map[string]*Beside{}
	for _, f := range Forms(false) {
		made, err := s.MakeTables(province, in, f)
		var open *suppress.OpenError
		if errors.As(err, &open) {
			continue
		}
		if err != nil {
			return nil, err
		}
		made.beside(out)
	}
	return out, nil
}

// beside takes in what tables say.
func (m *Made) beside(out map[string]*Beside) {
	classes, groups := m.Tables[0].Rows, m.Tables[1].Rows
	above := make([]bool, len(classes))
	for p := range classes {
		if classes[p].In >= 0 {
			above[classes[p].In] = true
		}
	}
	wide := false // a district has a count hidden: its communes are not a sum by themselves
	for p := range classes {
		wide = wide || above[p] && classes[p].hides()
	}
	for p := range classes {
		row := &classes[p]
		if above[p] {
			continue
		}
		for code := range strings.SplitSeq(row.Code, "+") {
			if out[code] == nil {
				out[code] = &Beside{}
			}
			b := out[code]
			b.Keys = append(b.Keys, "row "+row.Code)
			b.Quiet = b.Quiet || groups[p].Cells[0] == nil
			switch {
			case row.hides() && wide:
				b.Keys = append(b.Keys, "hidden")
			case row.hides():
				b.Keys = append(b.Keys, "hidden "+classes[max(row.In, 0)].Code)
			}
		}
	}
}

// hides reports whether a count of a row is hidden.
func (r *Row) hides() bool {
	for _, c := range r.Cells {
		if c == nil {
			return true
		}
	}
	return false
}
