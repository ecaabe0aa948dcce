package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostTold is how many lines a test may be: a longer story is told in steps (t.Run) or in several tests, so that where
// it fails tells what is broken. Neither its steps nor the tables that it is driven by count; each step is held to
// the same.
const mostTold = 100

// longStories are the tests that are longer. A line goes when the test has been parted; TestStories asks for it.
var longStories = map[string]bigger{
	"app/reviews.TestReviewOfACommune": {250, "one hamlet's year, step upon step: to be parted", false},
	"app/reviews.TestEveryStepAudited": {110, "one walk of random steps", false},
	"e2e.TestReview":                   {250, "one review in one browser: every page needs the one before", false},
}

// TestStories: no test function is longer than one can follow.
func TestStories(t *testing.T) {
	fset, told := token.NewFileSet(), map[string]int{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../../")
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				s := &story{fset: fset}
				s.part(fn.Body)
				told[strings.TrimPrefix(dir, "internal/")+"."+fn.Name.Name] = s.longest
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(told) < 800 {
		t.Errorf("looked at %d functions only", len(told))
	}
	for _, name := range slices.Sorted(maps.Keys(told)) {
		if n, e := told[name], longStories[name]; n > max(mostTold, e.most) {
			t.Errorf("%s is told in %d lines without a step; at most %d", name, n, mostTold)
		}
	}
	for name, e := range longStories {
		if told[name] <= mostTold || e.why == "" {
			t.Errorf("%s needs no exception any more, or gives no reason for it", name)
		}
	}
}

// story measures a test: the lines of its longest part without those of its steps and tables.
type story struct {
	fset    *token.FileSet
	longest int
}

// part measures a function's body, and each step in it.
func (s *story) part(body *ast.BlockStmt) {
	n := s.lines(body)
	ast.Inspect(body, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if of, ok := node.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Run" && len(node.Args) == 2 {
				if step, ok := node.Args[1].(*ast.FuncLit); ok {
					n -= s.lines(step.Body)
					s.part(step.Body)
					return false
				}
			}
		case *ast.CompositeLit:
			switch node.Type.(type) {
			case *ast.ArrayType, *ast.MapType:
				n -= s.lines(node)
				return false
			}
		}
		return true
	})
	s.longest = max(s.longest, n)
}

// lines is how many lines a node has beyond its first.
func (s *story) lines(n ast.Node) int {
	return s.fset.Position(n.End()).Line - s.fset.Position(n.Pos()).Line
}
