// Package tree is an expression of the law's rules between its text and what runs: parsed, with the types checked, as
// plain data. A Checker makes trees (rule/parse has it, with cel-go), package rule compiles them, and a Book carries
// them as JSON to programs that have no parser.
package tree

import (
	"fmt"
	"strconv"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/value"
)

// Scope says what an expression speaks of.
type Scope uint8

// The scopes. In Household the names are the household's columns, members, size, income_given and the law's own; in
// Person there is also the member m.
const (
	Household Scope = iota
	Person
)

// Fault is one thing wrong in an expression; Line and Col count from 1 within it.
type Fault struct {
	Line, Col int
	Text      errs.Text
}

// Faults are all that is wrong in an expression.
type Faults []Fault

// Error returns the faults' Vietnamese messages.
func (fs Faults) Error() string {
	parts := make([]string, len(fs))
	for i, f := range fs {
		parts[i] = f.Text.VI
	}
	return strings.Join(parts, "; ")
}

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

// Holds reports whether a parameter's value is of a type that parameters have.
func (t Type) Holds(v any) (ok bool) {
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

// Title is what people call a type.
func (t Type) Title() errs.Text {
	switch t {
	case Bool:
		return errs.T("type|true or false")
	case Int, Uint:
		return errs.T("type|a whole number")
	case Double:
		return errs.T("type|a number with decimals")
	case String:
		return errs.T("type|a text")
	case Time:
		return errs.T("type|a day")
	case Member:
		return errs.T("type|a member")
	}
	return errs.T("type|a list")
}

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

// IsCall reports whether a node is a call of a function.
func (n *Node) IsCall(name string) bool { return n.Kind == CallNode && n.Text == name }

// IsMacro reports whether a node is a macro of a kind.
func (n *Node) IsMacro(kind string) bool { return n.Kind == MacroNode && n.Text == kind }

// Over is the list of a macro.
func (n *Node) Over() *Node { return n.Args[0] }

// Pred is the condition of a macro, nil for a map without one.
func (n *Node) Pred() *Node {
	if n.Text == Map && len(n.Args) == 2 {
		return nil
	}
	return n.Args[1]
}

// Result is the value of a map.
func (n *Node) Result() *Node { return n.Args[len(n.Args)-1] }

// Literal returns the value of a literal, false where the node is none or of a type that has no values here.
func (n *Node) Literal() (v value.Value, ok bool) {
	if n.Kind != LiteralNode {
		return value.Value{}, false
	}
	var err error
	v.S = value.Yes
	switch n.Type {
	case Bool:
		v.K = value.Bool
		v.B, err = strconv.ParseBool(n.Text)
	case Int:
		v.K = value.Int
		v.I, err = strconv.ParseInt(n.Text, 10, 64)
	case Uint:
		var u uint64
		u, err = strconv.ParseUint(n.Text, 10, 64)
		v.K, v.I = value.Uint, int64(u)
	case Double:
		v.K = value.Double
		v.F, err = strconv.ParseFloat(n.Text, 64)
	case String:
		v.K, v.Str = value.String, n.Text
	case Null:
		v.K = value.Null
	default:
		return value.Value{}, false
	}
	return v, err == nil
}

// LiteralInt returns the value of a literal whole number.
func (n *Node) LiteralInt() (int64, bool) {
	v, ok := n.Literal()
	return v.I, ok && v.K == value.Int
}

// LiteralString returns the value of a literal string.
func (n *Node) LiteralString() (string, bool) {
	return n.Text, n.Kind == LiteralNode && n.Type == String
}

// The functions with closures of their own, as CEL's parser names them.
const (
	FnConditional = "_?_:_"
	FnAnd         = "_&&_"
	FnOr          = "_||_"
	FnNot         = "!_"
	FnEqual       = "_==_"
	FnNotEqual    = "_!=_"
	FnLess        = "_<_"
	FnLessEq      = "_<=_"
	FnGreater     = "_>_"
	FnGreaterEq   = "_>=_"
	FnAdd         = "_+_"
	FnSubtract    = "_-_"
	FnMultiply    = "_*_"
	FnDivide      = "_/_"
	FnModulo      = "_%_"
	FnNegate      = "-_"
	FnIndex       = "_[_]"
	FnIn          = "@in"
	FnSize        = "size"
	FnContains    = "contains"
	FnStartsWith  = "startsWith"
	FnEndsWith    = "endsWith"
	FnFullYear    = "getFullYear"
	FnInt         = "int"
	FnUint        = "uint"
	FnDouble      = "double"
	FnString      = "string"
	FnBool        = "bool"
	FnTimestamp   = "timestamp"
	FnMatches     = "matches"
	FnSum         = "sum"  // of a list of numbers; the project's own
	FnDate        = "date" // of a text like 2024-10-31; the project's own
)

// operands are how many operands the functions take; those that are not here take any number and have no closures.
var operands = map[string]int{
	FnConditional: 3,
	FnAnd:         2, FnOr: 2, FnEqual: 2, FnNotEqual: 2, FnLess: 2, FnLessEq: 2, FnGreater: 2, FnGreaterEq: 2,
	FnAdd: 2, FnSubtract: 2, FnMultiply: 2, FnDivide: 2, FnModulo: 2, FnIndex: 2, FnIn: 2,
	FnContains: 2, FnStartsWith: 2, FnEndsWith: 2,
	FnNot: 1, FnNegate: 1, FnSize: 1, FnInt: 1, FnUint: 1, FnDouble: 1, FnString: 1, FnBool: 1, FnTimestamp: 1,
	FnMatches: 2, FnSum: 1, FnDate: 1,
}

// maxNesting is how deep the nodes of a tree may lie within one another.
const maxNesting = 500

// WellFormed refuses a tree that no checker makes: the compiler relies on the number of operands. A tree that came from
// elsewhere as data must be asked before it is compiled.
func (n *Node) WellFormed() error { return n.wellFormed(0) }

func (n *Node) wellFormed(depth int) error {
	if n == nil || depth > maxNesting {
		return fmt.Errorf("a node is missing, or lies deeper than %d", maxNesting)
	}
	if !n.countFits() {
		return fmt.Errorf("%d:%d: %s %q with %d operands", n.Line, n.Col, n.Kind, n.Text, len(n.Args))
	}
	if _, ok := n.Literal(); n.Kind == LiteralNode && !ok {
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

// Fault is what is wrong at a node.
func (n *Node) Fault(text errs.Text) Fault {
	return Fault{max(n.Line, 1), max(n.Col, 1), text}
}
