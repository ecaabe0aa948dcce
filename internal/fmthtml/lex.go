package main

import (
	"fmt"
	"strings"
	"unicode"
)

// kind is what a token or an item of the tree is.
type kind int

const (
	word    kind = iota // text without white space
	plain               // an action that writes something: {{.Name}}, {{t "có" "yes"}}, {{template "pager" .}}
	silent              // an action that writes nothing: {{$x := .}}, {{/* a comment */}}
	control             // {{if}}, {{range}}, {{with}}, {{define}}, {{block}} with its branches
	element             // a tag with what it holds and its closing tag
	openTag             // a tag whose closing tag is not in the same branch
	endTag              // a closing tag whose tag is not in the same branch
	markup              // <!doctype>, <!-- a comment -->

	ctlOpen // only as tokens
	ctlElse
	ctlEnd
)

// token is a piece of a template as it stands in its file.
type token struct {
	kind  kind
	text  string // word: itself; actions: what is between the braces; markup: itself
	name  string // of a tag
	attrs []attr
	void  bool   // a tag that ends itself: "/>" or an element without content
	slash bool   // it was written with "/>"
	raw   string // a tag whose content is left alone: the content
	isRaw bool
	space bool // white space stands before it
	line  int
}

// attr is an attribute, or an action between attributes.
type attr struct {
	space    bool    // white space stands before it
	text     string  // an attribute without value, or an action that stands alone
	name     string  // of an attribute with a value
	quote    string  // its quotes; "" for a value without quotes
	value    []piece // its value
	branches []attrBranch
}

// attrBranch is one branch of a control structure between attributes.
type attrBranch struct {
	head  string
	attrs []attr
	tail  bool // white space stands at its end
}

// piece is text of an attribute's value, or an action in it.
type piece struct {
	action bool
	text   string
}

// fault is a template that cannot be read.
type fault struct {
	line int
	what string
}

// Error tells the line and what is wrong there.
func (f *fault) Error() string { return fmt.Sprintf("%d: %s", f.line, f.what) }

// lexer reads a template; its methods panic with a *fault, which parse returns.
type lexer struct {
	src string
	pos int
}

func (l *lexer) fail(format string, args ...any) {
	panic(&fault{1 + strings.Count(l.src[:min(l.pos, len(l.src))], "\n"), fmt.Sprintf(format, args...)})
}

func (l *lexer) at(s string) bool { return strings.HasPrefix(l.src[l.pos:], s) }

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

// skip passes over white space and says whether there was any.
func (l *lexer) skip() bool {
	from := l.pos
	for l.pos < len(l.src) && isSpace(l.src[l.pos]) {
		l.pos++
	}
	return l.pos > from
}

// action reads an action: what is between the braces, and whether it trims the white space on either side.
func (l *lexer) action() (inner string, trimLeft, trimRight bool) {
	from := l.pos + 2
	l.pos = l.actionEnd(from)
	inner = l.src[from : l.pos-2]
	if len(inner) > 1 && inner[0] == '-' && isSpace(inner[1]) {
		trimLeft, inner = true, inner[1:]
	}
	if n := len(inner); n > 1 && inner[n-1] == '-' && isSpace(inner[n-2]) {
		trimRight, inner = true, inner[:n-1]
	}
	return squeeze(strings.TrimSpace(inner)), trimLeft, trimRight
}

// actionEnd is where an action that began before pos ends, after its braces.
func (l *lexer) actionEnd(pos int) int {
	if rest := strings.TrimLeft(l.src[pos:], "- \t\r\n"); strings.HasPrefix(rest, "/*") {
		end := strings.Index(rest, "*/")
		if end < 0 {
			l.fail("a comment that does not end")
		}
		closing := strings.Index(rest[end:], "}}")
		if closing < 0 {
			l.fail("a comment that does not end")
		}
		return len(l.src) - len(rest) + end + closing + 2
	}
	for pos < len(l.src) {
		switch c := l.src[pos]; {
		case strings.HasPrefix(l.src[pos:], "}}"):
			return pos + 2
		case c == '"' || c == '`' || c == '\'':
			pos = l.stringEnd(pos, c)
		default:
			pos++
		}
	}
	l.fail("an action that does not end")
	return 0
}

