package house_test

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"giamngheo/internal/app"
)

// TestDeedsHaveTitles: a room names the deeds that it does and no others, each once in the house and in every
// language. That no deed is done without a title the kernel sees to (office.Titles).
func TestDeedsHaveTitles(t *testing.T) {
	titled := map[string]int{}
	for _, room := range app.Deeds {
		for action, title := range room {
			if titled[action]++; titled[action] > 1 {
				t.Errorf("the deed %q has two titles", action)
			}
			for lang, said := range map[string]string{"Vietnamese": title.VI, "English": title.EN} {
				if said == "" || said == action || strings.Contains(said, "|") {
					t.Errorf("the deed %q is called %q in %s", action, said, lang)
				}
			}
		}
	}
	if len(titled) < 80 {
		t.Fatalf("%d deeds have titles", len(titled))
	}
	h := house(t)
	for _, r := range h.below("app", "office") {
		named, done := map[string]bool{}, map[string]bool{}
		for _, f := range r.files {
			own := filepath.Base(h.fset.Position(f.Pos()).Filename) == "deeds.go"
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.KeyValueExpr:
					key, isName := n.Key.(*ast.Ident)
					if said := literal(n.Value); isName && key.Name == "Action" && said != "" &&
						!strings.HasSuffix(said, ".") {
						done[said] = true
						if titled[said] == 0 {
							t.Errorf("%s does %q, which has no title", r.name(), said)
						}
					}
					if own && literal(n.Key) != "" {
						named[literal(n.Key)] = true
						return false
					}
				case *ast.BasicLit:
					done[literal(n)] = true
				}
				return true
			})
		}
		for action := range named {
			if !done[action] && !done[strings.TrimPrefix(action, "job.")] {
				t.Errorf("%s has a title for %q, which it does not do", r.name(), action)
			}
		}
	}
}

// literal is a string in quotes, or nothing.
func literal(n ast.Expr) string {
	if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if s, err := strconv.Unquote(lit.Value); err == nil {
			return s
		}
	}
	return ""
}
