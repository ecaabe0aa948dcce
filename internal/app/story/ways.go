package story

import (
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/exitplan"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/words"
)

// ways say what would make another class of a poor or near-poor household by the law and the answers that its class is
// calculated from: a higher income, fewer deprivations, or more. The law itself is asked each time.
func ways(h *register.HouseholdShown) (out []errs.Text, err error) {
	class := h.Explanation.Class
	if class != poverty.Poor && class != poverty.NearPoor {
		return nil, nil
	}
	richer, err := byIncome(h)
	if err != nil {
		return nil, err
	}
	return append(richer, byCount(h)...), nil
}

// byIncome asks what an income over the line would make of the household.
func byIncome(h *register.HouseholdShown) ([]errs.Text, error) {
	std, line := h.Standard, h.Standard.Line(h.Household.Area)
	gap := exitplan.GapTo(h.Household.IncomePerHead, line)
	if !gap.Known || gap.Value == 0 {
		return nil, nil
	}
	richer := h.Household
	richer.IncomePerHead = household.Just(line + 1)
	var r poverty.Result
	if err := std.Classifier().Classify(&richer, &r); err != nil || r.Class == h.Explanation.Class {
		return nil, err
	}
	return []errs.Text{errs.T("An income above %s đồng per person per month (now %s): %s.", words.Number(int64(line)),
		words.Number(int64(h.Household.IncomePerHead.Value)), errs.InSentence(std.ClassTitle(r.Class)))}, nil
}

// byCount asks what one deprivation fewer after the other, or more, would make of the household, up to the first other
// class. Nothing is said of a household whose deprivations are not all known.
func byCount(h *register.HouseholdShown) (out []errs.Text) {
	v, std := &h.Household, h.Standard
	now, most := h.Explanation.Count()
	if now != most {
		return nil
	}
	c := std.Classifier()
	turns := func(n int) (poverty.Class, bool) {
		class, err := c.ClassOf(v.Area, v.IncomePerHead, v.B1Score, n, n)
		return class, err == nil && class != h.Explanation.Class && class != poverty.Undetermined
	}
	for n := now - 1; n >= 0; n-- {
		if class, ok := turns(n); ok {
			out = append(out, errs.N(now-n, "%d deprivation fewer (%d left) with the same income: %s.",
				"%d deprivations fewer (%d left) with the same income: %s.", n, errs.InSentence(std.ClassTitle(class))))
			break
		}
	}
	for n := now + 1; n <= len(std.Indicators); n++ {
		if class, ok := turns(n); ok {
			return append(out, errs.N(n-now, "%d deprivation more (%d in all) with the same income: %s.",
				"%d deprivations more (%d in all) with the same income: %s.", n, errs.InSentence(std.ClassTitle(class))))
		}
	}
	return out
}
