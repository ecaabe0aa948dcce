package main

import (
	"strings"
)

// mostColumns is how wide a line may be. Only a text of its own, which cannot be broken, may be wider.
const mostColumns = 140

// mostWhole is how wide an element within a line may be without being broken inside.
const mostWhole = 70

// mostCall is how long what stands in parentheses may be without being broken.
const mostCall = 40

// separator is what stands at a junction of two items.
type separator int

const (
	glued   separator = iota // no white space, and none may come
	spaced                   // white space
	open                     // none, or any: it is not shown
	trimmed                  // none, but a line may break where an action trims it
)

// action writes an action; its words may stand on lines of their own.
func action(inner, before, after string) doc {
	if strings.HasPrefix(inner, "/*") {
		return cat{before, raw(inner), after}
	}
	words := actionWords(inner)
	if len(words) == 1 {
		return cat{before, wordDoc(words[0]), after}
	}
	if words[0] == "t" {
		return &group{of: cat{before, callDoc(words), after}}
	}
	if last := words[len(words)-1]; len(words) < 4 && strings.HasPrefix(last, "(") {
		return &group{of: cat{before, strings.Join(words[:len(words)-1], " "), " ", wordDoc(last), after}}
	}
	return &group{of: indent{wordsDoc(words, before, after)}}
}

// callDoc writes a call whose arguments stand on lines of their own where it does not fit on one.
func callDoc(words []string) doc {
	args := cat{}
	piped := false // what follows a "|" stands on its line
	for _, w := range words[1:] {
		if piped && w != "|" {
			args = append(args, " ", wordDoc(w))
			continue
		}
		piped = w == "|"
		args = append(args, line{" "}, wordDoc(w))
	}
	return cat{words[0], indent{args}, line{}}
}

// wordDoc writes a word; what stands in parentheses breaks as a call does.
func wordDoc(word string) doc {
	if !strings.HasPrefix(word, "(") || len(word) < mostCall {
		return word
	}
	end := strings.LastIndexByte(word, ')')
	words := actionWords(word[1:end])
	if len(words) < 2 {
		return word
	}
	return &group{of: cat{"(", callDoc(words), ")" + word[end+1:]}}
}

// wordsDoc writes words that break only where they must, with what stands before the first and after the last of them.
func wordsDoc(words []string, before, after string) fill {
	parts := fill{cat{before, wordDoc(words[0])}}
	for _, word := range words[1:] {
		parts = append(parts, line{" "}, wordDoc(word))
	}
	parts[len(parts)-1] = cat{parts[len(parts)-1], after}
	return parts
}

// writer makes the docs of a template.
type writer struct{ known templates }

// tagDoc writes an opening tag.
func tagDoc(it *item) doc {
	end := ">"
	if it.slash {
		end = "/>"
	}
	if len(it.attrs) == 0 {
		return "<" + it.name + end
	}
	return &group{of: cat{"<" + it.name, indent{attrsDoc(it.attrs)}, line{}, end}}
}

func attrsDoc(attrs []attr) doc {
	out := cat{}
	for _, a := range attrs {
		switch {
		case a.space:
			out = append(out, line{" "})
		case a.branches != nil:
			out = append(out, line{})
		}
		out = append(out, attrDoc(a))
	}
	return out
}

func attrDoc(a attr) doc {
	switch {
	case a.branches != nil:
		return attrControlDoc(a)
	case a.name == "":
		return raw(a.text)
	}
	out := cat{raw(a.name + "=" + a.quote)}
	for _, p := range a.value {
		if p.action {
			out = append(out, action(p.text, "{{", "}}"))
		} else {
			out = append(out, raw(p.text))
		}
	}
	return append(out, a.quote)
}

func attrControlDoc(a attr) doc {
	out := cat{}
	for _, b := range a.branches {
		edge := line{}
		if b.tail {
			edge.flat = " "
		}
		if len(b.attrs) == 0 {
			out = append(out, action(b.head, "{{", "}}"), edge)
			continue
		}
		var in doc = cat{line{}, attrsDoc(b.attrs)}
		if b.attrs[0].space || b.attrs[0].branches != nil {
			in = attrsDoc(b.attrs)
		}
		out = append(out, action(b.head, "{{", "}}"), indent{in}, edge)
	}
	return &group{of: append(out, "{{end}}")}
}

// between is the separator at junction i of a list.
func (w *writer) between(l *list, i int) separator {
	switch {
	case w.known.free(l, i):
		return open
	case l.space(i):
		return spaced
	}
	before, after := l.neighbours(i)
	switch {
	case isAction(after) && (isControl(before) || isControl(after)),
		isControl(before) && after != nil && after.kind == element:
		return trimmed
	}
	return glued
}

func (l *list) neighbours(i int) (before, after *item) {
	if i > 0 {
		before = l.items[i-1]
	}
	if i < len(l.items) {
		after = l.items[i]
	}
	return before, after
}

func isAction(it *item) bool {
	return it != nil && (it.kind == plain || it.kind == silent || it.kind == control)
}

