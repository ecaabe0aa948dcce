// Package condition shows the condition of a plan's measure as choices that people read – a field, a comparison, values –
// and makes a condition of choices. A condition that says more than choices can stays a text. It must not know storage,
// pages or the parser of rules.
package condition

import (
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/vietnamese"
	"giamngheo/internal/words"
)

// Compare is how a field is compared.
type Compare string

// The comparisons. Is and Not of a field of words or of a group take any of several values; Yes and No take none.
const (
	Yes     Compare = "yes"
	No      Compare = "no"
	Is      Compare = "is"
	Not     Compare = "not"
	AtLeast Compare = ">="
	AtMost  Compare = "<="
	Above   Compare = ">"
	Below   Compare = "<"
	Equal   Compare = "=="
	Unequal Compare = "!="
)

// Clause is one choice; a condition is all of its clauses together.
type Clause struct {
	Field   string
	Compare Compare
	Values  []string
}

// everyone is the condition that all meet.
const everyone = "true"

// Text writes clauses as a condition: "true" of none. Over a household the clauses of members are asked of one member
// together. Clauses of fields that the vocabulary does not know are left out.
func (v *Vocabulary) Text(clauses []Clause) string {
	var own, ofMember []string
	for i := range clauses {
		f := v.Field(clauses[i].Field)
		if f == nil {
			continue
		}
		if f.Member && v.Over == Household {
			ofMember = append(ofMember, f.text(&clauses[i]))
			continue
		}
		own = append(own, f.text(&clauses[i]))
	}
	if len(ofMember) > 0 {
		own = append(own, "members.exists(m, "+joined(ofMember)+")")
	}
	if len(own) == 0 {
		return everyone
	}
	return joined(own)
}

// joined are conditions that must all hold.
func joined(all []string) string {
	for i, one := range all {
		if len(all) > 1 && len(split(one, "||")) > 1 {
			all[i] = "(" + one + ")"
		}
	}
	return strings.Join(all, " && ")
}

func (f *Field) text(c *Clause) string {
	name := f.rule()
	switch {
	case f.Kind == Group:
		any := strings.Join(c.Values, " || ")
		switch {
		case c.Compare == Not && len(c.Values) > 1:
			return "!(" + any + ")"
		case c.Compare == Not:
			return "!" + any
		}
		return any
	case f.Kind == YesNo && c.Compare == No:
		return "!" + name
	case f.Kind == YesNo:
		return name
	case f.Kind == Number:
		return name + " " + string(c.Compare) + " " + strings.Join(c.Values, "")
	}
	quoted := make([]string, len(c.Values))
	for i, w := range c.Values {
		quoted[i] = strconv.Quote(w)
	}
	sign := map[Compare]string{Is: "==", Not: "!="}[c.Compare]
	switch {
	case len(quoted) == 1:
		return name + " " + sign + " " + quoted[0]
	case c.Compare == Not:
		return "!(" + name + " in [" + strings.Join(quoted, ", ") + "])"
	}
	return name + " in [" + strings.Join(quoted, ", ") + "]"
}

// Read shows a condition as clauses; false where choices cannot say all of it: Text of the clauses is then not the same
// condition.
func (v *Vocabulary) Read(text string) (out []Clause, ok bool) {
	text = strings.Join(strings.Fields(text), " ")
	if text == everyone || text == "" {
		return nil, text != ""
	}
	for _, one := range split(text, "&&") {
		if inner, cut := strings.CutPrefix(one, "members.exists(m, "); cut && strings.HasSuffix(inner, ")") &&
			v.Over == Household {
			for _, of := range split(inner[:len(inner)-1], "&&") {
				c, read := v.clause(of, true)
				if !read {
					return nil, false
				}
				out = append(out, c)
			}
			continue
		}
		c, read := v.clause(one, false)
		if !read {
			return nil, false
		}
		out = append(out, c)
	}
	return out, v.Text(slices.Clone(out)) == text
}

