package vietnamese

import (
	"math"
	"strings"

	"giamngheo/internal/words"
)

// Decimal writes a number as Vietnamese papers do: 1.234,5, with a real minus sign.
func Decimal(v float64, places int) string {
	s := words.Fixed(words.VI, math.Abs(v), places)
	if v < 0 && strings.ContainsAny(s, "123456789") {
		return "−" + s
	}
	return s
}

// Signed is Decimal with a plus where nothing is below zero.
func Signed(v float64, places int) string {
	if s := Decimal(v, places); strings.HasPrefix(s, "−") {
		return s
	}
	return "+" + Decimal(v, places)
}

// Digits returns the digits of a text.
func Digits(s string) string {
	b := make([]byte, 0, 16)
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			b = append(b, s[i])
		}
	}
	return string(b)
}

// separators are what people write between the digits of a number.
const separators = " .-+()/\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2014\u2212"

// Phone returns the digits of a telephone number as it is dialled within the country: with the country's code, with and
// without the zero that a sheet's cell loses, it is one number.
func Phone(s string) string {
	const least, most = 9, 10 // digits after the zero
	d := Digits(s)
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(d, "00"), "84"); ok {
		if rest = strings.TrimPrefix(rest, "0"); least <= len(rest) && len(rest) <= most {
			return "0" + rest
		}
	}
	if len(d) == least && d[0] != '0' {
		return "0" + d
	}
	return d
}

// AsNumber returns the digits of a text that may be a citizen or telephone number (Phone), "" of any other.
func AsNumber(text string) string {
	d := Digits(text)
	if len(d) < 9 || len(d) != len(strings.Map(func(r rune) rune {
		if strings.ContainsRune(separators, r) {
			return -1
		}
		return r
	}, text)) {
		return ""
	}
	return Phone(d)
}
