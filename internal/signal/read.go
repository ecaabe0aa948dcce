// Package signal says where to look first: signals are data – a sentence, conditions over facts of a place, a weight
// – and a
// place's score is an addition that can be printed. No model is learned. Rates enter by the lower bound of their
// interval, so that the smallest place is not first by chance; what is not known does not score. It knows no storage,
// no pages and no clock.
package signal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
)

// File has the signals, in the folder data/.
const File = "inspection/signals.yaml"

// Kind is how a fact is written.
type Kind string

// The kinds of facts: so many of so many, or a number.
const (
	Rate   Kind = "rate"
	Number Kind = "number"
)

// Fact is something that may be known of a place.
type Fact struct {
	Code    string    `yaml:"code"`
	Kind    Kind      `yaml:"kind"`
	Of      errs.Text `yaml:"of"`
	Counted *bool     `yaml:"counted"` // false: no office counts it yet
}

// IsCounted reports whether offices count the fact.
func (f *Fact) IsCounted() bool { return f.Counted == nil || *f.Counted }

// Grade is from which condition on a signal has which grade, 1 to 3.
type Grade struct {
	Grade int    `yaml:"grade"`
	When  string `yaml:"when"`

	when tree.Condition
}

// Signal is a reason to look at a place.
type Signal struct {
	Code   string    `yaml:"code"`
	Text   errs.Text `yaml:"text"`
	Reason errs.Text `yaml:"reason"`
	Cite   string    `yaml:"cite"`
	Weight int       `yaml:"weight"`
	Secret bool      `yaml:"secret"` // for the inspector only
	Facts  []string  `yaml:"facts"`
	Opens  string    `yaml:"opens"` // the rows behind it: quality, supports, money, reports, review, visits; "" none
	Grades []Grade   `yaml:"grades"`
}

// Set are the signals.
type Set struct {
	Sample  bool     `yaml:"sample"` // nobody has decided on the weights yet
	Version int      `yaml:"version"`
	Source  string   `yaml:"source"`
	Facts   []Fact   `yaml:"facts"`
	Signals []Signal `yaml:"signals"`
}

// Fact is a fact by its code, nil for none.
func (s *Set) Fact(code string) *Fact {
	if i := slices.IndexFunc(s.Facts, func(f Fact) bool { return f.Code == code }); i >= 0 {
		return &s.Facts[i]
	}
	return nil
}

// Uncounted are the facts that no office counts yet.
func (s *Set) Uncounted() (out []Fact) {
	for i := range s.Facts {
		if !s.Facts[i].IsCounted() {
			out = append(out, s.Facts[i])
		}
	}
	return out
}

// lacking is the fact that the score itself makes: how many signals lack data.
const lacking = "unknown"

// Read reads the signals, their conditions with a parser. Errors: an unknown key, a name twice or of nothing, a
// condition that is none, a weight or grade out of 1 to 9 and 1 to 3.
func Read(data fs.FS, parser tree.ConditionParser) (_ *Set, err error) {
	defer errs.Wrap(&err, "signal.Read")
	b, err := fs.ReadFile(data, File)
	if err != nil {
		return nil, err
	}
	s := &Set{}
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(s); err != nil {
		return nil, err
	}
	names := make([]string, len(s.Facts))
	for i := range s.Facts {
		names[i] = s.Facts[i].Code
	}
	env, err := parser(names, func(string) tree.Type { return tree.Double })
	if err != nil {
		return nil, err
	}
	return s, s.check(env)
}

func (s *Set) check(env tree.Conditions) error {
	var why []error
	fault := func(format string, args ...any) { why = append(why, fmt.Errorf(File+": "+format, args...)) }
	whole := func(t errs.Text) bool { return t.VI != "" && t.EN != "" }
	for i := range s.Facts {
		f := &s.Facts[i]
		if f.Kind != Rate && f.Kind != Number || !whole(f.Of) {
			fault("the fact %q is not whole", f.Code)
		}
	}
	if s.Version < 1 || s.Source == "" || len(s.Signals) == 0 {
		fault("version, source or signals are missing")
	}
	seen := map[string]bool{}
	for i := range s.Signals {
		g := &s.Signals[i]
		if g.Code == "" || seen[g.Code] || !whole(g.Text) || !whole(g.Reason) || g.Weight < 1 || g.Weight > 9 ||
			len(g.Facts) == 0 || len(g.Grades) == 0 {
			fault("the signal %q is not whole or there twice", g.Code)
		}
		seen[g.Code] = true
		why = append(why, s.conditions(g, env)...)
	}
	return errors.Join(why...)
}

// conditions reads the conditions of a signal's grades, the highest grade first.
func (s *Set) conditions(g *Signal, env tree.Conditions) (why []error) {
	for _, code := range g.Facts {
		if f := s.Fact(code); f == nil || !f.IsCounted() {
			why = append(why, fmt.Errorf("%s: %s: the fact %q is not there or not counted", File, g.Code, code))
		}
	}
	for j := range g.Grades {
		grade := &g.Grades[j]
		when, texts := env.Compile(grade.When)
		for _, t := range texts {
			why = append(why, fmt.Errorf("%s: %s: %s: %s", File, g.Code, grade.When, t.EN))
		}
		grade.when = when
		if grade.Grade < 1 || grade.Grade > 3 || j > 0 && grade.Grade >= g.Grades[j-1].Grade {
			why = append(why, fmt.Errorf("%s: %s: grades are 3 to 1, the highest first", File, g.Code))
		}
		for k := range s.Facts {
			if code := s.Facts[k].Code; when != nil && when.Uses(code) && !slices.Contains(g.Facts, code) {
				why = append(why, fmt.Errorf("%s: %s: names %s, which is not among its facts", File, g.Code, code))
			}
		}
	}
	return why
}
