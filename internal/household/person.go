package household

import (
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
)

// Stranger is a doubt whether a member is still the person who was kept under a number: the member's number and index
// in the later state, the column that says otherwise, and the question for a person.
type Stranger struct {
	Member, Index int
	Column        string
	Text          errs.Text
}

// Counterparts says for each member of after which member of before is the same person: an index of before.Members, -1
// where nobody is. A citizen number decides first, then the name under the same member number, then the name under
// another one where sex and birth allow it; who is left over is, where the numbers are the members' own (numbered),
// whoever had the number. Whether that can be is for Strangers to ask.
func Counterparts(before, after *Household, numbered bool) []int {
	m := matching{before, after, make([]int, len(after.Members)), make([]bool, len(before.Members))}
	for i := range m.at {
		m.at[i] = -1
	}
	m.pair(func(b, a *Member) bool { return a.CitizenID != "" && a.CitizenID == b.CitizenID })
	if numbered {
		m.pair(func(b, a *Member) bool { return a.No == b.No && sameName(b, a) })
	}
	m.pair(func(b, a *Member) bool {
		return sameName(b, a) && (a.Sex == 0 || b.Sex == 0 || a.Sex == b.Sex) && b.Birth.MayBe(a.Birth)
	})
	if numbered {
		m.pair(func(b, a *Member) bool { return a.No == b.No })
	}
	return m.at
}

type matching struct {
	before, after *Household
	at            []int
	taken         []bool
}

// pair takes together who is left on both sides and alike.
func (m *matching) pair(alike func(before, after *Member) bool) {
	for i := range m.after.Members {
		for j := range m.before.Members {
			if m.at[i] < 0 && !m.taken[j] && alike(&m.before.Members[j], &m.after.Members[i]) {
				m.at[i], m.taken[j] = j, true
			}
		}
	}
}

func sameName(a, b *Member) bool { return vietnamese.Fold(a.Name) == vietnamese.Fold(b.Name) }

// another reports whether two members under one number are two people: the name is another one, and the citizen number,
// the sex or the birth says so too. Each of them alone may have been put right.
func (m *Member) another(other *Member) bool {
	if m == nil || sameName(m, other) || m.CitizenID != "" && m.CitizenID == other.CitizenID {
		return false
	}
	return m.CitizenID != "" && other.CitizenID != "" || m.Sex != 0 && other.Sex != 0 && m.Sex != other.Sex ||
		!m.Birth.MayBe(other.Birth)
}

// Renumber gives members who are not in the state before a household's own numbers: who comes back has the one that was
// theirs, by the name or the citizen number, and nobody has one that was somebody else's. Earlier are the household's
// states, the newest first, among them that before.
func (h *Household) Renumber(before *Household, earlier []*Household) {
	for _, e := range earlier {
		h.After(e)
	}
	renumbered := false
	for i := range h.Members {
		m := &h.Members[i]
		if before.Member(m.No) != nil {
			continue
		}
		at := slices.IndexFunc(earlier, func(e *Household) bool { return e.Member(m.No) != nil })
		if at < 0 {
			continue
		}
		if had := earlier[at].Member(m.No); !sameName(had, m) && (m.CitizenID == "" || m.CitizenID != had.CitizenID) {
			m.No = h.NextNo()
			h.Used, renumbered = 0, true
		}
	}
	if renumbered {
		slices.SortStableFunc(h.Members, func(a, b Member) int { return a.No - b.No })
	}
}

// said is a birth as a text's argument: a day is said in each language.
func (b Birth) said() any {
	if b.Exact() {
		return b.Earliest
	}
	return b.String()
}

// MayBe reports whether two births may be the same day.
func (b Birth) MayBe(other Birth) bool {
	return !b.Known() || !other.Known() || b.Earliest <= other.Latest && other.Earliest <= b.Latest
}

// yearsApart is how many full years lie between two births at least.
func yearsApart(a, b Birth) int {
	if a.MayBe(b) {
		return 0
	}
	if a.Earliest > b.Earliest {
		a, b = b, a
	}
	return b.Earliest.MonthsSince(a.Latest) / 12
}

// Strangers asks of members who have a counterpart in before, as Counterparts found it, whether they are the same
// person: another name, another sex, or a birth more than jump years away. Spelling – case, marks, spaces – asks
// nothing.
func Strangers(before, after *Household, counterparts []int, jump int) (out []Stranger) {
	free := max(before.NextNo(), after.NextNo())
	for i, at := range counterparts {
		if at < 0 {
			continue
		}
		b, a := &before.Members[at], &after.Members[i]
		ask := func(column string, text errs.Text) { out = append(out, Stranger{a.No, i, column, text}) }
		if !sameName(b, a) {
			ask("full_name", anotherName(before, b, a, free))
		}
		if a.Sex != 0 && b.Sex != 0 && a.Sex != b.Sex {
			ask("sex", errs.T("%s had the other sex in the register: is it the same person? Else enter them under the free number %d", a.Name, free))
		}
		if yearsApart(b.Birth, a.Birth) > jump {
			ask("birth_date", errs.T("%s was born %s in the register, here %s: is it the same person? Else enter them under the free number %d",
				a.Name, b.Birth.said(), a.Birth.said(), free))
		}
	}
	return out
}

// anotherName asks whether somebody with another name is who was there before, and says who else they are.
func anotherName(before *Household, b, a *Member, free int) errs.Text {
	i := slices.IndexFunc(before.Members, func(m Member) bool { return m.No != b.No && sameName(&m, a) })
	if i >= 0 {
		return errs.T("number %d is %s in the register and %s here, who is number %d already: who left is taken out in the household's form, and who is head now is set there",
			b.No, b.Name, a.Name, before.Members[i].No)
	}
	return errs.T("number %d is %s in the register and %s here: is it the same person under another name? Else enter %s under the free number %d",
		b.No, b.Name, a.Name, a.Name, free)
}
