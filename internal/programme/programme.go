// Package programme holds the national target programme as data: its tree of projects and sub-projects with who leads
// each and whom it is for, the kinds of support that it gives, and what the law refuses. It decides from what it is
// given; it must not know storage, files other than its own data, permissions or the clock.
package programme

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Programme is a programme with its tree: the one of 2021-2025 has projects and sub-projects, that of 2026-2035
// components and contents; both can stand beside each other.
type Programme struct {
	Code       string     `yaml:"code"`
	Name       errs.Text  `yaml:"name"`
	From       date.Date  `yaml:"from"`
	To         date.Date  `yaml:"to"`
	SpendUntil date.Date  `yaml:"spend_until"` // money carried over may be spent until then; zero: To
	Cite       string     `yaml:"cite"`
	SpendCite  string     `yaml:"spend_cite"`
	Nodes      []Node     `yaml:"nodes"`
	Priorities []Priority `yaml:"priorities"`
	Open       errs.Text  `yaml:"open"` // what is not known of it

	at source
}

// Node is a project, a sub-project or what stands in its place, in the order of the programme.
type Node struct {
	Code   string    `yaml:"code"`
	Parent string    `yaml:"parent"` // "" for the first level
	Kind   string    `yaml:"kind"`   // project, sub_project, component, content
	Label  errs.Text `yaml:"label"`  // "Tiểu dự án 1"
	Name   errs.Text `yaml:"name"`
	Leads  []Body    `yaml:"leads"`
	With   []Body    `yaml:"with"`
	For    errs.Text `yaml:"for"`  // whom it is for, in words
	Who    string    `yaml:"who"`  // the same as CEL over the facts and the record; "" where it is for nobody in person
	Unit   string    `yaml:"unit"` // of Who: household or person
	Cite   string    `yaml:"cite"`
	Open   errs.Text `yaml:"open"` // what is not known of it
	// OpenIn is what else is not known in one province, by its code.
	OpenIn map[string]errs.Text `yaml:"open_in"`
	Sample bool                 `yaml:"sample"` // a placeholder (MẪU): its name and content are not known

	at        source
	programme string
}

// Programme is the code of the programme that a node belongs to.
func (n *Node) Programme() string { return n.programme }

// Body is a body that leads or helps between two days, both in; zero days are open.
type Body struct {
	Name       errs.Text `yaml:"name"`
	From       date.Date `yaml:"from"`
	To         date.Date `yaml:"to"`
	Confidence string    `yaml:"confidence"` // high, medium or low
	Note       errs.Text `yaml:"note"`
}

// On reports whether the body leads or helps on a day.
func (b *Body) On(day date.Date) bool { return day >= b.From && (b.To.IsZero() || day <= b.To) }

// Priority is a group that comes before others, in the plan's order.
type Priority struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
	Who   string    `yaml:"who"`
	Cite  string    `yaml:"cite"`

	at source
}

// Contains reports whether a day lies in the programme, the time of carried-over money apart.
func (p *Programme) Contains(day date.Date) bool { return day >= p.From && day <= p.To }

// Last is the last day on which money of the programme may be spent.
func (p *Programme) Last() date.Date { return max(p.To, p.SpendUntil) }

// LeadOn is the body that leads a node on a day, false where none is known.
func (n *Node) LeadOn(day date.Date) (Body, bool) {
	for _, b := range n.Leads {
		if b.On(day) {
			return b, true
		}
	}
	return Body{}, false
}

// WithOn is the bodies that help on a day.
func (n *Node) WithOn(day date.Date) (out []Body) {
	for _, b := range n.With {
		if b.On(day) {
			out = append(out, b)
		}
	}
	return out
}
