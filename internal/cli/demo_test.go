package cli

import (
	"testing"

	"giamngheo/internal/date"
)

// TestDemonstrationName: the same words in the same folder open the same demonstration again, also on another day of
// the calendar; other words another.
func TestDemonstrationName(t *testing.T) {
	a, err := newApp()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		province string
		day      date.Date
		review   bool
		want     string
	}{
		{"", 0, false, "demo"}, {"", 0, true, "demo-review"}, {"92", 0, false, "demo-92"},
		{"92", 0, true, "demo-92-2026-10-15-review"}, {"92", date.Must(2026, 10, 15), false, "demo-92-2026-10-15"},
		{"", date.Must(2024, 11, 20), true, "demo-94-2024-11-20-review"},
	} {
		for _, today := range []date.Date{date.Must(2026, 11, 27), date.Must(2026, 11, 28), date.Must(2027, 3, 1)} {
			d := demonstration{review: c.review}
			if err := d.choose(a, c.province, c.day, today); err != nil || d.name != c.want {
				t.Errorf("%+v on %s: %q, %v", c, today, d.name, err)
			}
		}
	}
}
