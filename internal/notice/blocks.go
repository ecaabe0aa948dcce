package notice

import (
	"net/url"
	"regexp"
	"strings"
)

// Kind is what a block of a text is.
type Kind string

// The kinds of blocks.
const (
	Paragraph  Kind = "paragraph"
	Heading    Kind = "heading"
	Subheading Kind = "subheading"
	List       Kind = "list"
)

// Span is a piece of text, with where it leads; "" nowhere.
type Span struct{ Text, Address string }

// Block is a heading, a paragraph or a list. Lines are its lines, or the items of the list.
type Block struct {
	Kind  Kind
	Lines [][]Span
}

// Blocks reads a text as it is typed: "# " begins a heading, "## " a lesser one, "- " an item of a list, an empty line
// ends a paragraph; [words](https://…) and a bare https://… lead somewhere. Nothing else means anything: what looks
// like HTML is text like any other, and an address that is not http, https or mailto is text too.
func Blocks(text string) (out []Block) {
	open := false // the last block takes further lines
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		kind, rest := kindOf(line)
		switch {
		case line == "":
			open = false
			continue
		case kind == Heading || kind == Subheading:
			out, open = append(out, Block{kind, [][]Span{spans(rest)}}), false
			continue
		case !open || out[len(out)-1].Kind != kind:
			out = append(out, Block{Kind: kind})
		}
		last := &out[len(out)-1]
		last.Lines, open = append(last.Lines, spans(rest)), true
	}
	return out
}

func kindOf(line string) (Kind, string) {
	for _, k := range []struct {
		begin string
		kind  Kind
	}{{"## ", Subheading}, {"# ", Heading}, {"- ", List}, {"• ", List}} {
		if rest, ok := strings.CutPrefix(line, k.begin); ok {
			return k.kind, strings.TrimSpace(rest)
		}
	}
	return Paragraph, line
}

// link is [words](address) or a bare address.
var link = regexp.MustCompile(`\[([^\[\]]{1,200})\]\(([^()\s]{1,500})\)|https?://[^\s<>"'()\[\]]{1,500}`)

func spans(line string) (out []Span) {
	at := 0
	text := func(to int) {
		if to > at {
			out = append(out, Span{Text: line[at:to]})
		}
	}
	for _, m := range link.FindAllStringSubmatchIndex(line, -1) {
		s := Span{Text: line[m[0]:m[1]], Address: line[m[0]:m[1]]}
		if m[2] >= 0 {
			s = Span{Text: line[m[2]:m[3]], Address: line[m[4]:m[5]]}
		} else { // the point after an address ends the sentence
			s.Text = strings.TrimRight(s.Text, ".,;:!?")
			s.Address, m[1] = s.Text, m[0]+len(s.Text)
		}
		if !leads(s.Address) {
			continue
		}
		text(m[0])
		out, at = append(out, s), m[1]
	}
	text(len(line))
	return out
}

// leads reports whether an address may be followed.
func leads(address string) bool {
	u, err := url.Parse(address)
	return err == nil && ((u.Scheme == "http" || u.Scheme == "https") && u.Host != "" || u.Scheme == "mailto")
}
