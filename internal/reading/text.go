package reading

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/errs"
	"giamngheo/internal/sheet/charset"
)

// signs say what a text needs before it may be kept; found in one look at its bytes.
type signs uint8

const (
	plain   signs = 0
	untidy  signs = 1 << (iota - 1) // invisible characters, marks apart from their letters, Ð for Đ, two spaces
	latin                           // letters of Latin-1 and none above: it may be in a font of old
	foreign                         // letters of Latin-1 that no Vietnamese text has
	garbled                         // UTF-8 read as Windows-1252, or the character for what could not be converted
	asked                           // a question mark beside a letter
)

// vietnameseLatin tells of U+00C0 to U+00FF which letters Vietnamese has; not to be changed.
var vietnameseLatin = func() (t [64]bool) {
	for _, r := range "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýÐð" {
		t[r-0xc0] = true
	}
	return t
}()

// look finds the signs of a text.
func look(b []byte) (s signs) {
	above := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c > ' ' && c < utf8.RuneSelf && c != '?' {
			continue
		}
		if c < utf8.RuneSelf {
			switch {
			case c == '?' && (i > 0 && letter(b[i-1]) || i+1 < len(b) && letter(b[i+1])):
				s |= asked
			case c < ' ', c == ' ' && i > 0 && b[i-1] == ' ':
				s |= untidy
			}
			continue
		}
		if i+1 >= len(b) {
			continue
		}
		n := b[i+1]
		switch {
		case c == 0xc2:
			s |= foreign
			if n == 0xa0 || n == 0xad { // no-break space, soft hyphen
				s |= untidy
			}
		case c == 0xc3:
			s |= latin1Signs(n, b[i+2:])
		case c == 0xcc, c == 0xcd: // combining marks
			above = true
			s |= untidy
		case c == 0xe2 && n == 0x80, c == 0xe2 && n == 0x81, c == 0xef:
			above = true
			s |= untidy
			if c == 0xef && i+2 < len(b) && n == 0xbf && b[i+2] == 0xbd {
				s |= garbled
			}
		case c >= 0xc4:
			above = true
		}
	}
	if above {
		return s &^ (latin | foreign)
	}
	return s
}

// latin1Signs looks at U+00C0 to U+00FF, of which n is the second byte.
func latin1Signs(n byte, rest []byte) signs {
	r := rune(0xc0 + n - 0x80)
	s := latin
	if r == 0xd0 || r == 0xf0 {
		s |= untidy
	}
	if !vietnameseLatin[n&0x3f] {
		s |= foreign
	}
	// á» áº Ã¢ Ä‘ Æ°: the bytes of one letter each shown as a character
	if len(rest) > 1 && rest[0] == 0xc2 {
		switch {
		case r == 'á' && (rest[1] == 0xba || rest[1] == 0xbb), r == 'Ã' && rest[1] >= 0xa0, r == 'Æ' &&
			(rest[1] == 0xb0 || rest[1] == 0xa1), r == 'Ä' && rest[1] >= 0x80:
			s |= garbled
		}
	}
	if r == 'Ä' && (bytes.HasPrefix(rest, []byte("‘")) || bytes.HasPrefix(rest, []byte("\u0090"))) {
		s |= garbled
	}
	return s
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf }

// Texts reads the texts of a column: names, addresses, codes.
type Texts struct {
	Encoding charset.Encoding // the font that most of the column's texts are in; UTF8 for Unicode
	Decoded  int              // texts that were converted from a font of old
}

