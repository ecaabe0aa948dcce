package average_test

import (
	"io/fs"
	"testing"

	"giamngheo"
	"giamngheo/internal/average"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule/parse"
)

func way(t *testing.T) *average.Way {
	t.Helper()
	files, err := fs.Sub(giamngheo.Law, "law")
	if err != nil {
		t.Fatal(err)
	}
	lib, err := law.Load(files, parse.New)
	if err != nil {
		t.Fatal(err)
	}
	if faults := average.CheckSteps(lib); len(faults) > 0 {
		t.Fatal(faults)
	}
	return average.NewWay(lib)
}

// TestTerms: the identification begins on the 15th on or after the request, and the answer is due 15 days later, on a
// working day; the other reading runs from the request. The posting has five working days, over Tết too.
func TestTerms(t *testing.T) {
	w := way(t)
	for _, c := range []struct{ received, begins, due, other string }{
		{"2024-10-15", "2024-10-15", "2024-10-30", "2024-10-30"},
		{"2024-10-16", "2024-11-15", "2024-12-02", "2024-10-31"}, // 30/11 is a Saturday
		{"2024-12-20", "2025-01-15", "2025-02-03", "2025-01-06"}, // over Tết; 04/01 is a Saturday
	} {
		r := &average.Request{Received: must(t, c.received)}
		begins, err := w.Begins(r.Received)
		due, failed := w.Due(r)
		other, missed := w.DueOtherwise(r)
		if err != nil || failed != nil || missed != nil || begins != must(t, c.begins) || due != must(t, c.due) ||
			other != must(t, c.other) {
			t.Errorf("%s: begins %s, due %s, otherwise %s; %v %v %v", c.received, begins, due, other, err, failed, missed)
		}
	}
	for posted, want := range map[string]string{"2024-10-18": "2024-10-25", "2025-01-22": "2025-02-05"} {
		if got, err := w.PostingEnds(&average.Request{Posted: must(t, posted)}); err != nil || got != must(t, want) {
			t.Errorf("posted on %s: to %s, not %s: %v", posted, got, want, err)
		}
	}
	if w.Mark(must(t, "2025-12-31")).EN != "" || w.Mark(must(t, "2026-01-01")).EN == "" {
		t.Error("the mark of the instrument's own period")
	}
}

func must(t *testing.T, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWayThrough: each step in its order or a refusal that changes nothing; who determined the income does not decide;
// an objection waits for its re-check; what does not qualify is refused with the reason.
func TestWayThrough(t *testing.T) {
	w, day := way(t), must(t, "2024-10-15")
	found := func(income int64, class poverty.Class) *average.Found {
		return &average.Found{Income: income, Farms: true, Class: class}
	}
	r := &average.Request{}
	const officer, chair = 1, 2
	for i, c := range []struct {
		do   average.Done
		kind errs.Kind // of the refusal; 0: taken
		at   average.Stage
	}{
		{average.Done{Step: average.Determine, Day: day}, errs.Conflict, ""},
		{average.Done{Step: average.Receive, Day: day}, errs.Invalid, ""},
		{average.Done{Step: average.Receive, Day: day, Received: average.Direct}, 0, average.Check},
		{average.Done{Step: average.Recognise, Day: day, Number: "1", Signer: "x"}, errs.Conflict, average.Check},
		{average.Done{Step: average.Determine, Day: day, By: officer}, errs.Invalid, average.Check},
		{average.Done{Step: average.Determine, Day: day, By: officer, Found: found(9, poverty.Undetermined)},
			errs.Invalid, average.Check},
		{average.Done{Step: average.Determine, Day: day.AddDays(-1), By: officer,
			Found: found(1_800_000, poverty.AverageLivingStandard)}, errs.Invalid, average.Check},
		{average.Done{Step: average.Determine, Day: day, By: officer,
			Found: found(1_800_000, poverty.AverageLivingStandard)}, 0, average.Posting},
		{average.Done{Step: average.Recognise, Day: day, Number: "1", Signer: "x", By: chair}, errs.Conflict,
			average.Posting},
		{average.Done{Step: average.Post, Day: day}, errs.Invalid, average.Posting},
		{average.Done{Step: average.Post, Day: day, Place: "Trụ sở xã"}, 0, average.Posting},
		{average.Done{Step: average.Post, Day: day, Place: "Trụ sở xã"}, errs.Conflict, average.Posting},
		{average.Done{Step: average.Object, Day: day.AddDays(2), From: "Ông B", Reason: "thu nhập cao hơn"}, 0,
			average.Posting},
		{average.Done{Step: average.Object, Day: day.AddDays(2), From: "Ông C", Reason: "thu nhập cao hơn"}, errs.Conflict,
			average.Posting},
		{average.Done{Step: average.Recognise, Day: day.AddDays(9), Number: "1", Signer: "x", By: chair}, errs.Conflict,
			average.Posting},
		{average.Done{Step: average.Recheck, Day: day.AddDays(3), By: officer,
			Found: found(1_900_000, poverty.AverageLivingStandard)}, 0, average.Posting},
		{average.Done{Step: average.Recognise, Day: day.AddDays(7), Number: "1", Signer: "x", By: chair}, errs.Invalid,
			average.Posting}, // posted to the end of 22/10
		{average.Done{Step: average.Recognise, Day: day.AddDays(8), Number: "1", Signer: "x", By: officer},
			errs.Forbidden, average.Posting},
		{average.Done{Step: average.Recognise, Day: day.AddDays(8), Signer: "x", By: chair}, errs.Invalid,
			average.Posting},
		{average.Done{Step: average.Refuse, Day: day.AddDays(8), Number: "1", Signer: "x", Reason: "không rõ", By: chair},
			errs.Invalid, average.Posting},
		{average.Done{Step: average.Return, Day: day.AddDays(8), Reason: "tính thiếu", By: chair}, 0, average.Check},
		{average.Done{Step: average.Determine, Day: day.AddDays(8), By: officer, Found: found(3_000_000, poverty.None)}, 0,
			average.Posting},
		{average.Done{Step: average.Post, Day: day.AddDays(8), Place: "Trụ sở xã"}, 0, average.Posting},
		{average.Done{Step: average.Recognise, Day: day.AddDays(16), Number: "1", Signer: "x", By: chair}, errs.Invalid,
			average.Posting},
		{average.Done{Step: average.Refuse, Day: day.AddDays(16), Number: "1", Signer: "x", By: chair}, errs.Invalid,
			average.Posting},
		{average.Done{Step: average.Refuse, Day: day.AddDays(16), Number: "1", Signer: "x", Reason: "vượt mức", By: chair},
			0, average.Refused},
		{average.Done{Step: average.Withdraw, Day: day.AddDays(16), Reason: "đổi ý rồi"}, errs.Conflict, average.Refused},
	} {
		before, takes := len(r.Steps), r.Takes(c.do.Step)
		err := r.Apply(w, c.do)
		if err == nil && !takes || errs.KindOf(err) == errs.Conflict && takes {
			t.Errorf("%d. %s: it takes the step: %v, and says %v", i, c.do.Step, takes, err)
		}
		if taken := err == nil; taken != (c.kind == 0) || !taken && errs.KindOf(err) != c.kind || r.Stage != c.at ||
			!taken && len(r.Steps) != before {
			t.Fatalf("%d. %s: %v, now at %q with %d steps", i, c.do.Step, err, r.Stage, len(r.Steps))
		}
	}
}
