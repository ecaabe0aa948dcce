package exchange

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"giamngheo/internal/doubt"
	"giamngheo/internal/household"
)

// book is a workbook of the two sheets, made as spreadsheet programs make it; change lays formats, merges and hidden
// rows over it.
func book(t testing.TB, houses, members [][]any, change func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	for name, rows := range map[string][][]any{"households": houses, "members": members} {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "w.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

var (
	houseRow  = []any{"household_code", "commune_code", "income_per_head", "floor_area", "hamlet", "address"}
	memberTop = []any{"household_code", "member_no", "full_name", "relationship", "birth_date", "sex", "citizen_id"}
)

// found is what was read of a file.
type found struct {
	homes  []household.Household
	back   []RejectedRow
	doubts []doubt.Doubt
	notes  string
	r      *Reader
	err    error
}

// readWith reads a register with answers and keeps its doubts.
func readWith(t testing.TB, path string, answers map[string]doubt.Answer) (f found) {
	t.Helper()
	cfg := tables()
	cfg.Answers = answers
	cfg.Rejects = func(r RejectedRow) error {
		f.back = append(f.back, r)
		return nil
	}
	cfg.Doubts = func(d doubt.Doubt) error {
		f.doubts = append(f.doubts, d)
		return nil
	}
	if f.r, f.err = Open(path, cfg); f.err != nil {
		return f
	}
	for {
		var h household.Household
		if !f.r.Next(&h) {
			break
		}
		f.homes = append(f.homes, h)
	}
	f.err = f.r.Err()
	for _, n := range f.r.Notes() {
		f.notes += n.Text.VI + "\n"
	}
	accounted(t, f.r.Counts(), f.homes, f.back)
	if int64(len(f.doubts)) != f.r.Counts().Doubts {
		t.Errorf("%d doubts, counted %d", len(f.doubts), f.r.Counts().Doubts)
	}
	if err := f.r.Close(); err != nil {
		t.Fatal(err)
	}
	return f
}

// reasons are why rows went back.
func (f *found) reasons() string {
	var out []string
	for _, b := range f.back {
		for _, r := range b.Faults {
			out = append(out, fmt.Sprintf("%s %d %s: %s", r.Sheet, r.Row, r.Column, r.Reason.VI))
		}
	}
	return strings.Join(out, "\n")
}

func (f *found) doubted() string {
	var out []string
	for _, d := range f.doubts {
		out = append(out, fmt.Sprintf("%s %d %s %d %s %s: %s", d.Sheet, d.Row, d.Code, d.Member, d.Column, d.Read,
			d.Reason.VI))
	}
	return strings.Join(out, "\n")
}

// TestMergedCode: one code merged over its members is each member's; a code on the first row only sends the whole
// household back.
func TestMergedCode(t *testing.T) {
	houses := [][]any{houseRow, {"A1", "31552", 1500000, 36, "Ấp 1"}, {"A2", "31552", 1500000, 36, "Ấp 1"}}
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}, {nil, 2, "Lâm B", "spouse", 1982},
		{nil, 3, "Lâm C", "child", 2010}, {"A2", 1, "Kim A", "head", 1970}}
	merged := readWith(t, book(t, houses, members, func(f *excelize.File) {
		if err := f.MergeCell("members", "A2", "A4"); err != nil {
			t.Fatal(err)
		}
	}), nil)
	if len(merged.homes) != 2 || len(merged.homes[0].Members) != 3 || len(merged.doubts) != 0 {
		t.Errorf("merged: %d homes, %s %s %v", len(merged.homes), merged.reasons(), merged.doubted(), merged.err)
	}
	once := readWith(t, book(t, houses, members, nil), nil)
	if len(once.homes) != 1 || once.homes[0].Code != "A2" || once.r.Counts().Members != (Count{4, 1, 3}) ||
		!strings.Contains(once.reasons(), "members 3 household_code: thiếu “Mã hộ”") {
		t.Errorf("once: %d homes, %+v, %s", len(once.homes), once.r.Counts(), once.reasons())
	}
}

