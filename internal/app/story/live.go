package story

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
)

// mostAsked is how many of the answers that would decide a class are named while a form is filled in.
const mostAsked = 3

// Live says what the answers of a form make of a household while they are being given: the class, or how many answers
// would decide it and the first of them. Nothing of it is kept.
func (d *Desk) Live(h *household.Household) (errs.Text, error) {
	std, e := d.book.Standard(), &poverty.Explanation{}
	if err := std.Classifier().Explain(h, e); err != nil {
		return errs.Text{}, err
	}
	var asked []errs.Text
	n := 0
	for _, m := range std.Missing(h, e) {
		for _, column := range m.Columns {
			if n++; n > mostAsked {
				continue
			}
			one := errs.InSentence(household.ColumnTitle(column))
			if m.Member != nil && m.Member.Name != "" {
				one = errs.T("%s of %s", one, m.Member.Name)
			}
			asked = append(asked, one)
		}
	}
	switch {
	case n > mostAsked:
		return errs.N(n, "%d answer decides the class: %s …", "%d answers decide the class: %s …",
			errs.Join(", ", asked)), nil
	case n > 0:
		return errs.N(n, "%d answer decides the class: %s", "%d answers decide the class: %s",
			errs.Join(", ", asked)), nil
	}
	return errs.T("By these answers: %s", errs.InSentence(std.ClassTitle(e.Class))), nil
}
