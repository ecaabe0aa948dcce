package rule

import (
	"fmt"
	"strconv"

	"giamngheo/internal/errs"
)

// Node is an expression, parsed and type-checked: what a Checker makes of text, and all that the compiler needs of
// it. It is plain data; as JSON it goes to programs that carry no parser.
type Node struct {
	Kind NodeKind `json:"k"`
	Type Type     `json:"t"`
	// Text is the name, the field, the function of a call as CEL names it (_&&_, size), the macro of
	// a macro (exists, all, exists_one, filter, map), the value of a literal as text, what an unsupported node is.
	Text string `json:"x,omitempty"`
	Var  string `json:"v,omitempty"` // the variable that a macro binds
	// Args are the operands of a call, the target of a member function first; the elements of a list; the operand of a
	// field; of a macro its list, its condition (which a map may lack) and, of a map, its value.
	Args []*Node `json:"a,omitempty"`
	Line int     `json:"l"` // where it begins in the text, from 1
	Col  int     `json:"c"`
}

// NodeKind is what a node of a checked tree is.
type NodeKind string

// The kinds of nodes. An unsupported node is valid CEL for which there are no closures.
const (
	LiteralNode     NodeKind = "literal"
	NameNode        NodeKind = "name"
	FieldNode       NodeKind = "field"
	CallNode        NodeKind = "call"
	ListNode        NodeKind = "list"
	MacroNode       NodeKind = "macro"
	UnsupportedNode NodeKind = "unsupported"
)

// The macros over lists.
const (
	Exists    = "exists"
	All       = "all"
	ExistsOne = "exists_one"
	Filter    = "filter"
	Map       = "map"
)

// Type is the type of a parameter or of a node. Types other than those below stand in checked trees as CEL writes them.
type Type string

// The types, named as CEL names them but for Time. Parameters have one of the first five.
const (
	Bool       Type = "bool"
	Int        Type = "int"
	Double     Type = "double"
	String     Type = "string"
	StringList Type = "list(string)"
	Uint       Type = "uint"
	Null       Type = "null_type"
	Time       Type = "timestamp"
	Member     Type = "household.Member"
	Members    Type = "list(household.Member)"
)

// Vocabulary is what the texts of a language may name, with the types: Names anywhere, Fields of any member. In Person
// scope there is also m, the member.
type Vocabulary struct{ Names, Fields map[string]Type }

// Parser makes the checker of a vocabulary; rule/parse has CEL's.
type Parser func(Vocabulary) (Checker, error)

// Checker turns the texts of one language into checked trees. Check and Uses are safe for use by several goroutines;
// Define is not, and is called only while an Env is made.
type Checker interface {
	// Check parses and type-checks a text of a scope; faults are all that is wrong with it.
	Check(text string, s Scope) (*Node, Faults)
	// Uses returns the names and fields (".name") that a text mentions; none where it cannot be parsed.
	Uses(text string) []string
	// Define adds a name, of Person scope a field of members, to the language.
	Define(name string, s Scope, t Type) error
}

// isCall reports whether a node is a call of a function.
func (n *Node) isCall(name string) bool { return n.Kind == CallNode && n.Text == name }

// isMacro reports whether a node is a macro of a kind.
func (n *Node) isMacro(kind string) bool { return n.Kind == MacroNode && n.Text == kind }

// over is the list of a macro.
func (n *Node) over() *Node { return n.Args[0] }

// pred is the condition of a macro, nil for a map without one.
func (n *Node) pred() *Node {
	if n.Text == Map && len(n.Args) == 2 {
		return nil
	}
	return n.Args[1]
}

// result is the value of a map.
func (n *Node) result() *Node { return n.Args[len(n.Args)-1] }

// literal returns the value of a literal, false where the node is none or of a type that has no values here.
func (n *Node) literal() (v value, ok bool) {
	if n.Kind != LiteralNode {
		return value{}, false
	}
	var err error
	v.s = yes
	switch n.Type {
	case Bool:
		v.k = kindBool
		v.b, err = strconv.ParseBool(n.Text)
	case Int:
		v.k = kindInt
		v.i, err = strconv.ParseInt(n.Text, 10, 64)
	case Uint:
		var u uint64
		u, err = strconv.ParseUint(n.Text, 10, 64)
		v.k, v.i = kindUint, int64(u)
	case Double:
		v.k = kindDouble
		v.f, err = strconv.ParseFloat(n.Text, 64)
	case String:
		v.k, v.str = kindString, n.Text
	case Null:
		v.k = kindNull
	default:
		return value{}, false
	}
	return v, err == nil
}

