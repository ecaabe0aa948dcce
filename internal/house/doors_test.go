package house_test

import (
	"strings"
	"testing"
)

// doors are the imports of one folder of pages from another.
var doors = map[string]string{
	"web/dashboard": "web/plans",    // the plan's lights on the first page
	"web/surveys":   "web/register", // a household's form
}

// TestDoors: a folder of pages knows the shell and no other folder, but where a door is named. Desks know no pages.
func TestDoors(t *testing.T) {
	used := map[string]bool{}
	for _, r := range house(t).below("web", "app", "office", "store", "library") {
		for _, p := range r.pkg.Imports() {
			to := strings.TrimPrefix(p.Path(), internal)
			switch {
			case !strings.HasPrefix(to, "web/") || to == "web/page" || r.name() == "web":
				if floor, _, _ := strings.Cut(r.name(), "/"); floor != "web" && (to == "web" || to == "web/page") {
					t.Errorf("%s imports %s", r.name(), to)
				}
			case doors[r.name()] == to:
				used[r.name()] = true
			default:
				t.Errorf("%s imports %s", r.name(), to)
			}
		}
	}
	for from, to := range doors {
		if !used[from] {
			t.Errorf("%s imports %s no more: take it off the list", from, to)
		}
	}
}
