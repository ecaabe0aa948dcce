// Package rule is the language of the law's rules: expressions of the Common Expression Language (CEL) over a
// household and its members. A Checker (rule/parse has it, with cel-go) makes a checked tree of their text; the
// compiler here turns the tree into closures that run on household.Household without allocating, with three-valued
// logic and, where asked, a trace of the values read. It knows the fields of a household and nothing of any law, nor
// of the parser.
package rule

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

// Truth is what an expression says: Yes, No, or Unknown where the known answers do not decide.
type Truth = household.Answer

// What callers of a language name of its texts.
type (
	// Scope says what an expression speaks of.
	Scope = tree.Scope
	// Type is the type of a parameter or an expression.
	Type = tree.Type
	// Fault is one thing wrong in an expression.
	Fault = tree.Fault
	// Faults are all that is wrong in an expression.
	Faults = tree.Faults
	// Parser makes the checker of a vocabulary.
	Parser = tree.Parser
)

// The scopes and the types that a caller may give.
const (
	Household = tree.Household
	Person    = tree.Person

	Bool       = tree.Bool
	Int        = tree.Int
	Double     = tree.Double
	String     = tree.String
	StringList = tree.StringList
	Time       = tree.Time
)

// Param is a value of the law that expressions may name: Value for everybody, or Rural and Urban by the household's
// area. Values are bool, int64, float64, string or []string by Type.
type Param struct {
	Name         string
	Type         Type
	Value        any
	Rural, Urban any
}

// Definition is a named expression of the law. One of Household scope is read by its name, one of Person scope as a
// field of any member.
type Definition struct {
	Name  string
	Scope Scope
	Expr  string
}

// Config is what an Env is made from. On is the day on which ages are counted. Slots are integers given at each
// evaluation, Flags what is true or false at each (64 at most): what the law's own rules do not know of a household,
// such as what a decision recognised it as.
type Config struct {
	On          date.Date
	Params      []Param
	Definitions []Definition
	Slots       []string
	Flags       []string
}

// DefinitionFault is what is wrong in a definition.
type DefinitionFault struct {
	Name   string
	Faults Faults
}

// Error names the definition and its faults.
func (f *DefinitionFault) Error() string { return f.Name + ": " + f.Faults.Error() }

// Env is a language: fields, parameters and definitions. It is safe for use by several goroutines once made.
type Env struct {
	cfg     Config
	checker tree.Checker
	params  map[string]*Param
	defs    map[string]*definition // by qualified name, see definition.key
	slots   map[string]int
	flags   map[string]int
	fields  *field.Set
}

// definition is a checked definition.
type definition struct {
	Definition
	tree *tree.Node
}

// Range is a whole number of which only the bounds may be known.
type Range struct{ Lo, Hi int64 }

// Input is what an expression is evaluated on. It may be reused; it must not be shared between goroutines.
type Input struct {
	H     *household.Household
	M     *household.Member // Person scope only
	Slots []Range
	Flags uint64 // a bit each of Config.Flags, in their order

	f frame
}

// Program is a compiled boolean expression, safe for use by several goroutines, each with its own Input.
type Program struct {
	run, traced boolFn
	scope       Scope
	fields      []string
	compared    map[string]comparison
	comparisons []Comparison
}

// Comparison is a comparison of two numbers that a program's text makes, in a definition that it names or in itself:
// columns, parameters and slots by name, literals as they are written.
type Comparison struct {
	Left, Right string
	Op          value.Op
}

// comparison is how an integer field is used: with which constants it is compared, or otherwise.
type comparison struct {
	consts    []int64
	otherwise bool
}

// Eval evaluates the program. The error is a CEL run-time error (division by zero, overflow) that nothing absorbed.
func (p *Program) Eval(in *Input) (Truth, error) { return in.run(p.run, nil) }

// Explain is Eval with the values read, up to what decided, added to t.
func (p *Program) Explain(in *Input, t *Trace) (Truth, error) { return in.run(p.traced, t) }

func (in *Input) run(f boolFn, t *Trace) (Truth, error) {
	x := &in.f
	x.h, x.m[0], x.slots, x.flags, x.tr, x.err = in.H, in.M, in.Slots, in.Flags, t, nil
	if s := f(x); s != failed {
		return Truth(s), nil
	}
	return household.Unknown, x.err
}

// Fields returns the names that the program may read, sorted: columns, parameters, slots, flags.
func (p *Program) Fields() []string { return p.fields }

// Comparisons returns the comparisons of numbers, each once, in the order of the text.
func (p *Program) Comparisons() []Comparison { return p.comparisons }

// Compared returns the constants with which an integer field is compared, in order, whatever the area; false where the
// program uses the field in any other way.
func (p *Program) Compared(field string) ([]int64, bool) {
	c := p.compared[field]
	if c.otherwise {
		return nil, false
	}
	consts := slices.Clone(c.consts)
	slices.Sort(consts)
	return slices.Compact(consts), true
}

// Compile checks and compiles a boolean expression. The error is Faults, all of them.
func (e *Env) Compile(expr string, s Scope) (*Program, error) {
	n, faults := e.checker.Check(expr, s)
	if faults != nil {
		return nil, faults
	}
	if n.Type != Bool {
		return nil, wholly(errs.T("the expression must be true or false, not %s", n.Type.Title()))
	}
	fast, traced := newCompiler(e, s, false), newCompiler(e, s, true)
	p := &Program{run: fast.bool(n), scope: s, compared: fast.compared}
	if len(fast.faults) > 0 {
		return nil, fast.sortedFaults()
	}
	p.traced = traced.bool(n)
	p.comparisons = *traced.pairs
	for name := range fast.reads {
		p.fields = append(p.fields, name)
	}
	slices.Sort(p.fields)
	return p, nil
}
