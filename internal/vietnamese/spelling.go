package vietnamese

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Spelling is what the spellings of one word have in common: case, single spaces, and on which vowel a tone stands
// (Hòa, Hoà) do not matter; the tone itself and the letters do, by which Fold is coarser.
func Spelling(s string) string {
	var out strings.Builder
	for i, w := range strings.Fields(strings.ToLower(s)) {
		if i > 0 {
			out.WriteByte(' ')
		}
		tone := ""
		for _, r := range norm.NFD.String(w) {
			switch r {
			case '\u0300', '\u0301', '\u0303', '\u0309', '\u0323':
				tone += string(r)
			default:
				out.WriteRune(r)
			}
		}
		out.WriteString(tone)
	}
	return out.String()
}
