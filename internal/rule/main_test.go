package rule_test

import (
	"os"
	"testing"

	"cel.dev/cel-go/cel"

	"giamngheo/internal/rule"
	"giamngheo/internal/rule/parse"
	"giamngheo/internal/rule/tree"
)

// TestMain gives the tests inside the package its parser, which they cannot import, and cel-go's environments.
func TestMain(m *testing.M) {
	rule.ParserOfTests = parse.New
	rule.CELOfTests = func(c tree.Checker, s rule.Scope) *cel.Env { return c.(*parse.Language).CEL(s) }
	os.Exit(m.Run())
}
