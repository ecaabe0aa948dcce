package web_test

import (
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// The tests ask a page's tree by selectors: a page that says the same in other words of markup passes, and what stands
// in a comment, a script or another element does not.

// find are the elements of a page that a CSS selector selects. A page that cannot be parsed has none.
func find(page, selector string) *goquery.Selection {
	d, err := goquery.NewDocumentFromReader(strings.NewReader(page))
	if err != nil {
		return &goquery.Selection{}
	}
	return d.Find(selector)
}

// has reports whether a page has an element.
func has(page, selector string) bool { return find(page, selector).Length() > 0 }

// textIn is the text of the first element that a selector selects, its white space single; "" where there is none.
func textIn(page, selector string) string { return plain(find(page, selector).First()) }

// plain is the text of a selection, its white space single.
func plain(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// attrOf is an attribute of the first element that a selector selects; "" where there is none.
func attrOf(page, selector, name string) string { return find(page, selector).First().AttrOr(name, "") }

// valueOf is what the first field that a selector selects holds: an area's text, the value of another.
func valueOf(page, selector string) string {
	s := find(page, selector).First()
	if s.Is("textarea") {
		return s.Text()
	}
	return s.AttrOr("value", "")
}

// attrsOf is an attribute of all elements that a selector selects, without what stands before it in each.
func attrsOf(page, selector, name, before string) (out []string) {
	for _, s := range find(page, selector).EachIter() {
		if rest, ok := strings.CutPrefix(s.AttrOr(name, ""), before); ok {
			out = append(out, rest)
		}
	}
	return out
}

// textsOf are the texts of all elements that a selector selects.
func textsOf(page, selector string) (out []string) {
	for _, s := range find(page, selector).EachIter() {
		out = append(out, plain(s))
	}
	return out
}

// errorOf is what a page says went wrong.
func errorOf(page string) string { return plain(find(page, `[role="alert"]`).Last()) }

// numberIn is the first number that follows a beginning in the addresses of a page's links and forms; "" where there
// is none.
func numberIn(page, before string) string {
	for _, s := range find(page, `[href^="`+before+`"], [action^="`+before+`"]`).EachIter() {
		rest := strings.TrimPrefix(s.AttrOr("href", s.AttrOr("action", "")), before)
		if n := rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))]; n != "" {
			return n
		}
	}
	return ""
}

// codesOf are the codes of the households in a page's list: the column that sorts by them.
func codesOf(page string) (out []string) {
	column := find(page, `th:has(a[href*="sort=code"])`).Index()
	for _, row := range find(page, "tr:has(a[data-row])").EachIter() {
		out = append(out, plain(row.Find("td").Eq(column)))
	}
	return out
}
