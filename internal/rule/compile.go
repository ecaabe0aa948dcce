package rule

import (
	"cmp"
	"giamngheo/internal/errs"
	"slices"
)

// compiler turns one checked tree into closures. Where it meets something outside the supported subset it records a
// fault and returns a closure that is never run.
type compiler struct {
	*booleans
	*numbers
	*values

	env    *Env
	traced bool
	scope  []variable
	depth  int // of member variables in use
	depthV int // of value variables in use

	faults   Faults
	reads    map[string]bool
	compared map[string]comparison
	memo     map[inlineKey]any // definitions compiled already
}

// inlineKey is what the closure of a definition depends on.
type inlineKey struct {
	d                     *definition
	person, depth, depthV int
}

// variable is a name bound by a comprehension or by the scope.
type variable struct {
	name   string
	member bool
	slot   int
}

func newCompiler(e *Env, s Scope, traced bool) *compiler {
	c := &compiler{env: e, traced: traced, depth: 1,
		reads: map[string]bool{}, compared: map[string]comparison{}, memo: map[inlineKey]any{}}
	if s == Person {
		c.scope = []variable{{personVar, true, 0}}
	}
	return c.whole()
}

// whole gives a compiler its parts, which lead back to it: what is a truth, a number, or a value of any kind.
func (c *compiler) whole() *compiler {
	c.booleans, c.numbers, c.values = &booleans{c}, &numbers{c}, &values{c}
	return c
}

// inline returns a compiler for a definition, its person bound to the member variable at a depth.
func (c *compiler) inline(d *definition, depth int) *compiler {
	in := *c
	in.scope = nil
	if d.Scope == Person {
		in.scope = []variable{{personVar, true, depth}}
	}
	in.faults = nil
	return in.whole()
}

// inlined compiles a definition where e names it, once for each depth. A definition was probed when it was made, but at
// another depth: what does not fit here is a fault of e.
func inlined[F any](c *compiler, e *Node, d *definition, person int, compile func(*compiler, *Node) F) F {
	key := inlineKey{d, person, c.depth, c.depthV}
	if f, ok := c.memo[key].(F); ok {
		return f
	}
	in := c.inline(d, person)
	f := compile(in, d.tree)
	for _, fault := range in.faults {
		c.fault(e, errs.T("%s: %s", d.Name, fault.Text))
	}
	if len(in.faults) == 0 {
		c.memo[key] = f
	}
	return f
}

func (c *compiler) fault(e *Node, text errs.Text) {
	c.faults = append(c.faults, e.fault(text))
}

func (c *compiler) unsupported(e *Node, what string) {
	c.fault(e, errs.T("%s is not supported", what))
}

func (c *compiler) sortedFaults() Faults {
	slices.SortStableFunc(c.faults, func(a, b Fault) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) })
	return slices.Compact(c.faults)
}

// probe compiles an expression of any type to find its faults.
func (c *compiler) probe(e *Node) { c.any(e) }

// lookup finds a bound variable, the innermost first.
func (c *compiler) lookup(name string) (variable, bool) {
	for i := len(c.scope) - 1; i >= 0; i-- {
		if c.scope[i].name == name {
			return c.scope[i], true
		}
	}
	return variable{}, false
}

// leaf is a field of the household or of a bound member.
type leaf struct {
	*card
	depth  int
	member bool
}

// leafOf returns the field that an expression reads, false where it reads none.
func (c *compiler) leafOf(e *Node) (leaf, bool) {
	switch e.Kind {
	case NameNode:
		if _, bound := c.lookup(e.Text); !bound {
			if k, ok := c.env.cards.household[e.Text]; ok {
				return leaf{k, 0, false}, true
			}
		}
	case FieldNode:
		if v, ok := c.member(e.Args[0]); ok {
			if k, ok := c.env.cards.member[e.Text]; ok {
				return leaf{k, v.slot, true}, true
			}
		}
	}
	return leaf{}, false
}

// isMembers reports whether an expression is the household's members, and no variable of that name.
func (c *compiler) isMembers(e *Node) bool {
	if e.Kind != NameNode || e.Text != membersVar {
		return false
	}
	_, bound := c.lookup(membersVar)
	return !bound
}

