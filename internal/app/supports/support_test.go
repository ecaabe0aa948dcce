package supports_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"giamngheo/internal/app"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/programme"
)

func refusals(err error) (codes []string) {
	var r *supports.Refusal
	if errors.As(err, &r) {
		for _, f := range r.Findings {
			codes = append(codes, f.Code)
		}
	}
	return codes
}

// jobs counts the workers helped into jobs, as the plan does in the province.
func jobs(t testing.TB, o *app.Desks, a *office.Ask, on date.Date) int64 {
	t.Helper()
	s, err := o.Plans.Progress(context.Background(), a, plans.ProgressInput{Year: 2024, Place: "94", On: on})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Parts {
		if p.Code == "jobs" {
			return p.Actual.Numerator
		}
	}
	t.Fatal("no part jobs")
	return 0
}

// TestRecordSupport: what is right is recorded and counted, what the law refuses is refused with its article and
// counts nowhere.
func TestRecordSupport(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer, department := officetest.SignIn(t, o, "canbo.xa"), officetest.SignIn(t, o, "canbo.so")
	poor, _, member := officetest.AHousehold(t, o, department, poverty.NearPoor, 0)
	none, _, other := officetest.AHousehold(t, o, department, poverty.None, 0)
	day := o.Office.Day().AddDays(-1)
	before := jobs(t, o, department, 0)
	v, err := o.Supports.RecordSupport(ctx, department, officetest.Job(poor, member, day))
	if err != nil {
		t.Fatal(err)
	}
	if n := jobs(t, o, department, 0); n != before+1 {
		t.Errorf("%d workers after one more than %d", n, before)
	}
	if n := jobs(t, o, department, day.AddDays(-1)); n > before {
		t.Errorf("%d workers the day before, of %d", n, before)
	}
	for name, c := range map[string]struct {
		in   supports.SupportInput
		code string
	}{
		"again":            {officetest.Job(poor, member, day), programme.Twice},
		"nobody's group":   {officetest.Job(none, other, day), programme.OutsideGroup},
		"future":           {officetest.Job(poor, member, o.Office.Day().AddDays(3)), programme.FutureDay},
		"who is not there": {officetest.Job(poor, 99, day), programme.MemberUnknown},
	} {
		_, err := o.Supports.RecordSupport(ctx, department, c.in)
		if codes := refusals(err); !strings.Contains(strings.Join(codes, " "), c.code) {
			t.Errorf("%s: %v (%v), want %s", name, codes, err, c.code)
		}
		var r *supports.Refusal
		if errors.As(err, &r) {
			for _, f := range r.Findings {
				if f.Text.VI == "" || f.Text.EN == "" || f.Cite == "" && f.Code != programme.FutureDay &&
					f.Code != programme.MemberUnknown && f.Code != programme.Duplicate {
					t.Errorf("%s: %+v says nothing or cites nothing", name, f)
				}
			}
		}
	}
	dear := officetest.Job(poor, member, day)
	dear.Replaces, dear.Amount = v.ID, 900_000
	if _, err := o.Supports.RecordSupport(ctx, department, dear); strings.Join(refusals(err),
		"") != programme.OverNorm {
		t.Errorf("over the norm: %v", err)
	}
	for _, amount := range []household.Dong{500, 9_999} { // hardly anybody gets so little: it may be in thousands
		little := dear
		little.Amount = amount
		_, err := o.Supports.RecordSupport(ctx, department, little)
		var refused *supports.Refusal
		if !errors.As(err, &refused) || strings.Join(refusals(err), "") != programme.UnlikelyAmount ||
			!refused.Overrulable() || !strings.HasPrefix(refused.Findings[0].Text.VI, "số tiền ") ||
			!strings.Contains(refused.Findings[0].Text.VI, "thấp khác thường (dưới 10.000 đồng)") {
			t.Errorf("%d: %v", amount, err)
		}
	}
	dear.Overrules = map[string]string{programme.OverNorm: "hợp đồng ở xa, có văn bản của sở"}
	if _, err := o.Supports.RecordSupport(ctx, officer, dear); errs.KindOf(err) != errs.NotFound {
		t.Errorf("by an officer of another commune: %v", err)
	}
	corrected, err := o.Supports.RecordSupport(ctx, department, dear)
	if err != nil || len(corrected.Overruled) != 1 {
		t.Fatalf("overruled by the department: %v", err)
	}
	if n := jobs(t, o, department, 0); n != before+1 {
		t.Errorf("%d workers after a correction, want %d", n, before+1)
	}
	if was, err := o.Supports.Support(ctx, department, v.ID); err != nil || was.State != programme.Superseded ||
		was.ReplacedBy != corrected.ID {
		t.Errorf("the corrected one: %+v %v", was, err)
	}
	if err := o.Supports.WithdrawSupport(ctx, department, corrected.ID, "nhập nhầm người"); err != nil {
		t.Fatal(err)
	}
	if n := jobs(t, o, department, 0); n != before {
		t.Errorf("%d workers after the withdrawal, want %d", n, before)
	}
	if err := o.Supports.WithdrawSupport(ctx, department, corrected.ID,
		"nhập nhầm người"); errs.KindOf(err) != errs.Conflict {
		t.Errorf("withdrawn twice: %v", err)
	}
	leader := officetest.SignIn(t, o, "lanhdao")
	if _, err := o.Supports.RecordSupport(ctx, leader, officetest.Job(poor, member,
		day)); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a leader records: %v", err)
	}
}

