package review

import (
	"fmt"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

func text(vi, en string) errs.Text { return errs.Text{VI: vi, EN: en} }

var (
	households = text("Hộ", "Households")
	people     = text("Nhân khẩu", "People")
)

// number is a column that is a measure, share one that is the share of a measure in another.
func number(group, title errs.Text, measure string) Column {
	return Column{Group: group, Title: title, Measure: measure}
}

func share(group errs.Text, measure, of string) Column {
	return Column{Group: group, Title: text("%", "%"), Measure: measure, Of: of}
}

// specs lays out tables 1 to 13 as practice has them (law sources, 2.4), each with its formula row.
func (t *Tables) specs(indicators []Indicator) {
	t.Specs = []Spec{{No: 1, Title: text("Tổng hợp kết quả rà soát hộ nghèo, hộ cận nghèo, hộ làm nông, lâm, ngư, diêm nghiệp có mức sống trung bình", "Result of the review: poor, near-poor and average-living-standard households"),
		Columns: formulas(
			number(errs.Text{}, text("Số hộ", "Households"), "all.h"), number(errs.Text{}, people, "all.p"),
			number(text("Hộ nghèo", "Poor households"), text("Số hộ", "Number"), "poor.h"), share(text("Hộ nghèo", "Poor households"), "poor.h", "all.h"),
			number(text("Hộ cận nghèo", "Near-poor households"), text("Số hộ", "Number"), "near.h"), share(text("Hộ cận nghèo", "Near-poor households"), "near.h", "all.h"),
			number(text("Hộ NLN có mức sống trung bình", "Average living standard"), text("Số hộ", "Number"), "average.h"), share(text("Hộ NLN có mức sống trung bình", "Average living standard"), "average.h", "all.h"),
			number(text("Khẩu nghèo", "Poor people"), text("Số khẩu", "Number"), "poor.p"), share(text("Khẩu nghèo", "Poor people"), "poor.p", "all.p"),
			number(text("Khẩu cận nghèo", "Near-poor people"), text("Số khẩu", "Number"), "near.p"), share(text("Khẩu cận nghèo", "Near-poor people"), "near.p", "all.p"),
			number(text("Khẩu NLN có mức sống trung bình", "People of average living standard"), text("Số khẩu", "Number"), "average.p"), share(text("Khẩu NLN có mức sống trung bình", "People of average living standard"), "average.p", "all.p")),
		Note: text("Hộ có mức sống trung bình tính theo thu nhập ghi trong sổ.", "The average living standard is taken from the income in the register.")}}
	for i, c := range classWords {
		t.Specs = append(t.Specs, balance(2+i, c.code, c.title))
	}
	for i, c := range classWords {
		t.Specs = append(t.Specs, t.deprivations(4+2*i, c.code, c.title, indicators, false), t.deprivations(5+2*i, c.code, c.title, indicators, true))
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
	s := Spec{No: no, Title: text("Diễn biến "+small.VI, "Movements: "+small.EN+" households"), Lines: []Line{{households, ".h"}, {people, ".p"}}}
	s.Columns = append(s.Columns, Column{Title: text("Đầu kỳ", "Opening"), Measure: code + ".open", Formula: "1", Prior: true})
	for i, n := range flowNames {
		title, group := n.poor, text("Tăng trong kỳ", "Increases")
		if code == "near" {
			title = n.near
		}
		if n.down {
			group = text("Giảm trong kỳ", "Decreases")
		}
		s.Columns = append(s.Columns, Column{Group: group, Title: title, Measure: code + "." + n.code, Formula: fmt.Sprint(i + 2), Prior: true})
	}
	s.Columns = append(s.Columns, Column{Title: text("Cuối kỳ", "Closing"), Measure: code, Formula: "9=1-2-3-4+5+6+7+8"})
	s.Note = text("Nhân khẩu của hộ chuyển giữa hai diện tính theo đầu kỳ ở cả hai bảng; sinh, tử, đến, đi trong hộ tính vào giảm khác, tăng khác.",
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
	total := number(errs.Text{}, text("Tổng số hộ", "Households"), code+".h")
	columns := []Column{total}
	for i, in := range indicators {
		c := number(text("Số hộ thiếu hụt", "Households deprived"), in.Title, fmt.Sprintf("%s.dep%d.h", code, i))
		if rate {
			c = Column{Group: text("Tỷ lệ thiếu hụt (%)", "Share deprived (%)"), Title: in.Title, Measure: c.Measure, Of: code + ".h", Formula: fmt.Sprintf("%d=số hộ thiếu hụt/1*100", i+2)}
		}
		columns = append(columns, c)
	}
	title := text("Phân tích các chỉ số thiếu hụt của "+small.VI, "Deprivations of "+small.EN+" households")
	if rate {
		title = text(title.VI+" (tỷ lệ %)", title.EN+" (%)")
		return Spec{No: no, Title: title, Columns: append(formulas(columns[0]), columns[1:]...)}
	}
	return Spec{No: no, Title: title, Columns: formulas(columns...)}
}

func byGroup() Spec {
	var columns []Column
	for _, c := range classWords {
		for _, g := range groups[:4] {
			columns = append(columns, number(c.title, text(g.title.VI+": hộ", g.title.EN+": households"), c.code+"."+g.code+".h"),
				number(c.title, text(g.title.VI+": khẩu", g.title.EN+": people"), c.code+"."+g.code+".p"))
		}
	}
	return Spec{No: 8, Title: text("Hộ nghèo, hộ cận nghèo theo nhóm đối tượng", "Poor and near-poor households by group"), Columns: formulas(columns...),
		Note: text("Một hộ có thể thuộc nhiều nhóm. Hộ dân tộc thiểu số: theo dân tộc của chủ hộ (định nghĩa chính thức chưa đọc được). Hộ không có khả năng lao động: không có thành viên trong tuổi lao động có khả năng lao động.",
			"A household may be in several groups. Ethnic minority: by the head (the official definition was not read). No member able to work: none of working age who is able.")}
}

func byEthnicity() Spec {
	s := Spec{No: byEthnicityNo, ByEthnicity: true, Title: text("Hộ nghèo, hộ cận nghèo theo dân tộc của chủ hộ", "Poor and near-poor households by the head's ethnic group")}
	for _, c := range classWords {
		s.Columns = append(s.Columns, number(c.title, text("Số hộ", "Households"), c.code+"|h"), number(c.title, people, c.code+"|p"))
	}
	for i := range s.Columns {
		s.Columns[i].Formula = fmt.Sprint(i + 1)
	}
	for e := range household.Ethnicity(57) {
		s.Lines = append(s.Lines, Line{Prefix: fmt.Sprintf(".ethnic%d", e)})
	}
	s.Lines = append(s.Lines, Line{Title: text("Tổng cộng", "Total")}) // of all groups: the class itself
	return s
}

func byReason() Spec {
	columns := []Column{}
	for _, c := range classWords {
		columns = append(columns, number(c.title, text("Tổng số", "All"), c.code+".h"))
		for i, name := range household.PovertyReasons.Names[1:] {
			columns = append(columns, number(c.title, reasonTitle(name), fmt.Sprintf("%s.reason%d.h", c.code, i)))
		}
	}
	return Spec{No: 10, Title: text("Nguyên nhân nghèo", "Reasons for poverty"), Columns: formulas(columns...),
		Note: text("Một hộ có thể có nhiều nguyên nhân.", "A household may have several reasons.")}
}

var reasonTitles = map[string]errs.Text{
	"no_land": {VI: "Không có đất sản xuất", EN: "No land"}, "no_capital": {VI: "Không có vốn sản xuất, kinh doanh", EN: "No capital"},
	"no_labour": {VI: "Không có lao động", EN: "No labour"}, "no_tools": {VI: "Không có công cụ, phương tiện sản xuất", EN: "No tools"},
	"no_production_knowledge": {VI: "Không có kiến thức về sản xuất", EN: "No knowledge of production"},
	"no_labour_skills":        {VI: "Không có kỹ năng lao động, sản xuất", EN: "No labour skills"},
	"illness":                 {VI: "Có người ốm đau, bệnh nặng, tai nạn", EN: "Illness or accident"}, "other": {VI: "Nguyên nhân khác", EN: "Other"},
}

func reasonTitle(name string) errs.Text { return reasonTitles[name] }

func ofChildren() Spec {
	var columns []Column
	for _, c := range classWords {
		small := lower(c.title)
		g := text("Trẻ em trong "+small.VI, "Children in "+small.EN+" households")
		columns = append(columns, number(g, text("Tổng số trẻ em", "Children"), c.code+".child.all"),
			number(g, text("Thiếu hụt y tế", "Health"), c.code+".child.health"), number(g, text("Thiếu hụt giáo dục", "Education"), c.code+".child.school"),
			number(g, text("Thiếu hụt nhà ở", "Housing"), c.code+".child.house"), number(g, text("Thiếu hụt nước sạch, vệ sinh", "Water and sanitation"), c.code+".child.water"),
			number(g, text("Thiếu hụt thông tin", "Information"), c.code+".child.info"))
	}
	return Spec{No: 11, Title: text("Thiếu hụt của trẻ em trong hộ nghèo, hộ cận nghèo", "Deprivations of children in poor and near-poor households"), Columns: formulas(columns...),
		Note: text("Trẻ em: dưới 16 tuổi. Y tế, giáo dục theo từng em; nhà ở, nước, thông tin theo hộ của em.", "Children: under 16. Health and education by child; housing, water and information by the child's household.")}
}

func summary(no int, code string, class errs.Text) Spec {
	small := lower(class)
	columns := []Column{number(errs.Text{}, text("Tổng số hộ dân", "All households"), "all.h"), number(errs.Text{}, text("Hộ dân tộc thiểu số", "Minority households"), "all.minority.h")}
	for _, g := range []string{"", ".kinh", ".minority"} {
		group := map[string]errs.Text{"": class, ".kinh": text("Kinh", "Kinh"), ".minority": text("Dân tộc thiểu số", "Minorities")}[g]
		columns = append(columns, number(group, households, code+g+".h"), number(group, people, code+g+".p"))
	}
	for _, g := range []int{2, 1, 4} {
		columns = append(columns, number(text("Trong đó", "Of them"), groups[g].title, code+"."+groups[g].code+".h"))
	}
	columns = append(columns, Column{Title: text("Tỷ lệ "+small.VI+" (%)", "Rate of "+small.EN+" households (%)"), Measure: code + ".h", Of: "all.h"},
		Column{Title: text("Tỷ lệ "+small.VI+" DTTS trên tổng hộ DTTS (%)", "Rate of "+small.EN+" minority households (%)"), Measure: code + ".minority.h", Of: "all.minority.h"})
	return Spec{No: no, Title: text("Kết quả rà soát "+small.VI+" theo chuẩn nghèo đa chiều", "Result by the multidimensional standard: "+small.EN+" households"), Columns: formulas(columns...)}
}
