package parse

import (
	"regexp"
	"slices"
	"strings"

	"cel.dev/cel-go/cel"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
)

// The checker's complaints, as cel-go words them.
var (
	unknownName  = regexp.MustCompile(`^undeclared reference to '(.+?)'`)
	unknownField = regexp.MustCompile(`^undefined field '(.+?)'`)
	wrongTypes   = regexp.MustCompile(`^found no matching overload for '(.+?)' applied to '(.*)'`)
	expected     = regexp.MustCompile(`^expected type '(.+?)' but found '(.+?)'`)
	noRange      = regexp.MustCompile(`^expression of type '.*' cannot be (?:the )?range of a comprehension`)
)

// personal are the columns that no rule may read: they say who somebody is or where he lives, and a condition that
// names one would find him.
var personal = []string{"full_name", "citizen_id", "phone", "address"}

// complaints are what is wrong with a text: of errors of syntax the first, for the others follow from it.
func (l *Language) complaints(text string, iss *cel.Issues) (out tree.Faults) {
	for _, e := range iss.Errors() {
		f := tree.Fault{Line: max(e.Location.Line(), 1), Col: e.Location.Column() + 1}
		if strings.HasPrefix(e.Message, "Syntax error") {
			f.Text = syntax(text, e.Message)
			return tree.Faults{f}
		}
		f.Text = l.complaint(e.Message)
		out = append(out, f)
	}
	slices.SortStableFunc(out, func(a, b tree.Fault) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Col - b.Col
	})
	return slices.Compact(out)
}

// syntax says what is wrong with the form of a text.
func syntax(text, message string) errs.Text {
	open := 0
	for rest := text; rest != ""; {
		n := 1
		switch rest[0] {
		case '"', '\'':
			if n = quoted(rest); n < 2 || rest[n-1] != rest[0] {
				return errs.T("wrong syntax: a text in quotes is not closed")
			}
		case '(', '[':
			open++
		case ')', ']':
			open--
		}
		if open < 0 {
			return errs.T("wrong syntax: there is a bracket too many")
		}
		rest = rest[n:]
	}
	switch {
	case open > 0:
		return errs.T("wrong syntax: a bracket is not closed")
	case strings.TrimSpace(text) == "":
		return errs.T("wrong syntax: the expression is empty")
	case strings.Contains(message, "'<EOF>'"):
		return errs.T("wrong syntax: something is missing at the end")
	}
	return errs.T("wrong syntax: this cannot stand here")
}

// complaint is what the checker found wrong.
func (l *Language) complaint(message string) errs.Text {
	if m := unknownName.FindStringSubmatch(message); m != nil {
		return l.unknown(m[1])
	}
	if m := unknownField.FindStringSubmatch(message); m != nil {
		if slices.Contains(personal, m[1]) {
			return errs.T("“%s” says who somebody is; rules do not read it", m[1])
		}
		near := nearest(m[1], l.fieldNames())
		if near == "" {
			return errs.T("a member has no field “%s”", m[1])
		}
		return errs.T("a member has no field “%s”; is it “%s”?", m[1], near)
	}
	if m := wrongTypes.FindStringSubmatch(message); m != nil {
		return mismatch(m[1], m[2])
	}
	if m := expected.FindStringSubmatch(message); m != nil {
		return errs.T("wrong type: %s is needed here, not %s", tree.Type(m[1]).Title(), tree.Type(m[2]).Title())
	}
	if noRange.MatchString(message) {
		return errs.T("only lists can be gone through: members, or words in [ ]")
	}
	return errs.T("this cannot stand here")
}

// fewNames is how many names a message lists.
const fewNames = 30

// unknown advises on a name that there is not.
func (l *Language) unknown(name string) errs.Text {
	switch {
	case slices.Contains(personal, name):
		return errs.T("“%s” says who somebody is; rules do not read it", name)
	case l.members.fields[name] != nil:
		return errs.T("“%s” belongs to a member: write members.exists(m, m.%s …), or m.%s in a rule about a person",
			name, name, name)
	case strings.HasPrefix(name, "@") || strings.HasPrefix(name, "_"):
		return errs.T("this cannot stand here")
	}
	if near := nearest(name, l.names); near != "" {
		return errs.T("there is no name “%s”; is it “%s”?", name, near)
	}
	if len(l.members.fields) == 0 && len(l.names) <= fewNames { // a small language lists its names
		return errs.T("there is no name “%s”; there are: %s", name, strings.Join(l.names, ", "))
	}
	return errs.T("there is no name “%s”", name)
}

func (l *Language) fieldNames() (out []string) {
	for n := range l.members.fields {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// signs are how people write the functions that are operators.
var signs = strings.NewReplacer("_", "", "@in", "in", "!", "!")

// mismatch says that a function does not take values of these types.
func mismatch(function, types string) errs.Text {
	parts := splitTypes(strings.Trim(types, "()"))
	sign := signs.Replace(function)
	if len(parts) == 2 && slices.Contains(parts, "bool") && slices.Contains(parts, "string") {
		return errs.T("what is true or false is compared with true or false, not with a text in quotes")
	}
	var said errs.Text
	for i, p := range parts {
		if t := tree.Type(p).Title(); i == 0 {
			said = t
		} else {
			said = errs.T("%s and %s", said, t)
		}
	}
	if function == "_&&_" || function == "_||_" || function == "!_" || function == "_?_:_" {
		return errs.T("wrong type: “%s” joins what is true or false, not %s", sign, said)
	}
	return errs.T("wrong type: “%s” does not go with %s", sign, said)
}

// splitTypes parts a list of types at its outer commas.
func splitTypes(s string) (out []string) {
	depth, from := 0, 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case ',':
			if depth == 0 {
				out, from = append(out, strings.TrimSpace(s[from:i])), i+1
			}
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

// nearest is the name that is most like another, empty where none is much like it.
func nearest(name string, names []string) string {
	best, least := "", len(name)/3+1
	for _, n := range names {
		if strings.Contains(n, name) && len(name) > 3 {
			return n
		}
		if d := distance(name, n); d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or changed to make one word of another.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
