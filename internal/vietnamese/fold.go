// Package vietnamese knows how Vietnamese text is searched and put in order: folding without diacritics (đ too) and
// the order of people's names. It knows nothing of households.
package vietnamese

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold reduces a text to what people mean by it: no diacritics, no case, words apart by single spaces.
func Fold(s string) string { return string(AppendFold(nil, s)) }

// AppendFold appends Fold(s) to b.
func AppendFold(b []byte, s string) []byte {
	start, space := len(b), false
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x80 {
			return appendFoldUnicode(b[:start], s)
		}
		i++
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		default:
			space = len(b) > start
			continue
		}
		if space {
			b, space = append(b, ' '), false
		}
		b = append(b, c)
	}
	return b
}

func appendFoldUnicode(b []byte, s string) []byte {
	start, space := len(b), false
	for _, r := range s {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		f, ok := base(r)
		if !ok {
			space = len(b) > start
			continue
		}
		if space {
			b, space = append(b, ' '), false
		}
		b = append(b, f...)
	}
	return b
}

// base returns the letter or digit under a rune's marks, in lower case; false where it is neither.
func base(r rune) (string, bool) {
	switch {
	case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
		return ascii[r : r+1], true
	case 'A' <= r && r <= 'Z':
		return ascii[r+32 : r+33], true
	case r < 0x80:
		return "", false
	case r == 'đ' || r == 'Đ' || r == 'Ð' || r == 'ð': // the last two are Icelandic letters that look like it
		return "d", true
	case 0xC0 <= r && r <= 0x1EFF:
		if one := latin[r]; one != 0 {
			return ascii[one : one+1], true
		}
	}
	var out strings.Builder
	for _, d := range norm.NFD.String(strings.ToLower(string(r))) {
		if !unicode.Is(unicode.Mn, d) {
			out.WriteRune(d)
		}
	}
	folded := out.String()
	first := []rune(folded)
	return folded, len(first) > 0 && (unicode.IsLetter(first[0]) || unicode.IsDigit(first[0]) ||
		unicode.Is(unicode.Mc, first[0]))
}

// ascii holds every ASCII character at its own place; latin the ASCII letter under each precomposed one. Not to be
// changed.
var (
	ascii = func() string {
		var b [128]byte
		for i := range b {
			b[i] = byte(i)
		}
		return string(b[:])
	}()
	latin = func() (t [0x1F00]byte) {
		for r := rune(0xC0); r < 0x1F00; r++ {
			d := []rune(norm.NFD.String(string(unicode.ToLower(r))))
			if len(d) > 1 && 'a' <= d[0] && d[0] <= 'z' {
				t[r] = byte(d[0])
			}
		}
		return t
	}()
)
