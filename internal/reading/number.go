// Package reading reads values as people write them: numbers with either separator, dates in many spellings, yes and
// no, names and codes. What can be meant in two ways is not guessed: it is refused with both, or taken with a doubt
// where all else excludes one. It knows single values and columns, not files or households.
package reading

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/sheet"
	"giamngheo/internal/words"
)

// Shape is how a number is written.
type Shape uint8

// The shapes of numbers.
const (
	NoNumber Shape = iota
	Digits         // 1500000
	Grouped        // 1.500.000, 1 500 000, 1'500'000: thousands are parted
	Pointed        // 36,5: a decimal separator
	Both           // 1.234,5
	Either         // 1.500: one and a half, or one thousand five hundred
)

// Number is a number as it is written.
type Number struct {
	Shape    Shape
	Whole    string // digits before the decimal separator; of Either those before the sign
	Fraction string // digits behind it; of Either the three behind the sign
	Point    byte   // the sign that is the decimal separator (Pointed, Both) or the parting one (Grouped, Either)
}

// Decimal is the number as a program writes it; of Either the reading with decimals.
func (n Number) Decimal() string {
	if n.Fraction == "" {
		return n.Whole
	}
	return n.Whole + "." + n.Fraction
}

// Thousands is the other reading of Either.
func (n Number) Thousands() string { return n.Whole + n.Fraction }

// units are what people write behind a number.
var units = []string{"đồng/người/tháng", "đồng/tháng", "đồng", "vnđ", "vnd", "đ", "₫", "m²", "m2", "điểm", "hộ",
	"người"}

// ParseNumber splits a written number that is not negative. Spaces and apostrophes part thousands only: two numbers in
// a cell are none. Full-width and other scripts' digits are digits.
func ParseNumber(s string) Number {
	s = strings.TrimSpace(asciiDigits(s))
	for _, unit := range units {
		if n := len(s) - len(unit); n > 0 && strings.EqualFold(s[n:], unit) {
			s = strings.TrimSpace(s[:n])
			break
		}
	}
	if strings.ContainsAny(s, " '’") {
		return spaced(s)
	}
	return split(s)
}

// spaced reads groups parted by spaces or apostrophes.
func spaced(s string) Number {
	head, fraction, point := s, "", byte(0)
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		head, fraction, point = s[:i], s[i+1:], s[i]
	}
	groups := strings.FieldsFunc(head, func(r rune) bool { return r == ' ' || r == '\'' || r == '’' })
	whole, ok := join(groups)
	if !ok || len(groups) < 2 || strings.Count(head, " ")+strings.Count(head, "'")+
		strings.Count(head, "’") != len(groups)-1 || !allDigits(fraction) {
		return Number{}
	}
	if point != 0 {
		return Number{Both, whole, fraction, point}
	}
	return Number{Grouped, whole, "", ' '}
}

// join puts groups of three together; the first may be shorter.
func join(groups []string) (string, bool) {
	var whole strings.Builder
	for i, g := range groups {
		if !allDigits(g) || g == "" || i > 0 && len(g) != 3 || i == 0 && len(groups) > 1 && len(g) > 3 {
			return "", false
		}
		whole.WriteString(g)
	}
	return whole.String(), true
}

// split reads digits with points and commas.
func split(s string) Number {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		if s == "" || !allDigits(s) {
			return Number{}
		}
		return Number{Digits, s, "", 0}
	}
	sign := s[last]
	head, tail := s[:last], s[last+1:]
	if strings.ContainsAny(head, ".,") {
		return parted(head, tail, sign)
	}
	switch {
	case head == "" || !allDigits(head) || !allDigits(tail):
		return Number{}
	case len(tail) == 3 && len(head) <= 3 && head[0] != '0':
		return Number{Either, head, tail, sign}
	}
	return Number{Pointed, head, tail, sign}
}

