package norm

import (
	"math/big"
	"strings"
)

// Plain writes a fraction as a program does: 0.3, exactly where it ends within eighteen places.
func Plain(r *big.Rat) string {
	if n, exact := r.FloatPrec(); exact && n <= 18 {
		return r.FloatString(n)
	}
	return r.RatString()
}

// Decimals writes a fraction as Vietnamese papers do, with at most so many places: 1.234,5. It says whether that is
// all of it.
func Decimals(r *big.Rat, places int) (text string, exact bool) {
	n, ends := r.FloatPrec()
	exact = ends && n <= places
	if exact {
		places = n
	}
	s := r.FloatString(places)
	minus := strings.HasPrefix(s, "-")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	var b strings.Builder
	if minus {
		b.WriteString("−")
	}
	for i, c := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte('.')
		}
		b.WriteRune(c)
	}
	if fraction != "" {
		b.WriteByte(',')
		b.WriteString(fraction)
	}
	return b.String(), exact
}

// Written writes a fraction exactly: as a decimal where it ends within six places, else as a fraction.
func Written(r *big.Rat) string {
	if s, exact := Decimals(r, 6); exact {
		return s
	}
	return r.RatString()
}

// Dong writes đồng as Vietnamese papers do: 1.500.000.000.
func Dong(n int64) string {
	s, _ := Decimals(new(big.Rat).SetInt64(n), 0)
	return s
}

// Said writes a value as people read it: of a share in per cent.
func (k Kind) Said(r *big.Rat) string {
	switch k {
	case Share:
		s, exact := Decimals(new(big.Rat).Mul(r, big.NewRat(100, 1)), 4)
		if !exact {
			s = "≈ " + s
		}
		return s + " %"
	case YesNo:
		if r.Sign() == 0 {
			return "không"
		}
		return "có"
	}
	return Written(r)
}
