package mpi

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// Cutoff is the poverty cut-off k: a count of indicators when Share is nil, else an exact share of the total weight.
type Cutoff struct {
	Count int
	Share *big.Rat
}

// ParseCutoff reads "3" (a count of indicators) or "1/3" (a share of the weight); it never rounds.
func ParseCutoff(s string) (Cutoff, error) {
	r, ok := Fraction(s)
	if !ok || r.Sign() <= 0 {
		return Cutoff{},
			invalid(
				errs.T(
					"cut-off k %q is not valid; write a whole number from 1 (count of indicators) or a fraction such as 1/3", s))
	}
	if r.IsInt() && !strings.ContainsAny(s, "/.") {
		if !r.Num().IsInt64() || r.Num().Int64() > 1<<20 {
			return Cutoff{}, invalid(errs.T("cut-off k %q is too large", s))
		}
		return Cutoff{Count: int(r.Num().Int64())}, nil
	}
	return Cutoff{Share: r}, nil
}

// ParseCutoffs reads several cut-offs, "1/3,1/2": each is measured by itself. Errors: one twice.
func ParseCutoffs(s string) (out []Cutoff, err error) {
	for _, part := range strings.Split(s, ",") {
		k, err := ParseCutoff(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		for _, other := range out {
			if other.String() == k.String() {
				return nil, invalid(errs.T("cut-off k %q appears twice", k.String()))
			}
		}
		out = append(out, k)
	}
	return out, nil
}

// String is the cut-off as it is written: "3" is a count of indicators, "1/3" or "1/1" a share of the weight.
func (k Cutoff) String() string {
	if k.Share == nil {
		return strconv.Itoa(k.Count)
	}
	return k.Share.String()
}

// ParseWeights reads "a=1/6,b=1/6" into names and exact weights, in the order written.
func ParseWeights(s string) (names []string, weights []*big.Rat, err error) {
	for _, part := range strings.Split(s, ",") {
		name, value, ok := strings.Cut(part, "=")
		w, good := Fraction(value)
		if name = strings.TrimSpace(name); !ok || !good || name == "" {
			return nil, nil, invalid(errs.T("weight %q is not valid; write name=1/6", part))
		}
		names, weights = append(names, name), append(weights, w)
	}
	return names, weights, nil
}

// Fraction reads a short plain number or fraction, "0.25" or "1/12": a decimal has at most 18 places, a
// numerator or denominator at most nine digits, so that sums of many stay small. Exponents are refused, for they could
// ask for unbounded work.
func Fraction(s string) (*big.Rat, bool) {
	if !plainFraction.MatchString(strings.TrimSpace(s)) {
		return nil, false
	}
	return new(big.Rat).SetString(strings.TrimSpace(s))
}

var plainFraction = regexp.MustCompile(`^-?(\d{1,9}(\.\d{0,18})?|\.\d{1,18}|\d{1,9}/\d{1,9})$`)

// scale holds the weights as whole numbers over their common denominator, so that comparing with k is exact.
type scale struct {
	weights []int64
	total   int64
}

// newScale scales weights, which must be non-negative and sum to 1; nil means equal weights for n indicators.
func newScale(names []string, weights []*big.Rat) (scale, error) {
	s := scale{weights: make([]int64, len(names)), total: int64(len(names))}
	if weights == nil {
		for i := range s.weights {
			s.weights[i] = 1
		}
		return s, nil
	}
	if len(weights) != len(names) {
		return s, invalid(errs.T("%d weights for %d indicators", len(weights), len(names)))
	}
	sum, den := new(big.Rat), big.NewInt(1)
	for i, w := range weights {
		if w.Sign() < 0 {
			return s, invalid(errs.T("the weight of %q is negative (%s)", names[i], w.RatString()))
		}
		sum.Add(sum, w)
		gcd := new(big.Int).GCD(nil, nil, den, w.Denom())
		den.Mul(den, new(big.Int).Quo(w.Denom(), gcd))
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return s, invalid(errs.T("the weights sum to %s; they must sum to exactly 1", sum.RatString()))
	}
	if den.BitLen() > 50 {
		return s, invalid(errs.T("the common denominator of the weights is too large (%s); use simpler fractions", den))
	}
	for i, w := range weights {
		s.weights[i] = new(big.Int).Quo(new(big.Int).Mul(w.Num(), den), w.Denom()).Int64()
	}
	s.total = den.Int64()
	return s, nil
}

// least returns the smallest whole score that is poor under a share k of the total: the ceiling of k × total.
func (s scale) least(k *big.Rat) int64 {
	n := new(big.Int).Mul(k.Num(), big.NewInt(s.total))
	n.Add(n, k.Denom()).Sub(n, big.NewInt(1))
	return n.Quo(n, k.Denom()).Int64()
}

// invalid makes an error of the input, formatted alike in both languages.
func invalid(text errs.Text) *errs.Error {
	return errs.Of(errs.Invalid, text)
}
