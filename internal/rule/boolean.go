package rule

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

func constBool(s state) boolFn { return func(*frame) state { return s } }

// booleans compiles what is true, false or unknown.
type booleans struct{ *compiler }

// bool compiles a boolean expression.
func (c *booleans) bool(e *Node) boolFn {
	if l, ok := c.leafOf(e); ok && l.answer != nil {
		return c.boolLeaf(l, l.answer(l.depth))
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).bool)
	}
	if f := c.flag(e); f != nil {
		return f
	}
	switch e.Kind {
	case LiteralNode:
		v, _ := e.literal()
		return constBool(said(v.b))
	case CallNode:
		if f := c.boolCall(e); f != nil {
			return f
		}
	case MacroNode:
		if f := c.quantifier(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) state {
		v := f(x)
		if v.s != yes {
			return v.s
		}
		return said(v.b)
	}
}

// flag compiles the name of a flag; nil for the rest.
func (c *booleans) flag(e *Node) boolFn {
	if !c.isFlag(e) {
		return nil
	}
	name := e.Text
	bit := uint64(1) << c.env.flags[name]
	c.reads[name] = true
	if !c.traced {
		return func(x *frame) state { return said(x.flags&bit != 0) }
	}
	return func(x *frame) state {
		s := said(x.flags&bit != 0)
		x.tr.add(Read{flag: name, h: x.h, value: exact(int64(s - no))})
		return s
	}
}

// isFlag reports whether an expression is the name of a flag that no comprehension hides.
func (c *booleans) isFlag(e *Node) bool {
	if e.Kind != NameNode {
		return false
	}
	_, bound := c.lookup(e.Text)
	_, ok := c.env.flags[e.Text]
	return ok && !bound
}

// boolCall compiles the calls that have a form of their own; nil for the rest.
func (c *booleans) boolCall(e *Node) boolFn {
	name, args := e.Text, e.Args
	switch name {
	case fnAnd:
		return c.and(c.flatten(e, fnAnd))
	case fnOr:
		return c.or(c.flatten(e, fnOr))
	case fnNot:
		f := c.bool(args[0])
		return func(x *frame) state { return [...]state{unknown, yes, no, failed}[f(x)&3] }
	case fnConditional:
		return c.ternary(args)
	case fnIn:
		return c.in(args)
	}
	if op, ok := compareOps[name]; ok {
		return c.compare(op, args[0], args[1])
	}
	return nil
}

// flatten compiles the operands of a chain of the same operator.
func (c *booleans) flatten(e *Node, op string) []boolFn {
	if !e.isCall(op) {
		return []boolFn{c.bool(e)}
	}
	args := e.Args
	return append(c.flatten(args[0], op), c.flatten(args[1], op)...)
}

// and is no where one operand is; else unknown where one is, else an error where one is (CEL's precedence).
func (c *booleans) and(fs []boolFn) boolFn { return chain(fs, no, yes) }

func (c *booleans) or(fs []boolFn) boolFn { return chain(fs, yes, no) }

// chain folds operands: decided by the first that says decides, else unknown, else failed, else neutral. Two and three
// operands, the usual, are unrolled.
func chain(fs []boolFn, decides, neutral state) boolFn {
	switch len(fs) {
	case 2:
		f, g := fs[0], fs[1]
		return func(x *frame) state {
			a := f(x)
			if a == decides {
				return a
			}
			b := g(x)
			if a == neutral || b == decides {
				return b
			}
			return merge(a, b, neutral)
		}
	case 3:
		f, g, h := fs[0], fs[1], fs[2]
		return func(x *frame) state {
			a := f(x)
			if a == decides {
				return a
			}
			b := g(x)
			if b == decides {
				return b
			}
			k := h(x)
			if k == decides || (a == neutral && b == neutral) {
				return k
			}
			return merge(merge(a, b, neutral), k, neutral)
		}
	}
	return func(x *frame) state {
		out := neutral
		for _, f := range fs {
			s := f(x)
			if s == decides {
				return s
			}
			out = merge(out, s, neutral)
		}
		return out
	}
}

// merge joins two states of which neither decides.
func merge(a, b, neutral state) state {
	switch {
	case a == neutral:
		return b
	case b == neutral:
		return a
	case a == unknown || b == unknown:
		return unknown
	}
	return failed
}

func (c *booleans) ternary(args []*Node) boolFn {
	cond, then, other := c.bool(args[0]), c.bool(args[1]), c.bool(args[2])
	return func(x *frame) state {
		switch s := cond(x); s {
		case yes:
			return then(x)
		case no:
			return other(x)
		default:
			return s
		}
	}
}

// in compiles membership: of a vocabulary's field in a constant list as a bit mask, else in general.
func (c *booleans) in(args []*Node) boolFn {
	l, ok := c.leafOf(args[0])
	list, isConst := c.constStrings(args[1])
	if !ok || !isConst {
		return nil
	}
	if l.text != nil {
		return c.textIn(l, list)
	}
	if l.enum == nil {
		return nil
	}
	var mask uint16
	for i, word := range list {
		mask |= c.bit(l, c.element(args[1], i), word)
	}
	return c.masked(l, mask)
}

