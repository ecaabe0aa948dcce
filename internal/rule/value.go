package rule

import (
	"math"
	"math/big"
	"strings"
)

// numeric reports whether a value is a number.
func (v value) numeric() bool { return v.k == kindInt || v.k == kindUint || v.k == kindDouble }

// rat returns a finite number exactly.
func (v value) rat() *big.Rat {
	switch v.k {
	case kindInt:
		return new(big.Rat).SetInt64(v.i)
	case kindUint:
		return new(big.Rat).SetInt(new(big.Int).SetUint64(uint64(v.i)))
	}
	return new(big.Rat).SetFloat64(v.f)
}

// compareNumbers compares numbers of any kinds by value; ok is false where one is NaN.
func compareNumbers(a, b value) (order int, ok bool) {
	if a.k == b.k && a.k == kindInt {
		return sign(a.i, b.i), true
	}
	for i, v := range [2]value{a, b} {
		if v.k != kindDouble {
			continue
		}
		if math.IsNaN(v.f) {
			return 0, false
		}
		if math.IsInf(v.f, 0) {
			if o := [2]value{a, b}[1-i]; o.k == kindDouble && o.f == v.f {
				return 0, true
			}
			if math.IsInf(v.f, 1) == (i == 0) {
				return 1, true
			}
			return -1, true
		}
	}
	return a.rat().Cmp(b.rat()), true
}

func compareDoubles(op compareOp, a, b float64) bool {
	switch op {
	case opLess:
		return a < b
	case opLessEq:
		return a <= b
	case opGreater:
		return a > b
	case opGreaterEq:
		return a >= b
	case opEqual:
		return a == b
	}
	return a != b
}

// compareValues compares two values of any kinds as CEL does; ordering needs the same kind or two numbers.
func compareValues(x *frame, op compareOp, a, b value) state {
	switch {
	case a.s == failed || a.s == unknown && !op.equality():
		return a.s
	case a.s != yes || b.s != yes:
		return open(a.s, b.s)
	}
	if op.equality() {
		return said(equal(a, b) == (op == opEqual))
	}
	switch {
	case a.numeric() && b.numeric():
		order, ok := compareNumbers(a, b)
		return said(ok && op.holds(order))
	case a.k != b.k:
		return x.fail(errConvert)
	case a.k == kindString:
		return said(op.holds(strings.Compare(a.str, b.str)))
	case a.k == kindBool:
		return said(op.holds(sign(asInt(a.b), asInt(b.b))))
	case a.k == kindTime:
		return said(op.holds(sign(a.i, b.i)))
	}
	return x.fail(errConvert)
}

func asInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// equal is CEL's equality: numbers by value whatever their kinds, values of other different kinds differ.
func equal(a, b value) bool {
	if a.numeric() && b.numeric() {
		order, ok := compareNumbers(a, b)
		return ok && order == 0
	}
	if a.k != b.k {
		return false
	}
	switch a.k {
	case kindBool:
		return a.b == b.b
	case kindString:
		return a.str == b.str
	case kindTime:
		return a.i == b.i
	case kindList:
		if len(a.list) != len(b.list) {
			return false
		}
		for i := range a.list {
			if !equal(a.list[i], b.list[i]) {
				return false
			}
		}
	}
	return true
}
