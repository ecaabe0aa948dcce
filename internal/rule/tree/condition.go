package tree

import "giamngheo/internal/errs"

// Condition is a text that is true or false of some values without a household, checked.
type Condition interface {
	// Uses reports whether the condition names something.
	Uses(name string) bool
	// Holds evaluates the condition on values by name, all of those of its language: bool, int64, float64, string. The
	// error is one of run time (division by zero).
	Holds(values map[string]any) (bool, error)
}

// Conditions is a language of plain values. It is safe for use by several goroutines.
type Conditions interface {
	// Compile parses and checks a text. The texts are all that is wrong with it, with the column; nil where nothing is.
	Compile(text string) (Condition, []errs.Text)
}

// ConditionParser makes a language of names, given in the order in which messages list them; typ returns the type of
// each. Who reads a plan hands one in (rule/parse has it), so that what only counts by it carries no parser. The error
// is a name or a type that is none, or a name given twice.
type ConditionParser func(names []string, typ func(name string) Type) (Conditions, error)
