package statements_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app/statements"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/statement"
	rows "giamngheo/internal/store/statements"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

const holder = "31708"

// file is September of Thạnh Phú: one row agrees, one has another amount, one is only at the treasury.
const file = "Kho bạc Nhà nước\nTài khoản:,9523.2.1234567\n\nNgày hạch toán,Số chứng từ,Số tiền,Diễn giải\n" +
	"03/09/2024,UNC 1,10.000.000,Chi trả\n05/09/2024,UNC 2,21.000.000,Chi trả\n20/09/2024,KB 7,500.000,Phí\nCộng,,31.500.000,\n"

// september is the small office with three payments of Thạnh Phú in September.
func september(t *testing.T) (s *officetest.SmallOffice, ctx context.Context, must func(error)) {
	t.Helper()
	s, ctx = officetest.Small(t), context.Background()
	must = func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := date.Must(2024, 3, 1)
	line := s.Grant("DA2", officetest.ThanhPhu, at, 100_000_000, s.Decision(at))
	finance := s.As("ketoan.xa")
	pay := func(on int, voucher string, amount money.Dong) {
		t.Helper()
		_, err := s.Funds.Record(ctx, finance, money.Movement{Kind: money.Pay, From: line, Amount: amount,
			Day: date.Must(2024, 9, on), Voucher: voucher})
		must(err)
	}
	pay(2, "UNC 01", 10_000_000)
	pay(5, "UNC 02", 20_000_000)
	pay(9, "UNC 03", 3_000_000)
	return s, ctx, must
}

// TestStatement: a month is looked at, taken in, answered and closed; the same file again changes nothing; what is
// right in the ledger is no difference any more; who entered the payments does not close.
func TestStatement(t *testing.T) {
	s, ctx, must := september(t)
	finance, other := s.As("ketoan.xa"), s.As("ketoan.so")
	in := statements.Input{Place: officetest.ThanhPhu, Holder: holder, Number: "9523.2.1234567", Year: 2024, Month: 9}
	look := func(a *office.Ask, in statements.Input, text string) (int64, error) {
		return s.Statements.Look(ctx, a, in, "so-phu.csv", strings.NewReader(text))
	}
	s.Rights(t, "may: ketoan.xa ketoan.so forbidden: canbo.xa canbo.xa2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach "+
		"kehoach2 duyet duyet.huyen lanhdao thanhtra thanhtra.huyen",
		func(a *office.Ask) error {
			bad := in
			bad.Month = 13
			_, err := look(a, bad, file)
			return err
		})
	wrong := in
	wrong.Number = "9523.2.7654321"
	_, err := look(finance, wrong, file)
	officetest.Refused(t, err, errs.Invalid, "9523.2.7654321")
	_, err = look(finance, in, strings.ReplaceAll(file, "20/09", "20/10"))
	officetest.Refused(t, err, errs.Invalid, "9/2024")
	_, err = look(finance, in, strings.Replace(file, "10.000.000", "1.5e7x", 1))
	officetest.Refused(t, err, errs.Invalid, "dòng 5")
	_, err = look(finance, in, strings.Replace(file, "Số tiền", "Gửi đi", 1))
	officetest.Refused(t, err, errs.Invalid, "Số tiền")
	in.Headings = map[string]string{"amount": "Gửi đi"}
	id, err := look(finance, in, strings.Replace(file, "Số tiền", "Gửi đi", 1))
	must(err)
	in.Headings = nil // it is remembered
	must(s.Statements.Take(ctx, finance, id))
	again, err := look(finance, in, strings.Replace(file, "Số tiền", "Gửi đi", 1))
	if err != nil || again != id {
		t.Errorf("the same file again is statement %d: %v", again, err)
	}
	show := func() *statements.Shown {
		t.Helper()
		v, err := s.Statements.Show(ctx, finance, id)
		must(err)
		return v
	}
	v := show()
	n := v.Sums.N
	if v.Open != 3 || n[statement.Matched] != 1 || n[statement.OtherAmount] != 1 || n[statement.OnlyTreasury] != 1 ||
		n[statement.OnlyOurs] != 1 || v.Sums.Treasury != 31_500_000 || v.Sums.Ours != 33_000_000 {
		t.Fatalf("%+v", v.Sums)
	}
	officetest.Refused(t, s.Statements.Close(ctx, other, id, 0), errs.Invalid, "3 chênh lệch")
	reply := func(kind statement.Kind) {
		t.Helper()
		for _, d := range show().Pairs {
			if d.Kind == kind {
				must(s.Statements.Reply(ctx, finance, id, d.Subject, d.Owner(), "đã báo Kho bạc tra soát"))
			}
		}
	}
	reply(statement.OnlyTreasury)
	reply(statement.OtherAmount)
	officetest.Refused(t, s.Statements.Reply(ctx, finance, id, "m1", statement.Accountant, "không còn chênh lệch"),
		errs.Conflict, "chênh lệch")
	waits, err := s.Statements.Waiting(ctx, finance)
	if err != nil || len(waits) != 1 || waits[0].Open != 1 {
		t.Error(waits, err)
	}
	var third int64
	for _, d := range show().Pairs {
		if d.Kind == statement.OnlyOurs {
			third = d.Entry.Movement
		}
	}
	must(s.Funds.TakeBack(ctx, finance, third, date.Must(2024, 9, 9), "ghi nhầm tháng"))
	if v := show(); v.Open != 0 ||
		v.Sums.N[statement.OnlyOurs] != 0 { // the payment and what takes it back are nothing
		t.Errorf("%d open of %+v", v.Open, v.Sums.N)
	}
	officetest.Refused(t, s.Statements.Close(ctx, finance, id, 0), errs.Forbidden, "đối chiếu")
	must(s.Statements.Close(ctx, other, id, 0))
	until, differences, err := s.Statements.Reconciled(ctx, officetest.ThanhPhu, holder, 2024)
	if err != nil || until != date.Must(2024, 9, 30) || differences != 2 {
		t.Error(until, differences, err)
	}
	_, err = look(finance, in, strings.Replace(strings.Replace(file, "Số tiền", "Gửi đi", 1), "500.000", "600.000", 1))
	officetest.Refused(t, err, errs.Invalid, "đã khóa")
	if got, err := s.Statements.Show(ctx, s.As("canbo.longphu"), id); errs.KindOf(err) != errs.NotFound {
		t.Error(got, err)
	}
	if show().State != rows.Closed {
		t.Error("it is not closed")
	}
}
