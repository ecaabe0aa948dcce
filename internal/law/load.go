package law

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
)

// loader builds a Library from files and collects every fault on the way.
type loader struct {
	fields
	files []*file
	cases []*caseFile
}

// fields read the values that files of every kind have: days, periods, citations, titles, parameters.
type fields struct {
	lib    Library
	faults Faults
}

// checker looks at what was read all together.
type checker struct{ *loader }

// Load reads every .yaml file of a law folder and checks them together; the parser reads its expressions, and those
// of who asks the library for a language: rule/parse has CEL's, a tree.Book one of expressions read before. The error
// is Faults where the law itself is wrong; the library then holds what could be read and must not be used to decide.
func Load(folder fs.FS, parser rule.Parser) (*Library, error) {
	l := loader{fields: fields{lib: Library{parser: parser}}}
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".yaml" {
			return err
		}
		b, err := fs.ReadFile(folder, name)
		if err != nil {
			return err
		}
		if isCases(name) {
			l.readCases(name, b)
		} else {
			l.read(name, b)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("law.Load: %w", err)
	}
	l.build()
	if len(l.faults) > 0 {
		return &l.lib, l.faults.sorted()
	}
	return &l.lib, nil
}

// read decodes one file strictly; a file whose YAML cannot be read at all is left out.
func (l *loader) read(name string, b []byte) {
	f := &file{path: name}
	if l.decode(name, b, &f.root, f) {
		l.files = append(l.files, f)
	}
}

// decode decodes b into v, every unknown key and wrong type becoming a fault; root receives the nodes for line numbers.
// It reports whether v can be looked at further.
func (l *loader) decode(name string, b []byte, root *yaml.Node, v any) bool {
	if err := yaml.Unmarshal(b, root); err != nil {
		l.yamlFaults(name, err)
		return false
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	switch err := dec.Decode(v); {
	case errors.Is(err, io.EOF):
		l.faults = append(l.faults, Fault{name, 1, errs.T("empty file")})
		return false
	case err != nil:
		l.yamlFaults(name, err)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		l.faults = append(l.faults, Fault{name, 1, errs.T("a file holds one YAML document (remove the second ---)")})
	}
	return true
}

func (l *loader) yamlFaults(name string, err error) {
	l.faults = append(l.faults, YAMLFaults(name, err)...)
}

// YAMLFaults turns what the YAML reader complains of in a file into faults with their lines.
func YAMLFaults(name string, err error) (out Faults) {
	lines := []string{strings.TrimPrefix(err.Error(), "yaml: ")}
	var te *yaml.TypeError
	if errors.As(err, &te) {
		lines = te.Errors
	}
	for _, s := range lines {
		line := 1
		if m := yamlLine.FindStringSubmatch(s); m != nil {
			line, _ = strconv.Atoi(m[1]) // digits by the pattern
			s = m[2]
		}
		out = append(out, Fault{name, line, yamlText(s)})
	}
	return out
}

var (
	yamlLine     = regexp.MustCompile(`^line (\d+): (.*)$`)
	yamlUnknown  = regexp.MustCompile(`^field (.+) not found in type`)
	yamlWrong    = regexp.MustCompile("^cannot unmarshal !!(\\S+)(?: `(.*)`)? into (.*)$")
	yamlRepeated = regexp.MustCompile(`^mapping key "(.*)" already defined at line (\d+)`)
)

func yamlText(s string) errs.Text {
	if m := yamlUnknown.FindStringSubmatch(s); m != nil {
		return errs.T("unknown key “%s”", m[1])
	}
	if m := yamlWrong.FindStringSubmatch(s); m != nil {
		return errs.T("wrong type: “%s” (%s) cannot be read as %s", m[2], m[1], m[3])
	}
	if m := yamlRepeated.FindStringSubmatch(s); m != nil {
		return errs.T("key “%s” written twice (first on line %s)", m[1], m[2])
	}
	return errs.T("bad YAML: %s", s)
}
