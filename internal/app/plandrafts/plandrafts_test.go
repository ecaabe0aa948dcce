package plandrafts_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/plandrafts"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/audit"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	planrows "giamngheo/internal/store/plans"
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
	// nothing is imported yet: whether somebody of a group lives here is not known, and is to be looked at
	if had, _ := s.Plan.Part("khmer_poor_rate"); had == nil || !slices.Contains(had.Todo, target.TodoReading) ||
		says(s, "không có hộ nào có chủ hộ là người") {
		t.Error("a Khmer target of a register without households")
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
	must(d.Add(ctx, a, edit(), "khmer_poor_rate")) // nothing is known of an empty register
	must(d.Remove(ctx, a, edit(), "khmer_poor_rate"))
	must(d.Remove(ctx, a, edit(), "poor_rate"))
	s := draft(t, o, a, 2026)
	if water, _ := s.Plan.Part("water"); len(s.Todo) != 1 || !slices.Equal(water.Todo, []target.Todo{target.TodoReading}) ||
		water.Open.VI != "" {
		t.Errorf("another condition is not to be looked at: %v", s.Todo)
	}
	in.Looked = []target.Todo{target.TodoReading}
	must(d.SetPart(ctx, a, edit(), "water", in))
	s = draft(t, o, a, 2026)
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
	if d.Before != nil { // the review of 2024 is under way
		t.Errorf("%+v", d.Before)
	}
	if len(d.Looks) != 1 || !strings.Contains(d.Looks[0].Text.VI, "5 giải pháp và 4 phân công") {
		t.Errorf("%+v", d.Looks)
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
	if w, err := s.Results.Whole(ctx, 2024); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a review under way has a result: %+v %v", w, err)
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
	in.Looked = []target.Todo{target.TodoReading} // of another measure
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

// kept is a part of a draft as its page would send it back untouched.
func kept(t *testing.T, p *target.Plan, code string) plandrafts.PartInput {
	t.Helper()
	for _, x := range p.Targets {
		for _, part := range x.Parts {
			if part.Code != code {
				continue
			}
			of := func(m *target.Measure) (in plandrafts.MeasureInput) {
				if m != nil {
					in = plandrafts.MeasureInput{Over: m.Over, Sum: m.Sum, Unit: m.Unit, Figure: m.Figure, Where: m.Where}
				}
				return in
			}
			return plandrafts.PartInput{Number: x.Number, Sentence: x.Text, Title: part.Title.VI, Kind: part.Kind, Unit: part.Unit,
				Better: part.Better, Planned: part.Planned, NoValue: part.Planned == nil, Body: part.Body.VI,
				Cascade: part.Cascade.Rule, Numerator: of(part.Numerator), Denominator: of(part.Denominator)}
		}
	}
	t.Fatal("no part ", code)
	return plandrafts.PartInput{}
}

// TestUntouched: who saves a part as it is changes nothing of it; another condition drops what was said of the old one.
func TestUntouched(t *testing.T) {
	s := officetest.Small(t)
	ctx, a, d := context.Background(), s.As("kehoach"), s.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2024, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	edit := plandrafts.Edit{Year: 2024, Was: 1, Reason: "thử sửa bản thảo"}
	set := func(code string, in plandrafts.PartInput) {
		t.Helper()
		if err := d.SetPart(ctx, a, edit, code, in); err != nil {
			t.Fatal(code, err)
		}
		edit.Was++
	}
	plan := draft(t, s.Desks, a, 2024).Plan
	for _, code := range []string{"poor_rate", "jobs", "officers_trained", "stunting_coastal", "water"} { // of every kind
		in := kept(t, plan, code)
		in.Looked = []target.Todo{target.TodoPlanned, target.TodoBody}
		set(code, in)
	}
	now := draft(t, s.Desks, a, 2024)
	if len(now.Changes) != 0 || len(now.Todo) != 0 {
		t.Fatalf("%+v %+v", now.Changes, now.Todo)
	}
	in := kept(t, now.Plan, "water")
	in.Numerator.Where = `water_source == "tap"`
	in.Planned, in.NoValue = nil, false
	in.Looked = []target.Todo{target.TodoPlanned} // a value is not there for saying so
	set("water", in)
	water, _ := draft(t, s.Desks, a, 2024).Plan.Part("water")
	if len(water.Earlier)+len(water.Courses) > 0 || water.Official != nil || water.Open.VI+water.Counted.VI+water.Others.VI+water.Lacks.VI+water.Definition.VI != "" ||
		!slices.Equal(water.Todo, []target.Todo{target.TodoReading, target.TodoPlanned}) {
		t.Errorf("%+v", water)
	}
}

// TestBody: a body that the programmes' data does not know is taken in its own words, one that ended is refused; figures
// are reported by whom their target has, and go with the last target that asks for them.
func TestBody(t *testing.T) {
	o, a := canTho(t)
	ctx, d := context.Background(), o.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2026, From: plandrafts.FromChosen,
		Codes: []string{"officers_trained", "legal_aid_known", "water"}}); err != nil {
		t.Fatal(err)
	}
	edit := func() plandrafts.Edit { return plandrafts.Edit{Year: 2026, Was: draft(t, o, a, 2026).Version} }
	for _, c := range []struct{ body, is string }{
		{"Ban Dân tộc thành phố", "Ban Dân tộc thành phố"}, {"sở nông nghiệp và môi trường", "Sở Nông nghiệp và Môi trường"},
		{"Sở Lao động - Thương binh và Xã hội", ""}, {"UBND huyện", ""},
	} {
		in := kept(t, draft(t, o, a, 2026).Plan, "water")
		in.Body = c.body
		err := d.SetPart(ctx, a, edit(), "water", in)
		if c.is == "" {
			if errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "chỉ có đến") {
				t.Errorf("%s: %v", c.body, err)
			}
			continue
		}
		if p, _ := draft(t, o, a, 2026).Plan.Part("water"); err != nil || p.Body.VI != c.is {
			t.Errorf("%s: %v %+v", c.body, err, p.Body)
		}
	}
	p := draft(t, o, a, 2026).Plan
	trained, _ := p.Part("officers_trained")
	figures := []string{trained.Numerator.Figure, trained.Denominator.Figure}
	known, _ := p.Part("legal_aid_known")
	if !slices.Contains(known.Todo, target.TodoBody) || !slices.Contains(trained.Todo, target.TodoBody) {
		t.Errorf("nobody is to report them: %v %v", known.Todo, trained.Todo)
	}
	in := kept(t, p, "officers_trained")
	in.Body = "Sở Nội vụ"
	if err := d.SetPart(ctx, a, edit(), "officers_trained", in); err != nil {
		t.Fatal(err)
	}
	p = draft(t, o, a, 2026).Plan
	for _, code := range figures {
		if p.ReportKind(code).By.VI != "Sở Nội vụ" {
			t.Errorf("%+v", p.Reports)
		}
	}
	// a part of one's own that asks for a figure of which nobody is chosen asks who; the figure stays while one asks
	own := plandrafts.PartInput{Title: "Người dân biết trợ giúp pháp lý", Kind: "rate", Better: "higher", NoValue: true,
		Cascade: "same", Numerator: plandrafts.MeasureInput{Over: "report", Figure: "legal_aid_known"}}
	if err := d.SetPart(ctx, a, edit(), "", own); err != nil {
		t.Fatal(err)
	}
	remove := func(code string) {
		t.Helper()
		if err := d.Remove(ctx, a, edit(), code); err != nil {
			t.Fatal(err)
		}
		p = draft(t, o, a, 2026).Plan
	}
	remove("legal_aid_known")
	if mine, _ := p.Part("target_1"); p.ReportKind("legal_aid_known") == nil || !slices.Contains(mine.Todo, target.TodoBody) {
		t.Errorf("%+v %+v", p.Reports, mine)
	}
	remove("target_1")
	remove("officers_trained")
	if len(p.Reports) != 0 {
		t.Errorf("figures are asked for that no target has: %+v", p.Reports)
	}
}

