// Package inspection is how localities are checked: a visit from its plan to its close, with findings that point at
// rows, the
// unit's answers, recommendations and the money that comes back. One function applies events; it decides what may
// follow. It knows no storage, no clock and no calendar: days are given to it.
package inspection

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
)

// File has days, kinds of findings and checklists, in the folder data/.
const File = "inspection/checks.yaml"

// FindingKind is a kind of finding.
type FindingKind struct {
	Code    string    `yaml:"code"`
	Recover bool      `yaml:"recover"` // money may be to be recovered
	Text    errs.Text `yaml:"text"`
}

// Question is one of a checklist.
type Question struct {
	Code     string    `yaml:"code"`
	Text     errs.Text `yaml:"text"`
	Evidence errs.Text `yaml:"evidence"`
	Cite     string    `yaml:"cite"`
}

// Checklist is what is asked on a visit about projects of the programme: of none of them, of all ("*"), of those named.
type Checklist struct {
	Nodes     []string   `yaml:"nodes"`
	Title     errs.Text  `yaml:"title"`
	Questions []Question `yaml:"questions"`
}

// Rules are how checking is done, as data. Days are working days.
type Rules struct {
	Sample     bool          `yaml:"sample"`
	Source     string        `yaml:"source"`
	NoticeDays int           `yaml:"notice_days"`
	AnswerDays int           `yaml:"answer_days"`
	RemedyDays int           `yaml:"remedy_days"`
	Findings   []FindingKind `yaml:"findings"`
	Checklists []Checklist   `yaml:"checklists"`
}

// Read reads the rules. Errors: an unknown key, days below 0, codes that are there twice, texts that are missing.
func Read(data fs.FS) (_ *Rules, err error) {
	defer errs.Wrap(&err, "inspection.Read")
	b, err := fs.ReadFile(data, File)
	if err != nil {
		return nil, err
	}
	r := &Rules{}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(r); err != nil {
		return nil, err
	}
	return r, r.check()
}

func (r *Rules) check() error {
	var why []error
	seen := map[string]bool{}
	one := func(code string, t errs.Text) {
		if code == "" || seen[code] || t.VI == "" || t.EN == "" {
			why = append(why, fmt.Errorf("%s: %q is not whole or there twice", File, code))
		}
		seen[code] = true
	}
	if r.NoticeDays < 0 || r.AnswerDays < 1 || r.RemedyDays < 1 || r.Source == "" {
		why = append(why, errors.New(File+": days or source are missing"))
	}
	for _, f := range r.Findings {
		one(f.Code, f.Text)
	}
	clear(seen)
	for _, c := range r.Checklists {
		for _, q := range c.Questions {
			one(q.Code, q.Text)
		}
	}
	return errors.Join(why...)
}

// Finding is a kind of finding by its code, nil for none.
func (r *Rules) Finding(code string) *FindingKind {
	if i := slices.IndexFunc(r.Findings, func(f FindingKind) bool { return f.Code == code }); i >= 0 {
		return &r.Findings[i]
	}
	return nil
}

// Asked are the checklists of a visit about some projects: those of none of them always, those of all and of the
// projects themselves where there are any.
func (r *Rules) Asked(nodes []string) (out []Checklist) {
	for _, c := range r.Checklists {
		if len(c.Nodes) == 0 || len(nodes) > 0 && slices.ContainsFunc(c.Nodes, func(n string) bool {
			return n == "*" || slices.Contains(nodes, n)
		}) {
			out = append(out, c)
		}
	}
	return out
}
