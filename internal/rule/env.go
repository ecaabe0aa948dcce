package rule

import (
	"errors"
	"fmt"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/tree"
)

const (
	personVar  = "m"
	membersVar = "members"
)

// New makes a language whose texts a parser reads. The error joins a *DefinitionFault for each faulty definition; the
// Env is then made of the others, so that expressions which do not use the faulty ones can still be checked.
func New(cfg Config, parser Parser) (*Env, error) {
	e := &Env{cfg: cfg, params: map[string]*Param{}, defs: map[string]*definition{}, slots: map[string]int{},
		flags: map[string]int{}, fields: field.On(cfg.On)}
	if err := e.base(parser); err != nil {
		return nil, fmt.Errorf("rule.New: %w", err)
	}
	err := e.checkNames()
	for _, d := range e.ordered(&err) {
		if faults := e.define(d); faults != nil {
			err = errors.Join(err, &DefinitionFault{d.Name, faults})
		}
	}
	return e, err
}

// base makes the checker: its vocabulary is fields, parameters, slots and flags.
func (e *Env) base(parser Parser) (err error) {
	v := tree.Vocabulary{Names: map[string]Type{membersVar: tree.Members, "review_date": Time},
		Fields: map[string]Type{}}
	for name, c := range e.fields.Household {
		v.Names[name] = c.Type
	}
	for name, c := range e.fields.Member {
		v.Fields[name] = c.Type
	}
	for i := range e.cfg.Params {
		p := &e.cfg.Params[i]
		e.params[p.Name] = p
		v.Names[p.Name] = p.Type
	}
	for i, s := range e.cfg.Slots {
		e.slots[s] = i
		v.Names[s] = Int
	}
	for i, f := range e.cfg.Flags {
		e.flags[f] = i
		v.Names[f] = Bool
	}
	if len(e.cfg.Flags) > 64 {
		return fmt.Errorf("%d flags, more than 64", len(e.cfg.Flags))
	}
	e.checker, err = parser(v)
	return err
}

// checkNames refuses names that already mean something, which would hide one another, and parameters whose value is not
// of their type, which would read as unknown.
func (e *Env) checkNames() (err error) {
	taken := map[string]bool{membersVar: true, personVar: true, "review_date": true}
	for name := range e.fields.Household {
		taken[name] = true
	}
	for name := range e.fields.Member {
		taken["."+name] = true
	}
	take := func(name, key string) {
		if taken[key] {
			err = errors.Join(err,
				&DefinitionFault{name, wholly(errs.T("the name “%s” is taken; choose another", name))})
		}
		taken[key] = true
	}
	for i := range e.cfg.Params {
		p := &e.cfg.Params[i]
		take(p.Name, p.Name)
		if !p.valid() {
			err = errors.Join(err,
				&DefinitionFault{p.Name,
					wholly(errs.T("the value of “%s” must be of type %s, for every area", p.Name, p.Type.Title()))})
		}
	}
	for _, s := range slices.Concat(e.cfg.Slots, e.cfg.Flags) {
		take(s, s)
	}
	for _, d := range e.cfg.Definitions {
		take(d.Name, d.key())
	}
	return err
}

// valid reports whether a parameter has a value of its type for everybody, or one for each area.
func (p *Param) valid() bool {
	if p.Rural == nil && p.Urban == nil {
		return p.Type.Holds(p.Value)
	}
	return p.Value == nil && p.Type.Holds(p.Rural) && p.Type.Holds(p.Urban)
}

// key is how a definition is found: person definitions are fields, household ones names.
func (d *Definition) key() string {
	if d.Scope == Person {
		return "." + d.Name
	}
	return d.Name
}

// ordered returns the definitions so that each follows those it uses; a cycle is a fault.
func (e *Env) ordered(err *error) []Definition {
	byKey := map[string]Definition{}
	for _, d := range e.cfg.Definitions {
		byKey[d.key()] = d
	}
	var out []Definition
	state := map[string]int{} // 1 = being visited, 2 = done
	var visit func(d Definition)
	visit = func(d Definition) {
		k := d.key()
		if state[k] == 1 {
			*err = errors.Join(*err,
				&DefinitionFault{d.Name, wholly(errs.T("circular definition: “%s” uses itself", d.Name))})
		}
		if state[k] != 0 {
			return
		}
		state[k] = 1
		for _, used := range usedNames(e.checker, d.Expr) {
			if u, ok := byKey[used]; ok {
				visit(u)
			}
		}
		state[k] = 2
		out = append(out, d)
	}
	for _, d := range e.cfg.Definitions {
		visit(d)
	}
	return out
}

// usedNames returns the names that a text mentions, in an order that does not hang on who checks it.
func usedNames(c tree.Checker, text string) []string {
	names := slices.Clone(c.Uses(text))
	slices.Sort(names)
	return slices.Compact(names)
}

// define checks a definition, compiles it once to find what is unsupported, and adds it to the language.
func (e *Env) define(d Definition) Faults {
	tree, faults := e.checker.Check(d.Expr, d.Scope)
	if faults != nil {
		return faults
	}
	if t := tree.Type; t != Bool && t != Int && t != Double {
		return wholly(errs.T("a definition must be true/false or a number, not %s", t.Title()))
	}
	c := newCompiler(e, d.Scope, false)
	c.probe(tree)
	if len(c.faults) > 0 {
		return c.sortedFaults()
	}
	e.defs[d.key()] = &definition{d, tree}
	if err := e.checker.Define(d.Name, d.Scope, tree.Type); err != nil {
		return wholly(errs.Text{VI: err.Error(), EN: err.Error()})
	}
	return nil
}

// wholly is a fault of an expression as a whole.
func wholly(text errs.Text) Faults { return Faults{{Line: 1, Col: 1, Text: text}} }