// clause reads one clause, of a member where it stands among those of members.
func (v *Vocabulary) clause(text string, inMember bool) (Clause, bool) {
	plain, not := strings.CutPrefix(text, "!")
	plain = unwrapped(plain)
	for i := range v.Fields {
		f := &v.Fields[i]
		if f.Member && v.Over == Household != inMember {
			continue
		}
		if c, ok := f.read(plain, not); ok {
			return c, true
		}
	}
	return Clause{}, false
}

func (f *Field) read(text string, not bool) (Clause, bool) {
	c := Clause{Field: f.Name, Compare: Is}
	if f.Kind == Group {
		c.Values = split(text, "||")
		if not {
			c.Compare = Not
		}
		return c, f.knowAll(c.Values)
	}
	rest, named := strings.CutPrefix(text, f.rule())
	switch {
	case !named:
		return c, false
	case f.Kind == YesNo:
		c.Compare = Yes
		if not {
			c.Compare = No
		}
		return c, rest == ""
	case f.Kind == Number:
		sign, number, _ := strings.Cut(strings.TrimPrefix(rest, " "), " ")
		_, err := strconv.ParseFloat(number, 64)
		c.Compare, c.Values = Compare(sign), []string{number}
		return c, err == nil && !not && slices.Contains(Number.Compares(), c.Compare)
	}
	if list, many := strings.CutPrefix(rest, " in ["); many && strings.HasSuffix(list, "]") {
		for _, one := range split(list[:len(list)-1], ",") {
			c.Values = append(c.Values, strings.Trim(one, `"`))
		}
		if not {
			c.Compare = Not
		}
		return c, f.knowAll(c.Values)
	}
	sign, word, _ := strings.Cut(strings.TrimPrefix(rest, " "), " ")
	if c.Values = []string{strings.Trim(word, `"`)}; sign == "!=" {
		c.Compare = Not
	}
	return c, !not && (sign == "==" || sign == "!=") && f.knowAll(c.Values)
}

func (f *Field) knowAll(names []string) bool {
	return !slices.ContainsFunc(names, func(w string) bool { return f.Word(w) == nil })
}

// unwrapped takes brackets off that hold all of a text.
func unwrapped(text string) string {
	if !strings.HasPrefix(text, "(") || !strings.HasSuffix(text, ")") || len(text) < 2 {
		return text
	}
	depth := 0
	for i, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 && i < len(text)-1 {
				return text
			}
		}
	}
	return text[1 : len(text)-1]
}

// split parts a text at a sign that stands outside brackets and quotes.
func split(text, sign string) (out []string) {
	depth, quoted, from := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case depth == 0 && strings.HasPrefix(text[i:], sign):
			out = append(out, strings.TrimSpace(text[from:i]))
			from = i + len(sign)
			i = from - 1
		}
	}
	return append(out, strings.TrimSpace(text[from:]))
}

// Told says clauses as people read them.
func (v *Vocabulary) Told(clauses []Clause) errs.Text {
	if len(clauses) == 0 {
		return errs.T("condition|all")
	}
	var out []errs.Text
	for i := range clauses {
		if f := v.Field(clauses[i].Field); f != nil {
			out = append(out, f.told(&clauses[i]))
		}
	}
	return errs.Join("; ", out)
}

func (f *Field) told(c *Clause) errs.Text {
	said := []errs.Text{c.Compare.Title()}
	var values []errs.Text
	for _, name := range c.Values {
		one := errs.Text{VI: name, EN: name}
		if w := f.Word(name); w != nil {
			one = w.Title
		} else if v, err := strconv.ParseFloat(name, 64); f.Kind == Number && err == nil {
			one = errs.Text{VI: vietnamese.Decimal(v, -1), EN: words.Fixed(words.EN, v, -1)}
		}
		values = append(values, one)
	}
	if len(values) > 0 {
		said = append(said, errs.Join(", ", values))
	}
	return errs.T("%s: %s", f.Title, errs.Join(" ", said))
}
