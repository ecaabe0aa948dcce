package statement

import (
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Number is an account's number as it is compared: its digits alone.
func Number(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// OfAccount refuses a statement of another account: said is the number that stands in the file, "" where none does.
// Errors: errs.Invalid.
func OfAccount(said, account string) error {
	if Number(said) == "" || Number(said) == Number(account) {
		return nil
	}
	return errs.New(errs.Invalid,
		"this statement is of account %s, and the unit’s is %s: choose the file of that account", said,
		account)
}

// In refuses rows of another month. Errors: errs.Invalid, with the first of them.
func In(rows []Row, year, month int) error {
	first, last := date.Must(year, month, 1), date.Must(year, month, date.DaysIn(year, month))
	for i := range rows {
		if d := rows[i].Day; d < first || d > last {
			return errs.New(errs.Invalid,
				"row %d is of %s, which is not in the month %d/%d: import each month by itself",
				rows[i].No, d, month, year)
		}
	}
	return nil
}
