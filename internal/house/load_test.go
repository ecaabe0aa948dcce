package house_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// module is the program's import path, and internal where its packages are.
const (
	module   = "giamngheo/"
	internal = module + "internal/"
)

// room is a package of the program as it is built: without its tests.
type room struct {
	path  string
	files []*ast.File
	info  *types.Info
	pkg   *types.Package
}

// name is the package's path below internal.
func (r *room) name() string { return strings.TrimPrefix(r.path, internal) }

// rooms are the program's packages, and where their code stands.
type rooms struct {
	fset *token.FileSet
	all  []*room
}

// load parses and type-checks every package below internal, once for all tests; what they import comes from the
// build's export data, so the types of one package are not the same objects in another: their names are.
var load = sync.OnceValues(func() (*rooms, error) {
	const format = `{{.ImportPath}}|{{.Export}}|{{.Dir}}|{{join .GoFiles " "}}`
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", format, internal+"...").Output()
	if err != nil {
		return nil, err
	}
	export := map[string]string{}
	h := &rooms{fset: token.NewFileSet()}
	var wanted [][]string
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSpace(line), "|")
		if export[f[0]] = f[1]; strings.HasPrefix(f[0], internal) {
			wanted = append(wanted, f)
		}
	}
	open := func(path string) (io.ReadCloser, error) { return os.Open(export[path]) }
	cfg := types.Config{Importer: importer.ForCompiler(h.fset, "gc", open)}
	for _, f := range wanted {
		r, err := readRoom(h.fset, &cfg, f[0], f[2], strings.Fields(f[3]))
		if err != nil {
			return nil, err
		}
		h.all = append(h.all, r)
	}
	return h, nil
})

// readRoom parses and type-checks one package.
func readRoom(fset *token.FileSet, cfg *types.Config, path, dir string, names []string) (*room, error) {
	r := &room{path: path, info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Types: map[ast.Expr]types.TypeAndValue{}}}
	for _, name := range names {
		f, err := parser.ParseFile(fset, filepath.Join(dir, name), nil,
			parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return nil, err
		}
		r.files = append(r.files, f)
	}
	var err error
	r.pkg, err = cfg.Check(path, fset, r.files, r.info)
	return r, err
}

// house returns the program's packages.
func house(t *testing.T) *rooms {
	t.Helper()
	h, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(h.all) < 60 {
		t.Fatalf("the house has %d packages only", len(h.all))
	}
	return h
}

// below returns the packages of some rooms and of the rooms in them: "app" names app and app/plans.
func (h *rooms) below(names ...string) (out []*room) {
	for _, r := range h.all {
		if slices.ContainsFunc(names, func(n string) bool {
			return r.name() == n ||
				strings.HasPrefix(r.name(), n+"/")
		}) {
			out = append(out, r)
		}
	}
	return out
}
