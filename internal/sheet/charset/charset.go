// Package charset recognises and converts the encodings that Vietnamese texts come in: Unicode, Windows-1258, and the
// fonts TCVN3 and VNI. It knows bytes and syllables, not tables.
package charset

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// Encoding is how a text is written.
type Encoding uint8

// The encodings that Vietnamese files use.
const (
	UTF8 Encoding = iota
	UTF16LE
	UTF16BE
	Windows1258
	TCVN3 // the fonts .VnTime, .VnArial …
	VNI   // the fonts VNI-Times …
)

// String returns the encoding's usual name.
func (e Encoding) String() string {
	return [...]string{"UTF-8", "UTF-16LE", "UTF-16BE", "Windows-1258", "TCVN3 (ABC)", "VNI"}[e]
}

// Detect finds a file's encoding from its beginning: by its byte order mark, by zeros where UTF-16 has them, as UTF-8
// where it is valid, else by the legacy encoding that gives the most Vietnamese syllables.
func Detect(sample []byte) Encoding {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return UTF8
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return UTF16LE
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return UTF16BE
	}
	if e := zeros(sample); e != UTF8 {
		return e
	}
	whole := sample
	for i := 0; i < utf8.UTFMax && len(whole) > 0 && !utf8.Valid(whole); i++ {
		whole = whole[:len(whole)-1] // the sample may end within a character
	}
	if utf8.Valid(whole) || mostlyUTF8(sample) {
		return UTF8
	}
	return bestLegacy(sample)
}

// mostlyUTF8 reports whether more lines with letters above ASCII are UTF-8 than are not: a few lines in another
// encoding are faults of their cells and do not garble all others.
func mostlyUTF8(sample []byte) bool {
	good, bad := 0, 0
	for line := range bytes.SplitSeq(sample, []byte("\n")) {
		switch {
		case isASCII(string(line)):
		case utf8.Valid(line):
			good++
		default:
			bad++
		}
	}
	return good > bad
}

// zeros recognises UTF-16 without a byte order mark: half the bytes of Latin text are zero, all on one side.
func zeros(sample []byte) Encoding {
	var n [2]int
	for i, c := range sample[:min(len(sample), 4096)] {
		if c == 0 {
			n[i%2]++
		}
	}
	quarter := min(len(sample), 4096) / 4
	switch {
	case len(sample) < 4:
	case n[1] > quarter && n[0] < quarter/4:
		return UTF16LE
	case n[0] > quarter && n[1] < quarter/4:
		return UTF16BE
	}
	return UTF8
}

// bestLegacy returns the single-byte encoding under which most words with letters above ASCII are Vietnamese syllables;
// UTF8 (so that bytes which are no text become faults of their cells) where none gives any.
func bestLegacy(sample []byte) Encoding {
	best, most := UTF8, 0
	for _, e := range []Encoding{Windows1258, TCVN3, VNI} {
		good, bad := syllables(e.decode(sample))
		if score := good - 2*bad; score > most {
			best, most = e, score
		}
	}
	return best
}

// decode converts a text in a single-byte encoding.
func (e Encoding) decode(b []byte) string {
	switch e {
	case TCVN3:
		var s strings.Builder
		for _, c := range b {
			s.WriteRune(tcvn3[c])
		}
		return s.String()
	case VNI:
		return decodeVNI(b)
	}
	out, err := charmap.Windows1258.NewDecoder().Bytes(b)
	if err != nil { // a single-byte encoding cannot fail
		return string(b)
	}
	return norm.NFC.String(string(out))
}

// NewReader returns the text of a file as UTF-8 in composed form.
func NewReader(r io.Reader, e Encoding) io.Reader {
	switch e {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder())
	case Windows1258:
		return transform.NewReader(r, transform.Chain(charmap.Windows1258.NewDecoder(), norm.NFC))
	case TCVN3, VNI:
		return &legacyReader{r: r, e: e}
	}
	return r
}

