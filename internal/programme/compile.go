package programme

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/law"
	"giamngheo/internal/rule"
)

// Rules is a catalogue compiled with the law of a day, on which ages are counted. It is safe for use by several
// goroutines.
type Rules struct {
	On         date.Date
	catalogue  *Catalogue
	kinds      map[string]*kindRule
	nodes      map[string]*rule.Program
	priorities map[string][]*rule.Program // by programme, in its order
}

// kindRule is a kind with its conditions compiled and its norms as they are on the day.
type kindRule struct {
	who      *rule.Program
	statuses []*rule.Program
	norms    []normRule
}

type normRule struct {
	*Norm
	when       *rule.Program // nil: everybody
	statuses   []*rule.Program
	value      int64
	percent    int64  // of value, where the norm has one
	resolution string // the number of the province's resolution; "": not filled in
	known      bool
	cite       string
	unit       string
}

// Catalogue is what the rules were compiled from.
func (r *Rules) Catalogue() *Catalogue { return r.catalogue }

// Norms lists what the law of the day says of a kind's norms: the amount, false where it is not known.
func (r *Rules) Norms(kind string) (out []NormNow) {
	k := r.kinds[kind]
	if k == nil {
		return nil
	}
	for _, n := range k.norms {
		out = append(out, NormNow{Norm: *n.Norm, Value: n.value, Known: n.known, Cite: n.cite, Unit: n.unit})
	}
	return out
}

// NormNow is a norm with its value on a day.
type NormNow struct {
	Norm
	Value int64
	Known bool
	Cite  string // of the value
	Unit  string
}

// compiler gathers the rules and every fault on the way.
type compiler struct {
	lib      *law.Library
	env      *rule.Env
	standard string
	day      date.Date
	faults   law.Faults
}

// Compile compiles a catalogue with the law of a day. Errors: an expression that does not type-check, a norm whose
// parameter the law does not have, a deprivation or status that it does not know, each with file and line (the cause
// is law.Faults).
func (c *Catalogue) Compile(lib *law.Library, on date.Date) (*Rules, error) {
	std, ok := standardNear(lib, on)
	if !ok {
		return nil, errs.New(errs.NotFound, "the law has no poverty standard; see “law check”")
	}
	day := min(max(on, std.From), max(std.From, std.To))
	if std.To.IsZero() {
		day = max(on, std.From)
	}
	env, err := lib.Env(std.Code, day, on, FactNames()...)
	if err != nil {
		return nil, fmt.Errorf("programme.Compile(%s): %w", on, err)
	}
	x := compiler{lib: lib, env: env, standard: std.Code, day: on}
	r := &Rules{On: on, catalogue: c, kinds: map[string]*kindRule{}, nodes: map[string]*rule.Program{},
		priorities: map[string][]*rule.Program{}}
	for i := range c.Programmes {
		x.programme(&c.Programmes[i], r)
	}
	for i := range c.Kinds {
		r.kinds[c.Kinds[i].Code] = x.kind(&c.Kinds[i])
	}
	if err := faulty(x.faults); err != nil {
		return nil, err
	}
	return r, nil
}

// standardNear is the standard in force on a day, or the one nearest to it: who may be supported is asked of days
// before the first and after the last too.
func standardNear(lib *law.Library, on date.Date) (law.Standard, bool) {
	if s, ok := lib.StandardOn(on); ok {
		return s, true
	}
	var best law.Standard
	for _, s := range lib.Standards {
		after, before := s.To <= on, s.From > on
		switch {
		case best.Code == "", after && (best.To > on || s.To > best.To), before && best.From > on && s.From < best.From:
			best = s
		}
	}
	return best, best.Code != ""
}

func (x *compiler) programme(p *Programme, r *Rules) {
	for i := range p.Nodes {
		if n := &p.Nodes[i]; n.Who != "" {
			r.nodes[n.Code] = x.expression(n.Who, scopeOf(n.Unit), n.at, "who")
		}
	}
	for i := range p.Priorities {
		q := &p.Priorities[i]
		r.priorities[p.Code] = append(r.priorities[p.Code], x.expression(q.Who, rule.Household, q.at, "who"))
	}
}

func scopeOf(unit string) rule.Scope {
	if unit == "person" {
		return rule.Person
	}
	return rule.Household
}

func (x *compiler) kind(k *Kind) *kindRule {
	scope, out := scopeOf(k.To), &kindRule{}
	if k.Who != "" {
		out.who = x.expression(k.Who, scope, k.at, "who")
	}
	out.statuses = x.statuses(k, k.Statuses, "statuses")
	for i, code := range k.Answers {
		if !slices.ContainsFunc(x.lib.Indicators, func(in law.Indicator) bool { return in.Code == code }) {
			x.add(k.at, []any{"answers", i}, 0, errs.T("there is no indicator “%s”", code))
		}
	}
	for i := range k.Norms {
		out.norms = append(out.norms, x.norm(k, i))
	}
	return out
}

