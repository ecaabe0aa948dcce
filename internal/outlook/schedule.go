package outlook

import (
	"giamngheo/internal/date"
	"giamngheo/internal/money"
)

// BySchedule is a forecast by the days by which contracts are to be carried out.
const BySchedule Method = "schedule"

// Scheduled forecasts a line by what is still to be disbursed by the end of its year as its contracts have it, where
// that is at least half of what is unspent: else too little has a day, and the forecast is Of's. It is at most what is
// available; its better end is that of Of where that is more.
func Scheduled(b money.Balance, year int, on date.Date, years []Reached, due money.Dong) *Forecast {
	f := Of(b, year, on, years)
	if f == nil || due <= 0 || due < b.B()-due {
		return f
	}
	value := b.K() + min(due, b.B())
	high := max(value, f.High)
	return &Forecast{Method: BySchedule, Value: value, Low: value, High: high, Interval: high > value}
}

// Tested is what a forecast on the same day of an earlier year would have been, and what came.
type Tested struct {
	Year     int
	Method   Method
	Forecast money.Dong
	Came     money.Dong // disbursed by 31/12
}

// Over reports whether more was forecast than came.
func (t *Tested) Over() bool { return t.Forecast > t.Came }

// Off is how far the forecast was from what came, in percent of that.
func (t *Tested) Off() string {
	return money.Percent(max(t.Forecast-t.Came, t.Came-t.Forecast), t.Came)
}

// Backtest forecasts on the same day of earlier years with what was known then: of each year of which spending was
// recorded as it went, the newest first. At is the balance of a year's lines on a day, profile what papers say of the
// years before one.
func Backtest(year int, on date.Date, years []int, at func(year int, on date.Date) money.Balance,
	profile func(year int, on date.Date) []Reached) (out []Tested) {
	k := func(y int, day date.Date) money.Dong { return at(y, day).K() }
	for y := year - 1; y >= 2000; y-- {
		last := date.Must(y, 12, 31)
		if came := k(y, last); came > 0 && months(y, k) >= leastMonths {
			day := date.Must(y, on.Month(), min(on.Day(), date.DaysIn(y, on.Month())))
			if f := Of(at(y, day), y, day, Together(profile(y, day), Ledger(y, day, years, k))); f != nil {
				out = append(out, Tested{y, f.Method, f.Value, came})
			}
		}
	}
	return out
}
