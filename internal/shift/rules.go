// Package shift proposes transfers of money between lines of a budget year, inside rules that are data: from what will
// stay unspent to what lacks it. It decides what may go where and why; it knows no storage, no clock and no law. Amounts
// are whole đồng.
package shift

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/place"
)

// Feature is what two lines have in common or differ in.
type Feature string

// The features.
const (
	Fund      Feature = "fund"
	Use       Feature = "use" // investment or recurrent
	Origin    Feature = "origin"
	Year      Feature = "year"
	Programme Feature = "programme"
	Project   Feature = "project"
	Node      Feature = "node"
	Unit      Feature = "unit" // who holds it: a unit or a body
	District  Feature = "district"
)

// Line is a line of money as rules look at it.
type Line struct {
	money.Line

	Use       string     // of its fund
	Programme string     // of its node
	Project   string     // the node's topmost
	District  place.Code // the unit below the province in which it lies today
}

// of is what a line has of a feature.
func (l *Line) of(f Feature) string {
	switch f {
	case Fund:
		return l.Fund
	case Use:
		return l.Use
	case Origin:
		return fmt.Sprint(l.Origin)
	case Year:
		return fmt.Sprint(l.Year)
	case Programme:
		return l.Programme
	case Project:
		return l.Project
	case Node:
		return l.Node
	case Unit:
		return string(l.Kind) + " " + l.Holder
	case District:
		return string(l.District)
	}
	return ""
}

// Forbidden is a rule that forbids transfers between lines that differ in one of its features.
type Forbidden struct {
	Code    string    `yaml:"code"`
	Differs []Feature `yaml:"differs"`
	Name    errs.Text `yaml:"name"`
	Cite    string    `yaml:"cite"` // "": not known
}

// Allowed is a kind of transfers: those between lines that share all of its features.
type Allowed struct {
	Code    string     `yaml:"code"`
	Same    []Feature  `yaml:"same"`
	Name    errs.Text  `yaml:"name"`
	Decider *errs.Text `yaml:"decider"` // nil: it is not known who decides
	Until   string     `yaml:"until"`   // MM-DD, the last day to decide; "": not known
	Cite    string     `yaml:"cite"`
}

// Over reports whether the last day to decide lies before a day.
func (a *Allowed) Over(on date.Date) bool {
	return a.Until != "" && fmt.Sprintf("%02d-%02d", on.Month(), on.Day()) > a.Until
}

// Rules are what may go from one line to another, and what proposals go by.
type Rules struct {
	Sample    bool        `yaml:"sample"`
	Round     money.Dong  `yaml:"round_to"` // proposed amounts are whole units of it
	Least     money.Dong  `yaml:"least"`    // less is not proposed
	Most      int         `yaml:"most"`     // proposals
	Forbidden []Forbidden `yaml:"forbidden"`
	Allowed   []Allowed   `yaml:"allowed"` // the nearest first
}

// mostProposals bounds what a file may ask for.
const mostProposals = 200

var monthDay = regexp.MustCompile(`^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// Read reads the rules of the folder data/ strictly. Errors: an unknown key or feature; a rule without code or name, or
// twice; amounts that are none.
func Read(data fs.FS) (_ *Rules, err error) {
	defer errs.Wrap(&err, "shift.Read")
	f, err := data.Open("money/transfer.yaml")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // read only
	var r Rules
	read := yaml.NewDecoder(f)
	read.KnownFields(true)
	if err := read.Decode(&r); err != nil {
		return nil, err
	}
	return &r, r.check()
}

func (r *Rules) check() error {
	if r.Round <= 0 || r.Round > money.Most || r.Least < 0 || r.Least > money.Most || r.Most < 1 ||
		r.Most > mostProposals {
		return fmt.Errorf("money/transfer.yaml: round_to is above 0, least from 0, most from 1 to %d", mostProposals)
	}
	if len(r.Allowed) == 0 {
		return errors.New("money/transfer.yaml: no transfer is allowed")
	}
	known := []Feature{Fund, Use, Origin, Year, Programme, Project, Node, Unit, District}
	seen := map[string]bool{}
	rule := func(kind, code string, name errs.Text, of []Feature) error {
		if code == "" || name.VI == "" || seen[kind+code] {
			return errors.New("money/transfer.yaml: a rule lacks its code or name, or stands there twice: " + kind + " " + code)
		}
		seen[kind+code] = true
		for _, f := range of {
			if !slices.Contains(known, f) {
				return fmt.Errorf("money/transfer.yaml: %s %s: lines have no feature %q", kind, code, f)
			}
		}
		return nil
	}
	for i := range r.Forbidden {
		if err := rule("forbidden", r.Forbidden[i].Code, r.Forbidden[i].Name, r.Forbidden[i].Differs); err != nil {
			return err
		}
	}
	for i := range r.Allowed {
		a := &r.Allowed[i]
		if err := rule("allowed", a.Code, a.Name, a.Same); err != nil {
			return err
		}
		if a.Until != "" && !monthDay.MatchString(a.Until) || a.Decider != nil && a.Decider.VI == "" {
			return errors.New("money/transfer.yaml: allowed " + a.Code + ": until is MM-DD, the decider is named in Vietnamese")
		}
	}
	return nil
}

// Kind is the kind of transfers of a code, nil where there is none.
func (r *Rules) Kind(code string) *Allowed {
	for i := range r.Allowed {
		if r.Allowed[i].Code == code {
			return &r.Allowed[i]
		}
	}
	return nil
}

// Judge says by which rule money may go from one line to another: Far is its place among them, the nearest 0. Where it
// may not, kind is nil, and bar is the rule that forbids it: nil where no kind of transfers is so.
func (r *Rules) Judge(from, to *Line) (kind *Allowed, far int, bar *Forbidden) {
	same := func(f Feature) bool { return from.of(f) == to.of(f) }
	for i := range r.Forbidden {
		if !all(r.Forbidden[i].Differs, same) {
			return nil, 0, &r.Forbidden[i]
		}
	}
	for i := range r.Allowed {
		if all(r.Allowed[i].Same, same) {
			return &r.Allowed[i], i, nil
		}
	}
	return nil, 0, nil
}

func all(of []Feature, is func(Feature) bool) bool {
	return !slices.ContainsFunc(of, func(f Feature) bool { return !is(f) })
}
