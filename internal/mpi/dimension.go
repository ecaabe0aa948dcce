package mpi

import (
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/errs"
)

// Dimension is a group of indicators. The weights nest: a dimension has its share of 1, an indicator its share of its
// dimension; nil shares are equal ones.
type Dimension struct {
	Name       string
	Share      *big.Rat
	Indicators []string
	Within     []*big.Rat // shares of the indicators in the dimension, sum 1
}

// ParseDimensions reads "health=a,b; education:1/2=c,d": dimensions with their indicators and, where one is said, the
// dimension's share. Either every dimension has a share or none.
func ParseDimensions(s string) (out []Dimension, err error) {
	for _, part := range strings.Split(s, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		head, list, ok := strings.Cut(part, "=")
		name, share, shared := strings.Cut(head, ":")
		d := Dimension{Name: strings.TrimSpace(name)}
		if shared {
			if d.Share, shared = Fraction(share); !shared {
				return nil, invalid(errs.T("the share of dimension %q is not valid; write name:1/3=a,b", d.Name))
			}
		}
		for _, x := range strings.Split(list, ",") {
			if x = strings.TrimSpace(x); x != "" {
				d.Indicators = append(d.Indicators, x)
			}
		}
		if !ok || d.Name == "" || len(d.Indicators) == 0 {
			return nil, invalid(errs.T("dimension %q is not valid; write name=a,b or name:1/3=a,b, with “;” between", part))
		}
		out = append(out, d)
	}
	return out, nil
}

// Nested are the indicators of dimensions in their order, with the exact weight that each has of the whole. Errors: a
// dimension twice, shares given for some only, shares that do not make 1.
func Nested(dimensions []Dimension) (indicators []string, weights []*big.Rat, err error) {
	if len(dimensions) == 0 {
		return nil, nil, invalid(errs.T("there is no dimension"))
	}
	given := dimensions[0].Share != nil
	sum := new(big.Rat)
	for i, d := range dimensions {
		if slices.ContainsFunc(dimensions[:i], func(o Dimension) bool { return o.Name == d.Name }) {
			return nil, nil, invalid(errs.T("dimension %q appears twice", d.Name))
		}
		if (d.Share != nil) != given {
			return nil, nil, invalid(errs.T("give every dimension its share, or none"))
		}
		share := d.Share
		if share == nil {
			share = big.NewRat(1, int64(len(dimensions)))
		}
		sum.Add(sum, share)
		within, err := d.within()
		if err != nil {
			return nil, nil, err
		}
		for j, name := range d.Indicators {
			indicators, weights = append(indicators, name), append(weights, new(big.Rat).Mul(share, within[j]))
		}
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return nil, nil, invalid(errs.T("the shares of the dimensions sum to %s; they must sum to exactly 1",
			sum.RatString()))
	}
	return indicators, weights, nil
}

// within are the shares of a dimension's indicators in it, which must make 1.
func (d *Dimension) within() (out []*big.Rat, err error) {
	if d.Within != nil {
		sum := new(big.Rat)
		for _, w := range d.Within {
			sum.Add(sum, w)
		}
		if len(d.Within) != len(d.Indicators) || sum.Cmp(big.NewRat(1, 1)) != 0 {
			return nil, invalid(errs.T("the shares in dimension %q sum to %s; they must sum to exactly 1", d.Name,
				sum.RatString()))
		}
		return d.Within, nil
	}
	for range d.Indicators {
		out = append(out, big.NewRat(1, int64(len(d.Indicators))))
	}
	return out, nil
}

// Part is a dimension's part in the measures: its weight, and its contribution to M0 (share of M0), which is that of
// its indicators together.
type Part struct {
	Name                 string
	Weight, Contribution float64
}

// Parts are the dimensions' parts in a group's figures, in the order of the spec; none where it has no dimensions.
func (s *Spec) Parts(f *Figures) (out []Part) {
	shares, at := s.shares(), 0
	for _, d := range s.Dimensions {
		p := Part{Name: d.Name}
		for range d.Indicators {
			p.Weight, p.Contribution = p.Weight+shares[at], p.Contribution+f.Indicators[at].Contribution
			at++
		}
		out = append(out, p)
	}
	return out
}
