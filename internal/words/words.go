// Package words says the program's texts in the languages of the interface. The code carries one of them: English,
// which is also a text's key in the catalogues po/vi.po and po/km.po that a translator opens with any gettext editor.
// It knows nothing of the domain, of errors or of pages.
//
// A text is English with printf verbs: "household %s has %d members". Where one English has two translations, the text
// begins with its context and a bar: "of a list|Head"; the bar and what stands before it are never shown.
package words

import (
	"embed"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/leonelquinteros/gotext"
)

// The languages of the interface.
const (
	VI = "vi" // Vietnamese, the language that others fall back to
	EN = "en" // English, the language of the code
	KM = "km" // Khmer
)

//go:embed po/vi.po po/km.po
var files embed.FS

// Speaker is an argument that differs between languages: a text of the law, a day.
type Speaker interface{ In(lang string) string }

// Number is a whole number that is said with its thousands parted: 1.500.000 or, in English, 1,500,000.
type Number int64

// In implements Speaker.
func (n Number) In(lang string) string {
	return Grouped(lang, strconv.FormatInt(int64(n), 10))
}

// Grouped parts the thousands of a whole number that is written out in digits, with or without a minus sign.
func Grouped(lang, digits string) string {
	sep := byte('.')
	if lang == EN {
		sep = ','
	}
	var b []byte
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b = append(b, sep)
		}
		b = append(b, digits[i])
	}
	return string(b)
}

// Decimal is a number that may have decimals, said with the separators of the language: 1.036,5 or, in English,
// 1,036.5.
type Decimal float64

// In implements Speaker.
func (d Decimal) In(lang string) string {
	return Fixed(lang, float64(d), -1)
}

// Fixed writes a number with so many decimals, -1 for as many as it has, after the language's point or comma; its
// thousands are parted.
func Fixed(lang string, v float64, places int) string {
	whole, decimals, _ := strings.Cut(strconv.FormatFloat(v, 'f', places, 64), ".")
	whole = Grouped(lang, whole)
	switch {
	case decimals == "":
		return whole
	case lang == EN:
		return whole + "." + decimals
	}
	return whole + "," + decimals
}

// In says a text in a language with its arguments; a Speaker among them is said in the same language. A text without
// arguments is taken as it stands, with its percent signs; one without letters ("%s, %s") only joins its arguments. A
// Khmer text that is not translated yet is said in Vietnamese.
func In(lang, id string, args ...any) string {
	if text, ok := Find(lang, id); ok {
		return Format(lang, text, args...)
	}
	if lang == KM {
		return In(VI, id, args...)
	}
	_, text := split(id)
	return Format(lang, text, args...)
}

// Plural is In for a text that differs between one and many; n chooses and is the first of the verbs.
func Plural(lang string, n int, one, many string, args ...any) string {
	args = append([]any{n}, args...)
	text, ok := catalogues()[lang].plural(n, one, many)
	switch {
	case ok:
		return Format(lang, text, args...)
	case lang == KM:
		return Plural(VI, n, one, many, args[1:]...)
	case n == 1:
		_, text = split(one)
	default:
		_, text = split(many)
	}
	return Format(lang, text, args...)
}

// Find returns a text as its catalogue has it, with its verbs; false where it is not translated. English is always
// found.
func Find(lang, id string) (string, bool) {
	if text, ok := catalogues()[lang].texts[id]; ok {
		return text, true
	}
	_, text := split(id)
	return text, lang == EN || !Speaks(text)
}

// Speaks reports whether a text has letters beside its verbs, so that there is something to translate.
func Speaks(text string) bool {
	return strings.ContainsFunc(verbs.ReplaceAllString(text, ""), unicode.IsLetter)
}

var verbs = regexp.MustCompile(`%[-+#0]*\d*(\.\d+)?(\[\d+\])?[a-zA-Z%]`)

// Format fills a layout's verbs; a Speaker is said in the language. A language need not use every argument.
func Format(lang, layout string, args ...any) string {
	if len(args) == 0 || !strings.Contains(layout, "%") {
		return layout
	}
	said := make([]any, len(args))
	for i, a := range args {
		said[i] = a
		if s, ok := a.(Speaker); ok {
			said[i] = s.In(lang)
		}
	}
	return fmt.Sprintf(layout, said...)
}

// split parts a text's context from it; "" where it has none.
func split(id string) (context, text string) {
	if before, after, ok := strings.Cut(id, "|"); ok {
		return before, after
	}
	return "", id
}

// catalogue is a file as it is read: the texts that are translated, by context, bar and English.
type catalogue struct {
	texts   map[string]string
	plurals *gotext.Po
}

// catalogues are the files, read side by side when the first text is said.
var catalogues = sync.OnceValue(func() map[string]catalogue {
	var vi, km catalogue
	var both sync.WaitGroup
	both.Go(func() { vi = read(VI) })
	both.Go(func() { km = read(KM) })
	both.Wait()
	return map[string]catalogue{VI: vi, KM: km}
})

func read(lang string) catalogue {
	file, _ := files.ReadFile("po/" + lang + ".po") // embedded: there or not compiled
	return catalogueOf(file)
}

func catalogueOf(file []byte) catalogue {
	c := catalogue{texts: map[string]string{}, plurals: gotext.NewPo()}
	c.plurals.Parse(file)
	domain := c.plurals.GetDomain()
	c.take("", domain.GetTranslations())
	for context, all := range domain.GetCtxTranslations() {
		if context != "" {
			c.take(context+"|", all)
		}
	}
	return c
}

func (c catalogue) take(before string, all map[string]*gotext.Translation) {
	for id, tr := range all {
		if tr.IsTranslated() && tr.PluralID == "" {
			c.texts[before+id] = tr.Get()
		}
	}
}

// plural is the form for n; false where the catalogue does not have it.
func (c catalogue) plural(n int, one, many string) (string, bool) {
	context, text := split(one)
	_, others := split(many)
	switch po := c.plurals; {
	case po == nil:
	case context == "" && po.IsTranslatedN(text, n):
		return po.GetN(text, others, n), true
	case context != "" && po.IsTranslatedNC(text, n, context):
		return po.GetNC(text, others, n, context), true
	}
	return "", false
}
