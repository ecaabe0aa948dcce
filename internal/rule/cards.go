package rule

import (
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/rule/value"
)

// card describes one field that expressions may read: its type and how to read it. Exactly one of the accessors fits.
type card struct {
	name string
	typ  Type
	enum *household.Enum // a closed vocabulary, held as a small number

	small  func(h *household.Household, m *household.Member) uint8 // an enum's number or an Answer; 0 = unknown
	whole  func(h *household.Household, m *household.Member) iv
	real   func(h *household.Household, m *household.Member) (float64, state)
	text   func(h *household.Household, m *household.Member) (string, state)
	list   func(h *household.Household) uint64 // a set of a vocabulary's words, a bit each; 0 = unknown
	answer func(depth int) boolFn              // reads an Answer without the detour of small
	months int64                               // an age: how many months one unit has
	birth  bool                                // birth_date
}

// cards are the fields of households and members.
type cards struct {
	household, member map[string]*card
}

func newCards(on date.Date) *cards {
	c := &cards{map[string]*card{}, map[string]*card{}}
	for _, d := range householdCards() {
		c.household[d.name] = d
	}
	for _, d := range memberCards(on) {
		c.member[d.name] = d
	}
	return c
}

type (
	hh = household.Household
	mm = household.Member
)

func yesNoOf(name string, get func(h *hh, m *mm) uint8, direct func(depth int) boolFn) *card {
	return &card{name: name, typ: Bool, small: get, answer: direct}
}

func enumOf(name string, e *household.Enum, get func(h *hh, m *mm) uint8) *card {
	return &card{name: name, typ: String, enum: e, small: get}
}

func realOf(name string, get func(h *hh) household.Maybe[float64]) *card {
	return &card{name: name, typ: Double, real: func(h *hh, _ *mm) (float64, state) {
		v := get(h)
		if !v.Known {
			return 0, unknown
		}
		return v.Value, yes
	}}
}

func householdCards() []*card {
	return []*card{
		{name: "size", typ: Int, whole: func(h *hh, _ *mm) iv { return value.Exact(int64(len(h.Members))) }},
		{name: "income_per_head", typ: Int, whole: func(h *hh, _ *mm) iv {
			if !h.IncomePerHead.Known {
				return iv{}
			}
			return value.Exact(int64(h.IncomePerHead.Value))
		}},
		yesNoOf("income_given", func(h *hh, _ *mm) uint8 { return uint8(household.Said(h.IncomePerHead.Known)) },
			func(int) boolFn { return func(x *frame) state { return value.Said(x.h.IncomePerHead.Known) } }),
		yesNoOf("b1_given", func(h *hh, _ *mm) uint8 { return uint8(household.Said(h.B1Score.Known)) },
			func(int) boolFn { return func(x *frame) state { return value.Said(x.h.B1Score.Known) } }),
		realOf("b1_score", func(h *hh) household.Maybe[float64] { return h.B1Score }),
		realOf("floor_area", func(h *hh) household.Maybe[float64] { return h.FloorArea }),
		enumOf("area", &household.Areas, func(h *hh, _ *mm) uint8 { return uint8(h.Area) }),
		enumOf("wall", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Wall) }),
		enumOf("pillar", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Pillar) }),
		enumOf("roof", &household.Materials, func(h *hh, _ *mm) uint8 { return uint8(h.Roof) }),
		enumOf("water_source", &household.Waters, func(h *hh, _ *mm) uint8 { return uint8(h.Water) }),
		enumOf("toilet", &household.Toilets, func(h *hh, _ *mm) uint8 { return uint8(h.Toilet) }),
		yesNoOf("internet", func(h *hh, _ *mm) uint8 { return uint8(h.Internet) },
			func(int) boolFn { return func(x *frame) state { return state(x.h.Internet) } }),
		yesNoOf("information_means", func(h *hh, _ *mm) uint8 { return uint8(h.InformationMeans) },
			func(int) boolFn { return func(x *frame) state { return state(x.h.InformationMeans) } }),
		{name: "commune_code", typ: String, text: func(h *hh, _ *mm) (string, state) {
			if h.Commune == "" {
				return "", unknown
			}
			return string(h.Commune), yes
		}},
		{name: "hamlet", typ: String, text: func(h *hh, _ *mm) (string, state) {
			if h.Hamlet == "" {
				return "", unknown
			}
			return h.Hamlet, yes
		}},
		{name: "poverty_reasons", typ: StringList, enum: &household.PovertyReasons, list: func(h *hh) uint64 { return uint64(h.Reasons) }},
	}
}