func (l *lexer) stringEnd(pos int, quote byte) int {
	for pos++; pos < len(l.src); pos++ {
		switch c := l.src[pos]; {
		case c == '\\' && quote != '`':
			pos++
		case c == quote:
			return pos + 1
		case c == '\n' && quote != '`':
			l.fail("a string that does not end")
		}
	}
	l.fail("a string that does not end")
	return 0
}

// squeeze makes every run of white space outside strings one space; comments stay as they are.
func squeeze(s string) string {
	if strings.HasPrefix(s, "/*") {
		return s
	}
	words := actionWords(s)
	for i, w := range words {
		if strings.HasPrefix(w, "(") {
			end := strings.LastIndexByte(w, ')')
			if end < 0 {
				return s // text/template will tell
			}
			words[i] = "(" + squeeze(w[1:end]) + ")" + squeeze(w[end+1:])
		}
	}
	return strings.Join(words, " ")
}

// actionWords are the words of an action: what may stand on lines of their own.
func actionWords(s string) []string {
	if strings.HasPrefix(s, "/*") {
		return []string{s}
	}
	var out []string
	l := &lexer{src: s}
	for from := 0; ; {
		for from < len(s) && isSpace(s[from]) {
			from++
		}
		if from == len(s) {
			return out
		}
		end := l.wordEnd(from)
		out = append(out, s[from:end])
		from = end
	}
}

// wordEnd is where a word of an action ends; what stands in parentheses is one word.
func (l *lexer) wordEnd(pos int) int {
	for depth := 0; pos < len(l.src) && (depth > 0 || !isSpace(l.src[pos])); {
		switch c := l.src[pos]; c {
		case '"', '`', '\'':
			pos = l.stringEnd(pos, c)
			continue
		case '(':
			depth++
		case ')':
			depth--
		}
		pos++
	}
	return pos
}

// actionKind tells what an action does by its first word.
func actionKind(inner string) kind {
	first, rest, _ := strings.Cut(inner, " ")
	switch {
	case strings.HasPrefix(inner, "/*"):
		return silent
	case first == "if" || first == "range" || first == "with" || first == "define" || first == "block":
		return ctlOpen
	case first == "else":
		return ctlElse
	case first == "end":
		return ctlEnd
	case strings.HasPrefix(first, "$") && (strings.HasPrefix(rest, ":= ") || strings.HasPrefix(rest, "= ")):
		return silent
	}
	return plain
}

// lex reads a template into tokens.
func lex(src string) []token {
	l := &lexer{src: src}
	var out []token
	space, glued := false, false // glued: the action before trims what follows
	add := func(t token) {
		t.space, space, glued = (space || t.space) && !glued, false, false
		t.line = 1 + strings.Count(src[:min(l.pos, len(src))], "\n")
		out = append(out, t)
	}
	for {
		space = l.skip() || space
		switch {
		case l.pos == len(src):
			return append(out, token{kind: ctlEnd, text: "", space: space && !glued})
		case l.at("{{"):
			inner, left, right := l.action()
			if left {
				space = false
			}
			add(token{kind: actionKind(inner), text: inner})
			glued = right
		case l.at("<"):
			add(l.markup())
		default:
			from := l.pos
			for l.pos < len(src) && !isSpace(src[l.pos]) && !l.at("{{") && (!l.at("<") || l.pos == from) {
				l.pos++
			}
			add(token{kind: word, text: src[from:l.pos]})
		}
	}
}

// markup reads a tag, a comment or a doctype; a "<" that begins none of them is text.
func (l *lexer) markup() token {
	from := l.pos
	switch rest := l.src[l.pos:]; {
	case strings.HasPrefix(rest, "<!--"):
		return l.until("-->")
	case strings.HasPrefix(rest, "<!"):
		return l.until(">")
	case strings.HasPrefix(rest, "</"):
		end := strings.IndexByte(rest, '>')
		if end < 0 {
			l.fail("a closing tag that does not end")
		}
		l.pos += end + 1
		return token{kind: endTag, name: strings.ToLower(strings.TrimSpace(rest[2:end]))}
	case len(rest) > 1 && unicode.IsLetter(rune(rest[1])):
		return l.tag()
	}
	l.pos++
	return token{kind: word, text: l.src[from:l.pos]}
}

func (l *lexer) until(end string) token {
	i := strings.Index(l.src[l.pos:], end)
	if i < 0 {
		l.fail("markup that does not end")
	}
	s := l.src[l.pos : l.pos+i+len(end)]
	l.pos += len(s)
	return token{kind: markup, text: s}
}

