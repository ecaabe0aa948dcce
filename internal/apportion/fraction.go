package apportion

import (
	"math/big"
	"math/bits"
)

// Fraction is a fraction on the way to a weight: of 64 bits as long as it fits, which it mostly does and is then ten
// times as quick, else big. It is not in its lowest terms.
type Fraction struct {
	num, den uint64
	big      *big.Rat
}

// FractionOf is a fraction from 0 up.
func FractionOf(r *big.Rat) Fraction {
	if r.Num().IsUint64() {
		if r.IsInt() {
			return Fraction{num: r.Num().Uint64(), den: 1}
		}
		if r.Denom().IsUint64() {
			return Fraction{num: r.Num().Uint64(), den: r.Denom().Uint64()}
		}
	}
	return Fraction{big: r}
}

// sound reports whether it is a fraction from 0 up.
func (e *Fraction) sound() bool {
	return e.big == nil && e.den > 0 || e.big != nil && e.big.Sign() >= 0
}

// Rat is the fraction, in its lowest terms.
func (e Fraction) Rat() *big.Rat {
	switch {
	case e.big != nil:
		return e.big
	case e.den == 1:
		return new(big.Rat).SetUint64(e.num)
	}
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(e.num), new(big.Int).SetUint64(e.den))
}

// Mul multiplies it by another.
func (e *Fraction) Mul(f Fraction) {
	if e.big == nil && f.big == nil {
		high, num := bits.Mul64(e.num, f.num)
		more, den := bits.Mul64(e.den, f.den)
		if high|more == 0 {
			e.num, e.den = num, den
			return
		}
	}
	e.big = new(big.Rat).Mul(e.Rat(), f.Rat())
}

// Add adds another to it.
func (e *Fraction) Add(f Fraction) {
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
	e.big = new(big.Rat).Add(e.Rat(), f.Rat())
}

// Compare compares two fractions from 0 up.
func Compare(a, b *big.Rat) int {
	x, y := FractionOf(a), FractionOf(b)
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