// calls says whether an item is another template.
func calls(it *item) bool { return it.kind == plain && strings.HasPrefix(it.text, "template ") }

// isControl says whether an action is one at whose sides a line may break.
func isControl(it *item) bool {
	return it != nil && (it.kind == control || it.kind == silent || calls(it))
}

// tall says whether a list holds something that stands on lines of its own.
func (w *writer) tall(l *list) bool {
	for i, it := range l.items {
		switch {
		case it.name == "br":
		case l.isBlock(it), it.kind == element && w.tallItem(it):
			return true
		case it.kind == control && w.tallItem(it):
			return true
		case calls(it) && len(l.items) > 1 && w.known.side(l, i, 0) == block:
			return true
		}
	}
	return false
}

func (w *writer) tallItem(it *item) bool {
	for _, l := range it.lists {
		if w.tall(l) {
			return true
		}
	}
	return false
}

// run gathers the items of a list into docs with separators.
type run struct {
	parts fill
	cur   cat
}

func (r *run) add(d doc) { r.cur = append(r.cur, d) }

func (r *run) sep(d doc) {
	r.parts = append(r.parts, doc(r.cur), d)
	r.cur = cat{}
}

func (r *run) done() doc { return append(r.parts, doc(r.cur)) }

// listDoc writes what stands between the edges of a list.
func (w *writer) listDoc(l *list) doc {
	r := &run{}
	w.items(r, l, w.tall(l))
	return r.done()
}

func (w *writer) items(r *run, l *list, tall bool) {
	opened := false // the braces that open the item were written with the separator before it
	for i, it := range l.items {
		after := w.closing(l, i)
		w.item(r, it, opened, after)
		opened = false
		if i+1 < len(l.items) {
			opened = w.separate(r, l, i+1, tall)
		}
	}
}

// closing says whether the braces that close item i are written with the separator after it.
func (w *writer) closing(l *list, i int) bool {
	return i+1 < len(l.items) && isControl(l.items[i]) && !isAction(l.items[i+1]) && w.between(l, i+1) == trimmed
}

// separate writes the separator at junction i and says whether it wrote the braces of the action after it.
func (w *writer) separate(r *run, l *list, i int, tall bool) bool {
	before, after := l.items[i-1], l.items[i]
	forced := tall && (w.apart(l, before) || w.apart(l, after))
	switch sep := w.between(l, i); sep {
	case spaced, open:
		r.sep(w.gap(l, i, forced || tall && l.flex && (before.kind == element || after.kind == element)))
		return false
	case trimmed:
		return w.trimGap(r, after, forced)
	}
	return false
}

func (w *writer) gap(l *list, i int, forced bool) doc {
	switch {
	case forced:
		return hard{}
	case l.space(i):
		return line{" "}
	}
	return line{}
}

func (w *writer) trimGap(r *run, after *item, forced bool) bool {
	if isAction(after) {
		if forced {
			r.sep(cat{hard{}, "{{- "})
		} else {
			r.sep(cat{line{}, choice{"{{- ", "{{"}})
		}
		return true
	}
	if forced {
		r.sep(cat{" -}}", hard{}})
	} else {
		r.sep(cat{choice{" -}}", "}}"}, line{}})
	}
	return false
}

// apart says whether an item of a tall list stands on lines of its own.
func (w *writer) apart(l *list, it *item) bool {
	switch it.kind {
	case silent:
		return true
	case plain:
		return calls(it)
	case control:
		return w.tallItem(it)
	}
	return it.name != "br" && l.isBlock(it) || it.kind == element && w.tallItem(it)
}

// item writes one item; opened and closed say that its outer braces are written by the separators.
func (w *writer) item(r *run, it *item, opened, closed bool) {
	before, after := "{{", "}}"
	if opened {
		before = ""
	}
	if closed {
		after = ""
	}
	switch it.kind {
	case word:
		r.add(it.text)
	case markup:
		r.add(raw(it.text))
	case plain, silent:
		r.add(action(it.text, before, after))
	case control:
		r.add(w.controlDoc(it, before, after))
	case openTag:
		r.add(tagDoc(it))
	case endTag:
		r.add("</" + it.name + ">")
	case element:
		w.element(r, it)
	}
}

func (w *writer) element(r *run, it *item) {
	switch {
	case it.isRaw:
		r.add(cat{tagDoc(it), raw(it.raw), "</" + it.name + ">"})
	case it.void:
		r.add(tagDoc(it))
	case len(it.lists[0].items) == 0:
		in := ""
		if it.lists[0].tail && !it.lists[0].inside {
			in = " "
		}
		r.add(cat{tagDoc(it), in, "</" + it.name + ">"})
	case it.lists[0].inside || w.tallItem(it):
		r.add(w.elementDoc(it))
	default:
		w.within(r, it)
	}
}

