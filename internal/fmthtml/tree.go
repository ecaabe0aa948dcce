package main

import "strings"

// item is a node of a template: a token with what it holds.
type item struct {
	token
	lists []*list // element: one; control: one for each branch
	heads []string
}

// list is a run of items with the white space before, between and after them.
type list struct {
	items  []*item
	tail   bool  // white space stands at its end
	up     *list // the list that holds the item that holds this one
	at     int   // where in it
	owner  *item
	flex   bool // its items are laid out in a row or a grid: white space between them is not shown
	inside bool // it fills an element at whose edges white space is not shown
}

// space says whether white space stands at junction i: before item i, or at the end.
func (l *list) space(i int) bool {
	if i == len(l.items) {
		return l.tail
	}
	return l.items[i].space
}

// builder makes the tree of a template.
type builder struct {
	tokens []token
	pos    int
	closes map[int]int // the opening tags that are closed in their own branch, and where
}

// parse reads a template; its error tells the line.
func parse(src string) (root *list, err error) {
	defer func() {
		if f, ok := recover().(*fault); ok {
			err = f
		}
	}()
	b := &builder{tokens: lex(src)}
	b.pair()
	root = &list{}
	b.fill(root)
	return root, nil
}

// pair finds which opening tags are closed in their own branch.
func (b *builder) pair() {
	b.closes = map[int]int{}
	scopes := [][]int{nil}
	for i, t := range b.tokens {
		last := len(scopes) - 1
		switch t.kind {
		case ctlOpen:
			scopes = append(scopes, nil)
		case ctlElse, ctlEnd:
			if last == 0 && t.text != "" {
				panic(&fault{t.line, "{{" + t.text + "}} without a beginning"})
			}
			scopes[last] = nil
			if t.kind == ctlEnd && last > 0 {
				scopes = scopes[:last]
			}
		case openTag:
			if !t.void && !t.isRaw {
				scopes[last] = append(scopes[last], i)
			}
		case endTag:
			for n := len(scopes[last]) - 1; n >= 0; n-- {
				if open := scopes[last][n]; b.tokens[open].name == t.name {
					b.closes[open] = i
					scopes[last] = scopes[last][:n]
					break
				}
			}
		}
	}
	if len(scopes) > 1 {
		panic(&fault{b.tokens[len(b.tokens)-1].line, "a control structure does not end"})
	}
}

// fill reads items into a list up to the end of its branch or to end, a closing tag.
func (b *builder) fill(l *list) { b.fillTo(l, -1) }

func (b *builder) fillTo(l *list, end int) {
	for ; ; b.pos++ {
		t := b.tokens[b.pos]
		switch {
		case b.pos == end || t.kind == ctlElse || t.kind == ctlEnd:
			l.tail = t.space
			return
		case t.kind == ctlOpen:
			l.items = append(l.items, b.control(l, t))
		case t.kind == openTag:
			l.items = append(l.items, b.element(l, t))
		default:
			l.items = append(l.items, &item{token: t})
		}
	}
}

func (b *builder) control(l *list, t token) *item {
	it := &item{token: t}
	it.kind = control
	for head := t.text; ; {
		branch := &list{up: l, at: len(l.items), owner: it, flex: l.flex}
		it.heads, it.lists = append(it.heads, head), append(it.lists, branch)
		b.pos++
		b.fill(branch)
		if head = b.tokens[b.pos].text; head == "" {
			panic(&fault{t.line, "{{" + t.text + "}} does not end"})
		}
		if b.tokens[b.pos].kind == ctlEnd {
			return it
		}
	}
}

func (b *builder) element(l *list, t token) *item {
	it := &item{token: t}
	if t.void || t.isRaw {
		it.kind = element
		return it
	}
	end, ok := b.closes[b.pos]
	if !ok {
		return it
	}
	it.kind = element
	in := &list{up: l, at: len(l.items), owner: it, flex: hasClass(t.attrs, flexClasses)}
	in.inside = in.flex || l.isBlock(it) || inners[t.name] ||
		hasClass(t.attrs, innerClasses) && !hasClass(t.attrs, inlineClasses)
	it.lists = []*list{in}
	b.pos++
	b.fillTo(in, end)
	return it
}

