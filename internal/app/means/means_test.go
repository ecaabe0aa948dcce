package means_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// purse gives a small office money and spends of it.
type purse struct {
	t   *testing.T
	s   *officetest.SmallOffice
	doc int64
}

func newPurse(t *testing.T) *purse {
	s := officetest.Small(t)
	s.Set(date.Must(2024, 11, 15))
	return &purse{t, s, s.Decision(date.Must(2024, 2, 1))}
}

// line grants a line so much and advances part of it.
func (p *purse) line(node string, at place.Code, amount, spent money.Dong) int64 {
	p.t.Helper()
	id := p.s.Grant(node, at, date.Must(2024, 3, 1), amount, p.doc)
	if spent > 0 {
		if _, err := p.s.Funds.Record(context.Background(), p.s.As("ketoan.so"), money.Movement{Kind: money.Advance, Day: date.Must(2024, 4, 1),
			From: id, Amount: spent, Voucher: "UNC"}); err != nil {
			p.t.Fatal(err)
		}
	}
	return id
}

// TestTargets: the money behind a target is that of its projects and no other, as the board has it; what one result
// took is all of it divided by the results. Who sees no money sees none here.
func TestTargets(t *testing.T) {
	p, ctx := newPurse(t), context.Background()
	p.line("DA2", officetest.ThanhPhu, 900_000_000, 600_000_000)
	p.line("DA3-TDA1", officetest.LongPhu, 100_000_000, 0)
	p.line("DA4-TDA1", officetest.ThanhPhu, 50_000_000, 10_000_000)
	leader := p.s.As("lanhdao")
	q := funds.Query{Year: 2024, Place: "94", On: date.Must(2024, 11, 15)}
	all, err := p.s.Means.Targets(ctx, leader, q, "poor_rate", "models", "production_support", "trained", "insured", "officers_trained",
		"of nobody")
	if err != nil || len(all) != 6 {
		t.Fatal(len(all), err)
	}
	for part, nodes := range map[string][]string{"models": {"DA2"}, "production_support": {"DA2", "DA3-TDA1"}, "trained": {"DA4-TDA1"},
		"poor_rate": {""}} {
		var want money.Balance
		for _, node := range nodes {
			of := q
			of.Node = node
			b, err := p.s.Funds.Board(ctx, leader, of)
			if err != nil {
				t.Fatal(err)
			}
			want = want.Plus(b.Sum.Balance)
		}
		if all[part].Sum != want || want.A() == 0 || all[part].Why().VI != "" {
			t.Errorf("%s: %+v, the board has %+v", part, all[part].Sum, want)
		}
	}
	if n := len(all["production_support"].Projects); n != 2 {
		t.Errorf("production has %d projects", n)
	}
	if each, ok := all["models"].Each(7); !ok || each != 85_714_285 {
		t.Error(each, ok)
	}
	if _, ok := all["models"].Each(0); ok {
		t.Error("no result has a cost")
	}
	if _, ok := all["poor_rate"].Each(7); ok {
		t.Error("a rate has no results that cost")
	}
	for part, says := range map[string]string{"insured": "chính sách khác", "officers_trained": "chưa ghi dòng vốn"} {
		if why := (all[part].Why().VI); !strings.Contains(why, says) {
			t.Errorf("%s: %s", part, why)
		}
	}
	for _, who := range []string{"dieutra", "quantri"} {
		if out, err := p.s.Means.Targets(ctx, p.s.As(who), q, "models"); err != nil || len(out) != 0 {
			t.Errorf("%s sees %v %v", who, out, err)
		}
	}
	if out, err := p.s.Means.Targets(ctx, p.s.As("canbo.xa"), q, "models"); err != nil || len(out) != 0 {
		t.Errorf("a commune sees the province's: %v %v", out, err)
	}
}

