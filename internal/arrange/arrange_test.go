package arrange

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/sheet"
)

var words = sync.OnceValue(func() *Words {
	w, err := ReadWords(os.DirFS("../../data"))
	if err != nil {
		panic(err)
	}
	return w
})

// page is a sheet of a test's workbook.
type page struct {
	name   string
	rows   [][]any
	merged []string // "A1:C1"
	hidden bool
}

// book makes a workbook as spreadsheet programs do.
func book(t testing.TB, pages ...page) *sheet.Book {
	t.Helper()
	f := excelize.NewFile()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range pages {
		_, err := f.NewSheet(p.name)
		must(err)
		for i, row := range p.rows {
			must(f.SetSheetRow(p.name, fmt.Sprintf("A%d", i+1), &row))
		}
		for _, m := range p.merged {
			from, to, _ := strings.Cut(m, ":")
			must(f.MergeCell(p.name, from, to))
		}
	}
	must(f.DeleteSheet("Sheet1"))
	f.SetActiveSheet(0)
	for _, p := range pages {
		if p.hidden {
			must(f.SetSheetVisible(p.name, false))
		}
	}
	path := filepath.Join(t.TempDir(), "w.xlsx")
	must(f.SaveAs(path))
	b, err := sheet.Open(path, sheet.Limits{})
	must(err)
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// numbering gives codes N1, N2, …
func numbering() func(place.Code) household.ID {
	n := 0
	return func(c place.Code) household.ID {
		n++
		return household.ID(fmt.Sprintf("%s-N%d", c, n))
	}
}

// read reads a laid-out book: each row of the two sheets as "number: column=value …", of the columns that are known.
func read(t testing.TB, b *sheet.Book, l *Laid) string {
	t.Helper()
	var out strings.Builder
	for _, name := range b.Sheets() {
		fmt.Fprintf(&out, "%s\n", name)
		rows, err := b.Rows(name)
		if err != nil {
			t.Fatal(err)
		}
		var columns []string
		for rows.Next() {
			r := rows.Row()
			if columns == nil {
				for _, c := range r.Cells {
					columns = append(columns, l.Aliases[name][string(c.Value)])
				}
				continue
			}
			fmt.Fprintf(&out, "%d:", r.Number)
			for i, c := range r.Cells {
				if i < len(columns) && columns[i] != "" && len(c.Value) > 0 {
					fmt.Fprintf(&out, " %s=%s", columns[i], c.Value)
				}
			}
			out.WriteString("\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close()
	}
	return out.String()
}

func lacks(f *Form) string {
	var out []string
	for _, t := range f.Lacks() {
		out = append(out, t.VI)
	}
	return strings.Join(out, "; ")
}

func notes(l *Laid) string {
	var out []string
	for _, t := range l.Notes {
		out = append(out, t.VI)
	}
	return strings.Join(out, "\n")
}

// TestLists: lists as communes keep them are read row by row under their own numbers: titles above, headings of two
// rows, running numbers, sections, totals, signatures; what is supplied is said.
func TestLists(t *testing.T) {
	title := []any{"DANH SÁCH HỘ NGHÈO NĂM 2024"}
	for _, c := range []struct {
		name  string
		pages []page
		kind  Kind
		want  string
		notes []string
	}{
		{"heads only, two rows of headings, year below the sex", []page{{name: "Sheet1", merged: []string{"A1:H1", "A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5", "G4:G5"}, rows: [][]any{
			title, {"Xã Thạnh Phú"}, {},
			{"STT", "Họ và tên chủ hộ", "Năm sinh", nil, "Số CCCD", "Ấp", "Thu nhập BQ (đồng)", "Ghi chú"},
			{nil, nil, "Nam", "Nữ"},
			{"1", "2", "3", "4", "5", "6", "7", "8"},
			{1, "Trần Văn Thử", 1984, nil, "094084000123", "Ấp Chợ", 1200000},
			{2, "Lê Thị Mẫu", nil, 1990, nil, "Ấp Chợ", 900000, "tàn tật"},
			{"Tổng cộng", nil, nil, nil, nil, nil, 2100000},
			{},
			{nil, "NGƯỜI LẬP BIỂU", nil, nil, nil, "TM. UBND XÃ"},
			{nil, "Nguyễn Văn Ký", nil, nil, nil, "Trần Thị Duyệt"},
		}}}, Heads, `households
7: hamlet=Ấp Chợ income_per_head=1200000 household_code=31708-N1 commune_code=31708
8: hamlet=Ấp Chợ income_per_head=900000 household_code=31708-N2 commune_code=31708
9: income_per_head=2100000
members
7: full_name=Trần Văn Thử citizen_id=094084000123 household_code=31708-N1 member_no=1 relationship=head birth_date=1984 sex=male
8: full_name=Lê Thị Mẫu household_code=31708-N2 member_no=1 relationship=head birth_date=1990 sex=female
`, []string{"2 hộ không có mã", "STT, Ghi chú", "6, 11, 12"}},
		{"parts headed by their hamlets, no codes", []page{{name: "DS", merged: []string{"A2:F2"}, rows: [][]any{
			{"STT", "Họ và tên", "Quan hệ với chủ hộ", "Ngày, tháng, năm sinh", "Giới tính", "SĐT"},
			{"I. Ấp Chợ Cũ (2 hộ)"},
			{1, "Trần Văn Thử", "CH", "15/03/1984", "Nam", "0912345678"},
			{2, "Lê Thị Mẫu", "vợ", "1990", "Nữ"},
			{3, "Thạch Thị Mẫu", "chủ hộ", "1950", "Nữ"},
			{"II", "Ấp Mới"},
			{4, "Lý Văn Mẫu", "Chủ hộ", "1970", "Nam"},
			{"Cộng: 3 hộ"},
		}}}, Mixed, `households
3: phone=0912345678 household_code=31708-N1 commune_code=31708 hamlet=Ấp Chợ Cũ
5: household_code=31708-N2 commune_code=31708 hamlet=Ấp Chợ Cũ
7: household_code=31708-N3 commune_code=31708 hamlet=Ấp Mới
members
3: full_name=Trần Văn Thử relationship=CH birth_date=15/03/1984 sex=Nam household_code=31708-N1 member_no=1
4: full_name=Lê Thị Mẫu relationship=vợ birth_date=1990 sex=Nữ household_code=31708-N1 member_no=2
5: full_name=Thạch Thị Mẫu relationship=chủ hộ birth_date=1950 sex=Nữ household_code=31708-N2 member_no=1
7: full_name=Lý Văn Mẫu relationship=Chủ hộ birth_date=1970 sex=Nam household_code=31708-N3 member_no=1
`, []string{"3 hộ", "ấp/khóm được lấy"}},
		{"two sheets with STT on both, headings below titles", []page{
			{name: "Thông tin hộ", rows: [][]any{title, {"STT", "Mã số hộ", "Ấp", "Diện tích nhà"}, {1, "H1", "Ấp Chợ", 45}, {2, "H2", "Ấp Chợ", 30}}},
			{name: "Nhân khẩu trong hộ", rows: [][]any{{"STT", "Mã số hộ", "Họ tên", "Quan hệ", "Năm sinh"},
				{1, "H1", "Trần Văn Thử", "Chủ hộ", 1984}, {2, "H1", "Lê Thị Mẫu", "Vợ", 1990}, {3, "H2", "Lý Văn Mẫu", "Chủ hộ", 1970}}},
			{name: "Bìa", rows: [][]any{{"UBND XÃ"}}}}, Two, `households
3: household_code=H1 hamlet=Ấp Chợ floor_area=45 commune_code=31708
4: household_code=H2 hamlet=Ấp Chợ floor_area=30 commune_code=31708
members
2: household_code=H1 full_name=Trần Văn Thử relationship=Chủ hộ birth_date=1984 member_no=1
3: household_code=H1 full_name=Lê Thị Mẫu relationship=Vợ birth_date=1990 member_no=2
4: household_code=H2 full_name=Lý Văn Mẫu relationship=Chủ hộ birth_date=1970 member_no=1
`, []string{"các trang: Bìa", "STT"}},
		{"a row a member, the code on the first row", []page{{name: "Ấp 1", rows: [][]any{
			{"Mã hộ", "TT", "Họ tên", "Quan hệ", "Năm sinh", "Diện tích nhà"},
			{"H1", 1, "Trần Văn Thử", "Chủ hộ", 1984, 45},
			{nil, 2, "Lê Thị Mẫu", "Vợ", 1990},
			{"H2", 1, "Thạch Thị Mẫu", "Chủ hộ", 1950, 30},
			{"H2", 2, "Thạch Văn Mẫu", "Con", 1980},
			{nil, 1, "Lý Văn Mẫu", "Chủ hộ", 1970},
		}}}, Mixed, `households
2: household_code=H1 floor_area=45 commune_code=31708
4: household_code=H2 floor_area=30 commune_code=31708
6: commune_code=31708
members
2: household_code=H1 full_name=Trần Văn Thử relationship=Chủ hộ birth_date=1984 member_no=1
3: household_code=H1 full_name=Lê Thị Mẫu relationship=Vợ birth_date=1990 member_no=2
4: household_code=H2 full_name=Thạch Thị Mẫu relationship=Chủ hộ birth_date=1950 member_no=1
5: household_code=H2 full_name=Thạch Văn Mẫu relationship=Con birth_date=1980 member_no=2
6: full_name=Lý Văn Mẫu relationship=Chủ hộ birth_date=1970 member_no=1
`, []string{"1 dòng không có mã"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := book(t, c.pages...)
			f, err := words().Guess(b, nil)
			if err != nil {
				t.Fatal(err)
			}
			if f.Commune = "31708"; f.Kind != c.kind || lacks(f) != "" {
				t.Fatalf("%s: %s, %+v", f.Kind, lacks(f), f)
			}
			l, err := f.Lay(b, numbering())
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, b, l); got != c.want {
				t.Errorf("got\n%s\nwant\n%s\nform %+v", got, c.want, f)
			}
			for _, n := range c.notes {
				if !strings.Contains(notes(l), n) {
					t.Errorf("no note %q in\n%s", n, notes(l))
				}
			}
		})
	}
}
