package deputies_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/records"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
	"giamngheo/internal/stead"
	"giamngheo/internal/task"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// away is an absence of some days from today on.
func away(s *officetest.SmallOffice, deputy string, days int) deputies.In {
	return deputies.In{Deputy: s.As(deputy).Account, From: s.Now(), To: s.Now().AddDays(days - 1), Why: access.OnLeave}
}

func english(err error) string {
	var e *errs.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Text().EN
}

func entries(t *testing.T, s *officetest.SmallOffice, action string) (out []records.Line) {
	t.Helper()
	all, err := s.Records.AuditLog(context.Background(), s.As("thanhtra"), "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Action == action {
			out = append(out, e)
		}
	}
	return out
}

// TestActs: a deputy finds the work of the absent, does it with their roles, and the record says in whose stead; with the
// last day, or once it is ended, the roles are gone.
func TestActs(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id, err := s.Tasks.Make(ctx, s.As("chutich.xa"), tasks.Made{Place: officetest.ThanhPhu, Text: "Rà lại danh sách hộ",
		Assignee: s.As("canbo.xa").Account})
	if err != nil {
		t.Fatal(err)
	}
	if s.Office.May(s.As("dieutra"), access.RunReviews) {
		t.Fatal("an enumerator runs reviews without standing in for anybody")
	}
	if err := s.Deputies.Name(ctx, s.As("canbo.xa"), away(s, "dieutra", 5)); err != nil {
		t.Fatal(err)
	}
	deputy := s.As("dieutra").Once()
	if !s.Office.May(deputy, access.RunReviews) || len(s.Deputies.Now(deputy)) != 1 {
		t.Errorf("the deputy has not the roles of the absent: %+v", deputy.Grants)
	}
	waits, _, err := s.Tasks.Waits(ctx, deputy)
	if err != nil || !slices.ContainsFunc(waits, func(w tasks.Wait) bool {
		return w.ID == id && strings.Contains(w.Why.EN, "in the stead of")
	}) {
		t.Errorf("the task of the absent does not wait for the deputy: %+v %v", waits, err)
	}
	if err := s.Tasks.Step(ctx, s.As("dieutra").Once(), id, 2, task.Event{Step: task.Take}); err != nil {
		t.Fatal(err)
	}
	steps := entries(t, s, "task.step")
	if len(steps) != 1 || !strings.Contains(steps[0].Detail.Note[stead.Note], "(canbo.xa)") ||
		steps[0].Who != "dieutra" {
		t.Errorf("%+v", steps)
	}
	mine, err := s.Tasks.Make(ctx, s.As("canbo.xa").Once(), tasks.Made{Place: officetest.ThanhPhu, Text: "Việc của chính mình",
		Assignee: s.As("canbo.xa").Account})
	if err != nil || mine == 0 {
		t.Fatal(err)
	}
	for _, e := range entries(t, s, "task.make") {
		if e.Detail.Note[stead.Note] != "" {
			t.Errorf("own work in the stead of somebody: %+v", e)
		}
	}
	b, err := s.Deputies.Board(ctx, s.As("canbo.xa"), 0)
	if err != nil || len(b.Away) != 1 || !b.Away[0].Now || !b.Away[0].MayEnd {
		t.Fatalf("%+v %v", b, err)
	}
	s.Set(s.Now().AddDays(5))
	if s.Office.May(s.As("dieutra"), access.RunReviews) {
		t.Error("the deputy has the roles after the last day")
	}
	s.Set(s.Now().AddDays(-5))
	for _, stranger := range []string{"kehoach", "canbo.xa2"} {
		if err := s.Deputies.End(ctx, s.As(stranger), b.Away[0].ID); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s ends it: %v", stranger, err)
		}
	}
	if err := s.Deputies.End(ctx, s.As("canbo.xa"), b.Away[0].ID); err != nil || s.Office.May(s.As("dieutra"),
		access.RunReviews) {
		t.Errorf("ended, and the roles are still there: %v", err)
	}
	if err := s.Deputies.End(ctx, s.As("canbo.xa"), b.Away[0].ID); errs.KindOf(err) != errs.Conflict {
		t.Errorf("ended twice: %v", err)
	}
}

