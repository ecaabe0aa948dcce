package rule

import (
	"cmp"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

func constBool(s state) boolFn { return func(*frame) state { return s } }

// booleans compiles what is true, false or unknown.
type booleans struct{ *compiler }

// bool compiles a boolean expression.
func (c *booleans) bool(e *tree.Node) boolFn {
	if l, ok := c.leafOf(e); ok {
		if f := answerOf(l.Name, l.depth); f != nil {
			return c.boolLeaf(l, f)
		}
	}
	if d, depth, ok := c.definitionOf(e); ok {
		return inlined(c.compiler, e, d, depth, (*compiler).bool)
	}
	if f := c.flag(e); f != nil {
		return f
	}
	switch e.Kind {
	case tree.LiteralNode:
		v, _ := e.Literal()
		return constBool(value.Said(v.B))
	case tree.CallNode:
		if f := c.boolCall(e); f != nil {
			return f
		}
	case tree.MacroNode:
		if f := c.quantifier(e); f != nil {
			return f
		}
	}
	f := c.any(e)
	return func(x *frame) state {
		v := f(x)
		if v.S != yes {
			return v.S
		}
		return value.Said(v.B)
	}
}

// flag compiles the name of a flag; nil for the rest.
func (c *booleans) flag(e *tree.Node) boolFn {
	if !c.isFlag(e) {
		return nil
	}
	name := e.Text
	bit := uint64(1) << c.env.flags[name]
	c.reads[name] = true
	if !c.traced {
		return func(x *frame) state { return value.Said(x.flags&bit != 0) }
	}
	return func(x *frame) state {
		s := value.Said(x.flags&bit != 0)
		x.tr.add(Read{flag: name, h: x.h, value: value.Exact(int64(s - no))})
		return s
	}
}

// isFlag reports whether an expression is the name of a flag that no comprehension hides.
func (c *booleans) isFlag(e *tree.Node) bool {
	if e.Kind != tree.NameNode {
		return false
	}
	_, bound := c.lookup(e.Text)
	_, ok := c.env.flags[e.Text]
	return ok && !bound
}

// boolCall compiles the calls that have a form of their own; nil for the rest.
func (c *booleans) boolCall(e *tree.Node) boolFn {
	name, args := e.Text, e.Args
	switch name {
	case tree.FnAnd:
		return c.and(c.flatten(e, tree.FnAnd))
	case tree.FnOr:
		return c.or(c.flatten(e, tree.FnOr))
	case tree.FnNot:
		f := c.bool(args[0])
		return func(x *frame) state { return [...]state{unknown, yes, no, failed}[f(x)&3] }
	case tree.FnConditional:
		return c.ternary(args)
	case tree.FnIn:
		return c.in(args)
	}
	if op, ok := compareOps[name]; ok {
		return c.compare(op, args[0], args[1])
	}
	return nil
}

// flatten compiles the operands of a chain of the same operator.
func (c *booleans) flatten(e *tree.Node, op string) []boolFn {
	if !e.IsCall(op) {
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
			return value.Merge(a, b, neutral)
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
			return value.Merge(value.Merge(a, b, neutral), k, neutral)
		}
	}
	return func(x *frame) state {
		out := neutral
		for _, f := range fs {
			s := f(x)
			if s == decides {
				return s
			}
			out = value.Merge(out, s, neutral)
		}
		return out
	}
}

