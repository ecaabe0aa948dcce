package rule

import (
	"math"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

// numbers compiles whole numbers, as ranges.
type numbers struct{ *compiler }

// param returns the parameter that an expression names.
func (c *numbers) param(e *tree.Node) (*Param, bool) {
	if _, bound := c.lookup(e.Text); e.Kind == tree.NameNode && !bound {
		if p, ok := c.env.params[e.Text]; ok {
			return p, true
		}
	}
	return &Param{}, false
}

// constInt returns the value of an integer or time that is the same for every household: a literal, a parameter for
// everybody (in a traced program such a parameter is read, so that it shows), timestamp("…").
func (c *numbers) constInt(e *tree.Node) (int64, bool) {
	if n, ok := e.LiteralInt(); ok {
		return n, true
	}
	if e.IsCall(tree.FnNegate) {
		n, ok := c.constInt(e.Args[0])
		return -n, ok && n != math.MinInt64
	}
	if e.IsCall(tree.FnTimestamp) {
		if s, ok := e.Args[0].LiteralString(); ok {
			t, err := time.Parse(time.RFC3339, s)
			// CEL's range
			return t.Unix(), err == nil && t.Nanosecond() == 0 && t.UTC().Year() >= 1 && t.UTC().Year() <= 9999
		}
	}
	if e.IsCall(tree.FnDate) {
		s, _ := e.Args[0].LiteralString()
		d, err := date.Parse(s)
		if err != nil {
			return 0, false
		}
		return field.Seconds(d), true
	}
	p, ok := c.param(e)
	if !ok || c.traced || p.Rural != nil {
		return 0, false
	}
	n, ok := p.Value.(int64)
	c.reads[p.Name] = true
	return n, ok
}

// int compiles an expression that is a whole number or a time.
func (c *numbers) int(e *tree.Node) intFn {
	if n, ok := c.constInt(e); ok {
		v := value.Exact(n)
		return func(*frame) iv { return v }
	}
	if l, ok := c.leafOf(e); ok && l.Whole != nil {
		c.useOtherwise(l)
		return c.wholeLeaf(l)
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).int)
	}
	if p, ok := c.param(e); ok && p.Type == Int {
		return c.intParam(p)
	}
	if e.Kind == tree.NameNode {
		if f := c.intName(e.Text); f != nil {
			return f
		}
	}
	if e.Kind == tree.CallNode {
		if f := c.intCall(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) iv {
		v := f(x)
		return iv{Lo: v.I, Hi: v.I, S: v.S}
	}
}

func (c *numbers) wholeLeaf(l leaf) intFn {
	get, d := l.Whole, l.depth
	return c.intLeaf(l, func(x *frame) iv { return get(x.h, x.m[d]) })
}

// side compiles a side of a comparison: noteParams has noted how a field is used there.
func (c *numbers) side(e *tree.Node) intFn {
	if l, ok := c.leafOf(e); ok && l.Whole != nil {
		return c.wholeLeaf(l)
	}
	return c.int(e)
}

// intName compiles the names that are neither fields nor parameters.
func (c *numbers) intName(name string) intFn {
	if _, bound := c.lookup(name); bound {
		return nil
	}
	if i, ok := c.env.slots[name]; ok {
		c.reads[name] = true
		get := func(x *frame) iv { return value.Between(x.slots[i].Lo, x.slots[i].Hi) }
		if !c.traced {
			return get
		}
		return func(x *frame) iv {
			v := get(x)
			x.tr.add(Read{slot: name, h: x.h, value: v})
			return v
		}
	}
	if name == "review_date" {
		v := value.Exact(field.Seconds(c.env.cfg.On))
		return func(*frame) iv { return v }
	}
	return nil
}

// intParam reads a parameter: by area, or (in a traced program) for everybody.
func (c *numbers) intParam(p *Param) intFn {
	c.reads[p.Name] = true
	byArea := [3]iv{}
	for i, v := range []any{p.valueIn(nil), p.Rural, p.Urban} {
		if n, ok := v.(int64); ok {
			byArea[i] = value.Exact(n)
		}
	}
	if p.Rural == nil {
		byArea[1], byArea[2] = byArea[0], byArea[0]
	} else if byArea[1] == byArea[2] {
		byArea[0] = byArea[1]
	}
	if !c.traced {
		return func(x *frame) iv { return byArea[x.h.Area] }
	}
	return func(x *frame) iv {
		x.tr.add(Read{param: p, h: x.h})
		return byArea[x.h.Area]
	}
}

// intCall compiles arithmetic, sizes and a ternary of whole numbers; nil for the rest.
func (c *numbers) intCall(e *tree.Node) intFn {
	name, args := e.Text, e.Args
	switch name {
	case tree.FnAdd, tree.FnSubtract, tree.FnMultiply, tree.FnDivide, tree.FnModulo:
		if args[0].Type != Int || args[1].Type != Int {
			return nil
		}
		c.noteOperands(args)
		return arithmetic(ariths[name], c.int(args[0]), c.int(args[1]))
	case tree.FnNegate:
		c.noteOperands(args)
		f := c.int(args[0])
		return func(x *frame) iv {
			v := f(x)
			if v.S == yes && v.Lo == math.MinInt64 {
				return iv{S: x.fail(value.ErrOverflow)}
			}
			return iv{Lo: -v.Hi, Hi: -v.Lo, S: v.S}
		}
	case tree.FnConditional:
		cond, then, other := c.bool(args[0]), c.int(args[1]), c.int(args[2])
		return func(x *frame) iv {
			switch s := cond(x); s {
			case yes:
				return then(x)
			case no:
				return other(x)
			default:
				return iv{S: s}
			}
		}
	case tree.FnSize:
		return c.size(args[0])
	case tree.FnFullYear:
		if len(args) == 1 {
			f := c.int(args[0])
			return func(x *frame) iv {
				v := f(x)
				return iv{Lo: int64(time.Unix(v.Lo, 0).UTC().Year()), Hi: int64(time.Unix(v.Hi, 0).UTC().Year()),
					S: v.S}
			}
		}
	}
	return nil
}

