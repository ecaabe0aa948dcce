package averages_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app/register"
	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestRequest: a request goes from the commune to its chairman and comes out as a decision in Word; the income that was
// determined decides by the standard, who may not cannot, another commune's people do not see it, and every step is
// on the record.
func TestRequest(t *testing.T) {
	clock := &officetest.Clock{}
	clock.Set(date.Must(2024, 12, 16))
	o, _ := demotest.Open(t, demotest.Config{Households: 500, Day: clock.Now})
	ctx := context.Background()
	officer, chair := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "chutich.xa")
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	h := officetest.Fresh("MSTB1")
	h.Members[0].CitizenID = "094175000123"
	for _, column := range []string{"b1_score"} {
		ok(h.Set(column, ""))
	}
	saved, err := o.Register.Save(ctx, officer, register.SaveInput{Household: h, From: clock.Now()})
	ok(err)
	received := average.Done{Day: clock.Now(), Received: average.ByPost}
	if _, err := o.Averages.Receive(ctx, chair, "MSTB1", received); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a chairman receives: %v", err)
	}
	if _, err := o.Averages.Receive(ctx, officer, "KHONG-CO", received); errs.KindOf(err) != errs.NotFound {
		t.Errorf("of no household: %v", err)
	}
	id, err := o.Averages.Receive(ctx, officer, "MSTB1", received)
	ok(err)
	if _, err := o.Averages.Receive(ctx, officer, "MSTB1", received); errs.KindOf(err) != errs.Conflict {
		t.Errorf("received twice: %v", err)
	}
	if _, _, err := o.Papers.AveragePaper(ctx, chair, id); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a paper before the answer: %v", err)
	}
	at := func() *average.Request {
		s, err := o.Averages.Request(ctx, officer, id)
		ok(err)
		return &s.Request.Request
	}
	determine := func(income int64) poverty.Class {
		ok(o.Averages.Take(ctx, officer, id, average.Done{Step: average.Determine, Day: clock.Now(),
			Found: &average.Found{Income: income, Farms: true}}, ""))
		return at().Found.Class
	}
	if got := determine(2_000_000); got != poverty.AverageLivingStandard || at().Stage != average.Posting {
		t.Fatalf("%s, at %s", got, at().Stage)
	}
	if v, err := o.Book.Seen(ctx, officer, saved.ID); err != nil || v.Household.IncomePerHead != h.IncomePerHead {
		t.Errorf("the register's own answer was changed: %v", err)
	}
	ok(o.Averages.Take(ctx, officer, id, average.Done{Step: average.Post, Day: clock.Now(), Place: "Trụ sở xã"}, ""))
	clock.Set(date.Must(2024, 12, 24)) // posted to the end of 23/12
	officer, chair = officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "chutich.xa")
	decide := average.Done{Step: average.Recognise, Day: clock.Now(), Number: "12/QĐ-UBND", Signer: "Lý Văn Chủ"}
	if err := o.Averages.Take(ctx, officer, id, decide, ""); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an officer decides: %v", err)
	}
	ok(o.Averages.Take(ctx, chair, id, decide, ""))
	name, docx, err := o.Papers.AveragePaper(ctx, officer, id)
	ok(err)
	text := officetest.Words(t, name, docx)
	for _, want := range []string{"QUYẾT ĐỊNH", "12/QĐ-UBND", "Lâm Thị Mới", "mức sống trung bình", "Lý Văn Chủ", "MẪU"} {
		if !strings.Contains(text, want) {
			t.Errorf("the decision does not say %q", want)
		}
	}
	if name != "mstb-quyet-dinh" || strings.Contains(text, "175000123") {
		t.Errorf("%s: a citizen number in the decision", name)
	}
	for waiting, n := range map[bool]int{true: 0, false: 1} {
		if l, err := o.Averages.List(ctx, officer, "", waiting); err != nil || len(l.Requests) != n || l.More || !l.MayReceive {
			t.Errorf("waiting %v: %+v %v", waiting, l, err)
		}
	}
	if _, err := o.Averages.List(ctx, officer, place.Code("31795"), true); errs.KindOf(err) != errs.NotFound {
		t.Errorf("of another commune: %v", err)
	}
	entries, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "thanhtra"), "household", "", 0)
	ok(err)
	steps := 0
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "average.") {
			steps++
		}
	}
	if steps != 4 {
		t.Errorf("%d steps are on the record", steps)
	}
	// one that does not qualify: refused in writing, with the reason that the program proposes
	received = average.Done{Day: clock.Now(), Received: average.Direct}
	id, err = o.Averages.Receive(ctx, officer, household.ID("MSTB1"), received)
	ok(err)
	if got := determine(9_000_000); got != poverty.None {
		t.Fatal(got)
	}
	s, err := o.Averages.Request(ctx, chair, id)
	if err != nil || !strings.Contains(s.Reason.VI, "9.000.000 đồng/người/tháng") {
		t.Errorf("%q %v", s.Reason.VI, err)
	}
}
