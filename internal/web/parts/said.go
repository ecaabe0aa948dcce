package parts

import (
	"strconv"
	"strings"
	"text/template/parse"
)

// Saying says the texts of templates once, as the templates are read, so that {{t "Print"}} costs a page no more than
// if it were written in its language. They are functions of one constant text, by their names. Within an address, where
// a text stands otherwise than in the page, it is {{print (t "Print")}}.
type Saying map[string]func(string) string

// In says the texts of a list of nodes.
func (s Saying) In(l *parse.ListNode) {
	if l == nil {
		return
	}
	for i, n := range l.Nodes {
		l.Nodes[i] = s.node(n)
	}
}

func (s Saying) node(n parse.Node) parse.Node {
	switch n := n.(type) {
	case *parse.ActionNode:
		if text, ok := s.said(n.Pipe); ok && !strings.ContainsAny(text, special) {
			return &parse.TextNode{NodeType: parse.NodeText, Pos: n.Pos, Text: []byte(text)}
		}
		s.pipe(n.Pipe)
	case *parse.TemplateNode:
		s.pipe(n.Pipe)
	case *parse.IfNode:
		s.branches(&n.BranchNode)
	case *parse.RangeNode:
		s.branches(&n.BranchNode)
	case *parse.WithNode:
		s.branches(&n.BranchNode)
	}
	return n
}

// special are the characters that stand otherwise in a page than in a text: where there is one, the page escapes it.
const special = "\"'&<>+`\x00"

func (s Saying) branches(b *parse.BranchNode) {
	s.pipe(b.Pipe)
	s.In(b.List)
	s.In(b.ElseList)
}

// pipe says the texts that are arguments of something.
func (s Saying) pipe(p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		for i, arg := range c.Args {
			inner, ok := arg.(*parse.PipeNode)
			if !ok {
				continue
			}
			if text, ok := s.said(inner); ok {
				c.Args[i] = &parse.StringNode{NodeType: parse.NodeString, Pos: inner.Pos, Quoted: strconv.Quote(text),
					Text: text}
				continue
			}
			s.pipe(inner)
		}
	}
}

// said is what a pipeline says that is one of the functions with one constant text.
func (s Saying) said(p *parse.PipeNode) (string, bool) {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 || len(p.Cmds[0].Args) != 2 {
		return "", false
	}
	name, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode)
	if !ok || s[name.Ident] == nil {
		return "", false
	}
	text, ok := p.Cmds[0].Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return s[name.Ident](text.Text), true
}
