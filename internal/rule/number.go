package rule

import (
	"math"
	"time"
)

// numbers compiles whole numbers, as ranges.
type numbers struct{ *compiler }

// param returns the parameter that an expression names.
func (c *numbers) param(e *Node) (*Param, bool) {
	if e.Kind == NameNode {
		if _, bound := c.lookup(e.Text); !bound {
			p, ok := c.env.params[e.Text]
			return orEmpty(p), ok
		}
	}
	return &Param{}, false
}

func orEmpty(p *Param) *Param {
	if p == nil {
		return &Param{}
	}
	return p
}

// constInt returns the value of an integer or time that is the same for every household: a literal, a parameter for
// everybody (in a traced program such a parameter is read, so that it shows), timestamp("…").
func (c *numbers) constInt(e *Node) (int64, bool) {
	if n, ok := e.literalInt(); ok {
		return n, true
	}
	if e.isCall(fnNegate) {
		n, ok := c.constInt(e.Args[0])
		return -n, ok && n != math.MinInt64
	}
	if e.isCall(fnTimestamp) {
		if s, ok := e.Args[0].literalString(); ok {
			t, err := time.Parse(time.RFC3339, s)
			return t.Unix(), err == nil && t.Nanosecond() == 0 && t.UTC().Year() >= 1 && t.UTC().Year() <= 9999 // CEL's range
		}
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
func (c *numbers) int(e *Node) intFn {
	if n, ok := c.constInt(e); ok {
		v := exact(n)
		return func(*frame) iv { return v }
	}
	if l, ok := c.leafOf(e); ok && l.whole != nil {
		c.useOtherwise(l)
		return c.wholeLeaf(l)
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).int)
	}
	if p, ok := c.param(e); ok && p.Type == Int {
		return c.intParam(p)
	}
	if e.Kind == NameNode {
		if f := c.intName(e.Text); f != nil {
			return f
		}
	}
	if e.Kind == CallNode {
		if f := c.intCall(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) iv {
		v := f(x)
		return iv{v.i, v.i, v.s}
	}
}

func (c *numbers) wholeLeaf(l leaf) intFn {
	get, d := l.whole, l.depth
	return c.intLeaf(l, func(x *frame) iv { return get(x.h, x.m[d]) })
}

// side compiles a side of a comparison: noteParams has noted how a field is used there.
func (c *numbers) side(e *Node) intFn {
	if l, ok := c.leafOf(e); ok && l.whole != nil {
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
		get := func(x *frame) iv { return iv{x.slots[i].Lo, x.slots[i].Hi, yes} }
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
		v := exact(seconds(c.env.cfg.On))
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
			byArea[i] = exact(n)
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
func (c *numbers) intCall(e *Node) intFn {
	name, args := e.Text, e.Args
	switch name {
	case fnAdd, fnSubtract, fnMultiply, fnDivide, fnModulo:
		if args[0].Type != Int || args[1].Type != Int {
			return nil
		}
		c.noteOperands(args)
		return arithmetic(intOps[name], name != fnDivide && name != fnModulo, c.int(args[0]), c.int(args[1]))
	case fnNegate:
		c.noteOperands(args)
		f := c.int(args[0])
		return func(x *frame) iv {
			v := f(x)
			if v.s == yes && v.lo == math.MinInt64 {
				return iv{s: x.fail(errOverflow)}
			}
			return iv{-v.hi, -v.lo, v.s}
		}
	case fnConditional:
		cond, then, other := c.bool(args[0]), c.int(args[1]), c.int(args[2])
		return func(x *frame) iv {
			switch s := cond(x); s {
			case yes:
				return then(x)
			case no:
				return other(x)
			default:
				return iv{s: s}
			}
		}
	case fnSize:
		return c.size(args[0])
	case fnFullYear:
		if len(args) == 1 {
			f := c.int(args[0])
			return func(x *frame) iv {
				v := f(x)
				return iv{int64(time.Unix(v.lo, 0).UTC().Year()), int64(time.Unix(v.hi, 0).UTC().Year()), v.s}
			}
		}
	}
	return nil
}

// noteOperands notes that fields are calculated with.
func (c *numbers) noteOperands(args []*Node) {
	for _, a := range args {
		if l, ok := c.leafOf(a); ok && l.whole != nil {
			c.useOtherwise(l)
		}
	}
}

// size compiles the size of members and of a filter over them, whose count is a range where answers are missing.
func (c *numbers) size(of *Node) intFn {
	if c.isMembers(of) {
		k := c.env.cards.household["size"]
		return c.intLeaf(leaf{k, 0, false}, func(x *frame) iv { return exact(int64(len(x.h.Members))) })
	}
	if !of.isMacro(Filter) || !c.isMembers(of.over()) {
		return nil
	}
	d, body, ok := c.overMembers(of)
	if !ok {
		return func(*frame) iv { return iv{} }
	}
	return func(x *frame) iv {
		var n iv
		n.s = yes
		for i := range x.h.Members {
			x.m[d] = &x.h.Members[i]
			switch body(x) {
			case yes:
				n.lo++
				n.hi++
			case unknown:
				n.hi++
			case failed:
				n.s = failed
			}
		}
		return n
	}
}

// intOp calculates with two whole numbers; an error is a CEL run-time error.
type intOp func(a, b int64) (int64, error)

var intOps = map[string]intOp{
	fnAdd: func(a, b int64) (int64, error) {
		s := a + b
		if (s > a) != (b > 0) && b != 0 {
			return 0, errOverflow
		}
		return s, nil
	},
	fnSubtract: func(a, b int64) (int64, error) {
		s := a - b
		if (s < a) != (b > 0) && b != 0 {
			return 0, errOverflow
		}
		return s, nil
	},
	fnMultiply: func(a, b int64) (int64, error) {
		if a == 0 || b == 0 {
			return 0, nil
		}
		p := a * b
		if p/b != a || (a == -1 && b == math.MinInt64) || (b == -1 && a == math.MinInt64) {
			return 0, errOverflow
		}
		return p, nil
	},
	fnDivide: func(a, b int64) (int64, error) {
		if b == 0 {
			return 0, errDivide
		}
		if a == math.MinInt64 && b == -1 {
			return 0, errOverflow
		}
		return a / b, nil
	},
	fnModulo: func(a, b int64) (int64, error) {
		if b == 0 {
			return 0, errModulus
		}
		if a == math.MinInt64 && b == -1 {
			return 0, errOverflow
		}
		return a % b, nil
	},
}

// arithmetic applies an operator to exact numbers and to the corners of ranges. Division and remainder of a range are
// unknown: they are not monotone.
func arithmetic(op intOp, monotone bool, f, g intFn) intFn {
	return func(x *frame) iv {
		a := f(x)
		if a.s != yes {
			return a
		}
		b := g(x)
		if b.s != yes {
			return b
		}
		if a.lo == a.hi && b.lo == b.hi {
			n, err := op(a.lo, b.lo)
			if err != nil {
				return iv{s: x.fail(err)}
			}
			return exact(n)
		}
		if !monotone {
			return iv{}
		}
		return corners(op, a, b)
	}
}

// corners returns the range of an operator over two ranges; unknown where a corner overflows.
func corners(op intOp, a, b iv) iv {
	out := iv{math.MaxInt64, math.MinInt64, yes}
	for _, p := range [2]int64{a.lo, a.hi} {
		for _, q := range [2]int64{b.lo, b.hi} {
			n, err := op(p, q)
			if err != nil {
				return iv{}
			}
			out.lo, out.hi = min(out.lo, n), max(out.hi, n)
		}
	}
	return out
}

// double compiles an expression that is a floating-point number.
func (c *numbers) double(e *Node) doubleFn {
	if v, ok := e.literal(); ok && v.k == kindDouble {
		return func(*frame) (float64, state) { return v.f, yes }
	}
	if l, ok := c.leafOf(e); ok && l.real != nil {
		return c.doubleLeaf(l)
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).double)
	}
	if p, ok := c.param(e); ok && p.Type == Double {
		return c.doubleParam(p)
	}
	if e.Kind == CallNode {
		if f := c.doubleCall(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) (float64, state) {
		v := f(x)
		return v.f, v.s
	}
}

func (c *numbers) doubleLeaf(l leaf) doubleFn {
	c.reads[l.name] = true
	get, d := l.real, l.depth
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

var doubleOps = map[string]func(a, b float64) float64{
	fnAdd:      func(a, b float64) float64 { return a + b },
	fnSubtract: func(a, b float64) float64 { return a - b },
	fnMultiply: func(a, b float64) float64 { return a * b },
	fnDivide:   func(a, b float64) float64 { return a / b },
}

// doubleCall compiles arithmetic and conversions of floating-point numbers; nil for the rest.
func (c *numbers) doubleCall(e *Node) doubleFn {
	name, args := e.Text, e.Args
	if op, ok := doubleOps[name]; ok && args[0].Type == Double && args[1].Type == Double {
		f, g := c.double(args[0]), c.double(args[1])
		return func(x *frame) (float64, state) {
			a, s := f(x)
			if s != yes {
				return 0, s
			}
			b, s := g(x)
			return op(a, b), s
		}
	}
	switch {
	case name == fnNegate:
		f := c.double(args[0])
		return func(x *frame) (float64, state) {
			v, s := f(x)
			return -v, s
		}
	case name == fnDouble && args[0].Type == Int:
		if l, ok := c.leafOf(args[0]); ok {
			c.useOtherwise(l)
		}
		f := c.int(args[0])
		return func(x *frame) (float64, state) {
			v := f(x)
			if v.s == yes && v.lo != v.hi {
				return 0, unknown
			}
			return float64(v.lo), v.s
		}
	case name == fnConditional:
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