// parted reads a number with several signs: the same are thousands, of two kinds the last is the decimal separator.
func parted(head, tail string, sign byte) Number {
	other := byte('.')
	if sign == '.' {
		other = ','
	}
	if strings.IndexByte(head, sign) < 0 {
		whole, ok := join(strings.Split(head, string(other)))
		if !ok || !allDigits(tail) {
			return Number{}
		}
		return Number{Both, whole, tail, sign}
	}
	whole, ok := join(append(strings.Split(head, string(sign)), tail))
	if !ok {
		return Number{}
	}
	return Number{Grouped, whole, "", sign}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// Narrow is a text with digits and signs as ASCII has them, and without the apostrophe by which a spreadsheet keeps a
// text.
func Narrow(s string) string { return strings.TrimLeft(strings.TrimSpace(asciiDigits(s)), "'") }

// asciiDigits writes digits of other scripts (full-width, Arabic, Khmer) and other spaces as ASCII has them.
func asciiDigits(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Map(asciiDigit, s)
		}
	}
	return s
}

func asciiDigit(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		return r
	case r == '，' || r == '٫':
		return ','
	case r == '．' || r == '٬':
		return '.'
	case unicode.Is(unicode.Nd, r):
		zero := r // digits of a script stand together from nought on
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	case r >= '！' && r <= '～': // of full width
		return r - '！' + '!'
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

// Column is what the numbers of a column say together.
type Column struct {
	Name   string
	Whole  bool         // the column counts or is money: there are no fractions
	Bound  *doubt.Bound // what is likely; nil where nothing is known
	Answer doubt.Answer // what a person said
	// what a person said that a sign before three digits is: Grouped, Pointed; NoNumber where nobody did
	Dot      Shape
	decimals [2]bool // a point, a comma is a decimal separator somewhere
	parts    [2]bool // a point, a comma parts thousands somewhere
}

// side is 0 for a point and 1 for a comma.
func side(sign byte) int {
	if sign == ',' {
		return 1
	}
	return 0
}

// Learn looks at a cell of the column.
func (c *Column) Learn(text string) {
	n := ParseNumber(text)
	switch n.Shape {
	case Pointed:
		c.decimals[side(n.Point)] = true
	case Both:
		c.decimals[side(n.Point)] = true
	case Grouped:
		if n.Point != ' ' {
			c.parts[side(n.Point)] = true
		}
	}
}

// point says what a sign before three digits is in this column: a decimal separator, a parting sign, or nobody knows.
func (c *Column) point(sign byte) Shape {
	here, there := side(sign), 1-side(sign)
	decimal := c.decimals[here] || c.parts[there]
	parts := c.parts[here] || c.decimals[there]
	switch {
	case c.Dot != NoNumber:
		return c.Dot
	case c.Whole:
		return Grouped
	case decimal == parts:
		return Either
	case decimal:
		return Pointed
	}
	return Grouped
}

// wrong makes the reason why a value is refused.
func wrong(text errs.Text) *errs.Text { return &text }

// Text reads a written number as a program writes it, with at most a doubt. A sign before three digits that the column
// does not decide is decided by what is likely, or refused.
func (c *Column) Text(text string) (string, *doubt.Doubt, *errs.Text) {
	n := ParseNumber(text)
	if n.Shape == NoNumber {
		return "", nil, wrong(errs.T("must be a number, for example 36 or 36.5"))
	}
	if n.Shape != Either {
		return n.Decimal(), nil, nil
	}
	switch c.point(n.Point) {
	case Pointed:
		return n.Decimal(), nil, nil
	case Grouped:
		return n.Thousands(), nil, nil
	}
	small, _ := strconv.ParseFloat(n.Decimal(), 64)   // digits
	large, _ := strconv.ParseFloat(n.Thousands(), 64) // digits
	if c.Bound != nil && c.Bound.Holds(small) != c.Bound.Holds(large) {
		read, other := n.Decimal(), n.Thousands()
		if c.Bound.Holds(large) {
			read, other, small, large = other, read, large, small
		}
		why := errs.T("“%s” was read as %s, not as %s", text, words.Decimal(small), words.Decimal(large))
		return read, &doubt.Doubt{Column: c.Name, Read: read, Else: other, Reason: why}, nil
	}
	return "", nil, wrong(errs.T("“%s” can be %s or %s: write the number without a sign for thousands", text,
		words.Decimal(small), words.Decimal(large)))
}

// Cell reads a cell of the column: what a spreadsheet stores as a number is read as stored.
func (c *Column) Cell(cell *sheet.Cell, text []byte) (float64, *doubt.Doubt, *errs.Text) {
	switch cell.Kind {
	case sheet.Bool:
		return 0, nil, wrong(errs.T("the cell holds TRUE or FALSE: enter a number"))
	case sheet.Number:
		return c.stored(cell, text)
	}
	if n, ok := PlainDigits(text); ok {
		return float64(n), nil, nil
	}
	if f, ok := tenths(text); ok {
		return f, nil, nil
	}
	s := string(text)
	read, d, bad := c.Text(s)
	if bad != nil {
		if f, ok := scientific(s); ok { // a spreadsheet that saves what it shows has rounded
			return f, &doubt.Doubt{Column: c.Name, Read: strconv.FormatFloat(f, 'f', -1, 64),
				Reason: errs.T("“%s” is written with an exponent: the number may have been rounded", s)}, nil
		}
		return 0, nil, bad
	}
	f, err := strconv.ParseFloat(read, 64)
	if err != nil || f > most {
		return 0, nil, wrong(errs.T("must be a number, for example 36 or 36.5"))
	}
	return f, d, nil
}

// tenths reads the usual decimal, digits and one or two after a point or comma, without an allocation.
func tenths(b []byte) (float64, bool) {
	for k := 1; k <= 2; k++ {
		at := len(b) - k - 1
		if at < 1 || (b[at] != '.' && b[at] != ',') {
			continue
		}
		whole, ok := PlainDigits(b[:at])
		part, ok2 := PlainDigits(b[at+1:])
		if ok && ok2 && whole < 1e9 {
			scale := [...]int64{1, 10, 100}[k]
			return float64(whole*scale+part) / float64(scale), true
		}
	}
	return 0, false
}

// most is more than any number of a register.
const most = 1e15

// lastDay is the last day that Excel can show, 31/12/9999.
const lastDay = 2958465

func (c *Column) stored(cell *sheet.Cell, text []byte) (float64, *doubt.Doubt, *errs.Text) {
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || !(f >= 0 && f <= most) {
		return 0, nil, wrong(errs.T("must be a number, for example 36 or 36.5"))
	}
	if cell.Date && f <= lastDay {
		return 0, nil, wrong(errs.T("the cell is formatted as a date: format it as a number and enter it again"))
	}
	return f, nil, nil
}

// scientific reads 1.5E6, which programs write; a text without an exponent is none.
func scientific(s string) (float64, bool) {
	if !strings.ContainsAny(s, "eE") || strings.ContainsAny(s, "xX_ ") {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= 0 && f <= most
}

// Amount reads whole đồng. What a spreadsheet stores with a trace of a fraction is whole.
func (c *Column) Amount(cell *sheet.Cell, text []byte) (int64, *doubt.Doubt, *errs.Text) {
	if n, ok := PlainDigits(text); ok && !cell.Date && cell.Kind != sheet.Bool {
		return n, nil, nil
	}
	f, d, bad := c.Cell(cell, text)
	if bad == nil && math.Abs(f-math.Round(f)) <= 1e-6 {
		return int64(math.Round(f)), d, nil
	}
	if bad == nil || cell.Kind == sheet.Text {
		bad = wrong(errs.T("must be whole đồng, for example 1500000 or 1.500.000"))
	}
	return 0, nil, bad
}

// PlainDigits reads up to 15 digits and nothing else.
func PlainDigits(b []byte) (int64, bool) {
	if len(b) == 0 || len(b) > 15 {
		return 0, false
	}
	n := int64(0)
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}
