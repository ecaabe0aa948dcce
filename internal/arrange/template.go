package arrange

import (
	"errors"
	"io"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

// Template writes an empty workbook that an import reads, with what its columns hold; filled, one with fictional people
// of a commune that is marked as a sample (MẪU).
func Template(w io.Writer, commune place.Code, filled bool) error {
	t := template{book: sheet.NewWriter(w)}
	if filled {
		t.title = "MẪU – hộ và người trong tệp này là hư cấu, chỉ để xem cách ghi; đừng ghi vào sổ"
	}
	t.list("households", household.HouseholdColumns, sampleHouses(commune), filled)
	t.list("members", household.MemberColumns, sampleMembers, filled)
	t.guide()
	return errors.Join(t.err, t.book.Close())
}

// template is a workbook being written; the first error stays.
type template struct {
	book  *sheet.Writer
	title string
	err   error
}

func (t *template) row(cells ...sheet.Out) {
	if t.err == nil {
		t.err = t.book.Row(cells)
	}
}

// list writes one of the two lists with its titles.
func (t *template) list(name string, columns []household.Column, rows []map[string]string, filled bool) {
	var widths []float64
	var head []sheet.Out
	for _, c := range columns {
		widths, head = append(widths, float64(max(14, len([]rune(c.Title))+3))), append(head, sheet.HeadCell(c.Title))
	}
	frozen := 1
	if t.title != "" {
		frozen = 2
	}
	if t.err == nil {
		t.err = t.book.Sheet(name, sheet.Options{Widths: widths, FreezeRows: frozen})
	}
	if t.title != "" {
		t.row(sheet.TextCell(t.title))
	}
	t.row(head...)
	if !filled {
		return
	}
	for _, r := range rows {
		var cells []sheet.Out
		for _, c := range columns {
			cells = append(cells, sheet.TextCell(written(c, r[c.Name])))
		}
		t.row(cells...)
	}
}

// written is an answer as people write it.
func written(c household.Column, text string) string {
	switch c.Kind {
	case household.Choice:
		if i := slices.Index(c.Enum.Names, text); i > 0 {
			return c.Enum.Titles[i][0]
		}
	case household.YesNo:
		return map[string]string{"yes": "có", "no": "không"}[text]
	}
	return text
}

// guide says on a sheet of its own what each column holds.
func (t *template) guide() {
	const sentence = 90 // letters
	if t.err == nil {
		t.err = t.book.Sheet("Hướng dẫn", sheet.Options{Widths: []float64{14, 34, 12, sentence}, FreezeRows: 1})
	}
	t.row(sheet.HeadCell("Trang"), sheet.HeadCell("Cột"), sheet.HeadCell("Bắt buộc"), sheet.HeadCell("Ghi gì"))
	t.columns("households", household.HouseholdColumns)
	t.columns("members", household.MemberColumns)
}

func (t *template) columns(name string, columns []household.Column) {
	for _, c := range columns {
		required := ""
		if c.Required {
			required = "x"
		}
		t.row(sheet.TextCell(name), sheet.TextCell(c.Title), sheet.TextCell(required), sheet.TextCell(holds(c).VI))
	}
}

// holds says what a column holds.
func holds(c household.Column) errs.Text {
	switch c.Kind {
	case household.Amount:
		return errs.T("whole đồng a month for one person, for example 1500000; blank where it is not known")
	case household.Decimal, household.Integer:
		return errs.T("a number, for example 45 or 45,5; blank where it is not known")
	case household.YesNo:
		return errs.T("yes or no (x, –, 1, 0 will do); blank where it is not known")
	case household.Choice, household.Choices:
		var words []string
		for _, title := range c.Enum.Titles[1:] {
			words = append(words, title[0])
		}
		if c.Kind == household.Choices {
			return errs.T("one or several, with a semicolon between them: %s", strings.Join(words, "; "))
		}
		return errs.T("one of: %s", strings.Join(words, "; "))
	case household.Day:
		return errs.T("DD/MM/YYYY, for example 05/09/1980, or the year alone")
	case household.Ethnic:
		return errs.T("the group’s name or its two-digit code, for example Khơ-me or 05")
	case household.Citizen:
		return errs.T("12 digits; format the column as text, so that the first 0 stays")
	case household.UnitCode:
		return errs.T("the commune’s 5-digit code or its name")
	}
	return errs.T("a text")
}

// sampleHouses are fictional households of a commune.
func sampleHouses(commune place.Code) []map[string]string {
	house := func(code, income, area string) map[string]string {
		return map[string]string{"household_code": code, "commune_code": string(commune), "hamlet": "Ấp Mẫu",
			"address": "MẪU, số " + code[len(code)-1:], "income_per_head": income, "wall": "solid", "pillar": "solid",
			"roof": "not_solid", "floor_area": area, "water_source": "tap", "toilet": "septic", "internet": "yes",
			"information_means": "yes"}
	}
	return []map[string]string{house("MAU-1", "1200000", "40"), house("MAU-2", "2500000", "72")}
}

// sampleMembers are their fictional members. Not to be changed.
var sampleMembers = []map[string]string{
	sampleMember("MAU-1", "1", "Nguyễn Văn Mẫu", "head", "male", "05/09/1980", "self_employed"),
	sampleMember("MAU-1", "2", "Trần Thị Mẫu", "spouse", "female", "1983", "self_employed"),
	sampleMember("MAU-1", "3", "Nguyễn Mẫu Con", "child", "female", "20/11/2012", "not_working"),
	sampleMember("MAU-2", "1", "Thạch Thị Mẫu", "head", "female", "1955", "not_working"),
}

func sampleMember(code, no, name, relationship, sex, birth, work string) map[string]string {
	return map[string]string{"household_code": code, "member_no": no, "full_name": name, "relationship": relationship,
		"sex": sex, "birth_date": birth, "ethnicity": "Kinh", "work": work, "health_insurance": "yes",
		"disability": "no"}
}