// member returns the member variable that an expression names.
func (c *compiler) member(e *Node) (variable, bool) {
	if e.Kind != NameNode {
		return variable{}, false
	}
	v, ok := c.lookup(e.Text)
	return v, ok && v.member
}

// definitionOf returns the definition that an expression names, with the depth of its person.
func (c *compiler) definitionOf(e *Node) (*definition, int, bool) {
	switch e.Kind {
	case NameNode:
		if _, bound := c.lookup(e.Text); bound {
			return nil, 0, false
		}
		d, ok := c.env.defs[e.Text]
		return d, 0, ok
	case FieldNode:
		if v, ok := c.member(e.Args[0]); ok {
			d, ok := c.env.defs["."+e.Text]
			return d, v.slot, ok
		}
	}
	return nil, 0, false
}

// record returns what a traced closure calls before it reads a field.
func (l leaf) record() func(x *frame) {
	k, d := l.card, l.depth
	if l.member {
		return func(x *frame) { x.tr.add(Read{card: k, h: x.h, m: x.m[d]}) }
	}
	return func(x *frame) { x.tr.add(Read{card: k, h: x.h}) }
}

// boolLeaf wraps a closure that reads a field as the compiler's mode asks.
func (c *compiler) boolLeaf(l leaf, f boolFn) boolFn {
	c.reads[l.name] = true
	if !c.traced {
		return f
	}
	rec := l.record()
	return func(x *frame) state {
		rec(x)
		return f(x)
	}
}

func (c *compiler) intLeaf(l leaf, f intFn) intFn {
	c.reads[l.name] = true
	if !c.traced {
		return f
	}
	rec := l.record()
	return func(x *frame) iv {
		rec(x)
		return f(x)
	}
}

// useOtherwise notes that an integer field is used in another way than compared with constants.
func (c *compiler) useOtherwise(l leaf) {
	k := c.compared[l.name]
	k.otherwise = true
	c.compared[l.name] = k
}

// useCompared notes the constants that an integer field is compared with.
func (c *compiler) useCompared(l leaf, consts ...int64) {
	k := c.compared[l.name]
	k.consts = append(k.consts, consts...)
	c.compared[l.name] = k
}

// comparisons by operator.
var compareOps = map[string]compareOp{
	fnLess: opLess, fnLessEq: opLessEq, fnGreater: opGreater, fnGreaterEq: opGreaterEq,
	fnEqual: opEqual, fnNotEqual: opNotEqual,
}

type compareOp uint8

const (
	opLess compareOp = iota
	opLessEq
	opGreater
	opGreaterEq
	opEqual
	opNotEqual
)

// flipped returns the operator that says the same with its sides exchanged.
func (o compareOp) flipped() compareOp {
	return [...]compareOp{opGreater, opGreaterEq, opLess, opLessEq, opEqual, opNotEqual}[o]
}

// holds applies the operator to the sign of a three-way comparison.
func (o compareOp) holds(sign int) bool {
	switch o {
	case opLess:
		return sign < 0
	case opLessEq:
		return sign <= 0
	case opGreater:
		return sign > 0
	case opGreaterEq:
		return sign >= 0
	case opEqual:
		return sign == 0
	}
	return sign != 0
}

// ranges applies the operator to two ranges: decided where all their values agree.
func (o compareOp) ranges(a, b iv) state {
	switch o {
	case opLess:
		return before(a.hi < b.lo, a.lo >= b.hi)
	case opLessEq:
		return before(a.hi <= b.lo, a.lo > b.hi)
	case opGreater:
		return before(a.lo > b.hi, a.hi <= b.lo)
	case opGreaterEq:
		return before(a.lo >= b.hi, a.hi < b.lo)
	case opEqual:
		return before(a.lo == a.hi && b.lo == b.hi && a.lo == b.lo, a.hi < b.lo || a.lo > b.hi)
	}
	return before(a.hi < b.lo || a.lo > b.hi, a.lo == a.hi && b.lo == b.hi && a.lo == b.lo)
}

// before is yes where a comparison surely holds, no where it surely does not.
func before(surely, surelyNot bool) state {
	switch {
	case surely:
		return yes
	case surelyNot:
		return no
	}
	return unknown
}
