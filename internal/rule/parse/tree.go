package parse

import (
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"

	"giamngheo/internal/rule/tree"
)

// copier copies cel-go's checked expression into a checked tree.
type copier struct{ ast *ast.AST }

// node copies an expression; what has no closures becomes an unsupported node that says what it is.
func (t copier) node(e ast.Expr) *tree.Node {
	switch e.Kind() {
	case ast.LiteralKind:
		return t.literal(e)
	case ast.IdentKind:
		return t.of(e, tree.NameNode, e.AsIdent())
	case ast.SelectKind:
		if e.AsSelect().IsTestOnly() {
			return t.of(e, tree.UnsupportedNode, "has(…)")
		}
		return t.of(e, tree.FieldNode, e.AsSelect().FieldName(), e.AsSelect().Operand())
	case ast.CallKind:
		return t.call(e)
	case ast.ListKind:
		if len(e.AsList().OptionalIndices()) == 0 {
			return t.of(e, tree.ListNode, "", e.AsList().Elements()...)
		}
	case ast.ComprehensionKind:
		return t.macro(e)
	}
	return t.of(e, tree.UnsupportedNode, "{…}")
}

// of makes a node where an expression stands, of its type.
func (t copier) of(e ast.Expr, kind tree.NodeKind, text string, args ...ast.Expr) *tree.Node {
	at := t.ast.SourceInfo().GetStartLocation(e.ID())
	n := &tree.Node{Kind: kind, Type: typeOf(t.ast.GetType(e.ID())), Text: text,
		Line: max(at.Line(), 1), Col: at.Column() + 1}
	for _, a := range args {
		n.Args = append(n.Args, t.node(a))
	}
	return n
}

// typeOf names a type as package rule does; a type that has no name there keeps CEL's.
func typeOf(t *types.Type) tree.Type {
	switch t.Kind() {
	case types.BoolKind:
		return tree.Bool
	case types.IntKind:
		return tree.Int
	case types.UintKind:
		return tree.Uint
	case types.DoubleKind:
		return tree.Double
	case types.StringKind:
		return tree.String
	case types.TimestampKind:
		return tree.Time
	case types.NullTypeKind:
		return tree.Null
	}
	return tree.Type(t.String())
}

// literal writes a constant as text, which Node.Type tells how to read.
func (t copier) literal(e ast.Expr) *tree.Node {
	switch v := e.AsLiteral().(type) {
	case types.Bool:
		return t.of(e, tree.LiteralNode, strconv.FormatBool(bool(v)))
	case types.Int:
		return t.of(e, tree.LiteralNode, strconv.FormatInt(int64(v), 10))
	case types.Uint:
		return t.of(e, tree.LiteralNode, strconv.FormatUint(uint64(v), 10))
	case types.Double:
		return t.of(e, tree.LiteralNode, strconv.FormatFloat(float64(v), 'g', -1, 64))
	case types.String:
		return t.of(e, tree.LiteralNode, string(v))
	case types.Null:
		return t.of(e, tree.LiteralNode, "")
	}
	return t.of(e, tree.UnsupportedNode, e.AsLiteral().Type().TypeName())
}

func (t copier) call(e ast.Expr) *tree.Node {
	k := e.AsCall()
	if k.IsMemberFunction() {
		return t.of(e, tree.CallNode, k.FunctionName(), append([]ast.Expr{k.Target()}, k.Args()...)...)
	}
	return t.of(e, tree.CallNode, k.FunctionName(), k.Args()...)
}

// macro reads a comprehension back as the macro of which CEL's parser made it.
func (t copier) macro(e ast.Expr) *tree.Node {
	k := e.AsComprehension()
	name, parts := "", []ast.Expr(nil)
	if !k.HasIterVar2() {
		name, parts = macroParts(k)
	}
	if name == "" {
		return t.of(e, tree.UnsupportedNode, "…(x, y, …)")
	}
	n := t.of(e, tree.MacroNode, name, append([]ast.Expr{k.IterRange()}, parts...)...)
	n.Var = k.IterVar()
	return n
}

// macroParts recognises the expansions of the macros of one variable: the macro and what it has beside its list, ""
// where the comprehension is none of them.
func macroParts(k ast.ComprehensionExpr) (string, []ast.Expr) {
	step, init := k.LoopStep(), k.AccuInit()
	literal := init.Kind() == ast.LiteralKind
	switch {
	case literal && init.AsLiteral() == types.True && isCall(step, operators.LogicalAnd):
		return tree.All, step.AsCall().Args()[1:2]
	case literal && init.AsLiteral() == types.False && isCall(step, operators.LogicalOr):
		return tree.Exists, step.AsCall().Args()[1:2]
	case literal && isCall(step, operators.Conditional) && isCall(k.Result(), operators.Equals):
		return tree.ExistsOne, step.AsCall().Args()[:1]
	case init.Kind() == ast.ListKind:
		return listParts(k.IterVar(), step)
	}
	return "", nil
}

// listParts tells filter from map.
func listParts(variable string, step ast.Expr) (string, []ast.Expr) {
	var parts []ast.Expr
	if isCall(step, operators.Conditional) {
		parts = append(parts, step.AsCall().Args()[0])
		step = step.AsCall().Args()[1]
	}
	if !isCall(step, operators.Add) || step.AsCall().Args()[1].Kind() != ast.ListKind {
		return "", nil
	}
	added := step.AsCall().Args()[1].AsList().Elements()[0]
	if len(parts) == 1 && added.Kind() == ast.IdentKind && added.AsIdent() == variable {
		return tree.Filter, parts
	}
	return tree.Map, append(parts, added)
}

// isCall reports whether an expression is a call of a function.
func isCall(e ast.Expr, name string) bool {
	return e.Kind() == ast.CallKind && e.AsCall().FunctionName() == name
}
