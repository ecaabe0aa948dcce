package rule

import (
	"cmp"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/rule/field"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
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
	pairs    *[]Comparison
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
		reads: map[string]bool{}, compared: map[string]comparison{}, pairs: &[]Comparison{}, memo: map[inlineKey]any{}}
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
func inlined[F any](c *compiler, e *tree.Node, d *definition, person int, compile func(*compiler, *tree.Node) F) F {
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

func (c *compiler) fault(e *tree.Node, text errs.Text) {
	c.faults = append(c.faults, e.Fault(text))
}

func tooDeep() errs.Text {
	return errs.T("lists are gone through within one another too deeply, at most %d deep", maxDepth-1)
}

func (c *compiler) unsupported(e *tree.Node, what string) {
	c.fault(e, errs.T("%s is not supported", what))
}

func (c *compiler) sortedFaults() Faults {
	slices.SortStableFunc(c.faults, func(a, b Fault) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) })
	return slices.Compact(c.faults)
}

// probe compiles an expression of any type to find its faults.
func (c *compiler) probe(e *tree.Node) { c.any(e) }

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
	*field.Field
	depth  int
	member bool
}

// leafOf returns the field that an expression reads, false where it reads none.
func (c *compiler) leafOf(e *tree.Node) (leaf, bool) {
	switch e.Kind {
	case tree.NameNode:
		if _, bound := c.lookup(e.Text); !bound {
			if k, ok := c.env.fields.Household[e.Text]; ok {
				return leaf{k, 0, false}, true
			}
		}
	case tree.FieldNode:
		if v, ok := c.member(e.Args[0]); ok {
			if k, ok := c.env.fields.Member[e.Text]; ok {
				return leaf{k, v.slot, true}, true
			}
		}
	}
	return leaf{}, false
}

// isMembers reports whether an expression is the household's members, and no variable of that name.
func (c *compiler) isMembers(e *tree.Node) bool {
	if e.Kind != tree.NameNode || e.Text != membersVar {
		return false
	}
	_, bound := c.lookup(membersVar)
	return !bound
}

// member returns the member variable that an expression names.
func (c *compiler) member(e *tree.Node) (variable, bool) {
	if e.Kind != tree.NameNode {
		return variable{}, false
	}
	v, ok := c.lookup(e.Text)
	return v, ok && v.member
}

// definitionOf returns the definition that an expression names, with the depth of its person.
func (c *compiler) definitionOf(e *tree.Node) (*definition, int, bool) {
	switch e.Kind {
	case tree.NameNode:
		if _, bound := c.lookup(e.Text); bound {
			return nil, 0, false
		}
		d, ok := c.env.defs[e.Text]
		return d, 0, ok
	case tree.FieldNode:
		if v, ok := c.member(e.Args[0]); ok {
			d, ok := c.env.defs["."+e.Text]
			return d, v.slot, ok
		}
	}
	return nil, 0, false
}

// record returns what a traced closure calls before it reads a field.
func (l leaf) record() func(x *frame) {
	k, d := l.Field, l.depth
	if l.member {
		return func(x *frame) { x.tr.add(Read{card: k, h: x.h, m: x.m[d]}) }
	}
	return func(x *frame) { x.tr.add(Read{card: k, h: x.h}) }
}

// boolLeaf wraps a closure that reads a field as the compiler's mode asks.
func (c *compiler) boolLeaf(l leaf, f boolFn) boolFn {
	c.reads[l.Name] = true
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
	c.reads[l.Name] = true
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
	k := c.compared[l.Name]
	k.otherwise = true
	c.compared[l.Name] = k
}

// useCompared notes the constants that an integer field is compared with.
func (c *compiler) useCompared(l leaf, consts ...int64) {
	k := c.compared[l.Name]
	k.consts = append(k.consts, consts...)
	c.compared[l.Name] = k
}

// notePair notes that two numbers are compared, where both can be told to people.
func (c *compiler) notePair(op value.Op, a, b *tree.Node) {
	p := Comparison{c.told(a), c.told(b), op}
	if p.Left != "" && p.Right != "" && !slices.Contains(*c.pairs, p) {
		*c.pairs = append(*c.pairs, p)
	}
}

// told is what a trace calls a number: a column of the household, a parameter or a slot by name, a literal as it is
// written; empty for the rest.
func (c *compiler) told(e *tree.Node) string {
	if e.Type != Int && e.Type != Double {
		return ""
	}
	if l, ok := c.leafOf(e); ok && !l.member {
		return l.Name
	}
	if p, ok := c.param(e); ok {
		return p.Name
	}
	if e.Kind == tree.LiteralNode {
		return e.Text
	}
	_, bound := c.lookup(e.Text)
	if _, ok := c.env.slots[e.Text]; ok && e.Kind == tree.NameNode && !bound {
		return e.Text
	}
	return ""
}

// compareOps are the comparisons by the functions that they are in a tree.
var compareOps = map[string]value.Op{
	tree.FnLess: value.Less, tree.FnLessEq: value.LessEq, tree.FnGreater: value.Greater,
	tree.FnGreaterEq: value.GreaterEq,
	tree.FnEqual:     value.Equal, tree.FnNotEqual: value.NotEqual,
}
