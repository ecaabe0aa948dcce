package programme

import (
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
	"giamngheo/internal/words"
)

// receiver checks that the support went to somebody of its group, recognised by then.
func (x *checking) receiver() {
	if !x.Kind.OfRegister() {
		if x.Support.Member != 0 {
			x.add(MemberUnknown, "", errs.T("“%s” is given to no single person; leave the member out", x.Kind.Name))
		}
		return
	}
	if !x.there() {
		return
	}
	switch x.group(x.is) {
	case household.Yes:
		x.recognised()
	case household.No:
		if x.Recognised > x.Support.Day && x.inGroupIf(byDecision) {
			x.early()
			return
		}
		x.add(OutsideGroup, x.Kind.WhoCite,
			errs.T(
				"not of the group of “%s” (%s); on %s: %s; see to the day, the recognition and the member, or choose another kind of support", x.Kind.Name, x.Kind.WhoText, x.Support.Day, x.Support.Facts.Text()))
	default:
		names := strings.Join(x.is.missing(x.k.who), ", ")
		x.add(GroupUnknown, x.Kind.WhoCite,
			errs.T(
				"the register does not tell whether it is of the group (%s): %s; fill the register in, or give the reason", x.Kind.WhoText, names))
	}
}

// there reports whether the receiver is in the register.
func (x *checking) there() bool {
	s := x.Support
	switch {
	case s.Household == 0 || x.Record == nil:
		x.add(MemberUnknown, "", errs.T("“%s” is given to a household of the register; choose it", x.Kind.Name))
		return false
	case s.Member == 0 && x.Kind.Person():
		x.add(MemberUnknown, "", errs.T("“%s” is given to one person; choose the member", x.Kind.Name))
		return false
	case s.Member != 0 && (x.Member == nil || x.Member.No != s.Member || !memberOf(x.Record, s.Member)):
		x.add(MemberUnknown, "", errs.T("the household has no member %s on %s; choose another", words.Number(s.Member),
			s.Day))
		return false
	}
	return true
}

func memberOf(h *household.Household, no int) bool {
	return find(h.Members, func(m *household.Member) bool { return m.No == no }) != nil
}

// group says whether somebody is of the kind's group: by its rule, or by a status of the law.
func (x *checking) group(s subject) rule.Truth {
	is := s.holds(x.k.who)
	for _, p := range x.k.statuses {
		if is == household.Yes {
			break
		}
		if by := s.holds(p); by != household.No {
			is = by
		}
	}
	return is
}

// inGroupIf reports whether the receiver could be of the group were one of some facts so.
func (x *checking) inGroupIf(facts Facts) bool {
	for bit := Facts(1); bit <= facts; bit <<= 1 {
		s := x.is
		s.facts |= bit
		if facts&bit != 0 && x.group(s) != household.No {
			return true
		}
	}
	return false
}

// recognised refuses a day before the recognition that makes the receiver one of the group.
func (x *checking) recognised() {
	without := x.is
	without.facts &^= byDecision
	if x.group(without) == household.Yes || !x.Recognised.IsZero() && x.Recognised <= x.Support.Day {
		return
	}
	x.early()
}

func (x *checking) early() {
	from := errs.T("it has no recognition")
	if !x.Recognised.IsZero() {
		from = errs.T("it is recognised from %s on", x.Recognised)
	}
	x.add(BeforeRecognition, "",
		errs.T(
			"the day %s lies before the household's recognition (%s); change the day, or record the recognition first",
			x.Support.Day, from))
}