// tag reads an opening tag, and the content too where that is left alone.
func (l *lexer) tag() token {
	from := l.pos + 1
	for l.pos++; l.pos < len(l.src) && !isSpace(l.src[l.pos]) && !l.at(">") && !l.at("/") && !l.at("{{"); l.pos++ {
	}
	t := token{kind: openTag, name: strings.ToLower(l.src[from:l.pos])}
	t.attrs, _ = l.attrs()
	if l.at("/>") {
		t.slash = true
		l.pos++
	}
	l.pos++
	t.void = t.slash || voids[t.name]
	if !t.void && (raws[t.name] || hasClass(t.attrs, rawClasses)) {
		t.isRaw, t.raw = true, l.rawContent(t.name)
	}
	return t
}

// rawContent reads what stands between a tag that was read and its closing tag, and the latter.
func (l *lexer) rawContent(name string) string {
	from := l.pos
	for depth := 1; ; l.pos++ {
		switch {
		case l.pos == len(l.src):
			l.fail("<%s> is not closed", name)
		case l.at("<"+name) && !raws[name]:
			depth++
		case l.at("</" + name):
			if depth--; depth > 0 {
				continue
			}
			content := l.src[from:l.pos]
			end := strings.IndexByte(l.src[l.pos:], '>')
			if end < 0 {
				l.fail("a closing tag that does not end")
			}
			l.pos += end + 1
			return content
		}
	}
}

// attrs reads attributes up to the end of the tag, or up to the action that ends their branch, which is left to the
// caller.
func (l *lexer) attrs() (out []attr, tail bool) {
	for {
		space := l.skip()
		switch {
		case l.pos >= len(l.src):
			l.fail("a tag that does not end")
		case l.at(">") || l.at("/>"):
			return out, space
		case l.at("{{"):
			from := l.pos
			inner, _, _ := l.action()
			switch actionKind(inner) {
			case ctlElse, ctlEnd:
				l.pos = from
				return out, space
			case ctlOpen:
				a := l.attrControl(inner)
				a.space = space
				out = append(out, a)
			default:
				l.pos = from
				out = append(out, l.attr(space))
			}
		default:
			out = append(out, l.attr(space))
		}
	}
}

func (l *lexer) attrControl(head string) attr {
	var a attr
	for {
		b := attrBranch{head: head}
		b.attrs, b.tail = l.attrs()
		a.branches = append(a.branches, b)
		if !l.at("{{") {
			l.fail("{{%s}} does not end in its tag", head)
		}
		if head, _, _ = l.action(); actionKind(head) == ctlEnd {
			return a
		}
	}
}

// attr reads one attribute; its name and its value may hold actions.
func (l *lexer) attr(space bool) attr {
	from := l.pos
	for l.pos < len(l.src) && !isSpace(l.src[l.pos]) && !l.at("=") && !l.at(">") && !l.at("/>") {
		if l.at("{{") {
			if l.pos > from && l.branches() {
				break
			}
			l.action()
		} else {
			l.pos++
		}
	}
	a := attr{space: space, text: l.src[from:l.pos]}
	if !l.at("=") {
		return a
	}
	a.name, a.text = a.text, ""
	l.pos++
	if l.at(`"`) || l.at("'") {
		a.quote = l.src[l.pos : l.pos+1]
		l.pos++
	}
	a.value = l.value(a.quote)
	return a
}

// branches says whether an action of a control structure stands here.
func (l *lexer) branches() bool {
	from := l.pos
	inner, _, _ := l.action()
	l.pos = from
	k := actionKind(inner)
	return k == ctlOpen || k == ctlElse || k == ctlEnd
}

func (l *lexer) value(quote string) []piece {
	var out []piece
	from := l.pos
	text := func() {
		if l.pos > from {
			out = append(out, piece{text: l.src[from:l.pos]})
		}
	}
	for {
		switch {
		case l.pos >= len(l.src):
			l.fail("a value that does not end")
		case l.at("{{"):
			text()
			start := l.pos
			inner, left, right := l.action()
			if left || right { // it stays as it is: the white space around it means something here
				out = append(out, piece{text: l.src[start:l.pos]})
			} else {
				out = append(out, piece{action: true, text: inner})
			}
			from = l.pos
		case quote != "" && l.at(quote):
			text()
			l.pos++
			return out
		case quote == "" && (isSpace(l.src[l.pos]) || l.at(">")):
			text()
			return out
		default:
			l.pos++
		}
	}
}
