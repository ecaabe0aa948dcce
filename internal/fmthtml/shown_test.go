package main

import (
	"strings"

	"golang.org/x/net/html"
)

// shownText is what a browser shows of a page, by the rules of CSS for white space and not by those of the formatter:
// the tags of what stands on lines of its own, the other tags, and text with white space collapsed across them.
func shownText(page string) string {
	root, err := html.Parse(strings.NewReader("<body>" + page))
	if err != nil {
		return err.Error()
	}
	s := &shower{fresh: true}
	s.node(root, false)
	return s.out.String()
}

// shower writes what is shown. A space waits until something follows it on its line.
type shower struct {
	out     strings.Builder
	fresh   bool // nothing stands on the line yet
	waiting bool // a space waits
}

func (s *shower) text(data string, verbatim bool) {
	if verbatim {
		s.flush()
		s.out.WriteString(data)
		s.fresh = false
		return
	}
	for _, r := range data {
		if strings.ContainsRune(" \n\t\r\f", r) {
			s.waiting = !s.fresh
			continue
		}
		s.flush()
		s.out.WriteRune(r)
		s.fresh = false
	}
}

func (s *shower) flush() {
	if s.waiting {
		s.out.WriteString(" ")
	}
	s.waiting = false
}

// line begins a new line: a space that waits is not shown.
func (s *shower) line() {
	s.waiting, s.fresh = false, true
	if !strings.HasSuffix(s.out.String(), "\n") {
		s.out.WriteString("\n")
	}
}

func classOf(n *html.Node) string {
	for _, a := range n.Attr {
		if a.Key == "class" {
			return " " + a.Val + " "
		}
	}
	return ""
}

func (s *shower) node(n *html.Node, flex bool) {
	switch n.Type {
	case html.TextNode:
		s.text(n.Data, verbatim(n.Parent))
		return
	case html.ElementNode:
	default:
		s.children(n)
		return
	}
	class := classOf(n)
	apart := blocks[n.Data] || flex || strings.Contains(class, " d-flex ") || n.Data == "body"
	switch {
	case strings.Contains(class, "visually-hidden"), n.Data == "input" && valueIs(n, "hidden"):
		// out of the line: neither it nor the white space in it touches the line
	case apart:
		s.line()
		s.out.WriteString("<" + n.Data + ">")
		s.children(n)
		s.line()
	case inners[n.Data]:
		s.flush()
		in := &shower{fresh: true}
		in.children(n)
		s.out.WriteString("<" + n.Data + ">" + in.out.String() + "</>")
		s.fresh = false
	case n.Data == "input" || n.Data == "img":
		s.flush()
		s.out.WriteString("<" + n.Data + ">")
		s.fresh = false
	default:
		s.children(n)
	}
}

func valueIs(n *html.Node, kind string) bool {
	for _, a := range n.Attr {
		if a.Key == "type" && a.Val == kind {
			return true
		}
	}
	return false
}

func verbatim(n *html.Node) bool {
	return n != nil && (raws[n.Data] || strings.Contains(classOf(n), " prewrap "))
}

func (s *shower) children(n *html.Node) {
	flex := strings.Contains(classOf(n), " d-flex ")
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if flex && c.Type == html.TextNode { // a box of its own between the others
			s.line()
			s.node(c, flex)
			s.line()
			continue
		}
		s.node(c, flex)
	}
}
