// Package apportion shares whole amounts out so that the parts add up: by largest remainder, within bounds, and over
// tables whose every sum holds. It is the one wheel for targets, money and papers. All of it is exact: whole numbers
// and fractions, never a float. It knows no money, no norms and no files.
package apportion

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"giamngheo/internal/errs"
)

// Claim is who gets a part. Weight is a fraction from 0 up. Low and High bound the part, in the same đồng (or people)
// as the total; High is nil where nothing bounds it. Low = High is a part that is set by hand.
type Claim struct {
	Code   string // decides between equals: the lesser first
	Weight Fraction
	Low    int64
	High   *int64
}

// Bound says whether a part is as its weight has it.
type Bound uint8

// A part follows its weight, or stands at its lower or upper bound.
const (
	Free Bound = iota
	AtLow
	AtHigh
)

// Part is what a claim gets, with how it came about: Whole units, then Rest of Shares.Of units more, which is its
// Rank-th greatest remainder (0: it has none), and Plus one unit for it. Result is in the total's đồng.
type Part struct {
	Bound  Bound
	Whole  int64
	Rank   int
	Plus   bool
	Result int64
	rest   uint64
	wide   *big.Int // the rest where it is wider
}

// Rest is what a part has beyond whole units, of Shares.Of.
func (p *Part) Rest() *big.Int {
	if p.wide != nil {
		return p.wide
	}
	return new(big.Int).SetUint64(p.rest)
}

// Shares are the parts of a total, in the order of the claims.
type Shares struct {
	Parts []Part
	// Of is what every Rest is a part of: a remainder is Rest/Of units.
	Of *big.Int
	// Unit is what a weight of one gets, in đồng: of those that follow their weight. Nil where nobody does.
	Unit *big.Rat
	// Weights is the sum of all weights.
	Weights *big.Rat
	// Shared is Σ Result; Left is what no whole unit could be made of, below Unit's rounding.
	Shared, Left int64
	Over         int // how many units went to the greatest remainders
}

// Refused says why nothing can be shared out. Low and High are the sums of the bounds, those of no weight at their
// lower one; Open is set where nothing bounds the parts from above.
type Refused struct {
	Why       Why
	Low, High *big.Int
	Open      bool
	Claim     int // whose weight is below zero
}

// Why is the reason of a refusal.
type Why uint8

// What is refused: a total, unit or weight below zero, no weight at all, bounds that exclude each other or the total.
const (
	BadTotal Why = iota + 1
	BadWeight
	NoWeight
	BadBounds
	OutOfBounds
)

// Error says it in short; who asks says more.
func (r *Refused) Error() string { return r.text().VI }

func (r *Refused) text() errs.Text {
	switch r.Why {
	case BadWeight:
		return errs.T("a weight is below zero")
	case NoWeight:
		return errs.T("the weights are all 0: nothing says how to share out")
	case BadBounds:
		return errs.T("a lower bound is above the upper one")
	case OutOfBounds:
		return errs.T("the total lies outside the sums of the bounds")
	}
	return errs.T("the total or its unit is below zero")
}

// Share shares a total out in whole units of round (1: to the đồng). Of each claim's exact share λ·weight, held
// within its bounds, the whole units; what is left over goes one unit each to the greatest remainders, of equal ones
// to the greater weight, then to the lesser code. So Σ Result + Left = total, Left < round, every part is less than a
// unit from its exact share, and neither the order of the claims nor a common factor of the weights matters. Bounds
// are narrowed to whole units. Errors: *Refused.
func Share(total, round int64, claims []Claim) (*Shares, error) {
	w, err := newWork(total, round, claims)
	if err != nil {
		return nil, err
	}
	if err := w.level(); err != nil {
		return nil, err
	}
	return w.parts(), nil
}

// work is one sharing out. Weights are whole numbers of a common measure; bounds are in units.
type work struct {
	total, round int64
	units        int64 // whole units to give
	claims       []Claim
	small        []uint64   // the weights, where all of them and their sum have 64 bits
	weights      []*big.Int // the weights, where these do not or there are bounds
	measure      *big.Int   // what the weights were multiplied by
	low, high    []int64    // high −1: none
	bound        []Bound
	bounded      bool
	sum          *big.Int // of the weights
	rate, by     *big.Int // what follows its weight gets weight × rate / by đồng
}

func newWork(total, round int64, claims []Claim) (*work, error) {
	if total < 0 || round < 1 {
		return nil, &Refused{Why: BadTotal}
	}
	w := &work{total: total, round: round, units: total / round, claims: claims, low: make([]int64, len(claims)),
		high: make([]int64, len(claims)), bound: make([]Bound, len(claims))}
	for i := range claims {
		c := &claims[i]
		if !c.Weight.sound() {
			return nil, &Refused{Why: BadWeight, Claim: i}
		}
		w.low[i], w.high[i] = max(c.Low/round, 0), -1
		if c.Low > w.low[i]*round {
			w.low[i]++
		}
		w.bounded = w.bounded || w.low[i] > 0 || c.High != nil
		if c.High != nil {
			if w.high[i] = *c.High / round; *c.High < 0 || w.high[i] < w.low[i] {
				return nil, &Refused{Why: BadBounds, Claim: i}
			}
		}
	}
	w.weigh()
	return w, nil
}

