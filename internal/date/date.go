// Package date is the civil calendar of the law: days without a clock or a time zone, ages in full years and months,
// and the end of a term as the Civil Code 2015 counts it. It must not read the clock.
package date

import (
	"fmt"
	"time"
)

// Date is a civil day packed as year<<9 | month<<5 | day, so that comparing two dates compares two integers and the
// parts come out with shifts. The zero Date is "no date".
type Date uint32

// Of returns the day, or false where the calendar has no such day (31/02) or the year is outside 1–9999.
func Of(year, month, day int) (Date, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return 0, false
	}
	return pack(year, month, day), true
}

// Must is Of for dates written in the program and its tests; it panics on an impossible day.
func Must(year, month, day int) Date {
	d, ok := Of(year, month, day)
	if !ok {
		panic(fmt.Sprintf("date: no day %d-%d-%d", year, month, day))
	}
	return d
}

// Parse reads YYYY-MM-DD.
func Parse(s string) (Date, error) {
	if len(s) == 10 && s[4] == '-' && s[7] == '-' {
		if d, ok := Of(number(s[:4]), number(s[5:7]), number(s[8:])); ok {
			return d, nil
		}
	}
	return 0, fmt.Errorf("date: %q is not a day written YYYY-MM-DD", s)
}

// number reads decimal digits; -1 where there is anything else.
func number(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

func pack(y, m, d int) Date { return Date(y<<9 | m<<5 | d) }

// Year returns the year, 1–9999.
func (d Date) Year() int { return int(d >> 9) }

// Month returns the month, 1–12.
func (d Date) Month() int { return int(d>>5) & 15 }

// Day returns the day of the month, 1–31.
func (d Date) Day() int { return int(d) & 31 }

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == 0 }

// String returns YYYY-MM-DD, or "" for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return string(d.Append(nil))
}

// Append appends YYYY-MM-DD to b.
func (d Date) Append(b []byte) []byte {
	y, m, day := d.Year(), d.Month(), d.Day()
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// Vietnamese returns DD/MM/YYYY, the form of Vietnamese papers.
func (d Date) Vietnamese() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day(), d.Month(), d.Year())
}

// In returns the day as a language writes it: 2024-12-31 in English, 31/12/2024 in others.
func (d Date) In(lang string) string {
	if lang == "en" {
		return d.String()
	}
	return d.Vietnamese()
}

// MarshalText implements encoding.TextMarshaler.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler; empty text is no date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := Parse(string(b))
	*d = v
	return err
}

// DaysIn returns the number of days of a month.
func DaysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// days returns the number of days since 1970-01-01.
func (d Date) days() int64 {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC).Unix() / 86400
}

// AddDays returns the day n days later (earlier where n is negative).
func (d Date) AddDays(n int) Date {
	t := time.Date(d.Year(), time.Month(d.Month()), d.Day()+n, 0, 0, 0, 0, time.UTC)
	return pack(t.Year(), int(t.Month()), t.Day())
}

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d.days() - e.days()) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC).Weekday()
}

// AddMonths returns the corresponding day n months later; where that month has no such day, its last day
// (Civil Code 2015, Article 148.3).
func (d Date) AddMonths(n int) Date {
	m := d.Year()*12 + d.Month() - 1 + n
	y, mo := m/12, m%12+1
	return pack(y, mo, min(d.Day(), DaysIn(y, mo)))
}

// MonthsSince returns the full months from birth to d; negative where birth lies after d.
func (d Date) MonthsSince(birth Date) int {
	n := (d.Year()-birth.Year())*12 + d.Month() - birth.Month()
	if d.Day() < birth.Day() {
		n--
	}
	return n
}
