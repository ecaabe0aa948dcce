package briefs_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/briefs"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/programme"
	"giamngheo/internal/store/supports"
	"giamngheo/internal/target"
)

// TestBrief: every part of the plan is told once, the gravest first, with what it was a month before as the plan's page
// of that day has it; works that should have ended are named; the working days left are those of the calendar.
func TestBrief(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	planner := s.As("kehoach")
	work := supports.Activity{Activity: programme.Activity{Node: "DA2", Kind: "model", Title: "Mô hình nuôi tôm", Place: officetest.ThanhPhu,
		From: date.Must(2024, 2, 1), To: date.Must(2024, 3, 1), Lead: "Ủy ban xã", Quantity: 5, Unit: "hộ",
		State: programme.Planned}}
	if _, err := s.Activities.SaveActivity(ctx, s.As("canbo.xa"), work); err != nil {
		t.Fatal(err)
	}
	work.Title, work.To = "Mô hình nuôi bò", date.Must(2024, 12, 31)
	if _, err := s.Activities.SaveActivity(ctx, s.As("canbo.xa"), work); err != nil {
		t.Fatal(err)
	}
	b, err := s.Briefs.Brief(ctx, planner, plans.ProgressInput{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	now, err := s.Plans.Progress(ctx, planner, plans.ProgressInput{Year: 2024})
	if err != nil {
		t.Fatal(err)
	}
	if b.On != officetest.SmallDay() || b.Since != b.On.AddMonths(-1) || len(b.Parts) != len(now.Parts) {
		t.Fatalf("on %s since %s, %d parts of %d", b.On, b.Since, len(b.Parts), len(now.Parts))
	}
	was, err := s.Plans.Progress(ctx, planner, plans.ProgressInput{Year: 2024, On: b.Since})
	if err != nil {
		t.Fatal(err)
	}
	rank := map[target.Light]int{target.Red: 0, target.Amber: 1, target.Grey: 2, target.Green: 3}
	for i, p := range b.Parts {
		if i > 0 && rank[b.Parts[i-1].Light] > rank[p.Light] {
			t.Errorf("%s (%s) comes after %s", p.Code, p.Light, b.Parts[i-1].Light)
		}
		for j := range was.Parts {
			before := &was.Parts[j]
			if before.Code != p.Code {
				continue
			}
			if p.Before != before.Light || p.Was == nil || p.Was.Value != before.Actual.Value ||
				(p.Change != nil) != (p.Actual.Known && before.Actual.Known) ||
				p.Change != nil && *p.Change != p.Actual.Value-before.Actual.Value {
				t.Errorf("%s: %+v a month before, %+v", p.Code, p.Was, before.Actual)
			}
		}
	}
	if len(b.Late) != 1 || b.Late[0].Title != "Mô hình nuôi tôm" {
		t.Errorf("late are %+v", b.Late)
	}
	l, err := s.Workdays.Law()
	if err != nil {
		t.Fatal(err)
	}
	days := 0
	for d := date.Must(2024, 12, 31); d > b.On; d = d.AddDays(-1) {
		if l.Days.Working(d) {
			days++
		}
	}
	if b.Days != days || days == 0 {
		t.Errorf("%d working days, not %d", b.Days, days)
	}
	first, err := s.Briefs.Brief(ctx, planner, plans.ProgressInput{Year: 2024, On: date.Must(2024, 1, 20)})
	if err != nil || !first.Since.IsZero() || first.Parts[0].Was != nil || first.Parts[0].Change != nil {
		t.Errorf("in January something of a month before: %v", err)
	}
}

// TestRights: a brief is for those who see the plan, of places that they see.
func TestRights(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for _, c := range []struct {
		who  string
		in   plans.ProgressInput
		kind errs.Kind
	}{
		{"lanhdao", plans.ProgressInput{Year: 2024}, 0},
		{"canbo.xa", plans.ProgressInput{Year: 2024, Place: officetest.LongPhu}, errs.NotFound},
		{"quantri", plans.ProgressInput{Year: 2024}, errs.Forbidden},
		{"lanhdao", plans.ProgressInput{Year: 2019}, errs.NotFound},
		{"lanhdao", plans.ProgressInput{Year: 2024, On: date.Must(2023, 5, 1)}, errs.Invalid},
	} {
		if _, err := s.Briefs.Brief(ctx, s.As(c.who), c.in); errs.KindOf(err) != c.kind {
			t.Errorf("%s %+v: %v", c.who, c.in, err)
		}
	}
}

// TestPart: which way a change goes is said by the plan; whom a part is about is who is not reached, or who is still
// counted; missing answers matter where they decide.
func TestPart(t *testing.T) {
	number := func(v float64) *float64 { return &v }
	part := func(better string, planned float64, f target.Figure, change float64) briefs.Part {
		return briefs.Part{PartShownIn: &plans.PartShownIn{Part: &target.Part{Better: better}, Planned: &planned, Actual: f},
			Change: number(change)}
	}
	for name, c := range map[string]struct {
		part                  briefs.Part
		better, worse, unsure bool
		concerned             int64
		which                 string
	}{
		"more is better": {part("higher", 90, target.Figure{Known: true, Value: 80, Numerator: 80, Denominator: 100, Low: 80,
			High: 80}, 2), true, false, false, 20, "not_met"},
		"fewer is better": {part("lower", 2, target.Figure{Known: true, Value: 3, Numerator: 30, Denominator: 1000, Low: 1,
			High: 5, Unknown: 40}, 0.5), false, true, true, 30, "met"},
		"less than": {part("below", 3, target.Figure{Known: true, Value: 3, Numerator: 3, Denominator: 100, Low: 3, High: 3,
			Unknown: 1}, -1), true, false, false, 3, "met"},
		"unknown": {part("higher", 3, target.Figure{}, 0), false, false, false, 0, ""},
		"reported": {part("higher", 3, target.Figure{Known: true, Value: 2, Reported: true, Numerator: 2, Denominator: 100,
			Low: 2, High: 2}, -1), false, true, false, 0, ""},
	} {
		n, which := c.part.Concerned()
		if c.part.Better() != c.better || c.part.Worse() != c.worse || c.part.Unsure() != c.unsure || n != c.concerned ||
			which != c.which {
			t.Errorf("%s: better %v, worse %v, unsure %v, %d of %s", name, c.part.Better(), c.part.Worse(), c.part.Unsure(), n, which)
		}
	}
}
