package book

import (
	"context"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// Strangers are questions whether members are the people who were kept under their numbers: nothing is saved before
// they are answered.
type Strangers []household.Stranger

// Error says how many there are.
func (s Strangers) Error() string { return errs.T("%d questions about who somebody is", len(s)).VI }

// BirthJump is how many years a birth may move without a question.
func (o *writing) BirthJump() int {
	b, _ := o.office.Codes().Bounds.Column("birth_jump")
	return int(b.Most)
}

// Asked are the questions whether the members of a household are who they were before, nil where it is new, and whose
// their citizen numbers are.
func (o *writing) Asked(ctx context.Context, h *household.Household, was *households.Version) (Strangers, error) {
	var asked []household.Stranger
	if was != nil {
		at := household.Counterparts(&was.Household, h, true)
		asked = household.Strangers(&was.Household, h, at, o.BirthJump())
	}
	return o.Strangers(ctx, h, was, asked)
}

// Strangers adds to the questions about a household's members, as household.Strangers asks them, those about citizen
// numbers that are new here and somebody's of another name elsewhere in the register. Who that is is not said: whoever
// types a number need not be allowed to know.
func (o *writing) Strangers(ctx context.Context, h *household.Household, was *households.Version,
	asked []household.Stranger) (Strangers, error) {
	id := int64(0)
	if was != nil {
		id = was.ID
	}
	for i := range h.Members {
		m := &h.Members[i]
		if m.CitizenID == "" || was != nil && slices.ContainsFunc(was.Household.Members,
			func(b household.Member) bool { return b.CitizenID == m.CitizenID }) {
			continue
		}
		for _, other := range o.View().Snap.SameNumber(m.CitizenID, id) {
			theirs, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), other.Household)
			if err != nil || other.Index >= len(theirs.Household.Members) {
				if err = office.IgnoreNotFound(err); err != nil {
					return nil, err
				}
				continue
			}
			if vietnamese.Fold(theirs.Household.Members[other.Index].Name) != vietnamese.Fold(m.Name) {
				asked = append(asked, household.Stranger{Member: m.No, Index: i, Column: "citizen_id",
					Text: errs.T("the citizen number of %s is somebody’s of another name in the register: check the number on the card", m.Name)})
				break
			}
		}
	}
	return asked, nil
}
