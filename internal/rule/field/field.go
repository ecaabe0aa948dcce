// Package field says what rules may read of a record: each column of households and members with its type, its
// vocabulary, and how it is read.
package field

import (
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

// Field is one field that expressions may read: its type and how to read it. Exactly one of the accessors fits; those
// of a household's fields want no member.
type Field struct {
	Name string
	Type tree.Type
	Enum *household.Enum // a closed vocabulary, held as a small number

	Small  func(h *household.Household, m *household.Member) uint8 // an enum's number or an Answer; 0 = unknown
	Whole  func(h *household.Household, m *household.Member) value.Whole
	Real   func(h *household.Household, m *household.Member) (float64, value.State)
	Text   func(h *household.Household, m *household.Member) (string, value.State)
	List   func(h *household.Household) uint64 // a set of a vocabulary's words, a bit each; 0 = unknown
	Months int64                               // an age: how many months one unit has
	Birth  bool                                // birth_date
}

// Set are the fields of households and of members by name, those of the members as they are on a day.
type Set struct{ Household, Member map[string]*Field }

// On makes the fields as they are on a day.
func On(on date.Date) *Set {
	s := &Set{map[string]*Field{}, map[string]*Field{}}
	for _, f := range ofHousehold() {
		s.Household[f.Name] = f
	}
	for _, f := range ofMember(on) {
		s.Member[f.Name] = f
	}
	return s
}

type (
	hh = household.Household
	mm = household.Member
)

func yesNoOf(name string, get func(h *hh, m *mm) uint8) *Field {
	return &Field{Name: name, Type: tree.Bool, Small: get}
}

func enumOf(name string, e *household.Enum, get func(h *hh, m *mm) uint8) *Field {
	return &Field{Name: name, Type: tree.String, Enum: e, Small: get}
}

func realOf(name string, get func(h *hh) household.Maybe[float64]) *Field {
	return &Field{Name: name, Type: tree.Double, Real: func(h *hh, _ *mm) (float64, value.State) {
		v := get(h)
		if !v.Known {
			return 0, value.Unknown
		}
		return v.Value, value.Yes
	}}
}

func ofHousehold() []*Field {
	return []*Field{
		{Name: "size", Type: tree.Int,
			Whole: func(h *hh, _ *mm) value.Whole { return value.Exact(int64(len(h.Members))) }},
		{Name: "income_per_head", Type: tree.Int, Whole: func(h *hh, _ *mm) value.Whole {
			if !h.IncomePerHead.Known {
				return value.Whole{}
			}
			return value.Exact(int64(h.IncomePerHead.Value))
		}},
		yesNoOf("income_given", func(h *hh, _ *mm) uint8 { return uint8(household.Said(h.IncomePerHead.Known)) }),
		yesNoOf("b1_given", func(h *hh, _ *mm) uint8 { return uint8(household.Said(h.B1Score.Known)) }),
		realOf("b1_score", func(h *hh) household.Maybe[float64] { return h.B1Score }),
		realOf("floor_area", func(h *hh) household.Maybe[float64] { return h.FloorArea }),
		enumOf("area", &household.Areas, func(h *hh, _ *mm) uint8 { return uint8(h.Area) }),
		enumOf("wall", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Wall) }),
		enumOf("pillar", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Pillar) }),
		enumOf("roof", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Roof) }),
		enumOf("water_source", &household.Waters, func(h *hh, _ *mm) uint8 { return uint8(h.Water) }),
		enumOf("toilet", &household.Toilets, func(h *hh, _ *mm) uint8 { return uint8(h.Toilet) }),
		yesNoOf("internet", func(h *hh, _ *mm) uint8 { return uint8(h.Internet) }),
		yesNoOf("information_means", func(h *hh, _ *mm) uint8 { return uint8(h.InformationMeans) }),
		{Name: "commune_code", Type: tree.String, Text: func(h *hh, _ *mm) (string, value.State) {
			if h.Commune == "" {
				return "", value.Unknown
			}
			return string(h.Commune), value.Yes
		}},
		{Name: "hamlet", Type: tree.String, Text: func(h *hh, _ *mm) (string, value.State) {
			if h.Hamlet == "" {
				return "", value.Unknown
			}
			return h.Hamlet, value.Yes
		}},
		{Name: "poverty_reasons", Type: tree.StringList, Enum: &household.PovertyReasons,
			List: func(h *hh) uint64 { return uint64(h.Reasons) }},
	}
}

