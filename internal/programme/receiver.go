package programme

import (
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule"
)

// receiver checks that the support went to somebody of its group, recognised by then.
func (x *checking) receiver() {
	if !x.Kind.OfRegister() {
		if x.Support.Member != 0 {
			x.add(MemberUnknown, "", "“"+x.Kind.Name.VI+"” không ghi cho một người; hãy bỏ số thứ tự thành viên", "“"+x.Kind.Name.EN+"” is given to no single person; leave the member out")
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
		x.add(OutsideGroup, x.Kind.WhoCite, "không thuộc đối tượng của “"+x.Kind.Name.VI+"” ("+x.Kind.WhoText.VI+"); ngày "+x.Support.Day.Vietnamese()+": "+x.Support.Facts.Text().VI+"; hãy kiểm tra ngày, quyết định công nhận, thành viên, hoặc chọn loại hỗ trợ khác",
			"not of the group of “"+x.Kind.Name.EN+"” ("+x.Kind.WhoText.EN+"); on "+x.Support.Day.String()+": "+x.Support.Facts.Text().EN+"; see to the day, the recognition and the member, or choose another kind of support")
	default:
		names := strings.Join(x.is.missing(x.k.who), ", ")
		x.add(GroupUnknown, x.Kind.WhoCite, "sổ hộ thiếu thông tin nên chưa biết có thuộc đối tượng ("+x.Kind.WhoText.VI+") không: "+names+"; hãy bổ sung sổ hộ, hoặc ghi lý do",
			"the register does not tell whether it is of the group ("+x.Kind.WhoText.EN+"): "+names+"; fill the register in, or give the reason")
	}
}

// there reports whether the receiver is in the register.
func (x *checking) there() bool {
	s := x.Support
	switch {
	case s.Household == 0 || x.Record == nil:
		x.add(MemberUnknown, "", "“"+x.Kind.Name.VI+"” phải ghi cho một hộ trong sổ; hãy chọn hộ", "“"+x.Kind.Name.EN+"” is given to a household of the register; choose it")
		return false
	case s.Member == 0 && x.Kind.Person():
		x.add(MemberUnknown, "", "“"+x.Kind.Name.VI+"” phải ghi cho một người; hãy chọn thành viên của hộ", "“"+x.Kind.Name.EN+"” is given to one person; choose the member")
		return false
	case s.Member != 0 && (x.Member == nil || x.Member.No != s.Member || !memberOf(x.Record, s.Member)):
		x.add(MemberUnknown, "", "hộ không có thành viên số "+number(int64(s.Member))+" vào ngày "+s.Day.Vietnamese()+"; hãy chọn lại thành viên", "the household has no member "+comma(int64(s.Member))+" on "+s.Day.String()+"; choose another")
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
	from := errs.Text{VI: "chưa có quyết định công nhận", EN: "it has no recognition"}
	if !x.Recognised.IsZero() {
		from = errs.Text{VI: "hộ được công nhận từ " + x.Recognised.Vietnamese(), EN: "it is recognised from " + x.Recognised.String() + " on"}
	}
	x.add(BeforeRecognition, "", "ngày hỗ trợ "+x.Support.Day.Vietnamese()+" trước khi hộ được công nhận ("+from.VI+"); hãy sửa ngày, hoặc ghi quyết định công nhận trước",
		"the day "+x.Support.Day.String()+" lies before the household's recognition ("+from.EN+"); change the day, or record the recognition first")
}
