package book

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// NumbersBy is the right by which somebody learns whose a citizen or telephone number is: that to open numbers; within
// their own commune whoever sees households there. Empty: by none.
func NumbersBy(o *office.Office, a *office.Ask) access.Action {
	if o.May(a, access.RevealHouseholds) {
		return access.RevealHouseholds
	}
	if communes, err := o.Scope(a, access.ViewHouseholds, 0); err == nil && len(communes) == 1 {
		return access.ViewHouseholds
	}
	return ""
}

// Tells reports whether somebody may be told whose number it is that stands in a household of a commune.
func (o *asking) Tells(a *office.Ask, commune place.Code) bool {
	by := NumbersBy(o.office, a)
	return by != "" && o.office.MayIn(a, by, commune) && o.office.MayIn(a, access.ViewHouseholds, commune)
}

// Told puts on the record that somebody was told in which household a citizen number stands.
func (o *asking) Told(a *office.Ask, v *households.Version) {
	o.office.Saw(a, office.Deed{Action: "household.number", Kind: "household", Subject: office.IDText(v.ID),
		Place: v.Household.Commune})
}

// Numbers asks about citizen numbers that are new to a household (id, 0 a new one) and somebody's elsewhere in the
// register. Whose is told, on the record, to who may open that number (NumbersBy); others learn that it is held.
func (o *asking) Numbers(ctx context.Context, a *office.Ask, h, before *household.Household,
	id int64) (out question.Questions, err error) {
	for i := range h.Members {
		m := &h.Members[i]
		if m.CitizenID == "" || before != nil && slices.ContainsFunc(before.Members,
			func(b household.Member) bool { return b.CitizenID == m.CitizenID }) {
			continue
		}
		text, other, err := o.numberElsewhere(ctx, a, m, id)
		if err != nil {
			return nil, err
		}
		if text.EN != "" {
			out = append(out, question.Question{Kind: question.Number, Other: other,
				Stranger: household.Stranger{Member: m.No, Index: i, Column: "citizen_id", Text: text}})
		}
	}
	return out, nil
}

// numberElsewhere asks about a member's number that stands in a household other than id, first where the name is
// another one.
func (o *asking) numberElsewhere(ctx context.Context, a *office.Ask, m *household.Member,
	id int64) (text errs.Text, otherName bool, err error) {
	var at *households.Version
	for _, other := range o.View().Snap.SameNumber(m.CitizenID, id) {
		theirs, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), other.Household)
		if err != nil || other.Index >= len(theirs.Household.Members) {
			if err = office.IgnoreNotFound(err); err != nil {
				return text, false, err
			}
			continue
		}
		name := theirs.Household.Members[other.Index].Name
		if vietnamese.Fold(name) != vietnamese.Fold(m.Name) {
			return o.heldBy(a, m, theirs, name), true, nil
		}
		at = theirs
	}
	if at != nil {
		text = o.heldBy(a, m, at, "")
	}
	return text, false, nil
}

// heldBy says that a member's citizen number is held already in a household, by somebody of another name where one is
// given. It names who and where, with an entry on the record, only to who may know (Tells).
func (o *asking) heldBy(a *office.Ask, m *household.Member, at *households.Version, name string) errs.Text {
	tells, code := o.Tells(a, at.Household.Commune), at.Household.Code
	if tells {
		o.Told(a, at)
	}
	switch {
	case tells && name != "":
		return errs.T("the citizen number of %s is that of %s in household %s: check the number on the card", m.Name, name, code)
	case tells:
		return errs.T("%s stands in household %s with the same citizen number: who moves is taken out there", m.Name, code)
	case name != "":
		return errs.T("the citizen number of %s is held already by somebody of another name: check the number on the card. If it is right, ask the officer of that commune or of the department to look whose it is",
			m.Name)
	}
	return errs.T("%s stands in another household of the register with the same citizen number: who moves is taken out there. In which one, the officer of that commune or of the department can look",
		m.Name)
}