// textIn is membership of a text in constants.
func (c *booleans) textIn(l leaf, list []string) boolFn {
	get, d := l.text, l.depth
	return c.boolLeaf(l, func(x *frame) state {
		str, s := get(x.h, x.m[d])
		if s != yes {
			return s
		}
		return said(slices.Contains(list, str))
	})
}

// element returns the i-th element of a list literal for positions; the list itself where it is a parameter.
func (c *booleans) element(list *Node, i int) *Node {
	if list.Kind == ListNode {
		return list.Args[i]
	}
	return list
}

// bit returns the bit of a word in a field's vocabulary; a word that is not in it is a fault.
func (c *booleans) bit(l leaf, at *Node, word string) uint16 {
	i := index(l.enum, word)
	if i == 0 {
		c.fault(at, errs.T("“%s” is none of the values of %s: %s", word, l.name, words(l.enum)))
	}
	return 1 << i
}

// masked is yes where the field's number has its bit in mask.
func (c *booleans) masked(l leaf, mask uint16) boolFn {
	get, d := l.small, l.depth
	return c.boolLeaf(l, func(x *frame) state {
		v := get(x.h, x.m[d])
		if v == 0 {
			return unknown
		}
		return state(1 + mask>>v&1)
	})
}

// constStrings returns a list of strings that is constant: a literal or a parameter for everybody.
func (c *booleans) constStrings(e *Node) ([]string, bool) {
	switch e.Kind {
	case ListNode:
		var out []string
		for _, el := range e.Args {
			s, ok := el.literalString()
			if !ok {
				return nil, false
			}
			out = append(out, s)
		}
		return out, true
	case NameNode:
		if p, ok := c.param(e); ok && p.Type == StringList && p.Rural == nil {
			list, ok := p.Value.([]string)
			return list, ok
		}
	}
	return nil, false
}

// compare compiles a comparison by the types of its sides.
func (c *booleans) compare(op compareOp, a, b *Node) boolFn {
	if f := c.compareEnum(op, a, b); f != nil {
		return f
	}
	if f := c.compareEnum(op, b, a); f != nil {
		return f
	}
	whole := func(k Type) bool { return k == Int || k == Time }
	ka, kb := a.Type, b.Type
	switch {
	case whole(ka) && whole(kb):
		return c.compareInts(op, a, b)
	case ka == Double && kb == Double:
		f, g := c.double(a), c.double(b)
		return func(x *frame) state {
			v, s := f(x)
			if s == failed || s == unknown && !op.equality() {
				return s
			}
			w, r := g(x)
			if s != yes || r != yes {
				return open(s, r)
			}
			return said(compareDoubles(op, v, w))
		}
	case ka == Bool && kb == Bool && (op == opEqual || op == opNotEqual):
		return c.compareBools(op, a, b)
	}
	if n, ok := c.constInt(b); ok && ka == Double && kb == Int && max(n, -n) < 1<<53 { // exact as a double
		f, w := c.double(a), float64(n)
		return func(x *frame) state {
			v, s := f(x)
			if s != yes {
				return s
			}
			return said(compareDoubles(op, v, w))
		}
	}
	f, g := c.any(a), c.any(b)
	return func(x *frame) state { return compareValues(x, op, f(x), g(x)) }
}

// compareEnum is a vocabulary's field against a constant word; nil where that is not what is compared.
func (c *booleans) compareEnum(op compareOp, a, b *Node) boolFn {
	l, ok := c.leafOf(a)
	word, isConst := b.literalString()
	if !ok || l.enum == nil || !isConst || (op != opEqual && op != opNotEqual) {
		return nil
	}
	mask := c.bit(l, b, word)
	if op == opNotEqual {
		mask = ^mask
	}
	return c.masked(l, mask)
}

func (c *booleans) compareBools(op compareOp, a, b *Node) boolFn {
	f, g, same := c.bool(a), c.bool(b), op == opEqual
	return func(x *frame) state {
		p := f(x)
		if p == failed {
			return p
		}
		q := g(x)
		if p == unknown || q == unknown || q == failed {
			return open(p, q)
		}
		return said((p == q) == same)
	}
}

// compareInts compiles the comparison of two whole numbers or times.
func (c *booleans) compareInts(op compareOp, a, b *Node) boolFn {
	n, ok := c.constInt(b)
	l, isLeaf := c.leafOf(a)
	if _, left := c.constInt(a); left && !ok {
		return c.compareInts(op.flipped(), b, a)
	}
	if isLeaf && ok {
		c.useCompared(l, n)
		if l.months > 0 {
			return c.compareAge(l, op, n)
		}
		if l.name == "income_per_head" {
			return c.compareIncome(l, op, n)
		}
	}
	c.noteParams(a, b)
	c.noteParams(b, a)
	f, g := c.side(a), c.side(b)
	if ok {
		w := exact(n)
		return func(x *frame) state {
			v := f(x)
			if v.s != yes {
				return v.s
			}
			return op.ranges(v, w)
		}
	}
	return func(x *frame) state {
		v := f(x)
		if v.s == failed || v.s == unknown && !op.equality() {
			return v.s
		}
		w := g(x)
		if v.s != yes || w.s != yes {
			return open(v.s, w.s)
		}
		return op.ranges(v, w)
	}
}

