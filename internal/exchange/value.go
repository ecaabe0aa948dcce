package exchange

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet"
	"giamngheo/internal/vietnamese"
)

// wrong makes the reason why a value is refused.
func wrong(text errs.Text) *errs.Text { return &text }

// vocabulary finds the number of a word: an identifier or Vietnamese words, with or without diacritics.
type vocabulary struct {
	byWord map[string]uint8
	list   string
	recent [64]recentWord // words found lately, by length and ends: cheaper than the map
}

type recentWord struct {
	word string
	n    uint8
}

func newVocabulary(e *household.Enum) *vocabulary {
	v := &vocabulary{byWord: map[string]uint8{}}
	var shown []string
	for i, name := range e.Names {
		if i == 0 {
			continue
		}
		words := append([]string{name}, e.Titles[i]...)
		for _, w := range words {
			v.byWord[w] = uint8(i)
			v.byWord[vietnamese.Fold(w)] = uint8(i)
		}
		shown = append(shown, e.Titles[i][0])
	}
	v.list = strings.Join(shown, "; ")
	return v
}

func (v *vocabulary) find(b []byte) (uint8, *errs.Text) {
	r := &v.recent[(len(b)*5+int(b[0])*3+int(b[len(b)-1]))&63]
	if r.word == string(b) {
		return r.n, nil
	}
	n, ok := v.byWord[string(b)]
	if !ok {
		n, ok = v.byWord[vietnamese.Fold(string(b))]
	}
	if ok {
		*r = recentWord{string(b), n}
		return n, nil
	}
	return 0, wrong(errs.T("not one of the values: %s", v.list))
}

// yesNo are the words for yes and no.
var yesNo = map[string]household.Answer{
	"yes": household.Yes, "no": household.No, "có": household.Yes, "không": household.No, "co": household.Yes, "khong": household.No,
	"x": household.Yes, "X": household.Yes, "–": household.No, "-": household.No, "—": household.No, "1": household.Yes, "0": household.No,
	"true": household.Yes, "false": household.No, "Có": household.Yes, "Không": household.No, "k": household.No, "c": household.Yes,
	"dung": household.Yes, "sai": household.No, "y": household.Yes, "n": household.No,
}

func parseYesNo(b []byte) (household.Answer, *errs.Text) {
	switch string(b) { // the usual, before the map
	case "yes":
		return household.Yes, nil
	case "no":
		return household.No, nil
	}
	if a, ok := yesNo[string(b)]; ok {
		return a, nil
	}
	if a, ok := yesNo[vietnamese.Fold(string(b))]; ok {
		return a, nil
	}
	return 0, wrong(errs.T("must be yes or no (x, –, 1, 0 will do)"))
}

// bareNumber removes the spaces and currency words around a number.
func bareNumber(b []byte) string {
	s := string(b)
	for _, space := range []string{" ", "\u00a0", "\u202f"} {
		if strings.Contains(s, space) {
			s = strings.ReplaceAll(s, space, "")
		}
	}
	for _, unit := range []string{"đồng", "vnđ", "vnd", "đ", "₫", "m²", "m2"} {
		if n := len(s) - len(unit); n > 0 && strings.EqualFold(s[n:], unit) {
			return s[:n]
		}
	}
	return s
}

