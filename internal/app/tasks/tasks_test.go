package tasks_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/work"
	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/document"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/postgrestest"
	"giamngheo/internal/store/documents"
	tasksstore "giamngheo/internal/store/tasks"
	"giamngheo/internal/task"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

var ctx = context.Background()

const why = "lý do đủ dài (MẪU)"

// people is the small office with its tasks.
type people struct {
	*officetest.SmallOffice
	t *testing.T
}

// step takes a step as somebody who has just looked at the task.
func (p *people) step(who string, id int64, e task.Event) error {
	p.t.Helper()
	a := p.As(who)
	s, err := p.Tasks.Task(ctx, a, id)
	if err != nil {
		return err
	}
	return p.Tasks.Step(ctx, a, id, s.Version, e)
}

// did is step where it must be taken.
func (p *people) did(who string, id int64, e task.Event) {
	p.t.Helper()
	if err := p.step(who, id, e); err != nil {
		p.t.Fatalf("%s %s: %v", who, e.Step, err)
	}
}

// waits are the rows of tasks of what waits for somebody.
func (p *people) waits(who string) string {
	p.t.Helper()
	m, err := p.Work.Mine(ctx, p.As(who))
	if err != nil {
		p.t.Fatal(err)
	}
	var out []string
	for _, r := range m.Rows {
		if r.Kind == work.Task {
			out = append(out, fmt.Sprintf("%s [%s] %s +%s %t", r.What.VI, r.Why.VI, r.Due.Vietnamese(), r.Blocks.VI, r.Held))
		}
	}
	return strings.Join(out, "\n")
}

func (p *people) given(by, to string, in tasks.Made) int64 {
	p.t.Helper()
	in.Assignee = p.As(to).Account
	if in.Place == "" {
		in.Place = officetest.ThanhPhu
	}
	id, err := p.Tasks.Make(ctx, p.As(by), in)
	if err != nil {
		p.t.Fatal(err)
	}
	return id
}

// TestHand: a task is made, handed over, stands still, is done with evidence and confirmed by another person; the record has
// every step, and what waits is always with the one who can go on.
func TestHand(t *testing.T) {
	both(t, func(t *testing.T, p *people) { hand(t, p) })
}

// both runs a test in the small office on SQLite and on PostgreSQL.
func both(t *testing.T, do func(*testing.T, *people)) {
	t.Run("sqlite", func(t *testing.T) { do(t, &people{officetest.Small(t), t}) })
	t.Run("postgres", func(t *testing.T) {
		do(t, &people{officetest.SmallOn(t, postgrestest.Of(t).Database(t)), t})
	})
}

