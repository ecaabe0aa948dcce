package roster_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/roster"
	"giamngheo/internal/sheet"
)

// shelf is what the tests read: the words and units that the program ships with.
func shelf(t *testing.T) (*roster.Words, *place.Registry) {
	t.Helper()
	data := os.DirFS("../../data")
	w, err := roster.ReadWords(data)
	if err != nil {
		t.Fatal(err)
	}
	r, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	return w, r
}

// TestLines: what a row means, and with what a row that means nothing is mended.
func TestLines(t *testing.T) {
	w, places := shelf(t)
	now, then := date.Must(2026, 11, 2), date.Must(2024, 12, 2)
	const heads = "Họ và tên\tMã đơn vị\tĐơn vị\tHuyện\tVai trò\tTừ ngày\tĐến ngày\tSố ĐT\tTên đăng nhập"
	for _, c := range []struct {
		what, row string
		on        date.Date
		want      string // unit roles from to phone username, or what the faults say
	}{
		{"by code", "Lê An\t31120\t\t\tCán bộ xã\t01/12/2026\t31/12/2027\t0912 345 678\t", now,
			"31120 [commune_officer] 2026-12-01 2027-12-31 0912345678 "},
		{"by name, without its kind", "Lê An\t\tninh kiều\t\tchủ tịch ubnd phường\t\t\t+84912345678\t", now,
			"31135 [commune_chair]   0912345678 "},
		{"its kind shortened, with its committee", "Lê An\t\tUBND P. Ninh Kiều, TP Cần Thơ\t\tĐiều tra viên\t\t\t\tAn.LE", now,
			"31135 [enumerator]    an.le"},
		{"two roles", "Lê An\t\tPhường Ninh Kiều\t\tCán bộ xã; điều tra viên\t\t\t912345678\t", now,
			"31135 [commune_officer enumerator]   0912345678 "},
		{"a role whose title has a comma", "Lê An\t\t\t\tThanh tra, kiểm toán\t\t\t\t", now, "92 [inspector]    "},
		{"of any level, without a unit", "Lê An\t\t\t\tLãnh đạo\t\t\t\t", now, "không ghi đơn vị"},
		{"of the province, without a unit", "Lê An\t\t\t\tCán bộ sở\t\t\t\t", now, "92 [department_officer]    "},
		{"of the province, at its department", "Lê An\t\tSở Nông nghiệp và Môi trường\t\tCán bộ kế hoạch\t\t\t\t", now,
			"92 [planner]    "},
		{"of the whole province", "Lê An\t\tToàn thành phố\t\tLãnh đạo\t\t\t\t", now, "92 [leader]    "},
		{"districts are there no more", "Lê An\t\tPhường Ninh Kiều\t\tCán bộ huyện\t\t\t\t", now,
			"không có “Cán bộ huyện” ngày 02/11/2026"},
		{"districts were there", "Lê An\t947\t\t\tCán bộ huyện\t\t\t\t", then, "947 [district_officer]    "},
		{"three of one name", "Lê An\t\tPhường 1\t\tCán bộ xã\t\t\t\t", then, "là tên của nhiều đơn vị"},
		{"three of one name, with what it lies in", "Lê An\t\tPhường 1\tTX Vĩnh Châu\tCán bộ xã\t\t\t\t", then,
			"31783 [commune_officer]    "},
		{"the same behind a comma", "Lê An\t\tP.1, thị xã Ngã Năm\t\tCán bộ xã\t\t\t\t", then, "31732 [commune_officer]    "},
		{"a former name", "Lê An\t\tPhường 5\t\tCán bộ xã\t\t\t\t", now, "không còn “Phường 5”; nay là 31507 Phường Sóc Trăng"},
		{"a former name of several, with what they lay in", "Lê An\t\tP. 1, TP Sóc Trăng\t\tCán bộ xã\t\t\t\t", now,
			"không còn “P. 1”; nay là 31510 Phường Phú Lợi: ghi mã"},
		{"the same in a column of its own", "Lê An\t\tPhường 1\tthị xã Vĩnh Châu\tCán bộ xã\t\t\t\t", now,
			"không còn “Phường 1”; nay là 31783 Phường Vĩnh Châu: ghi mã"},
		{"a former name of several", "Lê An\t\tPhường 1\t\tCán bộ xã\t\t\t\t", now,
			"nay là 31510 Phường Phú Lợi; 31732 Phường Ngã Năm; 31783 Phường Vĩnh Châu: ghi mã"},
		{"of another kind", "Lê An\t\tXã Ninh Kiều\t\tCán bộ xã\t\t\t\t", now,
			"không có “Xã Ninh Kiều”, mà có 31135 Phường Ninh Kiều: ghi mã"},
		{"in capitals", "LÊ AN\t\tPHƯỜNG NINH KIỀU\t\tCÁN BỘ XÃ\t1/12/2026\t\t\t", now,
			"31135 [commune_officer] 2026-12-01   "},
		{"a former code", "Lê An\t31498\t\t\tCán bộ xã\t\t\t\t", now, "mã 31498 (Phường 5) hết hiệu lực từ 01/07/2025"},
		{"code and name of two units", "Lê An\t31135\tPhường Cái Khế\t\tCán bộ xã\t\t\t\t", now,
			"mã 31135 là Phường Ninh Kiều, còn tên ghi “Phường Cái Khế”"},
		{"the province's code and a ward's name", "Lê An\t92\tPhường Cái Khế\t\tLãnh đạo\t\t\t\t", now,
			"mã 92 là Thành phố Cần Thơ, còn tên ghi “Phường Cái Khế”"},
		{"the province's code and an office's name", "Lê An\t92\tSở Nông nghiệp\t\tLãnh đạo\t\t\t\t", now, "92 [leader]    "},
		{"only what parts roles", "Lê An\t31135\t\t\t;\t\t\t\t", now, "không ghi vai trò"},
		{"roles with nothing between", "Lê An\t31135\t\t\tCán bộ xã; ; điều tra viên\t\t\t\t", now,
			"31135 [commune_officer enumerator]    "},
		{"a telephone as a number", "Lê An\t31135\t\t\tCán bộ xã\t\t\t84987654321.0\t", now,
			"31135 [commune_officer]   0987654321 "},
		{"a telephone as a number, without the 0", "Lê An\t31135\t\t\tCán bộ xã\t\t\t987654321.0\t", now,
			"31135 [commune_officer]   0987654321 "},
		{"a telephone from abroad, its 0 kept", "Lê An\t31135\t\t\tCán bộ xã\t\t\t(+84) 0912 345 678\t", now,
			"31135 [commune_officer]   0912345678 "},
		{"a telephone with two noughts", "Lê An\t31135\t\t\tCán bộ xã\t\t\t00912345678\t", now,
			"“00912345678” không phải số điện thoại"},
		{"another province", "Lê An\t00004\t\t\tCán bộ xã\t\t\t\t", now, "thuộc tỉnh khác"},
		{"no unit at all", "Lê An\t\tXã Không Có\t\tCán bộ xã\t\t\t\t", now, "không có đơn vị “Xã Không Có”"},
		{"no such role", "Lê An\t31135\t\t\tPhó chủ tịch\t\t\t\t", now, "không có vai trò “Phó chủ tịch”: ghi một trong"},
		{"no role", "Lê An\t31135\t\t\t\t\t\t\t", now, "không ghi vai trò"},
		{"no name", "\t31135\t\t\tCán bộ xã\t\t\t\t", now, "không ghi họ và tên"},
		{"a formula for a name", "=HYPERLINK(A)\t31135\t\t\tCán bộ xã\t\t\t\t", now, "không phải tên người"},
		{"no letter for a name", "…\t31135\t\t\tCán bộ xã\t\t\t\t", now, "không phải tên người"},
		{"a number for a name", "0912345678\t31135\t\t\tCán bộ xã\t\t\t\t", now, "không phải tên người"},
		{"an end before a start", "Lê An\t31135\t\t\tCán bộ xã\t02/12/2026\t01/12/2026\t\t", now,
			"ngày cuối (01/12/2026) trước ngày đầu (02/12/2026)"},
		{"over already", "Lê An\t31135\t\t\tCán bộ xã\t\t01/11/2026\t\t", now, "vai trò đã hết"},
		{"no day", "Lê An\t31135\t\t\tCán bộ xã\t31/02/2026\t\t\t", now, "“31/02/2026” không phải ngày"},
		{"no telephone", "Lê An\t31135\t\t\tCán bộ xã\t\t\t12345\t", now, "“12345” không phải số điện thoại"},
		{"two faults", "Lê An\t31135\t\t\tVua\t\t\txyz\t", now, "“xyz” không phải số điện thoại"},
	} {
		t.Run(c.what, func(t *testing.T) {
			province, _ := places.At("92", c.on)
			if c.on == then {
				province, _ = places.At("94", c.on)
			}
			table, err := w.Parse("#\t" + heads + "\n7\t" + c.row)
			if err != nil {
				t.Fatal(err)
			}
			l := roster.NewReader(w, places, province, c.on).Lines(table)[0]
			if len(l.Faults) > 0 {
				if said := errs.Join("; ", l.Faults).VI; !strings.Contains(said, c.want) || l.Row != 7 {
					t.Errorf("row %d: %q, not %q", l.Row, said, c.want)
				}
				return
			}
			got := fmt.Sprintf("%s %v %s %s %s %s", l.Unit.Code, l.Roles, l.From, l.To, l.Phone, l.Username)
			if got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

// TestMonthFirst: where a column has a day with its month first, those that can be two days are not guessed at.
func TestMonthFirst(t *testing.T) {
	w, places := shelf(t)
	now := date.Must(2026, 11, 2)
	province, _ := places.At("92", now)
	text := "#\tHọ và tên\tMã đơn vị\tVai trò\tTừ ngày\tĐến ngày"
	for i, days := range []string{"12/01/2026\t05/06/2027", "12/25/2026\t", "12/12/2026\t", "2026-12-01\t", "1.10.2026\t"} {
		text += fmt.Sprintf("\n%d\tLê An\t31135\tCán bộ xã\t%s", i+2, days)
	}
	table, err := w.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	lines := roster.NewReader(w, places, province, now).Lines(table)
	for i, want := range []string{"“12/01/2026” có thể là hai ngày", "“12/25/2026” không phải ngày", "", "", "“1.10.2026” có thể là hai ngày"} {
		said := errs.Join("; ", lines[i].Faults).VI
		if !strings.HasPrefix(said, want) || (want == "") != (said == "") {
			t.Errorf("row %d: %q, not %q", i+2, said, want)
		}
	}
	if lines[0].To != date.Must(2027, 6, 5) { // of the other column nothing says so
		t.Error(lines[0].To)
	}
}

// TestRead: a workbook as offices keep one – a title, headings of their own words, dates and numbers as cells, a row of
// column numbers, a total, another sheet before it – is read row for row, and comes out of a form as it went in.
func TestRead(t *testing.T) {
	w, _ := shelf(t)
	f := excelize.NewFile()
	day, style := 46327, 0 // 01/11/2026
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.NewSheet("DS")
	for _, err := range []error{err,
		f.SetCellValue("Sheet1", "A1", "Bìa"),
		f.SetSheetRow("DS", "A1", &[]any{"DANH SÁCH CÁN BỘ SỬ DỤNG PHẦN MỀM"}),
		f.SetSheetRow("DS", "A3", &[]any{"STT", "Họ tên cán bộ", "Chức vụ", "Vai trò", "Mã xã", "Từ ngày", "SĐT", "Ghi chú"}),
		f.SetSheetRow("DS", "A4", &[]any{1, 2, 3, 4, 5, 6, 7, 8}),
		f.SetSheetRow("DS", "A6", &[]any{1, " Lê\tVăn  An ", "Công chức", "Cán bộ xã", 31135, day, 912345678, "x"}),
		f.SetSheetRow("DS", "A7", &[]any{2, "Trần Bình", "", "Điều tra viên"}),
		f.MergeCell("DS", "E6", "E7"),
		f.SetSheetRow("DS", "A8", &[]any{"", "Tổng cộng", "", "", "", "", 2}),
		f.SetCellStyle("DS", "F6", "F6", style),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "ds.xlsx")
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(path, sheet.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := w.Read(book)
	if err := errors.Join(err, book.Close()); err != nil {
		t.Fatal(err)
	}
	want := []roster.Row{{Number: 6, Cells: []string{"1", "Lê Văn An", "Công chức", "Cán bộ xã", "31135", "2026-11-01", "912345678", "x"}},
		{Number: 7, Cells: []string{"2", "Trần Bình", "", "Điều tra viên", "31135"}}}
	if d := cmp.Diff(want, table.Rows); d != "" {
		t.Error(d)
	}
	if got := table.Unread(); !slices.Equal(got, []string{"Chức vụ", "Ghi chú"}) {
		t.Errorf("unread are %v", got)
	}
	again, err := w.Parse(table.Text())
	if d := cmp.Diff(table, again); d != "" || err != nil {
		t.Error(d, err)
	}
}

// TestSheets: people of two sheets are not lost: they are put in one first. The template's examples are none of them.
func TestSheets(t *testing.T) {
	w, _ := shelf(t)
	head, one := []any{"Họ và tên", "Đơn vị", "Vai trò"}, []any{"Lê An", "Phường Ninh Kiều", "Cán bộ xã"}
	for _, c := range []struct {
		what, second string
		rows         [2]int // below the headings
		want         string // the number of rows, or why it is refused
	}{
		{"both have people", "Xã B", [2]int{1, 2}, "hai trang “Sheet1” và “Xã B” đều có người"},
		{"the first has none", "Xã B", [2]int{0, 2}, "2"},
		{"the second has none", "Xã B", [2]int{1, 0}, "1"},
		{"beside the examples", roster.SampleSheet, [2]int{3, 2}, "3"},
		{"only examples", roster.SampleSheet, [2]int{0, 2}, "0"},
	} {
		f := excelize.NewFile()
		_, err := f.NewSheet(c.second)
		for i, name := range []string{"Sheet1", c.second} {
			err = errors.Join(err, f.SetSheetRow(name, "A1", &head))
			for n := range c.rows[i] {
				err = errors.Join(err, f.SetSheetRow(name, fmt.Sprintf("A%d", n+2), &one))
			}
		}
		path := filepath.Join(t.TempDir(), "ds.xlsx")
		if err := errors.Join(err, f.SaveAs(path)); err != nil {
			t.Fatal(err)
		}
		book, err := sheet.Open(path, sheet.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		table, err := w.Read(book)
		var e *errs.Error
		if errors.As(err, &e) {
			got = e.Text().VI
		} else if err == nil {
			got = fmt.Sprint(len(table.Rows))
		}
		if err := book.Close(); err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, not %q; %v", c.what, got, c.want, err)
		}
	}
}

// TestParseRefuses: what a form did not get from Text is refused.
func TestParseRefuses(t *testing.T) {
	w, _ := shelf(t)
	for _, text := range []string{"", "x", "#\tTên\tXã", "#\tHọ và tên\tVai trò\nx\tLê An\tCán bộ xã",
		"#\tHọ và tên\tVai trò\n1" + strings.Repeat("\ta", 50)} {
		if _, err := w.Parse(text); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%.30q: %v", text, err)
		}
	}
}

// TestUsername: made of the name and the unit, nobody's twice.
func TestUsername(t *testing.T) {
	taken := map[string]bool{}
	for _, want := range []string{"annv.caikhe", "annv.caikhe2", "annv.caikhe3"} {
		got := roster.Username("Nguyễn Văn  An", place.Unit{Name: "Cái Khế"}, func(s string) bool { return taken[s] })
		if taken[got] = true; got != want || !roster.IsUsername(got) {
			t.Errorf("%s, not %s", got, want)
		}
	}
	ward := place.Unit{Name: "1 Bảo Lộc", FullName: "Phường 1 Bảo Lộc"}
	if got := roster.Username("Lê An", ward, func(string) bool { return false }); got != "anl.phuong1baoloc" {
		t.Error(got)
	}
	long := roster.Username(strings.Repeat("Đặng ", 20), place.Unit{Name: strings.Repeat("Ơ ", 60)},
		func(string) bool { return false })
	if !roster.IsUsername(long) || !strings.HasPrefix(long, "dangdddd") {
		t.Errorf("%q", long)
	}
	number := 0
	for _, name := range []string{"李小龙", "ß", "Ann-Marie O’Neil", "Thạch Sà Rây"} {
		got := roster.Username(name, place.Unit{Name: strings.Repeat("Ơ ", 60)}, func(string) bool { number++; return number%120 > 0 })
		if !roster.IsUsername(got) {
			t.Errorf("%s: %q", name, got)
		}
	}
	if roster.IsUsername("Lê") || roster.IsUsername("ab") {
		t.Error("no username is one")
	}
}
