package target

import (
	"math"
	"os"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/forecast"
	"giamngheo/internal/rule/parse"
)

// TestReviewForecast: what a yearly review decides is forecast from the years before until it has decided.
func TestReviewForecast(t *testing.T) {
	m, err := forecast.Read(os.DirFS("../../data"), parse.NewConditions)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := plan2024(t).Part("poor_rate")
	end := date.Must(2024, 12, 31)
	points := []forecast.Point{{Day: date.Must(2024, 11, 30), Value: -0.01}}
	e := m.Forecast(p.Series(points, date.Must(2024, 11, 30), end, false))
	// mean of -2.19 and -2.00; one degree of freedom: t(0.9) = 3.0777, sd = 0.13435, times sqrt(1.5)
	if !e.Known || e.Value != -2.095 || math.Abs(e.High-e.Value-3.0777*0.134350*math.Sqrt(1.5)) > 1e-3 ||
		math.Abs(e.Low+e.High-2*e.Value) > 1e-9 {
		t.Errorf("expected %+v", e)
	}
	points = append(points, forecast.Point{Day: date.Must(2024, 12, 14), Value: -1.22})
	if f := m.Forecast(p.Series(points, date.Must(2024, 12, 14), end, true)); !f.Known || f.Value != -1.22 ||
		f.Interval || !f.Firm {
		t.Errorf("decided: %+v", f)
	}
	p.Earlier = nil
	if e := m.Forecast(p.Series(points[:1], date.Must(2024, 11, 30), end, false)); e.Known || e.Method.VI == "" {
		t.Errorf("of nothing: %+v", e)
	}
}

// TestWidened: a forecast is as unsure as the figure from which it starts.
func TestWidened(t *testing.T) {
	p := &Part{Unit: "percent", Better: "higher"}
	f := Figure{Known: true, Value: 80, Low: 70, High: 95}
	got := f.Widened(forecast.Prediction{Known: true, Value: 90, Low: 85, High: 94, Interval: true}, p)
	if got.Low != 75 || got.High != 100 || got.Value != 90 {
		t.Errorf("%+v", got)
	}
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
		{&higher, &plan, 5999, date.Must(2024, 12, 20), 0, false}, // no month is left
		{&higher, nil, 5999, date.Must(2024, 6, 30), 0, false},
		{&below, &rate, 4, date.Must(2024, 9, 30), -1, true},
	} {
		if got, ok := c.part.Needed(c.planned, c.actual, c.on, end); !near(got, c.want) || ok != c.ok {
			t.Errorf("%+v: %g, %v", c, got, ok)
		}
	}
}

// TestShrunk: of a handful little is believed. By hand: places at 90 of 100, 60 of 100 and 1 of 2: the mean is
// 151/202; the two large ones keep more of their own than the small one.
func TestShrunk(t *testing.T) {
	got := Shrunk([]Tally{{90, 10, 0}, {60, 40, 0}, {1, 1, 0}, {}})
	mean := 100 * 151. / 202
	if got[1] >= got[2] || got[2] >= mean || got[0] <= mean || got[0] >= 90 || got[1] <= 60 ||
		math.Abs(got[3]-mean) > 1e-9 {
		t.Error(got, mean)
	}
	if got := Shrunk([]Tally{{5, 5, 0}, {50, 50, 0}}); got[0] != 50 || got[1] != 50 {
		t.Error(got)
	}
	if got := Shrunk([]Tally{{}, {}}); got[0] != 0 {
		t.Error(got)
	}
}

// TestWeak: a handful is never called weak; 70 of 100 against 80 is; 75 of 100 may be chance (Wilson: up to 80.1 %).
func TestWeak(t *testing.T) {
	plan, fall := 80.0, -1.0
	rate := &Part{Kind: "rate", Better: "higher", Numerator: &Measure{Over: "household"},
		Denominator: &Measure{Over: "household"}}
	change := &Part{Kind: "change", Better: "lower", Numerator: &Measure{Over: "household"},
		Denominator: &Measure{Over: "household"}}
	for _, c := range []struct {
		part    *Part
		planned *float64
		now     Tally
		before  float64
		want    bool
	}{
		{rate, &plan, Tally{0, 2, 0}, 0, false}, {rate, &plan, Tally{0, 29, 0}, 0, false},
		{rate, &plan, Tally{0, 30, 0}, 0, true},
		{rate, &plan, Tally{70, 30, 0}, 0, true}, {rate, &plan, Tally{75, 25, 0}, 0, false},
		{rate, &plan, Tally{750, 250, 0}, 0, true}, {rate, nil, Tally{0, 300, 0}, 0, false},
		{change, &fall, Tally{250, 9750, 0}, 2.54, true}, {change, &fall, Tally{150, 9850, 0}, 2.54, false},
		{change, &fall, Tally{2, 98, 0}, 2.54, false},
	} {
		r, _ := c.now.Rate()
		f := Figure{Known: true, Value: r - c.before}
		if got := c.part.Weak(c.planned, &f, c.now); got != c.want {
			t.Errorf("%+v: %v", c.now, got)
		}
	}
}
