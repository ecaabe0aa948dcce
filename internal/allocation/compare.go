package allocation

import (
	"math/big"
	"slices"
	"strings"
)

// Comparison is two allocations side by side: by two norms, of two years or on two maps.
type Comparison struct {
	A, B         *Allocation
	Rows         []Compared
	Moved        *big.Rat // ½ Σ |difference|, in đồng
	Gain, Lose   int
	Same         int
	PerA, PerB   *Spread // đồng per poor household; nil where nobody's number is known
	Monotone     bool    // false: B's pool is larger, and somebody has less only by the rounding
	OnlyA, OnlyB []string
}

// Compared is a unit in two allocations.
type Compared struct {
	Unit             *Unit
	A, B, Difference int64
	Poor             *big.Rat // households, nil where not known
	PerA, PerB       *big.Rat // đồng per poor household
}

// Spread is the least, the middle and the greatest of some numbers; of an even number the middle is the mean of two.
type Spread struct{ Min, Median, Max *big.Rat }

// Compare holds two allocations against each other; poor is the column with the number of poor households. It stores
// nothing.
func Compare(a, b *Allocation, poor string) *Comparison {
	c := &Comparison{A: a, B: b, Moved: new(big.Rat), Monotone: true}
	other := map[string]*Row{}
	for i := range b.Rows {
		other[b.Rows[i].Unit.Code] = &b.Rows[i]
	}
	var perA, perB []*big.Rat
	for i := range a.Rows {
		r := &a.Rows[i]
		s := other[r.Unit.Code]
		if delete(other, r.Unit.Code); s == nil {
			c.OnlyA = append(c.OnlyA, r.Unit.Title())
			c.add(Compared{Unit: r.Unit, A: r.Result, Difference: -r.Result})
			continue
		}
		one := Compared{Unit: r.Unit, A: r.Result, B: s.Result, Difference: s.Result - r.Result,
			Poor: r.Unit.Values[poor]}
		if one.Poor != nil && one.Poor.Sign() > 0 {
			one.PerA = new(big.Rat).Quo(new(big.Rat).SetInt64(one.A), one.Poor)
			one.PerB = new(big.Rat).Quo(new(big.Rat).SetInt64(one.B), one.Poor)
			perA, perB = append(perA, one.PerA), append(perB, one.PerB)
		}
		if b.Shared > a.Shared && r.Share().Cmp(s.Share()) <= 0 && one.Difference < 0 {
			c.Monotone = false
		}
		c.add(one)
	}
	for i := range b.Rows {
		if s := &b.Rows[i]; other[s.Unit.Code] != nil {
			c.OnlyB = append(c.OnlyB, s.Unit.Title())
			c.add(Compared{Unit: s.Unit, B: s.Result, Difference: s.Result})
		}
	}
	slices.SortFunc(c.Rows, func(x, y Compared) int { return strings.Compare(x.Unit.Code, y.Unit.Code) })
	c.Moved.Mul(c.Moved, big.NewRat(1, 2))
	c.PerA, c.PerB = spread(perA), spread(perB)
	return c
}

func (c *Comparison) add(one Compared) {
	c.Rows = append(c.Rows, one)
	switch {
	case one.Difference > 0:
		c.Gain++
	case one.Difference < 0:
		c.Lose++
	default:
		c.Same++
	}
	c.Moved.Add(c.Moved, new(big.Rat).SetInt64(max(one.Difference, -one.Difference)))
}

func spread(all []*big.Rat) *Spread {
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, (*big.Rat).Cmp)
	n := len(all)
	middle := new(big.Rat).Add(all[(n-1)/2], all[n/2])
	return &Spread{all[0], middle.Mul(middle, big.NewRat(1, 2)), all[n-1]}
}
