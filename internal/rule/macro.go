package rule

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// macroKind is the macro that a comprehension was written as.
type macroKind uint8

const (
	macroNone macroKind = iota
	macroExists
	macroAll
	macroExistsOne
	macroFilter
	macroMap
)

// macroCall is a comprehension read back as the macro it was written as: over.kind(name, pred) or over.map(name, pred,
// value). pred is nil for a map without a filter.
type macroCall struct {
	kind  macroKind
	over  ast.Expr
	name  string
	pred  ast.Expr
	value ast.Expr
}

// macro recognises the expansions that CEL's parser makes of its standard macros.
func macro(e ast.Expr) macroCall {
	if e.Kind() != ast.ComprehensionKind {
		return macroCall{}
	}
	k := e.AsComprehension()
	q := macroCall{over: k.IterRange(), name: k.IterVar()}
	if k.HasIterVar2() {
		return macroCall{}
	}
	step := k.LoopStep()
	switch {
	case k.AccuInit().Kind() == ast.LiteralKind && k.AccuInit().AsLiteral() == types.True && isCall(step, operators.LogicalAnd):
		q.kind, q.pred = macroAll, step.AsCall().Args()[1]
	case k.AccuInit().Kind() == ast.LiteralKind && k.AccuInit().AsLiteral() == types.False && isCall(step, operators.LogicalOr):
		q.kind, q.pred = macroExists, step.AsCall().Args()[1]
	case k.AccuInit().Kind() == ast.LiteralKind && isCall(step, operators.Conditional) && isCall(k.Result(), operators.Equals):
		q.kind, q.pred = macroExistsOne, step.AsCall().Args()[0]
	case k.AccuInit().Kind() == ast.ListKind:
		return listMacro(q, step)
	}
	return q
}

// listMacro tells filter from map.
func listMacro(q macroCall, step ast.Expr) macroCall {
	if isCall(step, operators.Conditional) {
		q.pred = step.AsCall().Args()[0]
		step = step.AsCall().Args()[1]
	}
	if !isCall(step, operators.Add) || step.AsCall().Args()[1].Kind() != ast.ListKind {
		return macroCall{}
	}
	added := step.AsCall().Args()[1].AsList().Elements()[0]
	if q.pred != nil && added.Kind() == ast.IdentKind && added.AsIdent() == q.name {
		q.kind = macroFilter
		return q
	}
	q.kind, q.value = macroMap, added
	return q
}

// isMembers reports whether an expression is the household's members, and no variable of that name.
func (c *compiler) isMembers(e ast.Expr) bool {
	if e.Kind() != ast.IdentKind || e.AsIdent() != membersVar {
		return false
	}
	_, bound := c.lookup(membersVar)
	return !bound
}
