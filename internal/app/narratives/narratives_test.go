package narratives_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/narratives"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/narrative"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/report"
	rows "giamngheo/internal/store/reports"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestWords: consolidated with a gap → draft → words written → signing refused for a typed number, an open place, a
// figure that moved → signed with the text's hash → nothing is written any more → corrected.
func TestWords(t *testing.T) {
	o, ctx := officetest.Demo(t, 2000), context.Background()
	as := func(name string) *office.Ask { return officetest.SignIn(t, o, name) }
	planner, checker, approver, commune := as("kehoach"), as("canbo.so"), as("duyet"), as("canbo.xa")
	round := running(t, o, planner, "nam")
	show := func() *narratives.Shown {
		t.Helper()
		s, err := o.Narratives.Text(ctx, planner, round)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	month := running(t, o, planner, "thang-von")
	if s, err := o.Narratives.Text(ctx, planner, month); err != nil || s.Book != nil || s.Text != nil || !s.MayWrite ||
		len(s.Templates) != 1 {
		t.Errorf("before anything was consolidated: %+v %v", s, err)
	}
	if err := o.Narratives.Begin(ctx, planner, month, "von-mau"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a text around nothing: %v", err)
	}
	for who, kind := range map[*office.Ask]errs.Kind{commune: errs.NotFound, as("lanhdao"): errs.Forbidden, as("duyet"): errs.Forbidden,
		as("thanhtra"): errs.Forbidden, as("quantri"): errs.Forbidden} {
		if err := o.Narratives.Begin(ctx, who, round, "giam-sat-mau"); errs.KindOf(err) != kind {
			t.Errorf("begun by %d: %v", who.Account, err)
		}
	}
	if err := o.Narratives.Begin(ctx, planner, round, "giam-sat-mau"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("begun twice: %v", err)
	}
	begun(t, o, planner)
	s := show()
	if s.Text.N != 1 || len(s.Faults) != 2 || len(s.Sources) < 8 {
		t.Errorf("the draft: %d, faults %+v, %d sources", s.Text.N, s.Faults, len(s.Sources))
	}
	if len(s.Said) == 0 {
		t.Error("no unit said anything of causes")
	}
	in := reports.SignInput{Number: "12/BC-UBND", Signer: "MẪU", Day: o.Office.Day(), Reason: "còn đơn vị chưa gửi, báo cáo đúng hạn"}
	sign := func() error { return o.Reports.Sign(ctx, approver, round, show().Report.Seq, in) }
	if err := sign(); errs.KindOf(err) != errs.Invalid {
		t.Errorf("signed with open places: %v", err)
	}
	sections := s.Text.Sections
	write := func(who *office.Ask, seen int64, last string) error {
		all := append([]narrative.Section(nil), sections...)
		all[5].Paragraphs, all[6].Paragraphs = []string{"Nguyên nhân: thiếu cán bộ."}, []string{last}
		return o.Narratives.Save(ctx, who, round, seen, s.Text.About, all)
	}
	if err := write(checker, 1, "Đề nghị bổ sung 25 cán bộ."); err != nil {
		t.Fatal(err)
	}
	if err := sign(); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "25") {
		t.Errorf("signed with a typed number: %v", err)
	}
	if err := write(planner, 1, "Của người khác."); errs.KindOf(err) != errs.Conflict {
		t.Errorf("two people at once: %v", err)
	}
	if err := write(planner, 2, "Đề nghị bổ sung [[25|tờ trình 3/TTr-SNV ngày 02/12/2024]] cán bộ."); err != nil {
		t.Fatal(err)
	}
	if s = show(); len(s.Faults) != 0 || s.Text.N != 3 || len(s.History) != 3 {
		t.Errorf("faults %+v of no. %d", s.Faults, s.Text.N)
	}
	document(t, o, planner, s)
	if err := sign(); err != nil {
		t.Fatal(err)
	}
	signed := show()
	if d := signed.Report.Content.Signed; d.Text != 3 || len(d.TextHash) != 64 || !signed.Signed || signed.MayWrite {
		t.Errorf("signed: %+v", d)
	}
	if err := write(planner, 3, "Sửa sau khi ký."); errs.KindOf(err) != errs.Conflict {
		t.Errorf("written after it was signed: %v", err)
	}
	corrected(t, o, planner, round)
	s = show()
	if s.Signed || !s.MayWrite || len(s.Changes) == 0 || len(s.Faults) != len(s.Changes) {
		t.Fatalf("after a correction: changes %+v, faults %+v", s.Changes, s.Faults)
	}
	if err := o.Narratives.Take(ctx, planner, round, 3); err != nil {
		t.Fatal(err)
	}
	if s = show(); len(s.Changes)+len(s.Faults) != 0 || s.Report.Content.Version != 2 {
		t.Errorf("after the figures were taken over: %+v, version %d", s.Changes, s.Report.Content.Version)
	}
	if err := o.Narratives.Restore(ctx, planner, round, 4, 2); err != nil {
		t.Fatal(err)
	}
	if s = show(); s.Text.N != 5 || s.Text.Sections[6].Paragraphs[0] != "Đề nghị bổ sung 25 cán bộ." || len(s.Changes) == 0 {
		t.Errorf("an earlier text brought back: %+v", s.Text)
	}
}

