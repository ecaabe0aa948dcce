package sampling

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strconv"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/words"
)

// Item is a payment of a frame.
type Item struct {
	ID     int64
	Amount household.Dong // above 0
}

// Money is a sample by monetary units: of every Interval đồng one is drawn, from Start on, and the item in which it
// lies
// is looked at. Each đồng has the same chance; an item of an interval and more is surely drawn.
type Money struct {
	Total    household.Dong
	N        int // đồng drawn
	Interval household.Dong
	Start    household.Dong // the first đồng that is drawn, from 1
	Items    []Item         // drawn, each once, in the order of the frame
}

// most is how many units are drawn at most.
const most = 10_000

// DrawMoney draws n đồng of a frame's items, in the order of their numbers. The start is the first 15 hexadecimal
// digits of SHA-256("seed/start"), modulo the interval, plus 1. Errors (errs.Invalid): nothing to draw from.
func DrawMoney(seed string, frame []Item, n int) (*Money, error) {
	frame = slices.Clone(frame)
	slices.SortFunc(frame, func(x, y Item) int { return cmp.Compare(x.ID, y.ID) })
	m := &Money{N: n}
	for _, i := range frame {
		if i.Amount <= 0 || m.Total > math.MaxInt64/2-i.Amount {
			return nil, errs.New(errs.Invalid, "a sample of money is drawn from payments above 0 đồng")
		}
		m.Total += i.Amount
	}
	if n < 1 || n > most || int64(m.Total) < int64(n) {
		return nil, errs.New(errs.Invalid, "choose how many đồng are drawn: 1 to %d, and no more than were paid", most)
	}
	m.Interval = m.Total / household.Dong(n)
	number := Lottery(seed, []string{"start"}, 1)[0].Number
	from, _ := strconv.ParseInt(number[:15], 16, 64) // 60 bits
	m.Start = household.Dong(from%int64(m.Interval)) + 1
	next, seen := m.Start, household.Dong(0)
	for _, i := range frame {
		seen += i.Amount
		if next > seen {
			continue
		}
		m.Items = append(m.Items, i)
		next += ((seen-next)/m.Interval + 1) * m.Interval
	}
	return m, nil
}

// Wrong is how much of a drawn item is wrong, from 0 to its amount.
type Wrong struct {
	Item
	Wrong household.Dong
}

// Showed is what a sample of money showed: with 95 % confidence no more than Bound is wrong.
type Showed struct {
	Of    *Money
	Found household.Dong // wrong in what was looked at
	N     int            // items with something wrong
	Bound household.Dong
}

// perFactor is in what parts confidence factors are: ten-thousandths, as tables print them.
const perFactor = 10_000

// factors are the upper 95 % bounds of the mean of a Poisson variable of which 0, 1, 2… were seen, in
// ten-thousandths.
func factors(n int) []int64 {
	out := make([]int64, n+1)
	for k := range out {
		low, high := 0.0, float64(3*k+20)
		for high-low > 1e-9 {
			mid := (low + high) / 2
			term, sum := math.Exp(-mid), 0.0
			for i := 0; i <= k; i++ {
				if i > 0 {
					term *= mid / float64(i)
				}
				sum += term
			}
			if sum > 0.05 {
				low = mid
			} else {
				high = mid
			}
		}
		out[k] = int64(math.Round(high * perFactor))
	}
	return out
}

// mostWrong is with how many wrong items a bound is reckoned: with more of them everything is in doubt.
const mostWrong = 500

// Show reckons the upper 95 % bound of what is wrong in the whole frame (Stringer): items that were surely drawn count
// as they were found, the others stand for an interval each, by the share of them that is wrong, the most first. Errors
// (errs.Invalid): more is wrong of an item than it has.
func (m *Money) Show(wrong []Wrong) (*Showed, error) {
	s := &Showed{Of: m}
	var taints []*big.Rat
	sure := new(big.Int)
	for _, w := range wrong {
		if w.Wrong < 0 || w.Wrong > w.Amount {
			return nil, errs.New(errs.Invalid, "of a payment of %s at most %s can be wrong",
				words.Number(int64(w.Amount)),
				words.Number(int64(w.Amount)))
		}
		if w.Wrong == 0 {
			continue
		}
		s.N, s.Found = s.N+1, s.Found+w.Wrong
		if w.Amount >= m.Interval {
			sure.Add(sure, big.NewInt(int64(w.Wrong)))
			continue
		}
		taints = append(taints, big.NewRat(int64(w.Wrong), int64(w.Amount)))
	}
	if len(taints) > mostWrong {
		return nil, errs.New(errs.Invalid, "more than %d payments are wrong: look at all of them", mostWrong)
	}
	slices.SortFunc(taints, func(x, y *big.Rat) int { return y.Cmp(x) })
	f := factors(len(taints))
	sum := new(big.Rat).SetInt64(f[0])
	for j, t := range taints {
		step := new(big.Rat).SetInt64(f[j+1] - f[j])
		sum.Add(sum, step.Mul(step, t))
	}
	sum.Mul(sum, big.NewRat(int64(m.Total), int64(m.N)*perFactor))
	up := new(big.Int).Div(new(big.Int).Add(sum.Num(), new(big.Int).Sub(sum.Denom(), big.NewInt(1))), sum.Denom())
	up.Add(up, sure)
	s.Bound = m.Total
	if up.IsInt64() && household.Dong(up.Int64()) < m.Total {
		s.Bound = household.Dong(up.Int64())
	}
	return s, nil
}

// Percent is the bound as a share of the total, in hundredths of a percent, rounded half up: the bound itself is exact.
func (s *Showed) Percent() int64 {
	part := new(big.Int).Mul(big.NewInt(int64(s.Bound)), big.NewInt(20_000))
	part.Add(part, big.NewInt(int64(s.Of.Total)))
	return part.Div(part, new(big.Int).Mul(big.NewInt(2), big.NewInt(int64(s.Of.Total)))).Int64()
}

// Sentence says what was shown and what was not.
func (s *Showed) Sentence() errs.Text {
	drawn, total, bound := len(s.Of.Items), words.Number(int64(s.Of.Total)), words.Number(int64(s.Bound))
	share := words.Decimal(float64(s.Percent()) / 100)
	if s.N == 0 {
		return errs.T(
			"%d payments were drawn out of %s đồng so that each đồng had the same chance, and nothing wrong was found in them: with 95%% confidence at most %s đồng (%s%%) of all is wrong. That nothing is wrong was not shown",
			drawn,
			total,
			bound,
			share,
		)
	}
	return errs.T(
		"%d payments were drawn out of %s đồng so that each đồng had the same chance; in %d of them %s đồng were wrong: with 95%% confidence at most %s đồng (%s%%) of all is wrong. Which others are wrong was not shown",
		drawn,
		total,
		s.N,
		words.Number(int64(s.Found)),
		bound,
		share,
	)
}
