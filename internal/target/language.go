package target

import (
	"errors"
	"math/bits"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/programme"
	"giamngheo/internal/rule"
	"giamngheo/internal/rule/tree"
)

// Language is what the conditions of a plan's measures may name, on a day:
//   - over households and persons the columns of the register and the law's definitions, and the facts of
//     programme.FactNames as flags;
//   - over supports the same facts as they were when it was given, and the codes of the kinds of support;
//   - over activities the codes of the kinds of activity and of StateNames.
//
// It is safe for use by several goroutines.
type Language struct {
	On         date.Date
	record     *rule.Env
	support    *flagEnv // nil where no kinds were given
	activity   *flagEnv
	kinds      []string
	activities []string
}

// StateNames are the names of the states of an activity in conditions, in the order of programme.ActivityState.
func StateNames() []string { return []string{"planned", "approved", "running", "done", "cancelled"} }

// NewLanguage makes the language of a day under a standard ("": the one in force that day) with the kinds of support
// and of activity, whose conditions a parser reads. Without kinds it reads the register alone, without a parser, and
// measures over supports and activities are left out. Errors: no standard in force, a code that stands for two things.
func NewLanguage(lib *law.Library, parser tree.ConditionParser, standard string, on date.Date,
	kinds, activities []string) (_ *Language, err error) {
	defer errs.Wrap(&err, "target.NewLanguage(%s)", on)
	std, ok := lib.StandardOn(on)
	if standard != "" {
		std, ok = lib.Standard(standard)
	}
	if !ok {
		return nil, errs.New(errs.NotFound, "no poverty standard is in force on %s; choose another day or add the law",
			on)
	}
	day := max(on, std.From)
	if !std.To.IsZero() {
		day = min(day, std.To)
	}
	l := &Language{On: on, kinds: kinds, activities: activities}
	if l.record, err = lib.Env(std.Code, day, on, programme.FactNames()...); err != nil {
		return nil, err
	}
	if len(kinds) > 0 {
		l.support, err = newFlagEnv(parser, slices.Concat(programme.FactNames(), kinds))
	}
	if len(activities) > 0 && err == nil {
		l.activity, err = newFlagEnv(parser, slices.Concat(StateNames(), activities))
	}
	return l, err
}

// flagEnv is a language of nothing but flags. It has no record, so that a kind of support may be called like a column
// of the register (internet).
type flagEnv struct {
	tree.Conditions
	names []string
}

func newFlagEnv(parser tree.ConditionParser, names []string) (*flagEnv, error) {
	var twice error
	var known []string
	for i, n := range names {
		if !codePattern.MatchString(n) || slices.Contains(names[:i], n) {
			twice = errors.Join(twice, errs.New(errs.Invalid, "the code “%s” is taken or not valid; choose another", n))
			continue
		}
		known = append(known, n)
	}
	c, err := parser(known, func(string) rule.Type { return rule.Bool })
	return &flagEnv{c, names}, errors.Join(twice, err)
}

// facts is how many sets of facts there are.
const facts = 1 << 9

// table is a condition over supports worked out beforehand: for each kind, for which sets of facts it holds.
type table map[string]*[facts]bool

// supports compiles a condition over supports.
func (l *Language) supports(expr string) (table, []errs.Text) {
	p, texts := l.support.Compile(expr)
	if texts != nil {
		return nil, texts
	}
	var mask programme.Facts
	names := programme.FactNames()
	for i, n := range names {
		if p.Uses(n) {
			mask |= 1 << i
		}
	}
	vars := allFalse(l.support.names)
	t := table{}
	for _, k := range l.kinds {
		row := &[facts]bool{}
		vars[k] = true
		for f := programme.Facts(0); f < facts; f++ {
			if f&^mask != 0 {
				row[f] = row[f&mask] // worked out before: f&mask is smaller
				continue
			}
			for i, n := range names {
				vars[n] = f>>i&1 == 1
			}
			is, err := p.Holds(vars)
			if err != nil {
				return nil, []errs.Text{{VI: err.Error(), EN: err.Error()}}
			}
			row[f] = is
		}
		vars[k] = false
		t[k] = row
	}
	return t, nil
}

// states is a condition over activities worked out beforehand: for each kind a bit a state.
type states map[string]uint8

// activitiesWhere compiles a condition over activities.
func (l *Language) activitiesWhere(expr string) (states, []errs.Text) {
	p, texts := l.activity.Compile(expr)
	if texts != nil {
		return nil, texts
	}
	vars := allFalse(l.activity.names)
	t := states{}
	for _, k := range l.activities {
		vars[k] = true
		for i, s := range StateNames() {
			vars[s] = true
			is, err := p.Holds(vars)
			if err != nil {
				return nil, []errs.Text{{VI: err.Error(), EN: err.Error()}}
			}
			if is {
				t[k] |= 1 << i
			}
			vars[s] = false
		}
		vars[k] = false
	}
	return t, nil
}

