package plandrafts_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/target"
)

// canTho opens an empty office of Cần Thơ (92) of November 2026 with a planner.
func canTho(t *testing.T) (*app.Desks, *office.Ask) {
	t.Helper()
	st, err := demotest.Store(filepath.Join(t.TempDir(), "office.db"))
	if err != nil {
		t.Fatal(err)
	}
	o, err := demotest.Office(st, office.Config{Province: "92", Files: filepath.Join(t.TempDir(), "files"),
		Day: func() date.Date { return date.Must(2026, 11, 2) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(o.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	})
	return o, &office.Ask{Username: "kehoach", Stage: office.StageIn,
		Grants: []access.Grant{{Role: access.Planner, Place: "92", From: date.Must(2020, 1, 1)}}}
}

// says reports whether something of a draft's list of what was left out says a text.
func says(s *plandrafts.Shown, text string) bool {
	for _, l := range s.Left {
		if strings.Contains(l.Text.VI, text) {
			return true
		}
	}
	return false
}

func draft(t *testing.T, o *app.Desks, a *office.Ask, year int) *plandrafts.Shown {
	t.Helper()
	s, err := o.PlanDrafts.Draft(context.Background(), a, year)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestModelElsewhere: in another province and year the shipped model gives what its targets count, and nothing of its
// texts, values, baselines, bodies; a target of an ethnic group that nobody is of stays out; all of it is listed.
func TestModelElsewhere(t *testing.T) {
	o, a := canTho(t)
	ctx := context.Background()
	if e, err := o.PlanDrafts.Empty(ctx, a, 0); err != nil || e.Year != 2026 || len(e.Years) != 0 || !e.MayUse {
		t.Fatalf("%+v %v", e, err)
	}
	if err := o.PlanDrafts.Make(ctx, a, plandrafts.Making{Year: 2026, From: plandrafts.FromModel}); err != nil {
		t.Fatal(err)
	}
	s := draft(t, o, a, 2026)
	for _, p := range s.Plan.Parts() {
		if p.Planned != nil || p.Source != "" || len(p.Earlier) > 0 || p.Official != nil ||
			p.Baseline != nil && (p.Baseline.Value != nil || p.Baseline.Day != date.Must(2025, 12, 31)) ||
			!slices.Contains(p.Todo, target.TodoPlanned) || strings.Contains(p.Definition.VI, "2024") {
			t.Errorf("%s: %+v", p.Code, p)
		}
	}
	if had, _ := s.Plan.Part("khmer_poor_rate"); had != nil || !says(s, "không có hộ nào có chủ hộ là người") {
		t.Error("a Khmer target where nobody is Khmer")
	}
	text := s.Row.Content
	for _, foreign := range []string{"Sóc Trăng", "35/KH-UBND", "2.54", "Lao động - Thương binh", "cấp huyện"} {
		if strings.Contains(text, foreign) {
			t.Errorf("%q came over", foreign)
		}
	}
	for _, left := range []string{"35/KH-UBND", "2,54", "mức 6.000", "4 phân công", "5 giải pháp", "Tin giới thiệu"} {
		if !says(s, left) {
			t.Errorf("it is not said that %q was left out", left)
		}
	}
	if s.Plan.Province != "92" || s.Plan.Issuer.VI != "Ủy ban nhân dân thành phố Cần Thơ" || s.Before != nil {
		t.Errorf("%+v", s.Plan)
	}
	if slices.ContainsFunc(s.Bodies, func(b errs.Text) bool { return strings.Contains(b.VI, "huyện") }) {
		t.Error("districts are offered")
	}
	err := o.PlanDrafts.PutInForce(ctx, a, plandrafts.Edit{Year: 2026, Was: s.Version, Reason: "thử đưa vào thực hiện"}, 0)
	if errs.KindOf(err) != errs.Invalid {
		t.Errorf("an unfinished draft is put in force: %v", err)
	}
	if _, err := o.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2026}); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a draft counts as a plan: %v", err)
	}
	if err := o.PlanDrafts.Make(ctx, a, plandrafts.Making{Year: 2026, From: plandrafts.FromModel}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("two drafts of one year: %v", err)
	}
}

