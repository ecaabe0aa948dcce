package doubt_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/household"
)

var on = date.Must(2024, 10, 15)

func bounds(t *testing.T) *doubt.Bounds {
	t.Helper()
	b, err := doubt.ReadBounds(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestValues: what is far from what anybody has is doubted, with what else it could be; nought and the usual are not.
func TestValues(t *testing.T) {
	b := bounds(t)
	for _, c := range []struct {
		column string
		v      float64
		other  string // "" likely; "?" doubted, nobody can say what else
	}{
		{"income_per_head", 0, ""}, {"income_per_head", 1_500_000, ""}, {"income_per_head", 50_000, ""},
		{"income_per_head", 100_000_000, ""},
		{"income_per_head", 1200, "1200000"}, {"income_per_head", 100, "100000"}, {"income_per_head", 3, "?"},
		{"income_per_head", 1_400_000_000, "1400000"}, {"income_per_head", 99e9, "99000000"},
		{"income_per_head", 99e12, "?"},
		{"floor_area", 36, ""}, {"floor_area", 1.5, "?"}, {"floor_area", 45_000, "45"}, {"b1_score", 140, ""},
		{"b1_score", 14000, "14"},
		{"amount", 3_000_000, ""}, {"amount", 3000, "3000000"}, {"phone", 1, ""},
	} {
		d := b.Value(c.column, c.v)
		switch {
		case c.other == "" && d != nil, c.other != "" && d == nil:
			t.Errorf("%s %v: %+v", c.column, c.v, d)
		case d != nil && (d.Else != strings.Trim(c.other, "?") || d.Reason.VI == "" || d.Reason.VI == d.Reason.EN ||
			d.Column != c.column):
			t.Errorf("%s %v: %+v", c.column, c.v, d)
		}
	}
}

// TestHousehold: the doubts of a household say whose they are; an age that nobody verified has is one of them.
func TestHousehold(t *testing.T) {
	h := &household.Household{Code: "A1", IncomePerHead: household.Just(household.Dong(1200)),
		FloorArea: household.Just(36.0),
		Members: []household.Member{
			{No: 1, Birth: household.BornOn(date.Must(1905, 6, 2))}, {No: 2, Birth: household.BornIn(1914)}, {No: 3},
			{No: 4, Birth: household.BornIn(1913)},
			{No: 5, Birth: household.BornOn(date.Must(1913, 10, 16))},
			{No: 6, Birth: household.BornOn(date.Must(1913, 10, 15))}}}
	var got []string
	for _, d := range bounds(t).Of(h, on) {
		got = append(got, d.Code+" "+string(rune('0'+d.Member))+" "+d.Column+" "+d.Read)
	}
	want := "A1 0 income_per_head 1200; A1 1 birth_date 1905-06-02; A1 4 birth_date 1913; A1 6 birth_date 1913-10-15"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

// TestColumn: a column is asked about where its middle is in thousands, not for one cell.
func TestColumn(t *testing.T) {
	b := bounds(t)
	for _, c := range []struct {
		column string
		values []float64
		asked  bool
	}{
		{"income_per_head", []float64{1200, 2500, 900}, true}, {"income_per_head", []float64{2500}, true},
		{"income_per_head", []float64{1_200_000, 1200, 900_000}, false},
		{"income_per_head", []float64{0, 0, 0}, false}, {"income_per_head", nil, false},
		{"income_per_head", []float64{0, 0, 1800}, true}, {"income_per_head", []float64{3, 3, 3}, false},
		{"floor_area", []float64{45, 36}, false}, {"floor_area", []float64{0.045, 0.036, 0.05}, true},
		{"household_code", []float64{1}, false},
	} {
		if q := b.Median(c.column, c.values); (q != nil) != c.asked || q != nil &&
			(!q.Must || q.Answers[0] != doubt.Thousands || len(q.Examples) == 0) {
			t.Errorf("%s %v: %+v", c.column, c.values, q)
		}
	}
}

// TestBoundsFile: a bound that nobody can trace to a source, or a key that nobody reads, is refused.
func TestBoundsFile(t *testing.T) {
	for _, text := range []string{
		"bounds:\n  - {column: a, least: 1, most: 2, unit: {vi: x, en: x}}\n",
		"bounds:\n  - {column: a, least: 3, most: 2, unit: {vi: x, en: x}, source: x}\n",
		"bounds:\n  - {column: a, least: 1, most: 2, unit: {vi: x, en: x}, source: x, lest: 1}\n",
		"bounds:\n  - {column: a, least: 1, most: 2, unit: {vi: x, en: x}, source: x}\n  - {column: a, least: 1, most: 2, unit: {vi: x, en: x}, source: x}\n",
	} {
		if _, err := doubt.ReadBounds(fstest.MapFS{"plausible.yaml": {Data: []byte(text)}}); err == nil {
			t.Errorf("taken: %s", text)
		}
	}
}
