package vietnamese

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Hamlet is the one way in which a hamlet's name is kept, whichever way it was typed: composed letters, single spaces,
// a capital at the head of every word, and the tone on the first vowel of a last oa, oe, uy (Hòa, not Hoà). Names that
// differ in a tone or a letter stay apart, for they are different hamlets until a person says otherwise.
func Hamlet(s string) string {
	words := strings.Fields(norm.NFC.String(s))
	loud := strings.ToUpper(s) == s
	for i, w := range words {
		if loud && strings.Trim(w, "IVXLC") != "" { // roman numbers stay
			w = strings.ToLower(w)
		}
		letters := []rune(toneFirst(w))
		letters[0] = unicode.ToUpper(letters[0])
		words[i] = string(letters)
	}
	return strings.Join(words, " ")
}

// toneFirst moves the tone of a last oa, oe, uy from the second vowel to the first; not where the first is part of qu.
func toneFirst(w string) string {
	r := []rune(w)
	n := len(r)
	if n < 2 {
		return w
	}
	first, last := unicode.ToLower(r[n-2]), []rune(norm.NFD.String(string(r[n-1])))
	if len(last) != 2 || !strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", last[1]) {
		return w
	}
	switch end := unicode.ToLower(last[0]); {
	case first == 'o' && (end == 'a' || end == 'e'):
	case first == 'u' && end == 'y' && (n < 3 || unicode.ToLower(r[n-3]) != 'q'):
	default:
		return w
	}
	return norm.NFC.String(string(r[:n-1]) + string(last[1]) + string(last[0]))
}
