package waits_test

import (
	"context"
	"os"
	"slices"
	"testing"

	"giamngheo/internal/access"
	"giamngheo/internal/app/deputies"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/waits"
	"giamngheo/internal/app/work"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/officetest"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

// TestWho: each thing is with who has the right in the nearest unit, with both clocks; who asks sees what is theirs,
// can narrow it, and finds what they wait for.
func TestWho(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	officer := s.As("canbo.xa")
	due := s.Now().AddDays(7)
	id, err := s.Tasks.Make(ctx, s.As("chutich.xa"), tasks.Made{Place: officetest.ThanhPhu, Text: "Rà lại danh sách hộ",
		Assignee: officer.Account, Due: due})
	if err != nil {
		t.Fatal(err)
	}
	find := func(who string, q waits.Query) *waits.Page {
		t.Helper()
		q.Most = 100
		p, err := s.Waits.Who(ctx, s.As(who), q)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	all := find("canbo.so", waits.Query{})
	var lists, given int
	for _, w := range all.Rows {
		switch w.Kind {
		case work.List:
			lists++
			if len(w.Names) == 0 || w.Whose.VI == "" {
				t.Errorf("nobody holds list %d: %+v", w.ID, w)
			}
		case work.Task:
			given++
			if w.ID != id || !slices.Equal(w.Names, []string{officer.FullName}) || w.Due != due || w.Left < 5 || w.Held != 0 {
				t.Errorf("%+v", w)
			}
		}
	}
	if lists != 2 || given != 1 || all.Of != len(all.Rows) || len(all.Holders) == 0 {
		t.Errorf("%d lists, %d tasks, %d of %d", lists, given, len(all.Rows), all.Of)
	}
	if p := find("canbo.longphu", waits.Query{}); slices.ContainsFunc(p.Rows, func(w waits.Wait) bool {
		return w.Unit == officetest.ThanhPhu
	}) {
		t.Errorf("another commune's officer sees %+v", p.Rows)
	}
	if p := find("chutich.xa", waits.Query{Mine: true}); len(p.Rows) != 1 || p.Rows[0].ID != id {
		t.Errorf("the chairman waits for %+v", p.Rows)
	}
	if p := find("canbo.xa", waits.Query{Mine: true}); len(p.Rows) != 0 {
		t.Errorf("the officer waits for what is his own to do: %+v", p.Rows)
	}
	if p := find("canbo.so", waits.Query{Kind: work.Task, Unit: officetest.ThanhPhu}); len(p.Rows) != 1 || len(p.Kinds) < 2 {
		t.Errorf("%+v", p)
	}
	if p := find("canbo.so", waits.Query{Unit: officetest.LongPhu}); len(p.Rows) != 0 {
		t.Errorf("in Long Phú: %+v", p.Rows)
	}
	for who, want := range map[string]errs.Kind{"canbo.longphu": errs.NotFound, "quantri": errs.Forbidden} {
		_, err := s.Waits.Who(ctx, s.As(who), waits.Query{Unit: officetest.ThanhPhu, Most: 1})
		if errs.KindOf(err) != want {
			t.Errorf("%s: %v", who, err)
		}
	}
	s.Set(due.AddDays(3))
	p := find("canbo.so", waits.Query{Kind: work.Task, Late: true})
	if len(p.Rows) != 1 || !p.Rows[0].Late || p.Rows[0].Left < 1 || p.Rows[0].Held < 5 || p.Late != 1 {
		t.Errorf("%+v", p.Rows)
	}
}

// TestStead: who is away is named with who acts for them.
func TestStead(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	in := deputies.In{Deputy: s.As("dieutra").Account, From: s.Now(), To: s.Now(), Why: access.OnLeave}
	if err := s.Deputies.Name(ctx, s.As("canbo.xa"), in); err != nil {
		t.Fatal(err)
	}
	p, err := s.Waits.Who(ctx, s.As("canbo.so"), waits.Query{Kind: work.List, Most: 10})
	want := s.As("canbo.xa").FullName + " → " + s.As("dieutra").FullName
	if err != nil || !slices.ContainsFunc(p.Rows, func(w waits.Wait) bool { return slices.Contains(w.Names, want) }) {
		t.Errorf("%q is not among %+v %v", want, p, err)
	}
}