// begun: a text begins with the draft of a template for such a round, once it is consolidated.
func begun(t *testing.T, o *app.Desks, planner *office.Ask) {
	t.Helper()
	ctx := context.Background()
	quarter := int64(0)
	all, err := o.Reports.Rounds(ctx, planner)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Schedule == "quy-von" {
			quarter = r.ID
		}
	}
	s, err := o.Narratives.Text(ctx, planner, quarter)
	if err != nil || !s.Signed || len(s.Faults) != 0 || s.Report.Content.Signed.Text != 1 {
		t.Fatalf("the demonstration's signed text: %+v %v", s, err)
	}
	id, err := o.Reports.Open(ctx, planner, reports.OpenInput{Schedule: "quy-von", Period: form.Period{Kind: form.Quarter, Year: 2024, N: 2}})
	if err != nil {
		t.Fatal(err)
	}
	officer := officetest.SignIn(t, o, "canbo.xa")
	board, err := o.Reports.Board(ctx, officer, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []report.Step{report.FillIn, report.Submit} {
		one, err := o.Reports.Report(ctx, officer, board.Mine)
		if err != nil {
			t.Fatal(err)
		}
		event, who := report.Event{Step: e}, officer
		if e == report.Submit {
			who = officetest.SignIn(t, o, "chutich.xa")
		}
		for i := range one.Set.Slots {
			slot := &one.Set.Slots[i]
			if k := one.Known[slot.Key]; e == report.FillIn && slot.Kind == form.Input && !slot.Column.Optional && k.Value.Blank() {
				event.Writes = append(event.Writes, report.Write{Key: slot.Key, Value: form.Of(5)})
			}
		}
		if e == report.FillIn && len(event.Writes) == 0 {
			continue // all of it is known
		}
		if err := o.Reports.Step(ctx, who, one.ID, one.Seq, event); err != nil {
			t.Fatalf("%s: %v", e, err)
		}
	}
	if s, err = o.Narratives.Text(ctx, planner, id); err != nil {
		t.Fatal(err)
	}
	if err := o.Reports.Consolidate(ctx, planner, id, s.Report.Seq); err != nil {
		t.Fatal(err)
	}
	if err := o.Narratives.Begin(ctx, planner, id, "giam-sat-mau"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a draft of another kind of round: %v", err)
	}
	if err := o.Narratives.Begin(ctx, planner, id, "von-mau"); err != nil {
		t.Fatal(err)
	}
	if s, err = o.Narratives.Text(ctx, planner, id); err != nil || s.Text.N != 1 || s.Template.Code != "von-mau" || len(s.Faults) != 2 {
		t.Errorf("begun: %+v %v", s, err)
	}
}

// running is the demonstration's round of a schedule that is not signed yet.
func running(t *testing.T, o *app.Desks, a *office.Ask, schedule string) int64 {
	t.Helper()
	all, err := o.Reports.Rounds(context.Background(), a)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		if r.Schedule == schedule && r.State == rows.Running {
			return r.ID
		}
	}
	t.Fatal("no such round")
	return 0
}

// corrected consolidates a signed round again after a unit has answered a cell that was returned to it.
func corrected(t *testing.T, o *app.Desks, planner *office.Ask, round int64) {
	t.Helper()
	ctx, officer := context.Background(), officetest.SignIn(t, o, "canbo.xa")
	board, err := o.Reports.Board(ctx, officer, round)
	if err != nil {
		t.Fatal(err)
	}
	step := func(who *office.Ask, e report.Event) *reports.Shown {
		t.Helper()
		s, err := o.Reports.Report(ctx, planner, board.Mine)
		if err != nil {
			t.Fatal(err)
		}
		if e.Step == report.FillIn {
			for k, c := range s.Content.Cells {
				if c.State == report.CellReturned {
					e.Writes = append(e.Writes, report.Write{Key: k, Value: form.Of(c.Value().Number + 7), Seen: s.Seq})
				}
			}
		}
		if err := o.Reports.Step(ctx, who, board.Mine, s.Seq, e); err != nil {
			t.Fatalf("%s: %v", e.Step, err)
		}
		return s
	}
	step(officer, report.Event{Step: report.FillIn})
	step(officetest.SignIn(t, o, "chutich.xa"), report.Event{Step: report.Resubmit})
	step(officetest.SignIn(t, o, "canbo.huyen"), report.Event{Step: report.Accept})
	s, err := o.Narratives.Text(ctx, planner, round)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Reports.Consolidate(ctx, planner, round, s.Report.Seq); err != nil {
		t.Fatal(err)
	}
}

// document: the Word document has the words, and where every figure is from.
func document(t *testing.T, o *app.Desks, a *office.Ask, s *narratives.Shown) {
	t.Helper()
	var docx bytes.Buffer
	if err := o.Narratives.Write(context.Background(), a, s.Round.ID, &docx); err != nil {
		t.Fatal(err)
	}
	body := word(t, docx.Bytes())
	for _, want := range []string{"BÁO CÁO", "I. Tình hình gửi báo cáo", "Đề nghị bổ sung 25 cán bộ.", "PHỤ LỤC: BẢNG DẪN NGUỒN SỐ LIỆU",
		"tờ trình 3/TTr-SNV", "Biểu 01 (MẪU)", "BẢN THẢO", s.Sources[0].Text} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in the Word document", want)
		}
	}
	if strings.Contains(body, "{{") || strings.Contains(body, "[[") {
		t.Error("a mark is left in the Word document")
	}
}

func word(t *testing.T, docx []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
