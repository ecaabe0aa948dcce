package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// styled gives a cell a value and a number format.
func styled(t testing.TB, f *excelize.File, name, at string, value any, format string) {
	t.Helper()
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err == nil {
		err = f.SetCellValue(name, at, value)
	}
	if err == nil {
		err = f.SetCellStyle(name, at, at, style)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestNastyCells: one cell of one household is written as spreadsheets and people come to write it. Each is read as
// what is meant (with a note where it could be something else), or goes back with a reason; none is read in silence as
// something else.
func TestNastyCells(t *testing.T) {
	const back = "↩" // the household goes back
	for _, c := range []struct {
		name, column string
		value        any
		format       string // of the cell, "" for General
		want         string // what it is read as
		noted        bool
	}{
		{"percent of an area", "floor_area", 0.45, "0%", back, false},
		{"percent of an income", "income_per_head", 12000.0, "0.00%", back, false},
		{"negative income", "income_per_head", -1200000, "", back, false},
		{"negative in brackets", "income_per_head", "(1.200.000)", "", back, false},
		{"accounting brackets", "income_per_head", -1200000, "#,##0;(#,##0)", back, false},
		{"no-break spaces", "income_per_head", "1\u00a0350\u00a0000", "", "1350000", false},
		{"narrow no-break spaces", "income_per_head", "1\u202f350\u202f000", "", "1350000", false},
		{"full-width digits", "income_per_head", "１３５００００", "", "1350000", false},
		{"apostrophe", "income_per_head", "1'350'000", "", "1350000", false},
		{"two numbers", "income_per_head", "1350000 1650000", "", back, false},
		{"words for millions", "income_per_head", "1,35 triệu", "", back, false},
		{"a range", "income_per_head", "1.2-1.5tr", "", back, false},
		{"scientific text", "income_per_head", "1.35E+06", "", "1350000", true},
		{"an error", "income_per_head", "#VALUE!", "", back, false},
		{"nan", "income_per_head", "NaN", "", back, false},
		{"infinity", "income_per_head", "Infinity", "", back, false},
		{"a date instead of an income", "income_per_head", 45577, "dd/mm/yyyy", back, false},
		{"time instead of an area", "floor_area", 0.5, "hh:mm", back, false},
		{"area with its unit", "floor_area", "45 m2", "", "45", false},
		{"area with a comma", "floor_area", "45,5", "", "45.5", false},
		{"area as product", "floor_area", "5x9", "", back, false},
		{"year in a month cell", "birth_date", 1979, "mm/yyyy", "1979", true},
		{"age in a general cell", "birth_date", 37, "", back, false},
		{"text of two digits", "birth_date", "7/3/79", "", "1979-03-07", true},
		{"full-width date", "birth_date", "０７／０３／１９７９", "", "1979-03-07", false},
		{"date with dots and spaces", "birth_date", "7. 3. 1979", "", "1979-03-07", false},
		{"date with a weekday", "birth_date", "Thứ Tư, 7/3/1979", "", back, false},
		{"future", "birth_date", "07/03/2031", "", back, false},
		{"1979 in scientific", "birth_date", "1.979E+03", "", back, false},
		{"31 February", "birth_date", "31/02/1979", "", back, false},
		{"year zero", "birth_date", "07/03/0079", "", back, false},
		{"noon", "birth_date", 28921.75, "dd/mm/yyyy", back, false},
		{"US text", "birth_date", "03/27/1979", "", back, false},
		{"zero-width in a name", "full_name", "Trần\u200b Văn\u200d Thử", "", "Trần Văn Thử", false},
		{"no-break in a name", "full_name", "Trần\u00a0Văn\u00a0 Thử", "", "Trần Văn Thử", false},
		{"lost letters", "full_name", "Tr?n V?n Th?", "", back, false},
		{"replacement", "full_name", "Tr\ufffdn Văn Thử", "", back, false},
		{"moji-bake", "full_name", "Tráº§n VÄƒn", "", back, false},
		{"a number as name", "full_name", 12345, "", back, false},
		{"null", "full_name", "null", "", back, false},
		{"TCVN3 name", "full_name", "TrÇn V¨n Thö", "", "Trần Văn Thử", false},
		{"address made a date", "address", 45424, "d/m", back, false},
		{"code in scientific", "household_code", 9.41780000100001e+15, "", back, false},
		{"number with its zero shown", "citizen_id", 94079000123.0, "000000000000", "094079000123", false},
		{"number without it", "citizen_id", 94079000123.0, "", back, false},
		{"number in scientific text", "citizen_id", "9.4079E+10", "", back, false},
		{"number of nine digits", "citizen_id", "361234567", "", back, false},
		{"spaces in the number", "citizen_id", "094 079 000 123", "", "094079000123", false},
		{"full-width number", "citizen_id", "０９４０７９０００１２３", "", "094079000123", false},
		{"apostrophe before", "citizen_id", "'094079000123", "", "094079000123", false},
		{"telephone in scientific", "phone", "9.12E+08", "", back, false},
		{"telephone a number", "phone", 912345678, "", "0912345678", true},
		{"telephone +84", "phone", "+84912345678", "", "+84912345678", false},
		{"true instead of a text", "hamlet", true, "", back, false},
		{"error as a text", "hamlet", "#REF!", "", back, false},
		{"mark of another word", "health_insurance", "?", "", back, false},
		{"date as an answer", "health_insurance", 45424, "d/m/yyyy", back, false},
		{"two for yes", "health_insurance", 2, "", back, false},
		{"full-width one", "health_insurance", "１", "", "yes", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			houses := [][]any{{"household_code", "commune_code", "income_per_head", "floor_area", "hamlet", "address", "phone"},
				{"A1", "31708", "1500000", "50", "Ấp Chợ", "Số 1", "0912345678"}}
			members := [][]any{{"household_code", "member_no", "full_name", "relationship", "birth_date", "sex", "citizen_id",
				"health_insurance"}, {"A1", 1, "Trần Văn Thử", "head", "1979", "male", "", "yes"}}
			name, head := "households", houses[0]
			if i := indexOf(head, c.column); i < 0 {
				name, head = "members", members[0]
			}
			at := fmt.Sprintf("%c2", 'A'+indexOf(head, c.column))
			path := book(t, houses, members, func(f *excelize.File) {
				format := c.format
				if format == "" {
					format = "General"
				}
				styled(t, f, name, at, c.value, format)
			})
			f := readWith(t, path, nil)
			if f.err != nil {
				if c.want != back {
					t.Fatal(f.err)
				}
				return
			}
			if len(f.homes) == 0 {
				if c.want != back || f.reasons() == "" {
					t.Fatalf("went back: %s", f.reasons())
				}
				return
			}
			got := f.homes[0].Text(c.column)
			if name == "members" {
				got = f.homes[0].Members[0].Text(c.column)
			}
			if got != c.want || (f.doubted() != "") != c.noted {
				t.Errorf("%v was read as %q with %q; want %q", c.value, got, f.doubted(), c.want)
			}
		})
	}
}

func indexOf(row []any, name string) int {
	for i, v := range row {
		if v == name {
			return i
		}
	}
	return -1
}

// TestNastyFiles: files as a whole, in CSV. All rows are accounted for (accounted, in readWith), and what could be read
// in two ways is asked, noted or refused.
func TestNastyFiles(t *testing.T) {
	const heads = "household_code,commune_code,income_per_head,hamlet\n"
	const people = "household_code,member_no,full_name,relationship,birth_date\n"
	const member = "A1,1,Trần Văn Thử,head,1979\n"
	wide := strings.Repeat(",", 16380)
	for _, c := range []struct {
		name, houses, members string
		want                  string // what is said, in the error, a note, a doubt or a reason
		homes                 int
	}{
		{"a heading twice", "household_code,commune_code,income_per_head,Thu nhập bình quân\nA1,31708,1500000,900000\n", people + member, "hai cột", 0},
		{"CR line ends", strings.ReplaceAll(heads+"A1,31708,1500000,Ấp Chợ\n", "\n", "\r"), people + member, "Macintosh", 1},
		{"CR in a quoted cell", heads + "A1,31708,1500000,\"Ấp\rChợ\"\n", people + member, "", 1},
		{"nothing below the headings", heads, people, "", 0},
		{"blank sheet", "\n\n\n", people + member, "tiêu đề", 0},
		{"16,000 columns", strings.TrimSuffix(heads, "\n") + wide + "\nA1,31708,1500000,Ấp Chợ" + wide + "\n", people + member, "", 1},
		{"more columns than a sheet has", strings.TrimSuffix(heads, "\n") + wide + wide + "\nA1,31708,1500000,Ấp Chợ\n", people + member, "tiêu đề", 0},
		{"thousands in a column", heads + "A1,31708,1.350,Ấp Chợ\nA2,31708,2.100,Ấp Chợ\n", people + member + "A2,1,Lê Thị Mẫu,head,1980\n", "nghìn", 0},
		{"the same code with a zero-width space", heads + "A1,31708,1500000,Ấp Chợ\nA1\u200b,31708,900000,Ấp Chợ\n", people + member, "dòng 2", 1},
		{"a member of nobody", heads + "A1,31708,1500000,Ấp Chợ\n", people + member + "B9,1,Lê Thị Mẫu,head,1980\n", "B9", 1},
		{"quotes unclosed", heads + "A1,31708,1500000,\"Ấp Chợ\n", people + member, "ngoặc", 0},
		{"semicolons", strings.ReplaceAll(heads+"A1,31708,1500000,Ấp Chợ\n", ",", ";"), people + member, "", 1},
		{"tabs", strings.ReplaceAll(heads+"A1,31708,1500000,Ấp Chợ\n", ",", "\t"), people + member, "", 1},
		{"a byte-order mark", "\ufeff" + heads + "A1,31708,1500000,Ấp Chợ\n", people + member, "", 1},
		{"a zero byte", heads + "A1,31708,1500000,Ấp\x00Chợ\n", people + member, "hỏng", 0},
		{"total below", heads + "A1,31708,1500000,Ấp Chợ\nTổng cộng,,1500000,\n", people + member, "dòng cộng", 1},
		{"sums without a word", heads + "A1,31708,1500000,Ấp Chợ\n,,1500000,\n", people + member, "thiếu", 1},
		{"dates of both orders", heads + "A1,31708,1500000,Ấp Chợ\n", people + "A1,1,Trần Văn Thử,head,25/03/1979\nA1,2,Lê Thị Mẫu,spouse,03/25/1980\nA1,3,Trần Mẫu,child,04/05/2010\n", "NGÀY/THÁNG/NĂM", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for name, text := range map[string]string{"households.csv": c.houses, "members.csv": c.members} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			f := readWith(t, dir, nil)
			if said := f.said(); !strings.Contains(said, c.want) || len(f.homes) != c.homes {
				t.Errorf("%d households; %s", len(f.homes), said)
			}
		})
	}
}

// said is all that a person is told.
func (f *found) said() string {
	out := f.notes + f.doubted() + "\n" + f.reasons()
	if f.err != nil {
		out += f.err.Error()
	}
	return out
}
