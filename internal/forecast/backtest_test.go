package forecast

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/rule/parse"
)

// A kind of series: what is known of a year at a month, and what it came to.
type kind struct {
	name   string
	method string // that must be chosen
	draw   func(r *rand.Rand, month int) (Series, float64)
}

func monthEnd(m int) date.Date { return date.Must(2024, m, date.DaysIn(2024, m)) }

func seriesOf(nature Nature, values []float64, month int) Series {
	s := Series{Nature: nature, On: monthEnd(month), End: date.Must(2024, 12, 31), High: math.Inf(1), Upward: true}
	for m := range month {
		s.Points = append(s.Points, Point{monthEnd(m + 1), values[m]})
	}
	return s
}

func poisson(r *rand.Rand, mean float64) float64 {
	if mean > 30 {
		return math.Max(0, math.Round(mean+math.Sqrt(mean)*r.NormFloat64()))
	}
	n, p := 0, math.Exp(-mean)
	for left := r.Float64(); left > p; n++ {
		left -= p
		p *= mean / float64(n+1)
	}
	return float64(n)
}

// year draws a year's cumulated counts: the share of each month of the year's work, each scattered by itself.
func year(r *rand.Rand, total float64, shares [12]float64, scatter float64) []float64 {
	out, sum := make([]float64, 12), 0.0
	for m, share := range shares {
		mean := total * share * math.Exp(scatter*r.NormFloat64())
		sum += poisson(r, mean)
		out[m] = sum
	}
	return out
}

// counts draws a year at a month with the course of four years before, which differ in size.
func counts(shares [12]float64, scatter float64) func(*rand.Rand, int) (Series, float64) {
	return func(r *rand.Rand, month int) (Series, float64) {
		now := year(r, 900*math.Exp(0.2*r.NormFloat64()), shares, scatter)
		s := seriesOf(Pace, now, month)
		for y := range 4 {
			run := Run{Year: 2020 + y}
			copy(run.Months[:], year(r, 900*math.Exp(0.2*r.NormFloat64()), shares, scatter))
			s.Runs = append(s.Runs, run)
		}
		return s, now[11]
	}
}

// Sixty of a hundred by the middle of November, the rest in the last six weeks: how budgets are spent.
var lateShares = [12]float64{.01, .02, .03, .04, .04, .05, .06, .07, .08, .11, .18, .31}

var evenShares = [12]float64{1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12, 1. / 12,
	1. / 12, 1. / 12}

var growingShares = [12]float64{.040, .048, .056, .064, .072, .080, .088, .096, .104, .112, .118, .122}

func kinds() []kind {
	return []kind{
		{"constant", "profile", counts(evenShares, 0)},
		{"growing", "profile", counts(growingShares, 0.1)},
		{"heavy at the year's end", "profile", counts(lateShares, 0.25)},
		{"step at a review", "years", func(r *rand.Rand, month int) (Series, float64) {
			level, values := 40+20*r.Float64(), make([]float64, 12)
			s := Series{}
			for y := range 6 { // the years before: each review finds a little more
				level += 2 + 1.5*r.NormFloat64()
				s.Years = append(s.Years, Year{2018 + y, level})
			}
			for m := range values {
				values[m] = level
			}
			values[11] = level + 2 + 1.5*r.NormFloat64()
			of := seriesOf(Trend, values, month)
			of.High, of.Register, of.Years = 100, true, s.Years
			return of, values[11]
		}},
		{"random walk", "walk", func(r *rand.Rand, month int) (Series, float64) {
			v, values := 40+20*r.Float64(), make([]float64, 12)
			drift := 0.5 * r.NormFloat64()
			for m := range values {
				v += drift + r.NormFloat64()
				values[m] = v
			}
			s := seriesOf(Trend, values, month)
			s.High = 100
			return s, values[11]
		}},
		{"capped", "walk", func(r *rand.Rand, month int) (Series, float64) {
			v, values := 1+r.Float64(), make([]float64, 12)
			for m := range values {
				v += 0.15 + 0.25*r.NormFloat64()
				values[m] = 100 / (1 + math.Exp(-v))
			}
			s := seriesOf(Trend, values, month)
			s.High = 100
			return s, values[11]
		}},
	}
}

// held is how often an interval held of so many series, and how far the middle was off, of what the series came to.
type held struct{ cover, bias, width float64 }

func backtest(tb testing.TB, m *Methods, k *kind, month, n int) held {
	tb.Helper()
	r := rand.New(rand.NewPCG(uint64(month), uint64(len(k.name))))
	var out held
	for range n {
		s, truth := k.draw(r, month)
		got, by := m.forecast(&s)
		if by != k.method || !got.Interval {
			tb.Fatalf("%s, %d months: %s, %+v", k.name, month, by, got)
		}
		if got.Low <= truth && truth <= got.High {
			out.cover++
		}
		out.bias += (got.Value - truth) / truth
		out.width += (got.High - got.Low) / truth
	}
	of := float64(n)
	return held{100 * out.cover / of, 100 * out.bias / of, 100 * out.width / of}
}

func shipped(tb testing.TB) *Methods {
	tb.Helper()
	m, err := Read(os.DirFS("../../data"), parse.NewConditions)
	if err != nil {
		tb.Fatal(err)
	}
	return m
}

// TestCoverage: an interval of 80 % holds in 75 to 88 of a hundred series of each shape, however much of the year is
// known.
func TestCoverage(t *testing.T) {
	m := shipped(t)
	for _, k := range kinds() {
		for _, month := range []int{3, 4, 6, 9} {
			if h := backtest(t, m, &k, month, 2000); h.cover < 75 || h.cover > 88 {
				t.Errorf("%s, %d months: %.1f %% held, the middle off by %.1f %%", k.name, month, h.cover, h.bias)
			}
		}
	}
}

// BenchmarkCoverage prints how often the intervals hold, over 4,000 series of each shape.
func BenchmarkCoverage(b *testing.B) {
	m := shipped(b)
	for _, k := range kinds() {
		for _, month := range []int{3, 4, 6, 9} {
			b.Run(k.name+"/"+monthEnd(month).String()[5:7], func(b *testing.B) {
				var h held
				for b.Loop() {
					h = backtest(b, m, &k, month, 4000)
				}
				b.ReportMetric(h.cover, "%held")
				b.ReportMetric(h.bias, "%off")
				b.ReportMetric(h.width, "%wide")
			})
		}
	}
}