func hand(t *testing.T, p *people) {
	since := p.Seq()
	due := p.Now().AddDays(10)
	id := p.given("chutich.xa", "canbo.xa", tasks.Made{Text: "  Lập danh sách\nniêm yết (MẪU) ", Due: due})
	if got := p.waits("canbo.xa"); got != "Việc được giao: Lập danh sách niêm yết (MẪU) [Đã giao, chưa làm] "+due.Vietnamese()+" + false" {
		t.Errorf("%s", got)
	}
	for who, kind := range map[string]errs.Kind{"dieutra": errs.Forbidden, "thanhtra": errs.Forbidden, "canbo.ngocdong": errs.NotFound,
		"canbo.huyen": errs.Forbidden, "huyen.longphu": errs.NotFound, "quantri": errs.NotFound, "lanhdao.huyen": errs.NotFound} {
		if err := p.step(who, id, task.Event{Step: task.Take}); errs.KindOf(err) != kind {
			t.Errorf("%s begins it: %v", who, err)
		}
	}
	other := p.given("canbo.xa", "dieutra", tasks.Made{Text: "Xin chữ ký trưởng ấp (MẪU)"})
	p.did("canbo.xa", id, task.Event{Step: task.Block, For: other, Words: why})
	if got := p.waits("canbo.xa"); !strings.HasSuffix(got, "[Chờ việc số "+office.IDText(other)+"] "+due.Vietnamese()+" + true") {
		t.Errorf("%s", got)
	}
	if got := p.waits("dieutra"); !strings.Contains(got, "+1 việc khác false") {
		t.Errorf("%s", got)
	}
	for _, wrong := range []int64{id, 999} {
		if err := p.step("dieutra", other, task.Event{Step: task.Block, For: wrong, Words: why}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("waits for %d: %v", wrong, err)
		}
	}
	p.did("canbo.xa", other, task.Event{Step: task.Drop, Words: why})
	if got := p.waits("canbo.xa"); !strings.Contains(got, "đã kết thúc: làm tiếp") || !strings.HasSuffix(got, " false") {
		t.Errorf("%s", got)
	}
	p.did("canbo.xa", id, task.Event{Step: task.Unblock})
	for _, to := range []string{"canbo.ngocdong", "lanhdao", "quantri", "canbo.xa"} { // of elsewhere, without such a role, the same
		if err := p.step("canbo.xa", id, task.Event{Step: task.Assign, To: p.As(to).Account}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("handed to %s: %v", to, err)
		}
	}
	p.did("canbo.xa", id, task.Event{Step: task.Assign, To: p.As("canbo.xa2").Account, Words: "Tôi đi học (MẪU)"})
	if got := p.waits("canbo.xa"); got != "" {
		t.Errorf("it was handed on: %s", got)
	}
	if err := p.step("canbo.xa2", id, task.Event{Step: task.Claim}); errs.KindOf(err) != errs.Invalid {
		t.Errorf("done without evidence: %v", err)
	}
	prove(t, p, id)
	p.did("canbo.xa2", id, task.Event{Step: task.Claim})
	if got := p.waits("chutich.xa"); !strings.HasPrefix(got, "Xác nhận đã xong: Lập danh sách") {
		t.Errorf("%s", got)
	}
	if got := p.waits("kehoach"); strings.Contains(got, "Xác nhận") {
		t.Errorf("the province confirms a commune’s: %s", got)
	}
	if err := p.step("canbo.xa2", id, task.Event{Step: task.Confirm}); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("confirms what he did: %v", err)
	}
	p.did("chutich.xa", id, task.Event{Step: task.Return, Words: why})
	if got := p.waits("canbo.xa2"); !strings.Contains(got, "Bị trả lại: "+why) {
		t.Errorf("%s", got)
	}
	p.did("canbo.xa2", id, task.Event{Step: task.Claim})
	p.did("chutich.xa", id, task.Event{Step: task.Confirm})
	if got := p.waits("chutich.xa") + p.waits("canbo.xa2"); got != "" {
		t.Errorf("it is done: %s", got)
	}
	s, err := p.Tasks.Task(ctx, p.As("chutich.xa"), id)
	if err != nil || s.State != task.Done || len(s.Events) != 10 || s.Events[0].Step != task.Confirm ||
		s.Events[9].To == "" || s.Events[8].For != other {
		t.Errorf("%+v %v", s, err)
	}
	n := 0
	for _, e := range p.Deeds(since) {
		if e.Kind == "task" && e.Subject == office.IDText(id) && e.Action != "task.open" { // that it was read
			n++
		}
	}
	if n != 10 {
		t.Errorf("%d deeds of 10 steps", n)
	}
}

