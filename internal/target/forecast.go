package target

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Point is a value on a day.
type Point struct {
	Day   date.Date `json:"day"`
	Value float64   `json:"value"`
}

// Prediction is what a part will come to. Low and High are its interval of 80 %; both are Value where Interval is false
// because too little is known for one. Method is a sentence.
type Prediction struct {
	Known           bool      `json:"known"`
	Value           float64   `json:"value"`
	Interval        bool      `json:"interval"`
	Low             float64   `json:"low"`
	High            float64   `json:"high"`
	Method          errs.Text `json:"method,omitzero"`
	clampLo, clampH float64
}

// confidence is how much of the time the interval is to hold: four of five.
const confidence = 0.8

// daysAMonth is a month's mean length.
const daysAMonth = 365.25 / 12

// Forecast says what a part will come to at the end of a term, from its points known on a day. Its method is the part's:
//
//   - pace, for counts from the beginning of the term on: the mean of the full months so far goes on. The interval is that of
//     the sum of the months to come, by the spread of those so far (Student's t).
//   - trend: the slope of the line of least squares through the points goes on from the last of them, which is known; with the
//     prediction interval of one more point. What a review decides comes at once: a line alone would lag behind it.
//   - last: the last value stands; the interval is by the changes from point to point before, a year.
//   - review: the yearly review decides. Once it has, the last value stands; until then see Expected.
func (p *Part) Forecast(points []Point, on, end date.Date) Prediction {
	points = known(points, on)
	out := Prediction{clampLo: 0, clampH: 100}
	switch p.Unit {
	case "percent":
	case "points":
		out.clampLo = -100
	default:
		out.clampH = math.Inf(1)
	}
	switch {
	case len(points) == 0:
		out.Method = errs.T("there are no figures to forecast from")
		return out
	case p.Method == "":
		out.Method = errs.T("this part is not forecast")
		return out
	case on >= end:
		last := points[len(points)-1]
		out.Known, out.Value = true, last.Value
		out.Method = errs.T("the term is over: the last figure, of %s", last.Day)
	case p.Method == "review":
		last := points[len(points)-1]
		out.Known, out.Value = true, last.Value
		out.Method = errs.T("the review has decided; the figure of %s", last.Day)
	case p.Method == "pace":
		out.pace(points, on, end)
	case p.Method == "trend":
		out.trend(points, end)
	default:
		out.last(points, end)
	}
	return out.clamped()
}

// Expected says what a part that a yearly review decides will come to while the review has not: the mean of the years before,
// with the interval of one more year like them (Student's t).
func (p *Part) Expected() Prediction {
	n := len(p.Earlier)
	if n == 0 {
		return Prediction{Method: errs.T("the year's review decides; there are no earlier years to forecast from")}
	}
	values, years := make([]float64, n), make([]string, n)
	for i, e := range p.Earlier {
		values[i], years[i] = e.Value, strconv.Itoa(e.Year)
	}
	out := Prediction{Known: true, Value: steady(stat.Mean(values, nil)), clampLo: -100, clampH: 100}
	in := strings.Join(years, ", ")
	out.Method = errs.T("the year's review decides; the mean of %s", in)
	if n < 2 {
		out.Method = errs.T("%s; one year gives no interval", out.Method)
		return out.clamped()
	}
	out.around(student(n-1) * stat.StdDev(values, nil) * math.Sqrt(1+1/float64(n)))
	out.Method = errs.T("%s; the 80 %% interval is by the spread of the years", out.Method)
	return out.clamped()
}

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

func (o *Prediction) clamped() Prediction {
	clamp := func(v float64) float64 { return min(max(v, o.clampLo), o.clampH) }
	o.Value = clamp(o.Value)
	if !o.Interval {
		o.Low, o.High = o.Value, o.Value
	}
	o.Low, o.High = clamp(o.Low), clamp(o.High)
	return *o
}

// around sets the interval.
func (o *Prediction) around(half float64) {
	o.Interval, o.Low, o.High = true, o.Value-half, o.Value+half
}

// student is how many standard errors from the middle the interval reaches, by the degrees of freedom.
func student(freedom int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile((1 + confidence) / 2)
}

