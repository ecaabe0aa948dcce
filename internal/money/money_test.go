package money_test

import (
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
)

// below is a tree of two levels: DA4-TDA1 lies below DA4, everything below "".
func below(node, above string) bool { return strings.HasPrefix(node, above) }

func day(d int) date.Date { return date.Must(2024, 1, 1).AddDays(d) }

// book is a ledger with a grant of 2 billion to line 1 and 1.5 billion of it allotted to line 2; line 3 is another
// commune's, 4 is line 2 of the next year, 5 of another fund.
type book struct {
	*money.Ledger
	t  *testing.T
	no int64
}

func opened(t *testing.T) *book {
	l := money.NewLedger(below)
	line := func(id, parent int64, node, fund, holder string, year int) {
		l.Open(money.Line{ID: id, Parent: parent, Node: node, Fund: fund, Origin: 2024, Year: year, Kind: money.AtPlace,
			Holder: holder})
	}
	line(1, 0, "DA4", "central_recurrent", "94", 2024)
	line(2, 1, "DA4-TDA1", "central_recurrent", "31708", 2024)
	line(3, 1, "DA4-TDA1", "central_recurrent", "31711", 2024)
	line(4, 0, "DA4-TDA1", "central_recurrent", "31708", 2025)
	line(5, 0, "DA4-TDA1", "local", "31708", 2024)
	l.Sign(money.Contract{ID: 1, Number: "01/HĐ", Value: 1_200_000_000, Day: day(20)})
	if err := l.Accept(money.Item{ID: 1, Contract: 1, Title: "Đợt 1", Value: 500_000_000, Day: day(90)}); err != nil {
		t.Fatal(err)
	}
	b := &book{Ledger: l, t: t}
	b.does(money.Movement{Kind: money.Grant, Day: day(0), To: 1, Amount: 2_000_000_000, Document: 1})
	b.does(money.Movement{Kind: money.Allot, Day: day(10), From: 1, To: 2, Amount: 1_500_000_000, Document: 2})
	return b
}

func (b *book) does(m money.Movement) {
	b.t.Helper()
	if err := b.says(m); err != nil {
		b.t.Fatalf("%s: %v", m.Kind, err)
	}
}

func (b *book) says(m money.Movement) error {
	m.ID = b.no + 1
	err := b.Add(&m)
	if err == nil {
		b.no++
	}
	return err
}

// spent has the contract of the golden case: an advance of 600 million, of which a payment of 500 recovers 300.
func (b *book) spent() {
	b.does(money.Movement{Kind: money.Commit, Day: day(20), From: 2, Amount: 1_200_000_000, Contract: 1})
	b.does(money.Movement{Kind: money.Advance, Day: day(30), From: 2, Amount: 600_000_000, Contract: 1, Voucher: "UNC 1"})
	b.does(money.Movement{Kind: money.Pay, Day: day(100), From: 2, Amount: 500_000_000, Recovers: 300_000_000,
		Contract: 1, Item: 1, Voucher: "UNC 2"})
}

// TestGolden: disbursed is what was paid and what is advanced, and is not what was accepted and paid.
func TestGolden(t *testing.T) {
	b := opened(t)
	b.spent()
	got := b.At(2, 0)
	if got.A() != 1_500_000_000 || got.K() != 800_000_000 || got.P != 500_000_000 || got.V != 300_000_000 ||
		got.B() != 700_000_000 || got.C != 1_200_000_000 || got.U() != 300_000_000 {
		t.Errorf("%+v", got)
	}
	if got.Disbursed() != "53,33 %" || got.Paid() != "33,33 %" || got.Committed() != "80,00 %" {
		t.Error(got.Disbursed(), got.Paid(), got.Committed())
	}
	for at, want := range map[int][3]money.Dong{9: {0, 0, 0}, 10: {1_500_000_000, 0, 0}, 29: {1_500_000_000, 0, 0},
		30: {1_500_000_000, 600_000_000, 0}, 99: {1_500_000_000, 600_000_000, 0},
		100: {1_500_000_000, 300_000_000, 500_000_000}} {
		if is := b.At(2, day(at)); is.A() != want[0] || is.V != want[1] || is.P != want[2] {
			t.Errorf("on day %d: %+v", at, is)
		}
	}
}

