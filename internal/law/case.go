package law

import (
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Case is a golden case beside the law: a household and what the law makes of it on a day. A province adds its own.
type Case struct {
	Name      string
	On        date.Date
	Standard  string // empty = the one in force
	Household map[string]string
	Members   []map[string]string
	Expect    Expect
	File      string
	Line      int
}

// Expect is what a golden case demands; what is nil or empty is not looked at.
type Expect struct {
	Class          string            `yaml:"class"`
	Deprivations   *[]string         `yaml:"deprivations"`
	Indicators     map[string]string `yaml:"indicators"` // code: yes, no or unknown
	UndeterminedBy *[]string         `yaml:"undetermined_by"`
	Statuses       map[string][]int  `yaml:"statuses"` // code: member numbers
}

// caseFile is a file of golden cases as written. The households under "households" are there to be reused with YAML
// anchors.
type caseFile struct {
	path string
	root yaml.Node

	Households map[string]fileHousehold `yaml:"households"`
	Cases      []struct {
		Name      string        `yaml:"name"`
		On        string        `yaml:"on"`
		Standard  string        `yaml:"standard"`
		Household fileHousehold `yaml:"household"`
		Expect    Expect        `yaml:"expect"`
	} `yaml:"cases"`
}

// fileHousehold is a household as columns of the exchange format, all text.
type fileHousehold struct {
	Columns map[string]string   `yaml:",inline"`
	Members []map[string]string `yaml:"members"`
}

// isCases reports whether a file holds golden cases: its name is cases.yaml or ends in -cases.yaml.
func isCases(name string) bool {
	base := path.Base(name)
	return base == "cases.yaml" || strings.HasSuffix(base, "-cases.yaml")
}

func (l *loader) readCases(name string, b []byte) {
	f := &caseFile{path: name}
	if l.decode(name, b, &f.root, f) {
		l.cases = append(l.cases, f)
	}
}

func (l *loader) buildCases() {
	for _, f := range l.cases {
		lines := &file{path: f.path, root: f.root}
		for i, c := range f.Cases {
			at := []any{"cases", i}
			on := l.day(lines, append(at, "on"), c.On)
			if c.Name == "" || c.On == "" {
				l.faultAt(lines, at, errs.T("a case needs its “name” and “on” (the day)"))
				continue
			}
			if c.Expect.empty() {
				l.faultAt(lines, at, errs.T("case “%s” demands nothing in “expect”", c.Name))
				continue
			}
			l.lib.Cases = append(l.lib.Cases, Case{Name: c.Name, On: on, Standard: c.Standard,
				Household: c.Household.Columns,
				Members:   c.Household.Members, Expect: c.Expect, File: f.path, Line: lines.line(at...)})
		}
	}
}

func (e Expect) empty() bool {
	return e.Class == "" && e.Deprivations == nil && len(e.Indicators) == 0 && e.UndeterminedBy == nil &&
		len(e.Statuses) == 0
}

// Fault says that the case did not come out as it demands.
func (c Case) Fault(text errs.Text) Fault {
	return Fault{c.File, c.Line, errs.T("case “%s”: %s", c.Name, text)}
}
