package money

import (
	"math/big"
	"strings"

	"giamngheo/internal/date"
)

// Pace is how fast a budget year's money is disbursed on a day, and how fast it would have to be from then on. All is
// in whole đồng. It is arithmetic on what was disbursed, no forecast of what will be: money is spent late in a year.
type Pace struct {
	Passed, Left, LeftToSettle int    // days of the year up to and with the day; after it to 31/12, and to 31/01
	PerDay                     Dong   // disbursed a day up to now, rounded down
	Needed, NeededToSettle     Dong   // a day from now on, to have disbursed all by 31/12 and by 31/01, rounded up
	Linear                     Dong   // disbursed by 31/12 where it goes on as up to now, rounded up, at most all
	Times                      string // how many times as fast it would have to be, to two decimals
}

// PaceOf is the pace of a budget year on a day within it; nil outside it, and where there is nothing left to spend or
// nothing to spend of.
func PaceOf(b Balance, year int, on date.Date) *Pace {
	first, last := date.Must(year, 1, 1), date.Must(year, 12, 31)
	left := b.B()
	if on < first || on >= last || b.A() <= 0 || left <= 0 {
		return nil
	}
	p := &Pace{Passed: on.Sub(first) + 1, Left: last.Sub(on), Times: "–"}
	p.LeftToSettle = date.Must(year+1, 1, 31).Sub(on)
	p.PerDay = b.K() / Dong(p.Passed)
	p.Needed, p.NeededToSettle = up(left, p.Left), up(left, p.LeftToSettle)
	k, whole := big.NewInt(int64(b.K())), big.NewInt(int64(p.Passed+p.Left))
	linear := new(big.Int).Mul(k, whole)
	linear.Add(linear, big.NewInt(int64(p.Passed-1))).Div(linear, big.NewInt(int64(p.Passed)))
	p.Linear = min(Dong(linear.Int64()), b.A())
	if b.K() > 0 {
		// (left ÷ days left) ÷ (K ÷ days passed), in hundredths, a half upwards
		n := new(big.Int).Mul(big.NewInt(int64(left)), big.NewInt(int64(100*p.Passed)))
		d := new(big.Int).Mul(k, big.NewInt(int64(p.Left)))
		n.Mul(n, big.NewInt(2)).Add(n, d).Div(n, d.Mul(d, big.NewInt(2)))
		p.Times = hundredths(n)
	}
	return p
}

// up divides, upwards.
func up(sum Dong, days int) Dong { return (sum + Dong(days) - 1) / Dong(days) }

// hundredths writes a number of hundredths with a Vietnamese comma.
func hundredths(n *big.Int) string {
	digits := n.String()
	digits = strings.Repeat("0", max(0, 3-len(digits))) + digits
	return digits[:len(digits)-2] + "," + digits[len(digits)-2:]
}

// Least is so many percent of a sum, rounded up: what a locality adds at least.
func Least(sum Dong, percent int) Dong {
	return sum/100*Dong(percent) + (sum%100*Dong(percent)+99)/100
}