func memberCards(on date.Date) []*card {
	months := func(unit int64) func(*hh, *mm) iv {
		return func(_ *hh, m *mm) iv {
			if !m.Birth.Known() {
				return iv{}
			}
			lo, hi := m.Birth.Months(on)
			return value.Between(int64(lo)/unit, int64(hi)/unit)
		}
	}
	calendar := func(year, month int) func(*hh, *mm) iv {
		return func(_ *hh, m *mm) iv {
			if n, known := m.Birth.CalendarMonths(year, month); known {
				return value.Exact(n)
			}
			return iv{}
		}
	}
	var ethnic [256]string // every code's digits, so that reading one does not allocate
	for i := range ethnic {
		ethnic[i] = household.Ethnicity(i).String()
	}
	return []*card{
		{name: "age", typ: Int, whole: months(12), months: 12},
		{name: "age_months", typ: Int, whole: months(1), months: 1},
		{name: "calendar_months", typ: Int, whole: calendar(on.Year(), on.Month())},
		{name: "calendar_months_in_december", typ: Int, whole: calendar(on.Year()-1, 12)},
		{name: "birth_date", typ: Time, birth: true, whole: func(_ *hh, m *mm) iv {
			if !m.Birth.Known() {
				return iv{}
			}
			return value.Between(seconds(m.Birth.Earliest), seconds(m.Birth.Latest))
		}},
		{name: "ethnicity", typ: String, text: func(_ *hh, m *mm) (string, state) {
			if m.Ethnicity == 0 {
				return "", unknown
			}
			return ethnic[m.Ethnicity], yes
		}},
		enumOf("relationship", &household.Relationships, func(_ *hh, m *mm) uint8 { return uint8(m.Relationship) }),
		enumOf("sex", &household.Sexes, func(_ *hh, m *mm) uint8 { return uint8(m.Sex) }),
		enumOf("work", &household.Works, func(_ *hh, m *mm) uint8 { return uint8(m.Work) }),
		enumOf("attending", &household.Attendings, func(_ *hh, m *mm) uint8 { return uint8(m.Attending) }),
		enumOf("qualification", &household.Qualifications, func(_ *hh, m *mm) uint8 { return uint8(m.Qualification) }),
		yesNoOf("able_to_work", func(_ *hh, m *mm) uint8 { return uint8(m.AbleToWork) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].AbleToWork) } }),
		yesNoOf("wants_work", func(_ *hh, m *mm) uint8 { return uint8(m.WantsWork) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].WantsWork) } }),
		yesNoOf("social_allowance", func(_ *hh, m *mm) uint8 { return uint8(m.SocialAllowance) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].SocialAllowance) } }),
		yesNoOf("disability", func(_ *hh, m *mm) uint8 { return uint8(m.Disability) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].Disability) } }),
		yesNoOf("person_of_merit", func(_ *hh, m *mm) uint8 { return uint8(m.PersonOfMerit) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].PersonOfMerit) } }),
		yesNoOf("health_insurance", func(_ *hh, m *mm) uint8 { return uint8(m.HealthInsurance) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].HealthInsurance) } }),
		yesNoOf("in_training", func(_ *hh, m *mm) uint8 { return uint8(m.InTraining) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].InTraining) } }),
		yesNoOf("stunted", func(_ *hh, m *mm) uint8 { return uint8(m.Stunted) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].Stunted) } }),
		yesNoOf("underweight", func(_ *hh, m *mm) uint8 { return uint8(m.Underweight) },
			func(d int) boolFn { return func(x *frame) state { return state(x.m[d].Underweight) } }),
	}
}

// seconds is a day's beginning as CEL timestamps count.
func seconds(d date.Date) int64 { return int64(d.Sub(date.Must(1970, 1, 1))) * 86400 }

// appendValue appends the JSON of the field's value, null where unknown.
func (c *card) appendValue(b []byte, h *hh, m *mm) []byte {
	switch {
	case c.birth:
		if !m.Birth.Known() {
			break
		}
		if !m.Birth.Exact() {
			return strconv.AppendInt(b, int64(m.Birth.Earliest.Year()), 10)
		}
		return append(m.Birth.Earliest.Append(append(b, '"')), '"')
	case c.whole != nil:
		return c.whole(h, m).Append(b)
	case c.real != nil:
		if v, s := c.real(h, m); s == yes {
			return strconv.AppendFloat(b, v, 'f', -1, 64)
		}
	case c.text != nil:
		if v, s := c.text(h, m); s == yes {
			return strconv.AppendQuote(b, v)
		}
	case c.list != nil:
		if c.list(h) != 0 {
			return value.AppendJSON(b, c.chosen(h))
		}
	case c.enum != nil:
		if v := c.small(h, m); v != 0 {
			return append(append(append(b, '"'), c.enum.Names[v]...), '"')
		}
	default:
		return append(b, [...]string{"null", "false", "true"}[c.small(h, m)]...)
	}
	return append(b, "null"...)
}

// unknownIn reports whether the field has no (single) value.
func (c *card) unknownIn(h *hh, m *mm) bool {
	switch {
	case c.whole != nil:
		v := c.whole(h, m)
		return v.S != yes || v.Lo != v.Hi
	case c.real != nil:
		_, s := c.real(h, m)
		return s != yes
	case c.text != nil:
		_, s := c.text(h, m)
		return s != yes
	case c.list != nil:
		return c.list(h) == 0
	}
	return c.small(h, m) == 0
}

// chosen are the words of a set.
func (c *card) chosen(h *hh) (out []string) {
	set := c.list(h)
	for i, word := range c.enum.Names[1:] {
		if set>>i&1 == 1 {
			out = append(out, word)
		}
	}
	return out
}

// index returns the number of a word in a vocabulary, 0 where it has none.
func index(e *household.Enum, word string) int {
	for i, n := range e.Names {
		if i > 0 && n == word {
			return i
		}
	}
	return 0
}

// words lists a vocabulary for a message.
func words(e *household.Enum) string { return strings.Join(e.Names[1:], ", ") }