// TestMergedValues: a hamlet merged over households holds for them and is noted; an income merged over them is
// nobody's.
func TestMergedValues(t *testing.T) {
	houses := [][]any{houseRow, {"A1", "31552", 1500000, 36, "Ấp 1"}, {"A2", "31552", nil, 36, nil},
		{"A3", "31552", 900000, 40, nil}}
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}, {"A2", 1, "Kim A", "head", 1970},
		{"A3", 1, "Kim B", "head", 1970}}
	f := readWith(t, book(t, houses, members, func(f *excelize.File) {
		for from, to := range map[string]string{"C2": "C3", "E2": "E4"} {
			if err := f.MergeCell("households", from, to); err != nil {
				t.Fatal(err)
			}
		}
	}), nil)
	if len(f.homes) != 2 || f.homes[1].Hamlet != "Ấp 1" || !strings.Contains(f.doubted(),
		"households 4 A3 0 hamlet Ấp 1") || !strings.Contains(f.reasons(), "households 3 income_per_head: ô gộp") {
		t.Errorf("%+v\n%s\n%s", f.homes, f.doubted(), f.reasons())
	}
}

// TestRowsThatAreNone: blank rows with borders, running numbers, totals, headings that stand again, numbered columns;
// hidden rows are read.
func TestRowsThatAreNone(t *testing.T) {
	stt := func(rows [][]any, no ...any) (out [][]any) {
		for i, r := range rows {
			out = append(out, append([]any{no[i]}, r...))
		}
		return out
	}
	houses := stt([][]any{houseRow, {2, 3, 4, 5}, {"A1", "31552", 1500000, 36}, houseRow, {"A2", "31552", 900000, 40},
		{}, {}, {"Tổng cộng", nil, 2400000, 76}}, "STT", 1, 1, "STT", 2, 3, nil, nil)
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}, {"A2", 1, "Kim A", "head", 1970}}
	f := readWith(t, book(t, houses, members, func(f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "top", Style: 1}}})
		if err == nil {
			err = f.SetCellStyle("households", "A9", "G60", style)
		}
		if err == nil {
			err = f.SetCellStyle("members", "A4", "G200", style)
		}
		if err == nil {
			err = f.SetRowVisible("households", 5, false)
		}
		if err != nil {
			t.Fatal(err)
		}
	}), nil)
	if len(f.homes) != 2 || len(f.back) != 0 || f.r.Counts().Households.In != 2 || f.err != nil {
		t.Errorf("%d homes, %+v, %s, %v", len(f.homes), f.r.Counts(), f.reasons(), f.err)
	}
	for _, want := range []string{"1 dòng bị ẩn", "bỏ qua 1 dòng chỉ có số thứ tự", "bỏ qua 1 dòng cộng",
		"bỏ qua 2 dòng lặp lại tiêu đề"} {
		if !strings.Contains(f.notes, want) {
			t.Errorf("want %q in\n%s", want, f.notes)
		}
	}
}

// TestSecondTable: a second table with other columns under the first is not read by the first's columns.
func TestSecondTable(t *testing.T) {
	houses := [][]any{houseRow, {"A1", "31552", 1500000, 36},
		{"household_code", "floor_area", "commune_code", "income_per_head"}, {"A2", 40, "31552", 900000}}
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}, {"A2", 1, "Kim A", "head", 1970}}
	f := readWith(t, book(t, houses, members, nil), nil)
	if len(f.homes) != 1 || !strings.Contains(f.reasons(), "từ dòng 3 là một bảng khác") {
		t.Errorf("%d homes, %s", len(f.homes), f.reasons())
	}
}

