package programme

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// source is where an entry of a file stands: its node, for the lines of what is in it.
type source struct {
	file string
	node *yaml.Node
}

// line returns the line of the value under a path of keys and indexes, or of the nearest one above it that is there.
// Of a block of text it is the line on which the text begins.
func (s source) line(path ...any) int {
	n := s.node
	if n == nil {
		return 1
	}
	for _, step := range path {
		next := below(n, step)
		if next == nil {
			return n.Line
		}
		n = next
	}
	if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
		return n.Line + 1
	}
	return n.Line
}

// below returns the value under a key or at an index, nil where there is none.
func below(n *yaml.Node, step any) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	switch s := step.(type) {
	case string:
		for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
			if n.Content[i].Value == s {
				return n.Content[i+1]
			}
		}
	case int:
		if n.Kind == yaml.SequenceNode && s < len(n.Content) {
			return n.Content[s]
		}
	}
	return nil
}

// file is one file of the folder programme/; any may hold any of the keys.
type file struct {
	Programme  *Programme     `yaml:"programme"`
	Kinds      []Kind         `yaml:"kinds"`
	Funds      []Fund         `yaml:"funds"`
	Activities []ActivityKind `yaml:"activities"`
	Columns    []Column       `yaml:"payment_columns"`
	Goods      []Detail       `yaml:"goods"` // the details of goods, asked of every kind that is paid
	Refusals   []Refusal      `yaml:"refusals"`
}

// reader gathers the catalogue and every fault on the way.
type reader struct {
	c      Catalogue
	goods  []Detail
	faults law.Faults
}

// ReadCatalogue reads the folder programme/ strictly: unknown keys, codes that stand twice, a kind of no node and what
// else cannot be used are faults, all of them reported with file and line. The error's cause is law.Faults.
func ReadCatalogue(data fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(data, "programme/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("programme.ReadCatalogue: %w", err)
	}
	var r reader
	for _, name := range names {
		b, err := fs.ReadFile(data, name)
		if err != nil {
			return nil, fmt.Errorf("programme.ReadCatalogue: %w", err)
		}
		r.read(name, b)
	}
	for i := range r.c.Kinds {
		if k := &r.c.Kinds[i]; k.Paid {
			k.Details = append(slices.Clone(k.Details), r.goods...)
		}
	}
	slices.SortStableFunc(r.c.Programmes, func(a, b Programme) int { return cmp.Compare(a.From, b.From) })
	if len(r.faults) == 0 { // what could not be read would bring faults that are none
		r.check()
	}
	return &r.c, faulty(r.faults)
}

// faulty is the error of faults; nil where there are none.
func faulty(faults law.Faults) error {
	if len(faults) == 0 {
		return nil
	}
	slices.SortStableFunc(faults, func(a, b law.Fault) int {
		return cmp.Or(strings.Compare(a.File, b.File),
			a.Line-b.Line)
	})
	return errs.Of(errs.Invalid, errs.N(len(faults), "the programme's data has %d fault; mend its line",
		"the programme's data has %d faults; mend each line")).Because(slices.Compact(faults))
}

// read decodes one file.
func (r *reader) read(name string, b []byte) {
	var root yaml.Node
	if err := yaml.Unmarshal(b, &root); err != nil {
		r.faults = append(r.faults, law.YAMLFaults(name, err)...)
		return
	}
	if n := len(r.faults); r.days(name, &root) > n {
		return
	}
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	switch err := dec.Decode(&f); {
	case errors.Is(err, io.EOF):
		r.add(source{file: name}, nil, errs.T("empty file"))
		return
	case err != nil:
		r.faults = append(r.faults, law.YAMLFaults(name, err)...)
		return
	}
	f.place(source{name, root.Content[0]})
	if f.Programme != nil {
		r.c.Programmes = append(r.c.Programmes, *f.Programme)
	}
	r.c.Kinds = append(r.c.Kinds, f.Kinds...)
	r.c.Funds = append(r.c.Funds, f.Funds...)
	r.c.Activities = append(r.c.Activities, f.Activities...)
	r.c.Columns = append(r.c.Columns, f.Columns...)
	r.c.Refusals = append(r.c.Refusals, f.Refusals...)
	r.goods = append(r.goods, f.Goods...)
}

// place tells every entry where it stands.
func (f *file) place(root source) {
	at := func(n *yaml.Node, path ...any) source {
		for _, step := range path {
			n = below(n, step)
		}
		return source{root.file, n}
	}
	if p := f.Programme; p != nil {
		p.at = at(root.node, "programme")
		for i := range p.Nodes {
			p.Nodes[i].at, p.Nodes[i].programme = at(p.at.node, "nodes", i), p.Code
		}
		for i := range p.Priorities {
			p.Priorities[i].at = at(p.at.node, "priorities", i)
		}
	}
	for i := range f.Kinds {
		f.Kinds[i].at = at(root.node, "kinds", i)
	}
	for i := range f.Columns {
		f.Columns[i].at = at(root.node, "payment_columns", i)
	}
	for i := range f.Refusals {
		f.Refusals[i].at = at(root.node, "refusals", i)
	}
}

// days finds the dates that are none, of which the decoder would not say the line. It returns how many faults there
// are now.
func (r *reader) days(name string, n *yaml.Node) int {
	ofKind := below(n, "unit") != nil // a kind's “to” is whom it is given to
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && !ofKind && i%2 == 1 &&
			slices.Contains([]string{"from", "to", "spend_until"}, n.Content[i-1].Value) {
			if _, err := date.Parse(child.Value); err != nil {
				r.add(source{name, child}, nil, errs.T("“%s” is not a day written YYYY-MM-DD", child.Value))
			}
		}
		r.days(name, child)
	}
	return len(r.faults)
}

// add records a fault of an entry at a path within it.
func (r *reader) add(at source, path []any, text errs.Text) {
	r.faults = append(r.faults, law.Fault{File: at.file, Line: at.line(path...), Text: text})
}
