package charset

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The parts of a Vietnamese syllable, without tone: what may begin it and what may follow. A word is Vietnamese where
// it splits into both.
var (
	onsets = set("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
		"ph",
		"qu", "r", "s", "t", "th", "tr", "v", "x")
	rimes = set(strings.Fields(`a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
		e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
		o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong op ot
		ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uan uang uâc uân uâng uât uây uc ui um un ung up ut uê uêch uên uênh
		uơ uy uya uych uyên uyêt uynh uyp uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu
		ươc ươi ươm ươn ương ươp ươt ươu y yên yêt yêm yêu yêng yt ym yn`)...)
)

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// syllables counts the words with letters above ASCII that are Vietnamese syllables and those that are not; a letter or
// sign that no Vietnamese text has counts as a word that is not.
func syllables(text string) (good, bad int) {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && !unicode.IsLetter(r) }) {
		if isASCII(w) {
			continue
		}
		if isSyllable(w) {
			good++
		} else {
			bad++
		}
	}
	return good, bad
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// isSyllable reports whether a word is a Vietnamese syllable, in whatever case: TCVN3 has no capitals with tones, so
// that its capital words come out mixed.
func isSyllable(w string) bool {
	lower := strings.ToLower(w)
	base, tones := toneless(lower)
	if tones > 1 {
		return false
	}
	for n := min(3, len(base)); n >= 0; n-- {
		for cut := range base + "." {
			if len([]rune(base[:cut])) == n && onsets[base[:cut]] && rimes[base[cut:]] {
				return true
			}
		}
	}
	return false
}

// toneless removes the five tone marks and counts them.
func toneless(s string) (base string, tones int) {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch r {
		case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323':
			tones++
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String()), tones
}

// Recoder finds which legacy encoding the text of a sheet's cells is in: workbooks made with TCVN3 or VNI fonts hold
// its bytes as Latin-1 characters. Show it cells with Learn, then convert with Text. A sheet that has one letter above
// Latin-1, as any real Vietnamese text does, is Unicode and stays as it is.
type Recoder struct {
	unicode bool
	good    [VNI + 1]int
}

// Learn looks at a cell's text.
func (r *Recoder) Learn(text string) {
	if r.unicode {
		return
	}
	b, ok := latin1(text)
	if !ok {
		r.unicode = r.unicode || !isASCII(text)
		return
	}
	asIs, asIsBad := syllables(text)
	r.good[UTF8] += asIs - 2*asIsBad
	for _, e := range []Encoding{TCVN3, VNI} {
		g, bad := syllables(e.decode(b))
		r.good[e] += g - 2*bad
	}
}

// Encoding returns the legacy encoding found, UTF8 where the text is Unicode or nothing tells.
func (r *Recoder) Encoding() Encoding {
	if r.unicode {
		return UTF8
	}
	best := UTF8
	for _, e := range []Encoding{TCVN3, VNI} {
		if r.good[e] > max(r.good[best], 0) {
			best = e
		}
	}
	return best
}

// Text converts a cell's text from an encoding that Encoding found.
func (e Encoding) Text(text string) string {
	if e != TCVN3 && e != VNI {
		return text
	}
	if b, ok := latin1(text); ok {
		return e.decode(b)
	}
	return text
}

// latin1 returns a text's characters as bytes where it has some above ASCII and none above Latin-1.
func latin1(text string) ([]byte, bool) {
	if isASCII(text) {
		return nil, false
	}
	b := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return nil, false
		}
		b = append(b, byte(r))
	}
	return b, true
}

// Score says how Vietnamese a text is: its words with letters above ASCII that are syllables, less twice those that
// are not.
func Score(text string) int {
	good, bad := syllables(text)
	return good - 2*bad
}
