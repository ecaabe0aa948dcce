package forecast

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/rule/parse"
)

func monthly(year int, values ...float64) []Point {
	var out []Point
	for i, v := range values {
		out = append(out, Point{date.Must(year, i+1, date.DaysIn(year, i+1)), v})
	}
	return out
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.005 }

// TestForecasts holds the methods against values worked out by hand: Student's t at 90 % is 3.0777 with 1 degree of
// freedom, 1.8856 with 2 and 1.6377 with 3.
func TestForecasts(t *testing.T) {
	m := shipped(t)
	end, inf := date.Must(2024, 12, 31), math.Inf(1)
	half := Run{Year: 2023, Months: [12]float64{10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120}}
	quarter := Run{Year: 2022, Months: [12]float64{5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 120}}
	for _, c := range []struct {
		name             string
		s                Series
		value, low, high float64
		interval, firm   bool
		method           string
	}{
		{"pace", Series{Nature: Pace, High: inf, Upward: true, Points: monthly(2024, 100, 220, 300, 400, 500, 600),
			On: date.Must(2024, 6, 30)}, 1200, 1200, 1200, false, false, "100,0 mỗi tháng"},
		{"pace in the first month", Series{Nature: Pace, High: inf, Upward: true,
			Points: []Point{{date.Must(2024, 1, 10), 10}}, On: date.Must(2024, 1, 10)}, 366, 366, 366, false, false,
			"30,4 mỗi tháng"},
		// Of the two years 60 and 30 of 120 had been done: log(2), log(4); mean √8, deviation 0.49013, times √1.5 and
		// 3.0777.
		{"profile", Series{Nature: Pace, High: inf, Upward: true, Runs: []Run{half, quarter},
			Points: monthly(2024, 0, 0, 0, 0, 0, 100), On: date.Must(2024, 6, 30)},
			282.843, 100, 282.843 * math.Exp(3.077684*0.490129*math.Sqrt(1.5)), true, false, "2 năm trước"},
		{"profile of one year", Series{Nature: Pace, High: inf, Upward: true, Runs: []Run{half},
			Points: monthly(2024, 0, 0, 0, 0, 0, 100), On: date.Must(2024, 6, 30)}, 200, 200, 200, false, false,
			"một năm"},
		{"profile of nothing yet", Series{Nature: Pace, High: inf, Upward: true, Runs: []Run{half, quarter},
			Points: monthly(2024, 0, 0), On: date.Must(2024, 2, 29)}, 0, 0, 0, false, false, "0,0 mỗi tháng"},
		// Eleven month ends of a register that nobody touched are one observation.
		{"a register between reviews", Series{Nature: Trend, Register: true, High: 100, Upward: true,
			Points: monthly(2024, 76.91, 76.91, 76.91, 76.91), On: date.Must(2024, 4, 30)}, 76.91, 76.91, 76.91, false,
			false, "chưa đủ"},
		{"a register after the review", Series{Nature: Trend, Register: true, Decided: true, High: 100, Upward: true,
			Points: append(monthly(2024, 76.91, 76.91), Point{date.Must(2024, 12, 20), 78.36}),
			On:     date.Must(2024, 12, 20)},
			78.36, 78.36, 78.36, false, true, "rà soát"},
		// 70, 72, 75 and 76 at four ends of years: steps 2, 3 and 1; mean 2, deviation 1; 1.8856 · √(4/3).
		{"a register of which the years before are known", Series{Nature: Trend, Register: true, High: 100,
			Upward: true, Years: []Year{{2020, 70}, {2021, 72}, {2022, 75}, {2023, 76}},
			Points: monthly(2024, 76, 76, 76), On: date.Must(2024, 3, 31)}, 78, 78 - 2.1773, 78 + 2.1773, true, false,
			"2023"},
		{"all who are meant", Series{Nature: Trend, High: 100, Upward: true, Points: monthly(2024, 99, 98.5, 100),
			On: date.Must(2024, 3, 31)}, 100, 100, 100, false, true, "giới hạn"},
		{"none left", Series{Nature: Last, High: 100, Points: monthly(2024, 3, 1, 0), On: date.Must(2024, 3, 31)}, 0, 0,
			0, false, true, "giới hạn"},
		// No bounds: steps 2, −1, 2; drift 1, rests 1, −2, 1: 6/2 a month; 8 months ahead: 1.8856 · √(3 · (8 + 64/3)).
		{"walk", Series{Nature: Trend, Low: -inf, High: inf, Upward: true, Points: monthly(2024, 10, 12, 11, 13),
			On: date.Must(2024, 4, 30)}, 21, 21 - 17.688, 21 + 17.688, true, false, "4 số liệu"},
		{"two figures", Series{Nature: Trend, High: 100, Upward: true, Points: monthly(2024, 10, 12),
			On: date.Must(2024, 2, 29)}, 12, 12, 12, false, false, "chưa đủ"},
		{"when the term is over", Series{Nature: Pace, High: inf, Upward: true,
			Points: monthly(2024, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 70), On: end}, 70, 70, 70, false, true,
			"đã hết kỳ"},
		{"a change by the years before", Series{Nature: Review, Change: true, Low: -100, High: 100,
			Years: []Year{{2022, -2.19}, {2023, -2}}, On: date.Must(2024, 1, 1)}, -2.095, -2.6014, -1.5886, true, false,
			"2022, 2023"},
	} {
		c.s.End = end
		got := m.Forecast(&c.s)
		if !got.Known || !near(got.Value, c.value) || !near(got.Low, c.low) || !near(got.High, c.high) ||
			got.Interval != c.interval || got.Firm != c.firm || !strings.Contains(got.Method.VI, c.method) {
			t.Errorf("%s: %+v, want %g from %g to %g, %v, %q", c.name, got, c.value, c.low, c.high, c.interval,
				c.method)
		}
	}
	for _, s := range []Series{{On: date.Must(2024, 6, 30), Points: monthly(2024, 1)},
		{Nature: Trend, On: date.Must(2024, 6, 30), Points: monthly(2025, 1)}} {
		if s.End = end; m.Forecast(&s).Known || m.Forecast(&s).Method.VI == "" {
			t.Errorf("%+v", m.Forecast(&s))
		}
	}
}

