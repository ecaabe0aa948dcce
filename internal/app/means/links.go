package means

import (
	"bytes"
	"fmt"
	"io/fs"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/library"
)

const linksFile = "money/targets.yaml"

// link says which projects pay for targets.
type link struct {
	Parts   []string `yaml:"parts"` // codes of a plan's parts
	Nodes   []string `yaml:"nodes"`
	Whole   bool     `yaml:"whole"`
	Outside bool     `yaml:"outside"`
	Results bool     `yaml:"results"`
}

// links are what pays for the targets.
type links struct {
	Sample  bool      `yaml:"sample"`
	Note    errs.Text `yaml:"note"`
	Targets []link    `yaml:"targets"`

	of map[string]*link
}

// readLinks reads the shipped file, strictly: a target stands once, and no project of it lies within another.
func readLinks(l *library.Library) (*links, error) {
	b, err := fs.ReadFile(l.Data(), linksFile)
	if err != nil {
		return nil, err
	}
	c, err := l.Catalogue()
	if err != nil {
		return nil, err
	}
	out := &links{of: map[string]*link{}}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(out); err != nil {
		return nil, fmt.Errorf("%s: %w", linksFile, err)
	}
	for i := range out.Targets {
		t := &out.Targets[i]
		if err := t.check(c.Within, func(node string) bool { return c.Node(node) != nil }); err != nil {
			return nil, fmt.Errorf("%s: %v: %w", linksFile, t.Parts, err)
		}
		for _, part := range t.Parts {
			if out.of[part] != nil {
				return nil, fmt.Errorf("%s: %s stands twice", linksFile, part)
			}
			out.of[part] = t
		}
	}
	return out, nil
}

// check refuses what says nothing, or counts money twice.
func (t *link) check(within func(node, above string) bool, is func(node string) bool) error {
	ways := 0
	for _, way := range []bool{len(t.Nodes) > 0, t.Whole, t.Outside} {
		if way {
			ways++
		}
	}
	if ways != 1 || len(t.Parts) == 0 {
		return errs.New(errs.Invalid, "a target has its projects, or is paid by all of the programme, or by none of it")
	}
	for i, node := range t.Nodes {
		if !is(node) {
			return errs.New(errs.Invalid, "there is no project %q", node)
		}
		for k, other := range t.Nodes {
			if i != k && within(node, other) {
				return errs.New(errs.Invalid, "project %s lies within %s: its money would be counted twice", node, other)
			}
		}
	}
	return nil
}