// statuses compiles statuses of the law that are in force.
func (x *compiler) statuses(k *Kind, codes []string, path ...any) (out []*rule.Program) {
	for i, code := range codes {
		here := append(slices.Clone(path), i)
		known := slices.ContainsFunc(x.lib.Statuses, func(s law.Status) bool { return s.Code == code })
		if !known || !k.Person() {
			x.add(k.at, here, 0, errs.T("the law has no status “%s”, or this kind is not of a person", code))
			continue
		}
		for _, s := range x.lib.StatusesOf(x.standard, x.day) {
			if s.Code == code {
				out = append(out, x.expression(s.When, rule.Person, k.at, here...))
			}
		}
	}
	return out
}

func (x *compiler) norm(k *Kind, i int) normRule {
	n := normRule{Norm: &k.Norms[i], cite: k.Norms[i].Cite}
	if n.When != "" {
		n.when = x.expression(n.When, scopeOf(k.To), k.at, "norms", i, "when")
	}
	n.statuses = x.statuses(k, n.Statuses, "norms", i, "statuses")
	p, ok := x.amount(k, i, "parameter", n.Parameter)
	if !ok {
		return n
	}
	n.unit = p.Unit
	if v, ok := p.At(x.day); ok {
		n.value, n.known, n.cite = v.Value.(int64), true, v.Cite // the law's loader checked the type
	}
	if n.Percent != "" {
		share, there := x.amount(k, i, "percent", n.Percent)
		v, ok := share.At(x.day)
		if n.known = n.known && there && ok; n.known {
			n.percent, n.cite = v.Value.(int64), v.Cite
		}
	}
	for _, p := range x.lib.ParametersOf(x.standard) {
		if v, ok := p.At(x.day); ok && p.Name == n.Resolution {
			n.resolution, _ = v.Value.(string)
		}
	}
	return n
}

// amount is the whole number of the law that a norm names.
func (x *compiler) amount(k *Kind, i int, key, name string) (law.Parameter, bool) {
	for _, p := range x.lib.ParametersOf(x.standard) {
		if p.Name == name && p.Type == rule.Int && !p.ByArea {
			return p, true
		}
	}
	x.add(k.at, []any{"norms", i, key}, 0, errs.T("the law has no norm “%s” (a whole number)", name))
	return law.Parameter{}, false
}

// expression compiles one expression; its faults are told to the line and column where they stand.
func (x *compiler) expression(expr string, scope rule.Scope, at source, path ...any) *rule.Program {
	p, err := x.env.Compile(expr, scope)
	if err == nil {
		return p
	}
	var fs rule.Faults
	if !errors.As(err, &fs) {
		fs = rule.Faults{{Line: 1, Col: 1, Text: errs.Text{VI: err.Error(), EN: err.Error()}}}
	}
	for _, f := range fs {
		x.add(at, path, max(f.Line-1, 0), errs.T("expression, column %d: %s", f.Col, f.Text))
	}
	return nil
}

func (x *compiler) add(at source, path []any, lines int, text errs.Text) {
	if n := below(at.node, "code"); n != nil {
		text = errs.T("%s: %s", n.Value, text)
	}
	x.faults = append(x.faults, law.Fault{File: at.file, Line: at.line(path...) + lines, Text: text})
}

// subject is whom a rule is asked of.
type subject struct {
	facts Facts
	h     *household.Household
	m     *household.Member
}

// holds evaluates a condition; what cannot be evaluated is unknown.
func (s subject) holds(p *rule.Program) rule.Truth {
	in := s.input()
	is, err := p.Eval(&in)
	if err != nil {
		return household.Unknown
	}
	return is
}

func (s subject) input() rule.Input {
	in := rule.Input{H: s.h, M: s.m, Flags: uint64(s.facts), Slots: []rule.Range{{Lo: 0, Hi: law.MaxIndicators}}}
	if in.H == nil {
		in.H = &household.Household{}
	}
	if in.M == nil {
		in.M = &household.Member{}
	}
	return in
}

// lacks names what a condition read and did not find, in the words of the register.
func (s subject) lacks(p *rule.Program) (t errs.Text) {
	if p == nil {
		return errs.Text{}
	}
	for i, name := range s.missing(p) {
		if i > 0 {
			t = errs.T("%s, ", t)
		}
		column := name[strings.LastIndexByte(name, '.')+1:]
		title, ok := lackTitles[column]
		if !ok {
			title = errs.Text{VI: name, EN: name, KM: name}
		}
		t = errs.T("%s%s", t, title)
	}
	return t
}

// lackTitles are the columns that norms ask of a person.
var lackTitles = map[string]errs.Text{"disability": errs.T("disability"), "ethnicity": errs.T("ethnic group"),
	"person_of_merit": errs.T("person of merit"), "age_months": errs.T("birth date"),
	"income_per_head": errs.T("income per head")}

// missing names the columns that a condition read and did not find.
func (s subject) missing(p *rule.Program) (names []string) {
	in := s.input()
	var tr rule.Trace
	if _, err := p.Explain(&in, &tr); err != nil {
		return nil
	}
	for i := range tr.Reads {
		if tr.Reads[i].Unknown() {
			names = append(names, string(tr.Reads[i].AppendName(nil)))
		}
	}
	return names
}
