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

// ruleSigns are what only expressions of rules have.
var ruleSigns = regexp.MustCompile(`&&|\|\||[!=<>]=|\.exists\(|\.filter\(|\bmembers\b|\bm\.`)

// formula reports whether a part of a page that one has to open is a rule as programs have it.
func formula(details *html.Node) bool {
	for n := range details.Descendants() {
		if n.Type == html.ElementNode && n.Data == "summary" {
			return strings.TrimSpace(textOf(n)) == "Xem công thức"
		}
	}
	return false
}

func textOf(n *html.Node) (out string) {
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			out += d.Data
		}
	}
	return out
}

// shownAttributes are the attributes that people read or hear.
var shownAttributes = []string{"title", "aria-label", "placeholder", "alt", "data-confirm"}

// plainWords are the words of programs that a page shows to people, but in what is marked as code and in what somebody
// typed or may download under its name.
func plainWords(page string) []string {
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
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
		switch {
		case n.Type == html.ElementNode && slices.Contains([]string{"script", "style", "textarea"}, n.Data),
			n.Type == html.ElementNode && n.Data == "details" && formula(n):
			return
		case slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-file" }):
			return // what the person's own file says
		case n.Type == html.ElementNode && n.Data == "code": // a user's name, a key, a code; never a rule
			if !ruleSigns.MatchString(textOf(n)) {
				return
			}
		case n.Type == html.TextNode:
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
