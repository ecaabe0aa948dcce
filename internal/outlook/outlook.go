// Package outlook says what will be left of a budget year's money and which lines need somebody's attention: a forecast
// by the profile of earlier years, and alerts as rules. It must not know storage, pages or the clock. Money is in whole
// đồng and shares are exact; rules alone, which decide nothing but a light, see shares as numbers with a fraction.
package outlook

import (
	"cmp"
	"math/big"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
)

// Share is a part of a whole, exact.
type Share = *big.Rat

// Reached is how much of a year's final spending was reached by the same day of an earlier year.
type Reached struct {
	Year   int
	Share  Share // above 0, at most 1
	Source errs.Text
}

// Method is how a forecast was made.
type Method string

// The methods: by earlier years' profile; as it went on up to now.
const (
	ByProfile Method = "profile"
	ByPace    Method = "pace"
)

// Title is what a method is called.
func (m Method) Title() errs.Text {
	switch m {
	case ByProfile:
		return errs.T("by the profile of earlier years")
	case BySchedule:
		return errs.T("by the days of contracts")
	}
	return errs.T("at the pace up to now")
}

// Forecast is what will be disbursed of a budget year's money by its end. Without an interval Low and High are Value.
type Forecast struct {
	Method   Method
	Value    money.Dong // by the mean of the years
	Low      money.Dong
	High     money.Dong
	Interval bool // two years or more: from the least to the greatest of them
	Years    []Reached
}

// Of forecasts what will be disbursed by 31/12 of what stood on a day; nil outside the year and where nothing is
// available. What is forecast is at least what is disbursed, and at most what is available.
func Of(b money.Balance, year int, on date.Date, years []Reached) *Forecast {
	first, last := date.Must(year, 1, 1), date.Must(year, 12, 31)
	if on < first || on > last || b.A() <= 0 {
		return nil
	}
	if len(years) == 0 {
		f := &Forecast{Method: ByPace, Value: b.K()}
		if p := money.PaceOf(b, year, on); p != nil {
			f.Value = p.Linear
		}
		f.Low, f.High = f.Value, f.Value
		return f
	}
	f := &Forecast{Method: ByProfile, Years: years, Interval: len(years) > 1}
	sum := new(big.Rat)
	least, most := years[0].Share, years[0].Share
	for _, y := range years {
		sum.Add(sum, y.Share)
		if y.Share.Cmp(least) < 0 {
			least = y.Share
		}
		if y.Share.Cmp(most) > 0 {
			most = y.Share
		}
	}
	f.Value = reach(b, sum.Quo(sum, big.NewRat(int64(len(years)), 1)))
	f.Low, f.High = reach(b, most), reach(b, least) // who had more by this day had less to come
	return f
}

// reach is what is disbursed in the end where a share of it is by now.
func reach(b money.Balance, share Share) money.Dong {
	k, a := b.K(), b.A()
	if share.Sign() <= 0 {
		return a
	}
	n := new(big.Rat).Quo(new(big.Rat).SetInt64(int64(k)), share)
	whole := new(big.Int).Quo(n.Num(), n.Denom())
	if !whole.IsInt64() || money.Dong(whole.Int64()) > a {
		return a
	}
	return max(k, money.Dong(whole.Int64()))
}

// Unspent is what is forecast to be left of what is available on 31/12: by the value, and at the least.
func (f *Forecast) Unspent(b money.Balance) (value, least money.Dong) {
	return b.A() - f.Value, b.A() - f.High
}

// Profile are earlier years as they are known from papers.
type Profile struct {
	Sample bool          `yaml:"sample"`
	Years  []ProfileYear `yaml:"years"`
}

// ProfileYear is one of them.
type ProfileYear struct {
	Year   int    `yaml:"year"`
	Source string `yaml:"source"`
	Points []struct {
		Day   string `yaml:"day"`   // MM-DD
		Share string `yaml:"share"` // percent of the year's final spending
	} `yaml:"points"`
	points []point
}

type point struct {
	day   int // of the year, from 0: 1 January
	share Share
}

// On is what was reached by the same day of the years before a year, the newest first. Days between two points are
// taken evenly, from nothing on 1 January to all on 31 December.
func (p *Profile) On(year int, on date.Date) (out []Reached) {
	at := ofYear(on.Month(), on.Day())
	for i := range p.Years {
		y := &p.Years[i]
		if y.Year >= year {
			continue
		}
		before, after := point{0, new(big.Rat)}, point{364, big.NewRat(1, 1)}
		for _, one := range y.points {
			if one.day <= at {
				before = one
			} else if one.day < after.day {
				after = one
				break
			}
		}
		share := new(big.Rat).Set(before.share)
		if after.day > before.day && at > before.day {
			step := new(big.Rat).Sub(after.share, before.share)
			step.Mul(step, big.NewRat(int64(min(at, after.day)-before.day), int64(after.day-before.day)))
			share.Add(share, step)
		}
		if share.Sign() > 0 {
			out = append(out, Reached{y.Year, share, errs.Text{VI: y.Source, EN: y.Source}})
		}
	}
	return newest(out)
}

// ofYear counts the days of a year from 0, 1 January, to 364: 29 February is the 28th.
func ofYear(month, day int) int {
	const common = 2023
	return date.Must(common, month, min(day, date.DaysIn(common, month))).Sub(date.Must(common, 1, 1))
}

// leastMonths is in how many months of a year something must have been spent, for its ledger to say how spending went:
// a year of which only the end was recorded says nothing.
const leastMonths = 6

// Ledger is what earlier years had reached by the same day, from the office's own ledger: K on that day over K at the
// end, of each year in which spending was recorded as it went. K is asked of a year's lines as on a day, the zero day for the end of all days.
func Ledger(year int, on date.Date, years []int, k func(year int, on date.Date) money.Dong) (out []Reached) {
	for _, y := range years {
		if y >= year {
			continue
		}
		day := min(on.Day(), date.DaysIn(y, on.Month()))
		final, then := k(y, 0), k(y, date.Must(y, on.Month(), day))
		if final > 0 && then > 0 && then <= final && months(y, k) >= leastMonths {
			out = append(out, Reached{y, big.NewRat(int64(then), int64(final)), errs.T("the office’s own ledger")})
		}
	}
	return newest(out)
}

// months counts the months of a year in which spending grew.
func months(year int, k func(year int, on date.Date) money.Dong) (n int) {
	was := money.Dong(0)
	for m := 1; m <= 12; m++ {
		is := k(year, date.Must(year, m, date.DaysIn(year, m)))
		if is > was {
			n++
		}
		was = is
	}
	return n
}

// Together are years from two sources: what papers say of a year goes before the ledger, which may lack some of it.
func Together(papers, ledger []Reached) []Reached {
	out := slices.Clone(papers)
	for _, y := range ledger {
		if !slices.ContainsFunc(papers, func(r Reached) bool { return r.Year == y.Year }) {
			out = append(out, y)
		}
	}
	return newest(out)
}

func newest(all []Reached) []Reached {
	slices.SortFunc(all, func(a, b Reached) int { return cmp.Compare(b.Year, a.Year) })
	return all
}

// Percent writes a share in percent as papers do.
func (r *Reached) Percent() string {
	const whole = 1_000_000
	n := new(big.Rat).Mul(r.Share, big.NewRat(whole, 1))
	return money.Percent(money.Dong(new(big.Int).Quo(n.Num(), n.Denom()).Int64()), whole)
}
