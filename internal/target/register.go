package target

import (
	"fmt"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/poverty"
	"giamngheo/internal/rule"
)

// Tally counts what a register says of a part. Unknown is what a missing answer leaves open: it is in neither.
type Tally struct {
	Met     int64 `json:"met"`
	NotMet  int64 `json:"not_met"`
	Unknown int64 `json:"unknown"`
}

// Rate is the share met in percent of those whose answer is known; false where there is none.
func (t Tally) Rate() (float64, bool) {
	n := t.Met + t.NotMet
	if n == 0 {
		return 0, false
	}
	return 100 * float64(t.Met) / float64(n), true
}

func (t *Tally) count(is rule.Truth) {
	switch is {
	case household.Yes:
		t.Met++
	case household.No:
		t.NotMet++
	default:
		t.Unknown++
	}
}

// Meter counts the parts of a plan over the households of a register, one after another.
type Meter struct {
	parts        []measured
	in           rule.Input
	Households   int64
	Undetermined int64 // households whose class the answers do not decide: counted in no part that asks for a class
}

type measured struct {
	code       string
	person     bool
	among, met []poverty.Class
	of, rule   *rule.Program
	tally      Tally
}

// NewMeter compiles the parts that a register answers in the language of a standard. Errors: a rule with faults.
func NewMeter(p *Plan, s *poverty.Standard) (*Meter, error) {
	m := &Meter{in: rule.Input{Slots: make([]rule.Range, 1)}}
	for _, t := range p.Targets {
		for _, part := range t.Parts {
			if part.Register == nil {
				continue
			}
			c, err := compile(&part, s)
			if err != nil {
				return nil, &errs.Error{Kind: errs.Invalid, Err: err, Text: errs.Text{
					VI: fmt.Sprintf("mục tiêu %d, %s: biểu thức sai", t.Number, part.Code), EN: fmt.Sprintf("target %d, %s: bad expression", t.Number, part.Code)}}
			}
			m.parts = append(m.parts, c)
		}
	}
	return m, nil
}

func compile(p *Part, s *poverty.Standard) (c measured, err error) {
	r := p.Register
	scope := rule.Household
	if r.Unit == "person" {
		scope = rule.Person
	}
	c = measured{code: p.Code, person: r.Unit == "person", among: classesNamed(r.Among), met: classesNamed(r.MetClasses)}
	if r.Of != "" {
		if c.of, err = s.Env().Compile(r.Of, scope); err != nil {
			return c, err
		}
	}
	if r.Met != "" {
		c.rule, err = s.Env().Compile(r.Met, scope)
	}
	return c, err
}

func classesNamed(codes []string) []poverty.Class {
	var out []poverty.Class
	for _, c := range codes {
		is, _ := poverty.ParseClass(c) // Part.fault refused unknown ones
		out = append(out, is)
	}
	return out
}

// Add counts one household of a class.
func (m *Meter) Add(h *household.Household, class poverty.Class) error {
	m.Households++
	if class == poverty.Undetermined {
		m.Undetermined++
	}
	m.in.H = h
	for i := range m.parts {
		c := &m.parts[i]
		if c.among != nil && !slices.Contains(c.among, class) {
			continue
		}
		if err := m.addTo(c, h, class); err != nil {
			return fmt.Errorf("%s: %w", c.code, err)
		}
	}
	return nil
}

func (m *Meter) addTo(c *measured, h *household.Household, class poverty.Class) error {
	m.in.M = nil
	if !c.person {
		return m.one(c, class)
	}
	for j := range h.Members {
		m.in.M = &h.Members[j]
		if err := m.one(c, class); err != nil {
			return err
		}
	}
	return nil
}

// one counts one household or person: those of whom it is not known whether they belong are unknown.
func (m *Meter) one(c *measured, class poverty.Class) error {
	belongs := household.Yes
	var err error
	if c.of != nil {
		if belongs, err = c.of.Eval(&m.in); err != nil || belongs == household.No {
			return err
		}
	}
	is := household.Unknown
	switch {
	case belongs == household.Unknown:
	case c.rule != nil:
		if is, err = c.rule.Eval(&m.in); err != nil {
			return err
		}
	case class != poverty.Undetermined:
		is = household.Said(slices.Contains(c.met, class))
	}
	c.tally.count(is)
	return nil
}

// Tallies returns the counts by part.
func (m *Meter) Tallies() map[string]Tally {
	out := map[string]Tally{}
	for _, c := range m.parts {
		out[c.code] = c.tally
	}
	return out
}
