// Package planning makes the draft of a year's plan – from another year's, from the shipped model, from a catalogue of
// targets – and says what was not carried over and why; and it says what of a plan cannot be of its office and day:
// bodies that are there no more, figures of another place. It must not know storage, pages or the clock.
package planning

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/programme"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// Catalogue is the targets that a plan may be made of, as data.
type Catalogue struct {
	Groups  []Group             `yaml:"groups"`
	Targets []Entry             `yaml:"targets"`
	Reports []target.ReportKind `yaml:"reports"`
	Names   []Names             `yaml:"names"`
}

// Group is a heading of the catalogue.
type Group struct {
	Code  string    `yaml:"code"`
	Title errs.Text `yaml:"title"`
}

// Entry is one target of the catalogue: whom it counts, of whom (nothing of a count), and the part of a plan that does.
type Entry struct {
	Group  string      `yaml:"group"`
	Model  bool        `yaml:"model,omitempty"` // one of the shipped plan's
	Counts errs.Text   `yaml:"counts"`
	Of     errs.Text   `yaml:"of,omitempty"`
	Part   target.Part `yaml:"part"`
}

// Names are other words for a body of the programme's data.
type Names struct {
	Body string   `yaml:"body"`
	Also []string `yaml:"also"`
}

// catalogueFile has the catalogue.
const catalogueFile = "plan/catalogue/targets.yaml"

// ReadCatalogue reads the catalogue strictly. What its conditions name is looked at when a plan is made of them.
func ReadCatalogue(data fs.FS) (_ *Catalogue, err error) {
	defer errs.Wrap(&err, "planning.ReadCatalogue")
	b, err := fs.ReadFile(data, catalogueFile)
	if err != nil {
		return nil, err
	}
	c := &Catalogue{}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	return c, dec.Decode(c)
}

// Of are the targets under a heading.
func (c *Catalogue) Of(group string) (out []*Entry) {
	for i := range c.Targets {
		if c.Targets[i].Group == group {
			out = append(out, &c.Targets[i])
		}
	}
	return out
}

// Entry returns a target by its code; nil where there is none.
func (c *Catalogue) Entry(code string) *Entry {
	if i := slices.IndexFunc(c.Targets, func(e Entry) bool { return e.Part.Code == code }); i >= 0 {
		return &c.Targets[i]
	}
	return nil
}

// report is the figure of a code that somebody reports; nil where there is none.
func (c *Catalogue) report(code string) *target.ReportKind {
	if i := slices.IndexFunc(c.Reports, func(r target.ReportKind) bool { return r.Code == code }); i >= 0 {
		return &c.Reports[i]
	}
	return nil
}

// Bodies are the bodies that the programmes' data knows, with their days and what else they are called.
type Bodies struct {
	all   []programme.Body
	names map[string]string // by any of its names, folded: the name of the data, folded
}

// NewBodies gathers the bodies of all programmes.
func NewBodies(c *programme.Catalogue, names []Names) *Bodies {
	b := &Bodies{names: map[string]string{}}
	for i := range c.Programmes {
		for j := range c.Programmes[i].Nodes {
			n := &c.Programmes[i].Nodes[j]
			b.all = append(append(b.all, n.Leads...), n.With...)
		}
	}
	for _, n := range names {
		for _, also := range n.Also {
			b.names[folded(also)] = folded(n.Body)
		}
	}
	return b
}

// folded is a name without marks and signs, "UBND" written out.
func folded(name string) string {
	return strings.Replace(words(vietnamese.Fold(name)), "ubnd", "uy ban nhan dan", 1)
}

// words are the words of a text with one space between them, without signs.
func words(s string) string {
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return strings.Join(strings.FieldsFunc(s, sign), " ")
}

// known is the data's folded name of what people call a body.
func (b *Bodies) known(name string) string {
	f := folded(name)
	if is, ok := b.names[f]; ok {
		return is
	}
	return f
}

// On are the bodies of a day, each once, in the order of the data.
func (b *Bodies) On(day date.Date) (out []errs.Text) {
	for _, one := range b.all {
		if one.On(day) && !slices.ContainsFunc(out, func(t errs.Text) bool { return t.VI == one.Name.VI }) {
			out = append(out, one.Name)
		}
	}
	return out
}

// Named is the body of a day that is called so, as the data writes it; false where the data has none of this name.
func (b *Bodies) Named(name string, day date.Date) (errs.Text, bool) {
	on := b.On(day)
	i := slices.IndexFunc(on, func(t errs.Text) bool { return folded(t.VI) == folded(name) })
	if i < 0 {
		return errs.Text{}, false
	}
	return on[i], true
}

// Ended is the last day of a body that is there no more on a day, by the data's dates; false of one that is, or of
// which the data knows nothing.
func (b *Bodies) Ended(name string, day date.Date) (last date.Date, ended bool) {
	is := b.known(name)
	for _, one := range b.all {
		switch {
		case folded(one.Name.VI) != is:
		case one.To.IsZero() || one.To >= day:
			return 0, false
		default:
			last, ended = max(last, one.To), true
		}
	}
	return last, ended
}