func allFalse(names []string) map[string]any {
	vars := make(map[string]any, len(names))
	for _, n := range names {
		vars[n] = false
	}
	return vars
}

// counter is a measure compiled; exactly one of the programs is set, none for a reported figure.
type counter struct {
	*Measure
	record *recordRule
	given  table
	done   states
}

// recordRule is a condition over a household or a person; uses are the facts that it reads.
type recordRule struct {
	program *rule.Program
	uses    programme.Facts
}

// counters are the measures of a part, nil where it has none or the language cannot read it.
type counters struct{ numerator, denominator, weight *counter }

// compile compiles the measures of all parts, in the order of Plan.Parts, and returns every fault.
func (l *Language) compile(p *Plan) ([]counters, Faults) {
	var out []counters
	c := &checker{p: p}
	for i := range p.Targets {
		for j := range p.Targets[i].Parts {
			part := &p.Targets[i].Parts[j]
			c.target, c.part, c.at = p.Targets[i].Number, part.Code, []any{"targets", i, "parts", j}
			out = append(out, counters{l.counter(c, "numerator.where", part.Numerator),
				l.counter(c, "denominator.where", part.Denominator),
				l.counter(c, "cascade.by.where", part.Cascade.By)})
		}
	}
	return out, c.faults
}

func (l *Language) counter(c *checker, field string, m *Measure) *counter {
	if m == nil || strings.TrimSpace(m.Where) == "" && m.Over != "report" { // the structure's fault
		return nil
	}
	out := &counter{Measure: m}
	var texts []errs.Text
	switch {
	case m.ofRegister():
		out.record, texts = l.recordRule(m)
	case m.Over == "support" && l.support != nil:
		out.given, texts = l.supports(m.Where)
	case m.Over == "activity" && l.activity != nil:
		out.done, texts = l.activitiesWhere(m.Where)
	case m.Over != "report":
		return nil
	}
	for _, t := range texts {
		c.add(field, t)
	}
	if texts != nil {
		return nil
	}
	return out
}

// Misread is what is wrong with the condition of a measure; nothing where it can be counted.
func (l *Language) Misread(m *Measure) (out []errs.Text) {
	c := &checker{p: &Plan{}}
	l.counter(c, "where", m)
	for _, f := range c.faults {
		out = append(out, f.Text)
	}
	return out
}

func (l *Language) recordRule(m *Measure) (*recordRule, []errs.Text) {
	scope := rule.Household
	if m.Over == "person" {
		scope = rule.Person
	}
	p, err := l.record.Compile(m.Where, scope)
	var fs rule.Faults
	if errors.As(err, &fs) {
		var texts []errs.Text
		for _, f := range fs {
			texts = append(texts, errs.T("%s (line %d, column %d of the expression)", f.Text, f.Line, f.Col))
		}
		return nil, texts
	}
	if err != nil {
		return nil, []errs.Text{{VI: err.Error(), EN: err.Error()}}
	}
	r := &recordRule{program: p}
	for i, n := range programme.FactNames() {
		if slices.Contains(p.Fields(), n) {
			r.uses |= 1 << i
		}
	}
	if person := programme.Child | programme.Disabled | programme.Woman; scope == rule.Household && r.uses&person != 0 {
		return nil,
			[]errs.Text{errs.T("child, disabled and woman are of a person: use over: person or members.exists(m, …)")}
	}
	return r, nil
}

// eval evaluates the rule; where facts that it reads are unsure, in every way that they may be: where those disagree
// it is unknown.
func (r *recordRule) eval(in *rule.Input, is, unsure programme.Facts) (rule.Truth, error) {
	unsure &= r.uses
	in.Flags = uint64(is)
	if unsure == 0 {
		return r.program.Eval(in)
	}
	var said rule.Truth
	for n := range 1 << bits.OnesCount16(uint16(unsure)) {
		f := spread(n, unsure)
		if f&(programme.Poor|programme.NearPoor) == programme.Poor|programme.NearPoor {
			continue // nobody is both
		}
		in.Flags = uint64(is&^unsure | f)
		t, err := r.program.Eval(in)
		if err != nil || t == 0 || n > 0 && t != said {
			return 0, err
		}
		said = t
	}
	return said, nil
}

// spread lays the bits of n onto those of a mask, the lowest first.
func spread(n int, mask programme.Facts) (out programme.Facts) {
	for ; mask != 0; mask &= mask - 1 {
		if n&1 == 1 {
			out |= mask & -mask
		}
		n >>= 1
	}
	return out
}
