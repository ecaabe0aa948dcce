package target

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/forecast"
)

// contribution is what was added to a ledger, for the plain way of counting.
type contribution struct {
	unit, part int
	from, to   date.Date
	t          Tally
}

func (c *contribution) on(day date.Date) bool {
	return c.from <= day && (c.to.IsZero() || day < c.to)
}

// TestLedgerIsThePlainSum: on every day a ledger says what adding up all contributions in force says, settled or not,
// also after some were taken back and a unit was built anew.
func TestLedgerIsThePlainSum(t *testing.T) {
	days := forecast.MonthEnds(date.Must(2023, 12, 1), date.Must(2025, 2, 1))
	rapid.Check(t, func(t *rapid.T) {
		const units, parts = 3, 4
		l := NewLedger(parts)
		var all []contribution
		for range rapid.IntRange(0, 60).Draw(t, "n") {
			c := contribution{rapid.IntRange(0, units-1).Draw(t, "unit"), rapid.IntRange(0, parts-1).Draw(t, "part"),
				date.Must(2024, rapid.IntRange(1, 12).Draw(t, "from"), rapid.IntRange(1, 28).Draw(t, "day")), 0,
				Tally{int64(rapid.IntRange(-2, 3).Draw(t, "met")), 1, 0}}
			if rapid.Bool().Draw(t, "ends") {
				c.to = date.Must(2024, rapid.IntRange(1, 12).Draw(t, "to"), 15)
			}
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				l.Reset(c.unit)
				var left []contribution
				for _, o := range all {
					if o.unit != c.unit {
						left = append(left, o)
					}
				}
				all = left
			case 1:
				if len(all) > 0 {
					o := all[len(all)-1]
					l.Add(o.unit, o.part, o.from, o.to, o.t.Negated())
					all = all[:len(all)-1]
				}
			case 2:
				l.Settle()
			case 3:
				row := make([]Tally, parts)
				row[c.part] = c.t
				l.AddAll(c.unit, c.from, c.to, row)
				all = append(all, c)
			default:
				l.Add(c.unit, c.part, c.from, c.to, c.t)
				all = append(all, c)
			}
		}
		for range 2 {
			for unit := range units {
				for part := range parts {
					want := make([]Tally, len(days))
					for i, d := range days {
						for j := range all {
							if c := &all[j]; c.unit == unit && c.part == part && c.on(d) {
								want[i].Add(c.t)
							}
						}
					}
					if diff := cmp.Diff(want, l.Series(unit, part, days)); diff != "" {
						t.Fatal(diff)
					}
					row := make([]Tally, parts)
					l.AddTo(row, unit, days[5])
					if row[part] != want[5] {
						t.Fatalf("%+v, want %+v", row[part], want[5])
					}
				}
			}
			l.Settle()
		}
	})
}

// The size of the province: communes, parts of a plan, households.
const (
	communes      = 109
	partsOfAPlan  = 25
	allHouseholds = 336_000
)

// province calls f for each household's contributions: one vector, and for one in ten another from a later day on.
func province(f func(unit int, from, to date.Date, row []Tally)) {
	begin := date.Must(2023, 12, 31)
	row, other := make([]Tally, partsOfAPlan), make([]Tally, partsOfAPlan)
	for i := range row {
		row[i], other[i] = Tally{Met: int64(i % 2), NotMet: int64(1 - i%2)}, Tally{NotMet: 1, Unknown: int64(i % 3)}
	}
	for h := range allHouseholds {
		unit := h % communes
		if h%10 != 0 {
			f(unit, begin, 0, row)
			continue
		}
		turn := begin.AddDays(1 + h/10%365)
		f(unit, begin, turn, row)
		f(unit, turn, 0, other)
	}
}

// BenchmarkLedger builds the ledger of the province and answers all parts of all communes on a day, beside the plain
// way that visits all contributions for each day.
func BenchmarkLedger(b *testing.B) {
	var plain []contribution
	province(func(unit int, from, to date.Date, row []Tally) {
		for part, t := range row {
			plain = append(plain, contribution{unit, part, from, to, t})
		}
	})
	day := date.Must(2024, 7, 1)
	for b.Loop() {
		start := time.Now()
		l := NewLedger(partsOfAPlan)
		province(func(unit int, from, to date.Date, row []Tally) { l.AddAll(unit, from, to, row) })
		built := time.Since(start)
		start = time.Now()
		l.Settle()
		settled := time.Since(start)
		start = time.Now()
		out := make([]Tally, communes*partsOfAPlan)
		for unit := range communes {
			l.AddTo(out[unit*partsOfAPlan:(unit+1)*partsOfAPlan], unit, day)
		}
		asked := time.Since(start)
		start = time.Now()
		want := make([]Tally, communes*partsOfAPlan)
		for i := range plain {
			if c := &plain[i]; c.on(day) {
				want[c.unit*partsOfAPlan+c.part].Add(c.t)
			}
		}
		visited := time.Since(start)
		if diff := cmp.Diff(want, out); diff != "" {
			b.Fatal(diff)
		}
		b.ReportMetric(float64(built.Microseconds())/1000, "ms/build")
		b.ReportMetric(float64(settled.Microseconds())/1000, "ms/settle")
		b.ReportMetric(float64(asked.Microseconds())/1000, "ms/day")
		b.ReportMetric(float64(visited.Microseconds())/1000, "ms/day-plain")
		b.ReportMetric(float64(visited)/float64(asked), "plain/ledger")
	}
}

// BenchmarkLedgerOneByOne builds it from single additions, as supports give them.
func BenchmarkLedgerOneByOne(b *testing.B) {
	for b.Loop() {
		l := NewLedger(partsOfAPlan)
		province(func(unit int, from, to date.Date, row []Tally) {
			for part, t := range row {
				l.Add(unit, part, from, to, t)
			}
		})
		l.Settle()
	}
}
