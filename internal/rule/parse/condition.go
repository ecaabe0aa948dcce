package parse

import (
	"fmt"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
)

// conditions is a language of plain values without a household, for what is asked seldom or worked out beforehand:
// cel-go itself evaluates it.
type conditions struct {
	env   *cel.Env
	words *Language // advises; it has the names and nothing else
}

// NewConditions makes a language of plain values; it is a tree.ConditionParser.
func NewConditions(names []string, typ func(name string) tree.Type) (tree.Conditions, error) {
	opts := []cel.EnvOption{cel.CrossTypeNumericComparisons(true)}
	for _, n := range names {
		t, err := celType(typ(n))
		if err != nil {
			return nil, fmt.Errorf("parse.NewConditions: %s: %w", n, err)
		}
		opts = append(opts, cel.Variable(n, t))
	}
	env, err := cel.NewEnv(opts...)
	if err != nil {
		return nil, fmt.Errorf("parse.NewConditions: %w", err)
	}
	words := &Language{members: &provider{}}
	words.learn(names...)
	return &conditions{env, words}, nil
}

// condition is a text that is true or false of some values.
type condition struct {
	run  cel.Program
	uses map[string]bool
}

// Compile implements tree.Conditions.
func (c *conditions) Compile(text string) (tree.Condition, []errs.Text) {
	checked, texts := c.check(text)
	if texts != nil {
		return nil, texts
	}
	run, err := c.env.Program(checked)
	if err != nil {
		return nil, []errs.Text{{VI: err.Error(), EN: err.Error()}}
	}
	out := &condition{run, map[string]bool{}}
	ast.PostOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(x ast.Expr) {
		if x.Kind() == ast.IdentKind {
			out.uses[x.AsIdent()] = true
		}
	}))
	return out, nil
}

func (c *conditions) check(text string) (*cel.Ast, []errs.Text) {
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
func (c *conditions) told(faults tree.Faults) (out []errs.Text) {
	for _, f := range faults {
		out = append(out, errs.T("%s (column %d)", f.Text, f.Col))
	}
	return out
}

// Uses implements tree.Condition.
func (c *condition) Uses(name string) bool { return c.uses[name] }

// Holds implements tree.Condition. The error is CEL's own at run time.
func (c *condition) Holds(values map[string]any) (bool, error) {
	v, _, err := c.run.Eval(values)
	if err != nil {
		return false, err
	}
	is, _ := v.Value().(bool) // the checker saw that it is one
	return is, nil
}
