package parse

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
)

// Conditions is a language of plain values without a household, for what is asked seldom or worked out beforehand:
// cel-go itself evaluates it. It is safe for use by several goroutines.
type Conditions struct {
	env   *cel.Env
	words *Language // advises; it has the names and nothing else
}

// NewConditions makes a language of names, given in the order in which messages list them; typ returns the type of
// each. The error is a name or a type that is none, or a name given twice.
func NewConditions(names []string, typ func(name string) tree.Type) (*Conditions, error) {
	opts := []cel.EnvOption{cel.CrossTypeNumericComparisons(true)}
	for _, n := range names {
		t, err := celType(typ(n))
		if err != nil {
			return nil, fmt.Errorf("parse.NewConditions: %s: %w", n, err)
		}
		opts = append(opts, cel.Variable(n, t))
	}
	env, err := cel.NewEnv(opts...)
	words := &Language{members: &provider{}}
	words.learn(names...)
	return &Conditions{env, words}, err
}

// Condition is a text that is true or false of some values.
type Condition struct {
	run  cel.Program
	uses map[string]bool
}

// Compile parses and checks a text. The texts are all that is wrong with it, with the column; nil where nothing is.
func (c *Conditions) Compile(text string) (*Condition, []errs.Text) {
	checked, texts := c.check(text)
	if texts != nil {
		return nil, texts
	}
	run, err := c.env.Program(checked)
	if err != nil {
		return nil, []errs.Text{{VI: err.Error(), EN: err.Error()}}
	}
	out := &Condition{run, map[string]bool{}}
	ast.PostOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() == ast.IdentKind {
			out.uses[x.AsIdent()] = true
		}
	}))
	return out, nil
}

func (c *Conditions) check(text string) (*cel.Ast, []errs.Text) {
	if faults := advise(text, c.words.known); faults != nil {
		return nil, c.told(faults)
	}
	checked, iss := c.env.Compile(text)
	if iss.Err() == nil && checked.OutputType().Kind() != types.BoolKind {
		return nil, []errs.Text{errs.T("the expression must be true or false, not %s",
			typeOf(checked.OutputType()).Title())}
	}
	if iss.Err() == nil {
		return checked, nil
	}
	return nil, c.told(c.words.complaints(text, iss))
}

// told are faults with the columns where they are.
func (c *Conditions) told(faults tree.Faults) (out []errs.Text) {
	for _, f := range faults {
		out = append(out, errs.T("%s (column %d)", f.Text, f.Col))
	}
	return out
}

// Uses reports whether the condition names something.
func (c *Condition) Uses(name string) bool { return c.uses[name] }

// Holds evaluates the condition on values by name, all of those of the language: bool, int64, float64, string. The
// error is CEL's own at run time (division by zero).
func (c *Condition) Holds(values map[string]any) (bool, error) {
	v, _, err := c.run.Eval(values)
	if err != nil {
		return false, err
	}
	is, _ := v.Value().(bool) // the checker saw that it is one
	return is, nil
}
