package library

import (
	"giamngheo/internal/date"
	"giamngheo/internal/programme"
)

// NodesOf finds under which node supports were given, and remembers it: a kind goes on under another one in a later
// programme.
type NodesOf struct {
	C    *programme.Catalogue
	kept map[nodeKey]string
}

type nodeKey struct {
	kind, source string
	day          date.Date
}

// Of is the code of the node under which a support was given, empty for what is given outside any project.
func (n *NodesOf) Of(v *programme.Support) string {
	key := nodeKey{v.Kind, v.Source, v.Day}
	node, ok := n.kept[key]
	if ok {
		return node
	}
	if k := n.C.Kind(v.Kind); k != nil {
		if found := n.C.NodeOf(k, v, nil); found != nil {
			node = found.Code
		}
	}
	if n.kept == nil {
		n.kept = map[nodeKey]string{}
	}
	n.kept[key] = node
	return node
}

// Catalogue is the programme as data: its trees, kinds of support, funds.
func (l *Library) Catalogue() (*programme.Catalogue, error) { return l.programmes() }

// RulesOn are the catalogue's rules with the law of a day; they are kept.
func (l *Library) RulesOn(on date.Date) (*programme.Rules, error) {
	if had, ok := l.rules.Load(on); ok {
		return had.(*programme.Rules), nil
	}
	c, err := l.Catalogue()
	if err != nil {
		return nil, err
	}
	lib, err := l.Law()
	if err != nil {
		return nil, err
	}
	r, err := c.Compile(lib, on)
	if err == nil {
		l.rules.Store(on, r)
	}
	return r, err
}
