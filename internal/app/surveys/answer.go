package surveys

import (
	"slices"
	"strings"

	"giamngheo/internal/app/book"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// answerAll sets answers in a survey's record; only columns that the form asks can be set. They are read as a household's
// form and files are, so that whoever errs is told the same. The keys of unlikely values that a person has confirmed
// are returned. Errors: book.Faults, then book.Doubts.
func (o *Desk) answerAll(v *Survey, answers []SurveyAnswer) (sure []string, err error) {
	var faults book.Faults
	var asked book.Doubts
	for i := range answers {
		one := &answers[i]
		d, why := o.answer(v, one)
		switch {
		case why.VI != "":
			index := slices.IndexFunc(v.Record.Members, func(m household.Member) bool { return m.No == one.Member })
			faults = append(faults, household.Invalidity{Member: index, Column: one.Column, Text: why})
		case d != nil && one.Sure != d.Read:
			asked = append(asked, *d)
		case d != nil:
			sure = append(sure, d.Note())
		}
	}
	switch {
	case len(faults) > 0:
		return nil, faults
	case len(asked) > 0:
		return nil, asked
	}
	return sure, nil
}

// answer sets one answer, and says what is wrong with it or with what doubt it was taken.
func (o *Desk) answer(v *Survey, one *SurveyAnswer) (*doubt.Doubt, errs.Text) {
	if v.question(one) < 0 {
		return nil, errs.T("the form does not ask this")
	}
	set, columns := v.Record.Set, household.HouseholdColumns
	if one.Member != 0 {
		set, columns = v.Record.Member(one.Member).Set, household.MemberColumns
	}
	column := columns[slices.IndexFunc(columns, func(c household.Column) bool { return c.Name == one.Column })]
	text, d := strings.TrimSpace(one.Text), (*doubt.Doubt)(nil)
	was := textOf(v.Record, one.Member, one.Column)
	if one.Same {
		text = v.Last(one.Member, one.Column)
	} else {
		plain, read, why := o.office.Codes().Read(column, text, SurveyDay(&v.List.Campaign))
		if why.VI != "" {
			return nil, why
		}
		text, d = plain, read
	}
	if err := set(one.Column, text); err != nil {
		return nil, errs.T("“%s” is not right", text)
	}
	if text == was && v.Asked(one.Member, one.Column) {
		return nil, errs.Text{} // confirmed when it was given
	}
	if d == nil {
		d = o.unlikely(v, one)
	}
	if d != nil {
		d.Member = one.Member
	}
	return d, errs.Text{}
}

// unlikely is the doubt of the bounds about an answer, nil where it is a likely one.
func (o *Desk) unlikely(v *Survey, one *SurveyAnswer) *doubt.Doubt {
	all := o.office.Codes().Doubts(v.Record, SurveyDay(&v.List.Campaign))
	i := slices.IndexFunc(all, func(d doubt.Doubt) bool { return d.Member == one.Member && d.Column == one.Column })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// Last is what the register's record said before the review, of the household (member 0) or of a member; "" where
// nothing was known.
func (v *Survey) Last(member int, column string) string { return textOf(v.Base, member, column) }

// textOf is a column of a household (member 0) or of one of its members, "" where there is no such member.
func textOf(h *household.Household, member int, column string) string {
	if member == 0 {
		return h.Text(column)
	}
	if m := h.Member(member); m != nil {
		return m.Text(column)
	}
	return ""
}
