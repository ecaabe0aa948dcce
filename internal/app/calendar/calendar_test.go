package calendar_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/demotest"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/officetest"
	"giamngheo/internal/review"
	"giamngheo/internal/workday"
)

func TestMain(m *testing.M) { os.Exit(demotest.Main(m)) }

func rest(day date.Date) workday.Change {
	return workday.Change{Day: day, Kind: workday.Rest, Title: "Nghỉ thay", Number: "15/TB-MẪU",
		Issued: date.Must(2024, 9, 30)}
}

// TestSet: a day of rest in the last week of the review moves every open list at once, each says so; undone, they move
// back; it is on the record, and another process takes it over.
func TestSet(t *testing.T) {
	o, _ := officetest.ReviewOffice(t, 6000)
	ctx := context.Background()
	department, officer := officetest.SignIn(t, o, "canbo.so"), officetest.SignIn(t, o, "canbo.xa")
	day := date.Must(2024, 12, 3) // Tuesday, within the last posting and the district's days
	if _, err := o.Calendar.Set(ctx, officer, 2024, rest(day)); errs.KindOf(err) != errs.Forbidden {
		t.Errorf("an officer of a commune: %v", err)
	}
	campaigns, err := o.Reviews.Campaigns(ctx, officer)
	if err != nil {
		t.Fatal(err)
	}
	before, err := o.Reviews.Campaign(ctx, officer, campaigns[0].ID, "")
	if err != nil || len(before.Lists) == 0 {
		t.Fatal(err, "no list")
	}
	var heard int
	o.Office.On(office.TopicCalendar, func([]int64) { heard++ })
	moved, err := o.Calendar.Set(ctx, department, 2024, rest(day))
	if err != nil || moved.Lists == 0 || heard != 1 {
		t.Fatalf("%+v %v, heard %d times", moved, err, heard)
	}
	after, err := o.Reviews.Campaign(ctx, officer, campaigns[0].ID, "")
	if err != nil || after.Latest.Posting >= before.Latest.Posting {
		t.Errorf("%+v, before %+v (%v)", after.Latest, before.Latest, err)
	}
	for i, l := range after.Lists {
		v, err := o.Reviews.ReviewList(ctx, officer, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		e := v.LastMove()
		if l.Due.IsZero() || l.Due != v.Todo.Due || l.Due >= before.Lists[i].Due {
			t.Errorf("%s: due %s in the row, %s on the page, %s before", l.Hamlet, l.Due, v.Todo.Due,
				before.Lists[i].Due)
		}
		if e == nil || len(e.Moves) != 1 || e.Moves[0] != (review.Move{Term: review.MovedStep,
			From: before.Lists[i].Due, To: l.Due}) ||
			!strings.Contains(e.Reason, "15/TB-MẪU") || !strings.Contains(e.Reason, "03/12/2024") {
			t.Errorf("%s says %+v", l.Hamlet, e)
		}
	}
	entries, err := o.Records.AuditLog(ctx, officetest.SignIn(t, o, "thanhtra"), "calendar", "", 0)
	if err != nil || len(entries) != 1 || entries[0].Subject != "2024-12-03" ||
		!strings.Contains(entries[0].Detail.Reason, "15/TB-MẪU") {
		t.Errorf("%+v %v", entries, err)
	}
	o.Workdays.Keep(nil) // as another process has it
	if err := o.Workdays.Load(ctx); err != nil {
		t.Fatal(err)
	}
	year, err := o.Calendar.Year(ctx, officer, 2024)
	if err != nil || len(year.Changes) != 1 || year.MaySet || year.Changes[0].MayUndo {
		t.Fatalf("%+v %v", year, err)
	}
	back, undone, err := o.Calendar.Undo(ctx, department, year.Changes[0].ID)
	if err != nil || undone != day || back.Lists != moved.Lists {
		t.Errorf("%+v %s %v", back, undone, err)
	}
	if _, _, err := o.Calendar.Undo(ctx, department, year.Changes[0].ID); errs.KindOf(err) != errs.Conflict {
		t.Errorf("undone twice: %v", err)
	}
	again, err := o.Reviews.Campaign(ctx, officer, campaigns[0].ID, "")
	if err != nil || again.Latest != before.Latest || again.Lists[0].Due != before.Lists[0].Due {
		t.Errorf("%+v, before %+v", again.Latest, before.Latest)
	}
}

// TestRefused: what cannot stand in a calendar is refused with what is to be done, and changes nothing.
func TestRefused(t *testing.T) {
	o, _ := officetest.ReviewOffice(t, 6000)
	ctx, d := context.Background(), date.Must
	a := officetest.SignIn(t, o, "canbo.so")
	if _, err := o.Calendar.Set(ctx, a, 2024, rest(d(2024, 12, 24))); err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]struct {
		change workday.Change
		year   int
		kind   errs.Kind
		says   string
	}{
		"twice":                 {rest(d(2024, 12, 24)), 2024, errs.Conflict, "already"},
		"a holiday of the law":  {rest(d(2025, 1, 1)), 2025, errs.Conflict, "already"},
		"a Sunday rests anyhow": {rest(d(2024, 12, 22)), 2024, errs.Conflict, "weekly day of rest"},
		"past":                  {rest(d(2024, 9, 5)), 2024, errs.Invalid, "past"},
		"another year":          {rest(d(2025, 3, 3)), 2024, errs.Invalid, "not of 2024"},
		"no day":                {rest(0), 2024, errs.Invalid, "give the day"},
		"no source": {workday.Change{Day: d(2024, 12, 22), Kind: workday.Worked}, 2024, errs.Invalid,
			"number and the day of the document"},
		"a source without a day": {workday.Change{Day: d(2024, 12, 22), Kind: workday.Worked, Number: "1/TB"}, 2024,
			errs.Invalid, "number and the day"},
		"a source of tomorrow": {workday.Change{Day: d(2024, 12, 22), Kind: workday.Worked, Number: "1/TB",
			Issued: d(2030, 1, 1)}, 2024, errs.Invalid,
			"lies after today"},
		"a worked Tuesday": {workday.Change{Day: d(2024, 12, 17), Kind: workday.Worked, Number: "1",
			Issued: d(2024, 9, 1)}, 2024, errs.Invalid, "worked anyhow"},
		"a worked holiday": {workday.Change{Day: d(2025, 2, 1), Kind: workday.Worked, Number: "1",
			Issued: d(2024, 9, 1)}, 2025, errs.Conflict, "holiday"},
		"nothing to take": {workday.Change{Day: d(2024, 12, 17), Kind: workday.Ordinary, Number: "1",
			Issued: d(2024, 9, 1)}, 2024, errs.Conflict, "nothing"},
		"no reason to rest": {workday.Change{Day: d(2024, 12, 17), Kind: workday.Rest, Number: "1",
			Issued: d(2024, 9, 1)}, 2024, errs.Invalid, "what the day"},
		"a kind that is not": {workday.Change{Day: d(2024, 12, 17), Kind: "half", Number: "1", Issued: d(2024, 9, 1)},
			2024, errs.Invalid, "choose what"},
		"a whole year again": {workday.Change{Day: d(2024, 1, 1), Kind: workday.Noticed, Number: "1",
			Issued: d(2024, 9, 1)}, 2024, errs.Conflict, "whole already"},
	} {
		_, err := o.Calendar.Set(ctx, a, w.year, w.change)
		var e *errs.Error
		if errs.KindOf(err) != w.kind || !errors.As(err, &e) || !strings.Contains(e.Text().EN, w.says) ||
			e.Text().VI == e.Text().EN {
			t.Errorf("%s: %v, want %q", name, err, w.says)
		}
	}
	year, err := o.Calendar.Year(ctx, a, 2024)
	if err != nil || len(year.Changes) != 1 {
		t.Errorf("%d changes (%v)", len(year.Changes), err)
	}
	notice := workday.Change{Day: d(2028, 1, 1), Kind: workday.Noticed, Number: "9/TB", Issued: d(2024, 9, 1)}
	if year, err = o.Calendar.Year(ctx, a, 2028); err != nil || year.NoNotice.EN == "" || len(year.Marks) != 1 {
		t.Errorf("2028: %+v %v", year, err)
	}
	if _, err := o.Calendar.Set(ctx, a, 2028, notice); err != nil {
		t.Fatal(err)
	}
	if year, err = o.Calendar.Year(ctx, a, 2028); err != nil || year.NoNotice.EN != "" || len(year.Notices) != 1 {
		t.Errorf("2028 after its notice: %+v %v", year, err)
	}
}
