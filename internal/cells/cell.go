// Package cells is what a province tells the nation: the figures of one review as cells – a unit by class with its
// households, people, minority, movements, deprivations and measures –, small ones hidden so that none is computed
// back, signed, and added up again over provinces and over mergers of units. It knows no household, no rows and no
// pages.
package cells

import (
	"cmp"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// MostIndicators is how many deprivations a cell can have.
const MostIndicators = 16

// Count is a count of households or people; Hidden where it is not told.
type Count int64

// Hidden is a count that is not told: it is small, or another small one could be computed from it, or nobody knows it.
const Hidden Count = -1

// Int is a count as a number.
func (c Count) Int() int64 { return int64(c) }

// Told reports whether a count is told.
func (c Count) Told() bool { return c >= 0 }

// plus adds two counts; what is not told makes the sum untold.
func (c Count) plus(d Count) Count {
	if !c.Told() || !d.Told() {
		return Hidden
	}
	return c + d
}

// Class is whom a cell counts.
type Class string

// All households of a unit, the poor and the near-poor as decisions say.
const (
	All  Class = "all"
	Poor Class = "poor"
	Near Class = "near"
)

// Classes are those of every unit, in their order.
func Classes() []Class { return []Class{All, Poor, Near} }

// Sums are what is counted of a class in a unit. Households but for the people of People, MinorityPeople, Measured and
// MPIPoor. What does not belong to a class is Hidden: movements and deprivations of All, measures of the others.
type Sums struct {
	Households, People       Count
	Minority, MinorityPeople Count // with a head of an ethnic minority

	// Movements since the review before: in the class then, still in it, left it for another one, left the register or
	// the unit; came into it from another class, and otherwise. Open is Stays, Out and Lost; Households is Stays, Came
	// and Gained.
	Open, Stays, Out, Lost, Came, Gained Count

	Deprived [MostIndicators]Count // by indicator, of the poor and near-poor

	// Measured are the people of households all of whose indicators are decided, MPIPoor those deprived in as many as the
	// standard's cut-off, M0 the sum of their deprivations: H = MPIPoor/Measured, M0 = M0/(Measured × indicators).
	Measured, MPIPoor, M0 Count
}

// counts are all counts of the sums, in the order of Columns.
func (s *Sums) counts() []*Count {
	out := []*Count{&s.Households, &s.People, &s.Minority, &s.MinorityPeople, &s.Open, &s.Stays, &s.Out, &s.Lost,
		&s.Came, &s.Gained, &s.Measured, &s.MPIPoor, &s.M0}
	for i := range s.Deprived {
		out = append(out, &s.Deprived[i])
	}
	return out
}

// Values are the counts in the order of Columns.
func (s *Sums) Values() []Count {
	out := make([]Count, 0, len(columns))
	for _, c := range s.counts() {
		out = append(out, *c)
	}
	return out
}

// SetValues sets the counts in the order of Columns, as many as there are.
func (s *Sums) SetValues(values []Count) {
	for i, c := range s.counts()[:min(len(values), len(columns))] {
		*c = values[i]
	}
}

// columns name the counts, as files and tables call them.
var columns = []string{"households", "people", "minority", "minority_people", "open", "stays", "went", "lost", "came",
	"gained", "measured", "mpi_poor", "m0", "d00", "d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08", "d09", "d10",
	"d11", "d12", "d13", "d14", "d15"}

// Columns name the counts of a cell, as files and tables call them.
func Columns() []string { return slices.Clone(columns) }

// None are sums of which nothing is told.
func None() (s Sums) {
	for _, c := range s.counts() {
		*c = Hidden
	}
	return s
}

// Plus adds two sums; a count that either does not tell is not told of both.
func (s Sums) Plus(t Sums) Sums {
	of := t.counts()
	for i, c := range s.counts() {
		*c = c.plus(*of[i])
	}
	return s
}

// Cell is one class of one unit.
type Cell struct {
	Unit string // the code of a commune, or of some that are told together with + between them; the province's of the whole
	Area place.Area
	Class
	Sums
}

// Codes are the codes of the units that a cell tells of.
func (c *Cell) Codes() []string { return strings.Split(c.Unit, "+") }

// Stage is how far the review was whose figures a sheet tells.
type Stage string

// Final figures were announced and do not change; Running ones are of a review under way, and of the province as a
// whole.
const (
	Final   Stage = "final"
	Running Stage = "running"
)

// Indicator is a deprivation as the sheet's standard has it.
type Indicator struct {
	Code  string `json:"code"`
	Title string `json:"title"` // in Vietnamese
}

// Head says whose and of when the cells of a sheet are.
type Head struct {
	Province   string      `json:"province"`
	Name       string      `json:"name"`
	Review     int         `json:"review"`
	Prior      int         `json:"prior"` // the year of the review before; 0: none, and no movements
	Stage      Stage       `json:"stage"`
	On         date.Date   `json:"on"`
	Made       date.Date   `json:"made"`
	Standard   string      `json:"standard"`
	Cutoff     int         `json:"cutoff"` // so many deprivations make poor in the measures
	Indicators []Indicator `json:"indicators"`
	Threshold  int64       `json:"threshold"` // counts below are hidden
	Sample     bool        `json:"sample"`    // the threshold is nobody's rule
	Synthetic  bool        `json:"synthetic"` // no real household stands behind it
}

// Sheet is what a province tells of a review: the whole first, then its units.
type Sheet struct {
	Head
	Cells []Cell
}

// Unit is a unit of a sheet with its classes, which are in the order of Classes.
type Unit struct {
	Code string
	Area place.Area
	Of   [3]Sums
}

// All are the sums of all households of a unit.
func (u *Unit) All() *Sums { return &u.Of[0] }

// Poor are the sums of the poor.
func (u *Unit) Poor() *Sums { return &u.Of[1] }

// Near are the sums of the near-poor.
func (u *Unit) Near() *Sums { return &u.Of[2] }

// Units are the units of a sheet, the whole first.
func (s *Sheet) Units() (out []Unit) {
	for i := range s.Cells {
		c := &s.Cells[i]
		if n := len(out); n == 0 || out[n-1].Code != c.Unit {
			out = append(out, Unit{Code: c.Unit, Area: c.Area, Of: [3]Sums{None(), None(), None()}})
		}
		if at := slices.Index(Classes(), c.Class); at >= 0 {
			out[len(out)-1].Of[at] = c.Sums
		}
	}
	return out
}

// HiddenCounts is how many counts of the units are hidden that belong to their class.
func (s *Sheet) HiddenCounts() (n int) {
	for i := range s.Cells {
		c := &s.Cells[i]
		for j, v := range c.Values() {
			if !v.Told() && s.belongs(c.Class, j) && (c.Unit == s.Province || j < whither || j >= measures) {
				n++
			}
		}
	}
	return n
}

// The columns' kinds begin with these: movements, of which where they went and came from is told of the whole alone,
// measures, deprivations.
const (
	movements = 4
	whither   = 6
	measures  = 10
	deprived  = 13
)

// belongs reports whether a sheet tells a column of a class.
func (h *Head) belongs(class Class, column int) bool {
	switch {
	case column < movements:
		return true
	case column < measures:
		return class != All && h.Prior != 0
	case column < deprived:
		return class == All
	}
	return class != All && column < deprived+len(h.Indicators)
}

// Check says why a sheet cannot be: cells of another province, classes missing or twice, parts that do not make the
// whole. Errors: errs.Invalid.
func (s *Sheet) Check() error {
	units := s.Units()
	if len(units) == 0 || units[0].Code != s.Province || len(s.Cells) != len(units)*len(Classes()) {
		return errs.New(errs.Invalid, "the figures of %s are not whole: the province first, then every unit with all, poor and near-poor", s.Name)
	}
	seen := map[string]bool{}
	for i := range s.Cells {
		c := &s.Cells[i]
		if c.Class != Classes()[i%len(Classes())] {
			return errs.New(errs.Invalid, "the figures of %s are not whole: the province first, then every unit with all, poor and near-poor", s.Name)
		}
		for _, code := range c.Codes() {
			key := code + string(c.Class)
			if seen[key] {
				return errs.New(errs.Invalid, "the unit %s is told twice", code)
			}
			seen[key] = true
		}
	}
	for i := range units {
		u := &units[i]
		if u.Poor().Households.plus(u.Near().Households) > u.All().Households ||
			u.Poor().People.plus(u.Near().People) > u.All().People {
			return errs.New(errs.Invalid, "the unit %s has more poor and near-poor than there are", u.Code)
		}
	}
	return s.adds(units)
}

// adds reports whether the parts make the whole where both are told.
func (s *Sheet) adds(units []Unit) error {
	if s.Stage == Running { // only the whole
		if len(units) > 1 {
			return errs.New(errs.Invalid, "figures of a review under way are told of the province as a whole only")
		}
		return nil
	}
	if len(units) == 1 { // too few to tell of any unit
		return nil
	}
	for k := range Classes() {
		var households, people Count
		for i := range units[1:] {
			households = households.plus(units[1+i].Of[k].Households)
			people = people.plus(units[1+i].Of[k].People)
		}
		whole := &units[0].Of[k]
		if households != whole.Households || people != whole.People {
			return errs.New(errs.Invalid, "the units of %s do not make the whole: %d of %d households", s.Name, int64(households),
				int64(whole.Households))
		}
	}
	return nil
}

// sortUnits puts units in the order of their codes.
func sortUnits(units []Unit) {
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.Code, b.Code) })
}
