package agreements_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/people"
	"giamngheo/internal/app/register"
	"giamngheo/internal/audit"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/store/households"
	"giamngheo/internal/store/proposals"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// poor is a household of the small office that a decision of last year found poor, in the commune of canbo.xa.
func poor(t *testing.T, s *officetest.SmallOffice) *households.Version {
	t.Helper()
	for id := int64(1); id < 100; id++ {
		v, err := s.Book.Seen(context.Background(), s.As("canbo.xa"), id)
		if r := s.Reviews.PathOf(id).On(s.Now()); err == nil && r != nil && r.Class == poverty.Poor {
			return v
		}
	}
	t.Fatal("nobody is recognised as poor")
	return nil
}

// richer are the answers of finding A8.1: an income above every line and nothing lacking.
func richer(v *households.Version) register.SaveInput {
	h := officetest.SmallHousehold(1, poverty.None)
	h.Code, h.Commune, h.Hamlet, h.Members = v.Household.Code, v.Household.Commune, v.Household.Hamlet,
		v.Household.Clone().Members
	return register.SaveInput{ID: v.ID, Version: v.Version, Household: h, Reason: "hộ khai lại thu nhập"}
}

// proposed saves answers and returns the number of the proposal that came of it.
func proposed(t *testing.T, s *officetest.SmallOffice, who string, in register.SaveInput) int64 {
	t.Helper()
	_, err := s.Register.Save(context.Background(), s.As(who), in)
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		t.Fatalf("%s saved alone: %v", who, err)
	}
	return waits.ID
}

// now is the class of the present answers of a household and what it is recognised as.
func now(t *testing.T, s *officetest.SmallOffice, id int64) (v *households.Version, recognised poverty.Class) {
	t.Helper()
	v, err := s.Book.Seen(context.Background(), s.As("canbo.so"), id)
	if err != nil {
		t.Fatal(err)
	}
	recognised, _, _ = s.Reviews.PathOf(id).Status(s.Now())
	return v, recognised
}

// TestAnswersAlone: nobody makes a poor household none by a form alone (A8.1), not the enumerator and not another
// officer beside; until the chairman has agreed every answer and figure stands, and the recognition stands after.
func TestAnswersAlone(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	was := poor(t, s)
	in := richer(was)
	in.Reason = " "
	_, err := s.Register.Save(ctx, s.As("dieutra"), in)
	officetest.Refused(t, err, errs.Invalid, "ghi")
	heard := s.Hears(office.TopicHousehold)
	one := proposed(t, s, "dieutra", richer(was))
	if v, class := now(t, s, was.ID); v.Version != was.Version || v.Class != was.Class || class != poverty.Poor ||
		heard.Times != 0 {
		t.Errorf("while it waits: version %d, %s, recognised %s, heard %d times", v.Version, v.Class, class, heard.Times)
	}
	_, err = s.Register.Save(ctx, s.As("canbo.xa"), richer(was))
	officetest.Refused(t, err, errs.Conflict, "đã có")
	_, err = s.Agreements.Take(ctx, s.As("dieutra"), one)
	officetest.Refused(t, err, errs.Forbidden, "không có quyền")
	for _, who := range []string{"dieutra2", "canbo.xa", "chutich.ngocdong", "huyen.longphu", "quantri", "thanhtra"} {
		for _, id := range []int64{one, 987654} {
			_, err := s.Agreements.Take(ctx, s.As(who), id)
			officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
			officetest.Refused(t, s.Agreements.Refuse(ctx, s.As(who), id, "không đúng đâu"), errs.NotFound, "không tìm thấy")
		}
	}
	chair := s.As("chutich.xa")
	if n, err := s.Agreements.Waiting(ctx, chair); n != 1 || err != nil {
		t.Errorf("%d wait for the chairman: %v", n, err)
	}
	p, err := s.Agreements.ToTake(ctx, chair, 0)
	if err != nil || len(p.Items) != 1 || !p.Items[0].MayTake || len(p.Items[0].Changes) == 0 || p.More != 0 ||
		p.Items[0].Reason != "hộ khai lại thu nhập" {
		t.Fatalf("the chairman sees %+v %v", p, err)
	}
	officetest.Refused(t, s.Agreements.Refuse(ctx, chair, one, ""), errs.Invalid, "ghi")
	if err := s.Agreements.Refuse(ctx, chair, one, "chưa có biên bản phúc tra"); err != nil {
		t.Fatal(err)
	}
	own, err := s.Agreements.Own(ctx, s.As("dieutra"))
	if err != nil || len(own) != 1 || own[0].State != proposals.Refused || own[0].Answer != "chưa có biên bản phúc tra" {
		t.Errorf("the enumerator learns %+v %v", own, err)
	}
	_, err = s.Agreements.Take(ctx, chair, one)
	officetest.Refused(t, err, errs.Conflict, "người khác")

	two := proposed(t, s, "dieutra", richer(was))
	if err := s.Agreements.Refuse(ctx, s.As("dieutra"), two, ""); err != nil { // takes it back
		t.Fatal(err)
	}
	three := proposed(t, s, "dieutra", richer(was))
	if _, err := s.Agreements.Take(ctx, chair, three); err != nil {
		t.Fatal(err)
	}
	if v, class := now(t, s, was.ID); v.Version != was.Version+1 || v.Class == poverty.Poor || class != poverty.Poor ||
		v.RecordedBy != s.As("dieutra").Account {
		t.Errorf("after it: version %d by %d, %s, recognised %s", v.Version, v.RecordedBy, v.Class, class)
	}
	i := slices.IndexFunc(s.Deeds(0), func(e audit.Entry) bool { return e.Action == "second.take" })
	if i < 0 || s.Deeds(0)[i].Detail.Note["proposed_by"] == "" || s.Deeds(0)[i].Account != chair.Account {
		t.Error("who agreed is not on the record with who proposed")
	}
}

