package tree

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"giamngheo/internal/errs"
)

// Book is checked trees by the language and the text that they were made of. Where there is a parser it is filled
// (Record), goes as JSON to a program that carries none, and is the parser there (Parse): the law's files stay the
// same, and a text that is not in the book is refused like one that cannot be parsed. The zero Book is empty; it is
// safe for use by several goroutines.
type Book struct {
	mu    sync.RWMutex
	trees map[bookKey]*Node
	uses  map[string][]string // of a text, in whatever language
}

// bookKey is a text in one language: the types of all names decide what its tree is.
type bookKey struct {
	Language string `json:"language"` // a fingerprint of the names and types that it knows
	Scope    Scope  `json:"scope"`
	Text     string `json:"text"`
}

// bookEntry is a line of the book as JSON.
type bookEntry struct {
	bookKey
	Tree *Node `json:"tree"`
}

// Record returns a parser that works with another one and keeps in the book all that is checked without a fault.
func (b *Book) Record(with Parser) Parser {
	return func(v Vocabulary) (Checker, error) {
		c, err := with(v)
		if err != nil {
			return nil, err
		}
		return &bookLanguage{b, c, v.fingerprint()}, nil
	}
}

// Parse is a Parser of what is in the book.
func (b *Book) Parse(v Vocabulary) (Checker, error) {
	return &bookLanguage{b, nil, v.fingerprint()}, nil
}

// MarshalJSON implements json.Marshaler: the same book gives the same bytes.
func (b *Book) MarshalJSON() ([]byte, error) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	keys := slices.SortedFunc(maps.Keys(b.trees), func(a, b bookKey) int {
		return cmp.Or(cmp.Compare(a.Language, b.Language), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Text, b.Text))
	})
	entries := make([]bookEntry, len(keys))
	for i, k := range keys {
		entries[i] = bookEntry{k, b.trees[k]}
	}
	return json.Marshal(entries)
}

// UnmarshalJSON implements json.Unmarshaler; the book then holds what was read and nothing else. The error is a tree
// that no checker makes.
func (b *Book) UnmarshalJSON(text []byte) error {
	var entries []bookEntry
	if err := json.Unmarshal(text, &entries); err != nil {
		return err
	}
	for _, e := range entries {
		if err := e.Tree.WellFormed(); err != nil {
			return fmt.Errorf("the tree of %q: %w", e.Text, err)
		}
	}
	b.mu.Lock()
	b.trees, b.uses = nil, nil
	b.mu.Unlock()
	for _, e := range entries {
		b.keep(e.bookKey, e.Tree)
	}
	return nil
}

func (b *Book) keep(k bookKey, tree *Node) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.trees == nil {
		b.trees, b.uses = map[bookKey]*Node{}, map[string][]string{}
	}
	b.trees[k], b.uses[k.Text] = tree, tree.names(nil)
}

func (b *Book) find(k bookKey) (*Node, bool) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	tree, ok := b.trees[k]
	return tree, ok
}

// names appends the names and fields (".name") that a tree mentions.
func (n *Node) names(out []string) []string {
	switch n.Kind {
	case NameNode:
		out = append(out, n.Text)
	case FieldNode:
		out = append(out, "."+n.Text)
	}
	for _, a := range n.Args {
		out = a.names(out)
	}
	return out
}

// bookLanguage is a language of a book; with is what checks texts for it, nil where it is read only.
type bookLanguage struct {
	book        *Book
	with        Checker
	fingerprint string
}

// Check implements Checker.
func (l *bookLanguage) Check(text string, s Scope) (*Node, Faults) {
	k := bookKey{l.fingerprint, s, text}
	if l.with != nil {
		tree, faults := l.with.Check(text, s)
		if faults == nil {
			l.book.keep(k, tree)
		}
		return tree, faults
	}
	tree, ok := l.book.find(k)
	if !ok {
		return nil, Faults{{1, 1, errs.T("the expression is not among those checked before: %s", text)}}
	}
	return tree, nil
}

// Uses implements Checker.
func (l *bookLanguage) Uses(text string) []string {
	if l.with != nil {
		return l.with.Uses(text)
	}
	l.book.mu.RLock()
	defer l.book.mu.RUnlock()
	return l.book.uses[text]
}

// Define implements Checker.
func (l *bookLanguage) Define(name string, s Scope, t Type) error {
	if l.with != nil {
		if err := l.with.Define(name, s, t); err != nil {
			return err
		}
	}
	l.fingerprint = fingerprint(fmt.Sprintln(l.fingerprint, s, name, t))
	return nil
}

// fingerprint tells vocabularies apart.
func (v Vocabulary) fingerprint() string {
	text := ""
	for i, names := range []map[string]Type{v.Names, v.Fields} {
		for _, n := range slices.Sorted(maps.Keys(names)) {
			text += fmt.Sprintln(i, n, names[n])
		}
	}
	return fingerprint(text)
}

func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