func (c *booleans) ternary(args []*tree.Node) boolFn {
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
func (c *booleans) in(args []*tree.Node) boolFn {
	if set, ok := c.leafOf(args[1]); ok && set.List != nil {
		return c.chosen(set, args[0])
	}
	l, ok := c.leafOf(args[0])
	list, isConst := c.constStrings(args[1])
	if !ok || !isConst {
		return nil
	}
	if l.Text != nil {
		return c.textIn(l, list)
	}
	if l.Enum == nil {
		return nil
	}
	var mask uint16
	for i, word := range list {
		mask |= c.bit(l, c.element(args[1], i), word)
	}
	return c.masked(l, mask)
}

// chosen is whether a constant word is in a set of words; nil where the word is not constant.
func (c *booleans) chosen(set leaf, word *tree.Node) boolFn {
	text, ok := word.LiteralString()
	if !ok {
		return nil
	}
	bit := uint64(c.bit(set, word, text)) >> 1
	return c.boolLeaf(set, func(x *frame) state {
		v := set.List(x.h)
		if v == 0 {
			return unknown
		}
		return value.Said(v&bit != 0)
	})
}

// textIn is membership of a text in constants.
func (c *booleans) textIn(l leaf, list []string) boolFn {
	get, d := l.Text, l.depth
	return c.boolLeaf(l, func(x *frame) state {
		str, s := get(x.h, x.m[d])
		if s != yes {
			return s
		}
		return value.Said(slices.Contains(list, str))
	})
}

// element returns the i-th element of a list literal for positions; the list itself where it is a parameter.
func (c *booleans) element(list *tree.Node, i int) *tree.Node {
	if list.Kind == tree.ListNode {
		return list.Args[i]
	}
	return list
}

// bit returns the bit of a word in a field's vocabulary; a word that is not in it is a fault.
func (c *booleans) bit(l leaf, at *tree.Node, word string) uint16 {
	i := field.Index(l.Enum, word)
	if i == 0 {
		c.fault(at, errs.T("“%s” is none of the values of %s: %s", word, l.Name, field.Words(l.Enum)))
	}
	return 1 << i
}

// masked is yes where the field's number has its bit in mask.
func (c *booleans) masked(l leaf, mask uint16) boolFn {
	get, d := l.Small, l.depth
	return c.boolLeaf(l, func(x *frame) state {
		v := get(x.h, x.m[d])
		if v == 0 {
			return unknown
		}
		return state(1 + mask>>v&1)
	})
}

// constStrings returns a list of strings that is constant: a literal or a parameter for everybody.
func (c *booleans) constStrings(e *tree.Node) ([]string, bool) {
	switch e.Kind {
	case tree.ListNode:
		var out []string
		for _, el := range e.Args {
			s, ok := el.LiteralString()
			if !ok {
				return nil, false
			}
			out = append(out, s)
		}
		return out, true
	case tree.NameNode:
		if p, ok := c.param(e); ok && p.Type == StringList && p.Rural == nil {
			list, ok := p.Value.([]string)
			return list, ok
		}
	}
	return nil, false
}

// compare compiles a comparison by the types of its sides.
func (c *booleans) compare(op value.Op, a, b *tree.Node) boolFn {
	c.notePair(op, a, b)
	if !op.Equality() {
		for _, side := range []*tree.Node{a, b} {
			if l, ok := c.vocabulary(side); ok {
				c.fault(side, errs.T(
					"“%s” has words, which have no order; list those that are meant: in [\"…\", \"…\"] (%s)", l.Name,
					field.Words(l.Enum)))
				return constBool(unknown)
			}
		}
	}
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
			if s == failed || s == unknown && !op.Equality() {
				return s
			}
			w, r := g(x)
			if s != yes || r != yes {
				return value.Open(s, r)
			}
			return value.Said(op.Doubles(v, w))
		}
	case ka == Bool && kb == Bool && (op == value.Equal || op == value.NotEqual):
		return c.compareBools(op, a, b)
	}
	if n, ok := c.constInt(b); ok && ka == Double && kb == Int && max(n, -n) < 1<<53 { // exact as a double
		f, w := c.double(a), float64(n)
		return func(x *frame) state {
			v, s := f(x)
			if s != yes {
				return s
			}
			return value.Said(op.Doubles(v, w))
		}
	}
	f, g := c.any(a), c.any(b)
	return func(x *frame) state { return x.compare(op, f(x), g(x)) }
}

// vocabulary returns the field whose word an expression is: the field itself, or a side of a choice.
func (c *compiler) vocabulary(e *tree.Node) (leaf, bool) {
	if l, ok := c.leafOf(e); ok && l.Enum != nil && l.List == nil {
		return l, true
	}
	if e.IsCall(tree.FnConditional) {
		if l, ok := c.vocabulary(e.Args[1]); ok {
			return l, true
		}
		return c.vocabulary(e.Args[2])
	}
	return leaf{}, false
}

// compareEnum is a vocabulary's field against a constant word; nil where that is not what is compared.
func (c *booleans) compareEnum(op value.Op, a, b *tree.Node) boolFn {
	l, ok := c.leafOf(a)
	word, isConst := b.LiteralString()
	if !ok || l.Enum == nil || !isConst || (op != value.Equal && op != value.NotEqual) {
		return nil
	}
	mask := c.bit(l, b, word)
	if op == value.NotEqual {
		mask = ^mask
	}
	return c.masked(l, mask)
}

