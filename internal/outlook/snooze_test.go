package outlook

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/money"
	"giamngheo/internal/target"
)

// TestSnooze: an alert stays aside up to its day, and comes back before it where it gets worse.
func TestSnooze(t *testing.T) {
	day := date.Must(2024, 10, 1)
	s := Snooze{Until: day.AddDays(30), Light: target.Amber, Left: 1000}
	for name, c := range map[string]struct {
		on    date.Date
		light target.Light
		left  int64
		want  bool
	}{
		"the same":          {day, target.Amber, 1000, true},
		"its last day":      {day.AddDays(30), target.Amber, 1000, true},
		"over":              {day.AddDays(31), target.Amber, 1000, false},
		"better":            {day, target.Amber, 10, true},
		"a tenth more":      {day, target.Amber, 1100, true},
		"more than a tenth": {day, target.Amber, 1101, false},
		"graver":            {day, target.Red, 1000, false},
	} {
		if got := s.Holds(c.on, c.light, money.Dong(c.left)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	red := Snooze{Until: day, Light: target.Red, Left: 1000}
	if !red.Holds(day, target.Red, 1000) || !red.Holds(day, target.Amber, 1000) {
		t.Error("a red one that is no worse comes back")
	}
	for until, good := range map[date.Date]bool{day: true, day.AddDays(-1): false, day.AddDays(92): true,
		day.AddDays(93): false, 0: false} {
		if err := (&Snooze{Until: until}).Check(day); (err == nil) != good {
			t.Errorf("until %s: %v", until, err)
		}
	}
}
