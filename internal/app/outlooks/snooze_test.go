package outlooks_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/funds"
	"giamngheo/internal/app/outlooks"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
)

// TestSnooze: an alert is put aside with its reason until a day, by who holds the money or shares it out; it comes back
// when the day is over, when it gets worse, and when somebody takes it up again.
func TestSnooze(t *testing.T) {
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
	_, err := s.Funds.Record(ctx, s.As("ketoan.xa"), money.Movement{Kind: money.Advance, From: line, Amount: 40_000_000,
		Day: date.Must(2024, 9, 1), Voucher: "UNC 1"})
	must(err)
	today := date.Must(2024, 10, 10)
	s.Set(today)
	officer := s.As("canbo.xa")
	look := func() *outlooks.Outlook {
		t.Helper()
		o, err := s.Outlooks.Outlook(ctx, officer, funds.Query{Year: 2024, On: s.Office.Day(), Place: officetest.ThanhPhu})
		must(err)
		return o
	}
	before := len(look().Alerts)
	snooze := func(a *office.Ask, until date.Date) error {
		return s.Outlooks.Snooze(ctx, a, line, "unspent", until, "đã có lịch nghiệm thu")
	}
	s.Rights(t, `may: canbo.xa canbo.xa2 canbo.huyen canbo.so canbo.so2 kehoach kehoach2 ketoan.xa ketoan.so
		forbidden: dieutra dieutra2 dieutra.ngocdong chutich.xa duyet duyet.huyen lanhdao thanhtra thanhtra.huyen quantri
		quantri2`, func(a *office.Ask) error { return snooze(a, today.AddDays(-1)) })
	officetest.Refused(t, snooze(officer, today.AddDays(93)), errs.Invalid, "tạm gác đến một ngày")
	officetest.Refused(t, s.Outlooks.Snooze(ctx, officer, line, "unspent", today, ""), errs.Invalid, "lý do")
	officetest.Refused(t, s.Outlooks.Snooze(ctx, officer, line, "khong", today, "đã hỏi"), errs.Invalid, "không còn")
	since, heard := s.Seq(), s.Hears(outlooks.Topic)
	must(snooze(officer, today.AddDays(30)))
	o := look()
	if len(o.Alerts) != before-1 || len(o.Aside) != 1 || o.Aside[0].Aside.By == "" ||
		o.Aside[0].Aside.Reason != "đã có lịch nghiệm thu" || o.Count["amber"]+o.Count["red"] != before-1 {
		t.Fatalf("%+v", o)
	}
	if d := s.Deeds(since); len(d) != 1 || d[0].Action != "alert.snooze" || heard.Times != 1 {
		t.Errorf("%+v", d)
	}
	officetest.Refused(t, snooze(officer, today), errs.Invalid, "tạm gác")
	s.Set(today.AddDays(31))
	if o := look(); len(o.Aside) != 0 {
		t.Errorf("its day is over: %+v", o.Aside)
	}
	s.Set(today)
	must(s.Outlooks.Wake(ctx, officer, line, "unspent", "việc đã đổi"))
	if o := look(); len(o.Alerts) != before || len(o.Aside) != 0 {
		t.Errorf("taken up again: %+v", o)
	}
	officetest.Refused(t, s.Outlooks.Wake(ctx, officer, line, "unspent", "việc đã đổi"), errs.Invalid, "không còn")
	must(snooze(officer, today.AddDays(30)))
	_, err = s.Funds.Grant(ctx, s.As("kehoach"), money.Line{Node: "DA2", Fund: "central_recurrent", Origin: 2024, Year: 2024,
		Kind: money.AtPlace, Place: officetest.ThanhPhu}, money.Movement{Day: day, Amount: 200_000_000, Document: doc}, true)
	must(err)
	if o := look(); len(o.Aside) != 0 {
		t.Errorf("much more is left, and it stays aside: %+v", o.Aside)
	}
}

// TestPhase: what was given for each year is told wherever it was carried to; a commune has no envelope held against it.
func TestPhase(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	day := date.Must(2023, 3, 1)
	doc := s.Decision(day)
	old := s.Grant("DA2", officetest.ThanhPhu, day, 100_000_000, doc)
	s.Grant("DA2", officetest.LongPhu, date.Must(2024, 3, 1), 70_000_000, doc)
	finance := s.As("ketoan.so")
	must(s.Funds.Carry(ctx, finance, money.Movement{Kind: money.CarryEstimate, Day: date.Must(2024, 1, 20), From: old,
		Amount: 60_000_000, Document: doc}))
	_, err := s.Funds.Record(ctx, finance, money.Movement{Kind: money.Cancel, Day: date.Must(2024, 2, 1), From: old,
		Amount: 10_000_000, Document: doc})
	must(err)
	p, err := s.Outlooks.Phase(ctx, s.As("lanhdao"), "", "")
	must(err)
	if len(p.Years) != 4 || len(p.Funds) != 1 || p.Sum.Total != 170_000_000 || p.Sum.Given[1] != 100_000_000 ||
		p.Sum.Given[2] != 70_000_000 || p.Sum.B() != 160_000_000 || !p.Whole || p.Funds[0].Envelope != nil {
		t.Errorf("%v %+v %+v", p.Years, p.Funds, p.Sum)
	}
	amount := money.Dong(150_000_000)
	one := p.Funds[0]
	one.Envelope = outlooks.EnvelopeOf(amount)
	if one.Left() != -20_000_000 || one.Share() != "113,33 %" {
		t.Errorf("%d %s", one.Left(), one.Share())
	}
	p, err = s.Outlooks.Phase(ctx, s.As("canbo.xa"), "gnbv-2021-2025", "")
	must(err)
	if p.Whole || p.Sum.Total != 100_000_000 {
		t.Errorf("%+v", p.Sum)
	}
	_, err = s.Outlooks.Phase(ctx, s.As("canbo.xa"), "", "94")
	officetest.Refused(t, err, errs.NotFound, "không")
	_, err = s.Outlooks.Phase(ctx, s.As("dieutra"), "", "")
	officetest.Refused(t, err, errs.Forbidden, "không có quyền")
	_, err = s.Outlooks.Phase(ctx, s.As("lanhdao"), "khong", "")
	officetest.Refused(t, err, errs.NotFound, "không")
}
