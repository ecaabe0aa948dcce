package household

// Change is one field that differs between two states of a household: the member's number (0 for the household itself),
// the column of the exchange format, and its text before and after. A member who joined or left is the change of every
// field that is known of them.
type Change struct {
	Member int    `json:"member,omitempty"`
	Column string `json:"column"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Changes returns what differs from before to after, either of which may be nil (a new household, one that is gone), in
// the order of the columns and of the members' numbers. Two states without changes are equal as the register sees them.
func Changes(before, after *Household) []Change {
	var none Household
	if before == nil {
		before = &none
	}
	if after == nil {
		after = &none
	}
	var out []Change
	for _, c := range HouseholdColumns {
		if b, a := before.Text(c.Name), after.Text(c.Name); b != a {
			out = append(out, Change{Column: c.Name, Before: b, After: a})
		}
	}
	for i := range before.Members {
		m := &before.Members[i]
		out = appendMemberChanges(out, m, after.Member(m.No))
	}
	for i := range after.Members {
		if m := &after.Members[i]; before.Member(m.No) == nil {
			out = appendMemberChanges(out, nil, m)
		}
	}
	return out
}

func appendMemberChanges(out []Change, before, after *Member) []Change {
	var none Member
	no := 0
	if before == nil {
		before = &none
	} else {
		no = before.No
	}
	if after == nil {
		after = &none
	} else {
		no = after.No
	}
	for _, c := range MemberColumns[2:] { // the household's code and the number are the key
		if b, a := before.Text(c.Name), after.Text(c.Name); b != a {
			out = append(out, Change{Member: no, Column: c.Name, Before: b, After: a})
		}
	}
	return out
}

// Carry sets in a record what differs between two others. Members who are not in it any more are passed over.
func Carry(base, changed, into *Household) error {
	for _, c := range Changes(base, changed) {
		var err error
		if c.Member == 0 {
			err = into.Set(c.Column, changed.Text(c.Column))
		} else if m, n := into.Member(c.Member), changed.Member(c.Member); m != nil && n != nil && !n.another(m) &&
			!base.Member(c.Member).another(m) {
			err = m.Set(c.Column, n.Text(c.Column))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Joined are the members who are in a household and were not in it before, by their numbers, and those whose number
// was another's.
func Joined(before, now *Household) (out []Member) {
	for i := range now.Members {
		if b := before.Member(now.Members[i].No); b == nil || b.another(&now.Members[i]) {
			out = append(out, now.Members[i])
		}
	}
	return out
}

// Member returns the member of a number, nil where there is none.
func (h *Household) Member(no int) *Member {
	for i := range h.Members {
		if h.Members[i].No == no {
			return &h.Members[i]
		}
	}
	return nil
}

// NextNo is the number for a member who joins: one more than the greatest ever used, so that none means two people.
func (h *Household) NextNo() int {
	no := h.Used
	for i := range h.Members {
		no = max(no, h.Members[i].No)
	}
	return no + 1
}

// After says of a household that it is the state after another: the numbers that were used there are used.
func (h *Household) After(before *Household) {
	used := max(h.Used, before.NextNo()-1)
	if h.Used = 0; used >= h.NextNo() {
		h.Used = used
	}
}

// Clone returns a copy that shares nothing with h.
func (h *Household) Clone() *Household {
	c := *h
	c.Members = append([]Member(nil), h.Members...)
	return &c
}

// Confidential reports whether a column is opened only with a reason: the citizen number and facts of health.
func Confidential(column string) bool {
	switch column {
	case "citizen_id", "disability", "stunted", "underweight":
		return true
	}
	return false
}
