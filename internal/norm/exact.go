package norm

import (
	"math/big"
	"math/bits"
)

// exact is a fraction on the way to a weight: of 64 bits as long as it fits, which it mostly does and is then ten times
// as quick, else big. It is not in its lowest terms.
type exact struct {
	num, den uint64
	big      *big.Rat
}

// exactly is a fraction from 0 up.
func exactly(r *big.Rat) exact {
	if r.Num().IsUint64() {
		if r.IsInt() {
			return exact{num: r.Num().Uint64(), den: 1}
		}
		if r.Denom().IsUint64() {
			return exact{num: r.Num().Uint64(), den: r.Denom().Uint64()}
		}
	}
	return exact{big: r}
}

// rat is the fraction, in its lowest terms.
func (e exact) rat() *big.Rat {
	switch {
	case e.big != nil:
		return e.big
	case e.den == 1:
		return new(big.Rat).SetUint64(e.num)
	}
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(e.num), new(big.Int).SetUint64(e.den))
}

func (e *exact) mul(f exact) {
	if e.big == nil && f.big == nil {
		high, num := bits.Mul64(e.num, f.num)
		more, den := bits.Mul64(e.den, f.den)
		if high|more == 0 {
			e.num, e.den = num, den
			return
		}
	}
	e.big = new(big.Rat).Mul(e.rat(), f.rat())
}

func (e *exact) add(f exact) {
	if e.big == nil && f.big == nil {
		over, a := bits.Mul64(e.num, f.den)
		more, b := bits.Mul64(f.num, e.den)
		most, den := bits.Mul64(e.den, f.den)
		sum, carry := bits.Add64(a, b, 0)
		if e.den == f.den {
			over, more, most, den = 0, 0, 0, e.den
			sum, carry = bits.Add64(e.num, f.num, 0)
		}
		if over|more|most|carry == 0 {
			e.num, e.den = sum, den
			return
		}
	}
	e.big = new(big.Rat).Add(e.rat(), f.rat())
}

// compare compares two fractions from 0 up.
func compare(a, b *big.Rat) int {
	x, y := exactly(a), exactly(b)
	if x.big != nil || y.big != nil {
		return a.Cmp(b)
	}
	high, low := bits.Mul64(x.num, y.den)
	more, less := bits.Mul64(y.num, x.den)
	switch {
	case high == more && low == less:
		return 0
	case high < more || high == more && low < less:
		return -1
	}
	return 1
}
