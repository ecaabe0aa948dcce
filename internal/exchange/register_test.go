package exchange

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

var review = date.Must(2024, 10, 15)

// tables are the places and code lists, loaded once for all tests.
var tables = sync.OnceValue(func() Config {
	data := os.DirFS("../../data")
	places, err := place.Load(data)
	if err != nil {
		panic(err)
	}
	codes, err := ReadCodes(data)
	if err != nil {
		panic(err)
	}
	return Config{On: review, Places: places, Codes: codes}
})

// read reads a register to its end: the households that are right, the rows that went back, the counts.
func read(t testing.TB, path string) ([]household.Household, []RejectedRow, *Reader, error) {
	t.Helper()
	var back []RejectedRow
	cfg := tables()
	cfg.Answers = map[string]doubt.Answer{"income_per_head": doubt.AsWritten, "floor_area": doubt.AsWritten}
	cfg.Rejects = func(r RejectedRow) error {
		back = append(back, r)
		return nil
	}
	r, err := Open(path, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	var out []household.Household
	for {
		var h household.Household
		if !r.Next(&h) {
			break
		}
		out = append(out, h)
	}
	err = r.Err()
	if cerr := r.Close(); cerr != nil {
		t.Fatal(cerr)
	}
	return out, back, r, err
}

// folder writes a register as a CSV folder.
func folder(t testing.TB, houses, members string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"households.csv": houses, "members.csv": members} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const (
	houseHead  = "household_code,commune_code,income_per_head,floor_area\n"
	memberHead = "household_code,member_no,full_name,relationship,birth_date,sex,citizen_id,ethnicity\n"
)

// accounted fails where rows in are not rows accepted and rejected, or the rows sent back are not those counted.
func accounted(t interface{ Fatalf(string, ...any) }, c Counts, out []household.Household, back []RejectedRow) {
	sent := map[string]int64{}
	for _, r := range back {
		sent[r.Sheet]++
	}
	members := int64(0)
	for _, h := range out {
		members += int64(len(h.Members))
	}
	for name, s := range map[string]Count{Households: c.Households, Members: c.Members} {
		if s.In != s.Accepted+s.Rejected || s.Rejected != sent[name] {
			t.Fatalf("%s: %+v, %d sent back", name, s, sent[name])
		}
	}
	if c.Households.Accepted != int64(len(out)) || c.Members.Accepted != members {
		t.Fatalf("%+v, %d households of %d members came through", c, len(out), members)
	}
}

func TestFaultsOfRows(t *testing.T) {
	for _, c := range []struct {
		name, houses, members string
		through               int    // households
		sheet                 string // of the fault
		row                   int
		column, want          string
	}{
		{"two heads", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,,,\nB,2,z,head,1981,,,\n", 1,
			Members, 4, "relationship", "hai chủ hộ (thành viên 1 và 2)"},
		{"no head", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,spouse,1980,,,\n", 1, Members, 3,
			"relationship", "không có chủ hộ"},
		{"no members", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\n", 1, Households, 3, "household_code",
			"không có thành viên"},
		{"members of no household", "A,31552,1,1\n", "A,1,x,head,1980,,,\nZ,1,y,head,1980,,,\n", 1, Members, 3,
			"household_code", "không có hộ “Z”"},
		{"duplicate code", "A,31552,1,1\nA,31552,1,1\n", "A,1,x,head,1980,,,\n", 1, Households, 3, "household_code",
			"mã hộ đã có ở dòng 2"},
		{"duplicate number", "A,31552,1,1\nB,31552,1,1\n",
			"A,1,x,head,1980,nam,099080000001,\nB,1,y,head,1980,nam,099080000001,\n", 1, Members, 3, "citizen_id",
			"số định danh đã có ở dòng 2"},
		{"member number twice", "A,31552,1,1\nB,31552,1,1\n",
			"A,1,x,head,1980,,,\nB,1,y,head,1980,,,\nB,1,z,child,2001,,,\n", 1, Members, 4, "member_no", "ghi hai lần"},
		{"impossible date", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,30/02/1980,,,\n", 1, Members,
			3, "birth_date", "không có ngày 30/02/1980"},
		{"birth after the review", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,16/10/2024,,,\n", 1,
			Members, 3, "birth_date", "sau ngày rà soát"},
		{"older than anybody", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1890,,,\n", 1, Members, 3,
			"birth_date", "quá 130"},
		{"commune that ended", "A,31552,1,1\nB,31513,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,,,\n", 1, Households,
			3, "commune_code", "mã 31513 (Phường 1) hết hiệu lực từ 01/09/2024; nay là 31522 Phường 1"},
		{"commune to come", "A,31552,1,1\nB,99999,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,,,\n", 1, Households, 3,
			"commune_code", "không có trong danh mục"},
		{"a district", "A,31552,1,1\nB,943,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,,,\n", 1, Households, 3,
			"commune_code", "mã xã phải có 5 chữ số"},
		{"lost zero", "A,31552,1,1\nB,1,1,1\nC,0001,1,1\n",
			"A,1,x,head,1980,,,\nB,1,y,head,1980,,,\nC,1,y,head,1980,,,\n", 2, Households, 3, "commune_code",
			"mã xã phải có 5 chữ số"},
		{"income", "A,31552,1,1\nB,31552,12.5,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,,,\n", 1, Households, 3,
			"income_per_head", "số đồng nguyên"},
		{"missing name", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,,head,1980,,,\n", 1, Members, 3,
			"full_name", "thiếu “Họ và tên”"},
		{"word", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,boss,1980,,,\n", 1, Members, 3,
			"relationship", "chọn một trong: chủ hộ"},
		{"ethnicity", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,05\nB,1,y,head,1980,,,Mars\n", 1, Members, 3,
			"ethnicity", "không có dân tộc này"},
		{"number and sex", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1980,nữ,099080000001,\n", 1,
			Members, 3, "citizen_id", "không khớp với giới tính"},
		{"number and year", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1981,nam,099080000001,\n", 1,
			Members, 3, "citizen_id", "ghi năm sinh 1980"},
		{"number too short", "A,31552,1,1\nB,31552,1,1\n", "A,1,x,head,1980,,,\nB,1,y,head,1981,nam,99080000001,\n", 1,
			Members, 3, "citizen_id", "12 chữ số, đây là 11"},
		{"province of no number", "A,31552,1,1\nB,31552,1,1\n",
			"A,1,x,head,1980,,,\nB,1,y,head,1980,nam,999080000001,\n", 1, Members, 3, "citizen_id",
			"không có mã tỉnh 999"},
		{"broken quotes", "A,31552,1,1\n\"B,31552,1,1\nC,31552,1,1\n", "A,1,x,head,1980,,,\nC,1,y,head,1980,,,\n", 2,
			Households, 3, "", "ngoặc kép"},
		{"10 MB in a cell", "A,31552,1,1\nB,31552,1," + strings.Repeat("9", 10<<20) + "\n",
			"A,1,x,head,1980,,,\nB,1,y,head,1980,,,\n", 1, Households, 3, "", "dài hơn"},
	} {
		out, back, r, err := read(t, folder(t, houseHead+c.houses, memberHead+c.members))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		accounted(t, r.Counts(), out, back)
		if len(out) != c.through {
			t.Errorf("%s: %d households came through, want %d", c.name, len(out), c.through)
		}
		found := false
		for _, b := range back {
			for _, f := range b.Faults {
				found = found || b.Sheet == c.sheet && b.Row == c.row && f.Column == c.column &&
					strings.Contains(f.Reason.VI, c.want) && f.Reason.EN != ""
			}
		}
		if !found {
			t.Errorf("%s: want %s row %d %s %q among %+v", c.name, c.sheet, c.row, c.column, c.want, back)
		}
	}
}

func TestRegisterThatIsNone(t *testing.T) {
	good := memberHead + "A,1,x,head,1980,,,\n"
	for _, c := range []struct{ name, path, want string }{
		{"missing column", folder(t, "household_code,income_per_head,wall\nA,1,solid\n", good), "thiếu cột: Mã xã"},
		{"no header", folder(t, "1,2,3\n4,5,6\n", good), "không có dòng tiêu đề"},
		{"column twice", folder(t, "household_code,Mã hộ,commune_code,wall,roof\nA,A,31552,,\n", good),
			"hai cột “Mã hộ” (cột A và B)"},
		{"nowhere", filepath.Join(t.TempDir(), "x"), "không có tệp"},
		{"another's workbook", workbook(t, map[string][][]string{"Doanh thu": {{"a"}}, "Chi phí": {{"b"}}}),
			"không thấy trang households"},
		{"one sheet", workbook(t, map[string][][]string{"Danh sách hộ": {{"a"}}}), "không thấy trang members"},
		{"empty sheet", workbook(t, map[string][][]string{"households": nil, "members": nil}), "không có dòng tiêu đề"},
	} {
		_, _, _, err := read(t, c.path)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// workbook writes sheets of text, in the order of their names.
func workbook(t testing.TB, sheets map[string][][]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "w.xlsx")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := sheet.NewWriter(f)
	for name, rows := range sheets {
		if err := w.Sheet(name, sheet.Options{}); err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if err := w.Row(texts(r...)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestHeadersAsPeopleWriteThem: identifiers or Vietnamese titles, without diacritics, in any case and order, below a
// title, with columns of their own.
func TestHeadersAsPeopleWriteThem(t *testing.T) {
	path := workbook(t, map[string][][]string{
		"Danh sách hộ": {{"SỔ HỘ XÃ NHƠN MỸ"}, {}, {"STT", "NGUỒN NƯỚC\nSINH HOẠT", "ma xa", "Mã hộ *",
			"Su dung Internet", "Nguyên nhân nghèo"}, {"1", "Nước máy", "31552", "H1", "có",
			"Không có đất sản xuất; illness"}},
		"Thành viên": {{"Ho va ten", "Mã hộ", "stt thanh vien", "QUAN HỆ VỚI CHỦ HỘ", "Dân tộc", "Ngày sinh"},
			{"Thạch Mẫu", "H1", "1", "Chủ hộ", "Khmer", "1/5/1980"}},
	})
	out, back, r, err := read(t, path)
	if err != nil || len(out) != 1 || len(back) != 0 {
		t.Fatal(out, back, err)
	}
	h := out[0]
	if h.Water != household.Tap || h.Internet != household.Yes || h.Area != place.Rural ||
		h.Reasons != household.NoLand|household.Illness || h.Toilet != 0 {
		t.Errorf("%+v", h)
	}
	if m := h.Members[0]; m.Ethnicity != household.Khmer || m.Birth != household.BornOn(date.Must(1980, 5, 1)) ||
		m.Name != "Thạch Mẫu" || m.HealthInsurance != household.Unknown {
		t.Errorf("%+v", m)
	}
	if n := r.Notes(); len(n) != 1 || !strings.Contains(n[0].Text.VI, "STT") {
		t.Errorf("notes %v", n)
	}
}

// synthetic writes the rows of n households.
func synthetic(n int, seed uint64) (houses, members [][]string) {
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range n {
		code := fmt.Sprintf("H%05d", i)
		houses = append(houses, []string{code, "31552", fmt.Sprint(r.IntN(9_000_000)), fmt.Sprint(10 + r.IntN(90))})
		for j := range 1 + r.IntN(5) {
			relationship := "child"
			if j == 0 {
				relationship = "head"
			}
			year := 1950 + r.IntN(70)
			century := 0
			if year >= 2000 {
				century = 2
			}
			members = append(members, []string{code, fmt.Sprint(j + 1), "Người Mẫu", relationship, fmt.Sprint(year),
				"nam", fmt.Sprintf("099%d%02d%06d", century, year%100, i*8+j), "01"})
		}
	}
	return houses, members
}

func write(t testing.TB, houses, members [][]string) string {
	t.Helper()
	text := func(head string, rows [][]string) string {
		var b bytes.Buffer
		b.WriteString(head)
		w := csv.NewWriter(&b)
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	return folder(t, text(houseHead, houses), text(memberHead, members))
}

var spoilers = []string{"", "x", "31/02/1990", "99999", "=1+1", "-5", "\"", "hai", "1,5,5", "1890"}

// TestAccounts: whatever is wrong with a register and in whatever order its rows come, rows in are rows accepted and
// rejected; a register with nothing wrong comes through whole, members of a household in their order.
func TestAccounts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		houses, members := synthetic(rapid.IntRange(1, 60).Draw(rt, "n"), rapid.Uint64().Draw(rt, "seed"))
		all := int64(len(members))
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "order"), 2))
		if rapid.Bool().Draw(rt, "households shuffled") {
			r.Shuffle(len(houses), func(i, j int) { houses[i], houses[j] = houses[j], houses[i] })
		}
		if rapid.Bool().Draw(rt, "members scattered") {
			r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		}
		spoiled := rapid.IntRange(0, 12).Draw(rt, "spoiled")
		for range spoiled {
			rows := rapid.SampledFrom([][][]string{houses, members}).Draw(rt, "sheet")
			row := rows[r.IntN(len(rows))]
			row[r.IntN(len(row))] = rapid.SampledFrom(spoilers).Draw(rt, "value")
		}
		out, back, rd, err := read(t, write(t, houses, members))
		if err != nil {
			rt.Fatal(err)
		}
		accounted(rt, rd.Counts(), out, back)
		if c := rd.Counts(); c.Households.In != int64(len(houses)) || c.Members.In != all {
			rt.Fatalf("%+v of %d and %d rows", c, len(houses), all)
		}
		if spoiled == 0 && len(back) != 0 {
			rt.Fatalf("%+v", back[0])
		}
	})
}