// TestHiddenSheet: of two lists the one that is seen is read; two that are seen are a question.
func TestHiddenSheet(t *testing.T) {
	houses := [][]any{houseRow, {"A1", "31552", 1500000, 36}}
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}}
	second := func(hide bool) string {
		return book(t, houses, members, func(f *excelize.File) {
			if _, err := f.NewSheet("Danh sách hộ"); err != nil {
				t.Fatal(err)
			}
			for i, row := range [][]any{houseRow, {"A1", "31552", 700000, 20}} {
				if err := f.SetSheetRow("Danh sách hộ", fmt.Sprintf("A%d", i+1), &row); err != nil {
					t.Fatal(err)
				}
			}
			if hide {
				f.SetActiveSheet(2)
				if err := f.SetSheetVisible("households", false); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
	f := readWith(t, second(true), nil)
	if len(f.homes) != 1 || f.homes[0].IncomePerHead.Value != 700000 ||
		!strings.Contains(f.notes, "bỏ qua các trang: households") {
		t.Errorf("%+v %s %v", f.homes, f.notes, f.err)
	}
	if f := readWith(t, second(false), nil); f.err == nil ||
		!strings.Contains(f.err.Error(), "nhiều trang của cùng một danh sách") {
		t.Error(f.err)
	}
}

// TestColumnQuestions: a column in thousands, and one whose days and months were exchanged, are asked about before a
// row is read; what is answered is done.
func TestColumnQuestions(t *testing.T) {
	members := memberHead + "A1,1,x,head,1980,,,\nA2,1,y,head,1985,,,\n"
	low := folder(t, houseHead+"A1,31552,1.200,36\nA2,31552,2500,40\n", members)
	f := readWith(t, low, nil)
	if f.err == nil || !strings.Contains(f.err.Error(), "nghìn") || !strings.Contains(f.err.Error(), "2.500.000") {
		t.Fatal(f.err)
	}
	if f = readWith(t, low, map[string]doubt.Answer{"income_per_head": doubt.Thousands}); f.err != nil ||
		len(f.homes) != 2 || f.homes[0].IncomePerHead.Value != 1_200_000 || len(f.doubts) != 0 {
		t.Errorf("thousands: %+v %s %v", f.homes, f.doubted(), f.err)
	}
	if f = readWith(t, low, map[string]doubt.Answer{"income_per_head": doubt.AsWritten}); f.err != nil ||
		f.homes[0].IncomePerHead.Value != 1200 || len(f.doubts) != 2 {
		t.Errorf("as written: %+v %s %v", f.homes, f.doubted(), f.err)
	}
	if f = readWith(t, low, map[string]doubt.Answer{"income_per_head": doubt.MonthFirst}); f.err == nil {
		t.Error("an answer that a column cannot have is taken")
	}
	us := folder(t, houseHead+"A1,31552,1200000,36\nA2,31552,2500000,40\n", memberHead+
		"A1,1,x,head,10/25/1984,,,\nA2,1,y,head,04/12/2000,,,\n")
	if f = readWith(t, us, nil); f.err == nil || !strings.Contains(f.err.Error(), "bị đảo") {
		t.Fatal(f.err)
	}
	if f = readWith(t, us, map[string]doubt.Answer{"birth_date": doubt.MonthFirst}); f.err != nil ||
		len(f.homes) != 2 || f.homes[1].Members[0].Birth.String() != "2000-04-12" {
		t.Errorf("month first: %+v %v", f.homes, f.err)
	}
	both := folder(t, houseHead+"A1,31552,1200000,36\nA2,31552,2500000,40\nA3,31552,2500000,40\n", memberHead+
		"A1,1,x,head,10/25/1984,,,\nA2,1,y,head,04/12/2000,,,\nA3,1,z,head,25/10/1984,,,\n")
	if f = readWith(t, both, nil); f.err != nil || len(f.homes) != 2 ||
		!strings.Contains(f.reasons(), "có thể tháng đứng trước ngày") ||
		!strings.Contains(f.doubted(), "ngày và tháng có thể bị đảo (12/04/2000)") {
		t.Errorf("both: %s\n%s\n%v", f.reasons(), f.doubted(), f.err)
	}
}

// TestLostZeros: a number that a spreadsheet shows with its zeros has them; one that fits with them is offered back,
// and given where a person says so.
func TestLostZeros(t *testing.T) {
	houses := [][]any{houseRow, {"A1", "31552", 1500000, 36}}
	members := [][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980, "nam", 94080000123}}
	shown := readWith(t, book(t, houses, members, func(f *excelize.File) {
		zeros := "000000000000"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
		if err == nil {
			err = f.SetCellStyle("members", "G2", "G2", style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}), nil)
	if len(shown.homes) != 1 || shown.homes[0].Members[0].CitizenID != "094080000123" {
		t.Errorf("shown: %+v %s", shown.homes, shown.reasons())
	}
	for _, c := range []struct {
		name, number, sex string
		offered           bool
	}{{"fits", "94080000123", "nam", true}, {"another sex", "94080000123", "nữ", false},
		{"too short", "94080123", "nam", false}, {"another province", "13080000123", "nam", false}} {
		path := folder(t, houseHead+"A1,31552,1500000,36\n", memberHead+"A1,1,x,head,1980,"+c.sex+","+c.number+",\n")
		f := readWith(t, path, nil)
		if len(f.homes) != 0 || (len(f.r.Questions()) == 1) != c.offered || strings.Contains(f.reasons(), "094080000") {
			t.Errorf("%s: %d homes, %+v, %s", c.name, len(f.homes), f.r.Questions(), f.reasons())
		}
		if f = readWith(t, path, map[string]doubt.Answer{"citizen_id": doubt.Zeros}); (len(f.homes) == 1 &&
			f.homes[0].Members[0].CitizenID == "094080000123" && len(f.doubts) == 1) != c.offered {
			t.Errorf("%s, asked for: %d homes, %s", c.name, len(f.homes), f.reasons())
		}
	}
}

// TestWords: names of communes, marks, groups and fonts as people write them.
func TestWords(t *testing.T) {
	// want: of the doubts or faults, "" neither
	for _, c := range []struct{ name, commune, insurance, group, want string }{
		{"code of a number", "31552.0", "x", "05", ""}, {"name with its kind", "Xã Nhơn Mỹ", "x", "05",
			"được tìm theo tên: 31552"},
		{"name that several bear", "Xã An Mỹ", "x", "05", ""},
		{"name of nobody", "Xã Không Đâu", "x", "05", "không có xã nào"},
		{"tick", "31552", "v", "05", ""}, {"check mark", "31552", "✓", "05", ""}, {"letter", "31552", "Đ", "05", ""},
		{"number of a program", "31552", "\"1,0\"", "05", ""},
		{"no mark", "31552", "maybe", "05", "phải là có hoặc không"}, {"Khmer", "31552", "x", "Khmer", ""},
		{"old word", "31552", "x", "Miên", "“Miên” được đọc là Khơ-me"},
		{"of many", "31552", "x", "DTTS", "chỉ chung nhiều dân tộc"},
		{"of several", "31552", "x", "Mán", "là tên của nhiều dân tộc"},
		{"in a font of old", "31552", "x", "Kh¬-me", ""},
	} {
		path := folder(t, houseHead+"A1,"+c.commune+",1500000,36\nA2,31552,1500000,36\n",
			"household_code,member_no,full_name,relationship,birth_date,health_insurance,ethnicity\nA1,1,x,head,1980,"+
				c.insurance+","+c.group+"\nA2,1,y,chñ hé,1980,x,01\n")
		f := readWith(t, path, nil)
		got := f.doubted() + f.reasons()
		if c.want == "" && got != "" && c.name != "name that several bear" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// TestSameCode: codes that differ in what nobody sees are one.
func TestSameCode(t *testing.T) {
	f := readWith(t, folder(t, houseHead+"A1,31552,1500000,36\nA1\u200b,31552,1500000,36\n", memberHead+
		"A1\u00a0,1,x,head,1980,,,\n"), nil)
	if len(f.homes) != 1 || len(f.homes[0].Members) != 1 || !strings.Contains(f.reasons(), "mã hộ đã có ở dòng 2") {
		t.Errorf("%+v %s", f.homes, f.reasons())
	}
}

// TestOddCells: cells that spreadsheets turned into something else go back with what to do.
func TestOddCells(t *testing.T) {
	day := func(f *excelize.File, sheet, cell string) {
		format := "dd/mm/yyyy"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		if err == nil {
			err = f.SetCellStyle(sheet, cell, cell, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		change func(f *excelize.File)
		want   string // "" taken
	}{
		{"right", func(*excelize.File) {}, ""},
		{"formula without a value", func(f *excelize.File) {
			_ = f.SetCellFormula("households", "C2", "1000000+200000")
			_ = f.SetCellValue("households", "C2", nil)
			_ = f.SetCellFormula("households", "C2", "1000000+200000")
		}, "ô công thức"},
		{"address became a date", func(f *excelize.File) {
			_ = f.SetCellInt("households", "F2", 45424)
			day(f,
				"households", "F2")
		}, "đã đổi chữ gõ vào (12/5) thành ngày"},
		{"hamlet is TRUE", func(f *excelize.File) { _ = f.SetCellBool("households", "E2", true) }, "TRUE hoặc FALSE"},
		{"income is TRUE", func(f *excelize.File) { _ = f.SetCellBool("households", "C2", true) },
			"TRUE hoặc FALSE: ghi một số"},
		{"income is a date", func(f *excelize.File) {
			_ = f.SetCellInt("households", "C2", 45424)
			day(f, "households",
				"C2")
		}, "đang định dạng ngày"},
		{"income in a date cell", func(f *excelize.File) {
			_ = f.SetCellInt("households", "C2", 3500000)
			day(f,
				"households", "C2")
		}, ""},
		{"two incomes", func(f *excelize.File) { _ = f.SetCellStr("households", "C2", "1400000 1600000") },
			"số đồng nguyên"},
		{"income with a tail of the machine", func(f *excelize.File) {
			_ = f.SetCellFloat("households", "C2",
				1500000.0000000002, -1, 64)
		}, ""},
		{"area that is one and a half or fifteen hundred", func(f *excelize.File) {
			_ = f.SetCellStr("households", "D2",
				"1.500")
		}, "1,5 hoặc 1.500"},
		{"name is a number", func(f *excelize.File) { _ = f.SetCellInt("members", "C2", 12345) }, "họ tên phải có chữ"},
		{"name without its letters", func(f *excelize.File) { _ = f.SetCellStr("members", "C2", "Nguy?n V?n Th?") },
			"mất dấu"},
		{"an age for a birth", func(f *excelize.File) { _ = f.SetCellInt("members", "E2", 40) },
			"nếu là tuổi thì năm sinh là 1983 hoặc 1984"},
		{"code beyond digits", func(f *excelize.File) {
			_ = f.SetCellFloat("households", "A2", 9.41780000100001e15, -1,
				64)
		}, "làm mất chữ số"},
	} {
		f := readWith(t, book(t, [][]any{houseRow, {"A1", "31552", 1500000, 36, "Ấp 1", "Số 1"}},
			[][]any{memberTop, {"A1", 1, "Lâm A", "head", 1980}}, c.change), nil)
		if f.err != nil || (len(f.homes) == 1) != (c.want == "") || !strings.Contains(f.reasons(), c.want) {
			t.Errorf("%s: %d homes, %s %v", c.name, len(f.homes), f.reasons(), f.err)
		}
	}
}

// TestCorruptions: whatever a spreadsheet, a program or a hand did to a file, rows in are rows accepted and sent back,
// and a household is accepted with all its members or not at all.
func TestCorruptions(t *testing.T) {
	answers := map[string]doubt.Answer{"income_per_head": doubt.AsWritten, "floor_area": doubt.AsWritten,
		"birth_date": doubt.AsWritten}
	junk := []string{"", "10", "1980.0", "15/10/84", "10/25/1984", "1.200", "1.234,5", "1'234", "nan", "#N/A", "Nguy?n",
		"NguyÔn V¨n", "\u200b", "TRUE", "Tổng cộng", "DTTS", "\ufeff", "9.4E+15", "30/02/1980",
		"02/10/0214", "01/01/2030", "A1\u00a0", "１２", "=1+1", "\"", "x;y", "1400000 1600000"}
	rapid.Check(t, func(rt *rapid.T) {
		houses, members := synthetic(rapid.IntRange(1, 25).Draw(rt, "n"), rapid.Uint64().Draw(rt, "seed"))
		size := map[string]int{}
		for _, m := range members {
			size[m[0]]++
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "order"), 3))
		touched := map[string]bool{}
		for range rapid.IntRange(0, 10).Draw(rt, "spoiled") {
			rows := rapid.SampledFrom([][][]string{houses, members}).Draw(rt, "sheet")
			row := rows[r.IntN(len(rows))]
			k := r.IntN(len(row))
			if k == 0 { // the household that loses a row must not be accepted without it
				touched[row[0]] = true
			}
			row[k] = rapid.SampledFrom(junk).Draw(rt, "value")
			if k == 0 { // and may meet another row that was given the same
				touched[strings.TrimSpace(row[0])] = true
			}
		}
		f := readWith(rt2{t, rt}, write(t, houses, members), answers)
		if f.err != nil {
			rt.Fatal(f.err)
		}
		for _, h := range f.homes {
			if n := size[string(h.Code)]; n != len(h.Members) && !touched[string(h.Code)] {
				rt.Fatalf("%s was accepted with %d of %d members", h.Code, len(h.Members), n)
			}
		}
	})
}

// rt2 lets a helper of tests fail a check.
type rt2 struct {
	testing.TB
	rt *rapid.T
}

// Fatalf fails the check.
func (t rt2) Fatalf(format string, args ...any) { t.rt.Fatalf(format, args...) }

// Errorf fails the check.
func (t rt2) Errorf(format string, args ...any) { t.rt.Errorf(format, args...) }

// TestMacLines: a file whose lines end with a carriage return alone is one with lines; a second byte order mark in the
// middle is no letter.
func TestMacLines(t *testing.T) {
	cr := func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }
	f := readWith(t, folder(t, cr(houseHead+"A1,31552,1500000,36\nA2,31552,1500000,36\n"),
		cr(memberHead+"A1,1,x,head,1980,,,\nA2,1,y,head,1980,,,\n")), nil)
	if len(f.homes) != 2 || !strings.Contains(f.notes, "Macintosh") {
		t.Errorf("%d homes %s %v", len(f.homes), f.notes, f.err)
	}
	f = readWith(t, folder(t, houseHead+"A1,31552,1500000,36\n\ufeff"+houseHead+"A2,31552,1500000,36\n", memberHead+
		"A1,1,x,head,1980,,,\n\ufeffA2,1,y,head,1980,,,\n"), nil)
	if len(f.homes) != 2 {
		t.Errorf("%d homes %s", len(f.homes), f.reasons())
	}
}

// TestMarks: an officer's own marks hold over the program's.
func TestMarks(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "marks.csv"), []byte("mark,answer\nđược,yes\nv,no\n"),
		0o600); err != nil {
		t.Fatal(err)
	}
	codes, err := ReadCodes(os.DirFS("../../data"))
	if err == nil {
		err = codes.AddMarks(os.DirFS(dir), "marks.csv")
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range []string{"được", "v", "✓"} {
		a, bad := codes.Answer([]byte(s))
		if bad != nil {
			t.Error(bad)
		}
		got = append(got, a.String())
	}
	if !slices.Equal(got, []string{"yes", "no", "yes"}) {
		t.Error(got)
	}
}
