package outlooks_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/date"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/officetest"
	"giamngheo/internal/outlook"
	"giamngheo/internal/place"
	"giamngheo/internal/store/documents"
	"giamngheo/internal/target"
)

// TestOutlook: what will be left is told by the papers' year and the ledger's own, from the least to the greatest; lines
// that call for somebody stand with the gravest first, to who may see them.
func TestOutlook(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	planner, on := s.As("kehoach"), date.Must(2024, 11, 15)
	s.Set(on)
	grant := func(year int, at string, amount money.Dong) int64 {
		t.Helper()
		doc, err := s.Documents.Register(ctx, planner, documents.Document{Document: document.Document{Direction: document.Received,
			Kind: document.Decision, Issuer: "MẪU", Number: at + "-" + date.Must(year, 1, 1).String(), Series: "QĐ-MAU",
			Day: date.Must(year, 2, 1), Place: "94", Abstract: "MẪU"}})
		if err != nil {
			t.Fatal(err)
		}
		line, err := s.Funds.Grant(ctx, planner, money.Line{Node: "DA2", Fund: "central_recurrent", Origin: year, Year: year,
			Kind: money.AtPlace, Place: place.Code(at)}, money.Movement{Day: date.Must(year, 3, 1), Amount: amount, Document: doc}, false)
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	spend := func(line int64, day date.Date, amount money.Dong) {
		t.Helper()
		if _, err := s.Funds.Record(ctx, s.As("ketoan.so"), money.Movement{Kind: money.Advance, Day: day, From: line, Amount: amount,
			Voucher: "UNC"}); err != nil {
			t.Fatal(err)
		}
	}
	for year, first := range map[int]money.Dong{2022: 670_000_000, 2023: 500_000_000} {
		before := grant(year, string(officetest.ThanhPhu), 1_000_000_000)
		for m := range money.Dong(5) { // month by month, or the year would be none to go by
			spend(before, date.Must(year, 6+int(m), 1), first/5)
		}
		spend(before, date.Must(year, 12, 20), 1_000_000_000-first)
	}
	slow, fast := grant(2024, string(officetest.ThanhPhu), 1_000_000_000), grant(2024, string(officetest.LongPhu), 500_000_000)
	spend(slow, date.Must(2024, 10, 1), 100_000_000)
	spend(fast, date.Must(2024, 11, 10), 480_000_000)
	o, err := s.Outlooks.Outlook(ctx, planner, funds.Query{Year: 2024, On: on, Place: "94"})
	if err != nil {
		t.Fatal(err)
	}
	f := o.Forecast
	if f == nil || f.Method != outlook.ByProfile || !f.Interval || len(f.Years) != 2 || f.Years[0].Year != 2023 ||
		f.Years[0].Percent() != "50,00 %" || f.Years[1].Percent() != "67,00 %" {
		t.Fatalf("%+v", f)
	}
	// 580 of 1.500 million: ÷ 0,67 and ÷ 0,5
	if f.Low/1e6 != 865 || f.High/1e6 != 1160 || !o.Sample || o.Left() != 1_500_000_000-f.Value {
		t.Errorf("%+v, left %d", f, o.Left())
	}
	var codes []string
	for _, a := range o.Alerts {
		codes = append(codes, a.Rule.Code+" "+a.Unit.Name)
	}
	if len(o.Alerts) < 2 || o.Alerts[0].Line != slow || o.Alerts[0].Rule.Light != target.Red || o.Alerts[0].Rule.Code != "unspent" ||
		o.Count[target.Red] != 1 {
		t.Errorf("%v", codes)
	}
	for _, a := range o.Alerts {
		if a.Line == fast && a.Rule.Code == "unspent" {
			t.Errorf("a line of which all is spent calls: %v", codes)
		}
	}
	if _, err := s.Outlooks.Outlook(ctx, s.As("canbo.xa"), funds.Query{Year: 2024, On: on, Place: officetest.LongPhu}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("another commune's money: %v", err)
	}
	mine, err := s.Outlooks.Outlook(ctx, s.As("canbo.xa"), funds.Query{Year: 2024, On: on, Place: officetest.ThanhPhu})
	if err != nil || mine.Sum.A() != 1_000_000_000 || mine.Forecast.Years[0].Percent() != "50,00 %" {
		t.Errorf("%+v %v", mine, err)
	}
	if o, err = s.Outlooks.Outlook(ctx, planner, funds.Query{Year: 2024, On: date.Must(2025, 1, 5), Place: "94"}); err != nil || o.Forecast != nil || len(o.Alerts) != 0 {
		t.Errorf("a forecast of a year that is over: %+v %v", o.Forecast, err)
	}
}
