package target

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/law"
)

// Fault is one thing wrong in a plan or in the rules of the lights. Line is 0 where it was not read from a text;
// Target, Part and Field then say where it stands.
type Fault struct {
	File   string
	Line   int
	Target int    // its number; 0: the plan as a whole
	Part   string // its code
	Field  string // numerator.where, planned
	Text   errs.Text
	Later  bool // something is missing that a draft may lack
}

// String returns "file:line: target, part, field: message".
func (f Fault) String() string {
	var b strings.Builder
	if f.File != "" {
		b.WriteString(f.File)
		if f.Line > 0 {
			fmt.Fprintf(&b, ":%d", f.Line)
		}
		b.WriteString(": ")
	}
	var where []string
	if f.Target > 0 {
		where = append(where, fmt.Sprintf("mục tiêu %d", f.Target))
	}
	for _, s := range []string{f.Part, f.Field} {
		if s != "" {
			where = append(where, s)
		}
	}
	if len(where) > 0 {
		b.WriteString(strings.Join(where, ", ") + ": ")
	}
	return b.String() + f.Text.VI
}

// Faults are all that is wrong; none hides another.
type Faults []Fault

// Error lists the faults, a line each.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// asError is an invalid-input error that carries the faults in the order of their lines; nil where there are none.
func (fs Faults) asError(what string) error {
	if len(fs) == 0 {
		return nil
	}
	slices.SortStableFunc(fs, func(a, b Fault) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
	return errs.New(errs.Invalid, "%s has %d faults; mend them and load it again", what,
		len(fs)).Because(slices.Compact(fs))
}

// Joined is the error of all faults that some errors carry, each once, in the order of their lines; nil where they
// carry none.
func Joined(what string, all ...error) error {
	var fs Faults
	for _, err := range all {
		for _, f := range FaultsOf(err) {
			if !slices.Contains(fs, f) {
				fs = append(fs, f)
			}
		}
	}
	return fs.asError(what)
}

// FaultsOf returns the faults that an error carries, nil where it carries none.
func FaultsOf(err error) Faults {
	var fs Faults
	errors.As(err, &fs)
	return fs
}

// source is the text that something was read from, for line numbers.
type source struct {
	file string
	root yaml.Node
}

// decode reads one YAML document strictly into v; every unknown key and wrong type is a fault with its line. It
// reports whether v can be looked at further.
func (s *source) decode(b []byte, v any) (fs Faults, ok bool) {
	if err := yaml.Unmarshal(b, &s.root); err != nil {
		return s.yamlFaults(err), false
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	switch err := dec.Decode(v); {
	case errors.Is(err, io.EOF):
		return Faults{{File: s.file, Line: 1, Text: errs.T("empty file")}}, false
	case err != nil:
		fs = s.yamlFaults(err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		fs = append(fs,
			Fault{File: s.file, Line: 1, Text: errs.T("a file holds one YAML document (remove the second ---)")})
	}
	return fs, true
}

var (
	yamlLine    = regexp.MustCompile(`^line (\d+): (.*)$`)
	yamlUnknown = regexp.MustCompile(`^field (.+) not found in type`)
	yamlWrong   = regexp.MustCompile("^cannot unmarshal !!(\\S+)(?: `(.*)`)? into (.*)$")
)

func (s *source) yamlFaults(err error) (fs Faults) {
	lines := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		lines = te.Errors
	}
	for _, text := range lines {
		line := 1
		if m := yamlLine.FindStringSubmatch(text); m != nil {
			line, _ = strconv.Atoi(m[1]) // digits by the pattern
			text = m[2]
		}
		t := errs.T("bad YAML: %s", text)
		if m := yamlUnknown.FindStringSubmatch(text); m != nil {
			t = errs.T("unknown key “%s”", m[1])
		} else if m := yamlWrong.FindStringSubmatch(text); m != nil {
			t = errs.T("wrong type: “%s” (%s) cannot be read as %s", m[2], m[1], m[3])
		}
		fs = append(fs, Fault{File: s.file, Line: line, Text: t})
	}
	return fs
}

// line returns the line of the node at a path of keys and indexes, or of the nearest one above it that is there; 0
// where nothing was read from a text.
func (s *source) line(path ...any) int {
	n := &s.root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	line := n.Line
	for _, step := range path {
		next := law.YAMLChild(n, step)
		if next == nil {
			return line
		}
		n, line = next, next.Line
		if n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0 {
			line++ // a block of text begins on the line after its sign
		}
	}
	return line
}

// Source is a text from which something else is read in the way of plans: strictly, with the line of every fault.
type Source struct{ source }

// NewSource is the source of a file's text.
func NewSource(file string) *Source { return &Source{source{file: file}} }

// Decode reads one YAML document strictly into v; every unknown key and wrong type is a fault with its line. It
// reports whether v can be looked at further.
func (s *Source) Decode(b []byte, v any) (Faults, bool) { return s.decode(b, v) }

// Fault is a fault of the node at a path of keys and indexes.
func (s *Source) Fault(text errs.Text, path ...any) Fault {
	return Fault{File: s.file, Line: s.line(path...), Text: text}
}

// Refuse is an invalid-input error that carries the faults in the order of their lines; nil where there are none.
func (fs Faults) Refuse(what string) error { return fs.asError(what) }
