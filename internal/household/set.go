package household

import (
	"fmt"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

// Set sets a column of a household from text in the exchange format's identifiers (a golden case, a form); empty text
// is unknown, wrong text changes nothing. It does not know the words of people's files: that is the register's work.
func (h *Household) Set(column, text string) error {
	set, ok := householdSetters[column]
	if !ok {
		return fmt.Errorf("household: no column %q", column)
	}
	return wrapColumn(column, set(h, text))
}

// Set sets a column of a member, as Household.Set does.
func (m *Member) Set(column, text string) error {
	set, ok := memberSetters[column]
	if !ok {
		return fmt.Errorf("member: no column %q", column)
	}
	return wrapColumn(column, set(m, text))
}

func wrapColumn(column string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", column, err)
	}
	return nil
}

// householdSetters and memberSetters say where each column's text goes. Not to be changed.
var householdSetters = map[string]func(*Household, string) error{
	"household_code":    func(h *Household, s string) error { h.Code = ID(s); return nil },
	"commune_code":      func(h *Household, s string) error { h.Commune = place.Code(s); return nil },
	"hamlet":            func(h *Household, s string) error { h.Hamlet = s; return nil },
	"address":           func(h *Household, s string) error { h.Address = s; return nil },
	"phone":             func(h *Household, s string) error { h.Phone = s; return nil },
	"area":              func(h *Household, s string) error { return choose(&h.Area, &Areas, s) },
	"income_per_head":   func(h *Household, s string) error { return amount(&h.IncomePerHead, s) },
	"b1_score":          func(h *Household, s string) error { return decimal(&h.B1Score, s) },
	"wall":              func(h *Household, s string) error { return choose(&h.Wall, &Materials, s) },
	"pillar":            func(h *Household, s string) error { return choose(&h.Pillar, &Materials, s) },
	"roof":              func(h *Household, s string) error { return choose(&h.Roof, &Materials, s) },
	"floor_area":        func(h *Household, s string) error { return decimal(&h.FloorArea, s) },
	"water_source":      func(h *Household, s string) error { return choose(&h.Water, &Waters, s) },
	"toilet":            func(h *Household, s string) error { return choose(&h.Toilet, &Toilets, s) },
	"internet":          func(h *Household, s string) error { return answer(&h.Internet, s) },
	"information_means": func(h *Household, s string) error { return answer(&h.InformationMeans, s) },
	"poverty_reasons": func(h *Household, s string) error {
		var reasons Reasons
		for one := range strings.SplitSeq(s, ";") {
			var i uint8
			if err := choose(&i, &PovertyReasons, strings.TrimSpace(one)); err != nil {
				return err
			}
			if i > 0 {
				reasons |= 1 << (i - 1)
			}
		}
		h.Reasons = reasons
		return nil
	},
}

var memberSetters = map[string]func(*Member, string) error{
	"member_no": func(m *Member, s string) (err error) {
		m.No, err = strconv.Atoi(s)
		return err
	},
	"full_name":        func(m *Member, s string) error { m.Name = s; return nil },
	"citizen_id":       func(m *Member, s string) error { m.CitizenID = s; return nil },
	"relationship":     func(m *Member, s string) error { return choose(&m.Relationship, &Relationships, s) },
	"sex":              func(m *Member, s string) error { return choose(&m.Sex, &Sexes, s) },
	"birth_date":       func(m *Member, s string) error { return born(&m.Birth, s) },
	"ethnicity":        func(m *Member, s string) error { return ethnicity(&m.Ethnicity, s) },
	"able_to_work":     func(m *Member, s string) error { return answer(&m.AbleToWork, s) },
	"wants_work":       func(m *Member, s string) error { return answer(&m.WantsWork, s) },
	"work":             func(m *Member, s string) error { return choose(&m.Work, &Works, s) },
	"social_allowance": func(m *Member, s string) error { return answer(&m.SocialAllowance, s) },
	"disability":       func(m *Member, s string) error { return answer(&m.Disability, s) },
	"person_of_merit":  func(m *Member, s string) error { return answer(&m.PersonOfMerit, s) },
	"health_insurance": func(m *Member, s string) error { return answer(&m.HealthInsurance, s) },
	"attending":        func(m *Member, s string) error { return choose(&m.Attending, &Attendings, s) },
	"qualification":    func(m *Member, s string) error { return choose(&m.Qualification, &Qualifications, s) },
	"in_training":      func(m *Member, s string) error { return answer(&m.InTraining, s) },
	"stunted":          func(m *Member, s string) error { return answer(&m.Stunted, s) },
	"underweight":      func(m *Member, s string) error { return answer(&m.Underweight, s) },
}

// choose sets v to the number of an identifier in its vocabulary.
func choose[T ~uint8](v *T, e *Enum, s string) error {
	for i, name := range e.Names {
		if name == s {
			*v = T(i)
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", s, strings.Join(e.Names[1:], ", "))
}

func answer(v *Answer, s string) error {
	switch s {
	case "":
		*v = Unknown
	case "yes", "true":
		*v = Yes
	case "no", "false":
		*v = No
	default:
		return fmt.Errorf("%q is neither yes nor no", s)
	}
	return nil
}

func amount(v *Maybe[Dong], s string) error {
	if s == "" {
		*v = Maybe[Dong]{}
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return fmt.Errorf("%q is no amount of whole đồng", s)
	}
	*v = Just(Dong(n))
	return nil
}

func decimal(v *Maybe[float64], s string) error {
	if s == "" {
		*v = Maybe[float64]{}
		return nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 0 || n > 1e12 {
		return fmt.Errorf("%q is no number", s)
	}
	*v = Just(n)
	return nil
}

func born(v *Birth, s string) error {
	if s == "" {
		*v = Birth{}
		return nil
	}
	if year, err := strconv.Atoi(s); err == nil && len(s) == 4 && year > 1800 {
		*v = BornIn(year)
		return nil
	}
	if len(s) == len("2006-01") {
		first, err := date.Parse(s + "-01")
		if err == nil {
			*v = BornInMonth(first.Year(), first.Month())
		}
		return err
	}
	d, err := date.Parse(s)
	if err == nil {
		*v = BornOn(d)
	}
	return err
}

func ethnicity(v *Ethnicity, s string) error {
	if s == "" {
		*v = 0
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || len(s) != 2 || n < 1 || n > 56 {
		return fmt.Errorf("%q is no two-digit code of an ethnic group", s)
	}
	*v = Ethnicity(n)
	return nil
}