// TestForecastBounds: whatever the points, a forecast is ordered, within what is possible, and a count never below
// what it is.
func TestForecastBounds(t *testing.T) {
	m := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "months")
		values, sum := make([]float64, n), 0.0
		s := Series{Nature: rapid.SampledFrom([]Nature{Pace, Trend, Last}).Draw(t, "nature"), High: 100,
			Upward: rapid.Bool().Draw(t, "upward"), Register: rapid.Bool().Draw(t, "register")}
		for i := range values {
			if s.Nature == Pace {
				sum += float64(rapid.IntRange(0, 1000).Draw(t, "gain"))
				values[i], s.High = sum, math.Inf(1)
			} else {
				values[i] = rapid.Float64Range(0, 100).Draw(t, "rate")
			}
		}
		for y := range rapid.IntRange(0, 4).Draw(t, "runs") {
			r, total := Run{Year: 2023 - y}, 0.0
			for i := range r.Months {
				total += float64(rapid.IntRange(0, 100).Draw(t, "earlier"))
				r.Months[i] = total
			}
			s.Runs = append(s.Runs, r)
		}
		s.Points, s.On, s.End = monthly(2024, values...), date.Must(2024, n, date.DaysIn(2024, n)),
			date.Must(2024, 12, 31)
		got := m.Forecast(&s)
		if !got.Known || got.Low > got.Value || got.Value > got.High || got.Low < 0 ||
			math.IsNaN(got.Low+got.Value+got.High) {
			t.Fatalf("%+v", got)
		}
		if s.Nature != Pace && got.High > 100 || s.Nature == Pace && got.Low < sum {
			t.Fatalf("%+v of %v", got, values)
		}
	})
}

func TestMonthEnds(t *testing.T) {
	got := MonthEnds(date.Must(2024, 1, 15), date.Must(2024, 3, 10))
	if len(got) != 3 || got[0] != date.Must(2024, 1, 31) || got[1] != date.Must(2024, 2, 29) ||
		got[2] != date.Must(2024, 3, 10) {
		t.Error(got)
	}
	if got := MonthEnds(date.Must(2024, 12, 1), date.Must(2024, 12, 31)); len(got) != 1 {
		t.Error(got)
	}
}

// TestRuleFaults: what is wrong in the file of the methods is named.
func TestRuleFaults(t *testing.T) {
	for text, want := range map[string]string{
		"methods:\n  - {method: magic, when: \"true\", why: {vi: a, en: a}}":          "magic",
		"methods:\n  - {method: walk, when: pcae, why: {vi: a, en: a}}":               "pcae",
		"methods:\n  - {method: walk, when: \"true\"}":                                "lý do",
		"methods:\n  - {method: walk, when: moves, why: {vi: a, en: a}}":              "true",
		"methods:\n  - {method: walk, when: \"true\", why: {vi: a, en: a}, shape: x}": "shape",
	} {
		if _, err := Parse([]byte(text), parse.NewConditions); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
