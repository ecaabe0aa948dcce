package rule

import (
	"regexp"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

func constant(v value.Value) anyFn { return func(*frame) value.Value { return v } }

// values compiles values whatever their kind.
type values struct{ *compiler }

// any compiles an expression of any supported type. Whole numbers, booleans and floating-point numbers go through their
// faster forms; a range that is not one number is unknown here.
func (c *values) any(e *tree.Node) anyFn {
	switch e.Kind {
	case tree.LiteralNode:
		return c.literalValue(e)
	case tree.ListNode:
		return c.list(e)
	case tree.MacroNode:
		return c.comprehension(e)
	case tree.CallNode:
		return c.anyCall(e)
	case tree.NameNode, tree.FieldNode:
		return c.name(e)
	}
	c.unsupported(e, e.Text)
	return constant(value.Value{})
}

func (c *values) literalValue(e *tree.Node) anyFn {
	v, ok := e.Literal()
	if !ok {
		c.unsupported(e, e.Text)
	}
	return constant(v)
}

// name compiles a field, parameter, definition or bound variable.
func (c *values) name(e *tree.Node) anyFn {
	if e.Kind == tree.NameNode {
		if v, ok := c.lookup(e.Text); ok && !v.member {
			return func(x *frame) value.Value { return x.v[v.slot] }
		}
	}
	if l, ok := c.leafOf(e); ok {
		return c.leafValue(e, l)
	}
	if p, ok := c.param(e); ok && (p.Type == String || p.Type == StringList || p.Type == Bool) {
		return c.paramValue(p)
	}
	if _, isDef, ok := c.definitionOf(e); (ok && isDef >= 0) || c.isNumberName(e) {
		return c.typed(e)
	}
	if e.Kind == tree.FieldNode && e.Args[0].IsCall(tree.FnIndex) && c.isMembers(e.Args[0].Args[0]) {
		c.fault(e, errs.T("members have no order: choose one by what he is, members.exists(m, m.relationship == \"head\" && …)"))
		return constant(value.Value{})
	}
	c.fault(e, errs.T("this cannot stand here"))
	return constant(value.Value{})
}

// isNumberName reports whether an identifier is one that int, double or bool compiles by its name.
func (c *values) isNumberName(e *tree.Node) bool {
	if e.Kind != tree.NameNode {
		return false
	}
	_, isSlot := c.env.slots[e.Text]
	_, isParam := c.param(e)
	return isSlot || isParam || c.isFlag(e) || e.Text == "review_date"
}

// typed compiles through the form of the expression's own type.
func (c *values) typed(e *tree.Node) anyFn {
	switch e.Type {
	case Bool:
		f := c.bool(e)
		return func(x *frame) value.Value { return value.OfState(f(x)) }
	case Int:
		return single(value.Int, c.int(e))
	case Time:
		return single(value.Time, c.int(e))
	case Double:
		f := c.double(e)
		return func(x *frame) value.Value {
			v, s := f(x)
			return value.Value{K: value.Double, S: s, F: v}
		}
	}
	c.unsupported(e, e.Text)
	return constant(value.Value{})
}

// single turns a range into a value: unknown unless it is one number.
func single(k value.Kind, f intFn) anyFn {
	return func(x *frame) value.Value { return f(x).Single(k) }
}

func (c *values) leafValue(e *tree.Node, l leaf) anyFn {
	if l.List != nil {
		return c.listLeaf(l)
	}
	if l.Enum == nil && l.Text == nil {
		if l.Whole != nil {
			c.useOtherwise(l)
		}
		return c.typed(e)
	}
	c.reads[l.Name] = true
	get := l.words()
	if !c.traced {
		return get
	}
	rec := l.record()
	return func(x *frame) value.Value {
		rec(x)
		return get(x)
	}
}

// listLeaf reads a field that is a set of words as a list.
func (c *values) listLeaf(l leaf) anyFn {
	c.reads[l.Name] = true
	get := func(x *frame) value.Value {
		if l.List(x.h) == 0 {
			return value.Value{}
		}
		words := l.Chosen(x.h)
		out := make([]value.Value, len(words))
		for i, w := range words {
			out[i] = value.OfString(w)
		}
		return value.OfList(out)
	}
	if !c.traced {
		return get
	}
	rec := l.record()
	return func(x *frame) value.Value {
		rec(x)
		return get(x)
	}
}

// words reads a field of text or of a vocabulary as a string.
func (l leaf) words() anyFn {
	d := l.depth
	if l.Text != nil {
		return func(x *frame) value.Value {
			str, s := l.Text(x.h, x.m[d])
			return value.Value{K: value.String, S: s, Str: str}
		}
	}
	return func(x *frame) value.Value {
		v := l.Small(x.h, x.m[d])
		if v == 0 {
			return value.Value{}
		}
		return value.Value{K: value.String, S: yes, Str: l.Enum.Names[v]}
	}
}

func (c *values) paramValue(p *Param) anyFn {
	c.reads[p.Name] = true
	get := func(x *frame) value.Value {
		switch v := p.valueIn(x.h).(type) {
		case bool:
			return value.Value{K: value.Bool, S: yes, B: v}
		case string:
			return value.Value{K: value.String, S: yes, Str: v}
		case []string:
			out := value.Value{K: value.List, S: yes, List: make([]value.Value, len(v))}
			for i, s := range v {
				out.List[i] = value.Value{K: value.String, S: yes, Str: s}
			}
			return out
		}
		return value.Value{}
	}
	if !c.traced {
		return get
	}
	return func(x *frame) value.Value {
		x.tr.add(Read{param: p, h: x.h})
		return get(x)
	}
}

// list compiles a list literal: unknown or failed where an element is.
func (c *values) list(e *tree.Node) anyFn {
	var fs []anyFn
	for _, el := range e.Args {
		fs = append(fs, c.any(el))
	}
	return func(x *frame) value.Value {
		out := value.Value{K: value.List, S: yes, List: make([]value.Value, len(fs))}
		for i, f := range fs {
			if out.List[i] = f(x); out.List[i].S != yes {
				return value.Value{S: out.List[i].S}
			}
		}
		return out
	}
}

// anyCall compiles a call: the typed forms first, then what works on values.
func (c *values) anyCall(e *tree.Node) anyFn {
	name, args := e.Text, e.Args
	if f := c.typedCall(e); f != nil {
		return f
	}
	var fs []anyFn
	for _, a := range args {
		fs = append(fs, c.any(a))
	}
	if name == tree.FnMatches && len(args) == 2 {
		return c.matches(fs[0], args[1])
	}
	if name == tree.FnDate { // one that is a day is a constant
		c.fault(e, errs.T("write the day as date(\"2024-10-31\")"))
		return constant(value.Value{})
	}
	if op, ok := valueOps[name]; ok && len(fs) <= 2 {
		return strict(op, fs)
	}
	switch name {
	case tree.FnConditional:
		cond := c.bool(args[0])
		return func(x *frame) value.Value {
			switch s := cond(x); s {
			case yes:
				return fs[1](x)
			case no:
				return fs[2](x)
			default:
				return value.Value{S: s}
			}
		}
	}
	c.unsupported(e, name+"(…)")
	return constant(value.Value{})
}

// longestPattern is how many letters a pattern of matches may have.
const longestPattern = 200

// matches holds a text against a pattern, which must be a literal: it is compiled once, and Go's patterns take time in
// proportion to the text.
func (c *values) matches(text anyFn, pattern *tree.Node) anyFn {
	literal, ok := pattern.LiteralString()
	re, err := regexp.Compile(literal)
	if !ok || err != nil || len(literal) > longestPattern {
		c.fault(pattern, errs.T("the pattern of matches must be a valid pattern in quotes, of at most %d letters",
			longestPattern))
		return constant(value.Value{})
	}
	return strict(func(a, _ value.Value) (value.Value, error) { return value.Truth(re.MatchString(a.Str)), nil },
		[]anyFn{text})
}

// typedCall compiles the calls that bool, int and double have forms for; nil for the rest.
func (c *values) typedCall(e *tree.Node) anyFn {
	switch e.Type {
	case Bool:
		if f := c.boolCall(e); f != nil {
			return func(x *frame) value.Value { return value.OfState(f(x)) }
		}
	case Int:
		if f := c.intCall(e); f != nil {
			return single(value.Int, f)
		}
	case Time:
		if _, ok := c.constInt(e); ok {
			return single(value.Time, c.int(e))
		}
	case Double:
		if f := c.doubleCall(e); f != nil {
			return func(x *frame) value.Value {
				v, s := f(x)
				return value.Value{K: value.Double, S: s, F: v}
			}
		}
	}
	return nil
}

// strict evaluates the operands in order: the first that is unknown or failed is the result.
func strict(op value.Func, fs []anyFn) anyFn {
	return func(x *frame) value.Value {
		a := fs[0](x)
		if a.S != yes {
			return value.Value{S: a.S}
		}
		var b value.Value
		if len(fs) > 1 {
			if b = fs[1](x); b.S != yes {
				return value.Value{S: b.S}
			}
		}
		v, err := op(a, b)
		if err != nil {
			return failure(x, err)
		}
		return v
	}
}

func failure(x *frame, err error) value.Value { return value.Value{S: x.fail(err)} }

// valueOps are the functions on values.
var valueOps = map[string]value.Func{
	tree.FnIn:         value.In,
	tree.FnAdd:        value.Add.Values,
	tree.FnSubtract:   value.Subtract.Values,
	tree.FnMultiply:   value.Multiply.Values,
	tree.FnDivide:     value.Divide.Values,
	tree.FnModulo:     value.Modulo.Values,
	tree.FnIndex:      value.Index,
	tree.FnSize:       value.Size,
	tree.FnContains:   value.Contains,
	tree.FnStartsWith: value.StartsWith,
	tree.FnEndsWith:   value.EndsWith,
	tree.FnInt:        value.ToInt,
	tree.FnDouble:     value.ToDouble,
	tree.FnString:     value.ToString,
	tree.FnBool:       value.ToBool,
	tree.FnUint:       value.ToUint,
	tree.FnSum:        value.Sum,
}
