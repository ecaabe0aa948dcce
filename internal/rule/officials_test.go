package rule

import (
	"errors"
	"strings"
	"testing"
)

// TestOfficials: conditions as officials write them. What is meant clearly is taken, what is not comes back with one
// piece of advice for each slip, at its place, in Vietnamese without words of parsers.
func TestOfficials(t *testing.T) {
	e := env(t, theLaw())
	for _, c := range []struct {
		expr string
		want string // "" is taken; else what stands in the advice
		at   int    // the column of the first fault; 0 where it does not matter
	}{
		// taken: the household
		{expr: "income_per_head <= 1500000"},
		{expr: "income_per_head <= income_line && deprivations >= 3"},
		{expr: "income_given && income_per_head < 2000000"},
		{expr: "b1_score <= 140.0"},
		{expr: "b1_score <= 140"},
		{expr: "size >= 4"},
		{expr: "size(members) >= 4"},
		{expr: "members.size() > 3"},
		{expr: `area == "rural"`},
		{expr: `wall == "not_solid" || roof == "not_solid"`},
		{expr: `toilet in ["other", "none"]`},
		{expr: `!(water_source in clean)`},
		{expr: "internet == false"},
		{expr: "!internet && !information_means"},
		{expr: "floor_area / size < 8.0"},
		{expr: "floor_area / size < 8"},
		{expr: "floor_area < 8 * size"},
		{expr: "floor_area - 8.5 * size < 0.0"},
		{expr: `commune_code == "31708"`},
		{expr: `commune_code.startsWith("317")`},
		{expr: `commune_code.matches("^317(0|1)")`},
		{expr: `hamlet == "Ấp Phú Phú"`},
		{expr: `hamlet.contains("Phú")`},
		{expr: `"no_land" in poverty_reasons`},
		{expr: `"illness" in poverty_reasons && !("no_labour" in poverty_reasons)`},
		{expr: "poverty_reasons.size() >= 2"},
		{expr: "income_per_head * size < 6000000"},
		{expr: "income_per_head / 2 < 700000"},
		// taken: members
		{expr: "members.exists(m, m.age < 6)"},
		{expr: "members.all(m, m.health_insurance)"},
		{expr: "members.exists_one(m, m.disability)"},
		{expr: "members.filter(m, m.age >= 60).size() >= 2"},
		{expr: "size(members.filter(m, m.age < 16)) > 2"},
		{expr: "members.filter(m, m.dependent).size() * 2 > size"},
		{expr: "members.map(m, m.age).sum() > 100"},
		{expr: "members.map(m, m.age < 16 ? 1 : 0).sum() >= 3"},
		{expr: "members.filter(m, m.age < 6).size() + members.filter(m, m.age >= 60).size() >= size - 1"},
		{expr: `members.exists(m, m.relationship == "head" && m.sex == "female")`},
		{expr: `members.exists(m, m.ethnicity == "05")`},
		{expr: `members.exists(m, m.qualification in ["college", "university"])`},
		{expr: `members.exists(m, m.birth_date < date("1964-10-15"))`},
		{expr: `members.exists(m, m.birth_date >= date("2018-01-01") && m.attending == "none")`},
		{expr: "members.exists(m, m.birth_date.getFullYear() == 2018)"},
		{expr: "members.exists(m, m.able_to_work && m.wants_work)"},
		// slips of writing
		{"income_per_head <= 1.500.000", "viết 1500000", 20},
		{"income_per_head <= 200.000", "viết 200000", 20},
		{"floor_area < 8,5", "viết 1.5", 15},
		{"(floor_area < 8,5)", "viết 1.5", 16},
		{"internet and information_means", "viết &&", 10},
		{"internet AND information_means", "viết &&", 10},
		{"internet or information_means", "viết ||", 10},
		{"not internet", "viết !", 1},
		{"internet và information_means", "viết &&", 10},
		{"internet hoặc information_means", "viết ||", 10},
		{`area = "rural"`, "viết ==", 6},
		{"size = 4", "viết ==", 6},
		{"size <> 4", "viết !=", 6},
		{"size => 4", "viết >=", 6},
		{"size ≥ 4", "viết >=", 6},
		{"internet & information_means", "viết &&", 10},
		{"internet == có", "viết true", 13},
		{"internet == không", "viết false", 13},
		{`internet == "có"`, "true hoặc false", 10},
		{`internet != "không"`, "true hoặc false", 10},
		{"area == “rural”", "nháy thẳng", 9},
		{"thu nhập < 1000000", "chữ không dấu", 5},
		// names
		{"income < 1000000", "có phải “income_", 1},
		{"incom_per_head < 1000000", "có phải “income_per_head”", 1},
		{"age >= 60", "members.exists(m, m.age", 1},
		{"members.exists(m, m.agee < 6)", "có phải “age”", 20},
		{"members.exists(m, m.weight > 3)", "không có trường “weight”", 20},
		{"ho_ngheo", "không có tên “ho_ngheo”", 1},
		{`members.exists(m, m.full_name == "Thạch A")`, "quy tắc không đọc", 20},
		{`members.exists(m, m.citizen_id == "094180012345")`, "quy tắc không đọc", 20},
		{`phone == "0912345678"`, "quy tắc không đọc", 1},
		{`address.contains("Ấp 3")`, "quy tắc không đọc", 1},
		// types and words
		{`income_per_head > "1500000"`, "“>” không đi với số nguyên và chữ", 17},
		{"internet > 1", "“>” không đi với", 10},
		{"size && internet", "cần đúng/sai ở đây", 1},
		{`members.exists(m, m.qualification > "primary")`, "không có thứ tự", 20},
		{`wall < "solid"`, "không có thứ tự", 1},
		{`area == "urban area"`, "không có trong các giá trị", 9},
		{`"ill" in poverty_reasons`, "không có trong các giá trị", 1},
		{"members[0].age > 60", "viết members.exists", 0},
		{`hamlet.matches("(")`, "phải là mẫu hợp lệ", 0},
		{`members.exists(m, m.birth_date < date("31/10/1964"))`, "2024-10-31", 0},
		{"size", "đúng/sai, không phải số nguyên", 1},
		// form
		{"internet &&", "còn thiếu", 12},
		{"(internet && size > 3", "chưa đóng", 0},
		{"internet) && size > 3", "thừa", 0},
		{`wall == "solid`, "chưa đóng", 0},
		{"", "trống", 0},
		{"internet internet", "không đứng ở đây được", 10},
	} {
		_, err := e.Compile(c.expr, Household)
		var fs Faults
		switch errors.As(err, &fs); {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.expr, err)
		case c.want == "":
		case len(fs) != 1:
			t.Errorf("%s: %d faults, want one: %v", c.expr, len(fs), err)
		case !strings.Contains(fs[0].Text.VI, c.want) || c.at != 0 && fs[0].Col != c.at:
			t.Errorf("%s: column %d: %s; want %d: %s", c.expr, fs[0].Col, fs[0].Text.VI, c.at, c.want)
		}
		for _, f := range fs {
			for _, bad := range []string{"EOF", "token", "extraneous", "mismatched", "overload", "undeclared", "Syntax",
				"undefined", "expecting", "household.Member"} {
				if strings.Contains(f.Text.VI+f.Text.EN, bad) {
					t.Errorf("%s: a word of parsers: %s / %s", c.expr, f.Text.VI, f.Text.EN)
				}
			}
		}
	}
}
