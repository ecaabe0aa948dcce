package charset

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

const sentence = "Nguyễn Thị Phượng, Ấp Đại Bái; xã Nhơn Mỹ huyện Kế Sách tỉnh Sóc Trăng. Đường trục chính, hộ nghèo dân tộc thiểu số ở vùng bãi ngang ven biển"

// encode writes Vietnamese text in a legacy encoding, by looking its table up backwards.
func encode(e Encoding, s string) []byte {
	switch e {
	case TCVN3:
		back := map[rune]byte{}
		for i := 255; i >= 0; i-- {
			back[tcvn3[i]] = byte(i)
		}
		var b []byte
		for _, r := range s {
			c, ok := back[r]
			if !ok {
				c = back[[]rune(strings.ToLower(string(r)))[0]] // TCVN3 has no capitals with tones
			}
			b = append(b, c)
		}
		return b
	case VNI:
		return encodeVNI(s)
	}
	b, err := charmap.Windows1258.NewEncoder().Bytes([]byte(to1258(s)))
	if err != nil {
		panic(err)
	}
	return b
}

// to1258 takes the tones off the letters, as Windows-1258 holds them.
func to1258(s string) string {
	var out strings.Builder
	for _, r := range s {
		d := norm.NFD.String(string(r))
		tone := ""
		var base []rune
		for _, c := range d {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", c) {
				tone = string(c)
			} else {
				base = append(base, c)
			}
		}
		out.WriteString(norm.NFC.String(string(base)) + tone)
	}
	return out.String()
}

func encodeVNI(s string) []byte {
	single, mark := map[rune]byte{}, map[string]byte{}
	for c, r := range vniSingle {
		single[r] = c
	}
	for c, m := range vniMark {
		mark[norm.NFD.String("a" + m)[1:]] = c
	}
	var b []byte
	for _, r := range s {
		if c, ok := single[r]; ok {
			b = append(b, c)
			continue
		}
		d := norm.NFD.String(string(r))
		base, rest := []rune(d)[0], d[len(string([]rune(d)[0])):]
		if horn, ok := strings.CutPrefix(rest, "\u031b"); ok {
			base, rest = []rune(norm.NFC.String(string(base) + "\u031b"))[0], horn
		} else if i := strings.Index(rest, "\u031b"); i >= 0 {
			base, rest = []rune(norm.NFC.String(string(base) + "\u031b"))[0], rest[:i]+rest[i+2:]
		}
		if c, ok := single[base]; ok {
			b = append(b, c)
		} else {
			b = append(b, string(base)...)
		}
		if rest != "" {
			c := mark[norm.NFD.String("a" + rest)[1:]]
			if strings.ToUpper(string(base)) == string(base) {
				c -= 0x20
			}
			b = append(b, c)
		}
	}
	return b
}

func TestEncodings(t *testing.T) {
	text := "Mã hộ,Địa chỉ\nH1,\"" + sentence + "\"\n"
	utf16 := func(e unicode.Endianness, bom unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name string
		in   []byte
		want Encoding
		fold bool // capitals with tones come back small
	}{
		{"UTF-8", []byte(text), UTF8, false},
		{"UTF-16 LE with a mark", utf16(unicode.LittleEndian, unicode.UseBOM), UTF16LE, false},
		{"UTF-16 BE with a mark", utf16(unicode.BigEndian, unicode.UseBOM), UTF16BE, false},
		{"UTF-16 LE", utf16(unicode.LittleEndian, unicode.IgnoreBOM), UTF16LE, false},
		{"Windows-1258", encode(Windows1258, text), Windows1258, false},
		{"TCVN3", encode(TCVN3, text), TCVN3, true},
		{"VNI", encode(VNI, text), VNI, false},
	} {
		if got := Detect(c.in); got != c.want {
			t.Errorf("%s: detected as %s", c.name, got)
			continue
		}
		b, err := io.ReadAll(NewReader(bytes.NewReader(c.in), c.want))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		want, got := text, strings.TrimPrefix(string(b), "\ufeff")
		if c.fold {
			want, got = strings.ToLower(want), strings.ToLower(got)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestRecoder(t *testing.T) {
	latin := func(b []byte) string {
		var s strings.Builder
		for _, c := range b {
			s.WriteRune(rune(c))
		}
		return s.String()
	}
	for _, e := range []Encoding{TCVN3, VNI} {
		var r Recoder
		for w := range strings.FieldsSeq(sentence) {
			r.Learn(latin(encode(e, w)))
		}
		if r.Encoding() != e {
			t.Errorf("%s found as %s", e, r.Encoding())
		}
		if got := e.Text(latin(encode(e, "hộ nghèo ở ấp đại bái"))); got != "hộ nghèo ở ấp đại bái" {
			t.Errorf("%s: %q", e, got)
		}
	}
}

// TestUnicodeIsNeverRecoded: Vietnamese text in Unicode, plain ASCII and Khmer stay as they are.
func TestUnicodeIsNeverRecoded(t *testing.T) {
	words := strings.Fields(sentence + " Bé Hà Lê Mai Hòa Sóc Trăng Trần Đề ខ្មែរ")
	rapid.Check(t, func(rt *rapid.T) {
		var r Recoder
		for range rapid.IntRange(1, 30).Draw(rt, "n") {
			r.Learn(strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 5).Draw(rt, "words"), " "))
		}
		if r.Encoding() != UTF8 {
			rt.Fatalf("Unicode text taken for %s", r.Encoding())
		}
	})
}
