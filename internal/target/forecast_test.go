package target

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
)

func monthly(year int, values ...float64) []Point {
	var out []Point
	for i, v := range values {
		out = append(out, Point{date.Must(year, i+1, date.DaysIn(year, i+1)), v})
	}
	return out
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.005 }

// TestForecasts holds the methods against values worked out by hand: Student's t at 90 % is 3.0777 with 1 degree of freedom,
// 1.8856 with 2 and 1.4759 with 5.
func TestForecasts(t *testing.T) {
	end := date.Must(2024, 12, 31)
	yearly := []Point{{date.Must(2023, 12, 31), 17}, {date.Must(2021, 12, 31), 20}, {date.Must(2022, 12, 31), 18}}
	for _, c := range []struct {
		name             string
		part             Part
		points           []Point
		on               date.Date
		value, low, high float64
		interval         bool
		method           string
	}{
		// Gains 100, 120, 80, 100, 100, 100: mean 100, deviation √(800/5); six months to come: 1.4759 · 12.649 · √12.
		{"pace", Part{Method: "pace", Unit: "people"}, monthly(2024, 100, 220, 300, 400, 500, 600), date.Must(2024, 6, 30), 1200, 1135.33, 1264.67, true, "nhịp bình quân 100,0 mỗi tháng của 6 tháng đã qua giữ thêm 6,0 tháng; khoảng 80 %"},
		// What the running month already has stays; 15.5 days less are to come.
		{"pace within a month", Part{Method: "pace", Unit: "people"}, append(monthly(2024, 100, 200), Point{date.Must(2024, 3, 16), 290}), date.Must(2024, 3, 16), 290 + 100*290/daysAMonth, 1242.79, 1242.79, true, "của 2 tháng"},
		{"pace after one month", Part{Method: "pace", Unit: "people"}, monthly(2024, 50), date.Must(2024, 1, 31), 600, 600, 600, false, "mới một tháng"},
		{"pace in the first month", Part{Method: "pace", Unit: "people"}, []Point{{date.Must(2024, 1, 10), 10}}, date.Must(2024, 1, 10), 366, 366, 366, false, "10 ngày đầu năm"},
		{"pace that stands still", Part{Method: "pace", Unit: "people"}, monthly(2024, 0, 0, 0), date.Must(2024, 3, 31), 0, 0, 0, true, "0,0 mỗi tháng"},
		// The slope is 4/5, the line 10.3 + 0.8 x; at x = 11 19.1; s = √(1.8/2); 1.8856 · 0.9487 · √(1 + 1/4 + 9.5²/5).
		{"trend", Part{Method: "trend", Unit: "percent"}, monthly(2024, 10, 12, 11, 13), date.Must(2024, 4, 30), 19.4, 11.541, 27.259, true, "qua 4 số liệu, +0,80 mỗi tháng"},
		{"trend above all", Part{Method: "trend", Unit: "percent"}, monthly(2024, 70, 80, 90), date.Must(2024, 3, 31), 100, 100, 100, true, "+10,00"},
		{"trend of a change", Part{Method: "trend", Unit: "points"}, monthly(2024, -0.1, -0.2, -0.3), date.Must(2024, 3, 31), -1.2, -1.2, -1.2, true, "−0,10"},
		{"trend of no change", Part{Method: "trend", Unit: "percent"}, monthly(2024, 97.25, 97.25, 97.25), date.Must(2024, 3, 31), 97.25, 97.25, 97.25, false, "3 số liệu chưa thay đổi"},
		{"trend of two", Part{Method: "trend", Unit: "percent"}, monthly(2024, 10, 12), date.Must(2024, 2, 29), 32, 32, 32, false, "hai số liệu"},
		{"trend of one", Part{Method: "trend", Unit: "percent"}, monthly(2024, 10), date.Must(2024, 1, 31), 10, 10, 10, false, "mới một số liệu"},
		// The changes of the two years are −2 and −1: their root mean square 1.5817; 1.8856 · 1.5817 · √(366/365.25).
		{"last", Part{Method: "last", Unit: "percent"}, yearly, date.Must(2024, 7, 1), 17, 14.0145, 19.9855, true, "ngày 31/12/2023; khoảng 80 % theo 2 lần"},
		{"last of one", Part{Method: "last", Unit: "percent"}, yearly[:1], date.Must(2024, 7, 1), 17, 17, 17, false, "chưa có số trước đó"},
		{"when the term is over", Part{Method: "pace", Unit: "people"}, monthly(2024, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 70), end, 70, 70, 70, false, "đã hết kỳ"},
	} {
		got := c.part.Forecast(c.points, c.on, end)
		if c.name == "pace within a month" { // both gains are 100: no spread
			c.low, c.high = c.value, c.value
		}
		if !got.Known || !near(got.Value, c.value) || !near(got.Low, c.low) || !near(got.High, c.high) || got.Interval != c.interval || !strings.Contains(got.Method.VI, c.method) {
			t.Errorf("%s: %+v, want %g from %g to %g, %v, %q", c.name, got, c.value, c.low, c.high, c.interval, c.method)
		}
	}
	for _, p := range []Part{{Method: "", Unit: "percent"}, {Method: "trend", Unit: "percent"}} {
		points := monthly(2024, 1)
		if p.Method == "trend" {
			points = monthly(2025, 1) // not known yet
		}
		if got := p.Forecast(points, date.Must(2024, 6, 30), end); got.Known || got.Method.VI == "" {
			t.Errorf("%q: %+v", p.Method, got)
		}
	}
}