// prove adds evidence of every kind, and nothing that is not the person's to see.
func prove(t *testing.T, p *people, id int64) {
	t.Helper()
	doc, err := p.Documents.Register(ctx, p.As("kehoach"), documents.Document{Document: document.Document{
		Direction: document.Received, Kind: document.Decision, Issuer: "Cơ quan (MẪU)", Number: "7", Series: "QĐ-MAU",
		Day: p.Now(), Place: officetest.NgocDong, Abstract: "Của xã khác (MẪU)"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []task.Event{{Kind: task.Document, Subject: doc}, {Kind: task.Document, Subject: 999},
		{Kind: task.File, Subject: 1}, {Kind: task.Page, Path: "https://x.vn"}, {}} {
		wrong.Step = task.Prove
		if err := p.step("canbo.xa2", id, wrong); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	p.did("canbo.xa2", id, task.Event{Step: task.Prove, Kind: task.Page, Path: "/notices"})
	a := p.As("canbo.xa2")
	s, err := p.Tasks.Task(ctx, a, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Tasks.Attach(ctx, a, id, s.Version, "x.exe", strings.NewReader("MZ")); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a program as evidence: %v", err)
	}
	const pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
	if err := p.Tasks.Attach(ctx, a, id, s.Version-1, "bien-ban.pdf", strings.NewReader(pdf)); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a file for a task as it was: %v", err)
	}
	if err := p.Tasks.Attach(ctx, a, id, s.Version, "bien-ban.pdf", strings.NewReader(pdf)); err != nil {
		t.Fatal(err)
	}
	if s, err = p.Tasks.Task(ctx, a, id); err != nil || s.Evidence != 2 || s.Events[0].File == nil {
		t.Fatalf("%+v %v", s, err)
	}
	file := s.Events[0].File.ID
	if f, err := p.Tasks.Attached(ctx, p.As("chutich.xa"), id, file); err != nil || string(f.Content) != pdf {
		t.Errorf("%v", err)
	}
	if _, err := p.Tasks.Attached(ctx, p.As("canbo.ngocdong"), id, file); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a file of elsewhere: %v", err)
	}
	if _, err := p.Tasks.Attached(ctx, p.As("chutich.xa"), id, file+99); errs.KindOf(err) != errs.NotFound {
		t.Errorf("a file of nowhere: %v", err)
	}
}

// TestPlan: the tasks of plan 35 are as its text has them: one leading body, no day; who acts for it finds those that nobody
// has; from 1 March 2025 on another body has its work. A year without a plan has none and says so.
func TestPlan(t *testing.T) {
	p := &people{officetest.Small(t), t}
	b, err := p.Tasks.Board(ctx, p.As("canbo.xa"), 0, false)
	if err != nil || len(b.Of) != 4 || b.MayGive || !b.MayMake || b.Plan.Number != "35/KH-UBND" {
		t.Fatalf("%+v %v", b, err)
	}
	for _, r := range b.Of {
		if !r.Due.IsZero() || r.Lead.Name.VI != "Sở Lao động - Thương binh và Xã hội" || r.Lead.Changed() || r.State != task.Open ||
			!strings.HasPrefix(r.Cite, "Kế hoạch 35/KH-UBND") {
			t.Errorf("%+v", r)
		}
	}
	if got := p.waits("canbo.so"); !strings.HasPrefix(got, "4 nhiệm vụ của kế hoạch năm chưa giao ai") {
		t.Errorf("%s", got)
	}
	if got := p.waits("kehoach") + p.waits("canbo.xa") + p.waits("lanhdao"); got != "" {
		t.Errorf("who does not act for the body: %s", got)
	}
	to := p.As("canbo.so").Account
	for who, want := range map[string]errs.Kind{"canbo.xa": errs.Forbidden, "lanhdao": errs.Forbidden, "canbo.huyen": errs.Forbidden,
		"quantri": errs.Forbidden} {
		if _, err := p.Tasks.Give(ctx, p.As(who), 2024, "inspect", task.Event{To: to}); errs.KindOf(err) != want {
			t.Errorf("%s gives it: %v", who, err)
		}
	}
	for _, wrong := range []struct {
		year int
		key  string
		to   int64
		kind errs.Kind
	}{{2024, "x", to, errs.NotFound}, {2019, "inspect", to, errs.NotFound}, {2024, "inspect", 0, errs.Invalid},
		{2024, "inspect", p.As("canbo.xa").Account, errs.Invalid}} {
		if _, err := p.Tasks.Give(ctx, p.As("kehoach"), wrong.year, wrong.key, task.Event{To: wrong.to}); errs.KindOf(err) != wrong.kind {
			t.Errorf("%+v: %v", wrong, err)
		}
	}
	id, err := p.Tasks.Give(ctx, p.As("kehoach"), 2024, "inspect", task.Event{To: to})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Tasks.Give(ctx, p.As("canbo.so2"), 2024, "inspect", task.Event{To: to}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("given twice: %v", err)
	}
	if err := p.step("kehoach", id, task.Event{Step: task.Drop, Words: why}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a task of the plan is taken off: %v", err)
	}
	if got := p.waits("canbo.so"); !strings.Contains(got, "Kiểm tra, giám sát") || !strings.Contains(got, "3 nhiệm vụ") {
		t.Errorf("%s", got)
	}
	if err := p.Tasks.WriteBoard(ctx, p.As("canbo.xa"), 2024, true, io.Discard); err != nil {
		t.Error(err)
	}
	p.Set(date.Must(2025, 2, 28))
	lead := func() string {
		s, err := p.Tasks.Task(ctx, p.As("kehoach"), id)
		if err != nil {
			t.Fatal(err)
		}
		return s.Lead.Now.VI
	}
	if got := lead(); got != "Sở Lao động - Thương binh và Xã hội" {
		t.Errorf("on its last day: %s", got)
	}
	p.Set(date.Must(2025, 3, 1))
	if got := lead(); got != "Sở Nông nghiệp và Môi trường" {
		t.Errorf("after its last day: %s", got)
	}
	if b, err = p.Tasks.Board(ctx, p.As("kehoach"), 0, false); err != nil || b.Year != 2025 || b.Plan != nil || len(b.Of) != 0 {
		t.Errorf("a year without a plan: %+v %v", b, err)
	}
	if b, err = p.Tasks.Board(ctx, p.As("kehoach"), 2024, false); err != nil || b.Of[0].With[1].Now.VI != "Ủy ban nhân dân cấp huyện" {
		t.Errorf("%+v %v", b, err)
	}
	p.Set(date.Must(2025, 7, 1))
	if b, err = p.Tasks.Board(ctx, p.As("kehoach"), 2024, false); err != nil || b.Of[0].With[1].Now.VI != "Ủy ban nhân dân cấp xã" {
		t.Errorf("%+v %v", b, err)
	}
}

// TestLost: a task that somebody has and the plan does not have any more can be taken off; it waits for nobody then.
func TestLost(t *testing.T) {
	p := &people{officetest.Small(t), t}
	a := p.As("kehoach")
	lost := &tasksstore.Task{Province: string(p.Office.ProvinceCode()), PlanYear: 2024, PlanTask: "gone",
		Place: p.Office.ProvinceCode(), Text: "Việc mà kế hoạch đã bỏ", Task: task.Task{State: task.Taken,
			Assignee: p.As("canbo.so").Account, GivenBy: a.Account}}
	err := p.Office.Do(ctx, a, &office.Deed{Action: "task.make", Kind: "task", Place: lost.Place}, func(tx *office.Tx) error {
		return tasksstore.Add(ctx, tx, lost)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := p.waits("canbo.so"); !strings.Contains(got, lost.Text) {
		t.Fatalf("%s", got)
	}
	if s, err := p.Tasks.Task(ctx, a, lost.ID); err != nil || !s.Lost || !s.Can(task.Drop) {
		t.Errorf("%+v %v", s, err)
	}
	p.did("kehoach", lost.ID, task.Event{Step: task.Drop, Words: why})
	if got := p.waits("canbo.so"); strings.Contains(got, lost.Text) {
		t.Errorf("%s", got)
	}
}

// TestTwo: of two persons who give the same task of the plan at once one has it, the other is told; the same for who finish it.
func TestTwo(t *testing.T) {
	both(t, func(t *testing.T, p *people) {
		asks := []*office.Ask{p.As("kehoach"), p.As("canbo.so2")}
		to := p.As("canbo.so")
		once(t, func(i int) error {
			_, err := p.Tasks.Give(ctx, asks[i], 2024, "carry_out", task.Event{To: to.Account})
			return err
		})
		b, err := p.Tasks.Board(ctx, to, 2024, false)
		if err != nil || b.Of[0].ID == 0 {
			t.Fatalf("%+v %v", b, err)
		}
		id := b.Of[0].ID
		p.did("canbo.so", id, task.Event{Step: task.Prove, Kind: task.Page, Path: "/reports"})
		p.did("canbo.so", id, task.Event{Step: task.Claim})
		s, err := p.Tasks.Task(ctx, to, id)
		if err != nil {
			t.Fatal(err)
		}
		once(t, func(i int) error {
			return p.Tasks.Step(ctx, asks[i], id, s.Version, task.Event{Step: task.Confirm})
		})
	})
}

// once runs what two do at once: one of them is let, the other told of the conflict.
func once(t *testing.T, do func(int) error) {
	t.Helper()
	var wg sync.WaitGroup
	failed := make([]error, 2)
	for i := range failed {
		wg.Go(func() { failed[i] = do(i) })
	}
	wg.Wait()
	if (failed[0] == nil) == (failed[1] == nil) {
		t.Fatalf("%v, %v", failed[0], failed[1])
	}
	for _, err := range failed {
		if err != nil && errs.KindOf(err) != errs.Conflict {
			t.Errorf("%v", err)
		}
	}
}

// TestMake: who may make tasks where, and what is none.
func TestMake(t *testing.T) {
	p := &people{officetest.Small(t), t}
	to := p.As("canbo.xa").Account
	ok := tasks.Made{Place: officetest.ThanhPhu, Text: "Việc cần làm (MẪU)", Assignee: to}
	for who, want := range map[string]bool{"chutich.xa": true, "canbo.huyen": true, "canbo.so": true, "dieutra": false, "lanhdao": false,
		"thanhtra": false, "quantri": false, "canbo.ngocdong": false, "huyen.longphu": false} {
		if _, err := p.Tasks.Make(ctx, p.As(who), ok); (err == nil) != want || errs.KindOf(err) == errs.Internal && err != nil {
			t.Errorf("%s: %v", who, err)
		}
	}
	for _, in := range []tasks.Made{
		{Place: officetest.ThanhPhu, Text: "x", Assignee: to},
		{Place: officetest.ThanhPhu, Text: ok.Text, Assignee: 0},
		{Place: officetest.ThanhPhu, Text: ok.Text, Assignee: p.As("dieutra.ngocdong").Account},
		{Place: officetest.ThanhPhu, Text: ok.Text, Assignee: 1 << 40},
		{Place: officetest.ThanhPhu, Text: ok.Text, Assignee: to, Due: p.Now().AddDays(-1)},
		{Place: officetest.ThanhPhu, Text: ok.Text, Assignee: to, Source: strings.Repeat("ă", 301)},
	} {
		if _, err := p.Tasks.Make(ctx, p.As("chutich.xa"), in); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%+v: %v", in, err)
		}
	}
	if got := strings.Count(p.waits("canbo.xa"), "Việc được giao"); got != 3 {
		t.Errorf("%d tasks came", got)
	}
}