// literalInt returns the value of a literal whole number.
func (n *Node) literalInt() (int64, bool) {
	v, ok := n.literal()
	return v.i, ok && v.k == kindInt
}

// literalString returns the value of a literal string.
func (n *Node) literalString() (string, bool) {
	return n.Text, n.Kind == LiteralNode && n.Type == String
}

// The functions with closures of their own, as CEL's parser names them.
const (
	fnConditional = "_?_:_"
	fnAnd         = "_&&_"
	fnOr          = "_||_"
	fnNot         = "!_"
	fnEqual       = "_==_"
	fnNotEqual    = "_!=_"
	fnLess        = "_<_"
	fnLessEq      = "_<=_"
	fnGreater     = "_>_"
	fnGreaterEq   = "_>=_"
	fnAdd         = "_+_"
	fnSubtract    = "_-_"
	fnMultiply    = "_*_"
	fnDivide      = "_/_"
	fnModulo      = "_%_"
	fnNegate      = "-_"
	fnIndex       = "_[_]"
	fnIn          = "@in"
	fnSize        = "size"
	fnContains    = "contains"
	fnStartsWith  = "startsWith"
	fnEndsWith    = "endsWith"
	fnFullYear    = "getFullYear"
	fnInt         = "int"
	fnUint        = "uint"
	fnDouble      = "double"
	fnString      = "string"
	fnBool        = "bool"
	fnTimestamp   = "timestamp"
)

// operands are how many operands the functions take; those that are not here take any number and have no closures.
var operands = map[string]int{
	fnConditional: 3,
	fnAnd:         2, fnOr: 2, fnEqual: 2, fnNotEqual: 2, fnLess: 2, fnLessEq: 2, fnGreater: 2, fnGreaterEq: 2,
	fnAdd: 2, fnSubtract: 2, fnMultiply: 2, fnDivide: 2, fnModulo: 2, fnIndex: 2, fnIn: 2,
	fnContains: 2, fnStartsWith: 2, fnEndsWith: 2,
	fnNot: 1, fnNegate: 1, fnSize: 1, fnInt: 1, fnUint: 1, fnDouble: 1, fnString: 1, fnBool: 1, fnTimestamp: 1,
}

// maxNesting is how deep the nodes of a tree may lie within one another.
const maxNesting = 500

// wellFormed refuses a tree that no checker makes: the compiler relies on the number of operands. A tree that came from
// elsewhere as data must be asked before it is compiled.
func (n *Node) wellFormed(depth int) error {
	if n == nil || depth > maxNesting {
		return fmt.Errorf("a node is missing, or lies deeper than %d", maxNesting)
	}
	if !n.countFits() {
		return fmt.Errorf("%d:%d: %s %q with %d operands", n.Line, n.Col, n.Kind, n.Text, len(n.Args))
	}
	if _, ok := n.literal(); n.Kind == LiteralNode && !ok {
		return fmt.Errorf("%d:%d: %q is no %s", n.Line, n.Col, n.Text, n.Type)
	}
	for _, a := range n.Args {
		if err := a.wellFormed(depth + 1); err != nil {
			return err
		}
	}
	return nil
}

// countFits reports whether a node has as many operands as its kind needs.
func (n *Node) countFits() bool {
	count := len(n.Args)
	switch n.Kind {
	case LiteralNode, NameNode, UnsupportedNode:
		return count == 0
	case FieldNode:
		return count == 1
	case ListNode:
		return true
	case CallNode:
		want, fixed := operands[n.Text]
		return !fixed || count == want
	case MacroNode:
		switch n.Text {
		case Exists, All, ExistsOne, Filter:
			return count == 2
		case Map:
			return count == 2 || count == 3
		}
	}
	return false
}

// fault is what is wrong at a node.
func (n *Node) fault(text errs.Text) Fault {
	return Fault{max(n.Line, 1), max(n.Col, 1), text}
}
