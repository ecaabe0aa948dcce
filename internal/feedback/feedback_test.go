package feedback_test

import (
	"io/fs"
	"math/rand/v2"
	"testing"

	"giamngheo"
	"giamngheo/internal/date"
	"giamngheo/internal/feedback"
)

// TestWalk: whatever steps are tried in whatever order, what is closed or passed on is never answered, only what is
// answered is objected to, and a refused step changes nothing.
func TestWalk(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	steps := []feedback.Step{feedback.Assign, feedback.Answer, feedback.Send, feedback.PassOn, feedback.Close,
		feedback.Object, feedback.Join, feedback.Receive, "x"}
	for range 500 {
		s := feedback.Received
		for range 30 {
			step := steps[r.IntN(len(steps))]
			to, err := s.Next(step, []string{"", "Đã xem xét và trả lời."}[r.IntN(2)])
			switch {
			case err != nil && to != s:
				t.Fatalf("%s from %s is refused and leads to %s", step, s, to)
			case err == nil && s == feedback.Closed,
				err == nil && s == feedback.Passed && to != feedback.Closed,
				err == nil && step == feedback.Object && s != feedback.Answered:
				t.Fatalf("%s from %s leads to %s", step, s, to)
			}
			s = to
		}
	}
}

// TestCode: a code is read however it is typed, and only where it can be one.
func TestCode(t *testing.T) {
	code := feedback.CodeOf([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255})
	if code != "23456789ABCZ" || feedback.Shown(code) != "2345-6789-ABCZ" {
		t.Errorf("%s, %s", code, feedback.Shown(code))
	}
	for text, want := range map[string]bool{"2345-6789-abcz": true, " 2345 6789 ABCZ ": true, "2345": false,
		"2345-6789-ABC0": false, "2345-6789-ABCZZ": false, "": false} {
		if got, ok := feedback.ReadCode(text); ok != want || ok && got != code {
			t.Errorf("%q: %q %v", text, got, ok)
		}
	}
}

// TestDue: a term counts working days after the day, and the shipped terms are whole and say that they are samples.
func TestDue(t *testing.T) {
	friday := date.Must(2024, 12, 20)
	weekday := func(d date.Date) bool { return d.Weekday() != 0 && d.Weekday() != 6 }
	if d := feedback.Due(friday, 5, weekday); d != date.Must(2024, 12, 27) {
		t.Errorf("five working days after a Friday end on %s", d)
	}
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	terms, err := feedback.ReadTerms(data)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range feedback.Kinds() {
		if of := terms.Of(k); of.Days == 0 || !of.Sample || of.Source == "" {
			t.Errorf("%s: %+v", k, of)
		}
	}
}
