package forecast

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
)

// A method reckons a prediction from what is known of a series: its points in order, at least one.
type method func(s *Series, points []Point) Prediction

// methods are those that the rules may name.
func methods() map[string]method {
	return map[string]method{
		"over": over, "decided": decided, "limit": limit, "stands": stands, "pace": pace, "profile": profile,
		"walk": walk, "years": years,
	}
}

// student is how many standard errors from the middle the interval reaches, by the degrees of freedom.
func student(freedom int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(freedom)}.Quantile((1 + confidence) / 2)
}

func (o *Prediction) between(low, high float64) { o.Interval, o.Low, o.High = true, low, high }

// over: the term is over, what there is stands.
func over(_ *Series, points []Point) Prediction {
	last := points[len(points)-1]
	return Prediction{Known: true, Value: last.Value, Firm: true,
		Method: errs.T("the term is over: the last figure, of %s", last.Day)}
}

// decided: the yearly review has decided, its figure stands.
func decided(_ *Series, points []Point) Prediction {
	last := points[len(points)-1]
	return Prediction{Known: true, Value: last.Value, Firm: true,
		Method: errs.T("the review has decided; the figure of %s", last.Day)}
}

// limit: what has met its limit – all of those who are meant – is met.
func limit(_ *Series, points []Point) Prediction {
	last := points[len(points)-1]
	return Prediction{Known: true, Value: last.Value, Firm: true,
		Method: errs.T("the figure stands at its limit: it is met")}
}

// stands: nothing says how the value will move, it is shown as it is.
func stands(_ *Series, points []Point) Prediction {
	last := points[len(points)-1]
	return Prediction{Known: true, Value: last.Value,
		Method: errs.T("the last figure, of %s, stands; too little is known of how it moves for an interval", last.Day)}
}

// pace: the mean of the months so far goes on. How the rest of a year is spent cannot be told from its beginning –
// most of a budget may go in the last six weeks –, so that it has no interval.
func pace(s *Series, points []Point) Prediction {
	start := date.Must(s.End.Year()-1, 12, 31)
	now, base := points[len(points)-1].Value, 0.0
	if i := slices.IndexFunc(points, func(p Point) bool { return p.Day > start }); i > 0 {
		base = points[i-1].Value
	}
	passed := Months(start, s.On)
	mean, left := (now-base)/passed, Months(s.On, s.End)
	return Prediction{Known: true, Value: now + mean*left,
		Method: errs.T(
			"the mean of %s a month so far goes on for %s months; without the course of earlier years there is no interval",
			texts(mean, 1), texts(left, 1))}
}

// profile: the year goes on as the years before went: what they came to for each that they had on the same day. The
// interval is by how differently they went (Student's t of the logarithms, one more year like them).
func profile(s *Series, points []Point) Prediction {
	now := points[len(points)-1].Value
	var rest []float64
	for _, r := range s.Runs {
		if had := r.at(s.On); had > 0 && r.Months[11] > 0 {
			rest = append(rest, math.Log(r.Months[11]/had))
		}
	}
	n := len(rest)
	if n == 0 || now <= 0 {
		o := pace(s, points)
		o.Method = errs.T("%s (in the earlier years nothing had been done by this day)", o.Method)
		return o
	}
	mean := stat.Mean(rest, nil)
	o := Prediction{Known: true, Value: now * math.Exp(mean)}
	o.Method = errs.T("by the course of %d earlier years: on this day they had %s %% of what they came to", n,
		texts(100*math.Exp(-mean), 0))
	if n < 2 {
		o.Method = errs.T("%s; one year gives no interval", o.Method)
		return o
	}
	half := student(n-1) * stat.StdDev(rest, nil) * math.Sqrt(1+1/float64(n))
	o.between(now*math.Exp(mean-half), now*math.Exp(mean+half))
	o.Method = errs.T("%s; the 80 %% interval is by the spread of the years", o.Method)
	return o
}

// at is what a run had come to by a day of its year, within a month in proportion to its days.
func (r *Run) at(on date.Date) float64 {
	m := on.Month() - 1
	before := 0.0
	if m > 0 {
		before = r.Months[m-1]
	}
	return before + (r.Months[m]-before)*float64(on.Day())/float64(date.DaysIn(on.Year(), on.Month()))
}

