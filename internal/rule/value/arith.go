package value

import (
	"math"
)

// Arith is an operation of arithmetic.
type Arith uint8

// The operations.
const (
	Add Arith = iota
	Subtract
	Multiply
	Divide
	Modulo
)

// Monotone reports whether the operation is known from the corners of ranges.
func (o Arith) Monotone() bool { return o != Divide && o != Modulo }

// Ints calculates with two whole numbers; the error is a CEL run-time error.
func (o Arith) Ints(a, b int64) (int64, error) {
	switch o {
	case Add:
		s := a + b
		if (s > a) != (b > 0) && b != 0 {
			return 0, ErrOverflow
		}
		return s, nil
	case Subtract:
		s := a - b
		if (s < a) != (b > 0) && b != 0 {
			return 0, ErrOverflow
		}
		return s, nil
	case Multiply:
		return multiply(a, b)
	case Divide:
		if b == 0 {
			return 0, ErrDivide
		}
		if a == math.MinInt64 && b == -1 {
			return 0, ErrOverflow
		}
		return a / b, nil
	}
	if b == 0 {
		return 0, ErrModulus
	}
	if a == math.MinInt64 && b == -1 {
		return 0, ErrOverflow
	}
	return a % b, nil
}

func multiply(a, b int64) (int64, error) {
	if a == 0 || b == 0 {
		return 0, nil
	}
	p := a * b
	if p/b != a || (a == -1 && b == math.MinInt64) || (b == -1 && a == math.MinInt64) {
		return 0, ErrOverflow
	}
	return p, nil
}

// Wholes calculates with whole numbers that are known: exactly, or as a range from the corners of ranges. Division and
// remainder of a range are unknown: they are not monotone.
func (o Arith) Wholes(a, b Whole) (Whole, error) {
	if a.Lo == a.Hi && b.Lo == b.Hi {
		n, err := o.Ints(a.Lo, b.Lo)
		if err != nil {
			return Whole{S: Failed}, err
		}
		return Exact(n), nil
	}
	if !o.Monotone() {
		return Whole{}, nil
	}
	return o.corners(a, b), nil
}

// corners returns the range of an operator over two ranges; unknown where a corner overflows.
func (o Arith) corners(a, b Whole) Whole {
	out := Between(math.MaxInt64, math.MinInt64)
	for _, p := range [2]int64{a.Lo, a.Hi} {
		for _, q := range [2]int64{b.Lo, b.Hi} {
			n, err := o.Ints(p, q)
			if err != nil {
				return Whole{}
			}
			out.Lo, out.Hi = min(out.Lo, n), max(out.Hi, n)
		}
	}
	return out
}

// Doubles calculates with floating-point numbers, which have no remainder.
func (o Arith) Doubles(a, b float64) float64 {
	switch o {
	case Add:
		return a + b
	case Subtract:
		return a - b
	case Multiply:
		return a * b
	}
	return a / b
}

// Values is arithmetic on values of the same kind; + also joins texts and lists.
func (o Arith) Values(a, b Value) (Value, error) {
	if a.K != b.K {
		return Value{S: Failed}, ErrConvert
	}
	switch {
	case a.K == String && o == Add:
		return OfString(a.Str + b.Str), nil
	case a.K == List && o == Add:
		return OfList(append(append([]Value{}, a.List...), b.List...)), nil
	case a.K == Int:
		n, err := o.Ints(a.I, b.I)
		return orFailed(OfInt(n), err)
	case a.K == Double && o != Modulo:
		return OfDouble(o.Doubles(a.F, b.F)), nil
	case a.K == Uint:
		return o.uints(uint64(a.I), uint64(b.I))
	}
	return Value{S: Failed}, ErrConvert
}

func orFailed(v Value, err error) (Value, error) {
	if err != nil {
		return Value{S: Failed}, err
	}
	return v, nil
}

func (o Arith) uints(a, b uint64) (Value, error) {
	var n uint64
	var err error
	switch o {
	case Add:
		if n = a + b; n < a {
			err = ErrOverflow
		}
	case Subtract:
		if n = a - b; b > a {
			err = ErrOverflow
		}
	case Multiply:
		if n = a * b; a != 0 && n/a != b {
			err = ErrOverflow
		}
	case Divide:
		if b == 0 {
			return Value{S: Failed}, ErrDivide
		}
		n = a / b
	default:
		if b == 0 {
			return Value{S: Failed}, ErrModulus
		}
		n = a % b
	}
	return orFailed(ofUint(n), err)
}