// equality reports whether the operator is == or !=: in these CEL lets an error on the right prevail over an unknown on
// the left; in all others the left decides.
func (o compareOp) equality() bool { return o == opEqual || o == opNotEqual }

// open joins the states of two sides, not both known, of which the left has not failed.
func open(a, b state) state {
	if a == unknown && b != failed {
		return a
	}
	return b
}

// noteParams notes the constants that a field is compared with: those of a parameter by area, or that it is compared
// with something else.
func (c *booleans) noteParams(a, b *Node) {
	l, ok := c.leafOf(a)
	if !ok {
		return
	}
	p, isParam := c.param(b)
	r, okR := p.Rural.(int64)
	u, okU := p.Urban.(int64)
	if isParam && okR && okU {
		c.useCompared(l, r, u)
	} else if _, isConst := c.constInt(b); !isConst {
		c.useOtherwise(l)
	}
}

func (c *booleans) compareIncome(l leaf, op compareOp, n int64) boolFn {
	return c.boolLeaf(l, func(x *frame) state {
		v := x.h.IncomePerHead
		if !v.Known {
			return unknown
		}
		return said(op.holds(sign(int64(v.Value), n)))
	})
}

func sign(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// compareAge compares an age with a constant. Full n months on a day means: born on or before the day's number n months
// earlier, so that a comparison of ages is one of packed dates, whatever the month's length.
func (c *booleans) compareAge(l leaf, op compareOp, n int64) boolFn {
	d := l.depth
	if n < 0 || n > 200 && l.months == 12 || n > 2400 { // ages lie between: decided by op alone where known
		get, w := l.whole, exact(n)
		return c.boolLeaf(l, func(x *frame) state {
			v := get(x.h, x.m[d])
			if v.s != yes {
				return v.s
			}
			return op.ranges(v, w)
		})
	}
	reached := func(units int64) date.Date { return monthsBefore(c.env.cfg.On, int(units*l.months)) }
	at, next := reached(n), reached(n+1)
	switch op {
	case opGreaterEq:
		return c.bornBy(l, at, yes, no)
	case opLess:
		return c.bornBy(l, at, no, yes)
	case opGreater:
		return c.bornBy(l, next, yes, no)
	case opLessEq:
		return c.bornBy(l, next, no, yes)
	}
	get, w := l.whole, exact(n)
	return c.boolLeaf(l, func(x *frame) state {
		v := get(x.h, x.m[d])
		if v.s != yes {
			return v.s
		}
		return op.ranges(v, w)
	})
}

// bornBy is then where the member was surely born on or before a day, other where surely after.
func (c *booleans) bornBy(l leaf, day date.Date, then, other state) boolFn {
	d, on := l.depth, c.env.cfg.On
	return c.boolLeaf(l, func(x *frame) state {
		b := &x.m[d].Birth
		if b.Earliest == 0 {
			return unknown
		}
		first, last := b.Earliest <= day, b.Latest <= day
		if first == last || (b.Latest > on && day == on) { // nobody is younger than 0
			if first {
				return then
			}
			return other
		}
		return unknown
	})
}

// monthsBefore returns the day's number n months earlier as a packed date that may not exist (31 February): it is only
// compared with.
func monthsBefore(on date.Date, n int) date.Date {
	m := on.Year()*12 + on.Month() - 1 - n
	if m < 12 {
		return 1
	}
	return date.Date(m/12<<9 | (m%12+1)<<5 | on.Day())
}

// quantifier compiles exists and all; nil for other comprehensions.
func (c *booleans) quantifier(e *Node) boolFn {
	if !e.isMacro(Exists) && !e.isMacro(All) || !c.isMembers(e.over()) {
		return nil
	}
	decides, neutral := yes, no
	if e.isMacro(All) {
		decides, neutral = no, yes
	}
	d, body, ok := c.overMembers(e)
	if !ok {
		return constBool(unknown)
	}
	return func(x *frame) state {
		out := neutral
		for i := range x.h.Members {
			x.m[d] = &x.h.Members[i]
			s := body(x)
			if s == decides {
				return s
			}
			if s != neutral {
				out = merge(out, s, neutral)
			}
		}
		return out
	}
}

// overMembers compiles the predicate of a macro over members, its variable bound to a new depth.
func (c *booleans) overMembers(e *Node) (depth int, body boolFn, ok bool) {
	if c.depth >= maxDepth {
		c.unsupported(e, "quá nhiều lượt lồng nhau (nesting this deep)")
		return 0, nil, false
	}
	depth = c.depth
	c.depth++
	c.scope = append(c.scope, variable{e.Var, true, depth})
	body = c.bool(e.pred())
	c.scope = c.scope[:len(c.scope)-1]
	c.depth--
	return depth, body, true
}