// TestRefusedIsNeverCounted: whatever is asked, the plan counts exactly the supports that were recorded and are valid.
func TestRefusedIsNeverCounted(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	rnd := rand.New(rand.NewPCG(1, 2))
	type who struct {
		id     int64
		member int
	}
	var people []who
	for i, class := range []poverty.Class{poverty.NearPoor, poverty.NearPoor, poverty.NearPoor, poverty.None} {
		id, _, m := officetest.AHousehold(t, o, officer, class, i)
		people = append(people, who{id, m})
	}
	before := jobs(t, o, officer, 0)
	counted := map[who]bool{}
	var mine []int64
	refused := 0
	for range 120 {
		p := people[rnd.IntN(len(people))]
		in := officetest.Job(p.id, p.member, date.Must(2024, 1, 1).AddDays(rnd.IntN(400)))
		in.Amount = []programme.Support{{Amount: 400_000}, {Amount: 700_000}}[rnd.IntN(2)].Amount
		if rnd.IntN(4) == 0 {
			in.Details = nil
		}
		v, err := o.Supports.RecordSupport(ctx, officer, in)
		switch {
		case err == nil:
			counted[p] = true
			mine = append(mine, v.ID)
		case len(refusals(err)) == 0:
			t.Fatal(err)
		default:
			refused++
		}
		if len(mine) > 0 && rnd.IntN(6) == 0 {
			id := mine[len(mine)-1]
			mine = mine[:len(mine)-1]
			s, err := o.Supports.Support(ctx, officer, id)
			if err != nil {
				t.Fatal(err)
			}
			if err := o.Supports.WithdrawSupport(ctx, officer, id, "rút để thử"); err != nil {
				t.Fatal(err)
			}
			delete(counted, who{s.Household, s.Member})
		}
		if got, want := jobs(t, o, officer, 0), before+int64(len(counted)); got != want {
			t.Fatalf("%d workers counted, %d recorded", got, want)
		}
	}
	if refused == 0 || len(mine) == 0 {
		t.Errorf("%d refused, %d recorded: nothing was tried", refused, len(mine))
	}
}

// TestDemoKeepsTheLaw: what the demonstration is filled with would pass the rules.
func TestDemoKeepsTheLaw(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	department := officetest.SignIn(t, o, "canbo.so")
	c, err := o.Library.Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for i := range c.Kinds {
		all, err := o.Supports.Supports(ctx, department, supports.SupportQuery{Kind: c.Kinds[i].Code, Limit: 12})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all.Items {
			found, err := o.Supports.CheckSupport(ctx, department,
				supports.SupportInput{Support: s.Support.Support, Replaces: s.ID})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range found {
				if f.Code != programme.ActivityClosed && f.Code != programme.ActivityFull { // it has ended since
					t.Errorf("%s of %s: %s: %s", s.Kind, s.Day, f.Code, f.Text.VI)
				}
			}
			looked++
		}
	}
	if looked < 60 {
		t.Errorf("%d supports looked at", looked)
	}
}