// TestFromNothing: a plan of chosen targets is filled in page by page and put in force; its communes are right below the
// province; who comes second is told and loses nothing silently.
func TestFromNothing(t *testing.T) {
	o, a := canTho(t)
	ctx, d := context.Background(), o.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2026, From: plandrafts.FromChosen,
		Codes: []string{"water", "nothing"}}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a target that there is not: %v", err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.Make(ctx, a, plandrafts.Making{Year: 2026, From: plandrafts.FromChosen, Codes: []string{"water"}}))
	edit := func() plandrafts.Edit {
		return plandrafts.Edit{Year: 2026, Was: draft(t, o, a, 2026).Version, Reason: "lập kế hoạch năm 2026"}
	}
	must(d.SetHeading(ctx, a, edit(), plandrafts.Heading{Number: "12/KH-UBND", Date: date.Must(2026, 2, 10),
		Title: "Kế hoạch giảm nghèo năm 2026"}))
	eighty := 80.0
	in := plandrafts.PartInput{Sentence: "80% hộ nghèo dùng nước hợp vệ sinh", Title: "Hộ nghèo dùng nước sạch", Kind: "rate",
		Unit: "people", Better: "higher", Planned: &eighty, Body: "Sở Nông nghiệp và Môi trường", Cascade: "same",
		Numerator:   plandrafts.MeasureInput{Over: "household", Where: `water_source in ["tap", "borehole"]`},
		Denominator: plandrafts.MeasureInput{Over: "household", Where: "poor"}}
	second := edit()
	must(d.SetPart(ctx, a, edit(), "water", in))
	if err := d.SetPart(ctx, a, second, "water", in); errs.KindOf(err) != errs.Conflict {
		t.Errorf("the second is not told: %v", err)
	}
	wrong := in
	wrong.Body = "Sở Lao động - Thương binh và Xã hội"
	if err := d.SetPart(ctx, a, edit(), "water", wrong); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a body of before: %v", err)
	}
	wrong = in
	wrong.Denominator.Where = "poor &&& x"
	if err := d.SetPart(ctx, a, edit(), "water", wrong); errs.KindOf(err) != errs.Invalid ||
		strings.Contains(err.Error(), "token") || strings.Contains(err.Error(), "extraneous") {
		t.Errorf("a condition that is none: %v", err)
	}
	must(d.Add(ctx, a, edit(), "poor_rate"))
	if err := d.Add(ctx, a, edit(), "khmer_poor_rate"); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a Khmer target where nobody is Khmer: %v", err)
	}
	must(d.Remove(ctx, a, edit(), "poor_rate"))
	s := draft(t, o, a, 2026)
	if len(s.Todo) != 0 {
		t.Fatalf("still to be done: %v", s.Todo)
	}
	var book bytes.Buffer
	must(d.WriteBook(ctx, a, 2026, &book))
	must(d.PutInForce(ctx, a, edit(), s.Was))
	p, err := o.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2026})
	must(err)
	if len(p.Parts) != 1 || *p.Parts[0].Part.Planned != 80 || p.Parts[0].Unit != "percent" ||
		p.Parts[0].Body.VI != "Sở Nông nghiệp và Môi trường" || p.Version != 1 {
		t.Errorf("%+v", p.Parts)
	}
	below := o.Office.Reg().Children("92", date.Must(2026, 11, 2))
	if len(below) != 103 || below[0].Level.String() != "commune" {
		t.Errorf("%d units below the province", len(below))
	}
	if _, err := d.Draft(ctx, a, 2026); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the draft is still open: %v", err)
	}
	u, err := o.PlanFiles.UploadPlan(ctx, a, "ke-hoach.xlsx", book.Bytes())
	if err != nil || len(u.Faults) != 0 || len(u.Changes) != 0 {
		t.Errorf("the draft's workbook is not the plan: %v %+v %+v", err, u.Faults, u.Changes)
	}
}

