package web_test

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// programWords are what only programs say: names joined by underscores, operators of rules, words of code lists and of
// checks. Addresses, codes of units and file names are none of them.
var programWords = regexp.MustCompile(`\b[a-z]+(?:_[a-z0-9]+)+\b|members\[|&&|\|\||[!=]=|\.exists\(|\.filter\(` +
	`|\b(?:true|false|null|preliminary|confidence|high|medium|undetermined|near_poor|employment|dependents|nutrition` +
	`|sanitation|telecom|rural|urban|household|percent|higher|lower|yes|unknown|invalid)\b`)

// shownAttributes are the attributes that people read or hear.
var shownAttributes = []string{"title", "aria-label", "placeholder", "alt", "data-confirm"}

// plainWords are the words of programs that a page shows to people, but in what is marked as code and in what somebody
// typed or may download under its name.
func plainWords(page string) []string {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	look := func(text string) {
		for _, at := range programWords.FindAllStringIndex(text, -1) {
			from, to := max(0, at[0]-30), min(len(text), at[1]+30)
			out = append(out, strings.ToValidUTF8(text[from:to], ""))
		}
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && slices.Contains([]string{"code", "script", "style", "textarea", "pre"}, n.Data) {
			return
		}
		if n.Type == html.TextNode {
			look(n.Data)
		}
		for _, a := range n.Attr {
			if slices.Contains(shownAttributes, a.Key) {
				look(a.Val)
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(root)
	return out
}
