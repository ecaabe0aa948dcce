package reading

import (
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/sheet/charset"
	"giamngheo/internal/vietnamese"
)

// Vocabulary finds the number of a word: an identifier or Vietnamese words, with or without diacritics.
type Vocabulary struct {
	byWord map[string]uint8
	list   string
	recent [64]recentWord // words found lately, by length and ends: cheaper than the map
}

type recentWord struct {
	word string
	n    uint8
}

// NewVocabulary makes the vocabulary of an enumeration.
func NewVocabulary(e *household.Enum) *Vocabulary {
	v := &Vocabulary{byWord: map[string]uint8{}}
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

// Find returns the number of a word that is not empty.
func (v *Vocabulary) Find(b []byte) (uint8, *errs.Text) {
	r := &v.recent[(len(b)*5+int(b[0])*3+int(b[len(b)-1]))&63]
	if r.word == string(b) {
		return r.n, nil
	}
	n, ok := v.byWord[string(b)]
	if !ok {
		n, ok = v.byWord[vietnamese.Fold(string(b))]
	}
	for _, e := range [...]charset.Encoding{charset.TCVN3, charset.VNI} { // a word in a font of old
		if !ok && charset.Score(string(b)) < 0 {
			n, ok = v.byWord[vietnamese.Fold(e.Text(string(b)))]
		}
	}
	if ok {
		*r = recentWord{string(b), n}
		return n, nil
	}
	return 0, wrong(errs.T("not one of the values: %s", v.list))
}
