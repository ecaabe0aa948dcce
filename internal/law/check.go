package law

import (
	"errors"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule"
)

// expressions type-checks every expression of every standard on the standard's first day.
func (l *checker) expressions() {
	for _, s := range l.lib.Standards {
		if s.From.IsZero() {
			continue // its own fault is recorded
		}
		env, err := l.lib.Env(s.Code, s.From, s.From)
		if err != nil {
			l.definitionFaults(s.Code, err)
		}
		if env != nil {
			l.standardExpressions(s, env)
			l.formExpressions(env)
		}
	}
}

func (l *checker) standardExpressions(s Standard, env *rule.Env) {
	check := func(expr string, scope rule.Scope, src Source) {
		if expr == "" {
			l.add(src, errs.T("missing expression"))
			return
		}
		if _, err := env.Compile(expr, scope); err != nil {
			l.expressionFaults(src, err)
		}
	}
	for _, in := range l.lib.IndicatorsOf(s.Code) {
		check(in.Deprived, rule.Household, in.Source)
	}
	for _, c := range l.lib.ClassesOf(s.Code) {
		check(c.When, rule.Household, c.Source)
	}
	for _, st := range of(l.lib.Statuses, s.Code, func(s *Status) string { return s.Standard }) {
		check(st.When, rule.Person, st.Source)
	}
	for _, sc := range of(l.lib.Scores, s.Code, func(s *Score) string { return s.Standard }) {
		for _, r := range sc.Rows {
			check(r.When, rule.Household, sc.Source)
		}
	}
}

// definitionFaults records what is wrong in the definitions, each where it stands.
func (l *checker) definitionFaults(standard string, err error) {
	for _, one := range unjoin(err) {
		var df *rule.DefinitionFault
		if !errors.As(one, &df) {
			continue
		}
		for _, d := range l.lib.DefinitionsOf(standard) {
			if d.Name == df.Name {
				l.expressionFaults(d.Source, df.Faults)
			}
		}
	}
}

// unjoin returns the errors that errors.Join joined.
func unjoin(err error) []error {
	if j, ok := err.(interface{ Unwrap() []error }); ok {
		return j.Unwrap()
	}
	return []error{err}
}

func (l *checker) expressionFaults(src Source, err error) {
	var fs rule.Faults
	if !errors.As(err, &fs) {
		l.add(src, errs.T("bad expression: %s", err.Error()))
		return
	}
	for _, f := range fs {
		at := src
		at.Line += max(f.Line-1, 0)
		l.add(at, errs.T("expression, column %d: %s", f.Col, f.Text))
	}
}