func ofMember(on date.Date) []*Field {
	months := func(unit int64) func(*hh, *mm) value.Whole {
		return func(_ *hh, m *mm) value.Whole {
			if !m.Birth.Known() {
				return value.Whole{}
			}
			lo, hi := m.Birth.Months(on)
			return value.Between(int64(lo)/unit, int64(hi)/unit)
		}
	}
	calendar := func(year, month int) func(*hh, *mm) value.Whole {
		return func(_ *hh, m *mm) value.Whole {
			if n, known := m.Birth.CalendarMonths(year, month); known {
				return value.Exact(n)
			}
			return value.Whole{}
		}
	}
	var ethnic [256]string // every code's digits, so that reading one does not allocate
	for i := range ethnic {
		ethnic[i] = household.Ethnicity(i).String()
	}
	return []*Field{
		{Name: "age", Type: tree.Int, Whole: months(12), Months: 12},
		{Name: "age_months", Type: tree.Int, Whole: months(1), Months: 1},
		{Name: "calendar_months", Type: tree.Int, Whole: calendar(on.Year(), on.Month())},
		{Name: "calendar_months_in_december", Type: tree.Int, Whole: calendar(on.Year()-1, 12)},
		{Name: "birth_date", Type: tree.Time, Birth: true, Whole: func(_ *hh, m *mm) value.Whole {
			if !m.Birth.Known() {
				return value.Whole{}
			}
			return value.Between(Seconds(m.Birth.Earliest), Seconds(m.Birth.Latest))
		}},
		{Name: "ethnicity", Type: tree.String, Text: func(_ *hh, m *mm) (string, value.State) {
			if m.Ethnicity == 0 {
				return "", value.Unknown
			}
			return ethnic[m.Ethnicity], value.Yes
		}},
		enumOf("relationship", &household.Relationships, func(_ *hh, m *mm) uint8 { return uint8(m.Relationship) }),
		enumOf("sex", &household.Sexes, func(_ *hh, m *mm) uint8 { return uint8(m.Sex) }),
		enumOf("work", &household.Works, func(_ *hh, m *mm) uint8 { return uint8(m.Work) }),
		enumOf("attending", &household.Attendings, func(_ *hh, m *mm) uint8 { return uint8(m.Attending) }),
		enumOf("qualification", &household.Qualifications, func(_ *hh, m *mm) uint8 { return uint8(m.Qualification) }),
		yesNoOf("able_to_work", func(_ *hh, m *mm) uint8 { return uint8(m.AbleToWork) }),
		yesNoOf("wants_work", func(_ *hh, m *mm) uint8 { return uint8(m.WantsWork) }),
		yesNoOf("social_allowance", func(_ *hh, m *mm) uint8 { return uint8(m.SocialAllowance) }),
		yesNoOf("disability", func(_ *hh, m *mm) uint8 { return uint8(m.Disability) }),
		yesNoOf("person_of_merit", func(_ *hh, m *mm) uint8 { return uint8(m.PersonOfMerit) }),
		yesNoOf("health_insurance", func(_ *hh, m *mm) uint8 { return uint8(m.HealthInsurance) }),
		yesNoOf("in_training", func(_ *hh, m *mm) uint8 { return uint8(m.InTraining) }),
		yesNoOf("stunted", func(_ *hh, m *mm) uint8 { return uint8(m.Stunted) }),
		yesNoOf("underweight", func(_ *hh, m *mm) uint8 { return uint8(m.Underweight) }),
	}
}

// Seconds is a day's beginning as CEL timestamps count.
func Seconds(d date.Date) int64 { return int64(d.Sub(date.Must(1970, 1, 1))) * 86400 }

// Append appends the JSON of the field's value, null where unknown.
func (f *Field) Append(b []byte, h *hh, m *mm) []byte {
	switch {
	case f.Birth:
		if !m.Birth.Known() {
			break
		}
		if !m.Birth.Exact() {
			return strconv.AppendInt(b, int64(m.Birth.Earliest.Year()), 10)
		}
		return append(m.Birth.Earliest.Append(append(b, '"')), '"')
	case f.Whole != nil:
		return f.Whole(h, m).Append(b)
	case f.Real != nil:
		if v, s := f.Real(h, m); s == value.Yes {
			return strconv.AppendFloat(b, v, 'f', -1, 64)
		}
	case f.Text != nil:
		if v, s := f.Text(h, m); s == value.Yes {
			return strconv.AppendQuote(b, v)
		}
	case f.List != nil:
		if f.List(h) != 0 {
			return value.AppendJSON(b, f.Chosen(h))
		}
	case f.Enum != nil:
		if v := f.Small(h, m); v != 0 {
			return append(append(append(b, '"'), f.Enum.Names[v]...), '"')
		}
	default:
		return append(b, [...]string{"null", "false", "true"}[f.Small(h, m)]...)
	}
	return append(b, "null"...)
}

// UnknownIn reports whether the field has no (single) value.
func (f *Field) UnknownIn(h *hh, m *mm) bool {
	switch {
	case f.Whole != nil:
		v := f.Whole(h, m)
		return v.S != value.Yes || v.Lo != v.Hi
	case f.Real != nil:
		_, s := f.Real(h, m)
		return s != value.Yes
	case f.Text != nil:
		_, s := f.Text(h, m)
		return s != value.Yes
	case f.List != nil:
		return f.List(h) == 0
	}
	return f.Small(h, m) == 0
}

// Chosen are the words of a set.
func (f *Field) Chosen(h *hh) (out []string) {
	set := f.List(h)
	for i, word := range f.Enum.Names[1:] {
		if set>>i&1 == 1 {
			out = append(out, word)
		}
	}
	return out
}

// Index returns the number of a word in a vocabulary, 0 where it has none.
func Index(e *household.Enum, word string) int {
	for i, n := range e.Names {
		if i > 0 && n == word {
			return i
		}
	}
	return 0
}

// Words lists a vocabulary for a message.
func Words(e *household.Enum) string { return strings.Join(e.Names[1:], ", ") }
