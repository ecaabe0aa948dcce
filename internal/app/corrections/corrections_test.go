package corrections_test

import (
	"context"
	"testing"

	"giamngheo/internal/app/corrections"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// recognised is a household of the small office that a decision of last year found poor, as it is recognised now.
func recognised(t *testing.T, s *officetest.SmallOffice) (int64, review.Recognition) {
	t.Helper()
	for id := int64(1); id < 100; id++ {
		for _, r := range s.Reviews.PathOf(id) {
			if r.Class == poverty.Poor && r.Superseded == 0 &&
				s.Office.MayIn(s.As("canbo.xa"), "household.view", r.Commune) {
				return id, r
			}
		}
	}
	t.Fatal("nobody is recognised as poor in the officer's commune")
	return 0, review.Recognition{}
}

// standing is what a household is recognised as today.
func standing(s *officetest.SmallOffice, id int64) poverty.Class {
	class, _, _ := s.Reviews.PathOf(id).Status(s.Office.Day())
	return class
}

// TestTwoPersons: nobody corrects a recognition alone, the chairman neither; until another one has agreed what was
// recognised stands, and only one correction of a household is open.
func TestTwoPersons(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id, was := recognised(t, s)
	in := corrections.Input{Household: id, Recognition: was.ID, Correct: true, Class: poverty.NearPoor,
		Number: "99/QĐ-UBND", Day: s.Office.Day(), Reason: "chấm nhầm một chỉ số"}
	chair, officer := s.As("chutich.xa"), s.As("canbo.xa")
	one, err := s.Corrections.Propose(ctx, chair, in)
	if err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Corrections.Take(ctx, chair, one), errs.Forbidden, "người khác quyết định")
	officetest.Refused(t, s.Corrections.Take(ctx, officer, one), errs.Forbidden, "không có quyền")
	_, err = s.Corrections.Propose(ctx, officer, in)
	officetest.Refused(t, err, errs.Conflict, "đã có đề nghị")
	if c := standing(s, id); c != poverty.Poor {
		t.Errorf("while it is proposed the household is %s", c)
	}
	if err := s.Corrections.Refuse(ctx, chair, one, ""); err != nil { // takes it back
		t.Fatal(err)
	}

	two, err := s.Corrections.Propose(ctx, officer, in)
	if err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Corrections.Refuse(ctx, chair, two, ""), errs.Invalid, "ghi")
	if n, err := s.Corrections.Waiting(ctx, chair); n != 1 || err != nil {
		t.Errorf("%d wait for the chairman: %v", n, err)
	}
	if n, err := s.Corrections.Waiting(ctx, officer); n != 0 || err != nil {
		t.Errorf("%d wait for the officer: %v", n, err)
	}
	if err := s.Corrections.Refuse(ctx, chair, two, "chưa có biên bản phúc tra"); err != nil {
		t.Fatal(err)
	}
	refused, err := s.Corrections.Refused(ctx, officer)
	if err != nil || len(refused) != 1 || refused[0].Answer != "chưa có biên bản phúc tra" ||
		refused[0].DecidedBy != chair.FullName || standing(s, id) != poverty.Poor {
		t.Errorf("the officer learns %+v %v", refused, err)
	}
	officetest.Refused(t, s.Corrections.Take(ctx, chair, two), errs.Conflict, "người khác sửa")

	if two, err = s.Corrections.Propose(ctx, officer, in); err != nil {
		t.Fatal(err)
	}
	if err := s.Corrections.Take(ctx, chair, two); err != nil {
		t.Fatal(err)
	}
	if c := standing(s, id); c != poverty.NearPoor {
		t.Errorf("after the correction the household is %s", c)
	}
	officetest.Refused(t, s.Corrections.Take(ctx, chair, two), errs.Conflict, "người khác sửa")
	open, err := s.Corrections.Open(ctx, officer)
	if err != nil || len(open) != 0 {
		t.Errorf("open: %+v %v", open, err)
	}
}

// TestDepartmentTakes: where the chairman himself proposed, the department decides.
func TestDepartmentTakes(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id, was := recognised(t, s)
	n, err := s.Corrections.Propose(ctx, s.As("chutich.xa"), corrections.Input{Household: id, Recognition: was.ID,
		Number: "98/QĐ-UBND", Day: s.Office.Day(), Reason: "khai không đúng thu nhập"})
	if err != nil {
		t.Fatal(err)
	}
	shown, err := s.Corrections.Open(ctx, s.As("canbo.so"))
	if err != nil || len(shown) != 1 || !shown[0].MayTake || shown[0].Own || shown[0].Was != poverty.Poor ||
		shown[0].Code == "" {
		t.Errorf("%+v %v", shown, err)
	}
	if err := s.Corrections.Take(ctx, s.As("canbo.so"), n); err != nil {
		t.Fatal(err)
	}
	if c := standing(s, id); c != poverty.None {
		t.Errorf("withdrawn, the household is %s", c)
	}
	officetest.Refused(t, s.Corrections.Take(ctx, s.As("canbo.so"), n), errs.Conflict, "người khác sửa")
}

// TestElsewhere: a proposal of another commune does not exist, like one that is nowhere; what was recognised meanwhile
// otherwise is not corrected by an old proposal.
func TestElsewhere(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	id, was := recognised(t, s)
	in := corrections.Input{Household: id, Recognition: was.ID, Number: "98/QĐ-UBND", Day: s.Office.Day(),
		Reason: "khai không đúng thu nhập"}
	n, err := s.Corrections.Propose(ctx, s.As("canbo.xa"), in)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"chutich.ngocdong", "canbo.ngocdong"} {
		a := s.As(who)
		for _, act := range map[string]func(*office.Ask, int64) error{
			"take":   func(a *office.Ask, n int64) error { return s.Corrections.Take(ctx, a, n) },
			"refuse": func(a *office.Ask, n int64) error { return s.Corrections.Refuse(ctx, a, n, "không đúng đâu") },
		} {
			officetest.Refused(t, act(a, n), errs.NotFound, "không tìm thấy")
			officetest.Refused(t, act(a, 987654), errs.NotFound, "không tìm thấy")
		}
		if _, err := s.Corrections.Propose(ctx, a, in); errs.KindOf(err) != errs.NotFound {
			t.Errorf("%s proposes for another commune: %v", who, err)
		}
	}
	bad := in
	bad.Day = s.Office.Day().AddDays(1)
	_, err = s.Corrections.Propose(ctx, s.As("canbo.xa"), bad)
	officetest.Refused(t, err, errs.Invalid, "ghi")
}
