package review

import (
	"fmt"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

var (
	households = errs.T("Households")
	people     = errs.T("people|People")
)

// number is a column that is a measure, share one that is the share of a measure in another.
func number(group, title errs.Text, measure string) Column {
	return Column{Group: group, Title: title, Measure: measure}
}

func share(group errs.Text, measure, of string) Column {
	return Column{Group: group, Title: errs.T("%"), Measure: measure, Of: of}
}

// specs lays out tables 1 to 13 as practice has them (law sources, 2.4), each with its formula row.
func (t *Tables) specs(indicators []Indicator) {
	t.Specs = []Spec{{No: 1,
		Title: errs.T("Result of the review: poor, near-poor and average-living-standard households"),
		Columns: formulas(
			number(errs.Text{}, errs.T("specs|Households"), "all.h"), number(errs.Text{}, people, "all.p"),
			number(errs.T("Poor households"), errs.T("specs|Number"), "poor.h"),
			share(errs.T("Poor households"), "poor.h", "all.h"),
			number(errs.T("Near-poor households"), errs.T("specs|Number"), "near.h"),
			share(errs.T("Near-poor households"), "near.h", "all.h"),
			number(errs.T("Average living standard"), errs.T("specs|Number"), "average.h"),
			share(errs.T("Average living standard"), "average.h", "all.h"),
			number(errs.T("Poor people"), errs.T("specs 2|Number"), "poor.p"),
			share(errs.T("Poor people"), "poor.p", "all.p"),
			number(errs.T("Near-poor people"), errs.T("specs 2|Number"), "near.p"),
			share(errs.T("Near-poor people"), "near.p", "all.p"),
			number(errs.T("People of average living standard"), errs.T("specs 2|Number"), "average.p"),
			share(errs.T("People of average living standard"), "average.p", "all.p")),
		Note: errs.T(
			"Average living standard: households whose income in the register lies between the lines, farming or not, confirmed or not; the confirmations of procedure 1.011609 are not counted here.")}}
	for i, c := range classWords {
		t.Specs = append(t.Specs, balance(2+i, c.code, c.title))
	}
	for i, c := range classWords {
		t.Specs = append(t.Specs, t.deprivations(4+2*i, c.code, c.title, indicators, false),
			t.deprivations(5+2*i, c.code, c.title, indicators, true))
	}
	t.Specs = append(t.Specs, byGroup(), byEthnicity(), byReason(), ofChildren())
	for i, c := range classWords {
		t.Specs = append(t.Specs, summary(12+i, c.code, c.title))
	}
}

// formulas writes the formula row: the columns' numbers, and for a share which two it comes from.
func formulas(columns ...Column) []Column {
	at := map[string]int{}
	for i := range columns {
		c := &columns[i]
		c.Formula = fmt.Sprint(i + 1)
		if c.Of == "" {
			at[c.Measure] = i + 1
		} else if at[c.Measure] > 0 && at[c.Of] > 0 {
			c.Formula = fmt.Sprintf("%d=%d/%d*100", i+1, at[c.Measure], at[c.Of])
		}
	}
	return columns
}

func balance(no int, code string, class errs.Text) Spec {
	small := lower(class)
	s := Spec{No: no, Title: errs.T("Movements: %s households", small),
		Lines: []Line{{households, ".h"}, {people, ".p"}}}
	s.Columns = append(s.Columns, Column{Title: errs.T("Opening"), Measure: code + ".open", Formula: "1", Prior: true})
	for i, n := range flowNames {
		title, group := n.poor, errs.T("Increases")
		if code == "near" {
			title = n.near
		}
		if n.down {
			group = errs.T("Decreases")
		}
		s.Columns = append(s.Columns, Column{Group: group, Title: title, Measure: code + "." + n.code,
			Formula: fmt.Sprint(i + 2), Prior: true})
	}
	s.Columns = append(s.Columns, Column{Title: errs.T("Closing"), Measure: code, Formula: "9=1-2-3-4+5+6+7+8"})
	s.Note = errs.T(
		"The people of a household that goes from one class to the other are those of the beginning in both tables; births, deaths and moves within households are other increases and decreases.")
	return s
}

// lower begins a title with a small letter: all begin with H, P or N.
func lower(t errs.Text) errs.Text {
	small := func(s string) string { return strings.ToLower(s[:1]) + s[1:] }
	return errs.Text{VI: small(t.VI), EN: small(t.EN), KM: t.KM}
}

func (t *Tables) deprivations(no int, code string, class errs.Text, indicators []Indicator, rate bool) Spec {
	small := lower(class)
	total := number(errs.Text{}, errs.T("deprivations|Households"), code+".h")
	columns := []Column{total}
	for i, in := range indicators {
		c := number(errs.T("Households deprived"), in.Title, fmt.Sprintf("%s.dep%d.h", code, i))
		if rate {
			c = Column{Group: errs.T("Share deprived (%)"), Title: in.Title, Measure: c.Measure, Of: code + ".h",
				Formula: fmt.Sprintf("%d=số hộ thiếu hụt/1*100", i+2)}
		}
		columns = append(columns, c)
	}
	title := errs.T("Deprivations of %s households", small)
	if rate {
		title = errs.T("%s (%%)", title)
		return Spec{No: no, Title: title, Columns: append(formulas(columns[0]), columns[1:]...)}
	}
	return Spec{No: no, Title: title, Columns: formulas(columns...)}
}

func byGroup() Spec {
	var columns []Column
	for _, c := range classWords {
		for _, g := range groups[:4] {
			columns = append(columns, number(c.title, errs.T("%s: households", g.title), c.code+"."+g.code+".h"),
				number(c.title, errs.T("%s: people", g.title), c.code+"."+g.code+".p"))
		}
	}
	return Spec{No: 8, Title: errs.T("Poor and near-poor households by group"), Columns: formulas(columns...),
		Note: errs.T(
			"A household may be in several groups. Ethnic minority: by the head (the official definition was not read). No member able to work: none of working age who is able.")}
}

func byEthnicity() Spec {
	s := Spec{No: byEthnicityNo, ByEthnicity: true,
		Title: errs.T("Poor and near-poor households by the head's ethnic group")}
	for _, c := range classWords {
		s.Columns = append(s.Columns, number(c.title, errs.T("specs|Households"), c.code+"|h"),
			number(c.title, people, c.code+"|p"))
	}
	for i := range s.Columns {
		s.Columns[i].Formula = fmt.Sprint(i + 1)
	}
	for e := range household.Ethnicity(57) {
		s.Lines = append(s.Lines, Line{Prefix: fmt.Sprintf(".ethnic%d", e)})
	}
	s.Lines = append(s.Lines, Line{Title: errs.T("Total")}) // of all groups: the class itself
	return s
}

func byReason() Spec {
	columns := []Column{}
	for _, c := range classWords {
		columns = append(columns, number(c.title, errs.T("byReason|All"), c.code+".h"))
		for i, name := range household.PovertyReasons.Names[1:] {
			columns = append(columns, number(c.title, reasonTitle(name), fmt.Sprintf("%s.reason%d.h", c.code, i)))
		}
	}
	return Spec{No: 10, Title: errs.T("Reasons for poverty"), Columns: formulas(columns...),
		Note: errs.T("A household may have several reasons.")}
}

var reasonTitles = map[string]errs.Text{
	"no_land": errs.T("No land"), "no_capital": errs.T("No capital"),
	"no_labour": errs.T("No labour"), "no_tools": errs.T("No tools"),
	"no_production_knowledge": errs.T("No knowledge of production"),
	"no_labour_skills":        errs.T("No labour skills"),
	"illness":                 errs.T("Illness or accident"), "other": errs.T("Other"),
}

func reasonTitle(name string) errs.Text { return reasonTitles[name] }

func ofChildren() Spec {
	var columns []Column
	for _, c := range classWords {
		small := lower(c.title)
		g := errs.T("Children in %s households", small)
		columns = append(columns, number(g, errs.T("Children"), c.code+".child.all"),
			number(g, errs.T("Health"), c.code+".child.health"), number(g, errs.T("Education"), c.code+".child.school"),
			number(g, errs.T("Housing"), c.code+".child.house"),
			number(g, errs.T("Water and sanitation"), c.code+".child.water"),
			number(g, errs.T("Information"), c.code+".child.info"))
	}
	return Spec{No: 11, Title: errs.T("Deprivations of children in poor and near-poor households"),
		Columns: formulas(columns...),
		Note: errs.T(
			"Children: under 16. Health and education by child; housing, water and information by the child's household.")}
}

func summary(no int, code string, class errs.Text) Spec {
	small := lower(class)
	columns := []Column{number(errs.Text{}, errs.T("summary|All households"), "all.h"),
		number(errs.Text{}, errs.T("Minority households"), "all.minority.h")}
	for _, g := range []string{"", ".kinh", ".minority"} {
		group := map[string]errs.Text{"": class, ".kinh": errs.T("Kinh"), ".minority": errs.T("Minorities")}[g]
		columns = append(columns, number(group, households, code+g+".h"), number(group, people, code+g+".p"))
	}
	for _, g := range []int{2, 1, 4} {
		columns = append(columns, number(errs.T("Of them"), groups[g].title, code+"."+groups[g].code+".h"))
	}
	columns = append(columns, Column{Title: errs.T("Rate of %s households (%%)", small), Measure: code + ".h",
		Of: "all.h"},
		Column{Title: errs.T("Rate of %s minority households (%%)", small), Measure: code + ".minority.h",
			Of: "all.minority.h"})
	return Spec{No: no, Title: errs.T("Result by the multidimensional standard: %s households", small),
		Columns: formulas(columns...)}
}