// TestTakenOnce: of two who take at once one does, and the other is told that somebody else has decided.
func TestTakenOnce(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	was := poor(t, s)
	id := proposed(t, s, "canbo.xa", richer(was))
	var all [4]error
	var takers sync.WaitGroup
	for i, who := range []string{"chutich.xa", "canbo.so", "canbo.so2", "canbo.huyen"} {
		a := s.As(who)
		takers.Go(func() { _, all[i] = s.Agreements.Take(ctx, a, id) })
	}
	takers.Wait()
	done := 0
	for _, err := range all {
		if err == nil {
			done++
		} else if errs.KindOf(err) != errs.Conflict {
			t.Error(err)
		}
	}
	if v, _ := now(t, s, was.ID); done != 1 || v.Version != was.Version+1 {
		t.Errorf("%d took it, version %d: %v", done, v.Version, all)
	}
}

// TestMeanwhile: what was proposed is not done where the household, the person who proposed it or the time has changed.
func TestMeanwhile(t *testing.T) {
	take := func(s *officetest.SmallOffice, id int64) error {
		_, err := s.Agreements.Take(context.Background(), s.As("chutich.xa"), id)
		return err
	}
	for name, c := range map[string]struct {
		meanwhile func(t *testing.T, s *officetest.SmallOffice, was *households.Version)
		says      string
	}{
		"the household changed": {func(t *testing.T, s *officetest.SmallOffice, was *households.Version) {
			h := was.Household.Clone()
			h.Address = "số nhà khác"
			if _, err := s.Register.Save(context.Background(), s.As("canbo.xa2"),
				register.SaveInput{ID: was.ID, Version: was.Version, Household: h}); err != nil {
				t.Fatal(err)
			}
		}, "đã thay đổi"},
		"the proposer's account ended": {func(t *testing.T, s *officetest.SmallOffice, _ *households.Version) {
			if err := s.Accounts.SetDisabled(context.Background(), s.As("quantri"), s.As("canbo.xa").Account,
				true); err != nil {
				t.Fatal(err)
			}
		}, "không còn"},
		"the proposer's role ended": {func(t *testing.T, s *officetest.SmallOffice, _ *households.Version) {
			a := s.As("canbo.xa")
			acc, err := s.Accounts.AccountOf(context.Background(), s.As("quantri"), a.Account)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Accounts.EndRole(context.Background(), s.As("quantri"), acc.ID, acc.GrantIDs[0]); err != nil {
				t.Fatal(err)
			}
		}, "không còn"},
		"another year": {func(_ *testing.T, s *officetest.SmallOffice, _ *households.Version) {
			s.Set(s.Now().AddDays(366))
		}, "60 ngày"},
	} {
		t.Run(name, func(t *testing.T) {
			s := officetest.Small(t)
			was := poor(t, s)
			id := proposed(t, s, "canbo.xa", richer(was))
			c.meanwhile(t, s, was)
			officetest.Refused(t, take(s, id), errs.Conflict, c.says)
			if err := s.Agreements.Refuse(context.Background(), s.As("chutich.xa"), id, "không còn đúng"); err != nil {
				t.Errorf("it cannot be refused: %v", err)
			}
		})
	}
}

