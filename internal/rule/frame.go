package rule

import (
	"giamngheo/internal/household"
	"giamngheo/internal/rule/value"
)

// Short names for what package value has: nearly every closure returns one of them.
type (
	state = value.State
	iv    = value.Whole
)

const (
	unknown = value.Unknown
	no      = value.No
	yes     = value.Yes
	failed  = value.Failed
)

// maxDepth is how deep comprehensions may nest, the person's own variable included.
const maxDepth = 4

// frame is one evaluation: what the closures read.
type frame struct {
	h     *household.Household
	m     [maxDepth]*household.Member // member variables by depth
	v     [maxDepth]value.Value       // variables of comprehensions over lists of values
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

// compare compares two values.
func (x *frame) compare(op value.Op, a, b value.Value) state {
	s, err := op.Values(a, b)
	if err != nil {
		return x.fail(err)
	}
	return s
}

type (
	boolFn   func(x *frame) state
	intFn    func(x *frame) iv
	doubleFn func(x *frame) (float64, state)
	anyFn    func(x *frame) value.Value
)
