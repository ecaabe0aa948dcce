package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// Facts is what is so of a household or a person on a day, a bit each: what decisions recognised the household as, and
// the groups that the programme looks after. Rules name them as flags.
type Facts uint16

// The facts; those from Child on are of a person.
const (
	Poor Facts = 1 << iota
	NearPoor
	NewlyEscaped // within the 36 months of Decision 90
	Coastal      // lives in an especially difficult coastal commune on the day
	Minority     // the head is of an ethnic minority
	Merit        // a member is a person of merit
	Child        // under 16
	Disabled
	Woman
)

// FactNames are the names of the facts in rules, in the order of their bits.
func FactNames() []string {
	return []string{"poor", "near_poor", "newly_escaped", "coastal", "minority", "merit", "child", "disabled", "woman"}
}

// FactTitles are the facts in the languages of the interface, in the order of their bits.
func FactTitles() []errs.Text {
	return []errs.Text{errs.T("FactTitles|poor"), errs.T("FactTitles|near-poor"), errs.T("newly escaped"),
		errs.T("lives in an especially difficult coastal commune"), errs.T("ethnic minority"),
		errs.T("has a person of merit"), errs.T("child"), errs.T("FactTitles|disabled"), errs.T("woman")}
}

// byDecision are the facts that a recognition makes so.
const byDecision = Poor | NearPoor | NewlyEscaped

// Text lists what is so.
func (f Facts) Text() (t errs.Text) {
	f &^= ofHealth
	for i, title := range FactTitles() {
		if f&(1<<i) == 0 {
			continue
		}
		if t.VI != "" {
			t = errs.T("%s, ", t)
		}
		t = errs.T("%s%s", t, title)
	}
	if t.VI == "" {
		return errs.T("of no group")
	}
	return t
}

// ofHealth is the fact that tells of somebody's health: rules read it, and no text tells it.
const ofHealth = Disabled

// childMonths is the age from which nobody is a child to the indicators of Decree 07/2021.
const childMonths = 16 * 12

// FactsOf gathers the facts of a household, and of a member where one is given: its recognised class, whether it is
// newly escaped, whether its commune is an especially difficult coastal one. What is not known is not so.
func FactsOf(h *household.Household, m *household.Member, on date.Date, class poverty.Class, newly,
	coastal bool) (f Facts) {
	set := func(bit Facts, is bool) {
		if is {
			f |= bit
		}
	}
	set(Poor, class == poverty.Poor)
	set(NearPoor, class == poverty.NearPoor)
	set(NewlyEscaped, newly)
	set(Coastal, coastal)
	if h != nil {
		set(Minority, h.EthnicMinority() == household.Yes)
		for i := range h.Members {
			set(Merit, h.Members[i].PersonOfMerit == household.Yes)
		}
	}
	if m == nil {
		return f
	}
	return f | PersonFacts(m, on)
}

// PersonFacts are the facts of a person beside those of the household.
func PersonFacts(m *household.Member, on date.Date) (f Facts) {
	if _, greatest := m.Birth.Months(on); greatest >= 0 && greatest < childMonths {
		f |= Child
	}
	if m.Disability == household.Yes {
		f |= Disabled
	}
	if m.Sex == household.Female {
		f |= Woman
	}
	return f
}
