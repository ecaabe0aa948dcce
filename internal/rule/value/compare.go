package value

import (
	"cmp"
	"math"
	"math/big"
	"strings"
)

// Op is a comparison.
type Op uint8

// The comparisons.
const (
	Less Op = iota
	LessEq
	Greater
	GreaterEq
	Equal
	NotEqual
)

// Flipped returns the operator that says the same with its sides exchanged.
func (o Op) Flipped() Op {
	return [...]Op{Greater, GreaterEq, Less, LessEq, Equal, NotEqual}[o]
}

// Equality reports whether the operator is == or !=: in these CEL lets an error on the right prevail over an unknown on
// the left; in all others the left decides.
func (o Op) Equality() bool { return o == Equal || o == NotEqual }

// Holds applies the operator to the sign of a three-way comparison.
func (o Op) Holds(sign int) bool {
	switch o {
	case Less:
		return sign < 0
	case LessEq:
		return sign <= 0
	case Greater:
		return sign > 0
	case GreaterEq:
		return sign >= 0
	case Equal:
		return sign == 0
	}
	return sign != 0
}

// Ranges applies the operator to two ranges: decided where all their values agree.
func (o Op) Ranges(a, b Whole) State {
	switch o {
	case Less:
		return before(a.Hi < b.Lo, a.Lo >= b.Hi)
	case LessEq:
		return before(a.Hi <= b.Lo, a.Lo > b.Hi)
	case Greater:
		return before(a.Lo > b.Hi, a.Hi <= b.Lo)
	case GreaterEq:
		return before(a.Lo >= b.Hi, a.Hi < b.Lo)
	case Equal:
		return before(a.Lo == a.Hi && b.Lo == b.Hi && a.Lo == b.Lo, a.Hi < b.Lo || a.Lo > b.Hi)
	}
	return before(a.Hi < b.Lo || a.Lo > b.Hi, a.Lo == a.Hi && b.Lo == b.Hi && a.Lo == b.Lo)
}

// before is Yes where a comparison surely holds, No where it surely does not.
func before(surely, surelyNot bool) State {
	switch {
	case surely:
		return Yes
	case surelyNot:
		return No
	}
	return Unknown
}

// Doubles compares floating-point numbers; nothing but != holds of NaN.
func (o Op) Doubles(a, b float64) bool {
	switch o {
	case Less:
		return a < b
	case LessEq:
		return a <= b
	case Greater:
		return a > b
	case GreaterEq:
		return a >= b
	case Equal:
		return a == b
	}
	return a != b
}

// Values compares two values of any kinds as CEL does; ordering needs the same kind or two numbers.
func (o Op) Values(a, b Value) (State, error) {
	switch {
	case a.S == Failed || a.S == Unknown && !o.Equality():
		return a.S, nil
	case a.S != Yes || b.S != Yes:
		return Open(a.S, b.S), nil
	}
	if o.Equality() {
		return Said(Same(a, b) == (o == Equal)), nil
	}
	switch {
	case a.numeric() && b.numeric():
		order, ok := compareNumbers(a, b)
		return Said(ok && o.Holds(order)), nil
	case a.K != b.K:
		return Failed, ErrConvert
	case a.K == String:
		return Said(o.Holds(strings.Compare(a.Str, b.Str))), nil
	case a.K == Bool:
		return Said(o.Holds(cmp.Compare(asInt(a.B), asInt(b.B)))), nil
	case a.K == Time:
		return Said(o.Holds(cmp.Compare(a.I, b.I))), nil
	}
	return Failed, ErrConvert
}

// Same is CEL's equality of known values: numbers by value whatever their kinds, values of other different kinds
// differ.
func Same(a, b Value) bool {
	if a.numeric() && b.numeric() {
		order, ok := compareNumbers(a, b)
		return ok && order == 0
	}
	if a.K != b.K {
		return false
	}
	switch a.K {
	case Bool:
		return a.B == b.B
	case String:
		return a.Str == b.Str
	case Time:
		return a.I == b.I
	case List:
		if len(a.List) != len(b.List) {
			return false
		}
		for i := range a.List {
			if !Same(a.List[i], b.List[i]) {
				return false
			}
		}
	}
	return true
}

// numeric reports whether a value is a number.
func (v Value) numeric() bool { return v.K == Int || v.K == Uint || v.K == Double }

// rat returns a finite number exactly.
func (v Value) rat() *big.Rat {
	switch v.K {
	case Int:
		return new(big.Rat).SetInt64(v.I)
	case Uint:
		return new(big.Rat).SetInt(new(big.Int).SetUint64(uint64(v.I)))
	}
	return new(big.Rat).SetFloat64(v.F)
}

// compareNumbers compares numbers of any kinds by value; ok is false where one is NaN.
func compareNumbers(a, b Value) (order int, ok bool) {
	if a.K == b.K && a.K == Int {
		return cmp.Compare(a.I, b.I), true
	}
	for i, v := range [2]Value{a, b} {
		if v.K != Double {
			continue
		}
		if math.IsNaN(v.F) {
			return 0, false
		}
		if math.IsInf(v.F, 0) {
			if o := [2]Value{a, b}[1-i]; o.K == Double && o.F == v.F {
				return 0, true
			}
			if math.IsInf(v.F, 1) == (i == 0) {
				return 1, true
			}
			return -1, true
		}
	}
	return a.rat().Cmp(b.rat()), true
}

func asInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
