package task_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/task"
)

const why = "lý do đủ dài"

// TestLife: a task is given, stopped, goes on, is said to be done with evidence, sent back, and confirmed by another person.
func TestLife(t *testing.T) {
	of := &task.Task{State: task.Open, MadeBy: 1}
	for _, c := range []struct {
		e    task.Event
		want task.State
		kind errs.Kind // "": it is taken
	}{
		{task.Event{Step: task.Claim, By: 2}, task.Open, errs.Conflict},
		{task.Event{Step: task.Assign, By: 1}, task.Open, errs.Invalid},
		{task.Event{Step: task.Assign, By: 1, To: 2}, task.Assigned, 0},
		{task.Event{Step: task.Assign, By: 1, To: 2}, task.Assigned, errs.Invalid},
		{task.Event{Step: task.Note, By: 2, Words: "x"}, task.Assigned, errs.Invalid},
		{task.Event{Step: task.Note, By: 2, Words: "đã gửi công văn"}, task.Taken, 0},
		{task.Event{Step: task.Claim, By: 2}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Block, By: 2, Words: why}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Block, By: 2, Words: why, Waits: "Sở Tài chính"}, task.Blocked, 0},
		{task.Event{Step: task.Claim, By: 2}, task.Blocked, errs.Conflict},
		{task.Event{Step: task.Unblock, By: 2}, task.Taken, 0},
		{task.Event{Step: task.Prove, By: 2}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Prove, By: 2, Kind: task.Page, Path: "https://x.vn/a"}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Prove, By: 2, Kind: task.Document, Subject: 7}, task.Taken, 0},
		{task.Event{Step: task.Claim, By: 2}, task.Claimed, 0},
		{task.Event{Step: task.Assign, By: 1, To: 3}, task.Claimed, errs.Conflict},
		{task.Event{Step: task.Confirm, By: 2}, task.Claimed, errs.Forbidden},
		{task.Event{Step: task.Return, By: 1}, task.Claimed, errs.Invalid},
		{task.Event{Step: task.Return, By: 1, Words: why}, task.Taken, 0},
		{task.Event{Step: task.Claim, By: 2}, task.Claimed, 0},
		{task.Event{Step: task.Confirm, By: 1}, task.Done, 0},
		{task.Event{Step: task.Drop, By: 1, Words: why}, task.Done, errs.Conflict},
		{task.Event{Step: task.Reopen, By: 1, Words: why}, task.Taken, 0},
		{task.Event{Step: "x", By: 1}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Drop, By: 1, Words: strings.Repeat("x", 301)}, task.Taken, errs.Invalid},
		{task.Event{Step: task.Drop, By: 1, Words: why}, task.Dropped, 0},
	} {
		was := *of
		err := of.Apply(c.e)
		if of.State != c.want || (err == nil) != (c.kind == 0) || err != nil && errs.KindOf(err) != c.kind {
			t.Fatalf("%+v: %s, %v", c.e, of.State, err)
		}
		if err != nil && *of != was {
			t.Fatalf("a refused step left something: %+v %+v", was, *of)
		}
	}
	plan := &task.Task{State: task.Open}
	if err := plan.Apply(task.Event{Step: task.Drop, By: 1, Words: why}); errs.KindOf(err) != errs.Conflict {
		t.Errorf("a task of the plan is taken off: %v", err)
	}
	if err := plan.Apply(task.Event{Step: task.Drop, By: 1, Words: why, Lost: true}); err != nil || plan.State != task.Dropped {
		t.Errorf("a task that the plan does not have any more stays for ever: %s %v", plan.State, err)
	}
	own := &task.Task{State: task.Assigned, MadeBy: 4, Assignee: 4, Evidence: 1}
	if err := own.Apply(task.Event{Step: task.Claim, By: 4}); err != nil || own.State != task.Done {
		t.Errorf("one’s own task: %s %v", own.State, err)
	}
}

// TestWalk: whatever steps are tried, nothing is done without evidence and, where another asked for it, without another
// person; who waits for nothing waits for nobody; what runs can always go on.
func TestWalk(t *testing.T) {
	steps := []task.Step{task.Assign, task.Take, task.Note, task.Prove, task.Block, task.Unblock, task.Claim, task.Return,
		task.Confirm, task.Reopen, task.Drop}
	rapid.Check(t, func(t *rapid.T) {
		of := &task.Task{State: task.Open, MadeBy: rapid.Int64Range(0, 2).Draw(t, "maker")}
		last := int64(0)
		for range rapid.IntRange(1, 40).Draw(t, "n") {
			e := task.Event{Step: rapid.SampledFrom(steps).Draw(t, "step"), By: rapid.Int64Range(1, 3).Draw(t, "by"),
				To: rapid.Int64Range(0, 3).Draw(t, "to"), Words: rapid.SampledFrom([]string{"", why}).Draw(t, "words"),
				Waits: rapid.SampledFrom([]string{"", "ai đó"}).Draw(t, "waits"), Kind: task.Document,
				Subject: rapid.Int64Range(0, 1).Draw(t, "subject")}
			if of.Apply(e) == nil {
				last = e.By
			}
			if of.State == task.Done && (of.Evidence == 0 || of.Claimer == last && of.MadeBy != last) {
				t.Fatalf("done: %+v by %d", of, last)
			}
			if (of.State == task.Blocked) != (of.Waits != "") {
				t.Fatalf("waits: %+v", of)
			}
			if of.State != task.Open && of.State != task.Dropped && of.Assignee == 0 {
				t.Fatalf("nobody has it: %+v", of)
			}
			if of.State.Running() && !slices.ContainsFunc(steps, of.Allows) {
				t.Fatalf("stuck: %+v", of)
			}
		}
	})
}

// TestTexts: what is no task, no day and no page of the office.
func TestTexts(t *testing.T) {
	today := date.Must(2024, 12, 31)
	for _, c := range []struct {
		text string
		due  date.Date
		ok   bool
	}{{"", 0, false}, {"  ok  ", 0, false}, {"Tổng hợp báo cáo", 0, true}, {"Tổng hợp báo cáo", today, true},
		{"Tổng hợp báo cáo", today.AddDays(-1), false}, {"Tổng hợp báo cáo", date.Must(2042, 1, 1), false},
		{strings.Repeat("ă", 500), 0, true}, {strings.Repeat("ă", 501), 0, false}} {
		if err := task.CheckText(c.text, c.due, today); (err == nil) != c.ok {
			t.Errorf("%.20q %s: %v", c.text, c.due, err)
		}
	}
	for path, ok := range map[string]bool{"/reports/12": true, "/money/lines/3": true, "/plan/2024/poor_rate": true, "": false, "/": false, "//x.vn/a": false,
		"https://x.vn": false, "javascript:alert(1)": false, "/households?q=Lâm": false, "/a#b": false, "/../x": false,
		"/households/097079000006": false, "/a b": false, "/\\x": false, "/" + strings.Repeat("a", 150): false} {
		if err := task.CheckPath(path); (err == nil) != ok {
			t.Errorf("%q: %v", path, err)
		}
	}
	late := task.Task{State: task.Taken, Due: today.AddDays(-1)}
	if !late.Late(today) || (&task.Task{State: task.Done, Due: today.AddDays(-1)}).Late(today) ||
		(&task.Task{State: task.Taken, Due: today}).Late(today) || (&task.Task{State: task.Taken}).Late(today) {
		t.Error("what is late")
	}
}