// weigh makes whole numbers of the weights, by the least measure that does so.
func (w *work) weigh() {
	var measure, sum uint64
	if w.small, measure, sum = common(w.claims); w.small != nil {
		w.measure, w.sum = new(big.Int).SetUint64(measure), new(big.Int).SetUint64(sum)
		if w.bounded {
			w.weights = make([]*big.Int, len(w.small))
			for i, u := range w.small {
				w.weights[i] = new(big.Int).SetUint64(u)
			}
		}
		return
	}
	w.weights, w.measure = wide(w.claims)
	w.sum = new(big.Int)
	for _, u := range w.weights {
		w.sum.Add(w.sum, u)
	}
}

// common returns the weights as whole numbers of the least measure that makes them so, and their sum; nil where 64
// bits do not hold them.
func common(claims []Claim) (out []uint64, measure, sum uint64) {
	measure = 1
	for i := range claims {
		f := &claims[i].Weight
		if f.big != nil {
			return nil, 0, 0
		}
		if measure%f.den != 0 {
			high, low := bits.Mul64(measure/gcd(measure, f.den), f.den)
			if measure = low; high != 0 {
				return nil, 0, 0
			}
		}
	}
	out = make([]uint64, len(claims))
	for i := range claims {
		high, low := bits.Mul64(claims[i].Weight.num, measure/claims[i].Weight.den)
		total, carry := bits.Add64(sum, low, 0)
		if out[i], sum = low, total; high|carry != 0 {
			return nil, 0, 0
		}
	}
	return out, measure, sum
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// wide is common for weights of any width.
func wide(claims []Claim) ([]*big.Int, *big.Int) {
	measure, gcd := big.NewInt(1), new(big.Int)
	for i := range claims {
		d := claims[i].Weight.Rat().Denom()
		measure.Mul(measure, new(big.Int).Quo(d, gcd.GCD(nil, nil, measure, d)))
	}
	out := make([]*big.Int, len(claims))
	for i := range claims {
		weight := claims[i].Weight.Rat()
		out[i] = new(big.Int).Mul(weight.Num(), gcd.Quo(measure, weight.Denom()))
	}
	return out, measure
}

// turn is where a part comes off its lower bound or reaches its upper one as λ grows: at units/weight.
type turn struct {
	claim int
	units int64
	upper bool
}

// level finds λ, from which each part follows: the only one, or one of those between which no part changes.
func (w *work) level() error {
	w.rate, w.by = big.NewInt(w.total), w.sum
	if w.sum.Sign() > 0 && !w.bounded {
		return nil
	}
	low, high, open := new(big.Int), new(big.Int), false
	var turns []turn
	for i := range w.claims {
		low.Add(low, big.NewInt(w.low[i]))
		switch {
		case w.small != nil && w.small[i] == 0, w.small == nil && w.weights[i].Sign() == 0:
			w.bound[i] = AtLow
			high.Add(high, big.NewInt(w.low[i]))
			continue
		case w.high[i] < 0:
			open = true
		default:
			high.Add(high, big.NewInt(w.high[i]))
			turns = append(turns, turn{i, w.high[i], true})
		}
		if w.low[i] > 0 {
			w.bound[i] = AtLow
			turns = append(turns, turn{i, w.low[i], false})
		}
	}
	units := big.NewInt(w.units)
	if units.Cmp(low) < 0 || !open && units.Cmp(high) > 0 {
		if w.sum.Sign() == 0 && units.Cmp(low) > 0 {
			return &Refused{Why: NoWeight, Low: w.dong(low), High: w.dong(high)}
		}
		return &Refused{Why: OutOfBounds, Low: w.dong(low), High: w.dong(high), Open: open}
	}
	if w.bounded || w.small == nil {
		w.climb(turns)
	}
	return nil
}

func (w *work) dong(units *big.Int) *big.Int { return new(big.Int).Mul(units, big.NewInt(w.round)) }

// climb raises λ from bound to bound until the parts come to the total. Fixed is what the bound ones have, in đồng,
// by the weight of the others: at a turn the sum is fixed + by × λ.
func (w *work) climb(turns []turn) {
	slices.SortFunc(turns, func(a, b turn) int {
		left := new(big.Int).Mul(big.NewInt(a.units), w.weights[b.claim])
		right := new(big.Int).Mul(big.NewInt(b.units), w.weights[a.claim])
		return cmp.Or(left.Cmp(right), a.claim-b.claim, cmp.Compare(b2i(a.upper), b2i(b.upper)))
	})
	fixed, by := new(big.Int), new(big.Int)
	for i, u := range w.weights {
		if w.bound[i] == Free {
			by.Add(by, u)
		} else {
			fixed.Add(fixed, big.NewInt(w.low[i]))
		}
	}
	fixed.Mul(fixed, big.NewInt(w.round))
	total, round := big.NewInt(w.total), big.NewInt(w.round)
	for _, t := range turns {
		// the sum here, times the weight of the one that turns: fixed·w + by·units·round against total·w
		u := w.weights[t.claim]
		here := new(big.Int).Mul(fixed, u)
		at := new(big.Int).Mul(big.NewInt(t.units), round)
		here.Add(here, new(big.Int).Mul(by, at))
		if here.Cmp(new(big.Int).Mul(total, u)) >= 0 {
			break
		}
		if t.upper {
			w.bound[t.claim] = AtHigh
			fixed.Add(fixed, at)
			by = new(big.Int).Sub(by, u)
		} else {
			w.bound[t.claim] = Free
			fixed.Sub(fixed, at)
			by = new(big.Int).Add(by, u)
		}
	}
	w.rate, w.by = new(big.Int).Sub(total, fixed), by
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// parts rounds the exact shares.
func (w *work) parts() *Shares {
	s := &Shares{Parts: make([]Part, len(w.claims)), Of: big.NewInt(1), Left: w.total - w.units*w.round,
		Weights: new(big.Rat).SetFrac(w.sum, w.measure)}
	if w.by.Sign() > 0 {
		s.Of = new(big.Int).Mul(w.by, big.NewInt(w.round))
		s.Unit = new(big.Rat).SetFrac(new(big.Int).Mul(w.rate, w.measure), w.by)
	}
	quick := w.small != nil && s.Of.IsUint64() // the rate is at most the total
	left, order := w.units, make([]int, 0, len(w.claims))
	for i := range w.claims {
		p := &s.Parts[i]
		switch p.Bound = w.bound[i]; {
		case p.Bound == AtHigh:
			p.Whole = w.high[i]
		case p.Bound == AtLow || s.Unit == nil:
			p.Whole = w.low[i]
		case quick:
			high, low := bits.Mul64(w.small[i], w.rate.Uint64())
			whole, rest := bits.Div64(high, low, s.Of.Uint64()) // no part is more than the total
			p.Whole, p.rest = int64(whole), rest
		default:
			p.wide = new(big.Int)
			whole := new(big.Int).Mul(w.weight(i), w.rate)
			p.Whole = whole.Quo(whole, s.Of).Int64()
			p.wide.Mul(w.weight(i), w.rate)
			p.wide.Rem(p.wide, s.Of)
		}
		if p.rest > 0 || p.wide != nil && p.wide.Sign() > 0 {
			order = append(order, i)
		}
		left -= p.Whole
	}
	w.rank(s, order, left)
	return s
}

// weight is a weight of any width.
func (w *work) weight(i int) *big.Int {
	if w.weights != nil {
		return w.weights[i]
	}
	return new(big.Int).SetUint64(w.small[i])
}

// rank gives what is left over to the greatest remainders: fewer units are left than there are remainders.
func (w *work) rank(s *Shares, order []int, left int64) {
	slices.SortFunc(order, func(a, b int) int {
		p, q := &s.Parts[a], &s.Parts[b]
		rests := cmp.Compare(q.rest, p.rest)
		if p.wide != nil {
			rests = q.wide.Cmp(p.wide)
		}
		if rests != 0 {
			return rests
		}
		weights := 0
		if w.small != nil {
			weights = cmp.Compare(w.small[b], w.small[a])
		} else {
			weights = w.weights[b].Cmp(w.weights[a])
		}
		return cmp.Or(weights, cmp.Compare(w.claims[a].Code, w.claims[b].Code), a-b)
	})
	for rank, i := range order {
		s.Parts[i].Rank, s.Parts[i].Plus = rank+1, int64(rank) < left
	}
	s.Over = int(left)
	for i := range s.Parts {
		p := &s.Parts[i]
		p.Result = (p.Whole + int64(b2i(p.Plus))) * w.round
		s.Shared += p.Result
	}
}

// Exact is a part's exact share in đồng, before it was rounded.
func (s *Shares) Exact(p *Part, round int64) *big.Rat {
	x := new(big.Rat).SetFrac(p.Rest(), s.Of)
	x.Add(x, new(big.Rat).SetInt64(p.Whole))
	return x.Mul(x, new(big.Rat).SetInt64(round))
}

// Whole shares a total out by whole weights, in the order of the claims: what most need. Errors: *Refused.
func Whole(total int64, codes []string, weights []int64) ([]int64, error) {
	claims := make([]Claim, len(weights))
	for i, weight := range weights {
		claims[i] = Claim{Code: codes[i], Weight: FractionOf(new(big.Rat).SetInt64(weight))}
	}
	s, err := Share(total, 1, claims)
	if err != nil {
		return nil, err
	}
	out := make([]int64, len(weights))
	for i := range s.Parts {
		out[i] = s.Parts[i].Result
	}
	return out, nil
}
