package reading

import (
	"regexp"
	"strconv"

	"giamngheo/internal/date"
	"giamngheo/internal/sheet"
)

var dayForm = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)

// Day reads a day as programs or people write it: 2024-12-31, 31/12/2024, 31.12.2024, 31-12-2024.
func Day(text string) (date.Date, bool) {
	if d, err := date.Parse(text); err == nil {
		return d, true
	}
	day, month, year, ok := DayNumbers(text)
	if !ok {
		return 0, false
	}
	return date.Of(year, month, day)
}

// DayNumbers are the numbers of a day in numbers as they stand, the year last: 31, 12 and 2024 of 31/12/2024.
func DayNumbers(text string) (first, second, year int, ok bool) {
	m := dayForm.FindStringSubmatch(text)
	if m == nil {
		return 0, 0, 0, false
	}
	return number(m[1]), number(m[2]), number(m[3]), true
}

// Shown is a cell as a person would type it: a date as one, a number that is shown with leading zeros with them.
func Shown(c *sheet.Cell, from1904 bool) string {
	text := string(c.Value)
	switch {
	case c.Date:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil || n < 1 || n > 200_000 {
			return text
		}
		return (&Births{From1904: from1904}).serial(int(n)).String()
	case c.Kind == sheet.Number:
		for len(text) < int(c.Zeros) {
			text = "0" + text
		}
	}
	return text
}