// TestReturnedWorkbook: the faulty rows go back in the same layout, faulty cells marked; corrected, all come through.
func TestReturnedWorkbook(t *testing.T) {
	houses, members := synthetic(30, 7)
	houses[3][1], members[5][4], members[9][3] = "31513", "31/02/1990", "ông nội"
	path := filepath.Join(t.TempDir(), "back.xlsx")
	cfg := tables()
	var w *RejectedWriter
	var r *Reader
	cfg.Rejects = func(row RejectedRow) (err error) {
		if w == nil {
			if w, err = NewRejectedWriter(path, r.Headers); err != nil {
				return err
			}
		}
		return w.Reject(row)
	}
	var err error
	if r, err = Open(write(t, houses, members), cfg); err != nil {
		t.Fatal(err)
	}
	var h household.Household
	accepted := 0
	for r.Next(&h) {
		accepted++
	}
	if err := r.Close(); err != nil || r.Err() != nil || w.Close() != nil {
		t.Fatal(err, r.Err())
	}
	back := map[string][][]string{}
	b, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range b.Sheets() {
		rows, err := b.Rows(name)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line []string
			for _, c := range rows.Row().Cells {
				line = append(line, string(c.Value))
			}
			back[name] = append(back[name], line)
		}
		if err := rows.Close(); err != nil || rows.Err() != nil {
			t.Fatal(err, rows.Err())
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := back[Households][0]; got[len(got)-1] != ReasonHeader {
		t.Errorf("headers %v", got)
	}
	corrected := strings.NewReplacer("31513", "31552", "31/02/1990", "2001", "ông nội", "con")
	reasons := ""
	for _, rows := range back {
		for i, row := range rows {
			for j := range row {
				if j == len(row)-1 && i > 0 {
					reasons += row[j] + "\n"
					continue
				}
				row[j] = corrected.Replace(row[j])
			}
		}
	}
	for _, want := range []string{"31513 (Phường 1) hết hiệu lực", "không có ngày 31/02/1990", "chọn một trong",
		"dòng này đúng"} {
		if !strings.Contains(reasons, want) {
			t.Errorf("want %q among\n%s", want, reasons)
		}
	}
	for i := range back[Members][1:] { // the year of birth that was corrected is no longer that of the number
		back[Members][i+1][6] = ""
	}
	out, still, _, err := read(t, workbook(t, back))
	if err != nil || len(still) != 0 || accepted+len(out) != 30 {
		t.Errorf("%d at first, %d after the correction, %d still back, %v", accepted, len(out), len(still), err)
	}
}

// TestFlatListsMask: flat lists of faults never show a whole citizen number.
func TestFlatListsMask(t *testing.T) {
	for _, ext := range []string{".csv", ".jsonl"} {
		path := filepath.Join(t.TempDir(), "back"+ext)
		w, err := NewRejectedWriter(path, func(string) []string { return nil })
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Reject(RejectedRow{Members, 3, nil, []Rejection{{Members, 3, "citizen_id", 6, "099080000123",
			*wrong(errs.T("wrong"))}}}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(path)
		if err != nil || bytes.Contains(b, []byte("099080000")) || !bytes.Contains(b, []byte("*********123")) {
			t.Errorf("%s: %s %v", ext, b, err)
		}
	}
}

// TestLegacyText: names in TCVN3 inside a workbook are recognised and converted, with a note.
func TestLegacyText(t *testing.T) {
	name := "NguyÔn ThÞ Ph\u00adîng" // Nguyễn Thị Phượng in TCVN3's bytes
	members := [][]string{{"household_code", "member_no", "full_name", "relationship", "birth_date"}}
	houses := [][]string{{"household_code", "commune_code", "address"}}
	for i := range 5 {
		houses = append(houses, []string{fmt.Sprint("H", i), "31552", "Êp §¹i ¢n"})
		members = append(members, []string{fmt.Sprint("H", i), "1", name, "head", "1980"})
	}
	out, _, r, err := read(t, workbook(t, map[string][][]string{"households": houses, "members": members}))
	if err != nil || len(out) != 5 {
		t.Fatal(err, len(out))
	}
	if out[0].Members[0].Name != "Nguyễn Thị Phượng" || out[0].Address != "ấp Đại Ân" || len(r.Notes()) != 2 {
		t.Errorf("%q %q %v", out[0].Members[0].Name, out[0].Address, r.Notes())
	}
}

// TestTenThousandRows: a large register with every tenth row spoiled, scattered, still accounts for every row.
func TestTenThousandRows(t *testing.T) {
	houses, members := synthetic(4000, 3)
	r := rand.New(rand.NewPCG(5, 5))
	for i := range members {
		if i%10 == 0 {
			members[i][r.IntN(len(members[i]))] = spoilers[i/10%len(spoilers)]
		}
	}
	r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	out, back, rd, err := read(t, write(t, houses, members))
	if err != nil {
		t.Fatal(err)
	}
	accounted(t, rd.Counts(), out, back)
	if len(members) < 10_000 || len(out) < 1000 || len(back) < 1000 {
		t.Errorf("%d rows, %d households through, %d rows back", len(members), len(out), len(back))
	}
}

func FuzzRegister(f *testing.F) {
	f.Add(houseHead+"A,31552,1,1\n", memberHead+"A,1,x,head,1980,,,\n")
	f.Add("\"", "Mã hộ;stt thành viên;họ và tên;quan hệ với chủ hộ\nA;1;x;chủ hộ\n")
	f.Fuzz(func(t *testing.T, houses, members string) {
		out, back, r, err := read(t, folder(t, houses, members))
		if err == nil {
			accounted(t, r.Counts(), out, back)
		}
	})
}

// TestMergedHeaders: headers that merging swallowed are missing columns, and the message says where the merge is.
func TestMergedHeaders(t *testing.T) {
	f := excelize.NewFile()
	for _, s := range []string{"households", "members"} {
		if _, err := f.NewSheet(s); err != nil {
			t.Fatal(err)
		}
	}
	for cell, text := range map[string]string{"A1": "household_code", "B1": "wall", "C1": "roof",
		"D1": "commune_code"} {
		if err := f.SetCellValue("households", cell, text); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("members", cell, map[string]string{"A1": "household_code", "B1": "member_no",
			"C1": "full_name", "D1": "relationship"}[cell]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("households", "C1", "D1"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellValue("households", "D1", nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "merged.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	_, _, _, err := read(t, path)
	if err == nil || !strings.Contains(err.Error(), "ô gộp (C1:D1)") {
		t.Error(err)
	}
}
