package rule

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func constant(v value) anyFn { return func(*frame) value { return v } }

// values compiles values whatever their kind.
type values struct{ *compiler }

// any compiles an expression of any supported type. Whole numbers, booleans and floating-point numbers go through their
// faster forms; a range that is not one number is unknown here.
func (c *values) any(e *Node) anyFn {
	switch e.Kind {
	case LiteralNode:
		return c.literalValue(e)
	case ListNode:
		return c.list(e)
	case MacroNode:
		return c.comprehension(e)
	case CallNode:
		return c.anyCall(e)
	case NameNode, FieldNode:
		return c.name(e)
	}
	c.unsupported(e, e.Text)
	return constant(value{})
}

func (c *values) literalValue(e *Node) anyFn {
	v, ok := e.literal()
	if !ok {
		c.unsupported(e, "hằng kiểu "+string(e.Type))
	}
	return constant(v)
}

// name compiles a field, parameter, definition or bound variable.
func (c *values) name(e *Node) anyFn {
	if e.Kind == NameNode {
		if v, ok := c.lookup(e.Text); ok && !v.member {
			return func(x *frame) value { return x.v[v.slot] }
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
	c.unsupported(e, "tên này ở đây (this name here)")
	return constant(value{})
}

// isNumberName reports whether an identifier is one that int, double or bool compiles by its name.
func (c *values) isNumberName(e *Node) bool {
	if e.Kind != NameNode {
		return false
	}
	_, isSlot := c.env.slots[e.Text]
	_, isParam := c.param(e)
	return isSlot || isParam || c.isFlag(e) || e.Text == "review_date"
}

// typed compiles through the form of the expression's own type.
func (c *values) typed(e *Node) anyFn {
	switch e.Type {
	case Bool:
		f := c.bool(e)
		return func(x *frame) value { return ofState(f(x)) }
	case Int:
		return single(kindInt, c.int(e))
	case Time:
		return single(kindTime, c.int(e))
	case Double:
		f := c.double(e)
		return func(x *frame) value {
			v, s := f(x)
			return value{k: kindDouble, s: s, f: v}
		}
	}
	c.unsupported(e, "kiểu "+string(e.Type))
	return constant(value{})
}

func ofState(s state) value {
	if s == unknown || s == failed {
		return value{s: s}
	}
	return value{k: kindBool, s: yes, b: s == yes}
}

// single turns a range into a value: unknown unless it is one number.
func single(k kind, f intFn) anyFn {
	return func(x *frame) value {
		v := f(x)
		if v.s == yes && v.lo != v.hi {
			return value{}
		}
		return value{k: k, s: v.s, i: v.lo}
	}
}

func (c *values) leafValue(e *Node, l leaf) anyFn {
	if l.enum == nil && l.text == nil {
		if l.whole != nil {
			c.useOtherwise(l)
		}
		return c.typed(e)
	}
	c.reads[l.name] = true
	get := l.words()
	if !c.traced {
		return get
	}
	rec := l.record()
	return func(x *frame) value {
		rec(x)
		return get(x)
	}
}

// words reads a field of text or of a vocabulary as a string.
func (l leaf) words() anyFn {
	d := l.depth
	if l.text != nil {
		return func(x *frame) value {
			str, s := l.text(x.h, x.m[d])
			return value{k: kindString, s: s, str: str}
		}
	}
	return func(x *frame) value {
		v := l.small(x.h, x.m[d])
		if v == 0 {
			return value{}
		}
		return value{k: kindString, s: yes, str: l.enum.Names[v]}
	}
}

func (c *values) paramValue(p *Param) anyFn {
	c.reads[p.Name] = true
	get := func(x *frame) value {
		switch v := p.valueIn(x.h).(type) {
		case bool:
			return value{k: kindBool, s: yes, b: v}
		case string:
			return value{k: kindString, s: yes, str: v}
		case []string:
			out := value{k: kindList, s: yes, list: make([]value, len(v))}
			for i, s := range v {
				out.list[i] = value{k: kindString, s: yes, str: s}
			}
			return out
		}
		return value{}
	}
	if !c.traced {
		return get
	}
	return func(x *frame) value {
		x.tr.add(Read{param: p, h: x.h})
		return get(x)
	}
}

// list compiles a list literal: unknown or failed where an element is.
func (c *values) list(e *Node) anyFn {
	var fs []anyFn
	for _, el := range e.Args {
		fs = append(fs, c.any(el))
	}
	return func(x *frame) value {
		out := value{k: kindList, s: yes, list: make([]value, len(fs))}
		for i, f := range fs {
			if out.list[i] = f(x); out.list[i].s != yes {
				return value{s: out.list[i].s}
			}
		}
		return out
	}
}

// anyCall compiles a call: the typed forms first, then what works on values.
func (c *values) anyCall(e *Node) anyFn {
	name, args := e.Text, e.Args
	if f := c.typedCall(e); f != nil {
		return f
	}
	var fs []anyFn
	for _, a := range args {
		fs = append(fs, c.any(a))
	}
	if op, ok := valueOps[name]; ok && len(fs) <= 2 {
		return strict(op, fs)
	}
	switch name {
	case fnConditional:
		cond := c.bool(args[0])
		return func(x *frame) value {
			switch s := cond(x); s {
			case yes:
				return fs[1](x)
			case no:
				return fs[2](x)
			default:
				return value{s: s}
			}
		}
	}
	c.unsupported(e, "hàm “"+name+"”")
	return constant(value{})
}

// typedCall compiles the calls that bool, int and double have forms for; nil for the rest.
func (c *values) typedCall(e *Node) anyFn {
	switch e.Type {
	case Bool:
		if f := c.boolCall(e); f != nil {
			return func(x *frame) value { return ofState(f(x)) }
		}
	case Int:
		if f := c.intCall(e); f != nil {
			return single(kindInt, f)
		}
	case Time:
		if _, ok := c.constInt(e); ok {
			return single(kindTime, c.int(e))
		}
	case Double:
		if f := c.doubleCall(e); f != nil {
			return func(x *frame) value {
				v, s := f(x)
				return value{k: kindDouble, s: s, f: v}
			}
		}
	}
	return nil
}

// valueOp works on one or two known values.
type valueOp func(x *frame, a, b value) value

// strict evaluates the operands in order: the first that is unknown or failed is the result.
func strict(op valueOp, fs []anyFn) anyFn {
	return func(x *frame) value {
		a := fs[0](x)
		if a.s != yes {
			return value{s: a.s}
		}
		var b value
		if len(fs) > 1 {
			if b = fs[1](x); b.s != yes {
				return value{s: b.s}
			}
		}
		return op(x, a, b)
	}
}

func truth(b bool) value { return value{k: kindBool, s: yes, b: b} }

func whole(n int64) value { return value{k: kindInt, s: yes, i: n} }

func failure(x *frame, err error) value { return value{s: x.fail(err)} }

// valueOps are the functions on values; which types they take the checker has seen to.
var valueOps = map[string]valueOp{
	fnIn: func(_ *frame, a, b value) value {
		for _, el := range b.list {
			if equal(a, el) {
				return truth(true)
			}
		}
		return truth(false)
	},
	fnAdd:      addValues,
	fnSubtract: func(x *frame, a, b value) value { return calculate(x, fnSubtract, a, b) },
	fnMultiply: func(x *frame, a, b value) value { return calculate(x, fnMultiply, a, b) },
	fnDivide:   func(x *frame, a, b value) value { return calculate(x, fnDivide, a, b) },
	fnModulo:   func(x *frame, a, b value) value { return calculate(x, fnModulo, a, b) },
	fnIndex: func(x *frame, a, b value) value {
		if a.k != kindList || b.k != kindInt {
			return failure(x, errConvert)
		}
		if b.i < 0 || b.i >= int64(len(a.list)) {
			return failure(x, errIndex)
		}
		return a.list[b.i]
	},
	fnSize: func(_ *frame, a, _ value) value {
		if a.k == kindList {
			return whole(int64(len(a.list)))
		}
		return whole(int64(utf8.RuneCountInString(a.str)))
	},
	fnContains:   func(_ *frame, a, b value) value { return truth(strings.Contains(a.str, b.str)) },
	fnStartsWith: func(_ *frame, a, b value) value { return truth(strings.HasPrefix(a.str, b.str)) },
	fnEndsWith:   func(_ *frame, a, b value) value { return truth(strings.HasSuffix(a.str, b.str)) },
	fnInt:        toInt,
	fnDouble:     toDouble,
	fnString:     toString,
	fnBool:       toBool,
	fnUint:       toUint,
}

func addValues(x *frame, a, b value) value {
	switch {
	case a.k == kindString && b.k == kindString:
		return value{k: kindString, s: yes, str: a.str + b.str}
	case a.k == kindList && b.k == kindList:
		return value{k: kindList, s: yes, list: append(append([]value{}, a.list...), b.list...)}
	}
	return calculate(x, fnAdd, a, b)
}

// calculate is arithmetic on values of the same kind of number.
func calculate(x *frame, op string, a, b value) value {
	if a.k != b.k {
		return failure(x, errConvert)
	}
	switch a.k {
	case kindInt:
		n, err := intOps[op](a.i, b.i)
		if err != nil {
			return failure(x, err)
		}
		return whole(n)
	case kindDouble:
		if f, ok := doubleOps[op]; ok {
			return value{k: kindDouble, s: yes, f: f(a.f, b.f)}
		}
	case kindUint:
		return calculateUint(x, op, uint64(a.i), uint64(b.i))
	}
	return failure(x, errConvert)
}

func calculateUint(x *frame, op string, a, b uint64) value {
	var n uint64
	switch op {
	case fnAdd:
		if n = a + b; n < a {
			return failure(x, errOverflow)
		}
	case fnSubtract:
		if n = a - b; b > a {
			return failure(x, errOverflow)
		}
	case fnMultiply:
		if n = a * b; a != 0 && n/a != b {
			return failure(x, errOverflow)
		}
	default:
		if b == 0 {
			return failure(x, map[string]error{fnDivide: errDivide, fnModulo: errModulus}[op])
		}
		if n = a / b; op == fnModulo {
			n = a % b
		}
	}
	return value{k: kindUint, s: yes, i: int64(n)}
}

func toInt(x *frame, a, _ value) value {
	switch a.k {
	case kindInt:
		return a
	case kindUint:
		if a.i < 0 {
			return failure(x, errOverflow)
		}
		return whole(a.i)
	case kindDouble:
		if math.IsNaN(a.f) || a.f <= -9223372036854775808.0 || a.f >= 9223372036854775808.0 {
			return failure(x, errOverflow)
		}
		return whole(int64(a.f))
	case kindTime:
		return whole(a.i)
	case kindString:
		if n, err := strconv.ParseInt(a.str, 10, 64); err == nil {
			return whole(n)
		}
	}
	return failure(x, errConvert)
}

func toUint(x *frame, a, _ value) value {
	switch {
	case a.k == kindUint:
		return a
	case a.k == kindInt && a.i >= 0:
		return value{k: kindUint, s: yes, i: a.i}
	case a.k == kindDouble && a.f >= 0 && a.f < 18446744073709551616.0:
		return value{k: kindUint, s: yes, i: int64(uint64(a.f))}
	case a.k == kindString:
		if n, err := strconv.ParseUint(a.str, 10, 64); err == nil {
			return value{k: kindUint, s: yes, i: int64(n)}
		}
	}
	return failure(x, errConvert)
}

func toDouble(x *frame, a, _ value) value {
	switch a.k {
	case kindDouble:
		return a
	case kindInt:
		return value{k: kindDouble, s: yes, f: float64(a.i)}
	case kindUint:
		return value{k: kindDouble, s: yes, f: float64(uint64(a.i))}
	case kindString:
		if f, err := strconv.ParseFloat(a.str, 64); err == nil {
			return value{k: kindDouble, s: yes, f: f}
		}
	}
	return failure(x, errConvert)
}

func toString(x *frame, a, _ value) value {
	out := value{k: kindString, s: yes}
	switch a.k {
	case kindString:
		return a
	case kindInt:
		out.str = strconv.FormatInt(a.i, 10)
	case kindUint:
		out.str = strconv.FormatUint(uint64(a.i), 10)
	case kindBool:
		out.str = strconv.FormatBool(a.b)
	case kindTime:
		out.str = time.Unix(a.i, 0).UTC().Format(time.RFC3339)
	case kindDouble:
		out.str = strconv.FormatFloat(a.f, 'g', -1, 64)
	default:
		return failure(x, errConvert)
	}
	return out
}

func toBool(x *frame, a, _ value) value {
	if a.k == kindBool {
		return a
	}
	switch a.str {
	case "true", "TRUE", "True", "t", "1":
		return truth(true)
	case "false", "FALSE", "False", "f", "0":
		return truth(false)
	}
	return failure(x, errConvert)
}
