package browsertest

// WaitFor waits until an element that matches a CSS selector can be seen.
func (p *Page) WaitFor(selector string) {
	p.t.Helper()
	p.look(nil, "seen", selector)
}

// WaitGone waits until no element that matches can be seen.
func (p *Page) WaitGone(selector string) {
	p.t.Helper()
	p.look(nil, "gone", selector)
}

// WaitText waits until one of the elements that match shows a text that contains substring, white space of any length
// taken for one blank.
func (p *Page) WaitText(selector, substring string) {
	p.t.Helper()
	p.look(nil, "shows", selector, substring)
}

// Text is the text of the first element that matches, as it is shown (hidden parts left out, text-transform applied), white
// space of any length made one blank. It waits for the element, not for a text in it.
func (p *Page) Text(selector string) (text string) {
	p.t.Helper()
	p.look(&text, "text", selector)
	return text
}

// Value is what the first form field that matches holds. It waits for the field.
func (p *Page) Value(selector string) (value string) {
	p.t.Helper()
	p.look(&value, "value", selector)
	return value
}

// Attr is an attribute of the first element that matches, empty where it has none. It waits for the element.
func (p *Page) Attr(selector, name string) (value string) {
	p.t.Helper()
	p.look(&value, "attribute", selector, name)
	return value
}

// Count is how many elements match now, hidden ones among them.
func (p *Page) Count(selector string) (n int) {
	p.t.Helper()
	p.look(&n, "count", selector)
	return n
}

func (p *Page) look(out any, function string, arguments ...any) {
	p.t.Helper()
	ctx, done := p.begin()
	defer done()
	p.until(ctx, out, function, arguments...)
}