// TestLists: solutions and assignments are taken out one by one; the sentence of a target is its next part's to do.
func TestLists(t *testing.T) {
	s := officetest.Small(t)
	ctx, a, d := context.Background(), s.As("kehoach"), s.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2025, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	was := draft(t, s.Desks, a, 2025)
	edit := plandrafts.Edit{Year: 2025, Was: was.Version}
	for _, c := range []struct {
		of plandrafts.List
		at int
	}{{plandrafts.Solutions, 5}, {plandrafts.Assignments, -1}, {"targets", 0}} {
		if err := d.TakeOut(ctx, a, edit, c.of, c.at); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%v: %v", c, err)
		}
	}
	for _, of := range []plandrafts.List{plandrafts.Solutions, plandrafts.Assignments} {
		if err := d.TakeOut(ctx, a, edit, of, 1); err != nil {
			t.Fatal(err)
		}
		edit.Was++
	}
	now := draft(t, s.Desks, a, 2025)
	if len(now.Plan.Solutions) != 4 || now.Plan.Solutions[1].Code != was.Plan.Solutions[2].Code || len(now.Plan.Assignments) != 3 ||
		now.Plan.Assignments[1].Task.VI != was.Plan.Assignments[2].Task.VI || len(now.Looks) != 1 {
		t.Errorf("%+v %+v", now.Plan.Solutions, now.Plan.Assignments)
	}
	i := slices.IndexFunc(now.Plan.Targets, func(x target.Target) bool { return len(x.Parts) > 1 })
	first, next := now.Plan.Targets[i].Parts[0].Code, now.Plan.Targets[i].Parts[1].Code
	if err := d.Remove(ctx, a, edit, first); err != nil {
		t.Fatal(err)
	}
	if p, _ := draft(t, s.Desks, a, 2025).Plan.Part(next); !slices.Contains(p.Todo, target.TodoSentence) {
		t.Errorf("the sentence of the plan before is nobody's to do: %+v", p.Todo)
	}
	since := s.Seq()
	if err := d.WriteBook(ctx, a, 2025, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(s.Read(since), func(e audit.Entry) bool {
		return e.Action == "plan.draft.file" && e.Subject == "2025" && e.Who == "kehoach" && e.Detail.Note["version"] == "4"
	}) {
		t.Error("that the draft was read is not on the record")
	}
}

