package poverty

import (
	"errors"
	"fmt"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/rule"
)

// The names by which this package knows values of the law; what they are stands in law/.
const (
	paramB2Points = "b2_points"
	paramCutoff   = "poverty_cutoff"
	fieldIncome   = "income_per_head"
	fieldB1       = "b1_score"
	fieldGiven    = "income_given"
	fieldB1Given  = "b1_given"
	slotName      = law.SlotDeprivations
)

// Standard is a standard of the law compiled for one day: its indicators, classes and statuses as programs. It is safe
// for use by several goroutines.
type Standard struct {
	law.Standard
	On         date.Date
	Indicators []Indicator
	Classes    []ClassRule
	Statuses   []StatusRule
	Samples    []errs.Text // what is a SAMPLE in it; empty where all of it is law
	Outlived   []errs.Text // which of its instruments are used after their own period

	b2Points  household.Maybe[int64]
	cutoff    int64
	usesB1    bool
	declared  bool // the declared income decides before B1, where both are known
	breakdown breakdown
	lines     [2]int64 // income, rural and urban
	b1Lines   [2]float64
	params    map[string]*law.Parameter
	env       *rule.Env
	ages      ages // of which the indicators ask
}

// Indicator is a deprivation with its program.
type Indicator struct {
	law.Indicator
	program *rule.Program
}

// ClassRule is a class with its condition.
type ClassRule struct {
	law.Class
	Is      Class
	program *rule.Program
}

// StatusRule is a status of a person with its condition.
type StatusRule struct {
	law.Status
	program *rule.Program
}

// Compile compiles a standard for a day; an empty code means the standard in force that day. Errors: no such standard,
// none in force, a class that the exchange format does not know, an expression with faults.
func Compile(lib *law.Library, code string, on date.Date) (_ *Standard, err error) {
	defer errs.Wrap(&err, "poverty.Compile(%q, %s)", code, on)
	std, ok := lib.StandardOn(on)
	if code != "" {
		std, ok = lib.Standard(code)
	}
	if !ok {
		return nil, noStandard(lib, code, on)
	}
	day := within(std.Period, on)
	env, err := lib.Env(std.Code, day, on)
	if err != nil {
		return nil, err
	}
	s := &Standard{Standard: std, On: on, env: env}
	s.values(lib, day)
	err = errors.Join(s.compileIndicators(lib), s.compileClasses(lib), s.compileStatuses(lib, day),
		s.compileBreakdown(lib))
	if err == nil {
		s.declared, err = incomeFirst(s)
	}
	return s, err
}

// within returns the day of a period nearest to a day: a household may be tried under a standard of another time.
func within(p law.Period, on date.Date) date.Date {
	if on < p.From {
		return p.From
	}
	if !p.To.IsZero() && on > p.To {
		return p.To
	}
	return on
}

func noStandard(lib *law.Library, code string, on date.Date) error {
	known := ""
	for i, s := range lib.Standards {
		if i > 0 {
			known += "; "
		}
		known += fmt.Sprintf("%s (%s – %s)", s.Code, s.From.Vietnamese(), s.To.Vietnamese())
	}
	if code != "" {
		return errs.New(errs.NotFound, "no poverty standard “%s”; there are: %s", code, known)
	}
	return errs.New(errs.NotFound, "no poverty standard is in force on %s; there are: %s", on, known)
}

func (s *Standard) compileIndicators(lib *law.Library) (err error) {
	for _, in := range lib.IndicatorsOf(s.Code) {
		p, e := s.env.Compile(in.Deprived, rule.Household)
		err = errors.Join(err, e)
		s.Indicators = append(s.Indicators, Indicator{in, p})
		s.sample(lib, in.Source)
	}
	if err == nil {
		s.ages = agesOf(s.Indicators)
	}
	return err
}

func (s *Standard) compileClasses(lib *law.Library) (err error) {
	for _, c := range lib.ClassesOf(s.Code) {
		is, ok := ParseClass(c.Code)
		if !ok {
			err = errors.Join(err, errs.New(errs.Invalid, "%s:%d: class “%s” is not in the exchange format", c.File,
				c.Line, c.Code))
		}
		p, e := s.env.Compile(c.When, rule.Household)
		err = errors.Join(err, e)
		s.Classes = append(s.Classes, ClassRule{c, is, p})
		s.sample(lib, c.Source)
		s.usesB1 = s.usesB1 || (p != nil && slices.Contains(p.Fields(), fieldB1))
	}
	return err
}

func (s *Standard) compileStatuses(lib *law.Library, day date.Date) (err error) {
	for _, st := range lib.StatusesOf(s.Code, day) {
		p, e := s.env.Compile(st.When, rule.Person)
		err = errors.Join(err, e)
		s.Statuses = append(s.Statuses, StatusRule{st, p})
		s.sample(lib, st.Source)
	}
	return err
}

// values takes the figures of the law that results show beside the class.
func (s *Standard) values(lib *law.Library, day date.Date) {
	s.params = map[string]*law.Parameter{}
	for _, p := range lib.ParametersOf(s.Code) {
		s.params[p.Name] = &p
		v, ok := p.At(day)
		s.areaLines(p.Name, v)
		n, isInt := v.Value.(int64)
		if !ok || !isInt {
			continue
		}
		switch p.Name {
		case paramB2Points:
			s.b2Points = household.Just(n)
		case paramCutoff:
			s.cutoff = n
		}
		s.sample(lib, p.Source)
	}
}

// sample notes that something of the standard is a SAMPLE, once a file, or of an instrument after its own period.
func (s *Standard) sample(lib *law.Library, src law.Source) {
	if src.Sample && !slices.Contains(s.Samples, lib.SampleNote(src.File)) {
		s.Samples = append(s.Samples, lib.SampleNote(src.File))
	}
	if t := lib.Outlived(src.Instrument, s.On); t.EN != "" && !slices.Contains(s.Outlived, t) {
		s.Outlived = append(s.Outlived, t)
	}
}

// Cutoff is the number of deprivations from which a household with a low income is poor (the Alkire-Foster k as a
// count); 0 where the standard has none.
func (s *Standard) Cutoff() int { return int(s.cutoff) }

// Names reports whether a standard has a class: a law may leave open who is of it.
func Names(s *Standard, c Class) bool {
	return slices.ContainsFunc(s.Classes, func(r ClassRule) bool { return r.Is == c })
}

// Env is the language of the standard's rules on its day, for expressions of others (targets, province's overlays).
func (s *Standard) Env() *rule.Env { return s.env }
