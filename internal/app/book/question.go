package book

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/check"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// Kind is a kind of question.
type Kind string

// The kinds of questions.
const (
	AskPerson Kind = "person" // is somebody who they were under a number?
	AskNumber Kind = "number" // a citizen number stands in another household too
	AskHead   Kind = "head"   // the head is a child
	AskHamlet Kind = "hamlet" // the hamlet is not on the commune's list
	AskEarly  Kind = "early"  // the hamlet begins after the household's day
)

// Question is what a person must confirm before a household is saved. Member is 0 and Index -1 where it is asked of the
// household.
type Question struct {
	household.Stranger
	Kind  Kind
	About string // what it is asked of beside the column: the hamlet
	Other bool   // the number is somebody's of another name
}

// Key names the question, for an answer that holds for it alone. Whether somebody is who they were is one question,
// however much of them differs.
func (q *Question) Key() string {
	if q.Kind == AskPerson {
		return fmt.Sprintf("%d/%s", q.Member, q.Kind)
	}
	return fmt.Sprintf("%d/%s/%s/%s", q.Member, q.Column, q.Kind, vietnamese.Spelling(q.About))
}

// noted is what the record of deeds says of a question that was answered with yes. It names nobody.
func (q *Question) noted() string {
	text := map[Kind]errs.Text{
		AskPerson: errs.T("member %d is the same person", q.Member),
		AskNumber: errs.T("member %d has a citizen number that another household has too", q.Member),
		AskHead:   errs.T("member %d is the head, a child", q.Member),
		AskHamlet: errs.T("“%s” is a new hamlet", q.About),
		AskEarly:  errs.T("in “%s” before the hamlet began", q.About),
	}[q.Kind]
	return text.VI
}

// Questions are what must be confirmed: nothing is saved before.
type Questions []Question

// Error says how many there are.
func (s Questions) Error() string {
	return errs.T("%d questions to answer before this is saved", len(s)).VI
}

// Unwrap is the first of them, for whoever shows no questions.
func (s Questions) Unwrap() error { return errs.New(errs.Invalid, "%s", s[0].Text) }

// Together are the questions, those that one answer answers beside one another.
func (s Questions) Together() (out []Questions) {
	for _, q := range s {
		at := slices.IndexFunc(out, func(had Questions) bool { return had[0].Key() == q.Key() })
		if at < 0 {
			out = append(out, Questions{q})
		} else {
			out[at] = append(out[at], q)
		}
	}
	return out
}

// Open are the questions that are not among the confirmed ones.
func (s Questions) Open(confirmed []string) Questions {
	return slices.DeleteFunc(slices.Clone(s), func(q Question) bool { return slices.Contains(confirmed, q.Key()) })
}

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
	on date.Date) (out Questions, err error) {
	var before *household.Household
	if was != nil {
		before = &was.Household
		at := household.Counterparts(before, h, true)
		for _, s := range household.Strangers(before, h, at, o.BirthJump()) {
			out = append(out, Question{Stranger: s, Kind: AskPerson})
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
func AskedHead(h, before *household.Household, on date.Date) Questions {
	if check.HeadTooYoung(h, on).EN == "" || before != nil && before.Head() != nil &&
		before.Head().Name == h.Head().Name && check.HeadTooYoung(before, on).EN != "" {
		return nil
	}
	i := slices.IndexFunc(h.Members, func(m household.Member) bool { return m.Relationship == household.Head })
	_, age := h.Members[i].Birth.Months(on)
	return Questions{{Kind: AskHead, Stranger: household.Stranger{Member: h.Members[i].No, Index: i,
		Column: "birth_date", Text: errs.T("the head %s is only %d years old: is the birth date right and is nobody older the head?",
			h.Members[i].Name, age/12)}}}
}

// AskedHamlet asks whether a hamlet that is not on the list that people have made of a commune is a new one. Who may not
// add one is refused, and so is a hamlet that is no more (Faults).
func (o *asking) AskedHamlet(a *office.Ask, h, before *household.Household, on date.Date) (Questions, error) {
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
	kind := AskHamlet
	switch looked.Standing {
	case hamlet.Listed:
		return nil, nil
	case hamlet.Early:
		kind, may = AskEarly, true
	case hamlet.Ended:
		may = false
	}
	text := HamletAsks(&looked, may)
	if !may {
		return nil, Faults{{Member: -1, Column: "hamlet", Text: text}}
	}
	return Questions{{Kind: kind, About: looked.Name,
		Stranger: household.Stranger{Index: -1, Column: "hamlet", Text: text}}}, nil
}

// HamletAsks says what is to be done about a name that is not on the list of the day; may: by who may add to it.
func HamletAsks(l *hamlet.Looked, may bool) errs.Text {
	like := strings.Join(l.Like, ", ")
	switch {
	case l.Standing == hamlet.Ended && l.Became != "":
		return errs.T("“%s” has been “%s” since %s: write that", l.Name, l.Became, l.Day)
	case l.Standing == hamlet.Ended:
		return errs.T("“%s” is no more since %s: choose the hamlet of today", l.Name, l.Day)
	case l.Standing == hamlet.Early:
		return errs.T("“%s” is a hamlet only from %s: was the household in it before?", l.Name, l.Day)
	case may && like != "":
		return errs.T("“%s” is not on the commune’s list of hamlets, which has %s: add a new hamlet?", l.Name, like)
	case may:
		return errs.T("“%s” is not on the commune’s list of hamlets: add a new hamlet?", l.Name)
	case like != "":
		return errs.T("“%s” is not on the commune’s list of hamlets, which has %s: choose that, or have the commune’s officer add it",
			l.Name, like)
	}
	return errs.T("“%s” is not on the commune’s list of hamlets: choose one of it, or have the commune’s officer add it", l.Name)
}

// Confirm writes what a person has confirmed of a household: a new hamlet onto the commune's list, and an entry that
// says what was asked.
func (o *asking) Confirm(ctx context.Context, tx *office.Tx, v *households.Version, confirmed Questions) error {
	if len(confirmed) == 0 {
		return nil
	}
	together := confirmed.Together()
	said := make([]string, len(together))
	for i := range together {
		q := &together[i][0]
		if said[i] = q.noted(); q.Kind == AskHamlet {
			source := "hộ " + string(v.Household.Code)
			if err := o.AddHamlet(ctx, tx, v.Household.Commune, q.About, v.ValidFrom, source); err != nil {
				return err
			}
		}
	}
	return tx.Note(ctx, office.Deed{Action: "household.confirm", Kind: "household", Subject: office.IDText(v.ID),
		Place: v.Household.Commune, Note: map[string]string{"asked": strings.Join(said, "; ")}})
}
