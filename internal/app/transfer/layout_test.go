package transfer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/paste"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/arrange"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/store/jobs"
)

// sheets makes a workbook of one or more sheets, in the order given.
func sheets(t *testing.T, all ...any) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i := 0; i < len(all); i += 2 {
		name := all[i].(string)
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for k, row := range all[i+1].([][]any) {
			if err := f.SetSheetRow(name, fmt.Sprintf("A%d", k+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (d desk) upload(file []byte) *transfer.ImportShown {
	d.Helper()
	j, err := d.Transfer.Upload(context.Background(), d.a, "xã.xlsx", bytes.NewReader(file), date.Must(2024, 12, 14))
	if err != nil {
		d.Fatal(err)
	}
	return d.settled(j.ID)
}

func lacking(s *transfer.ImportShown) string {
	var out []string
	for _, t := range s.Result.Lacks {
		out = append(out, t.VI)
	}
	return strings.Join(out, "; ")
}

// TestOwnLists: a commune's own list is read without a word where its headings are known, and with a few where they are
// not; what was said of a heading is remembered though another is renamed; the list sent again is nobody twice.
func TestOwnLists(t *testing.T) {
	d := newDesk(t, officetest.Demo(t, 500), "canbo.xa")
	ctx := context.Background()
	own := sheets(t, "DS hộ", [][]any{{"UBND XÃ THẠNH PHÚ"}, {"DANH SÁCH HỘ"}, {},
		{"STT", "Họ tên", "Quan hệ", "Năm sinh", "Số CCCD", "Ấp", "Nguồn nước", "Số ĐT"},
		{1, "Trần Văn Mẫu Riêng", "Chủ hộ", 1984, "099084700301", "ấp chợ", "nước máy", "0912345678"},
		{2, "Lê Thị Mẫu Riêng", "Vợ", 1986},
		{3, "Lý Văn Mẫu Riêng", "Chủ hộ", "40", nil, "Ấp Chợ", "nước máy"},
		{4, "Thạch Thị Mẫu Riêng", "Chủ hộ", "15/03/1950", nil, "Ấp Chợ", "nước máy"},
		{"Tổng cộng: 3 hộ"}, {nil, "Người lập biểu"}, {nil, "Trần Văn Ký"}})
	s := d.upload(own)
	if r := sums(s.Result); r != "2 new 0 changed 0 same 1 back, map[]" || lacking(s) != "" ||
		s.Result.Counts.Households.In != 3 || s.Result.Counts.Members.In != 4 {
		t.Fatalf("%s; lacks %s; %+v", r, lacking(s), s.Result.Counts)
	}
	if f := s.Result.Faults; len(f) == 0 || f[0].Row != 7 {
		t.Errorf("faults do not name the row of the file: %+v", f)
	}
	d.store(s.ID)
	// sent again, the heads are found; nobody is in the register twice
	again := d.upload(own)
	if r := sums(again.Result); r != "0 new 0 changed 0 same 3 back, map[]" || !strings.Contains(again.Result.Faults[0].Text.VI, "đã có trong sổ") {
		t.Errorf("%s %+v", r, again.Result.Faults)
	}
	// the rejected rows, repaired, come straight back
	var back bytes.Buffer
	if err := d.Transfer.RejectedFile(ctx, d.a, s.ID, &back); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&back)
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := f.GetRows("members")
	if len(rows) != 2 || rows[1][1] != "Lý Văn Mẫu Riêng" {
		t.Fatalf("%q", rows)
	}
	if err := f.SetCellValue("members", "D2", 1984); err != nil {
		t.Fatal(err)
	}
	var repaired bytes.Buffer
	if err := f.Write(&repaired); err != nil {
		t.Fatal(err)
	}
	if r := sums(d.upload(repaired.Bytes()).Result); r != "1 new 0 changed 0 same 0 back, map[]" {
		t.Errorf("the repaired rows: %s", r)
	}
}

// TestSaidOfAFile: sheet, row of headings and columns are said by a person.
func TestSaidOfAFile(t *testing.T) {
	d := newDesk(t, officetest.Demo(t, 500), "canbo.xa")
	ctx := context.Background()
	odd := func(name string) []byte {
		return sheets(t, "Bìa", [][]any{{"a", "b", "c"}}, "Trang B", [][]any{{"Ghi chép"}, {name, "Sinh", "Ghi", "STT"}, {"Trần Văn Mẫu Lạ", "1980", "gì đó", 1}})
	}
	s := d.upload(odd("Tên người"))
	if !strings.Contains(lacking(s), "ghi số dòng") || s.State != jobs.Ready || s.Result.Digest != "" || len(s.Layout.Sheets) != 2 {
		t.Fatalf("%s %+v", lacking(s), s)
	}
	if err := d.Transfer.CommitImport(ctx, d.a, s.ID, nil, ""); errs.KindOf(err) != errs.Conflict {
		t.Errorf("stored unread: %v", err)
	}
	say := func(where transfer.Where) *transfer.ImportShown {
		t.Helper()
		if err := d.Transfer.Arrange(ctx, d.a, s.ID, transfer.Arrangement{Kind: arrange.Heads, Tables: []transfer.Where{where, {}}}); err != nil {
			t.Fatal(err)
		}
		return d.settled(s.ID)
	}
	if s = say(transfer.Where{Sheet: "Trang B", Row: 2}); !strings.Contains(lacking(s), "Họ và tên") || len(s.Layout.Houses.Headings) != 4 {
		t.Fatalf("%s %+v", lacking(s), s.Layout.Form)
	}
	if err := d.Transfer.Arrange(ctx, d.a, s.ID, transfer.Arrangement{Kind: arrange.Heads, Tables: []transfer.Where{
		{Sheet: "Trang B", Row: 2, To: 2, Columns: []string{"full_name", "full_name"}}, {}}}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("one column twice: %v", err)
	}
	s = say(transfer.Where{Sheet: "Trang B", Row: 2, To: 2, Columns: []string{"full_name", "birth_date", "", ""}})
	if r := sums(s.Result); r != "1 new 0 changed 0 same 0 back, map[]" || lacking(s) != "" {
		t.Fatalf("%s; lacks %s", r, lacking(s))
	}
	// one heading renamed: what was said of the others stands
	if s = d.upload(odd("Người")); s.Layout.Houses.Sheet != "Trang B" && len(s.Result.Lacks) == 0 {
		t.Fatalf("%+v", s.Layout.Form)
	}
	s = say(transfer.Where{Sheet: "Trang B", Row: 2})
	if c := s.Layout.Houses.Columns; c[0] != "" || c[1] != "birth_date" {
		t.Errorf("remembered %q", c)
	}
	var b bytes.Buffer
	for _, filled := range []bool{false, true} {
		if b.Reset(); d.Transfer.Template(d.a, filled, &b) != nil {
			t.Fatal(filled)
		}
		want := "0 new 0 changed 0 same 0 back, map[]"
		if filled {
			want = "0 new 0 changed 0 same 2 back, map[hamlet:1]" // the example's hamlet is asked about
		}
		if s := d.upload(b.Bytes()); sums(s.Result) != want || s.Result.Counts.Doubts != 0 {
			t.Errorf("template (%v): %s %+v", filled, sums(s.Result), s.Result)
		}
	}
}

// TestLocalWords: a word for an ethnic group is read as the office's province means it, wherever it is typed.
func TestLocalWords(t *testing.T) {
	o := officetest.Demo(t, 500)
	for _, word := range []string{"Miên", "miên", "Cao Miên", "K'mer"} {
		got, why := o.Office.Codes().Plain(household.Column{Name: "ethnicity", Kind: household.Ethnic}, word)
		if got != "05" || why != (errs.Text{}) {
			t.Errorf("%s = %s, %s", word, got, why.VI)
		}
	}
}

// TestPastedZeros: a citizen number of which a spreadsheet took the nought has it again where the person fits it, and
// that is said; one that fits nobody goes back.
func TestPastedZeros(t *testing.T) {
	d := newDesk(t, officetest.Demo(t, 500), "canbo.xa")
	const columns = "household_code\tcommune_code\tfull_name\tsex\tbirth_date\tcitizen_id\n"
	for row, want := range map[string][2]int{
		"Z1\t31708\tTrần Văn Mẫu\tnam\t1979\t94079000123":  {1, 1},
		"Z1\t31708\tTrần Thị Mẫu\tnữ\t1979\t94079000123":   {0, 0},
		"Z1\t31708\tTrần Văn Mẫu\tnam\t1979\t094079000123": {1, 0},
		"Z1\t31708\tTrần Văn Mẫu\tnam\t1979\t361234567":    {0, 0},
	} {
		res, err := d.Paste.Check(context.Background(), d.a, paste.Input{Text: columns + row})
		if err != nil || res.Good != want[0] || res.Zeros != want[1] {
			t.Errorf("%s: %+v %v", row, res, err)
		}
	}
}