// TestWithoutDecision: the answers of a household that no decision is about, and answers that make the same class, are
// one person's.
func TestWithoutDecision(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	was := poor(t, s)
	h := was.Household.Clone()
	h.Address = "số nhà khác"
	if _, err := s.Register.Save(ctx, s.As("dieutra"), register.SaveInput{ID: was.ID, Version: was.Version,
		Household: h}); err != nil {
		t.Error(err)
	}
	fresh := officetest.Fresh("MOI-01")
	v, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{Household: fresh})
	if err != nil {
		t.Fatal(err)
	}
	again := v.Household.Clone()
	again.IncomePerHead = household.Maybe[household.Dong]{Known: true, Value: 9_000_000}
	if _, err := s.Register.Save(ctx, s.As("canbo.xa"), register.SaveInput{ID: v.ID, Version: v.Version,
		Household: again}); err != nil {
		t.Error(err)
	}
}

// TestPasswordAlone: an administrator gives nobody a temporary password alone who has had one of their own (A8.5), by
// the page, by letters or again after it was agreed; an inspector agrees, and only who agreed is shown it.
func TestPasswordAlone(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	admin, officer := s.As("quantri"), s.As("canbo.xa").Account
	reset := func() int64 {
		t.Helper()
		secret, err := s.Accounts.ResetPassword(ctx, admin, officer, "quên mật khẩu")
		var waits *agreements.Waits
		if !errors.As(err, &waits) || secret != "" {
			t.Fatalf("reset alone: %q %v", secret, err)
		}
		return waits.ID
	}
	id := reset()
	_, err := s.People.Letters(ctx, admin, []int64{officer}, nil)
	officetest.Refused(t, err, errs.Conflict, "người thứ hai")
	look, err := s.People.Look(ctx, admin, people.Choice{Act: people.Reset, IDs: []int64{officer}})
	if err != nil || len(look.Good()) != 0 {
		t.Errorf("%+v %v", look, err)
	}
	_, err = s.Agreements.Take(ctx, admin, id)
	officetest.Refused(t, err, errs.Forbidden, "người khác")
	_, err = s.Agreements.Take(ctx, s.As("canbo.so"), id)
	officetest.Refused(t, err, errs.NotFound, "không tìm thấy")
	doing, err := s.Agreements.Take(ctx, s.As("thanhtra"), id)
	if err != nil || doing.Secret == "" {
		t.Fatal(err)
	}
	again := reset() // the temporary password is not handed out again alone either
	if _, err := s.Agreements.Take(ctx, s.As("quantri2"), again); err != nil {
		t.Error(err)
	}
	_, err = s.Accounts.ResetPassword(ctx, admin, s.As("thanhtra").Account, "quên mật khẩu")
	var waits *agreements.Waits
	if !errors.As(err, &waits) {
		t.Fatal(err)
	}
	_, err = s.Agreements.Take(ctx, s.As("thanhtra"), waits.ID)
	officetest.Refused(t, err, errs.Forbidden, "chính mình")
}

// TestPages: the list of who takes all goes on where a page ends, and has nothing of what is not theirs.
func TestPages(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	const many = agreements.OnPage + 7
	if err := s.Office.Keep(ctx, office.KeepProbe, func(tx *office.Tx) error {
		for i := range many {
			if err := proposals.Add(ctx, tx, &proposals.Proposal{Province: "94", Kind: proposals.Password, Place: "94",
				Subject: int64(i + 1), By: s.As("quantri").Account, At: s.Office.Now(),
				What: []byte(`{"reason":"thử trang","of":{"username":"a","full_name":"A"}}`)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	first, err := s.Agreements.ToTake(ctx, s.As("thanhtra"), 0)
	if err != nil || len(first.Items) != agreements.OnPage || first.More == 0 {
		t.Fatalf("%d, more %d: %v", len(first.Items), first.More, err)
	}
	next, err := s.Agreements.ToTake(ctx, s.As("thanhtra"), first.More)
	if err != nil || len(next.Items) != many-agreements.OnPage || next.More != 0 ||
		next.Items[0].ID != first.Items[agreements.OnPage-1].ID-1 {
		t.Errorf("%d, more %d: %v", len(next.Items), next.More, err)
	}
	for _, who := range []string{"canbo.so", "chutich.xa", "thanhtra.huyen", "lanhdao"} {
		if p, err := s.Agreements.ToTake(ctx, s.As(who), 0); err != nil || len(p.Items) != 0 {
			t.Errorf("%s sees %d: %v", who, len(p.Items), err)
		}
	}
}
