package norm

import (
	"math/big"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
)

// Band finds the band of a value, and whether it lies on the limit of two: it is then of the upper one.
func (c *Criterion) Band(v *big.Rat) (at int, limit bool) {
	for at = range c.Bands {
		b := &c.Bands[at]
		if b.Equals != nil && apportion.Compare(v, b.Equals.Rat) == 0 ||
			b.Below != nil && apportion.Compare(v, b.Below.Rat) < 0 {
			break
		}
	}
	b := &c.Bands[at]
	return at, at > 0 && b.Equals == nil && !b.after && b.from != nil && apportion.Compare(v, b.from) == 0
}

// Most is the greatest coefficient that a criterion can give.
func (c *Criterion) Most() *big.Rat {
	if c.List != "" {
		return c.Coefficient.Rat
	}
	var out *big.Rat
	for i := range c.Bands {
		if k := c.Bands[i].Coefficient.Rat; out == nil || k.Cmp(out) > 0 {
			out = k
		}
	}
	return out // nil: no end
}

// Range says which values a band has.
func (c *Criterion) Range(at int) errs.Text {
	b, k := &c.Bands[at], c.Kind()
	from := b.from
	switch {
	case b.Equals != nil:
		return errs.T("equal to %s", k.Said(b.Equals.Rat))
	case b.Below == nil && b.after:
		return errs.T("above %s", k.Said(from))
	case b.Below == nil && from.Sign() == 0:
		return errs.T("any value")
	case b.Below == nil:
		return errs.T("from %s up", k.Said(from))
	case from.Sign() == 0 && !b.after:
		return errs.T("below %s", k.Said(b.Below.Rat))
	case b.after:
		return errs.T("above %s and below %s", k.Said(from), k.Said(b.Below.Rat))
	}
	return errs.T("from %s to below %s", k.Said(from), k.Said(b.Below.Rat))
}

// Ends are the values that a band begins with and ends below; of a band of one value both are that.
func (c *Criterion) Ends(at int) (from, to string) {
	b, k := &c.Bands[at], c.Kind()
	if b.Equals != nil {
		one := k.Said(b.Equals.Rat)
		return "= " + one, "= " + one
	}
	if from, to = k.Said(b.from), "–"; b.after {
		from = "> " + from
	}
	if b.Below != nil {
		to = k.Said(b.Below.Rat)
	}
	return from, to
}