// isBlock says whether a tag stands on a line of its own in a browser.
func (l *list) isBlock(it *item) bool {
	switch it.kind {
	case element, openTag, endTag:
		return blocks[it.name] || l.flex && it.kind == element ||
			hasClass(it.attrs, blockClasses) && !hasClass(it.attrs, inlineClasses)
	case markup:
		return !strings.HasPrefix(it.text, "<!--")
	}
	return false
}

// edge is what stands beside a junction.
type edge int

const (
	nothing edge = iota // nothing that shows; look further
	block               // something beside which white space is not shown
	shown               // something beside which white space is shown
)

// templates tells of each template what it begins and ends with.
type templates map[string][2]edge

// side is what item i shows to its left (0) or right (1).
func (ts templates) side(l *list, i, side int) edge {
	it := l.items[i]
	switch {
	case l.isBlock(it):
		return block
	case it.kind == silent, it.kind == control && defines(it):
		return nothing
	case it.kind == element && notShown(it):
		return nothing
	case calls(it):
		return ts.of(it.text, side)
	case it.kind == control:
		return ts.branches(it, side)
	}
	return shown
}

func notShown(it *item) bool {
	return hidden[it.name] || hasClass(it.attrs, outClasses) ||
		it.name == "input" && valueOf(it.attrs, "type") == "hidden"
}

func defines(it *item) bool { return strings.HasPrefix(it.text, "define ") }

func (ts templates) of(action string, side int) edge {
	name := actionWords(action)[1]
	if e, ok := ts[strings.Trim(name, `"`)]; ok {
		return e[side]
	}
	return shown
}

func (ts templates) branches(it *item, side int) edge {
	out := block
	if last := it.heads[len(it.heads)-1]; last != "else" {
		out = nothing
	}
	for _, b := range it.lists {
		switch ts.within(b, side) {
		case shown:
			return shown
		case nothing:
			out = nothing
		}
	}
	return out
}

// within is what a list shows at its beginning (0) or its end (1).
func (ts templates) within(l *list, side int) edge {
	if side == 0 {
		return ts.right(l, 0, false)
	}
	return ts.left(l, len(l.items), false)
}

// right looks right from junction i.
func (ts templates) right(l *list, i int, further bool) edge {
	for ; i < len(l.items); i++ {
		if e := ts.side(l, i, 0); e != nothing {
			return e
		}
	}
	return ts.beyond(l, 1, further)
}

// left looks left from junction i.
func (ts templates) left(l *list, i int, further bool) edge {
	for ; i > 0; i-- {
		if e := ts.side(l, i-1, 1); e != nothing {
			return e
		}
	}
	return ts.beyond(l, 0, further)
}

// beyond is what stands before (0) or after (1) a list.
func (ts templates) beyond(l *list, side int, further bool) edge {
	switch {
	case l.owner == nil:
		return block // between the templates of a file
	case l.owner.kind == element:
		if l.inside {
			return block
		}
		return shown
	case !further || defines(l.owner):
		return nothing
	}
	if strings.HasPrefix(l.owner.text, "range ") && ts.within(l, 1-side) == shown { // the body once more
		return shown
	}
	if side == 1 {
		return ts.right(l.up, l.at+1, true)
	}
	return ts.left(l.up, l.at, true)
}

// free says whether white space at junction i is not shown, so that it may come and go.
func (ts templates) free(l *list, i int) bool {
	if l.flex && i > 0 && i < len(l.items) && (l.items[i-1].kind == element || l.items[i].kind == element) {
		return true
	}
	return ts.left(l, i, true) == block || ts.right(l, i, true) == block
}

// learn adds what the templates that are defined in a file begin and end with.
func (ts templates) learn(root *list) {
	for _, it := range root.items {
		if it.kind == control && defines(it) {
			name := strings.Trim(actionWords(it.text)[1], `"`)
			ts[name] = [2]edge{ts.within(it.lists[0], 0), ts.within(it.lists[0], 1)}
		}
	}
}
