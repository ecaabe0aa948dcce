package poverty

import (
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/rule"
)

// Breakdown is what the output tables tell of a poor or near-poor household beside its class: what a definition of the
// law folder says of it and of its children.
type Breakdown struct {
	NoLabour                           bool
	Children, ChildHealth, ChildSchool uint8
}

// The definitions that a breakdown is made from; a law folder without one counts nothing there.
const (
	defNoLabour    = "no_labour"
	defChild       = "child"
	defChildHealth = "child_health_deprived"
	defChildSchool = "child_school_deprived"
)

// breakdown holds the compiled definitions.
type breakdown struct {
	noLabour *rule.Program
	children [3]*rule.Program // all, health, school
}

func (s *Standard) compileBreakdown(lib *law.Library) (err error) {
	compile := func(name, expr string, scope rule.Scope) *rule.Program {
		for _, d := range lib.DefinitionsOf(s.Code) {
			if d.Name == name && d.Scope == scope && err == nil {
				var p *rule.Program
				p, err = s.env.Compile(expr, scope)
				return p
			}
		}
		return nil
	}
	s.breakdown.noLabour = compile(defNoLabour, defNoLabour, rule.Household)
	for i, name := range []string{defChild, defChildHealth, defChildSchool} {
		s.breakdown.children[i] = compile(name, "m."+name, rule.Person)
	}
	return err
}

// breakDown fills in the breakdown of a household. What is not known counts as not so.
func (c *Classifier) breakDown(h *household.Household, b *Breakdown) error {
	*b = Breakdown{}
	if p := c.s.breakdown.noLabour; p != nil {
		t, err := p.Eval(&c.in)
		if err != nil {
			return c.failed(h, defNoLabour, err)
		}
		b.NoLabour = t == household.Yes
	}
	counts := [3]*uint8{&b.Children, &b.ChildHealth, &b.ChildSchool}
	for i, p := range c.s.breakdown.children {
		if p == nil {
			continue
		}
		for j := range h.Members {
			c.in.M = &h.Members[j]
			t, err := p.Eval(&c.in)
			if err != nil {
				return c.failed(h, defChild, err)
			}
			if t == household.Yes && *counts[i] < 255 {
				*counts[i]++
			}
		}
		c.in.M = nil
	}
	return nil
}