// legacyReader decodes TCVN3 or VNI line by line, for VNI's letters are pairs of bytes.
type legacyReader struct {
	r    io.Reader
	e    Encoding
	in   []byte
	out  []byte
	err  error
	pool [32 << 10]byte
}

// Read implements io.Reader.
func (l *legacyReader) Read(p []byte) (int, error) {
	for len(l.out) == 0 {
		if l.err != nil {
			return 0, l.err
		}
		n, err := l.r.Read(l.pool[:])
		l.in = append(l.in, l.pool[:n]...)
		l.err = err
		cut := len(l.in)
		if err == nil && cut > 0 {
			cut-- // the last byte may take a mark from the next
		}
		l.out = []byte(l.e.decode(l.in[:cut]))
		l.in = append(l.in[:0], l.in[cut:]...)
	}
	n := copy(p, l.out)
	l.out = l.out[n:]
	return n, nil
}

// tcvn3 is the table of TCVN 5712:1993's third character set; what it does not use stays as it is.
var tcvn3 = makeTCVN3()

func makeTCVN3() (t [256]rune) {
	for i := range t {
		t[i] = rune(i)
	}
	set := func(from byte, letters string) {
		for i, r := range []rune(letters) {
			if r != ' ' {
				t[int(from)+i] = r
			}
		}
	}
	set(0xa1, "ĂÂÊÔƠƯĐăâêôơưđ")
	set(0xb5, "àảãáạ ằẳẵắ")
	set(0xc6, "ặầẩẫấậè")
	set(0xce, "ẻẽéẹềểễếệìỉ")
	set(0xdc, "ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ")
	return t
}

// vniSingle are VNI's letters of one byte, vniMark what a byte makes of the letter before it.
var vniSingle = map[byte]rune{
	0xf1: 'đ', 0xd1: 'Đ', 0xf4: 'ơ', 0xd4: 'Ơ', 0xf6: 'ư', 0xd6: 'Ư', 0xed: 'í', 0xcd: 'Í', 0xec: 'ì', 0xcc: 'Ì',
	0xe6: 'ỉ', 0xc6: 'Ỉ', 0xf3: 'ĩ', 0xd3: 'Ĩ', 0xf2: 'ị', 0xd2: 'Ị', 0xee: 'ỵ', 0xce: 'Ỵ',
}

var vniMark = map[byte]string{
	0xf9: "\u0301", 0xf8: "\u0300", 0xfb: "\u0309", 0xf5: "\u0303", 0xef: "\u0323",
	0xe2: "\u0302", 0xe1: "\u0302\u0301", 0xe0: "\u0302\u0300", 0xe5: "\u0302\u0309", 0xe3: "\u0302\u0303",
	0xe4: "\u0302\u0323",
	0xea: "\u0306", 0xe9: "\u0306\u0301", 0xe8: "\u0306\u0300", 0xfa: "\u0306\u0309", 0xfc: "\u0306\u0303",
	0xeb: "\u0306\u0323",
}

func decodeVNI(b []byte) string {
	var s strings.Builder
	letter := false // may the next byte be a mark
	for _, c := range b {
		r, single := vniSingle[c]
		mark, isMark := vniMark[c]
		if !isMark && c >= 0xc0 && c < 0xe0 { // capitals: their marks are capitals too
			mark, isMark = vniMark[c+0x20]
		}
		switch {
		case isMark && letter:
			s.WriteString(mark)
			letter = false
		case single:
			s.WriteRune(r)
			letter = r == 'ơ' || r == 'Ơ' || r == 'ư' || r == 'Ư'
		case c < 0x80:
			s.WriteByte(c)
			letter = strings.IndexByte("aeouyAEOUY", c) >= 0
		default:
			s.WriteRune(rune(c))
			letter = false
		}
	}
	return norm.NFC.String(s.String())
}
