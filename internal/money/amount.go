package money

import (
	"math/big"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
)

// Most is the greatest amount that is taken: above all of the State's budget, and sums of it stay far from overflowing.
const Most Dong = 9_000_000_000_000_000

// wrongAmount is said of what is no amount.
func wrongAmount() error {
	return errs.New(errs.Invalid, "an amount is a whole number of đồng, for example 1.500.000.000")
}

// Parse is Amount for what is above 0.
func Parse(text string) (Dong, error) {
	n, err := Amount(text)
	if err == nil && n == 0 {
		err = errs.New(errs.Invalid, "an amount is above 0")
	}
	return n, err
}

// Amount reads an amount as people type it: digits, alone or in threes with points, with "đ" or "đồng" behind or not.
// Commas, signs, exponents and what is too great are refused. Errors: errs.Invalid.
func Amount(text string) (Dong, error) {
	text = strings.TrimSpace(text)
	for _, unit := range []string{"đồng", "đ", "₫", "VND", "vnd"} {
		if bare, ok := strings.CutSuffix(text, unit); ok {
			text = strings.TrimSpace(bare)
			break
		}
	}
	groups := strings.Split(text, ".")
	for i, g := range groups {
		if len(groups) > 1 && (i == 0 && (g == "" || len(g) > 3) || i > 0 && len(g) != 3) {
			return 0, wrongAmount()
		}
	}
	digits := strings.Join(groups, "")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, wrongAmount()
	}
	n, err := strconv.ParseInt(digits, 10, 64) // fails of nothing but what is too great
	if err != nil || Dong(n) > Most {
		return 0, errs.New(errs.Invalid, "an amount is at most 9.000.000.000.000.000 đồng")
	}
	return Dong(n), nil
}

// Small is below which an amount that is granted or allotted looks like millions typed for đồng.
const Small Dong = 100_000

// Million is what a small amount is taken times where millions were meant.
const Million Dong = 1_000_000

// Percent says what part is of whole in percent to two decimals, a half upwards, with a Vietnamese comma; "–" where the
// whole is 0: neither nothing nor all.
func Percent(part, whole Dong) string {
	if whole == 0 {
		return "–"
	}
	n := new(big.Int).Mul(big.NewInt(int64(part)), big.NewInt(20_000))
	n.Add(n, big.NewInt(int64(whole)))
	n.Div(n, new(big.Int).Mul(big.NewInt(int64(whole)), big.NewInt(2)))
	sign := ""
	if n.Sign() < 0 {
		sign, n = "-", n.Neg(n)
	}
	return sign + hundredths(n) + " %"
}
