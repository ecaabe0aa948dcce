package target

import (
	"math"

	"giamngheo/internal/date"
	"giamngheo/internal/forecast"
)

// Series is what a part is forecast from: its points known on a day of the plan's year, with what the plan says of the
// years before. Decided is that the year's review has decided.
func (p *Part) Series(points []forecast.Point, on, end date.Date, decided bool) *forecast.Series {
	s := &forecast.Series{Nature: p.Method, Points: points, On: on, End: end, High: 100, Upward: p.Better == "higher",
		Register: p.fromRegister(), Decided: decided, Change: p.Kind == "change"}
	switch {
	case p.Unit == "points":
		s.Low = -100
	case p.Unit != "percent":
		s.High = math.Inf(1)
	}
	for _, e := range p.Earlier {
		s.Years = append(s.Years, forecast.Year{Year: e.Year, Value: e.Value})
	}
	for _, c := range p.Courses {
		run := forecast.Run{Year: c.Year}
		copy(run.Months[:], c.Months)
		s.Runs = append(s.Runs, run)
	}
	return s
}

// Widened lets a forecast be as unsure as the figure that it starts from.
func (f *Figure) Widened(p forecast.Prediction, part *Part) forecast.Prediction {
	if !p.Known || f.Low >= f.High {
		return p
	}
	s := part.Series(nil, 0, 0, false)
	p.Low, p.High = max(p.Low-(f.Value-f.Low), s.Low), min(p.High+(f.High-f.Value), s.High)
	return p
}

// Settled reports whether the year's last decision of what a part counts has been taken: the review's, of what it
// renews.
func (p *Part) Settled(decided bool) bool {
	return decided && (p.Method == forecast.Review || p.fromRegister())
}

// Needed is how much a month is needed from a day on to reach the planned value at the end of the term; 0 where it is
// reached. False where nothing is planned or no whole month is left.
func (p *Part) Needed(planned *float64, actual float64, on, end date.Date) (float64, bool) {
	if planned == nil {
		return 0, false
	}
	if p.reaches(*planned, actual) {
		return 0, true
	}
	if left := forecast.Months(on, end); left >= 1 {
		return (*planned - actual) / left, true
	}
	return 0, false
}
