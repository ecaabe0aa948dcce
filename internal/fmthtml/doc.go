package main

import (
	"strings"
	"unicode/utf8"
)

// A doc is text with the places where it may break. Its forms: string (on one line), cat, line, indent, *group, fill,
// choice and raw. It is printed as Wadler's "A prettier printer" does: a group stands on one line where it fits, else
// every line of it breaks; a fill breaks only the lines that it must.
type doc any

type (
	cat    []doc
	line   struct{ flat string } // a space or nothing, or a new line
	hard   struct{}              // a new line always
	indent struct{ of doc }
	group  struct {
		of     doc
		broken bool
	}
	fill   []doc                      // content, separator, content …
	choice struct{ broken, flat doc } // by whether the group around it is broken
	raw    string                     // lines as they are
)

// breaks says whether a doc holds a line that always breaks, and breaks the groups around such lines.
func breaks(d doc) bool {
	switch d := d.(type) {
	case hard:
		return true
	case cat:
		return anyBreaks(d)
	case fill:
		return anyBreaks(d)
	case indent:
		return breaks(d.of)
	case *group:
		d.broken = breaks(d.of) || d.broken
		return d.broken
	case choice:
		return false
	}
	return false
}

func anyBreaks(list []doc) bool {
	out := false
	for _, d := range list {
		out = breaks(d) || out
	}
	return out
}

// command is a doc to be printed at an indentation, broken or flat.
type command struct {
	indent int
	flat   bool
	doc    doc
}

type printer struct {
	width int
	out   strings.Builder
	col   int
	todo  []command
}

func (p *printer) push(c ...command) { p.todo = append(p.todo, c...) }

func (p *printer) newLine(n int) {
	s := strings.TrimRight(p.out.String(), " ")
	p.out.Reset()
	p.out.WriteString(s)
	p.out.WriteString("\n")
	p.out.WriteString(strings.Repeat(" ", n))
	p.col = n
}

// typeset writes a doc at a width.
func typeset(d doc, width int) string {
	breaks(d)
	p := &printer{width: width, todo: []command{{0, false, d}}}
	for len(p.todo) > 0 {
		c := p.todo[len(p.todo)-1]
		p.todo = p.todo[:len(p.todo)-1]
		p.one(c)
	}
	return p.out.String()
}

func (p *printer) text(s string) {
	p.out.WriteString(s)
	p.col += utf8.RuneCountInString(s)
}

func (p *printer) one(c command) {
	switch d := c.doc.(type) {
	case string:
		p.text(d)
	case raw:
		p.out.WriteString(string(d))
		if i := strings.LastIndexByte(string(d), '\n'); i >= 0 {
			p.col = 0
			d = d[i+1:]
		}
		p.col += utf8.RuneCountInString(string(d))
	case cat:
		for i := len(d) - 1; i >= 0; i-- {
			p.push(command{c.indent, c.flat, d[i]})
		}
	case indent:
		p.push(command{c.indent + 2, c.flat, d.of})
	case hard:
		p.newLine(c.indent)
	case line:
		if c.flat {
			p.text(d.flat)
		} else {
			p.newLine(c.indent)
		}
	case choice:
		if c.flat {
			p.push(command{c.indent, true, d.flat})
		} else {
			p.push(command{c.indent, false, d.broken})
		}
	case *group:
		flat := command{c.indent, true, d.of}
		flat.flat = !d.broken && (c.flat || p.fits(flat, p.todo, false))
		p.push(flat)
	case fill:
		p.fill(c, d)
	}
}

func (p *printer) fill(c command, parts fill) {
	if len(parts) == 0 {
		return
	}
	first := command{c.indent, true, parts[0]}
	if len(parts) == 1 {
		first.flat = p.fits(first, p.todo, true)
		p.push(first)
		return
	}
	first.flat = p.fits(first, nil, true)
	var rest []command // what follows the last part belongs to it
	if len(parts) == 3 {
		rest = p.todo
	}
	sep := command{c.indent, true, parts[1]}
	sep.flat = p.fits(command{c.indent, true, cat{parts[0], parts[1], parts[2]}}, rest, true)
	p.push(command{c.indent, c.flat, parts[2:]}, sep, first)
}

// fits says whether a command fits on the line, with what follows up to the next line that may break.
func (p *printer) fits(c command, rest []command, whole bool) bool {
	left := p.width - p.col
	todo := []command{c}
	for left >= 0 {
		if len(todo) == 0 {
			if len(rest) == 0 {
				return true
			}
			todo, rest, whole = append(todo, rest[len(rest)-1]), rest[:len(rest)-1], false
		}
		c := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		switch d := c.doc.(type) {
		case string:
			left -= utf8.RuneCountInString(d)
		case raw:
			first, _, more := strings.Cut(string(d), "\n")
			left -= utf8.RuneCountInString(first)
			if more {
				return left >= 0
			}
		case cat:
			todo = pushAll(todo, c, d)
		case fill:
			todo = pushAll(todo, c, d)
		case indent:
			todo = append(todo, command{c.indent, c.flat, d.of})
		case *group:
			if whole && d.broken {
				return false
			}
			todo = append(todo, command{c.indent, c.flat && !d.broken, d.of})
		case choice:
			if c.flat {
				todo = append(todo, command{c.indent, true, d.flat})
			} else {
				todo = append(todo, command{c.indent, false, d.broken})
			}
		case hard:
			return true
		case line:
			if !c.flat {
				return true
			}
			left -= len(d.flat)
		}
	}
	return false
}

func pushAll(todo []command, c command, docs []doc) []command {
	for i := len(docs) - 1; i >= 0; i-- {
		todo = append(todo, command{c.indent, c.flat, docs[i]})
	}
	return todo
}