// TestApart: nobody is lent what they may not hold beside their own roles, whichever came first; and who stands in for the
// author of something does not approve it.
func TestApart(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	for _, c := range []struct{ absent, deputy, why string }{
		{"chutich.xa", "canbo.xa", "one would check the other"},
		{"thanhtra", "kehoach", "one would check the other"},
		{"canbo.xa", "canbo.xa", "own stead"},
		{"canbo.xa", "canbo.ngocdong", "works in your unit"},
		{"quantri", "lanhdao", "another administrator"},
	} {
		err := s.Deputies.Name(ctx, s.As(c.absent), away(s, c.deputy, 5))
		if errs.KindOf(err) != errs.Invalid || !strings.Contains(english(err), c.why) {
			t.Errorf("%s for %s: %v", c.deputy, c.absent, err)
		}
	}
	if err := s.Deputies.Name(ctx, s.As("kehoach"), away(s, "canbo.so", 5)); err != nil {
		t.Fatal(err)
	}
	deputy := s.As("canbo.so")
	if err := s.Office.MayApprove(deputy, s.As("kehoach").Account); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("the deputy approves what the absent entered: %v", err)
	}
	if err := s.Office.MayApprove(deputy, s.As("kehoach2").Account); err != nil {
		t.Error(err)
	}
	admin := s.As("quantri")
	g := access.Grant{Role: access.FinanceOfficer, Place: "94", From: s.Now()}
	if err := s.Accounts.AddRole(ctx, admin, deputy.Account, g); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a role that may not be beside a lent one is given: %v", err)
	}
	if err := s.Deputies.Name(ctx, s.As("kehoach"), away(s, "kehoach2", 2)); errs.KindOf(err) != errs.Conflict {
		t.Errorf("two deputies at once: %v", err)
	}
	if err := s.Deputies.Name(ctx, s.As("canbo.so2"), away(s, "kehoach", 2)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("somebody away is named: %v", err)
	}
}

// TestConfirms: who stands in for the person that says a task is done does not confirm it; another one does.
func TestConfirms(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id, err := s.Tasks.Make(ctx, s.As("canbo.so"), tasks.Made{Place: "94", Text: "Tổng hợp nhu cầu vốn",
		Assignee: s.As("kehoach").Account})
	if err != nil {
		t.Fatal(err)
	}
	version := int64(2)
	step := func(who string, e task.Event) error {
		err := s.Tasks.Step(ctx, s.As(who).Once(), id, version, e)
		if err == nil {
			version++
		}
		return err
	}
	for _, e := range []task.Event{{Step: task.Take}, {Step: task.Prove, Kind: task.Page, Path: "/reports"},
		{Step: task.Claim}} {
		if err := step("kehoach", e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Deputies.Name(ctx, s.As("kehoach"), away(s, "canbo.so", 5)); err != nil {
		t.Fatal(err)
	}
	if err := step("canbo.so", task.Event{Step: task.Confirm}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("the deputy confirms what the absent says is done: %v", err)
	}
	waits, _, err := s.Tasks.Waits(ctx, s.As("canbo.so").Once())
	if err != nil || slices.ContainsFunc(waits, func(w tasks.Wait) bool { return w.ID == id }) {
		t.Errorf("and it waits for the deputy: %+v %v", waits, err)
	}
	if err := step("canbo.so2", task.Event{Step: task.Confirm}); err != nil {
		t.Error(err)
	}
}

// TestLosesRole: with the role of the absent the deputy's is gone; an account that is closed lends nothing.
func TestLosesRole(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin := s.As("quantri")
	in := away(s, "dieutra", 5)
	in.Absent = s.As("canbo.xa").Account
	if err := s.Deputies.Name(ctx, s.As("canbo.xa2"), in); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a colleague names a deputy for another: %v", err)
	}
	if err := s.Deputies.Name(ctx, admin, in); err != nil {
		t.Fatal(err)
	}
	if err := s.Accounts.SetDisabled(ctx, admin, in.Absent, true); err != nil {
		t.Fatal(err)
	}
	if s.Office.May(s.As("dieutra"), access.RunReviews) {
		t.Error("an account that is closed is stood in for")
	}
}

// TestLong: an absence of more days than one person decides on waits for a second one, who is neither of the two.
func TestLong(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	in := away(s, "canbo.xa2", 31)
	if err := s.Deputies.Name(ctx, s.As("canbo.xa"), in); errs.KindOf(err) != errs.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	in.Paper = "Quyết định cử đi học số 12/QĐ-UBND"
	var waits *agreements.Waits
	if err := s.Deputies.Name(ctx, s.As("canbo.xa"), in); !errors.As(err, &waits) {
		t.Fatal(err)
	}
	if b, err := s.Deputies.Board(ctx, s.As("canbo.xa"), 0); err != nil || len(b.Away) != 0 {
		t.Fatalf("it holds before anybody agreed: %+v %v", b, err)
	}
	if _, err := s.Agreements.Take(ctx, s.As("chutich.xa"), waits.ID); err != nil {
		t.Fatal(err)
	}
	b, err := s.Deputies.Board(ctx, s.As("canbo.xa2"), 0)
	if err != nil || len(b.Stands) != 1 || b.Stands[0].Paper != in.Paper || b.Stands[0].AbsentName == "" {
		t.Errorf("%+v %v", b, err)
	}
	for _, bad := range []deputies.In{away(s, "dieutra", 0), away(s, "dieutra", 400)} {
		if err := s.Deputies.Name(ctx, s.As("canbo.longphu"), bad); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}
