// Package parse reads the text of the law's rules: cel-go parses it and checks its types, and what comes out is the
// checked tree that package rule compiles. It alone knows cel-go: what only runs rules does not carry the parser.
package parse

import (
	"fmt"
	"maps"
	"slices"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"giamngheo/internal/rule/tree"
)

// personVar is the member that expressions of Person scope speak of.
const personVar = "m"

// Language is the texts of one vocabulary: a tree.Checker.
type Language struct {
	household, person *cel.Env
	members           *provider
	names             []string        // of the household scope, in order
	known             map[string]bool // the same, with the fields
}

// New makes the checker of a vocabulary. It is a tree.Parser. The error is a type of the vocabulary that is none.
func New(v tree.Vocabulary) (tree.Checker, error) { return NewLanguage(v) }

// NewLanguage is New, for who wants the language itself.
func NewLanguage(v tree.Vocabulary) (*Language, error) {
	reg, err := types.NewRegistry()
	if err != nil {
		return nil, fmt.Errorf("parse.New: %w", err)
	}
	l := &Language{members: &provider{reg, map[string]*types.Type{}}}
	for name, t := range v.Fields {
		if l.members.fields[name], err = celType(t); err != nil {
			return nil, fmt.Errorf("parse.New: .%s: %w", name, err)
		}
	}
	l.learn(slices.Collect(maps.Keys(v.Names))...)
	opts := slices.Concat(functions, []cel.EnvOption{cel.CustomTypeProvider(l.members),
		cel.CrossTypeNumericComparisons(true)})
	for name, t := range v.Names {
		typ, err := celType(t)
		if err != nil {
			return nil, fmt.Errorf("parse.New: %s: %w", name, err)
		}
		opts = append(opts, cel.Variable(name, typ))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		return nil, fmt.Errorf("parse.New: %w", err)
	}
	return l, l.use(env)
}

// learn notes names, for advice.
func (l *Language) learn(names ...string) {
	if l.known == nil {
		l.known = map[string]bool{}
	}
	for _, n := range names {
		l.known[n] = true
	}
	l.names = append(l.names, names...)
	slices.Sort(l.names)
}

// functions are those that the project adds to CEL's: the sum of a list, a day, and numbers of both kinds calculated
// with each other.
var functions = []cel.EnvOption{
	cel.Function(tree.FnSum, cel.MemberOverload("sum_int", []*cel.Type{cel.ListType(cel.IntType)}, cel.IntType),
		cel.MemberOverload("sum_double", []*cel.Type{cel.ListType(cel.DoubleType)}, cel.DoubleType)),
	cel.Function(tree.FnDate, cel.Overload("date_string", []*cel.Type{cel.StringType}, cel.TimestampType)),
	mixed(tree.FnAdd, "add"), mixed(tree.FnSubtract, "subtract"), mixed(tree.FnMultiply, "multiply"),
	mixed(tree.FnDivide, "divide"),
}

// mixed lets an operation take a whole number and one with decimals.
func mixed(function, name string) cel.EnvOption {
	return cel.Function(function, cel.Overload(name+"_int_with_double", []*cel.Type{cel.IntType, cel.DoubleType},
		cel.DoubleType),
		cel.Overload(name+"_double_with_int", []*cel.Type{cel.DoubleType, cel.IntType}, cel.DoubleType))
}

// use makes an environment the language's own.
func (l *Language) use(env *cel.Env) error {
	person, err := env.Extend(cel.Variable(personVar, cel.ObjectType(string(tree.Member))))
	if err == nil {
		l.household, l.person = env, person
	}
	return err
}

// CEL returns cel-go's environment of a scope.
func (l *Language) CEL(s tree.Scope) *cel.Env {
	if s == tree.Person {
		return l.person
	}
	return l.household
}

// Check implements tree.Checker.
func (l *Language) Check(text string, s tree.Scope) (*tree.Node, tree.Faults) {
	if faults := advise(text, l.known); faults != nil {
		return nil, faults
	}
	a, iss := l.CEL(s).Compile(text)
	if iss.Err() != nil {
		return nil, l.complaints(text, iss)
	}
	t := copier{a.NativeRep()}
	return t.node(t.ast.Expr()), nil
}

// Uses implements tree.Checker.
func (l *Language) Uses(text string) []string {
	parsed, iss := l.household.Parse(text)
	if iss.Err() != nil {
		return nil // Check reports it
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

// Define implements tree.Checker.
func (l *Language) Define(name string, s tree.Scope, t tree.Type) error {
	typ, err := celType(t)
	if err != nil {
		return err
	}
	if s == tree.Person {
		l.members.fields[name] = typ
		return nil
	}
	l.learn(name)
	env, err := l.household.Extend(cel.Variable(name, typ))
	if err != nil {
		return err
	}
	return l.use(env)
}

// provider tells cel-go the fields of a member; definitions add theirs.
type provider struct {
	types.Provider
	fields map[string]*types.Type
}

// FindStructType implements types.Provider.
func (p *provider) FindStructType(name string) (*types.Type, bool) {
	if name == string(tree.Member) {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return p.Provider.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (p *provider) FindStructFieldNames(name string) ([]string, bool) {
	if name != string(tree.Member) {
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
	if name != string(tree.Member) {
		return p.Provider.FindStructFieldType(name, field)
	}
	t, ok := p.fields[field]
	if !ok {
		return nil, false
	}
	return &types.FieldType{Type: t}, true
}

// celType is a type of a vocabulary as cel-go has it.
func celType(t tree.Type) (*types.Type, error) {
	switch t {
	case tree.Bool:
		return cel.BoolType, nil
	case tree.Int:
		return cel.IntType, nil
	case tree.Double:
		return cel.DoubleType, nil
	case tree.String:
		return cel.StringType, nil
	case tree.StringList:
		return cel.ListType(cel.StringType), nil
	case tree.Time:
		return cel.TimestampType, nil
	case tree.Members:
		return cel.ListType(cel.ObjectType(string(tree.Member))), nil
	}
	return nil, fmt.Errorf("%q is no type that a name may have", t)
}
