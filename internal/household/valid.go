package household

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Invalidity is something impossible in a record: the member's index (-1 for the household), the column and the reason.
type Invalidity struct {
	Member int
	Column string
	Text   errs.Text
}

// maxAge is an age that nobody reaches, in months.
const maxAge = 130 * 12

// Check returns what is impossible in a household on the day of a review: not exactly one head, member numbers that are
// not 1, 2, … apart, births after the review, ages nobody reaches. What is only unlikely is not looked at here.
func (h *Household) Check(on date.Date) []Invalidity {
	var out []Invalidity
	add := func(member int, column string, text errs.Text) {
		out = append(out, Invalidity{member, column, text})
	}
	if len(h.Members) == 0 {
		add(-1, "household_code", errs.T("the household has no member in the sheet members"))
		return out
	}
	head := -1
	for i := range h.Members {
		m := &h.Members[i]
		if m.Relationship == Head {
			if head >= 0 {
				add(i, "relationship", errs.T("the household has two heads (members %d and %d)", h.Members[head].No,
					m.No))
			}
			head = i
		}
		for j := range i {
			if h.Members[j].No == m.No {
				add(i, "member_no", errs.T("member number %d stands twice in the household", m.No))
			}
		}
		if why := m.Birth.fault(on); why.VI != "" {
			add(i, "birth_date", why)
		}
	}
	if head < 0 {
		add(0, "relationship", errs.T("the household has no head: one member must be “head”"))
	}
	return out
}

// fault says why nobody alive on a day was born so; empty where somebody may have been.
func (b Birth) fault(on date.Date) errs.Text {
	switch {
	case !b.Known():
		return errs.Text{}
	case b.Earliest > on:
		return errs.T("the birth lies after the review of %s", on)
	case on.MonthsSince(b.Latest) > maxAge:
		return errs.T("older than 130: check the year of birth")
	}
	return errs.Text{}
}
