package poverty

import (
	"slices"

	"giamngheo/internal/household"
	"giamngheo/internal/rule"
)

// Step is one rule of an explanation: what it decided, from which values, by which article.
type Step struct {
	Rule  string
	Truth rule.Truth
	Cite  string
	Trace rule.Trace
}

// Explanation is a Result with the way to it: a step for each indicator, then for each class tried, the last of them
// the one that decided. It is filled by Explain again and again without allocating.
type Explanation struct {
	Result
	Steps          []Step
	UndeterminedBy []string // the answers that would decide an undetermined class, e.g. members[2].health_insurance
	Statuses       []StatusMembers
}

// StatusMembers is a status of the standard and the member numbers that have it.
type StatusMembers struct {
	Status  *StatusRule
	Members []int
}

// Explain is Classify with every rule's trace.
func (c *Classifier) Explain(h *household.Household, e *Explanation) error {
	c.in.H = h
	e.Result = Result{Basis: c.basis(h)}
	e.Steps = e.Steps[:0]
	e.UndeterminedBy = e.UndeterminedBy[:0]
	e.Statuses = e.Statuses[:0]
	for i := range c.s.Indicators {
		in := &c.s.Indicators[i]
		t, err := c.step(e, in.Code, in.Cite, in.program)
		if err != nil {
			return c.failed(h, in.Code, err)
		}
		e.note(i, t)
	}
	if err := c.explainClass(h, e); err != nil {
		return err
	}
	if e.Class == Poor || e.Class == NearPoor {
		if err := c.breakDown(h, &e.Breakdown); err != nil {
			return err
		}
	}
	return c.statuses(h, e)
}

// step evaluates a program into the explanation's next step, reusing its memory.
func (c *Classifier) step(e *Explanation, name, cite string, p *rule.Program) (rule.Truth, error) {
	n := len(e.Steps)
	if n < cap(e.Steps) {
		e.Steps = e.Steps[:n+1]
	} else {
		e.Steps = append(e.Steps, Step{})
	}
	st := &e.Steps[n]
	st.Rule, st.Cite = name, cite
	st.Trace.Reset()
	var err error
	st.Truth, err = p.Explain(&c.in, &st.Trace)
	return st.Truth, err
}

func (c *Classifier) explainClass(h *household.Household, e *Explanation) error {
	if err := c.class(h, &e.Result); err != nil {
		return err
	}
	for i := range c.s.Classes {
		cl := &c.s.Classes[i]
		t, err := c.step(e, cl.Code, cl.Cite, cl.program)
		if err != nil {
			return c.failed(h, cl.Code, err)
		}
		if t == household.Unknown {
			c.undetermined(e, &e.Steps[len(e.Steps)-1])
			return nil
		}
		if t == household.Yes {
			return nil
		}
		e.Steps = e.Steps[:len(e.Steps)-1] // what does not hold explains nothing
	}
	return nil
}

// undetermined lists the answers missing from the class's condition; where it waits for the number of deprivations,
// those missing from the indicators that are not decided.
func (c *Classifier) undetermined(e *Explanation, class *Step) {
	add := func(name []byte) {
		name = household.CellOf(name)
		if !slices.Contains(e.UndeterminedBy, string(name)) {
			e.UndeterminedBy = append(e.UndeterminedBy, string(name))
		}
	}
	var buf [64]byte
	for i := range class.Trace.Reads {
		rd := &class.Trace.Reads[i]
		switch name := string(rd.AppendName(buf[:0])); {
		case name == fieldGiven || name == fieldB1Given:
			if c.basis(c.in.H) == NoBasis { // either would do: the income that anybody can declare is named first
				add([]byte(fieldIncome))
				if c.s.usesB1 {
					add([]byte(fieldB1))
				}
			}
		case name == slotName && rd.Unknown():
			c.unanswered(e, add)
		case rd.Unknown():
			add([]byte(name))
		}
	}
}

func (c *Classifier) unanswered(e *Explanation, add func([]byte)) {
	var buf [64]byte
	for i := range c.s.Indicators {
		if e.Unanswered&(1<<i) == 0 {
			continue
		}
		for j := range e.Steps[i].Trace.Reads {
			if rd := &e.Steps[i].Trace.Reads[j]; rd.Unknown() {
				add(rd.AppendName(buf[:0]))
			}
		}
	}
}

// statuses finds the members that have a status of the standard.
func (c *Classifier) statuses(h *household.Household, e *Explanation) error {
	defer func() { c.in.M = nil }()
	for i := range c.s.Statuses {
		st := &c.s.Statuses[i]
		var with []int
		for j := range h.Members {
			c.in.M = &h.Members[j]
			t, err := st.program.Eval(&c.in)
			if err != nil {
				return c.failed(h, st.Code, err)
			}
			if t == household.Yes {
				with = append(with, h.Members[j].No)
			}
		}
		if with != nil {
			e.Statuses = append(e.Statuses, StatusMembers{st, with})
		}
	}
	return nil
}
