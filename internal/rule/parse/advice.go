package parse

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
)

// slip is a way of writing that people bring from Excel, from Vietnamese or from other languages, with what CEL writes.
type slip struct {
	sign *regexp.Regexp
	text func(found string) errs.Text
}

func write(instead string) func(string) errs.Text {
	return func(found string) errs.Text { return errs.T("instead of “%s” write %s", found, instead) }
}

// begins matches only where a text begins: what looks further at every sign takes the square of the text's length.
func begins(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)`) }

// slips are looked for outside quotes, from left to right; of those that begin together the first holds.
var slips = []slip{
	{begins(`“[^”]*”|‘[^’]*’|[“”„‟‘’]`), func(string) errs.Text {
		return errs.T("a text stands in straight quotes, not in curly ones")
	}},
	{begins(`\d{1,3}(?:\.\d{3})+(?:\.\d{3})*\b`), func(n string) errs.Text {
		return errs.T("instead of “%s” write %s: numbers stand without thousand dots", n,
			strings.ReplaceAll(n, ".", ""))
	}},
	{begins(`<>`), write("!=")},
	{begins(`=<`), write("<=")},
	{begins(`=>`), write(">=")},
	{begins(`≤`), write("<=")},
	{begins(`≥`), write(">=")},
	{begins(`≠`), write("!=")},
	{begins(`×`), write("*")},
	{begins(`===?|!==?|<=|>=`), nil},
	{begins(`=`), write("==")},
	{begins(`&&|\|\|`), nil},
	{begins(`&`), write("&&")},
	{begins(`\|`), write("||")},
	{begins(`[\pL_][\pL\pM\d_]*`), word},
}

// words are words that stand for something else; in small letters.
var words = map[string]string{"and": "&&", "và": "&&", "or": "||", "hoặc": "||", "not": "!", "có": "true",
	"đúng": "true", "không": "false", "sai": "false",
	"yes": "true", "no": "false"}

// word advises on a word that CEL cannot read; a plain name is left to the checker.
func word(found string) errs.Text {
	if instead, ok := words[strings.ToLower(found)]; ok {
		return write(instead)(found)
	}
	if strings.IndexFunc(found, func(r rune) bool { return r > unicode.MaxASCII }) >= 0 {
		return errs.T("“%s” is no name: names have letters without marks; a text stands in quotes", found)
	}
	return errs.Text{}
}

// advise finds the slips of a text. It knows nothing of names and types.
func advise(text string, known map[string]bool) (out tree.Faults) {
	line, col := 1, 1
	brackets := []bool{false} // of each bracket that is open, whether commas stand in it
	before := ""              // the last sign that was no space
	for rest := text; rest != ""; {
		n, said := 1, errs.Text{}
		switch {
		case rest[0] == '"' || rest[0] == '\'':
			n = quoted(rest)
		case rest[0] == '(' || rest[0] == '[' || rest[0] == '{':
			brackets = append(brackets, rest[0] != '(' || nameEnd(before))
		case (rest[0] == ')' || rest[0] == ']' || rest[0] == '}') && len(brackets) > 1:
			brackets = brackets[:len(brackets)-1]
		case rest[0] == ',' && !brackets[len(brackets)-1] && digitEnd(before) && len(rest) > 1 &&
			unicode.IsDigit(rune(rest[1])):
			said = errs.T("decimals stand after a point: write 1.5 and not 1,5")
		default:
			n, said = found(rest, known)
		}
		if said.VI != "" {
			out = append(out, tree.Fault{Line: line, Col: col, Text: said})
		}
		for _, r := range rest[:n] {
			if col++; r == '\n' {
				line, col = line+1, 1
			}
		}
		if sign := strings.TrimSpace(rest[:n]); sign != "" {
			before = sign
		}
		rest = rest[n:]
	}
	return out
}

// quoted is how long the text in quotes is with which s begins; an open one ends with the line.
func quoted(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		case '\n':
			return i
		}
	}
	return len(s)
}

// found is how long what stands at the beginning of s is, and what is wrong with it.
func found(s string, known map[string]bool) (int, errs.Text) {
	for _, one := range slips {
		at := one.sign.FindStringIndex(s)
		if at == nil {
			continue
		}
		if one.text == nil || known[s[:at[1]]] {
			return at[1], errs.Text{}
		}
		return at[1], one.text(s[:at[1]])
	}
	if unicode.IsDigit(rune(s[0])) {
		return len(s) - len(strings.TrimLeft(s, "0123456789.")), errs.Text{}
	}
	_, n := utf8.DecodeRuneInString(s)
	return n, errs.Text{}
}

func nameEnd(s string) bool {
	return s != "" && (unicode.IsLetter(rune(s[len(s)-1])) || s[len(s)-1] == '_')
}

func digitEnd(s string) bool { return s != "" && unicode.IsDigit(rune(s[len(s)-1])) }
