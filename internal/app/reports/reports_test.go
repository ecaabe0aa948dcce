package reports_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/requests"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/report"
	rows "giamngheo/internal/store/reports"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// driver takes the steps of one round as the people of the demonstration.
type driver struct {
	t   *testing.T
	o   *app.Desks
	ctx context.Context
	as  map[string]*office.Ask
}

func begin(t *testing.T) *driver {
	t.Helper()
	d := &driver{t, officetest.Demo(t, 2000), context.Background(), map[string]*office.Ask{}}
	for _, name := range []string{"canbo.xa", "chutich.xa", "canbo.huyen", "canbo.so", "kehoach", "ketoan.xa", "duyet", "lanhdao",
		"thanhtra", "dieutra", "quantri"} {
		d.as[name] = officetest.SignIn(t, d.o, name)
	}
	return d
}

func (d *driver) open(schedule string, p form.Period) int64 {
	d.t.Helper()
	all, err := d.o.Reports.Rounds(d.ctx, d.as["kehoach"])
	if err != nil {
		d.t.Fatal(err)
	}
	for _, r := range all { // the demonstration has its own
		if r.Schedule == schedule && r.State == rows.Running {
			if err := d.o.Reports.Withdraw(d.ctx, d.as["kehoach"], r.ID, because); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	id, err := d.o.Reports.Open(d.ctx, d.as["kehoach"], reports.OpenInput{Schedule: schedule, Period: p})
	if err != nil {
		d.t.Fatal(err)
	}
	return id
}

// mine is the report of the officer's commune in a round.
func (d *driver) mine(round int64) *reports.Shown {
	d.t.Helper()
	b, err := d.o.Reports.Board(d.ctx, d.as["canbo.xa"], round)
	if err != nil || b.Mine == 0 {
		d.t.Fatal(b, err)
	}
	s, err := d.o.Reports.Report(d.ctx, d.as["canbo.xa"], b.Mine)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *driver) step(who string, s *reports.Shown, e report.Event) error {
	return d.o.Reports.Step(d.ctx, d.as[who], s.ID, s.Seq, e)
}

func (d *driver) must(who string, round int64, e report.Event) *reports.Shown {
	d.t.Helper()
	if err := d.step(who, d.mine(round), e); err != nil {
		d.t.Fatalf("%s, %s: %v", who, e.Step, err)
	}
	return d.mine(round)
}

// asked are writes into all cells that nobody knows.
func asked(s *reports.Shown, n int64) (out []report.Write) {
	for i := range s.Set.Slots {
		slot := &s.Set.Slots[i]
		if k := s.Known[slot.Key]; slot.Kind == form.Input && !slot.Column.Optional && k.Value.Blank() {
			out = append(out, report.Write{Key: slot.Key, Value: form.Of(n)})
		}
	}
	return out
}

const because = "theo biên bản kiểm tra của huyện"

// TestRound: opened → prefilled → typed → submitted → one cell returned → difference → checked → approved →
// consolidated with a gap → signed → corrected as version 2; every step is on the record, and a replay of the events
// is the report.
func TestRound(t *testing.T) {
	d := begin(t)
	id := d.open("nam", form.Period{Year: 2024})
	s := d.mine(id)
	poor := form.Key("B01/ho_ngheo/thuc_hien")
	meetings := form.Key("B01/doi_thoai/thuc_hien")
	if all := s.Known["B01/tong_ho/thuc_hien"]; all.Value.Number == 0 || !s.Known[poor].Value.Known || s.Known[poor].Day != s.Round.Dues.CutOff {
		t.Errorf("what the office knows: %+v", s.Known[poor])
	}
	if s.Asked*2 > s.Of+2 {
		t.Errorf("%d of %d cells are asked of people", s.Asked, s.Of)
	}
	if err := d.step("canbo.xa", s, report.Event{Step: report.Submit}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("sent with blanks: %v", err)
	}
	d.must("canbo.xa", id, report.Event{Step: report.FillIn, Detail: report.Detail{Writes: asked(s, 3)}})
	s = d.must("chutich.xa", id, report.Event{Step: report.Submit})
	if s.State != report.Submitted || s.Content.Cells[poor].Auto == nil {
		t.Errorf("%s %+v", s.State, s.Content.Cells[poor])
	}
	seen := s
	s = d.must("canbo.huyen", id, report.Event{Step: report.Return, Detail: report.Detail{Keys: []form.Key{meetings}, Reason: because, Due: d.o.Office.Day().AddDays(3)}})
	var overtaken *report.Overtaken
	if err := d.step("canbo.so", seen, report.Event{Step: report.Accept}); !errors.As(err, &overtaken) || overtaken.Step != report.Return {
		t.Errorf("two reviewers at once: %v", err)
	}
	for i := range s.Set.Slots {
		slot := &s.Set.Slots[i]
		err := d.step("canbo.xa", s, report.Event{Step: report.FillIn, Detail: report.Detail{Writes: []report.Write{{Key: slot.Key, Value: form.Of(4), Seen: 99}}}})
		if (err == nil) != (slot.Key == meetings) {
			t.Errorf("%s after one cell was returned: %v", slot.Key, err)
		}
	}
	s = d.must("canbo.xa", id, report.Event{Step: report.Resubmit})
	if len(s.Differs) != 1 || s.Differs[0].Slot.Key != meetings || s.Differs[0].Was != form.Of(3) || s.Differs[0].Now != form.Of(4) {
		t.Errorf("the difference: %+v", s.Differs)
	}
	d.must("canbo.huyen", id, report.Event{Step: report.Accept})
	if n, err := d.o.Reports.ApproveAll(d.ctx, d.as["duyet"], id); n != 1 || err != nil {
		t.Errorf("%d approved: %v", n, err)
	}
	d.sign(id)
	s = d.must("kehoach", id, report.Event{Step: report.Correct, Detail: report.Detail{Keys: []form.Key{meetings}, Reason: because, Due: d.o.Office.Day(), Document: "7/CV-SLĐTBXH"}})
	d.must("canbo.xa", id, report.Event{Step: report.FillIn, Detail: report.Detail{Writes: []report.Write{{Key: meetings, Value: form.Of(5), Seen: s.Seq}}}})
	d.must("canbo.xa", id, report.Event{Step: report.Resubmit})
	d.must("canbo.huyen", id, report.Event{Step: report.Accept})
	w := d.whole(id)
	if err := d.o.Reports.Consolidate(d.ctx, d.as["kehoach"], id, w.Report.Seq); err != nil {
		t.Fatal(err)
	}
	w = d.whole(id)
	if w.Report.Content.Version != 2 || w.Rolled.Values[meetings].Number != 5 {
		t.Errorf("version %d says %+v", w.Report.Content.Version, w.Rolled.Values[meetings])
	}
	if _, signed, err := d.o.Reports.Final(d.ctx, d.as["lanhdao"], id); err != nil || signed.Values[meetings].Number != 4 {
		t.Errorf("what was signed says %+v: %v", signed, err)
	}
	events, err := rows.Events(d.ctx, d.o.Office.Reader(), "94", s.ID)
	if err != nil {
		t.Fatal(err)
	}
	again, err := report.Replay(s.Set, events)
	if now := d.mine(id); err != nil || again.Seq != now.Seq || again.Version != 2 || again.Cells[meetings].Value() != form.Of(5) {
		t.Errorf("replay: %+v %v", again, err)
	}
	entries, err := d.o.Records.AuditLog(d.ctx, d.as["thanhtra"], "report", "", 0)
	if err != nil || len(entries) < 10 {
		t.Errorf("%d entries on the record: %v", len(entries), err)
	}
}

func (d *driver) whole(id int64) *reports.Whole {
	d.t.Helper()
	w, err := d.o.Reports.Whole(d.ctx, d.as["kehoach"], id)
	if err != nil {
		d.t.Fatal(err)
	}
	return w
}

// sign adds up with the gap named, and signs.
func (d *driver) sign(id int64) {
	d.t.Helper()
	w := d.whole(id)
	if len(w.Gap) != w.Rolled.Units-1 || w.Rolled.Counted != 1 || w.Rolled.Households == 0 || w.Rolled.Households >= w.Rolled.Of || w.Drifts != 0 {
		d.t.Errorf("gap %d of %d, %d of %d households, %d differences", len(w.Gap), w.Rolled.Units, w.Rolled.Households, w.Rolled.Of, w.Drifts)
	}
	if err := d.o.Reports.Consolidate(d.ctx, d.as["kehoach"], id, w.Report.Seq); err != nil {
		d.t.Fatal(err)
	}
	in := reports.SignInput{Number: "12/BC-UBND", Signer: "Nguyễn Văn A (MẪU)", Day: d.o.Office.Day()}
	seq := d.whole(id).Report.Seq
	if err := d.o.Reports.Sign(d.ctx, d.as["duyet"], id, seq, in); errs.KindOf(err) != errs.Invalid {
		d.t.Errorf("signed without naming the gap: %v", err)
	}
	in.Reason = "các xã khác bổ sung sau"
	if err := d.o.Reports.Sign(d.ctx, d.as["duyet"], id, seq-1, in); errs.KindOf(err) != errs.Conflict {
		d.t.Errorf("signed what was not shown: %v", err)
	}
	if err := d.o.Reports.Sign(d.ctx, d.as["duyet"], id, seq, in); err != nil {
		d.t.Fatal(err)
	}
}

// TestWhoMay: what a role may not is refused, what it may not see does not exist; of elsewhere and of nowhere alike.
func TestWhoMay(t *testing.T) {
	d := begin(t)
	id := d.open("nam", form.Period{Year: 2024})
	s := d.mine(id)
	for who, kind := range map[string]errs.Kind{"lanhdao": errs.Forbidden, "canbo.huyen": errs.Forbidden, "dieutra": errs.Forbidden, "quantri": errs.Forbidden, "kehoach": errs.Forbidden} {
		if err := d.step(who, s, report.Event{Step: report.FillIn, Detail: report.Detail{Writes: asked(s, 1)[:1]}}); errs.KindOf(err) != kind || err == nil {
			t.Errorf("%s fills in: %v", who, err)
		}
	}
	b, err := d.o.Reports.Board(d.ctx, d.as["kehoach"], id)
	if err != nil || len(b.Rows) != b.Units || b.Whole == nil {
		t.Fatal(err)
	}
	other := b.Rows[0].ID
	if other == s.ID {
		other = b.Rows[1].ID
	}
	for _, elsewhere := range []int64{other, b.Whole.ID, 999999} {
		_, err := d.o.Reports.Report(d.ctx, d.as["canbo.xa"], elsewhere)
		_, nowhere := d.o.Reports.Report(d.ctx, d.as["canbo.xa"], 888888)
		if errs.KindOf(err) != errs.NotFound || err.Error() != nowhere.Error() {
			t.Errorf("a report of elsewhere: %v", err)
		}
	}
	for _, who := range []string{"canbo.xa", "canbo.huyen", "lanhdao", "duyet"} {
		if _, err := d.o.Reports.Open(d.ctx, d.as[who], reports.OpenInput{Schedule: "sau-thang", Period: form.Period{Year: 2024}}); errs.KindOf(err) == errs.Internal || err == nil {
			t.Errorf("%s opens a round: %v", who, err)
		}
	}
	if _, err := d.o.Reports.Open(d.ctx, d.as["kehoach"], reports.OpenInput{Schedule: "nam", Period: form.Period{Year: 2024}}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("opened twice: %v", err)
	}
	for _, p := range []form.Period{{Year: 1}, {Year: 2015}} {
		if _, err := d.o.Reports.Open(d.ctx, d.as["kehoach"], reports.OpenInput{Schedule: "nam", Period: p}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%v: %v", p, err)
		}
	}
	if err := d.o.Reports.Withdraw(d.ctx, d.as["kehoach"], id, because); err != nil {
		t.Fatal(err)
	}
	if err := d.step("canbo.xa", s, report.Event{Step: report.FillIn, Detail: report.Detail{Writes: asked(s, 1)[:1]}}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("filled in after the round was withdrawn: %v", err)
	}
}

// TestAskOnce: where the office knows all that is asked, nobody is asked; else only what nobody knows is.
func TestAskOnce(t *testing.T) {
	d := begin(t)
	in := requests.AskInput{Title: "Hộ nghèo đến nay", Picks: []string{"class:poor"}, CutOff: d.o.Office.Day()}
	id, err := d.o.Requests.Ask(d.ctx, d.as["kehoach"], in)
	if err != nil {
		t.Fatal(err)
	}
	w := d.whole(id)
	if len(w.Gap) != 0 || w.Rolled.Values["YC/k1/gia_tri"].Number == 0 {
		t.Errorf("somebody is asked for what is known: %d, %+v", len(w.Gap), w.Rolled.Values)
	}
	in.Asked, in.Due = []requests.Question{{Title: "Số buổi phát thanh", Unit: "buổi"}}, d.o.Office.Day().AddDays(3)
	if id, err = d.o.Requests.Ask(d.ctx, d.as["kehoach"], in); err != nil {
		t.Fatal(err)
	}
	if s := d.mine(id); s.Asked != 1 || len(d.whole(id).Gap) != s.Round.Units {
		t.Errorf("%d cells are asked", s.Asked)
	}
	for name, bad := range map[string]func(*requests.AskInput){
		"nothing":        func(i *requests.AskInput) { i.Picks, i.Asked = nil, nil },
		"no title":       func(i *requests.AskInput) { i.Title = " " },
		"a figure of no": func(i *requests.AskInput) { i.Picks = []string{"class:rich"} },
		"tomorrow":       func(i *requests.AskInput) { i.CutOff = d.o.Office.Day().AddDays(1) },
		"due yesterday":  func(i *requests.AskInput) { i.Due = d.o.Office.Day().AddDays(-1) },
		"a blank":        func(i *requests.AskInput) { i.Asked = []requests.Question{{Title: " "}} },
		"of 1950":        func(i *requests.AskInput) { i.CutOff = date.Must(1950, 1, 1) },
		"too much":       func(i *requests.AskInput) { i.Asked = make([]requests.Question, 40) },
		"a long title":   func(i *requests.AskInput) { i.Title = strings.Repeat("a", 301) },
	} {
		again := in
		bad(&again)
		if _, err := d.o.Requests.Ask(d.ctx, d.as["kehoach"], again); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
