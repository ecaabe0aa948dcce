package rule

import (
	"errors"
	"fmt"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"giamngheo/internal/errs"
)

const (
	memberType = "household.Member"
	personVar  = "m"
	// accuVars are the names that the parser gives to a macro's accumulator.
	membersVar = "members"
)

// provider tells the checker the fields of a member; definitions add theirs while the Env is made.
type provider struct {
	types.Provider
	fields map[string]*types.Type
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if name == memberType {
		return types.NewTypeTypeWithParam(types.NewObjectType(memberType)), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	if name != memberType {
		return p.Provider.FindStructFieldNames(name)
	}
	var names []string
	for n := range p.fields {
		names = append(names, n)
	}
	slices.Sort(names)
	return names, true
}

// FindStructFieldType implements types.Provider.
func (p *provider) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	if name != memberType {
		return p.Provider.FindStructFieldType(name, field)
	}
	t, ok := p.fields[field]
	if !ok {
		return nil, false
	}
	return &types.FieldType{Type: t}, true
}

// New makes a language. The error joins a *DefinitionFault for each faulty definition; the Env is then made of the
// others, so that expressions which do not use the faulty ones can still be checked.
func New(cfg Config) (*Env, error) {
	e := &Env{cfg: cfg, params: map[string]*Param{}, defs: map[string]*definition{}, slots: map[string]int{}, flags: map[string]int{}, cards: newCards(cfg.On)}
	if err := e.base(); err != nil {
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

// base declares fields, parameters, slots and flags.
func (e *Env) base() error {
	reg, err := types.NewRegistry()
	if err != nil {
		return err
	}
	e.prov = &provider{reg, map[string]*types.Type{}}
	for name, c := range e.cards.member {
		e.prov.fields[name] = c.typ
	}
	opts := []cel.EnvOption{cel.CustomTypeProvider(e.prov), cel.CrossTypeNumericComparisons(true),
		cel.Variable(membersVar, cel.ListType(cel.ObjectType(memberType))), cel.Variable("review_date", cel.TimestampType)}
	for name, c := range e.cards.household {
		opts = append(opts, cel.Variable(name, c.typ))
	}
	for i := range e.cfg.Params {
		p := &e.cfg.Params[i]
		e.params[p.Name] = p
		opts = append(opts, cel.Variable(p.Name, p.Type.cel()))
	}
	for i, s := range e.cfg.Slots {
		e.slots[s] = i
		opts = append(opts, cel.Variable(s, cel.IntType))
	}
	for i, f := range e.cfg.Flags {
		e.flags[f] = i
		opts = append(opts, cel.Variable(f, cel.BoolType))
	}
	if len(e.cfg.Flags) > 64 {
		return fmt.Errorf("%d flags, more than 64", len(e.cfg.Flags))
	}
	if e.cel, err = cel.NewEnv(opts...); err != nil {
		return err
	}
	e.person, err = e.cel.Extend(cel.Variable(personVar, cel.ObjectType(memberType)))
	return err
}

// checkNames refuses names that already mean something, which would hide one another, and parameters whose value is not
// of their type, which would read as unknown.
func (e *Env) checkNames() (err error) {
	taken := map[string]bool{membersVar: true, personVar: true, "review_date": true}
	for name := range e.cards.household {
		taken[name] = true
	}
	for name := range e.cards.member {
		taken["."+name] = true
	}
	take := func(name, key string) {
		if taken[key] {
			err = errors.Join(err, &DefinitionFault{name, Faults{{1, 1, errs.Text{VI: "tên “" + name + "” đã có nghĩa khác; hãy đặt tên khác",
				EN: "the name “" + name + "” is taken; choose another"}}}})
		}
		taken[key] = true
	}
	for i := range e.cfg.Params {
		p := &e.cfg.Params[i]
		take(p.Name, p.Name)
		if !p.valid() {
			err = errors.Join(err, &DefinitionFault{p.Name, Faults{{1, 1, errs.Text{VI: "giá trị của “" + p.Name + "” phải có kiểu " + p.Type.String() + ", cho mọi khu vực",
				EN: "the value of “" + p.Name + "” must be of type " + p.Type.String() + ", for every area"}}}})
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
		return p.Type.holds(p.Value)
	}
	return p.Value == nil && p.Type.holds(p.Rural) && p.Type.holds(p.Urban)
}

func (t Type) holds(v any) (ok bool) {
	switch t {
	case Bool:
		_, ok = v.(bool)
	case Int:
		_, ok = v.(int64)
	case Double:
		_, ok = v.(float64)
	case String:
		_, ok = v.(string)
	case StringList:
		_, ok = v.([]string)
	}
	return ok
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
			*err = errors.Join(*err, &DefinitionFault{d.Name, Faults{{1, 1, errs.Text{VI: "định nghĩa vòng tròn: “" + d.Name + "” dùng chính nó",
				EN: "circular definition: “" + d.Name + "” uses itself"}}}})
		}
		if state[k] != 0 {
			return
		}
		state[k] = 1
		for _, used := range e.uses(d.Expr) {
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

// uses returns the names and fields (".name") that an expression mentions.
func (e *Env) uses(expr string) []string {
	parsed, iss := e.cel.Parse(expr)
	if iss.Err() != nil {
		return nil // define reports it
	}
	var out []string
	ast.PostOrderVisit(parsed.NativeRep().Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		switch x.Kind() {
		case ast.IdentKind:
			out = append(out, x.AsIdent())
		case ast.SelectKind:
			out = append(out, "."+x.AsSelect().FieldName())
		}
	}))
	return out
}

// define checks a definition, compiles it once to find what is unsupported, and adds it to the language.
func (e *Env) define(d Definition) Faults {
	a, faults := e.check(d.Expr, d.Scope)
	if faults != nil {
		return faults
	}
	typ := a.GetType(a.Expr().ID())
	if k := typ.Kind(); k != types.BoolKind && k != types.IntKind && k != types.DoubleKind {
		return Faults{{1, 1, errs.Text{VI: "định nghĩa phải là đúng/sai hoặc số, không phải " + typ.String(), EN: "a definition must be true/false or a number, not " + typ.String()}}}
	}
	c := newCompiler(e, a, d.Scope, false)
	c.probe(a.Expr())
	if len(c.faults) > 0 {
		return c.sortedFaults()
	}
	e.defs[d.key()] = &definition{d, a, typ}
	if d.Scope == Person {
		e.prov.fields[d.Name] = typ
		return nil
	}
	var err error
	if e.cel, err = e.cel.Extend(cel.Variable(d.Name, typ)); err == nil {
		e.person, err = e.cel.Extend(cel.Variable(personVar, cel.ObjectType(memberType)))
	}
	if err != nil {
		return Faults{{1, 1, errs.Text{VI: err.Error(), EN: err.Error()}}}
	}
	return nil
}
