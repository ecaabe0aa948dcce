package poverty

import (
	"math/bits"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/rule"
)

// Basis says what a household's low income was decided on.
type Basis uint8

// The bases; NoBasis is where neither income nor B1 points are known.
const (
	NoBasis Basis = iota
	ByIncome
	ByB1
)

// String returns "income", "b1" or "".
func (b Basis) String() string { return [...]string{"", "income", "b1"}[b] }

// Result is what a standard makes of one household. Bit i of Deprived is the i-th indicator of the standard; of
// Unanswered, an indicator that the known answers do not decide.
type Result struct {
	Class      Class
	Deprived   uint16
	Unanswered uint16
	Basis      Basis
	Breakdown  Breakdown // of a poor or near-poor household
}

// Count returns the least and the greatest number of deprivations that the answers allow.
func (r *Result) Count() (least, greatest int) {
	n := bits.OnesCount16(r.Deprived)
	return n, n + bits.OnesCount16(r.Unanswered)
}

// B2 returns form B2's points where all indicators are decided.
func (s *Standard) B2(r *Result) (int64, bool) {
	n := int64(bits.OnesCount16(r.Deprived))
	return n * s.b2Points.Value, s.b2Points.Known && r.Unanswered == 0
}

// Classifier classifies households one after another without allocating. Each goroutine needs its own.
type Classifier struct {
	s     *Standard
	in    rule.Input
	slots [1]rule.Range
	probe household.Household // of ClassOf
	fell  bool                // the household last looked at surely falls in no class
}

// Classifier returns a new classifier of the standard.
func (s *Standard) Classifier() *Classifier {
	c := &Classifier{s: s}
	c.in.Slots = c.slots[:]
	return c
}

// Classify decides a household's class. Errors: a rule that cannot be evaluated (a division by zero, an overflow).
func (c *Classifier) Classify(h *household.Household, r *Result) error {
	c.in.H = h
	*r = Result{Basis: c.basis(h)}
	for i := range c.s.Indicators {
		t, err := c.s.Indicators[i].program.Eval(&c.in)
		if err != nil {
			return c.failed(h, c.s.Indicators[i].Code, err)
		}
		r.note(i, t)
	}
	if err := c.class(h, r); err != nil || r.Class != Poor && r.Class != NearPoor {
		return err
	}
	return c.breakDown(h, &r.Breakdown)
}

// note records the truth of the i-th indicator.
func (r *Result) note(i int, t rule.Truth) {
	switch t {
	case household.Yes:
		r.Deprived |= 1 << i
	case household.Unknown:
		r.Unanswered |= 1 << i
	}
}

// class tries the classes in the law's order: the first that holds is the household's, unless one before it is unknown.
// Where none holds the rules have a gap and the class stays undetermined.
func (c *Classifier) class(h *household.Household, r *Result) error {
	deprivations, err := c.narrow(h, r)
	if err != nil {
		return err
	}
	return c.classOf(h, r, deprivations)
}

// classOf is class for a household with so many deprivations.
func (c *Classifier) classOf(h *household.Household, r *Result, deprivations rule.Range) error {
	c.slots[0], c.fell = deprivations, false
	for i := range c.s.Classes {
		cl := &c.s.Classes[i]
		t, err := cl.program.Eval(&c.in)
		if err != nil {
			return c.failed(h, cl.Code, err)
		}
		if t == household.Unknown {
			r.Class = Undetermined
			return nil
		}
		if t == household.Yes {
			r.Class = cl.Is
			return nil
		}
	}
	c.fell, r.Class = true, Undetermined // the law check refuses such rules; an office that has them goes on
	return nil
}

// basis is what the standard decides a household's low income on: which of the two goes first is the instrument's.
func (c *Classifier) basis(h *household.Household) Basis {
	b1 := h.B1Score.Known && c.s.usesB1
	switch {
	case h.IncomePerHead.Known && (c.s.declared || !b1):
		return ByIncome
	case b1:
		return ByB1
	}
	return NoBasis
}

// incomeFirst finds out whether a declared income decides before B1's points: of a household with an income of nought
// and more points than any line, without deprivations, the class says which was looked at.
func incomeFirst(s *Standard) (bool, error) {
	if !s.usesB1 || len(s.Classes) == 0 {
		return true, nil
	}
	class, err := s.Classifier().ClassOf(place.Rural, household.Just(household.Dong(0)), household.Just(1e9), 0, 0)
	return class == Poor || class == NearPoor, err
}

func (c *Classifier) failed(h *household.Household, code string, err error) error {
	return errs.New(errs.Invalid, "household %s: “%s” cannot be computed", h.Code, code).Because(err)
}