// Tidy is a text as it is kept: composed letters, no invisible characters, single spaces, Đ for the letter that looks
// like it.
func Tidy(s string) string {
	s = norm.NFC.String(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 'Ð':
			return 'Đ'
		case r == 'ð':
			return 'đ'
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// junk are what programs write for an empty cell, folded or as they stand.
var junk = map[string]bool{"nan": true, "null": true, "undefined": true, "#n/a": true, "#na": true, "n/a": true,
	"<na>": true, "#ref!": true,
	"#value!": true, "#name?": true, "#div/0!": true, "#num!": true, "#null!": true, "nat": true, "(null)": true,
	"[object object]": true}

// Read reads a text, of which b is trimmed: tidied and, where it is in a font of old, converted. tidied is nil where
// the text may be kept as it is. Refused are texts that lost their letters and words of programs for nothing.
func (t *Texts) Read(b []byte) (tidied []byte, bad *errs.Text) {
	s := look(b)
	if len(b) <= 15 && (b[0] == '#' || b[0]|0x20 == 'n' || b[0]|0x20 == 'u' || b[0] == '<' || b[0] == '(' ||
		b[0] == '[') && junk[strings.ToLower(string(b))] {
		return nil, wrong(errs.T("“%s” is a program's word for an empty cell: leave the cell empty or enter the value",
			string(b)))
	}
	if s == plain || s == latin && t.Encoding == charset.UTF8 {
		return nil, nil
	}
	text := string(b)
	switch {
	case s&garbled != 0:
		if mended, ok := mend(text); ok {
			return nil,
				wrong(
					errs.T(
						"the text was saved in a wrong encoding, perhaps it is “%s”: save the file as UTF-8 again, or correct the cell", mended))
		}
		return nil,
			wrong(
				errs.T(
					"letters were lost in a conversion: fetch the file again in its own encoding, or correct the cell"))
	case s&asked != 0:
		return nil,
			wrong(
				errs.T(
					"“?” within a word: letters with marks were lost in a conversion; fetch the file again in its own encoding, or correct the cell"))
	}
	if s&(latin|foreign) != 0 {
		if decoded, ok := t.decode(text, s); ok {
			t.Decoded++
			return []byte(Tidy(decoded)), nil
		}
	}
	if s&untidy != 0 || s&foreign != 0 {
		return []byte(Tidy(text)), nil
	}
	return nil, nil
}

// decode converts a text from a font of old where that gives more Vietnamese syllables than the text as it is; where
// both do, the column decides.
func (t *Texts) decode(text string, s signs) (string, bool) {
	if t.Encoding == charset.UTF8 && s&foreign == 0 {
		return "", false
	}
	best, decoded := charset.Score(text), ""
	for _, e := range []charset.Encoding{charset.TCVN3, charset.VNI} {
		d := e.Text(text)
		score := charset.Score(d)
		if score > max(best, 0) || score == best && score > 0 && e == t.Encoding {
			best, decoded = score, d
		}
	}
	return decoded, decoded != ""
}

// mend reads the bytes of a text that was taken for Windows-1252 as the UTF-8 that they are.
func mend(s string) (string, bool) {
	var b []byte
	for _, r := range s {
		c, ok := charmap.Windows1252.EncodeRune(r)
		if !ok && r < 0x100 {
			c, ok = byte(r), true
		}
		if !ok {
			return "", false
		}
		b = append(b, c)
	}
	return norm.NFC.String(string(b)), utf8.Valid(b) && !bytes.ContainsRune(b, utf8.RuneError)
}

// Bare reports whether a text is kept as it stands.
func Bare(b []byte) bool { return look(b) == plain }

// Code is a code as it is compared: tidied, without the “.0” that programs put behind whole numbers when stored says
// that the cell was a number. A number so large that it lost digits is refused.
func Code(b []byte, stored bool) (string, *errs.Text) {
	s := string(b)
	if look(b) != plain {
		s = Tidy(s)
	}
	if !stored {
		return s, nil
	}
	if whole, fraction, ok := strings.Cut(s, "."); ok && strings.Trim(fraction, "0") == "" {
		s = whole
	}
	if strings.ContainsAny(s, "eE.") || len(s) > 15 {
		return "",
			wrong(
				errs.T(
					"the code is a number of so many digits that the spreadsheet lost some: format the column as text and enter the code again"))
	}
	return s, nil
}