// TestMoved: a draft beside which the plan in force is changed is not put in force before its maker has seen what
// changed; what was wrong with a draft before does not keep it from being changed.
func TestMoved(t *testing.T) {
	s := officetest.Small(t)
	ctx, a, d := context.Background(), s.As("kehoach"), s.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2024, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	p, text, err := s.PlanFiles.PlanOf(ctx, a, 2024)
	if err != nil {
		t.Fatal(err)
	}
	was := draft(t, s.Desks, a, 2024)
	text = bytes.Replace(text, []byte("planned: 6000"), []byte("planned: 7000"), 1)
	if _, err := s.PlanFiles.SavePlan(ctx, s.As("kehoach2"), "plan.yaml", text, was.Was, "tăng mức kế hoạch"); err != nil {
		t.Fatal(p.Number, err)
	}
	edit := plandrafts.Edit{Year: 2024, Was: was.Version, Reason: "đưa vào thực hiện"}
	now := draft(t, s.Desks, a, 2024)
	if !now.Moved || now.Was != was.Was+1 || len(now.Since) != 1 || now.Since[0].Was.VI != "6.000" || now.Since[0].Now.VI != "7.000" {
		t.Fatalf("%+v", now.Since)
	}
	if err := d.PutInForce(ctx, a, edit, now.Was); errs.KindOf(err) != errs.Conflict {
		t.Errorf("another's work is overwritten: %v", err)
	}
	if err := d.Follow(ctx, a, edit, was.Was); errs.KindOf(err) != errs.Conflict {
		t.Errorf("by a version that is none any more: %v", err)
	}
	if err := d.Follow(ctx, a, edit, now.Was); err != nil {
		t.Fatal(err)
	}
	edit.Was++
	if now = draft(t, s.Desks, a, 2024); now.Moved || len(now.Changes) != 1 {
		t.Errorf("%+v", now.Changes)
	}
	if err := d.PutInForce(ctx, a, edit, now.Was); err != nil {
		t.Error(err)
	}
}

