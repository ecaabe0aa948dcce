package exits_test

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"giamngheo/internal/app/exits"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	exitrows "giamngheo/internal/store/exits"
)

var ctx = context.Background()

// plan is a plan for a household with one step.
func plan(id, version int64) exits.SaveExitInput {
	return exits.SaveExitInput{Household: id, Version: version, Steps: []exitrows.Step{{Kind: "job_placed", Cost: 400_000}}}
}

// TestRights: who sees and writes exit plans of Thạnh Phú, and who sets the costs.
func TestRights(t *testing.T) {
	s := officetest.Small(t)
	id := s.ID("H-01")
	const see = `may: canbo.xa canbo.xa2 dieutra dieutra2 chutich.xa canbo.huyen canbo.so canbo.so2 kehoach kehoach2
		ketoan.xa ketoan.so duyet duyet.huyen lanhdao thanhtra thanhtra.huyen
		forbidden: quantri quantri2`
	const write = `may: canbo.xa canbo.xa2 canbo.so canbo.so2 kehoach kehoach2
		forbidden: dieutra dieutra2 chutich.xa canbo.huyen ketoan.xa ketoan.so duyet duyet.huyen lanhdao
		thanhtra thanhtra.huyen quantri quantri2`
	for name, c := range map[string]struct {
		do   func(*office.Ask) error
		want string
	}{
		"sees":  {func(a *office.Ask) error { _, err := s.Exits.Exit(ctx, a, id); return err }, see},
		"lists": {func(a *office.Ask) error { _, err := s.Exits.ExitsOf(ctx, a, officetest.ThanhPhu); return err }, see},
		"proposes": {func(a *office.Ask) error {
			_, err := s.Exits.ProposeExit(ctx, a, exits.ExitInput{Place: officetest.ThanhPhu, Budget: -1})
			return err
		}, see},
		"plans": {func(a *office.Ask) error {
			in := plan(id, 0)
			in.Agreed = true
			return s.Exits.SaveExit(ctx, a, in)
		}, write},
		"sets costs": {func(a *office.Ask) error {
			return s.Exits.SetExitCosts(ctx, a, "", []exits.ExitCost{{Kind: "khong-co"}})
		}, `may: kehoach kehoach2
			forbidden: canbo.xa canbo.xa2 canbo.ngocdong canbo.longphu dieutra dieutra2 dieutra.ngocdong chutich.xa
			chutich.ngocdong canbo.huyen huyen.longphu canbo.so canbo.so2 ketoan.xa ketoan.so duyet duyet.huyen
			lanhdao lanhdao.huyen thanhtra thanhtra.huyen quantri quantri2`},
	} {
		t.Run(name, func(t *testing.T) { s.Rights(t, c.want, c.do) })
	}
}

// TestRefused: what cannot be is refused with what to do, and nothing is written.
func TestRefused(t *testing.T) {
	s := officetest.Small(t)
	officer, planner, id, since := s.As("canbo.xa"), s.As("kehoach"), s.ID("H-01"), s.Seq()
	save := func(change func(*exits.SaveExitInput)) error {
		in := plan(id, 0)
		change(&in)
		return s.Exits.SaveExit(ctx, officer, in)
	}
	seen := household.Just(exits.ExitSum{Lifted: 99})
	for name, c := range map[string]struct {
		err  error
		kind errs.Kind
		says string
	}{
		"agreed without who and when": {save(func(in *exits.SaveExitInput) { in.Agreed = true }), errs.Invalid,
			"kế hoạch đã thống nhất phải ghi người phụ trách và hạn"},
		"no such support": {save(func(in *exits.SaveExitInput) { in.Steps[0].Kind = "khong-co" }), errs.Invalid,
			"loại hỗ trợ hoặc chi phí không đúng"},
		"a cost below zero": {save(func(in *exits.SaveExitInput) { in.Steps[0].Cost = -1 }), errs.Invalid,
			"loại hỗ trợ hoặc chi phí không đúng"},
		"another’s household": {save(func(in *exits.SaveExitInput) { in.Household = s.ID("H-17") }), errs.NotFound,
			"không tìm thấy, hoặc bạn không được xem"},
		"another’s list": {func() error { _, err := s.Exits.ExitsOf(ctx, officer, officetest.LongPhu); return err }(),
			errs.NotFound, "không tìm thấy, hoặc bạn không được xem"},
		"a sum below zero": {func() error {
			_, err := s.Exits.ProposeExit(ctx, officer, exits.ExitInput{Budget: -1})
			return err
		}(), errs.Invalid, "số tiền không được âm"},
		"another proposal than was seen": {func() error {
			_, _, err := s.Exits.AdoptExit(ctx, officer, exits.ExitInput{Budget: 1_000_000, Seen: seen}, "", 0)
			return err
		}(), errs.Conflict, "đề xuất tính lại bây giờ khác với đề xuất bạn đã xem"},
		"a cost of nothing known": {s.Exits.SetExitCosts(ctx, planner, "", []exits.ExitCost{{Kind: "khong-co"}}), errs.Invalid,
			"chi phí từ 0 đến một tỷ đồng"},
		"costs that somebody else changed": {s.Exits.SetExitCosts(ctx, planner, "cũ", nil), errs.Conflict,
			"bảng chi phí vừa có người khác sửa"},
	} {
		t.Run(name, func(t *testing.T) { officetest.Refused(t, c.err, c.kind, c.says) })
	}
	if d := s.Deeds(since); len(d) != 0 {
		t.Errorf("%+v", d)
	}
}

