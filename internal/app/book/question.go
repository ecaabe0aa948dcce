package book

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/question"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// asking asks before a household is saved.
type asking struct{ *Desk }

// BirthJump is how many years a birth may move without a question.
func (o *asking) BirthJump() int {
	b, _ := o.office.Codes().Bounds.Column("birth_jump")
	return int(b.Most)
}

// Asked are the questions about a household that shall hold from a day, by who saves it; was is nil where it is new.
// What stands in was already is not asked again. Errors: Faults where the hamlet cannot be written so.
func (o *asking) Asked(ctx context.Context, a *office.Ask, h *household.Household, was *households.Version,
	on date.Date) (out question.Questions, err error) {
	var before *household.Household
	if was != nil {
		before = &was.Household
		at := household.Counterparts(before, h, true)
		for _, s := range household.Strangers(before, h, at, o.BirthJump()) {
			out = append(out, question.Question{Stranger: s, Kind: question.Person})
		}
	}
	id := int64(0)
	if was != nil {
		id = was.ID
	}
	numbers, err := o.Numbers(ctx, a, h, before, id)
	if err != nil {
		return nil, err
	}
	hamlets, err := o.AskedHamlet(a, h, before, on)
	return slices.Concat(out, numbers, AskedHead(h, before, on), hamlets), err
}

// AskedHead asks whether a child is the head, where it was not before.
func AskedHead(h, before *household.Household, on date.Date) question.Questions {
	if check.HeadTooYoung(h, on).EN == "" || before != nil && before.Head() != nil &&
		before.Head().Name == h.Head().Name && check.HeadTooYoung(before, on).EN != "" {
		return nil
	}
	i := slices.IndexFunc(h.Members, func(m household.Member) bool { return m.Relationship == household.Head })
	_, age := h.Members[i].Birth.Months(on)
	return question.Questions{{Kind: question.Head, Stranger: household.Stranger{Member: h.Members[i].No, Index: i,
		Column: "birth_date", Text: errs.T("the head %s is only %d years old: is the birth date right and is nobody older the head?",
			h.Members[i].Name, age/12)}}}
}

// AskedHamlet asks whether a hamlet that is not on the list that people have made of a commune is a new one. Who may
// not add one is refused, and so is a hamlet that is no more (Faults).
func (o *asking) AskedHamlet(a *office.Ask, h, before *household.Household, on date.Date) (question.Questions, error) {
	if before != nil && before.Commune == h.Commune &&
		vietnamese.Spelling(before.Hamlet) == vietnamese.Spelling(h.Hamlet) {
		return nil, nil
	}
	list := o.Hamlets(h.Commune)
	if !list.Entered() { // it is what the households say, and this one is among them
		return nil, nil
	}
	looked := list.Look(h.Hamlet, on)
	may := o.office.In(a, access.SetHamlets, access.ViewHouseholds, h.Commune) == nil
	kind := question.Hamlet
	switch looked.Standing {
	case hamlet.Listed:
		return nil, nil
	case hamlet.Early:
		kind, may = question.Early, true
	case hamlet.Ended:
		may = false
	}
	text := question.OfHamlet(&looked, may)
	if !may {
		return nil, Faults{{Member: -1, Column: "hamlet", Text: text}}
	}
	return question.Questions{{Kind: kind, About: looked.Name,
		Stranger: household.Stranger{Index: -1, Column: "hamlet", Text: text}}}, nil
}

// Confirm writes what a person has confirmed of a household: a new hamlet onto the commune's list, and an entry that
// says what was asked.
func (o *asking) Confirm(ctx context.Context, tx *office.Tx, v *households.Version,
	confirmed question.Questions) error {
	if len(confirmed) == 0 {
		return nil
	}
	together := confirmed.Together()
	said := make([]string, len(together))
	for i := range together {
		q := &together[i][0]
		if said[i] = q.Noted(); q.Kind == question.Hamlet {
			source := "hộ " + string(v.Household.Code)
			if err := o.AddHamlet(ctx, tx, v.Household.Commune, q.About, v.ValidFrom, source); err != nil {
				return err
			}
		}
	}
	return tx.Note(ctx, office.Deed{Action: "household.confirm", Kind: "household", Subject: office.IDText(v.ID),
		Place: v.Household.Commune, Note: map[string]string{"asked": strings.Join(said, "; ")}})
}
