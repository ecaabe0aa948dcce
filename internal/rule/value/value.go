// Package value is what expressions of the law's rules are made of when they run: a truth with its unknown and its
// error, whole numbers of which only the bounds may be known, values of every kind, and what CEL's operators and
// functions make of them. It knows no expression and no household.
package value

import (
	"errors"
	"strconv"

	"giamngheo/internal/household"
)

// State is a truth with a fourth value: a run-time error, which lies with whoever evaluates.
type State uint8

// The states. Of a value, Yes says that it is known.
const (
	Unknown = State(household.Unknown)
	No      = State(household.No)
	Yes     = State(household.Yes)
	Failed  = State(3)
)

// Said is Yes or No.
func Said(b bool) State {
	if b {
		return Yes
	}
	return No
}

// Merge joins two states of a chain of && (neutral: Yes) or || (neutral: No) of which neither decides it.
func Merge(a, b, neutral State) State {
	switch {
	case a == neutral:
		return b
	case b == neutral:
		return a
	case a == Unknown || b == Unknown:
		return Unknown
	}
	return Failed
}

// Open joins the states of two sides, not both known, of which the left has not failed.
func Open(a, b State) State {
	if a == Unknown && b != Failed {
		return a
	}
	return b
}

// The run-time errors of the language, as CEL names them.
var (
	ErrOverflow = errors.New("overflow")
	ErrDivide   = errors.New("division by zero")
	ErrModulus  = errors.New("modulus by zero")
	ErrIndex    = errors.New("index out of bounds")
	ErrConvert  = errors.New("type conversion error")
)

// Whole is a whole number (or a time in seconds) of which the bounds are known; S is Yes where they are.
type Whole struct {
	Lo, Hi int64
	S      State
}

// Append writes the number as JSON: null where nothing is known of it, a text of both bounds where they differ.
func (w Whole) Append(b []byte) []byte {
	switch {
	case w.S != Yes:
		return append(b, "null"...)
	case w.Lo == w.Hi:
		return strconv.AppendInt(b, w.Lo, 10)
	}
	b = strconv.AppendInt(append(b, '"'), w.Lo, 10)
	b = strconv.AppendInt(append(b, "–"...), w.Hi, 10)
	return append(b, '"')
}

// Exact is a number that is known.
func Exact(n int64) Whole { return Whole{n, n, Yes} }

// Between is a number of which the bounds are known.
func Between(lo, hi int64) Whole { return Whole{lo, hi, Yes} }

// Single is the number as a value of a kind (Int or Time): unknown unless it is one number.
func (w Whole) Single(k Kind) Value {
	if w.S == Yes && w.Lo != w.Hi {
		return Value{}
	}
	return Value{K: k, S: w.S, I: w.Lo}
}

// Kind is the kind of a value.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Int
	Uint
	Double
	String
	List
	Time
)

// Value is any value, for what has no faster form. S is Yes where it is one.
type Value struct {
	K    Kind
	S    State
	B    bool
	I    int64 // int, uint (its bits) and time in seconds
	F    float64
	Str  string
	List []Value
}

// OfState is a truth as a value.
func OfState(s State) Value {
	if s == Unknown || s == Failed {
		return Value{S: s}
	}
	return Truth(s == Yes)
}

// Truth is a yes or no.
func Truth(b bool) Value { return Value{K: Bool, S: Yes, B: b} }

// OfInt is a whole number.
func OfInt(n int64) Value { return Value{K: Int, S: Yes, I: n} }

// OfDouble is a floating-point number.
func OfDouble(f float64) Value { return Value{K: Double, S: Yes, F: f} }

// OfString is a text.
func OfString(s string) Value { return Value{K: String, S: Yes, Str: s} }

// OfList is a list; its elements are known.
func OfList(list []Value) Value { return Value{K: List, S: Yes, List: list} }

func ofUint(n uint64) Value { return Value{K: Uint, S: Yes, I: int64(n)} }
