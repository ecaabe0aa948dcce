package purse_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/purse"
	"giamngheo/internal/date"
	"giamngheo/internal/money"
	"giamngheo/internal/officetest"
)

// TestMoney: the demonstration's money adds up to the published totals on their days, and its ledger is sound.
func TestMoney(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	s.Set(date.Must(2025, 1, 2))
	if _, err := purse.Fill(ctx, s.Office, s.Library.Data(), s.As("kehoach"), "demo.money", "31708", nil); err != nil {
		t.Fatal(err)
	}
	if at, err := s.Funds.Verify(ctx); at != 0 || err != nil {
		t.Fatalf("movement %d: %v", at, err)
	}
	leader := s.As("lanhdao")
	for _, c := range []struct {
		q         funds.Query
		plan      money.Dong // million
		spent     money.Dong
		disbursed string
	}{
		{funds.Query{Year: 2024}, 114_277, 102_408, "89,61 %"},
		{funds.Query{Year: 2024, Fund: "local"}, 8_878, 6_472, "72,90 %"},
		{funds.Query{Year: 2024, On: date.Must(2024, 11, 15)}, 114_277, 68_566, "60,00 %"},
		{funds.Query{Year: 2024, On: date.Must(2024, 3, 1)}, 114_277, 0, "0,00 %"},
		{funds.Query{Year: 2023, Fund: "central_investment", On: date.Must(2023, 6, 19)}, 11_733, 2_441, "20,80 %"},
		{funds.Query{Year: 2023, Fund: "central_recurrent", On: date.Must(2023, 6, 19)}, 68_242, 436, "0,64 %"},
		{funds.Query{Year: 2022, Fund: "central_investment", On: date.Must(2023, 1, 30)}, 16_205, 11_915, "73,53 %"},
		{funds.Query{Year: 2022, Fund: "central_recurrent", On: date.Must(2023, 1, 30)}, 30_185, 14_739, "48,83 %"},
	} {
		b, err := s.Funds.Board(ctx, leader, c.q)
		if err != nil {
			t.Fatal(err)
		}
		// what is disbursed is counted in whole đồng of each fund: up to two are lost of a published sum
		if near := c.spent*money.Million - b.Sum.K(); b.Sum.A() != c.plan*money.Million || near < 0 || near > 3 ||
			b.Sum.Disbursed() != c.disbursed {
			t.Errorf("%+v: %d of %d is %s", c.q, b.Sum.K(), b.Sum.A(), b.Sum.Disbursed())
		}
	}
	var central money.Balance
	for _, fund := range []string{"central_investment", "central_recurrent"} {
		b, err := s.Funds.Board(ctx, leader, funds.Query{Year: 2024, Fund: fund})
		if err != nil {
			t.Fatal(err)
		}
		central = central.Plus(b.Sum.Balance)
	}
	if central.A() != 105_399*money.Million || central.K() != 95_936*money.Million || central.Disbursed() != "91,02 %" {
		t.Errorf("the centre's money of 2024: %d of %d, %s", central.K(), central.A(), central.Disbursed())
	}
	b, err := s.Funds.Board(ctx, leader, funds.Query{Year: 2024, On: date.Must(2024, 11, 15)})
	if err != nil || b.Pace == nil || b.Pace.Times != "4,64" || b.Pace.Passed != 320 || len(b.Counterpart) != 3 {
		t.Fatalf("%+v %v", b, err)
	}
	for i, short := range []money.Dong{0, 1_661_900_000, 6_931_850_000} {
		if c := b.Counterpart[i]; c.Short != short || c.Cite == "" {
			t.Errorf("counterpart: %+v", c)
		}
	}
}