// TestForecastBounds: whatever the points, a forecast is ordered, within what is possible, and a count never below what it is.
func TestForecastBounds(t *testing.T) {
	end := date.Must(2024, 12, 31)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "months")
		values := make([]float64, n)
		sum := 0.0
		method := rapid.SampledFrom([]string{"pace", "trend", "last"}).Draw(t, "method")
		p := Part{Method: method, Unit: "percent"}
		for i := range values {
			if method == "pace" {
				sum += float64(rapid.IntRange(0, 1000).Draw(t, "gain"))
				values[i], p.Unit = sum, "people"
			} else {
				values[i] = rapid.Float64Range(0, 100).Draw(t, "rate")
			}
		}
		got := p.Forecast(monthly(2024, values...), date.Must(2024, n, date.DaysIn(2024, n)), end)
		if !got.Known || got.Low > got.Value || got.Value > got.High || got.Low < 0 || math.IsNaN(got.Low+got.Value+got.High) {
			t.Fatalf("%+v", got)
		}
		if p.Unit == "percent" && got.High > 100 || p.Unit == "people" && got.Low < sum {
			t.Fatalf("%+v of %v", got, values)
		}
	})
}

func TestNeeded(t *testing.T) {
	plan, rate := 6000.0, 1.0
	higher, below := Part{Better: "higher"}, Part{Better: "below"}
	end := date.Must(2024, 12, 31)
	for _, c := range []struct {
		part    *Part
		planned *float64
		actual  float64
		on      date.Date
		want    float64
		ok      bool
	}{
		{&higher, &plan, 3000, date.Must(2024, 6, 30), 500, true},
		{&higher, &plan, 6000, date.Must(2024, 6, 30), 0, true},
		{&higher, &plan, 5999, end, 0, false},
		{&higher, nil, 5999, date.Must(2024, 6, 30), 0, false},
		{&below, &rate, 4, date.Must(2024, 9, 30), -1, true},
	} {
		if got, ok := c.part.Needed(c.planned, c.actual, c.on, end); !near(got, c.want) || ok != c.ok {
			t.Errorf("%+v: %g, %v", c, got, ok)
		}
	}
}

func TestMonthEnds(t *testing.T) {
	got := MonthEnds(date.Must(2024, 1, 15), date.Must(2024, 3, 10))
	if len(got) != 3 || got[0] != date.Must(2024, 1, 31) || got[1] != date.Must(2024, 2, 29) || got[2] != date.Must(2024, 3, 10) {
		t.Error(got)
	}
	if got := MonthEnds(date.Must(2024, 12, 1), date.Must(2024, 12, 31)); len(got) != 1 {
		t.Error(got)
	}
}