// within writes an element within a line: whole where it is short, else its words break with those around it.
func (w *writer) within(r *run, it *item) {
	in := it.lists[0]
	inner := &run{}
	w.items(inner, in, false)
	inner.parts = inner.done().(fill)
	if s := typeset(cat{flatTag(it), inner.parts}, 1<<20); !strings.Contains(s, "\n") && len([]rune(s)) <= mostWhole {
		start, end := "", ""
		if in.space(0) {
			start = " "
		}
		if in.tail {
			end = " "
		}
		r.add(cat{tagDoc(it), start, flatten(inner.parts), end, "</" + it.name + ">"})
		return
	}
	r.add(tagDoc(it))
	if in.space(0) {
		r.sep(line{" "})
	}
	for i, part := range inner.parts {
		if i%2 == 0 {
			r.add(part)
		} else {
			r.sep(part)
		}
	}
	if in.tail {
		r.sep(line{" "})
	}
	r.add("</" + it.name + ">")
}

func flatTag(it *item) doc { return typeset(tagDoc(it), 1<<20) }

// flatten writes a doc on one line.
func flatten(d doc) doc { return typeset(&group{of: d}, 1<<20) }

// elementDoc writes an element on lines of its own, or on one where it fits and holds only text.
func (w *writer) elementDoc(it *item) doc {
	l := it.lists[0]
	start, opened := w.startEdge(l, line{})
	body, end := w.body(l, opened)
	out := cat{tagDoc(it), indent{cat{start, body}}, end, "</" + it.name + ">"}
	return &group{of: out, broken: w.tall(l)}
}

// startEdge is what stands between an opening tag and the first item.
func (w *writer) startEdge(l *list, edge doc) (doc, bool) {
	switch w.between(l, 0) {
	case spaced:
		return line{" "}, false
	case open:
		return edge, false
	}
	if isControl(l.items[0]) {
		return cat{line{}, choice{"{{- ", "{{"}}, true
	}
	return "", false
}

// body writes the items of an element and the edge after them.
func (w *writer) body(l *list, opened bool) (body, end doc) {
	last := len(l.items) - 1
	trim := w.between(l, last+1) == glued && isControl(l.items[last])
	r := &run{}
	tall := w.tall(l)
	for i, it := range l.items {
		w.item(r, it, opened, w.closing(l, i) || trim && i == last)
		opened = i < last && w.separate(r, l, i+1, tall)
	}
	switch {
	case trim:
		end = cat{choice{" -}}", "}}"}, line{}}
	case w.between(l, last+1) == spaced:
		end = line{" "}
	case w.between(l, last+1) == open:
		end = line{}
	default:
		end = ""
	}
	return r.done(), end
}

// controlDoc writes a control structure: its branches stand on lines of their own, or the whole on one line where it
// fits.
func (w *writer) controlDoc(it *item, before, after string) doc {
	out := cat{}
	lead := doc(before)
	for i, l := range it.lists {
		if len(l.items) == 0 {
			out = append(out, lead, action(it.heads[i], "", "}}"), w.emptyEdge(l))
			lead = "{{"
			continue
		}
		end, start := w.branchStart(l)
		out = append(out, lead, actionHead(it.heads[i], end), indent{cat{start, w.listDoc(l)}})
		var gap doc
		gap, lead = w.branchEnd(l)
		out = append(out, gap)
	}
	return &group{of: append(out, lead, "end"+after), broken: w.tallItem(it)}
}

// branchStart is what ends the action before a branch, and what stands between it and the branch's first item.
func (w *writer) branchStart(l *list) (end, start doc) {
	switch w.between(l, 0) {
	case spaced:
		return "}}", line{" "}
	case open:
		return "}}", line{}
	}
	return choice{" -}}", "}}"}, line{}
}

// branchEnd is what stands after a branch's last item, and what begins the action after it.
func (w *writer) branchEnd(l *list) (gap, lead doc) {
	switch w.between(l, len(l.items)) {
	case spaced:
		return line{" "}, "{{"
	case open:
		return line{}, "{{"
	}
	return line{}, choice{"{{- ", "{{"}
}

func (w *writer) emptyEdge(l *list) doc {
	if l.tail && !w.known.free(l, 0) {
		return " "
	}
	return ""
}

// actionHead is action with a doc after it.
func actionHead(inner string, after doc) doc {
	return cat{&group{of: indent{indent{wordsDoc(actionWords(inner), "", "")}}}, after}
}

// format writes a template anew. The templates that others define are known by what they begin and end with.
func format(src string, known templates) (string, error) {
	root, err := parse(src)
	if err != nil {
		return "", err
	}
	return layOut(root, known), nil
}

// layOut writes the templates of a file.
func layOut(root *list, known templates) string {
	w := &writer{known}
	out := cat{}
	for i, it := range root.items {
		if i > 0 {
			out = append(out, hard{})
			if before := root.items[i-1]; before.kind == control || it.kind == control && before.kind != silent {
				out = append(out, hard{})
			}
		}
		r := &run{}
		w.item(r, it, false, false)
		out = append(out, r.done())
	}
	return strings.TrimSpace(typeset(append(out, hard{}), mostColumns)) + "\n"
}
