package yearend_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestYearEnd: what a commune's line has left in December, what is chosen, and what the days of the law make of it
// after the settling up: without a ground it must be cancelled; asked to be carried over with ground and document
// it is not.
func TestYearEnd(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	day := date.Must(2024, 3, 1)
	doc := s.Decision(day)
	line := s.Grant("DA2", officetest.ThanhPhu, day, 100_000_000, doc)
	finance := s.As("ketoan.xa")
	_, err := s.Funds.Record(ctx, finance, money.Movement{Kind: money.Advance, From: line, Amount: 30_000_000,
		Day: s.Office.Day(), Voucher: "UNC 1"})
	must(err)
	choose := func(c money.Choosing) error { return s.YearEnd.Choose(ctx, finance, line, c) }
	s.Rights(t, "may: ketoan.xa ketoan.so forbidden: canbo.xa canbo.xa2 dieutra dieutra2 dieutra.ngocdong chutich.xa "+
		"canbo.huyen canbo.so canbo.so2 kehoach kehoach2 duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri quantri2",
		func(a *office.Ask) error { return s.YearEnd.Choose(ctx, a, line, money.Choosing{}) })
	officetest.Refused(t, choose(money.Choosing{Choice: money.Carry}), errs.Invalid, "căn cứ")
	carry := money.Choosing{Choice: money.Carry, Ground: "decree_73_2026"}
	officetest.Refused(t, choose(carry), errs.Invalid, "văn bản")
	carry.Document = doc
	officetest.Refused(t, choose(carry), errs.Invalid, "điểm, khoản")
	shown := func() (said string, late bool) {
		t.Helper()
		v, err := s.YearEnd.Show(ctx, finance, 2024, officetest.ThanhPhu, 0)
		must(err)
		if v.Count != 1 || v.B != 70_000_000 || v.V != 30_000_000 || len(v.Days) != 5 ||
			v.Days[2].Day != date.Must(2025, 1, 31) ||
			!v.Days[4].Day.IsZero() {
			t.Fatalf("%+v", v)
		}
		return v.Rows[0].Said().VI, v.Rows[0].Late
	}
	if said, late := shown(); said != "chưa chọn" || late {
		t.Error(said, late)
	}
	must(choose(money.Choosing{Choice: money.Spend}))
	if said, _ := shown(); said != "Chi hết trước ngày cuối" {
		t.Error(said)
	}
	s.Set(date.Must(2025, 1, 31))
	if _, late := shown(); late {
		t.Error("the settling up goes on to its last day")
	}
	s.Set(date.Must(2025, 2, 1))
	finance = s.As("ketoan.xa")
	if said, late := shown(); said != "phải hủy" || !late {
		t.Error(said, late)
	}
	carry.Note = "điểm a khoản 2"
	must(choose(carry))
	if said, late := shown(); said != "Đề nghị chuyển nguồn" || late {
		t.Error(said, late)
	}
	var out bytes.Buffer
	must(s.YearEnd.Write(ctx, finance, 2024, officetest.ThanhPhu, &out))
	f, err := excelize.OpenReader(&out)
	must(err)
	rows := officetest.Cells(t, f, "Cuối năm")
	all := ""
	for _, r := range rows {
		all += strings.Join(r, "|") + "\n"
	}
	if !strings.Contains(all, "điểm a khoản 2") || !strings.Contains(strings.ToUpper(all), "MẪU") {
		t.Errorf("the paper says\n%s", all)
	}
	must(s.Funds.Carry(ctx, finance, money.Movement{Kind: money.CarryAdvance, Day: s.Office.Day(), From: line,
		Amount: 30_000_000, Document: doc}))
	board, err := s.Funds.Board(ctx, finance, funds.Query{Year: 2025})
	must(err)
	if board.Sum.V != 30_000_000 || board.Sum.Lines != 1 {
		t.Errorf("what is carried over: %+v", board.Sum)
	}
}
