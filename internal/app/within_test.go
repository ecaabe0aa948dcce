package app_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const storePath = "giamngheo/internal/store"

// harmless are methods of the store that ask the database nothing.
var harmless = map[string]bool{"Vault": true, "Seal": true, "Postgres": true, "Broken": true}

// looksToo is the importer's function for one row: it is given no transaction where a file is only looked at, and
// asks the store just then.
const looksToo = "importer.one"

// deed is a function of the package, or a function in one that is given a transaction, with what it calls.
type deed struct {
	name   string
	inside bool             // it is given a transaction or a reader
	store  []token.Position // calls of the store's own methods
	calls  []*types.Func
}

// within reads a package's code: which functions run inside a transaction, and what they call.
type within struct {
	fset  *token.FileSet
	info  *types.Info
	deeds map[*types.Func]*deed
	all   []*deed
}

// TestWithin: nothing that runs inside a transaction – a function that is given a *store.Tx or a store.Reader, and
// whatever it calls – asks the store itself, which would read on another connection what the transaction has
// changed, or wait for itself.
func TestWithin(t *testing.T) {
	w := readPackage(t, "giamngheo/internal/app")
	roots := 0
	found := map[string]bool{}
	for _, d := range w.all {
		if d.inside {
			if roots++; d.name == looksToo {
				continue
			}
			w.follow(d, d.name, map[*deed]bool{}, found)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(found)) {
		t.Error(f)
	}
	if roots < 60 {
		t.Errorf("looked at %d functions inside transactions only", roots)
	}
}

func (w *within) follow(d *deed, path string, seen map[*deed]bool, found map[string]bool) {
	if seen[d] {
		return
	}
	if seen[d] = true; d.name == looksToo {
		return
	}
	for _, at := range d.store {
		found[fmt.Sprintf("%s:%d: the store is asked inside a transaction, by %s", at.Filename, at.Line, path)] = true
	}
	for _, f := range d.calls {
		if next := w.deeds[f]; next != nil {
			w.follow(next, path+" → "+next.name, seen, found)
		}
	}
}

// readPackage parses and type-checks a package; what it imports comes from the build's export data.
func readPackage(t *testing.T, path string) *within {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", `{{.ImportPath}}|{{.Export}}|{{.Dir}}|{{join .GoFiles " "}}`, path).Output()
	if err != nil {
		t.Fatal(err)
	}
	export := map[string]string{}
	var names []string
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if export[f[0]] = f[1]; f[0] == path {
			for _, name := range strings.Fields(f[3]) {
				names = append(names, f[2]+string(os.PathSeparator)+name)
			}
		}
	}
	w := &within{fset: token.NewFileSet(), deeds: map[*types.Func]*deed{},
		info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}}
	files := make([]*ast.File, len(names))
	for i, name := range names {
		if files[i], err = parser.ParseFile(w.fset, name, nil, parser.SkipObjectResolution); err != nil {
			t.Fatal(err)
		}
	}
	cfg := types.Config{Importer: importer.ForCompiler(w.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })}
	if _, err := cfg.Check(path, w.fset, files, w.info); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		w.file(f)
	}
	return w
}

func (w *within) file(f *ast.File) {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		f := w.info.Defs[fn.Name].(*types.Func)
		d := &deed{name: f.Name(), inside: w.given(fn.Type)}
		if receiver := f.Signature().Recv(); receiver != nil {
			d.name = strings.TrimPrefix(types.TypeString(receiver.Type(), func(*types.Package) string { return "" }), "*") + "." + d.name
		}
		w.deeds[f] = d
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
		case *ast.Ident:
			f, ok := w.info.Uses[n].(*types.Func)
			if !ok || f.Pkg() == nil {
				return true
			}
			if receiver := f.Signature().Recv(); receiver != nil && receiver.Type().String() == "*"+storePath+".Store" && !harmless[f.Name()] {
				d.store = append(d.store, w.fset.Position(n.Pos()))
			}
			d.calls = append(d.calls, f.Origin())
		case *ast.CallExpr: // the store itself, handed on as a reader
			for _, arg := range n.Args {
				if tv, ok := w.info.Types[arg]; ok && tv.Type.String() == "*"+storePath+".Store" {
					d.store = append(d.store, w.fset.Position(arg.Pos()))
				}
			}
		}
		return true
	})
	slices.SortFunc(d.store, func(a, b token.Position) int {
		return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Line, b.Line))
	})
}

// given reports whether a function is given a transaction or a reader.
func (w *within) given(f *ast.FuncType) bool {
	return slices.ContainsFunc(f.Params.List, func(p *ast.Field) bool {
		switch w.info.Types[p.Type].Type.String() {
		case "*" + storePath + ".Tx", storePath + ".Reader":
			return true
		}
		return false
	})
}