// TestPasteSupports: rows in = saved + those that come back, and all of a paste can be taken back.
func TestPasteSupports(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	_, code, member := officetest.AHousehold(t, o, officer, poverty.NearPoor, 1)
	_, poorer, m2 := officetest.AHousehold(t, o, officer, poverty.NearPoor, 2)
	before := jobs(t, o, officer, 0)
	row := func(kind, code string, member int, day, amount string) string {
		return strings.Join([]string{kind, code, fmt.Sprint(member), day, "1", amount,
			"Ngân sách trung ương, vốn sự nghiệp", "Công ty May", "01/12/2024", "no"}, "\t")
	}
	text := strings.Join(
		[]string{"Loại hỗ trợ\tMã hộ\tSTT thành viên\tNgày hỗ trợ\tSố lượng\tSố tiền\tNguồn vốn\temployer\tcontract_date\tpaid_elsewhere",
			row("Giới thiệu việc làm", code, member, "16/12/2024", "400.000"),
			row("Giới thiệu việc làm", code, member, "17/12/2024", "400.000"),
			row("Không có loại này", code, member, "02/12/2024", "1"),
			row("job_placed", "KHÔNG-CÓ", 1, "02/12/2024", "1"), row("job_placed", poorer, m2, "ngày hai", "1"),
			row("job_placed", poorer, m2, "2024-12-18", "400000")}, "\n")
	looked, err := o.Supports.CheckSupports(ctx, officer, text)
	if err != nil || looked.Rows != 6 || looked.Good != 2 || looked.Saved != 0 {
		t.Fatalf("a look: %+v %v", looked, err)
	}
	if n := jobs(t, o, officer, 0); n != before {
		t.Errorf("a look counted: %d, %d", n, before)
	}
	res, err := o.Supports.SaveSupports(ctx, officer, text)
	if err != nil || res.Saved != 2 || strings.Count(res.Left, "\n") != 4 {
		t.Fatalf("%+v %v", res, err)
	}
	bad := map[int]bool{}
	for _, f := range res.Faults {
		bad[f.Row] = true
		if f.Text.VI == "" {
			t.Errorf("a fault that says nothing: %+v", f)
		}
	}
	if len(bad)+res.Saved != res.Rows || bad[0] || !bad[1] {
		t.Errorf("%d saved, %v with faults of %d", res.Saved, bad, res.Rows)
	}
	if n := jobs(t, o, officer, 0); n != before+2 {
		t.Errorf("%d workers, want %d", n, before+2)
	}
	if n, err := o.Supports.WithdrawSupports(ctx, officer, res.First, res.Last, "dán nhầm bảng"); err != nil || n != 2 {
		t.Errorf("taken back: %d %v", n, err)
	}
	if n := jobs(t, o, officer, 0); n != before {
		t.Errorf("%d workers after it was taken back, want %d", n, before)
	}
}

// TestFullCourse: a course takes no more trainees than it has places.
func TestFullCourse(t *testing.T) {
	o := officetest.Demo(t, 3358)
	ctx := context.Background()
	officer := officetest.SignIn(t, o, "canbo.so")
	in := officetest.DemoActivity(o)
	in.Place = "94" // for the whole province
	act, err := o.Activities.SaveActivity(ctx, officer, in)
	if err != nil {
		t.Fatal(err)
	}
	trainee := func(skip int) error {
		id, _, m := officetest.AHousehold(t, o, officer, poverty.NearPoor, skip)
		_, err := o.Supports.RecordSupport(ctx, officer,
			supports.SupportInput{Support: programme.Support{Kind: "vocational_course", Household: id, Member: m,
				Day: o.Office.Day(), Quantity: 1, Source: "central_recurrent", Activity: act.ID, Content: "lớp thử",
				Details: map[string]string{"trade": "May"}}})
		return err
	}
	if err := trainee(3); !strings.Contains(strings.Join(refusals(err), " "), programme.NotApproved) {
		t.Errorf("a course that is only planned: %v", err)
	}
	for _, to := range []programme.ActivityState{programme.Approved, programme.Running} {
		if err := o.Activities.MoveActivity(ctx, officer, act.ID, to, ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := trainee(3); err != nil {
		t.Fatal(err)
	}
	if err := trainee(4); strings.Join(refusals(err), "") != programme.ActivityFull {
		t.Errorf("the second trainee on one place: %v", err)
	}
	leader := officetest.SignIn(t, o, "lanhdao")
	if err := o.Activities.MoveActivity(ctx, leader, act.ID, programme.Done, ""); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("a leader ends a course: %v", err)
	}
}
