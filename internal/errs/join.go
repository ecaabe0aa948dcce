package errs

import (
	"unicode"

	"giamngheo/internal/vietnamese"
	"giamngheo/internal/words"
)

// Join puts texts together, each language for itself.
func Join(between string, all []Text) (out Text) {
	for i, t := range all {
		if i == 0 {
			out = t
			continue
		}
		khmer := ""
		if out.KM != "" || t.KM != "" {
			khmer = out.In(words.KM) + between + t.In(words.KM)
		}
		out = Text{VI: out.VI + between + t.VI, EN: out.EN + between + t.EN, KM: khmer}
	}
	return out
}

// InSentence begins a title with a small letter, but for one that begins with an abbreviation (B1, CCCD).
func InSentence(t Text) Text {
	t.VI, t.EN = inSentence(t.VI), inSentence(t.EN)
	return t
}

func inSentence(s string) string {
	letters := []rune(s)
	if len(letters) > 1 && (unicode.IsDigit(letters[1]) || unicode.IsUpper(letters[1])) {
		return s
	}
	return vietnamese.LowerFirst(s)
}