// parseAmount reads whole đồng: 1500000, 1.500.000, 1,500,000, 1 500 000 đ. A point or comma before three digits parts
// thousands; decimals must be zeros.
func parseAmount(b []byte) (household.Dong, *errs.Text) {
	if n, ok := plainDigits(b); ok {
		return household.Dong(n), nil
	}
	bad := wrong(errs.T("must be whole đồng, for example 1500000 or 1.500.000"))
	s := bareNumber(b)
	whole, fraction := splitNumber(s, true)
	if strings.Trim(fraction, "0") != "" || whole == "" {
		if f, err := strconv.ParseFloat(s, 64); err == nil && f == math.Trunc(f) && f >= 0 && f < 1e15 && strings.ContainsAny(s, "eE") {
			return household.Dong(f), nil
		}
		return 0, bad
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1e15 {
		return 0, bad
	}
	return household.Dong(n), nil
}

// plainDigits reads up to 15 digits and nothing else.
func plainDigits(b []byte) (int64, bool) {
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

// splitNumber parts a number with separators into its whole digits and its fraction. Two kinds of separators: the last is
// the decimal one. One kind, several times: thousands. One, once: decimal, unless amount is set and three digits follow.
// The whole part is empty where the text is no such number.
func splitNumber(s string, amount bool) (whole, fraction string) {
	decimal := -1
	last := strings.LastIndexAny(s, ".,")
	if last >= 0 {
		other := strings.IndexByte(s, '.') >= 0 && strings.IndexByte(s, ',') >= 0
		once := strings.IndexAny(s, ".,") == last
		if other || once && (!amount || len(s)-last-1 != 3) {
			decimal = last
		}
	}
	head := s
	if decimal >= 0 {
		head, fraction = s[:decimal], s[decimal+1:]
	}
	groups := strings.FieldsFunc(head, func(r rune) bool { return r == '.' || r == ',' })
	for i, g := range groups {
		if i > 0 && len(g) != 3 {
			return "", ""
		}
		whole += g
	}
	if !allDigits(whole) || !allDigits(fraction) {
		return "", ""
	}
	return whole, fraction
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// parseDecimal reads a number that may have decimals after a comma or a point: 7,99; 7.99; 1.234,5.
func parseDecimal(b []byte) (float64, *errs.Text) {
	if n, ok := plainDigits(b); ok && n <= 1e9 {
		return float64(n), nil
	}
	if f, ok := tenths(b); ok {
		return f, nil
	}
	bad := wrong(errs.T("must be a number, for example 36 or 36.5"))
	s := bareNumber(b)
	whole, fraction := splitNumber(s, false)
	text := whole
	if fraction != "" {
		text += "." + fraction
	}
	if whole == "" {
		if !strings.ContainsAny(s, "eE") {
			return 0, bad
		}
		text = s
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f < 0 || f > 1e9 || math.IsNaN(f) {
		return 0, bad
	}
	return f, nil
}

// tenths reads the usual decimal, digits and one or two after a point or comma, without an allocation.
func tenths(b []byte) (float64, bool) {
	for k := 1; k <= 2; k++ {
		at := len(b) - k - 1
		if at < 1 || (b[at] != '.' && b[at] != ',') {
			continue
		}
		whole, ok := plainDigits(b[:at])
		part, ok2 := plainDigits(b[at+1:])
		if ok && ok2 && whole < 1e9 {
			scale := [...]int64{1, 10, 100}[k]
			return float64(whole*scale+part) / float64(scale), true
		}
	}
	return 0, false
}

// Excel's first days.
var (
	epoch1900 = date.Must(1899, 12, 30)
	epoch1904 = date.Must(1904, 1, 1)
)

// parseBirth reads a date: YYYY-MM-DD, DD/MM/YYYY (also with - or .), Excel's serial day, or a year alone.
func parseBirth(c *sheet.Cell, from1904 bool) (household.Birth, *errs.Text) {
	b := bytes.TrimSpace(c.Value)
	if n, ok := plainDigits(b); ok {
		switch {
		case n >= 1850 && n <= 2100 && !c.Date:
			return household.BornIn(int(n)), nil
		case c.Date || n >= 3654 && n < 80000: // 1910 and later
			return serial(n, from1904), nil
		}
	}
	if c.Kind == sheet.Number {
		if f, err := strconv.ParseFloat(string(b), 64); err == nil && f >= 1 && f < 80000 {
			return serial(int64(f), from1904), nil
		}
	}
	y, m, d, ok := splitDate(b)
	if !ok {
		return household.Birth{}, wrong(errs.T("not a date: write DD/MM/YYYY, for example 05/09/1980, or the year alone"))
	}
	day, ok := date.Of(y, m, d)
	if !ok {
		return household.Birth{}, wrong(errs.T("there is no day %04d-%02d-%02d", y, m, d))
	}
	return household.BornOn(day), nil
}

func serial(n int64, from1904 bool) household.Birth {
	if from1904 {
		return household.BornOn(epoch1904.AddDays(int(n)))
	}
	return household.BornOn(epoch1900.AddDays(int(n)))
}

// splitDate parts a written date. A time behind it is dropped.
func splitDate(b []byte) (y, m, d int, ok bool) {
	if i := bytes.IndexAny(b, " T"); i > 0 {
		b = b[:i]
	}
	var part [3]int
	n, width, first := 0, 0, 0
	for _, c := range b {
		switch {
		case c >= '0' && c <= '9' && width < 4:
			part[n] = part[n]*10 + int(c-'0')
			width++
			if n == 0 {
				first = width
			}
		case (c == '/' || c == '-' || c == '.') && width > 0 && n < 2:
			n++
			width = 0
		default:
			return 0, 0, 0, false
		}
	}
	switch {
	case n != 2:
	case first == 4 && width <= 2 && width > 0:
		return part[0], part[1], part[2], true
	case first <= 2 && width == 4:
		return part[2], part[1], part[0], true
	}
	return 0, 0, 0, false
}
