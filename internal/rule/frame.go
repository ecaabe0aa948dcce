package rule

import (
	"errors"

	"giamngheo/internal/household"
)

// state is a Truth with a fourth value: a run-time error, which lies in the frame.
type state uint8

const (
	unknown = state(household.Unknown)
	no      = state(household.No)
	yes     = state(household.Yes)
	failed  = state(3)
)

func said(b bool) state {
	if b {
		return yes
	}
	return no
}

// maxDepth is how deep comprehensions may nest, the person's own variable included.
const maxDepth = 4

// frame is one evaluation: what the closures read.
type frame struct {
	h     *household.Household
	m     [maxDepth]*household.Member // member variables by depth
	v     [maxDepth]value             // variables of comprehensions over lists of values
	slots []Range
	flags uint64
	tr    *Trace
	err   error
}

// fail records an error and returns failed.
func (x *frame) fail(err error) state {
	x.err = err
	return failed
}

// The run-time errors of the language, as CEL names them.
var (
	errOverflow = errors.New("overflow")
	errDivide   = errors.New("division by zero")
	errModulus  = errors.New("modulus by zero")
	errIndex    = errors.New("index out of bounds")
	errConvert  = errors.New("type conversion error")
)

type (
	boolFn   func(x *frame) state
	intFn    func(x *frame) iv
	doubleFn func(x *frame) (float64, state)
	anyFn    func(x *frame) value
)

// iv is a whole number (or a time in seconds) of which the bounds are known; s is yes where they are.
type iv struct {
	lo, hi int64
	s      state
}

func exact(n int64) iv { return iv{n, n, yes} }

// kind is the kind of a value.
type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindInt
	kindUint
	kindDouble
	kindString
	kindList
	kindTime
)

// value is any value, for what has no faster form. s is yes where it is one.
type value struct {
	k    kind
	s    state
	b    bool
	i    int64 // int, uint (its bits) and time
	f    float64
	str  string
	list []value
}