// noteOperands notes that fields are calculated with.
func (c *numbers) noteOperands(args []*tree.Node) {
	for _, a := range args {
		if l, ok := c.leafOf(a); ok && l.Whole != nil {
			c.useOtherwise(l)
		}
	}
}

// size compiles the size of members and of a filter over them, whose count is a range where answers are missing.
func (c *numbers) size(of *tree.Node) intFn {
	if c.isMembers(of) {
		k := c.env.fields.Household["size"]
		return c.intLeaf(leaf{k, 0, false}, func(x *frame) iv { return value.Exact(int64(len(x.h.Members))) })
	}
	if !of.IsMacro(tree.Filter) || !c.isMembers(of.Over()) {
		return nil
	}
	d, body, ok := c.overMembers(of)
	if !ok {
		return func(*frame) iv { return iv{} }
	}
	return func(x *frame) iv {
		var n iv
		n.S = yes
		for i := range x.h.Members {
			x.m[d] = &x.h.Members[i]
			switch body(x) {
			case yes:
				n.Lo++
				n.Hi++
			case unknown:
				n.Hi++
			case failed:
				n.S = failed
			}
		}
		return n
	}
}

// ariths are the operations of arithmetic by the functions that they are in a tree.
var ariths = map[string]value.Arith{
	tree.FnAdd: value.Add, tree.FnSubtract: value.Subtract, tree.FnMultiply: value.Multiply,
	tree.FnDivide: value.Divide, tree.FnModulo: value.Modulo,
}

// arithmetic applies an operator to whole numbers.
func arithmetic(op value.Arith, f, g intFn) intFn {
	return func(x *frame) iv {
		a := f(x)
		if a.S != yes {
			return a
		}
		b := g(x)
		if b.S != yes {
			return b
		}
		n, err := op.Wholes(a, b)
		if err != nil {
			return iv{S: x.fail(err)}
		}
		return n
	}
}

// double compiles an expression that is a floating-point number.
func (c *numbers) double(e *tree.Node) doubleFn {
	if v, ok := e.Literal(); ok && v.K == value.Double {
		return func(*frame) (float64, state) { return v.F, yes }
	}
	if l, ok := c.leafOf(e); ok && l.Real != nil {
		return c.doubleLeaf(l)
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).double)
	}
	if p, ok := c.param(e); ok && p.Type == Double {
		return c.doubleParam(p)
	}
	if e.Kind == tree.CallNode {
		if f := c.doubleCall(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) (float64, state) {
		v := f(x)
		return v.F, v.S
	}
}

func (c *numbers) doubleLeaf(l leaf) doubleFn {
	c.reads[l.Name] = true
	get, d := l.Real, l.depth
	if !c.traced {
		return func(x *frame) (float64, state) { return get(x.h, x.m[d]) }
	}
	rec := l.record()
	return func(x *frame) (float64, state) {
		rec(x)
		return get(x.h, x.m[d])
	}
}

func (c *numbers) doubleParam(p *Param) doubleFn {
	c.reads[p.Name] = true
	get := func(x *frame) (float64, state) {
		n, ok := p.valueIn(x.h).(float64)
		if !ok { // the area is not known
			return 0, unknown
		}
		return n, yes
	}
	if !c.traced {
		return get
	}
	return func(x *frame) (float64, state) {
		x.tr.add(Read{param: p, h: x.h})
		return get(x)
	}
}

func isNumber(e *tree.Node) bool { return e.Type == Int || e.Type == Double }

// asDouble compiles a number of either kind as a floating-point number; a range that is not one number is unknown.
func (c *numbers) asDouble(e *tree.Node) doubleFn {
	if e.Type == Double {
		return c.double(e)
	}
	if l, ok := c.leafOf(e); ok {
		c.useOtherwise(l)
	}
	f := c.int(e)
	return func(x *frame) (float64, state) {
		v := f(x)
		if v.S == yes && v.Lo != v.Hi {
			return 0, unknown
		}
		return float64(v.Lo), v.S
	}
}

// doubleCall compiles arithmetic and conversions of floating-point numbers; nil for the rest.
func (c *numbers) doubleCall(e *tree.Node) doubleFn {
	name, args := e.Text, e.Args
	if op, ok := ariths[name]; ok && op != value.Modulo && e.Type == Double && isNumber(args[0]) && isNumber(args[1]) {
		f, g := c.asDouble(args[0]), c.asDouble(args[1])
		return func(x *frame) (float64, state) {
			a, s := f(x)
			if s != yes {
				return 0, s
			}
			b, s := g(x)
			return op.Doubles(a, b), s
		}
	}
	switch {
	case name == tree.FnNegate:
		f := c.double(args[0])
		return func(x *frame) (float64, state) {
			v, s := f(x)
			return -v, s
		}
	case name == tree.FnDouble && args[0].Type == Int:
		return c.asDouble(args[0])
	case name == tree.FnConditional:
		cond, then, other := c.bool(args[0]), c.double(args[1]), c.double(args[2])
		return func(x *frame) (float64, state) {
			switch s := cond(x); s {
			case yes:
				return then(x)
			case no:
				return other(x)
			default:
				return 0, s
			}
		}
	}
	return nil
}
