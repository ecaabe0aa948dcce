package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

const storeType = "*" + internal + "store.Store"

// insideTypes are what a function is given that runs inside a transaction.
var insideTypes = map[string]bool{"*" + internal + "store.Tx": true, "*" + internal + "office.Tx": true,
	internal + "store.Reader": true, internal + "store.Writer": true}

// harmless are methods of the store that ask the database nothing.
var harmless = map[string]bool{"Vault": true, "Seal": true, "Postgres": true, "Broken": true,
	"Importing": true, "SetImporting": true}

// deed is a function of a package, or a function in one that is given a transaction, with what it calls.
type deed struct {
	name   string
	inside bool             // it is given a transaction or a reader
	store  []token.Position // where it takes the store itself in hand
	calls  []string
}

// within are the functions of packages: which run inside a transaction, and what they call.
type within struct {
	fset  *token.FileSet
	info  *types.Info // of the package that is read
	deeds map[string]*deed
	all   []*deed
	found map[string]bool
}

// TestWithin: nothing that runs inside a transaction – a function that is given a transaction or a reader, and
// whatever it calls, in whichever package – asks the store itself, which would read on another connection what the
// transaction has changed, or wait for itself.
func TestWithin(t *testing.T) {
	h := house(t)
	w := &within{fset: h.fset, deeds: map[string]*deed{}, found: map[string]bool{}}
	for _, r := range h.below("office", "app", "store") {
		if r.name() == "store" { // the engine: its transactions are made of the store
			continue
		}
		w.info = r.info
		for _, f := range r.files {
			w.file(f)
		}
	}
	roots := 0
	for _, d := range w.all {
		if d.inside {
			roots++
			w.follow(d, d.name, map[*deed]bool{})
		}
	}
	for _, f := range slices.Sorted(maps.Keys(w.found)) {
		t.Error(f)
	}
	if d := w.deeds["(*"+internal+"office.Office).write"]; d == nil || len(d.store) == 0 {
		t.Error("it does not see that office.write takes the store in hand")
	}
	if roots < 250 {
		t.Errorf("looked at %d functions inside transactions only", roots)
	}
}

func (w *within) follow(d *deed, path string, seen map[*deed]bool) {
	if seen[d] {
		return
	}
	seen[d] = true
	for _, at := range d.store {
		w.found[fmt.Sprintf("%s:%d: the store is asked inside a transaction, by %s", at.Filename, at.Line, path)] = true
	}
	for _, f := range d.calls {
		if next := w.deeds[f]; next != nil {
			w.follow(next, path+" → "+next.name, seen)
		}
	}
}

func (w *within) file(f *ast.File) {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		f := w.info.Defs[fn.Name].(*types.Func)
		inside := w.given(fn.Type) || w.carries(f.Signature().Recv())
		d := &deed{name: strings.ReplaceAll(f.FullName(), internal, ""), inside: inside}
		w.deeds[f.FullName()] = d
		w.all = append(w.all, d)
		w.body(d, fn.Body)
	}
}

// body notes what a function calls; a function in it that is given a transaction is a deed of its own.
func (w *within) body(d *deed, body ast.Node) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			if w.given(n.Type) {
				inner := &deed{name: d.name + "'s transaction", inside: true}
				w.all = append(w.all, inner)
				w.body(inner, n.Body)
				return false
			}
		case *ast.SelectorExpr:
			if w.isStore(n.X) && harmless[n.Sel.Name] {
				return false
			}
		case *ast.Ident:
			if f, ok := w.info.Uses[n].(*types.Func); ok && f.Pkg() != nil {
				d.calls = append(d.calls, f.Origin().FullName())
			}
		}
		if x, ok := n.(ast.Expr); ok && w.isStore(x) {
			d.store = append(d.store, w.fset.Position(n.Pos()))
		}
		return true
	})
}

// isStore reports whether an expression's value is the store itself.
func (w *within) isStore(x ast.Expr) bool {
	tv, ok := w.info.Types[x]
	return ok && tv.IsValue() && tv.Type.String() == storeType
}

// given reports whether a function is given a transaction or a reader, or what carries one.
func (w *within) given(f *ast.FuncType) bool {
	return slices.ContainsFunc(f.Params.List, func(p *ast.Field) bool {
		return inTransaction(w.info.Types[p.Type].Type)
	})
}

// carries reports whether a method's receiver carries a transaction.
func (w *within) carries(receiver *types.Var) bool {
	return receiver != nil && inTransaction(receiver.Type())
}

// inTransaction reports whether a type is a transaction or a reader, or a struct with a field of such a type.
func inTransaction(t types.Type) bool {
	if insideTypes[t.String()] {
		return true
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for f := range s.Fields() {
		if insideTypes[f.Type().String()] {
			return true
		}
	}
	return false
}