// TestPayers: a support knows the lines that can pay it – of its project and its year, of its commune first –, and what
// its amount is to them; lines of others are counted and not shown.
func TestPayers(t *testing.T) {
	p, ctx := newPurse(t), context.Background()
	day := date.Must(2024, 11, 15)
	p.line("DA2", officetest.ThanhPhu, 900_000_000, 600_000_000)
	p.line("DA2", "94", 70_000_000, 0)
	p.line("DA2", officetest.LongPhu, 40_000_000, 0)
	p.line("DA4-TDA1", officetest.ThanhPhu, 50_000_000, 50_000_000)
	officer := p.s.As("canbo.xa")
	own, err := p.s.Means.Payers(ctx, officer, officetest.ThanhPhu, "DA2", day)
	if err != nil || len(own.Lines) != 1 || own.Above != 1 || own.Lines[0].B() != 300_000_000 {
		t.Fatalf("%+v %v", own, err)
	}
	above, err := p.s.Means.Payers(ctx, p.s.As("kehoach"), officetest.ThanhPhu, "DA2", day)
	if err != nil || len(above.Lines) != 2 || above.Above != 0 || above.Lines[0].Unit.Code != officetest.ThanhPhu {
		t.Errorf("%+v %v", above, err)
	}
	spent, err := p.s.Means.Payers(ctx, officer, officetest.ThanhPhu, "DA4-TDA1", day)
	if err != nil || len(spent.Lines) != 1 || !spent.Lines[0].Empty() {
		t.Fatalf("%+v %v", spent, err)
	}
	none, err := p.s.Means.Payers(ctx, officer, officetest.ThanhPhu, "DA3-TDA2", day)
	if err != nil || len(none.Lines) != 0 {
		t.Fatalf("%+v %v", none, err)
	}
	for want, is := range map[string]errs.Text{
		"còn 300.000.000 đồng": own.Says("central_recurrent", 300_000_000),
		"thiếu 1 đồng":         own.Says("central_recurrent", 300_000_001),
		"đơn vị cấp trên":      own.Says("local", 1),
		"đã hết":               spent.Says("central_recurrent", 1),
		"chưa ghi dòng vốn":    none.Says("central_recurrent", 1),
		"Ở đây không có dòng":  own.Says("carried_central_recurrent", 1),
	} {
		if said := is.VI; !strings.Contains(said, want) {
			t.Errorf("%q does not say %q", said, want)
		}
	}
	p.line("DA3-TDA1", officetest.ThanhPhu, 30_000_000, 0)
	p.line("DA3-TDA1", "94", 70_000_000, 0)
	two, err := p.s.Means.Payers(ctx, p.s.As("kehoach"), officetest.ThanhPhu, "DA3-TDA1", day)
	if err != nil || len(two.Lines) != 2 {
		t.Fatalf("%+v %v", two, err)
	}
	for amount, want := range map[money.Dong]string{30_000_000: "Thạnh Phú – DA3-TDA1", 31_000_000: "Sóc Trăng – DA3-TDA1",
		71_000_000: "thiếu 1.000.000 đồng"} { // one line pays a list, not two together
		if said := two.Says("central_recurrent", amount).VI; !strings.Contains(said, want) {
			t.Errorf("%d: %q does not say %q", amount, said, want)
		}
	}
	if said := own.Says("", 5); said.VI+said.EN != "" {
		t.Errorf("of no fund %q", said)
	}
	if hidden, err := p.s.Means.Payers(ctx, p.s.As("dieutra"), officetest.ThanhPhu, "DA2", day); err != nil || !hidden.Hidden ||
		len(hidden.Lines) != 0 {
		t.Errorf("%+v %v", hidden, err)
	}
}

// TestPurses: the lines that a sum can be taken from have something left, the greatest first; a line of elsewhere is as
// one of nowhere.
func TestPurses(t *testing.T) {
	p, ctx := newPurse(t), context.Background()
	p.line("DA4-TDA1", officetest.ThanhPhu, 50_000_000, 50_000_000)
	mine := p.line("DA2", officetest.ThanhPhu, 900_000_000, 600_000_000)
	more := p.line("DA3-TDA1", officetest.ThanhPhu, 400_000_000, 0)
	other := p.line("DA2", officetest.LongPhu, 40_000_000, 0)
	officer := p.s.As("canbo.xa")
	all, err := p.s.Means.Purses(ctx, officer, officetest.ThanhPhu)
	if err != nil || len(all) != 2 || all[0].ID != more || all[1].ID != mine || all[1].B() != 300_000_000 {
		t.Errorf("%+v %v", all, err)
	}
	for _, id := range []int64{other, 999_999, -1} {
		if _, _, _, err := p.s.Means.Purse(ctx, officer, id, 0, officetest.ThanhPhu); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%d: %v", id, err)
		}
	}
	for _, c := range []struct {
		typed, takes money.Dong
		at, of       place.Code
	}{{0, 300_000_000, officetest.ThanhPhu, officetest.ThanhPhu}, {5, 5, "94", officetest.ThanhPhu},
		{5, 5, officetest.LongPhu, officetest.ThanhPhu}} {
		l, takes, of, err := p.s.Means.Purse(ctx, officer, mine, c.typed, c.at)
		if err != nil || l.ID != mine || l.B() != 300_000_000 || l.Node != "DA2" || takes != c.takes || of != c.of {
			t.Errorf("%+v: %d for %s, %v", c, takes, of, err)
		}
	}
	_, _, _, err = p.s.Means.Purse(ctx, officer, mine, 300_000_001, officetest.ThanhPhu)
	officetest.Refused(t, err, errs.Invalid, "300.000.000")
	p.s.Set(date.Must(2025, 1, 2))
	_, _, _, err = p.s.Means.Purse(ctx, officer, mine, 0, officetest.ThanhPhu)
	officetest.Refused(t, err, errs.Invalid, "của năm 2024")
	p.s.Set(date.Must(2024, 11, 15))
	if all, err := p.s.Means.Purses(ctx, officer, officetest.LongPhu); err != nil || len(all) != 0 {
		t.Errorf("%v %v", all, err)
	}
}