// TestOwnYear: the office's own plan of another year gives its targets, solutions and what its bodies still do; what was
// that year's is listed. Who may not make plans makes none.
func TestOwnYear(t *testing.T) {
	s := officetest.Small(t)
	ctx, a := context.Background(), s.As("kehoach")
	for _, who := range []string{"canbo.xa", "canbo.so", "lanhdao", "thanhtra"} {
		if err := s.PlanDrafts.Make(ctx, s.As(who), plandrafts.Making{Year: 2025, From: plandrafts.FromOwn, Of: 2024}); err == nil {
			t.Errorf("%s made a draft", who)
		}
		if e, err := s.PlanDrafts.Empty(ctx, s.As(who), 2025); err != nil || e.MayUse {
			t.Errorf("%s: %+v %v", who, e, err)
		}
	}
	if err := s.PlanDrafts.Make(ctx, a, plandrafts.Making{Year: 2025, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	d := draft(t, s.Desks, a, 2025)
	if len(d.Plan.Parts()) != 19 || len(d.Plan.Solutions) != 5 || len(d.Plan.Assignments) != 4 ||
		d.Plan.Assignments[0].By != "" || d.Plan.Number != "" || d.Plan.Signer != "" {
		t.Errorf("%d parts, %d solutions, %+v", len(d.Plan.Parts()), len(d.Plan.Solutions), d.Plan.Assignments)
	}
	if khmer, _ := d.Plan.Part("khmer_poor_rate"); khmer == nil || khmer.Planned != nil ||
		khmer.Baseline.Value != nil || khmer.Baseline.Day != date.Must(2024, 12, 31) {
		t.Errorf("%+v", khmer)
	}
	for _, left := range []string{"2,54", "mức −1", "thời hạn", "câu của mục tiêu 1"} {
		if !says(d, left) {
			t.Errorf("it is not said that %q was left out", left)
		}
	}
	if err := s.PlanDrafts.Drop(ctx, a, plandrafts.Edit{Year: 2025, Was: d.Version, Reason: "làm lại từ đầu"}); err != nil {
		t.Fatal(err)
	}
	if err := s.PlanDrafts.Make(ctx, a, plandrafts.Making{Year: 2024, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	if same := draft(t, s.Desks, a, 2024); len(same.Changes) != 0 || len(same.Left) != 0 || len(same.Todo) != 0 || !same.There {
		t.Errorf("the plan's own draft: %+v %+v %+v", same.Changes, same.Left, same.Todo)
	}
}

// TestOneBaseline: what a plan begins from is the result of the year before, as the results desk has it.
func TestOneBaseline(t *testing.T) {
	s := officetest.Small(t)
	ctx, a := context.Background(), s.As("kehoach")
	whole, err := s.Results.Whole(ctx, 2023)
	if err != nil || whole.Poor != 8 || whole.Near != 8 || whole.All != 30 {
		t.Fatalf("%+v %v", whole, err)
	}
	if err := s.PlanDrafts.Make(ctx, a, plandrafts.Making{Year: 2024, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	d := draft(t, s.Desks, a, 2024)
	if *d.Before != *whole {
		t.Errorf("%+v", d.Before)
	}
	minus := -1.0
	edit := plandrafts.Edit{Year: 2024, Was: d.Version, Reason: "lấy số đầu kỳ của đơn vị"}
	// a rate that is made a change begins from the office's own
	in := plandrafts.PartInput{Title: "Giảm tỷ lệ hộ nghèo, cận nghèo", Kind: "change", Better: "lower", Planned: &minus,
		Cascade: "own", Numerator: plandrafts.MeasureInput{Over: "household", Where: "poor"},
		Denominator: plandrafts.MeasureInput{Over: "household", Where: "true"}}
	if err := s.PlanDrafts.SetPart(ctx, a, edit, "safe_house", in); err != nil {
		t.Fatal(err)
	}
	edit.Was++
	if err := s.PlanDrafts.PutInForce(ctx, a, edit, d.Was); err != nil {
		t.Fatal(err)
	}
	p, err := s.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2024, Place: "94"})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(p.Parts, func(x plans.PartShownIn) bool { return x.Code == "safe_house" })
	if f := p.Parts[i].Actual; f.Before == nil || *f.Before < 26.66 || *f.Before > 26.67 { // 8 of 30
		t.Errorf("%+v", f)
	}
}