// pace carries the mean of the full months of the end's year on; what the running month already has stays.
func (o *Prediction) pace(points []Point, on, end date.Date) {
	value := func(day date.Date) float64 { // a count stands until the next point
		i := slices.IndexFunc(points, func(p Point) bool { return p.Day > day })
		switch {
		case i == 0:
			return 0
		case i < 0:
			i = len(points)
		}
		return points[i-1].Value
	}
	start := date.Must(end.Year()-1, 12, 31)
	var gains []float64
	for before, day := start, lastOfMonth(start.AddDays(1)); day <= on; before, day = day, lastOfMonth(day.AddDays(1)) {
		from := value(before)
		if before == start && points[0].Day > start {
			from = 0
		}
		gains = append(gains, value(day)-from)
	}
	now := value(on)
	o.Known, o.clampLo = true, now
	left := monthsBetween(on, end)
	n := len(gains)
	if n == 0 {
		passed := float64(on.Sub(start)) / daysAMonth
		base := 0.0
		if points[0].Day <= start {
			base = value(start)
		}
		o.Value = now + (now-base)/passed*left
		o.Method = errs.T("the pace of the first %d days goes on; there is no full month yet for an interval", on.Sub(start))
		return
	}
	mean := stat.Mean(gains, nil)
	o.Value = now + mean*left
	gain := errs.Text{VI: decimal(mean, 1), EN: fmt.Sprintf("%.1f", mean)}
	rest := errs.Text{VI: decimal(left, 1), EN: fmt.Sprintf("%.1f", left)}
	o.Method = errs.T("the mean of %s a month of the %d months so far goes on for %s months", gain, n, rest)
	if n < 2 {
		o.Method = errs.T("%s; one month gives no interval", o.Method)
		return
	}
	sd := stat.StdDev(gains, nil)
	o.around(student(n-1) * sd * math.Sqrt(left+left*left/float64(n)))
	o.Method = errs.T("%s; the 80 %% interval is by the spread of the months", o.Method)
}

// trend is the line of least squares, with the prediction interval of one more point.
func (o *Prediction) trend(points []Point, end date.Date) {
	n := len(points)
	if n < 2 {
		o.Known, o.Value = true, points[0].Value
		o.Method = errs.T("one figure only: it stands, there is no trend yet")
		return
	}
	x, y := make([]float64, n), make([]float64, n)
	for i, p := range points {
		x[i], y[i] = monthsBetween(points[0].Day, p.Day), p.Value
	}
	if slices.Min(y) == slices.Max(y) { // no distance from the line: that is no certainty
		o.Known, o.Value = true, y[0]
		o.Method = errs.T("the %d figures have not changed: they stand, there is no interval yet", n)
		return
	}
	alpha, beta := stat.LinearRegression(x, y, nil, false)
	at := monthsBetween(points[0].Day, end)
	o.Known, o.Value = true, points[n-1].Value+beta*(at-x[n-1])
	slope := errs.Text{VI: signedDecimal(beta, 2), EN: fmt.Sprintf("%+.2f", beta)}
	o.Method = errs.T("from the last figure by the line of least squares through %d of them, %s a month", n, slope)
	if n < 3 {
		o.Method = errs.T("%s; two figures give no interval", o.Method)
		return
	}
	mean := stat.Mean(x, nil)
	var rest, spread float64
	for i := range x {
		d := y[i] - alpha - beta*x[i]
		rest += d * d
		spread += (x[i] - mean) * (x[i] - mean)
	}
	s := math.Sqrt(rest / float64(n-2))
	o.around(student(n-2) * s * math.Sqrt(1+1/float64(n)+(at-mean)*(at-mean)/spread))
	o.Method = errs.T("%s; the 80 %% interval is by the distances from the line", o.Method)
}

// last lets the last value stand; how far it may move is by the root mean square of the changes before, each a year.
func (o *Prediction) last(points []Point, end date.Date) {
	n := len(points) - 1
	last := points[n]
	o.Known, o.Value = true, last.Value
	o.Method = errs.T("the last figure, of %s, stands", last.Day)
	if n == 0 {
		o.Method = errs.T("%s; there is none before it for an interval", o.Method)
		return
	}
	var squares float64
	for i := range n {
		change := (points[i+1].Value - points[i].Value) / math.Sqrt(float64(points[i+1].Day.Sub(points[i].Day))/365.25)
		squares += change * change
	}
	o.around(student(n) * math.Sqrt(squares/float64(n)) * math.Sqrt(float64(end.Sub(last.Day))/365.25))
	o.Method = errs.T("%s; the 80 %% interval is by the %d changes before", o.Method, n)
}

// monthsBetween counts whole months by the calendar where both days end a month, days otherwise.
func monthsBetween(from, to date.Date) float64 {
	if from == lastOfMonth(from) && to == lastOfMonth(to) {
		return float64((to.Year()-from.Year())*12 + to.Month() - from.Month())
	}
	return float64(to.Sub(from)) / daysAMonth
}

// Needed is how much a month is needed from a day on to reach the planned value at the end of the term; 0 where it is
// reached. False where nothing is planned or no time is left.
func (p *Part) Needed(planned *float64, actual float64, on, end date.Date) (float64, bool) {
	if planned == nil {
		return 0, false
	}
	if p.reaches(*planned, actual) {
		return 0, true
	}
	if on >= end {
		return 0, false
	}
	return (*planned - actual) / monthsBetween(on, end), true
}

// decimal writes a number as Vietnamese papers do: 1.234,5.
func decimal(v float64, places int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', places, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	if fraction != "" {
		whole += "," + fraction
	}
	if v < 0 && strings.ContainsAny(s, "123456789") {
		return "−" + whole
	}
	return whole
}

func signedDecimal(v float64, places int) string {
	if s := decimal(v, places); strings.HasPrefix(s, "−") {
		return s
	}
	return "+" + decimal(v, places)
}