// edge keeps a share away from 0 and 1 where its logarithm would be infinite: half of one in a thousand.
const edge = 0.0005

// walk: the value moves on as it did from one observation to the next, with what its movement scattered (Student's t;
// the width grows with the time ahead and with how little is known of the drift). What lies between two bounds moves
// on the scale of its odds, so that it never passes them.
func walk(s *Series, points []Point) Prediction {
	seen := observed(points)
	n := len(seen) - 1
	if n < 1 {
		return stands(s, points)
	}
	to, from := s.scale()
	span := Months(seen[0].Day, seen[n].Day)
	drift := (to(seen[n].Value) - to(seen[0].Value)) / span
	left := Months(seen[n].Day, s.End)
	now := to(seen[n].Value)
	o := Prediction{Known: true, Value: from(now + drift*left)}
	ahead := o.Value - seen[n].Value
	sign := errs.Text{VI: vietnamese.Signed(ahead, 2), EN: fmt.Sprintf("%+.2f", ahead)}
	o.Method = errs.T("from the last figure as it moved over %d figures, %s until the end", n+1, sign)
	if n < 2 {
		o.Method = errs.T("%s; two figures give no interval", o.Method)
		return o
	}
	var squares float64
	for i := range n {
		gap := Months(seen[i].Day, seen[i+1].Day)
		rest := to(seen[i+1].Value) - to(seen[i].Value) - drift*gap
		squares += rest * rest / gap
	}
	half := student(n-1) * math.Sqrt(squares/float64(n-1)*(left+left*left/span))
	o.between(from(now+drift*left-half), from(now+drift*left+half))
	o.Method = errs.T("%s; the 80 %% interval is by how its movements scatter", o.Method)
	return o
}

// scale is on what a value moves freely, and the way back: the odds where it lies between two bounds.
func (s *Series) scale() (to, from func(float64) float64) {
	if math.IsInf(s.High, 0) || math.IsInf(s.Low, 0) || s.Change {
		same := func(v float64) float64 { return v }
		return same, same
	}
	width := s.High - s.Low
	to = func(v float64) float64 {
		share := min(max((v-s.Low)/width, edge), 1-edge)
		return math.Log(share / (1 - share))
	}
	return to, func(v float64) float64 { return s.Low + width/(1+math.Exp(-v)) }
}

// years: the review decides once a year; what it will say is by the years before. A change is like their mean; a level
// moves on from the last of them as they moved. The interval is that of one more year (Student's t).
func years(s *Series, points []Point) Prediction {
	values, names := make([]float64, len(s.Years)), make([]string, len(s.Years))
	for i, y := range s.Years {
		values[i], names[i] = y.Value, strconv.Itoa(y.Year)
	}
	if len(values) == 0 {
		if s.Change {
			return Prediction{Method: errs.T("the year's review decides; there are no earlier years to forecast from")}
		}
		return stands(s, points)
	}
	in, base := strings.Join(names, ", "), 0.0
	if !s.Change {
		base = values[len(values)-1]
		if values = steps(values); len(values) == 0 {
			return stands(s, points)
		}
	}
	n := len(values)
	o := Prediction{Known: true, Value: base + math.Round(stat.Mean(values, nil)*1e9)/1e9}
	o.Method = errs.T("the year's review decides; the mean of %s", in)
	if n < 2 {
		o.Method = errs.T("%s; one year gives no interval", o.Method)
		return o
	}
	half := student(n-1) * stat.StdDev(values, nil) * math.Sqrt(1+1/float64(n))
	o.between(o.Value-half, o.Value+half)
	o.Method = errs.T("%s; the 80 %% interval is by the spread of the years", o.Method)
	return o
}

func steps(values []float64) (out []float64) {
	for i := 1; i < len(values); i++ {
		out = append(out, values[i]-values[i-1])
	}
	return out
}

// texts writes a number in both languages.
func texts(v float64, places int) errs.Text {
	return errs.Text{VI: vietnamese.Decimal(v, places), EN: strconv.FormatFloat(v, 'f', places, 64)}
}