func (c *booleans) compareBools(op value.Op, a, b *tree.Node) boolFn {
	f, g, same := c.bool(a), c.bool(b), op == value.Equal
	return func(x *frame) state {
		p := f(x)
		if p == failed {
			return p
		}
		q := g(x)
		if p == unknown || q == unknown || q == failed {
			return value.Open(p, q)
		}
		return value.Said((p == q) == same)
	}
}

// compareInts compiles the comparison of two whole numbers or times.
func (c *booleans) compareInts(op value.Op, a, b *tree.Node) boolFn {
	n, ok := c.constInt(b)
	l, isLeaf := c.leafOf(a)
	if _, left := c.constInt(a); left && !ok {
		return c.compareInts(op.Flipped(), b, a)
	}
	if isLeaf && ok {
		c.useCompared(l, n)
		if l.Months > 0 {
			return c.compareAge(l, op, n)
		}
		if l.Name == "income_per_head" {
			return c.compareIncome(l, op, n)
		}
	}
	c.noteParams(a, b)
	c.noteParams(b, a)
	f, g := c.side(a), c.side(b)
	if ok {
		w := value.Exact(n)
		return func(x *frame) state {
			v := f(x)
			if v.S != yes {
				return v.S
			}
			return op.Ranges(v, w)
		}
	}
	return func(x *frame) state {
		v := f(x)
		if v.S == failed || v.S == unknown && !op.Equality() {
			return v.S
		}
		w := g(x)
		if v.S != yes || w.S != yes {
			return value.Open(v.S, w.S)
		}
		return op.Ranges(v, w)
	}
}

// noteParams notes the constants that a field is compared with: those of a parameter by area, or that it is compared
// with something else.
func (c *booleans) noteParams(a, b *tree.Node) {
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

func (c *booleans) compareIncome(l leaf, op value.Op, n int64) boolFn {
	return c.boolLeaf(l, func(x *frame) state {
		v := x.h.IncomePerHead
		if !v.Known {
			return unknown
		}
		return value.Said(op.Holds(cmp.Compare(int64(v.Value), n)))
	})
}

// compareAge compares an age with a constant. Full n months on a day means: born on or before the day's number n months
// earlier, so that a comparison of ages is one of packed dates, whatever the month's length.
func (c *booleans) compareAge(l leaf, op value.Op, n int64) boolFn {
	d := l.depth
	if n < 0 || n > 200 && l.Months == 12 || n > 2400 { // ages lie between: decided by op alone where known
		get, w := l.Whole, value.Exact(n)
		return c.boolLeaf(l, func(x *frame) state {
			v := get(x.h, x.m[d])
			if v.S != yes {
				return v.S
			}
			return op.Ranges(v, w)
		})
	}
	reached := func(units int64) date.Date { return c.env.cfg.On.MonthsBefore(int(units * l.Months)) }
	at, next := reached(n), reached(n+1)
	switch op {
	case value.GreaterEq:
		return c.bornBy(l, at, yes, no)
	case value.Less:
		return c.bornBy(l, at, no, yes)
	case value.Greater:
		return c.bornBy(l, next, yes, no)
	case value.LessEq:
		return c.bornBy(l, next, no, yes)
	}
	get, w := l.Whole, value.Exact(n)
	return c.boolLeaf(l, func(x *frame) state {
		v := get(x.h, x.m[d])
		if v.S != yes {
			return v.S
		}
		return op.Ranges(v, w)
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

// quantifier compiles exists and all; nil for other comprehensions.
func (c *booleans) quantifier(e *tree.Node) boolFn {
	if !e.IsMacro(tree.Exists) && !e.IsMacro(tree.All) || !c.isMembers(e.Over()) {
		return nil
	}
	decides, neutral := yes, no
	if e.IsMacro(tree.All) {
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
				out = value.Merge(out, s, neutral)
			}
		}
		return out
	}
}

// overMembers compiles the predicate of a macro over members, its variable bound to a new depth.
func (c *booleans) overMembers(e *tree.Node) (depth int, body boolFn, ok bool) {
	if c.depth >= maxDepth {
		c.fault(e, tooDeep())
		return 0, nil, false
	}
	depth = c.depth
	c.depth++
	c.scope = append(c.scope, variable{e.Var, true, depth})
	body = c.bool(e.Pred())
	c.scope = c.scope[:len(c.scope)-1]
	c.depth--
	return depth, body, true
}