// TestFaultBefore: what was wrong with a draft before its change does not refuse the change and stands on its page, though
// its words are others by the change; what the change brings is refused, with the part and the column.
func TestFaultBefore(t *testing.T) {
	s := officetest.Small(t)
	ctx, a, d := context.Background(), s.As("kehoach"), s.PlanDrafts
	if err := d.Make(ctx, a, plandrafts.Making{Year: 2024, From: plandrafts.FromOwn, Of: 2024}); err != nil {
		t.Fatal(err)
	}
	ended := "Sở Lao động - Thương binh và Xã hội" // there until 28 February 2025
	was := draft(t, s.Desks, a, 2024)
	water, _ := was.Plan.Part("water")
	water.Body = errs.Text{VI: ended}
	was.Plan.Date = date.Must(2024, 2, 27)
	text, err := was.Plan.YAML()
	if err != nil {
		t.Fatal(err)
	}
	// as of a year whose bodies have ended since: the draft is one of 2025, of which nothing else is wrong
	text = bytes.ReplaceAll(bytes.Replace(text, []byte("year: 2024"), []byte("year: 2025"), 1), []byte("2024-02-27"), []byte("2025-03-01"))
	row := was.Row
	row.Year, row.Content = 2025, string(text)
	err = s.Office.Do(ctx, a, &office.Deed{Action: "plan.draft", Kind: "plan", Subject: "2025"}, func(tx *office.Tx) error {
		return planrows.AddDraft(ctx, tx, &row, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	now := draft(t, s.Desks, a, 2025)
	if len(now.Todo) == 0 {
		t.Fatal("nothing is wrong")
	}
	edit := plandrafts.Edit{Year: 2025, Was: 1}
	heading := plandrafts.Heading{Number: "1/KH-UBND", Date: date.Must(2025, 3, 2), Title: "Kế hoạch"}
	if err := d.SetHeading(ctx, a, edit, heading); err != nil { // the fault of the body names another day now
		t.Fatal(err)
	}
	edit.Was++
	heading.Date = date.Must(2025, 8, 1) // districts have ended by then: the day brings that
	if err := d.SetHeading(ctx, a, edit, heading); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), "30/06/2025") {
		t.Errorf("bodies that end by the plan's day: %v", err)
	}
	in := kept(t, now.Plan, "latrine")
	in.Sentence += " (sửa)"
	if err := d.SetPart(ctx, a, edit, "latrine", in); err != nil {
		t.Errorf("another target cannot be changed: %v", err)
	} else {
		edit.Was++
	}
	hundred := 120.0
	in.Planned, in.NoValue = &hundred, false
	if err := d.SetPart(ctx, a, edit, "latrine", in); errs.KindOf(err) != errs.Invalid ||
		!strings.Contains(err.Error(), "Kế hoạch: ") || !strings.Contains(err.Error(), in.Title) {
		t.Errorf("a rate of 120: %v", err)
	}
	in = kept(t, now.Plan, "latrine")
	in.Body = ended
	if err := d.SetPart(ctx, a, edit, "latrine", in); errs.KindOf(err) != errs.Invalid {
		t.Errorf("another body of before: %v", err)
	}
}
