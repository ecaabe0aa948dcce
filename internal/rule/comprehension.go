package rule

import (
	"giamngheo/internal/errs"
	"giamngheo/internal/rule/tree"
	"giamngheo/internal/rule/value"
)

// comprehension compiles the macros that have no boolean or integer form of their own: exists_one and map, over members
// or over a list of values, and all of them over a list.
func (c *compiler) comprehension(e *tree.Node) anyFn {
	over, ok := c.elements(e)
	if !ok {
		return constant(value.Value{})
	}
	switch e.Text {
	case tree.Exists, tree.All:
		return fold(e, over)
	case tree.ExistsOne:
		return existsOne(over)
	}
	if e.IsMacro(tree.Filter) && over.member {
		c.fault(e, errs.T("members that are filtered can be counted or mapped: .filter(…).size(), .filter(…).map(…)"))
	}
	return collect(over)
}

// loop is a macro over elements: each binds its variable and evaluates pred (and value) for one of them.
type loop struct {
	member bool
	depth  int
	list   anyFn // of values; nil over members
	pred   boolFn
	value  anyFn // what a map or filter collects
}

// elements binds the macro's variable and compiles its parts.
func (c *compiler) elements(e *tree.Node) (loop, bool) {
	of := filtered(c, e)
	l := loop{member: of != nil || c.isMembers(e.Over())}
	if l.member && c.depth >= maxDepth || !l.member && c.depthV >= maxDepth {
		c.fault(e, tooDeep())
		return l, false
	}
	if l.member {
		l.depth = c.depth
		c.depth++
		defer func() { c.depth-- }()
	} else {
		l.list = c.any(e.Over())
		l.depth = c.depthV
		c.depthV++
		defer func() { c.depthV-- }()
	}
	c.scope = append(c.scope, variable{e.Var, l.member, l.depth})
	defer func() { c.scope = c.scope[:len(c.scope)-1] }()
	var preds []boolFn
	if of != nil {
		c.scope = append(c.scope, variable{of.Var, true, l.depth})
		preds = append(preds, c.bool(of.Pred()))
		c.scope = c.scope[:len(c.scope)-1]
	}
	if pred := e.Pred(); pred != nil {
		preds = append(preds, c.bool(pred))
	}
	if len(preds) == 1 {
		l.pred = preds[0]
	} else if len(preds) > 1 {
		l.pred = c.and(preds)
	}
	switch {
	case e.IsMacro(tree.Map):
		l.value = c.any(e.Result())
	case e.IsMacro(tree.Filter) && !l.member:
		d := l.depth
		l.value = func(x *frame) value.Value { return x.v[d] }
	}
	return l, true
}

// filtered returns the filter over members that a map goes through, nil where it goes through something else: both are
// then one loop.
func filtered(c *compiler, e *tree.Node) *tree.Node {
	if of := e.Over(); e.IsMacro(tree.Map) && of.IsMacro(tree.Filter) && c.isMembers(of.Over()) {
		return of
	}
	return nil
}

// each binds the elements one after another; f says whether to go on. The state is not yes where there are none to see.
func (l *loop) each(x *frame, f func() bool) state {
	if l.member {
		for i := range x.h.Members {
			x.m[l.depth] = &x.h.Members[i]
			if !f() {
				break
			}
		}
		return yes
	}
	v := l.list(x)
	if v.S != yes {
		return v.S
	}
	if v.K != value.List {
		return x.fail(value.ErrConvert)
	}
	for _, el := range v.List {
		x.v[l.depth] = el
		if !f() {
			break
		}
	}
	return yes
}

// fold is exists or all over a list of values.
func fold(e *tree.Node, l loop) anyFn {
	decides, neutral := yes, no
	if e.IsMacro(tree.All) {
		decides, neutral = no, yes
	}
	return func(x *frame) value.Value {
		out := neutral
		s := l.each(x, func() bool {
			p := l.pred(x)
			if p == decides {
				out = p
				return false
			}
			out = value.Merge(out, p, neutral)
			return true
		})
		if s != yes {
			return value.Value{S: s}
		}
		return value.OfState(out)
	}
}

// existsOne is strict, as CEL defines it: the last unknown or error among the predicates is the result.
func existsOne(l loop) anyFn {
	return func(x *frame) value.Value {
		n, out := 0, yes
		s := l.each(x, func() bool {
			switch p := l.pred(x); p {
			case yes:
				n++
			case unknown, failed:
				out = p
			}
			return true
		})
		if s != yes {
			return value.Value{S: s}
		}
		if out != yes {
			return value.Value{S: out}
		}
		return value.Truth(n == 1)
	}
}

// collect is map or filter. The last unknown or error of the predicates is the result, else the first of the values: so
// the accumulators of CEL's expansions come out.
func collect(l loop) anyFn {
	return func(x *frame) value.Value {
		list, out := []value.Value{}, yes
		s := l.each(x, func() bool {
			if l.pred != nil {
				if p := l.pred(x); p != yes {
					if p != no {
						out = p
					}
					return true
				}
			}
			if v := l.value(x); v.S == yes {
				list = append(list, v)
			} else if out == yes {
				out = v.S
			}
			return true
		})
		if s != yes {
			return value.Value{S: s}
		}
		if out != yes {
			return value.Value{S: out}
		}
		return value.Value{K: value.List, S: yes, List: list}
	}
}
