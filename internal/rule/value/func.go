package value

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Func works on one or two known values; which kinds it takes the checker has seen to. The error is a CEL run-time
// error.
type Func func(a, b Value) (Value, error)

// In reports whether a list has a value.
func In(a, b Value) (Value, error) {
	for _, el := range b.List {
		if Same(a, el) {
			return Truth(true), nil
		}
	}
	return Truth(false), nil
}

// Index is an element of a list.
func Index(a, b Value) (Value, error) {
	if a.K != List || b.K != Int {
		return Value{S: Failed}, ErrConvert
	}
	if b.I < 0 || b.I >= int64(len(a.List)) {
		return Value{S: Failed}, ErrIndex
	}
	return a.List[b.I], nil
}

// Size is how many elements a list has, how many letters a text.
func Size(a, _ Value) (Value, error) {
	if a.K == List {
		return OfInt(int64(len(a.List))), nil
	}
	return OfInt(int64(utf8.RuneCountInString(a.Str))), nil
}

// Sum adds up a list of numbers of one kind; of an empty list it is the whole number 0.
func Sum(a, _ Value) (Value, error) {
	if len(a.List) == 0 {
		return OfInt(0), nil
	}
	sum, err := a.List[0], error(nil)
	for _, el := range a.List[1:] {
		if sum, err = Add.Values(sum, el); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// Contains reports whether a text has another in it.
func Contains(a, b Value) (Value, error) { return Truth(strings.Contains(a.Str, b.Str)), nil }

// StartsWith reports whether a text begins with another.
func StartsWith(a, b Value) (Value, error) { return Truth(strings.HasPrefix(a.Str, b.Str)), nil }

// EndsWith reports whether a text ends with another.
func EndsWith(a, b Value) (Value, error) { return Truth(strings.HasSuffix(a.Str, b.Str)), nil }

// ToInt converts to a whole number.
func ToInt(a, _ Value) (Value, error) {
	switch a.K {
	case Int:
		return a, nil
	case Uint:
		if a.I < 0 {
			return Value{S: Failed}, ErrOverflow
		}
		return OfInt(a.I), nil
	case Double:
		if math.IsNaN(a.F) || a.F <= -9223372036854775808.0 || a.F >= 9223372036854775808.0 {
			return Value{S: Failed}, ErrOverflow
		}
		return OfInt(int64(a.F)), nil
	case Time:
		return OfInt(a.I), nil
	case String:
		if n, err := strconv.ParseInt(a.Str, 10, 64); err == nil {
			return OfInt(n), nil
		}
	}
	return Value{S: Failed}, ErrConvert
}

// ToUint converts to a whole number that is not negative.
func ToUint(a, _ Value) (Value, error) {
	switch {
	case a.K == Uint:
		return a, nil
	case a.K == Int && a.I >= 0:
		return ofUint(uint64(a.I)), nil
	case a.K == Double && a.F >= 0 && a.F < 18446744073709551616.0:
		return ofUint(uint64(a.F)), nil
	case a.K == String:
		if n, err := strconv.ParseUint(a.Str, 10, 64); err == nil {
			return ofUint(n), nil
		}
	}
	return Value{S: Failed}, ErrConvert
}

// ToDouble converts to a floating-point number.
func ToDouble(a, _ Value) (Value, error) {
	switch a.K {
	case Double:
		return a, nil
	case Int:
		return OfDouble(float64(a.I)), nil
	case Uint:
		return OfDouble(float64(uint64(a.I))), nil
	case String:
		if f, err := strconv.ParseFloat(a.Str, 64); err == nil {
			return OfDouble(f), nil
		}
	}
	return Value{S: Failed}, ErrConvert
}

// ToString converts to a text.
func ToString(a, _ Value) (Value, error) {
	switch a.K {
	case String:
		return a, nil
	case Int:
		return OfString(strconv.FormatInt(a.I, 10)), nil
	case Uint:
		return OfString(strconv.FormatUint(uint64(a.I), 10)), nil
	case Bool:
		return OfString(strconv.FormatBool(a.B)), nil
	case Time:
		return OfString(time.Unix(a.I, 0).UTC().Format(time.RFC3339)), nil
	case Double:
		return OfString(strconv.FormatFloat(a.F, 'g', -1, 64)), nil
	}
	return Value{S: Failed}, ErrConvert
}

// ToBool converts to a yes or no.
func ToBool(a, _ Value) (Value, error) {
	if a.K == Bool {
		return a, nil
	}
	switch a.Str {
	case "true", "TRUE", "True", "t", "1":
		return Truth(true), nil
	case "false", "FALSE", "False", "f", "0":
		return Truth(false), nil
	}
	return Value{S: Failed}, ErrConvert
}
