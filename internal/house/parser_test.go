package house_test

import (
	"slices"
	"testing"
)

// withParser are the packages that read the text of rules: those that load data. All others take what was parsed, so
// that it can be counted by where there is no parser.
var withParser = []string{"library"}

// TestParser: nobody else knows the parser.
func TestParser(t *testing.T) {
	used := map[string]bool{}
	for _, r := range house(t).all {
		for _, p := range r.pkg.Imports() {
			if p.Path() != internal+"rule/parse" {
				continue
			}
			used[r.name()] = true
			if !slices.Contains(withParser, r.name()) {
				t.Errorf("%s imports rule/parse: let who loads the data hand in what is parsed", r.name())
			}
		}
	}
	for _, name := range withParser {
		if !used[name] {
			t.Errorf("%s imports rule/parse no more: take it off the list", name)
		}
	}
}
