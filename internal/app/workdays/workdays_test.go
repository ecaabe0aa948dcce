package workdays_test

import (
	"context"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/workday"
)

// TestLaw: without changes of the office the calendar is the law's; with one it is that day's, read anew it is the same,
// and without it the law's again.
func TestLaw(t *testing.T) {
	s, ctx := officetest.Small(t), context.Background()
	day := date.Must(2024, 12, 18) // a Wednesday
	works := func() bool {
		t.Helper()
		l, err := s.Workdays.Law()
		if err != nil {
			t.Fatal(err)
		}
		_, off := l.Days.On(day)
		return !off
	}
	if own, err := s.Workdays.Held(ctx, s.Office.Reader()); err != nil || len(own) != 0 || !works() {
		t.Fatalf("an office without changes holds %+v, it works: %v, %v", own, works(), err)
	}
	off := workday.Change{Day: day, Kind: workday.Rest, Title: "Ngày nghỉ MẪU", Number: "CV 1/2024 (MẪU)", Issued: day}
	under, err := s.Workdays.Under([]workday.Change{off})
	if err != nil {
		t.Fatal(err)
	}
	if rest, ok := under.Days.On(day); !ok || rest.Kind != workday.Rest || !works() {
		t.Errorf("asked what a change would do: %+v, it works: %v", rest, works())
	}
	s.Workdays.Keep([]workday.Change{off})
	if works() {
		t.Error("a change that is kept is not in the calendar")
	}
	if err := s.Workdays.Load(ctx); err != nil || !works() {
		t.Errorf("read anew, a change that is not stored holds: %v", err)
	}
}
