package rule

import (
	"testing"

	"cel.dev/cel-go/cel"

	"giamngheo/internal/rule/tree"
)

// What TestMain brings from rule/parse: the parser, and cel-go's environment behind a checker.
var (
	ParserOfTests Parser
	CELOfTests    func(tree.Checker, Scope) *cel.Env
)

func env(t testing.TB, cfg Config) *Env {
	t.Helper()
	e, err := New(cfg, ParserOfTests)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// cel is cel-go's environment of a scope.
func (e *Env) cel(s Scope) *cel.Env { return CELOfTests(e.checker, s) }
