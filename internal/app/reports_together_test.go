package app_test

import (
	"context"
	"sync"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/errs"
	"giamngheo/internal/form"
	"giamngheo/internal/narrative"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/report"
	rows "giamngheo/internal/store/reports"
)

// TestReportsTogether: on PostgreSQL, over two offices on it, a round from its opening to its signature with words;
// of two who type into one cell, send, consolidate or save the text at once one has it and the other is told.
func TestReportsTogether(t *testing.T) {
	s, ctx := officetest.SmallOn(t, postgrestest.Of(t).Database(t)), context.Background()
	other := s.Second(t)
	desks := []*app.Desks{s.Desks, other}
	planner, officer, chair := s.As("kehoach"), s.As("canbo.xa"), s.As("chutich.xa")
	round, err := s.Reports.Open(ctx, planner, reports.OpenInput{Schedule: "nam", Period: form.Period{Year: 2024}})
	if err != nil {
		t.Fatal(err)
	}
	board, err := other.Reports.Board(ctx, officer, round)
	if err != nil || board.Mine == 0 {
		t.Fatal(board, err)
	}
	show := func() *reports.Shown {
		t.Helper()
		one, err := other.Reports.Report(ctx, officer, board.Mine)
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	// once does the same in both offices at once: one is right, the other is told of it.
	once := func(what string, kind errs.Kind, do func(o *app.Desks, i int) error) {
		t.Helper()
		failed, wait := make([]error, 2), sync.WaitGroup{}
		for i, o := range desks {
			wait.Go(func() { failed[i] = do(o, i) })
		}
		wait.Wait()
		if (failed[0] == nil) == (failed[1] == nil) {
			t.Fatalf("%s twice at once: %v, %v", what, failed[0], failed[1])
		}
		for _, err := range failed {
			if err != nil && errs.KindOf(err) != kind {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	one := show()
	meetings := form.Key("B01/doi_thoai/thuc_hien")
	once("one cell typed", errs.Conflict, func(o *app.Desks, i int) error {
		return o.Reports.Step(ctx, officer, one.ID, one.Seq, report.Event{Step: report.FillIn, Detail: report.Detail{
			Writes: []report.Write{{Key: meetings, Value: form.Of(int64(3 + i)), Seen: one.Seq}}}})
	})
	if one = show(); one.Content.Cells[meetings].Entered == nil {
		t.Fatal("what was typed is lost")
	}
	var writes []report.Write
	for i := range one.Set.Slots {
		slot := &one.Set.Slots[i]
		if k := one.Known[slot.Key]; slot.Kind == form.Input && !slot.Column.Optional && k.Value.Blank() && slot.Key != meetings {
			writes = append(writes, report.Write{Key: slot.Key, Value: form.Of(2)})
		}
	}
	if err := s.Reports.Step(ctx, officer, one.ID, one.Seq, report.Event{Step: report.FillIn,
		Detail: report.Detail{Writes: writes}}); err != nil {
		t.Fatal(err)
	}
	once("a report sent", errs.Conflict, func(o *app.Desks, _ int) error {
		return o.Reports.Step(ctx, chair, one.ID, show().Seq, report.Event{Step: report.Submit})
	})
	seq := func() int64 {
		t.Helper()
		w, err := other.Reports.Whole(ctx, planner, round)
		if err != nil {
			t.Fatal(err)
		}
		return w.Report.Seq
	}
	seen := seq()
	once("a round consolidated", errs.Conflict, func(o *app.Desks, _ int) error {
		return o.Reports.Consolidate(ctx, planner, round, seen)
	})
	once("a text begun", errs.Conflict, func(o *app.Desks, _ int) error {
		return o.Narratives.Begin(ctx, planner, round, "giam-sat-mau")
	})
	text := []narrative.Section{{Head: "I. Số liệu", Paragraphs: []string{"Có [[" + string(meetings) + "]] cuộc."}}}
	once("a text saved", errs.Conflict, func(o *app.Desks, _ int) error {
		return o.Narratives.Save(ctx, planner, round, 1, "Thử", text)
	})
	in := reports.SignInput{Number: "1/BC-UBND", Signer: "MẪU", Day: s.Now(), Reason: "các đơn vị khác chưa gửi kịp"}
	seen = seq()
	once("a report signed", errs.Conflict, func(o *app.Desks, _ int) error {
		return o.Reports.Sign(ctx, s.As("duyet"), round, seen, in)
	})
	w, err := s.Reports.Whole(ctx, planner, round)
	if err != nil {
		t.Fatal(err)
	}
	if d := w.Report.Content.Signed; w.Round.State != rows.Finished || d == nil || d.Text != 2 {
		t.Errorf("signed: %s %+v", w.Round.State, d)
	}
}
