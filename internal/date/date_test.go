package date

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func anyDate(t *rapid.T, label string) Date {
	y := rapid.IntRange(1900, 2100).Draw(t, label+" year")
	m := rapid.IntRange(1, 12).Draw(t, label+" month")
	return Must(y, m, rapid.IntRange(1, DaysIn(y, m)).Draw(t, label+" day"))
}

func TestOfRefusesImpossibleDays(t *testing.T) {
	for _, d := range [][3]int{{2023, 2, 29}, {2024, 2, 30}, {2024, 4, 31}, {2024, 13, 1}, {2024, 0, 1}, {2024, 1, 0},
		{0, 1, 1}, {10000, 1, 1}, {1900, 2, 29}} {
		if got, ok := Of(d[0], d[1], d[2]); ok {
			t.Errorf("Of(%v) = %s, want no day", d, got)
		}
	}
	for _, d := range [][3]int{{2024, 2, 29}, {2000, 2, 29}, {1, 1, 1}, {9999, 12, 31}} {
		if _, ok := Of(d[0], d[1], d[2]); !ok {
			t.Errorf("Of(%v) is no day", d)
		}
	}
}

func TestParse(t *testing.T) {
	if d, err := Parse("2024-02-29"); err != nil || d != Must(2024, 2, 29) {
		t.Errorf("Parse = %s, %v", d, err)
	}
	for _, s := range []string{"", "2024-2-9", "29/02/2024", "2023-02-29", "2024-02-29 ", "20240229", "abcd-ef-gh",
		"-024-01-01"} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", s, d)
		}
	}
	var d Date
	if err := d.UnmarshalText([]byte("")); err != nil || !d.IsZero() {
		t.Errorf("empty text: %s, %v", d, err)
	}
}

// TestAgainstTime holds the packed calendar against the standard library's.
func TestAgainstTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t, "d"), rapid.IntRange(-4000, 4000).Draw(t, "days")
		std := time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC)
		if got, want := d.AddDays(n).String(), std.AddDate(0, 0, n).Format(time.DateOnly); got != want {
			t.Fatalf("%s + %d days = %s, want %s", d, n, got, want)
		}
		if got := d.AddDays(n).Sub(d); got != n {
			t.Fatalf("Sub = %d, want %d", got, n)
		}
		if d.Weekday() != std.Weekday() {
			t.Fatalf("%s is a %s, want %s", d, d.Weekday(), std.Weekday())
		}
		e := anyDate(t, "e")
		if (d < e) != (d.Sub(e) < 0) {
			t.Fatalf("order of %s and %s", d, e)
		}
		back, err := Parse(d.String())
		if err != nil || back != d {
			t.Fatalf("%s read back as %s, %v", d, back, err)
		}
	})
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   Date
		months int
		want   Date
	}{
		{Must(2024, 12, 10), 36, Must(2027, 12, 10)},
		{Must(2024, 1, 31), 1, Must(2024, 2, 29)}, // the last month has no such day: its last
		{Must(2023, 1, 31), 1, Must(2023, 2, 28)},
		{Must(2024, 2, 29), 36, Must(2027, 2, 28)},
		{Must(2024, 3, 31), -1, Must(2024, 2, 29)},
		{Must(2024, 1, 15), -1, Must(2023, 12, 15)},
	} {
		if got := c.from.AddMonths(c.months); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.from, c.months, got, c.want)
		}
	}
}

func TestMonthsSince(t *testing.T) {
	for _, c := range []struct {
		birth, on Date
		want      int
	}{
		{Must(2008, 10, 15), Must(2024, 10, 15), 192}, // the birthday itself: full 16 years
		{Must(2008, 10, 16), Must(2024, 10, 15), 191},
		{Must(2008, 2, 29), Must(2024, 2, 28), 191},
		{Must(2008, 2, 29), Must(2023, 2, 28), 179}, // born on 29/02: full on 1 March of a common year
		{Must(2008, 2, 29), Must(2023, 3, 1), 180},
		{Must(2025, 1, 1), Must(2024, 12, 31), -1},
	} {
		if got := c.on.MonthsSince(c.birth); got != c.want {
			t.Errorf("months from %s to %s = %d, want %d", c.birth, c.on, got, c.want)
		}
	}
}

func TestVietnamese(t *testing.T) {
	if got := Must(2024, 9, 1).Vietnamese(); got != "01/09/2024" {
		t.Errorf("got %q", got)
	}
}