// TestPercent: exact, two decimals, a half upwards; of nothing there is no share.
func TestPercent(t *testing.T) {
	for _, c := range []struct {
		part, whole money.Dong
		want        string
	}{
		{95_936, 105_399, "91,02 %"}, {6_472, 8_878, "72,90 %"}, {102_408, 114_277, "89,61 %"}, {68_566, 114_277, "60,00 %"},
		{8_878, 105_399, "8,42 %"}, {11_915, 16_205, "73,53 %"}, {14_739, 30_185, "48,83 %"}, {2_441, 11_733, "20,80 %"},
		{436, 68_242, "0,64 %"}, {0, 0, "–"}, {5, 0, "–"}, {0, 7, "0,00 %"}, {7, 7, "100,00 %"}, {1, 3, "33,33 %"},
		{2, 3, "66,67 %"}, {1, 80_000, "0,00 %"}, {1, 20_000, "0,01 %"}, {-1, 3, "-33,33 %"},
		{money.Most, money.Most, "100,00 %"}, {money.Most - 1, money.Most, "100,00 %"},
	} {
		if got := money.Percent(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %q, not %q", c.part, c.whole, got, c.want)
		}
	}
}

// TestParse: amounts as people type them; what is no whole number of đồng is refused with an example.
func TestParse(t *testing.T) {
	for text, want := range map[string]money.Dong{"1500000000": 1_500_000_000, "1.500.000.000": 1_500_000_000,
		" 1.500.000.000 đ ": 1_500_000_000, "1.500 đồng": 1500, "7": 7, "12.000₫": 12_000, "007": 7,
		"9.000.000.000.000.000": money.Most} {
		if got, err := money.Parse(text); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "đ", "1,5", "1.5", "1.50", "1.500,00", "-5", "+5", "1e9", "1 500", ".500", "1..500",
		"1.500.", "1500.000", "99999999999999999999999x", "9x9", "5 triệu", "０",
		"1.500.00", "0x10", "1_000"} {
		if got, err := money.Parse(text); errs.KindOf(err) != errs.Invalid ||
			!strings.Contains(err.Error(), "số tiền phải là số đồng nguyên, ví dụ 1.500.000.000") {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"10000000000000000000", "99999999999999999999999", "9.000.000.000.000.001",
		"9999999999999999"} {
		if got, err := money.Parse(text); errs.KindOf(err) != errs.Invalid ||
			!strings.Contains(err.Error(), "nhiều nhất là 9.000.000.000.000.000 đồng") {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	if got, err := money.Amount("0 đ"); got != 0 || err != nil {
		t.Error(got, err)
	}
	if _, err := money.Parse("0"); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "lớn hơn 0") {
		t.Error(err)
	}
}

// TestRefused: what cannot be is refused with what is wrong and the numbers, and changes nothing.
func TestRefused(t *testing.T) {
	b := opened(t)
	b.spent()
	was := b.At(2, 0)
	for what, c := range map[string]struct {
		m    money.Movement
		says []string
	}{
		"more than there is": {money.Movement{Kind: money.Advance, Day: day(120), From: 2, Amount: 700_000_001,
			Voucher: "x"}, []string{"1.500.000.000", "800.000.000", "700.000.000", "cần thêm 1", "300.000.000"}},
		"a day before the money": {money.Movement{Kind: money.Advance, Day: day(5), From: 2, Amount: 1, Voucher: "x"},
			[]string{"06/01/2024", "cần thêm 1"}},
		"of an earlier day, which a later one lacks": {money.Movement{Kind: money.Withdraw, Day: day(25), From: 2, To: 1,
			Amount: 800_000_000, Document: 3}, []string{"số 5", "10/04/2024", "cần thêm 100.000.000"}},
		"more is recovered than advanced": {money.Movement{Kind: money.Refund, Day: day(120), To: 2, Amount: 300_000_001,
			Recovers: 300_000_001, Voucher: "x"}, []string{"300.000.000", "chưa thu hồi"}},
		"more than the contract": {money.Movement{Kind: money.Advance, Day: day(120), From: 2, Amount: 500_000_000,
			Contract: 1, Voucher: "x"}, []string{"01/HĐ", "1.200.000.000", "800.000.000", "cam kết thêm 100.000.000"}},
		"an item twice": {money.Movement{Kind: money.Pay, Day: day(120), From: 2, Amount: 1, Contract: 1, Item: 1,
			Voucher: "x"}, []string{"Đợt 1", "500.000.000", "không thanh toán hai lần"}},
		"an item twice, of another fund": {money.Movement{Kind: money.Pay, Day: day(120), From: 5, Amount: 1, Contract: 1,
			Item: 1, Voucher: "x"}, []string{"không thanh toán hai lần"}},
		"before it was accepted": {money.Movement{Kind: money.Pay, Day: day(89), From: 2, Amount: 1, Contract: 1, Item: 1,
			Voucher: "x"}, []string{"trước ngày nghiệm thu"}},
		"a contract without an item": {money.Movement{Kind: money.Pay, Day: day(120), From: 2, Amount: 1, Contract: 1,
			Voucher: "x"}, []string{"nghiệm thu"}},
		"another fund": {money.Movement{Kind: money.Adjust, Day: day(120), From: 2, To: 5, Amount: 1, Document: 3},
			[]string{"nguồn vốn"}},
		"another year": {money.Movement{Kind: money.Adjust, Day: day(120), From: 2, To: 4, Amount: 1, Document: 3},
			[]string{"chuyển nguồn"}},
		"carried to another": {money.Movement{Kind: money.CarryEstimate, Day: day(380), From: 3, To: 4, Amount: 1,
			Document: 3}, []string{"năm sau"}},
		"allotted sideways": {money.Movement{Kind: money.Allot, Day: day(120), From: 2, To: 3, Amount: 1, Document: 3},
			[]string{"cấp dưới"}},
		"to itself": {money.Movement{Kind: money.Adjust, Day: day(120), From: 2, To: 2, Amount: 1, Document: 3},
			[]string{"chính nó"}},
		"no decision": {money.Movement{Kind: money.Grant, Day: day(1), To: 1, Amount: 1}, []string{"văn bản"}},
		"no voucher":  {money.Movement{Kind: money.Advance, Day: day(120), From: 2, Amount: 1}, []string{"chứng từ"}},
		"no day":      {money.Movement{Kind: money.Advance, From: 2, Amount: 1, Voucher: "x"}, []string{"ngày"}},
		"no amount": {money.Movement{Kind: money.Advance, Day: day(120), From: 2, Voucher: "x"},
			[]string{"số tiền phải là"}},
		"below zero": {money.Movement{Kind: money.Advance, Day: day(120), From: 2, Amount: -5, Voucher: "x"},
			[]string{"số tiền phải là"}},
		"no such kind": {money.Movement{Kind: "gift", Day: day(1), To: 1, Amount: 1}, []string{"loại"}},
		"no such line": {money.Movement{Kind: money.Advance, Day: day(1), From: 9, Amount: 1, Voucher: "x"}, []string{"dòng vốn"}},
		"the wrong way": {money.Movement{Kind: money.Grant, Day: day(1), From: 1, Amount: 1, Document: 1},
			[]string{"không đi theo chiều này"}},
		"recovers more than it is": {money.Movement{Kind: money.Pay, Day: day(120), From: 2, Amount: 1, Recovers: 2,
			Voucher: "x"}, []string{"thu hồi"}},
		"commits more than the contract, of another line": {money.Movement{Kind: money.Commit, Day: day(120), From: 3,
			Amount: 1, Contract: 1}, []string{"01/HĐ", "1.200.000.001", "1.200.000.000"}},
		"no contract": {money.Movement{Kind: money.Commit, Day: day(120), From: 2, Amount: 1}, []string{"hợp đồng"}},
		"uncommits too much": {money.Movement{Kind: money.Uncommit, Day: day(120), From: 2, Amount: 1_200_000_001,
			Contract: 1}, []string{"cam kết"}},
	} {
		err := b.says(c.m)
		if errs.KindOf(err) != errs.Invalid || err == nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		for _, says := range c.says {
			if !strings.Contains(err.Error(), says) {
				t.Errorf("%s: %q does not say %q", what, err, says)
			}
		}
	}
	if b.At(2, 0) != was {
		t.Errorf("what was refused changed the line: %+v", b.At(2, 0))
	}
	if err := b.Accept(money.Item{ID: 2, Contract: 1, Value: 700_000_001}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("more is accepted than the contract is worth: %v", err)
	}
}

// TestReversal: what is taken back is as if it had not been; it is not taken back twice, nor where later days need it.
func TestReversal(t *testing.T) {
	b := opened(t)
	advance := money.Movement{ID: 3, Kind: money.Advance, Day: day(30), From: 2, Amount: 5, Voucher: "x"}
	b.does(advance)
	back := advance.Reversal()
	if err := b.says(back); err == nil {
		t.Error("taken back without a reason")
	}
	back.Reason = "ghi nhầm dòng"
	b.does(back)
	if got := b.At(2, 0); got.K() != 0 || got.A() != 1_500_000_000 {
		t.Errorf("%+v", got)
	}
	if err := b.says(back); err == nil || !strings.Contains(err.Error(), "số 3") {
		t.Errorf("taken back twice: %v", err)
	}
	grant := money.Movement{ID: 1, Kind: money.Grant, Day: day(0), To: 1, Amount: 2_000_000_000, Document: 1}
	back = grant.Reversal()
	if back.Reason = "nhầm"; b.says(back) == nil {
		t.Error("a grant is taken back that was shared out")
	}
}

// TestCarry: what is carried over keeps its origin; an advance goes with its money.
func TestCarry(t *testing.T) {
	b := opened(t)
	b.spent()
	b.does(money.Movement{Kind: money.CarryAdvance, Day: day(396), From: 2, To: 4, Amount: 300_000_000, Document: 4})
	b.does(money.Movement{Kind: money.CarryEstimate, Day: day(396), From: 2, To: 4, Amount: 600_000_000, Document: 4})
	b.does(money.Movement{Kind: money.Cancel, Day: day(396), From: 2, Amount: 100_000_000, Document: 4})
	old, next := b.At(2, 0), b.At(4, 0)
	if old.A() != 500_000_000 || old.K() != 500_000_000 || old.B() != 0 || old.Cancelled != 100_000_000 {
		t.Errorf("%+v", old)
	}
	if next.A() != 900_000_000 || next.V != 300_000_000 || next.P != 0 || next.B() != 600_000_000 {
		t.Errorf("%+v", next)
	}
}

// TestCarryContract: an advance of a contract is carried over with what is promised, and recovered from the next year's
// line by what is accepted then.
func TestCarryContract(t *testing.T) {
	b := opened(t)
	b.spent()
	carry := money.Movement{Kind: money.CarryAdvance, Day: day(380), From: 2, To: 4, Amount: 300_000_000, Document: 3, Contract: 1}
	b.does(carry)
	b.does(money.Movement{Kind: money.Uncommit, Day: day(381), From: 2, Amount: 400_000_000, Contract: 1})
	b.does(money.Movement{Kind: money.CarryEstimate, Day: day(381), From: 2, To: 4, Amount: 400_000_000, Document: 3})
	b.does(money.Movement{Kind: money.Commit, Day: day(381), From: 4, Amount: 400_000_000, Contract: 1})
	if err := b.Accept(money.Item{ID: 2, Contract: 1, Title: "Đợt 2", Value: 700_000_000, Day: day(400)}); err != nil {
		t.Fatal(err)
	}
	b.does(money.Movement{Kind: money.Pay, Day: day(400), From: 4, Amount: 700_000_000, Recovers: 300_000_000, Contract: 1,
		Item: 2, Voucher: "UNC 3"})
	was, next, all := b.At(2, 0), b.At(4, 0), b.Contracted(1)
	if was.V != 0 || was.C != 500_000_000 || was.P != 500_000_000 || next.V != 0 || next.C != 700_000_000 ||
		next.P != 700_000_000 || next.B() != 0 || all.C != 1_200_000_000 || all.P != 1_200_000_000 {
		t.Errorf("%+v, %+v, %+v", was, next, all)
	}
	if err := b.says(carry); errs.KindOf(err) != errs.Invalid {
		t.Errorf("carried twice: %v", err)
	}
}

// TestTerms: the days of the budget year and the limits of advances, with their articles.
func TestTerms(t *testing.T) {
	b := opened(t)
	terms := &money.Terms{SpendUntil: date.Must(2024, 12, 31), SettleUntil: date.Must(2025, 1, 31), Advance: 50,
		AdvanceAbove: 50_000_000, Recovered: 80, Recurrent: true, YearCite: "TT 344", AdvanceCite: "TT 17",
		RecoveredCite: "TT 17 khoản 4"}
	b.does(money.Movement{Kind: money.Commit, Day: day(20), From: 2, Amount: 1_100_000_000, Contract: 1})
	b.does(money.Movement{Kind: money.Commit, Day: day(20), From: 5, Amount: 100_000_000, Contract: 1})
	advance := func(amount money.Dong, on date.Date) *money.Movement {
		return &money.Movement{Kind: money.Advance, Day: on, From: 2, Amount: amount, Contract: 1, Voucher: "x"}
	}
	if err := terms.Allow(b.Ledger, advance(600_000_000, day(30))); err != nil {
		t.Error(err)
	}
	pay := &money.Movement{Kind: money.Pay, Day: date.Must(2025, 1, 31), From: 2, Amount: 1, Voucher: "x"}
	if err := terms.Allow(b.Ledger, pay); err != nil {
		t.Error(err)
	}
	b.does(*advance(600_000_000, day(30)))
	for what, c := range map[string]struct {
		m    *money.Movement
		says string
	}{
		"more than half": {advance(1, day(31)), "600.000.000"},
		"more than half, of another line": {&money.Movement{Kind: money.Advance, Day: day(31), From: 5, Amount: 1,
			Contract: 1, Voucher: "x"}, "600.000.000"},
		"after the year":             {advance(1, date.Must(2025, 1, 1)), "31/12/2024 (TT 344)"},
		"before the year":            {advance(1, date.Must(2023, 12, 31)), "2024"},
		"paid after the settling up": {&money.Movement{Kind: money.Pay, Day: date.Must(2025, 2, 1), From: 2, Amount: 1}, "31/01/2025"},
		"an advance kept past 80 %": {&money.Movement{Kind: money.Pay, Day: day(100), From: 2, Amount: 960_000_000,
			Recovers: 599_999_999, Contract: 1}, "TT 17 khoản 4"},
	} {
		if err := terms.Allow(b.Ledger, c.m); errs.KindOf(err) != errs.Invalid || err == nil ||
			!strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", what, err)
		}
	}
	b.Open(money.Line{ID: 6, Node: "DA4", Fund: "central_recurrent", Origin: 2024, Year: 2026})
	late := &money.Movement{Kind: money.Pay, Day: date.Must(2027, 1, 5), From: 6, Amount: 1}
	closes := &money.Terms{ClosesBy: date.Must(2026, 12, 31), ClosesCite: "TT 60, Điều 21"}
	if err := closes.Allow(b.Ledger, late); err == nil || !strings.Contains(err.Error(), "31/12/2026 (TT 60, Điều 21)") {
		t.Errorf("carried money after its programme: %v", err)
	}
	if err := (&money.Terms{}).Allow(b.Ledger, late); err != nil {
		t.Errorf("what is not known limits: %v", err)
	}
}

// TestGiven: money came into a line on its day, though it was all shared out later on; an advance is outstanding since the
// last day on which there was none.
func TestGiven(t *testing.T) {
	l := money.NewLedger(func(node, above string) bool { return node == above })
	for _, line := range []money.Line{{ID: 1, Node: "DA2", Fund: "f", Origin: 2024, Year: 2024, Kind: money.AtPlace, Holder: "94"},
		{ID: 2, Node: "DA2", Fund: "f", Origin: 2024, Year: 2024, Kind: money.AtPlace, Holder: "31708", Parent: 1}} {
		l.Open(line)
	}
	for i, m := range []money.Movement{{Kind: money.Grant, Day: day(10), To: 1, Amount: 100}, {Kind: money.Allot, Day: day(50), From: 1, To: 2, Amount: 100},
		{Kind: money.Advance, Day: day(60), From: 2, Amount: 30}, {Kind: money.Refund, Day: day(70), To: 2, Amount: 30, Recovers: 30},
		{Kind: money.Advance, Day: day(80), From: 2, Amount: 20}} {
		m.ID = int64(i + 1)
		l.Restore(&m)
	}
	for _, c := range []struct{ got, want date.Date }{{l.Given(1, day(9)), 0}, {l.Given(1, day(60)), day(10)}, {l.Given(2, day(60)), day(50)},
		{l.Given(3, day(60)), 0}, {l.Advanced(2, day(59)), 0}, {l.Advanced(2, day(65)), day(60)}, {l.Advanced(2, day(75)), 0},
		{l.Advanced(2, 0), day(80)}} {
		if c.got != c.want {
			t.Errorf("%s, not %s", c.got, c.want)
		}
	}
}
