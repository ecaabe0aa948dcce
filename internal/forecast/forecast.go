// Package forecast says what a series will come to at the end of a term. Which method reckons a series is data, chosen
// by the shape of the series (data/plan/forecasts.yaml); what each method claims – that its interval holds four times
// of five – is held against synthetic series of six shapes. A method that cannot give an interval gives none. The
// package must not know plans, places, storage or the clock.
package forecast

import (
	"cmp"
	"math"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Point is a value on a day.
type Point struct {
	Day   date.Date `json:"day"`
	Value float64   `json:"value"`
}

// Prediction is what a series will come to. Low and High are its interval of 80 %; both are Value where Interval is
// false because the method cannot give one. Firm is that nothing can change it any more: the term is over, the year's
// review has decided, a count stands at its limit. Method is a sentence.
type Prediction struct {
	Known    bool      `json:"known"`
	Value    float64   `json:"value"`
	Interval bool      `json:"interval"`
	Low      float64   `json:"low"`
	High     float64   `json:"high"`
	Firm     bool      `json:"firm,omitempty"`
	Method   errs.Text `json:"method,omitzero"`
}

// Nature is how a series moves, as whoever made the plan says.
type Nature string

// The natures.
const (
	None   Nature = ""       // not forecast
	Pace   Nature = "pace"   // a count that grows through the year: what is given, done, spent
	Trend  Nature = "trend"  // a rate that is counted
	Last   Nature = "last"   // a rate that surveys or reports find
	Review Nature = "review" // what a yearly review decides
)

// Year is what a series came to in a year before.
type Year struct {
	Year  int     `json:"year"`
	Value float64 `json:"value"`
}

// Run is how a count grew in a year before: what it had come to at the end of each month.
type Run struct {
	Year   int
	Months [12]float64
}

// Series is what a forecast is made from.
type Series struct {
	Nature   Nature
	Points   []Point   // in any order
	On       date.Date // the day from which is looked ahead: later points are not known
	End      date.Date // the last day of the term
	Low      float64   // the least and the most that the value can be; +Inf: no bound
	High     float64
	Upward   bool   // more is better: High is the limit that can be met, else Low
	Register bool   // counted from answers of the register, which a review renews
	Decided  bool   // the year's review has decided
	Change   bool   // the value is the change of one year: the years before are like it, not where it begins
	Years    []Year // the years before, in order
	Runs     []Run
}

// confidence is how much of the time the interval is to hold: four of five.
const confidence = 0.8

// known returns the points not after a day in order, the last of each day.
func known(points []Point, on date.Date) []Point {
	out := slices.Clone(points)
	out = slices.DeleteFunc(out, func(p Point) bool { return p.Day > on || math.IsNaN(p.Value) })
	slices.SortStableFunc(out, func(a, b Point) int { return cmp.Compare(a.Day, b.Day) })
	n := 0
	for i := range out {
		if i+1 < len(out) && out[i+1].Day == out[i].Day {
			continue
		}
		out[n] = out[i]
		n++
	}
	return out[:n]
}

// observed are the points on which a value was found anew: a register that nobody touched between two reviews says the
// same at eleven month ends, and that is one observation, made on the first of them.
func observed(points []Point) (out []Point) {
	for i, p := range points {
		if i == 0 || p.Value != points[i-1].Value {
			out = append(out, p)
		}
	}
	return out
}

// clamped keeps a prediction within what is possible.
func (o *Prediction) clamped(low, high float64) Prediction {
	clamp := func(v float64) float64 { return min(max(v, low), high) }
	o.Value = clamp(o.Value)
	if !o.Interval {
		o.Low, o.High = o.Value, o.Value
	}
	o.Low, o.High = clamp(o.Low), clamp(o.High)
	return *o
}

// MonthEnds returns the last days of the months from a day to another, and the last day itself where its month goes on.
func MonthEnds(from, to date.Date) (out []date.Date) {
	for d := LastOfMonth(from); d < to; d = LastOfMonth(d.AddDays(1)) {
		out = append(out, d)
	}
	if from <= to {
		out = append(out, to)
	}
	return out
}

// LastOfMonth is the last day of a day's month.
func LastOfMonth(d date.Date) date.Date {
	return date.Must(d.Year(), d.Month(), date.DaysIn(d.Year(), d.Month()))
}

// daysAMonth is a month's mean length.
const daysAMonth = 365.25 / 12

// Months counts whole months by the calendar where both days end a month, days otherwise.
func Months(from, to date.Date) float64 {
	if from == LastOfMonth(from) && to == LastOfMonth(to) {
		return float64((to.Year()-from.Year())*12 + to.Month() - from.Month())
	}
	return float64(to.Sub(from)) / daysAMonth
}
