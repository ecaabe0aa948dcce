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

// AsNumber returns the digits of a text that may be a citizen or telephone number, "" of any other.
func AsNumber(text string) string {
	d := Digits(text)
	if len(d) < 9 || len(d) != len(strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-+", r) {
			return -1
		}
		return r
	}, text)) {
		return ""
	}
	return d
}