// TestPlans: a plan is proposed, agreed and done, each a version with its deed; one begun from an older version is
// refused; lists have the newest, those that are due first; reading them is on the record.
func TestPlans(t *testing.T) {
	s := officetest.Small(t)
	officer, since := s.As("canbo.xa"), s.Seq()
	if l, err := s.Exits.ExitsOf(ctx, officer, ""); err != nil || len(l) != 0 {
		t.Errorf("an office without plans lists %+v %v", l, err)
	}
	if e, err := s.Exits.Exit(ctx, officer, s.ID("H-01")); err != nil || e.Plan != nil || !e.MayPlan {
		t.Errorf("%+v %v", e, err)
	}
	for _, code := range []household.ID{"H-02", "H-01"} {
		if err := s.Exits.SaveExit(ctx, officer, plan(s.ID(code), 0)); err != nil {
			t.Fatal(err)
		}
	}
	agreed := plan(s.ID("H-02"), 1)
	agreed.Agreed, agreed.Lead, agreed.Due = true, " Hội Phụ nữ xã ", s.Now().AddDays(90)
	if err := s.Exits.SaveExit(ctx, officer, agreed); err != nil {
		t.Fatal(err)
	}
	officetest.Refused(t, s.Exits.SaveExit(ctx, officer, agreed), errs.Conflict, "vừa")
	got := func() string {
		t.Helper()
		l, err := s.Exits.ExitsOf(ctx, officer, officetest.ThanhPhu)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range l {
			out = append(out, p.Code+" "+string(p.Plan.State)+" "+p.Plan.Lead)
		}
		return strings.Join(out, ", ")
	}
	if l := got(); l != "H-02 agreed Hội Phụ nữ xã, H-01 proposed " {
		t.Errorf("%q", l)
	}
	done := plan(s.ID("H-02"), 2)
	done.Done = true
	if err := s.Exits.SaveExit(ctx, officer, done); err != nil {
		t.Fatal(err)
	}
	if l := got(); l != "H-01 proposed , H-02 done " {
		t.Errorf("%q", l)
	}
	if l, err := s.Exits.ExitsOf(ctx, s.As("canbo.longphu"), ""); err != nil || len(l) != 0 {
		t.Errorf("another commune lists %+v %v", l, err)
	}
	count := map[string]int{}
	for _, e := range s.Read(since) {
		if count[e.Action]++; e.Action == "exit.plan" && (e.Place != string(officetest.ThanhPhu) ||
			e.Detail.Note["supports"] != "job_placed" || e.Detail.Note["cost"] != "400000") {
			t.Errorf("%+v", e)
		}
	}
	if count["exit.plan"] != 4 || count["exit.list"] == 0 || count["exit.view"] != 1 {
		t.Errorf("on the record: %v", count)
	}
}

// TestAdopt: the proposal that was seen is recorded for every household that it lifts; an agreed plan stays.
func TestAdopt(t *testing.T) {
	s := officetest.Small(t)
	officer, in := s.As("canbo.xa"), exits.ExitInput{Place: officetest.ThanhPhu, Budget: 500_000_000, ListLimit: 50}
	p, err := s.Exits.ProposeExit(ctx, officer, in)
	if err != nil || p.Solution.Lifted == 0 || p.Solution.Cost > in.Budget || p.Place.Code != officetest.ThanhPhu {
		t.Fatalf("%+v %v", p, err)
	}
	for _, item := range p.Items {
		if item.Commune != officetest.ThanhPhu {
			t.Errorf("%s is of %s", item.Code, item.Commune)
		}
	}
	in.Seen = household.Just(exits.ExitSum{Lifted: p.Solution.Lifted, Cost: p.Solution.Cost})
	recorded, kept, err := s.Exits.AdoptExit(ctx, officer, in, "UBND xã", s.Now().AddDays(30))
	if err != nil || recorded != p.Solution.Lifted || kept != 0 {
		t.Errorf("%d recorded, %d kept: %v", recorded, kept, err)
	}
	l, err := s.Exits.ExitsOf(ctx, officer, "")
	if err != nil || len(l) != recorded {
		t.Fatalf("%d plans: %v", len(l), err)
	}
	agreed := plan(l[0].ID, 1)
	agreed.Agreed, agreed.Lead, agreed.Due = true, "Hội Nông dân", s.Now().AddDays(60)
	if err := s.Exits.SaveExit(ctx, officer, agreed); err != nil {
		t.Fatal(err)
	}
	if again, kept, err := s.Exits.AdoptExit(ctx, officer, in, "UBND xã", 0); err != nil || again != recorded-1 || kept != 1 {
		t.Errorf("again %d recorded, %d kept: %v", again, kept, err)
	}
}

// TestNode: of the money of a project only what the project pays for is proposed; a project that pays for none of it
// lifts nobody.
func TestNode(t *testing.T) {
	s := officetest.Small(t)
	officer := s.As("canbo.xa")
	c, err := s.Library.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	in := exits.ExitInput{Place: officetest.ThanhPhu, Budget: 500_000_000, ListLimit: 50}
	p, err := s.Exits.ProposeExit(ctx, officer, in)
	if err != nil || p.Solution.Lifted == 0 {
		t.Fatal(err)
	}
	paid := ""
	for _, u := range p.Solution.Uses {
		if u.Quantity > 0 {
			paid = cmp.Or(paid, c.Kind(u.Kind).Node)
		}
	}
	for node, lifts := range map[string]bool{paid: true, "DA7": false} {
		in.Node = node
		p, err := s.Exits.ProposeExit(ctx, officer, in)
		if err != nil || (p.Solution.Lifted > 0) != lifts || node == "" {
			t.Errorf("%q lifts %d: %v", node, p.Solution.Lifted, err)
		}
		for _, u := range p.Solution.Uses {
			if k := c.Kind(u.Kind); u.Quantity > 0 && !c.Within(k.Node, node) {
				t.Errorf("%s pays for %s of %s", node, u.Kind, k.Node)
			}
		}
	}
}
