// Package cause tells what made another class of a household than it had: which deprivations came or went, by which
// answers and ages, and what the income, the area and the lines did. It compares the law's trace of both times and
// knows no form and no page.
package cause

import (
	"slices"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/words"
)

// Side is a household at one of two times: its record, the standard of then, and what that makes of it.
type Side struct {
	Standard *poverty.Standard
	Record   *household.Household
	Found    *poverty.Explanation
}

// NewSide explains a record by a standard.
func NewSide(std *poverty.Standard, h *household.Household) (*Side, error) {
	s := &Side{std, h, &poverty.Explanation{}}
	return s, std.Classifier().Explain(h, s.Found)
}

// Of are the causes of another class, those that alone would have made it first asked for; where only several together
// did, all of them. Empty where nothing that the law looks at differs.
func Of(was, now *Side) []errs.Text {
	c := now.Standard.Classifier()
	decides := func(money, lacks, area *Side) bool { // would the class be another, had this stayed as it was?
		least, most := lacks.Found.Count()
		class, err := c.ClassOf(area.Record.Area, money.Record.IncomePerHead, money.Record.B1Score, least, most)
		return err != nil || class != now.Found.Class
	}
	type part struct {
		text    errs.Text
		decides bool
	}
	all := []part{
		{lacks(was, now), decides(now, was, now)},
		{money(was, now), decides(was, now, now)},
		{area(was, now), decides(now, now, was)},
		{lines(was, now), true},
	}
	all = slices.DeleteFunc(all, func(p part) bool { return p.text.VI == "" })
	some := slices.ContainsFunc(all, func(p part) bool { return p.decides })
	var out []errs.Text
	for _, p := range all {
		if p.decides || !some {
			out = append(out, p.text)
		}
	}
	return out
}

// Across are the causes of another class where another standard decides now than then: what the household and its ages
// did by the law of then, and what the law did of the household as it is now. Old is the standard of then on the day of
// now.
func Across(was, now *Side, old *poverty.Standard) ([]errs.Text, error) {
	between, err := NewSide(old, now.Record)
	if err != nil {
		return nil, err
	}
	var out []errs.Text
	if between.Found.Class != was.Found.Class {
		out = Of(was, between)
	}
	if between.Found.Class != now.Found.Class {
		out = append(out, standard(between, now))
	}
	return out, nil
}

// standard tells of another standard, and what of it touches the household: the income line and deprivations.
func standard(was, now *Side) errs.Text {
	text := errs.T("the poverty standard has changed from “%s” to “%s”", was.Standard.Title, now.Standard.Title)
	var parts []errs.Text
	for _, part := range []errs.Text{lines(was, now), lacks(was, now)} {
		if part.EN != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return text
	}
	return errs.T("%s (%s)", text, errs.Join("; ", parts))
}

// lacks tells which deprivations came and which went.
func lacks(was, now *Side) errs.Text {
	var came, went, open []errs.Text
	for i := range now.Standard.Indicators {
		in := &now.Standard.Indicators[i]
		j := slices.IndexFunc(was.Standard.Indicators, func(o poverty.Indicator) bool { return o.Code == in.Code })
		if j < 0 {
			continue
		}
		w, n := was.Found.Steps[j].Truth, now.Found.Steps[i].Truth
		if w == n {
			continue
		}
		text := errs.InSentence(in.Title)
		if why := evidence(was, now, j, i); why.VI != "" {
			text = errs.T("%s (%s)", text, why)
		}
		switch {
		case n == household.Yes:
			came = append(came, text)
		case n == household.Unknown:
			open = append(open, text)
		case w == household.Yes:
			went = append(went, text)
		}
	}
	var parts []errs.Text
	if len(came) > 0 {
		parts = append(parts, errs.T("now deprived in %s", errs.Join(", ", came)))
	}
	if len(went) > 0 {
		parts = append(parts, errs.T("no longer deprived in %s", errs.Join(", ", went)))
	}
	if len(open) > 0 {
		parts = append(parts, errs.T("not known any more: %s", errs.Join(", ", open)))
	}
	if len(parts) == 0 {
		return errs.Text{}
	}
	return errs.T("deprived in %s indicators before, %s now: %s", count(was), count(now), errs.Join("; ", parts))
}

// count is a number of deprivations, with its bounds where not all is known.
func count(s *Side) string {
	least, most := s.Found.Count()
	if least == most {
		return strconv.Itoa(least)
	}
	return strconv.Itoa(least) + "–" + strconv.Itoa(most)
}

// money tells what became of the income and of B1's points.
func money(was, now *Side) errs.Text {
	var parts []errs.Text
	for _, column := range []string{"income_per_head", "b1_score"} {
		if w, n := was.Record.Text(column), now.Record.Text(column); w != n {
			parts = append(parts, moved(column, w, n))
		}
	}
	return errs.Join(", ", parts)
}

func area(was, now *Side) errs.Text {
	if was.Record.Area == now.Record.Area {
		return errs.Text{}
	}
	return moved("area", was.Record.Text("area"), now.Record.Text("area"))
}

// lines tells of another line of the law between the two times.
func lines(was, now *Side) errs.Text {
	w, n := int64(was.Standard.Line(now.Record.Area)), int64(now.Standard.Line(now.Record.Area))
	if w == n {
		return errs.Text{}
	}
	return errs.T("the income line was %s and is %s đồng", words.Number(w), words.Number(n))
}

// moved tells of one value that is another now.
func moved(column, was, now string) errs.Text {
	title := errs.InSentence(household.ColumnTitle(column))
	if household.Confidential(column) {
		return errs.T("%s has changed", title)
	}
	return errs.T("%s: %s → %s", title, word(column, was), word(column, now))
}
