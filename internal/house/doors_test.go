package house_test

import (
	"strings"
	"testing"
)

// TestDoors: a folder of pages knows the shell – that of the office, or that of the public site –, what pages are made of, and no other folder; what two of them share
// stands there or in a desk. Only web itself, which binds them, knows all. Desks know no pages.
func TestDoors(t *testing.T) {
	rooms := 0
	for _, r := range house(t).below("web", "app", "office", "store", "library") {
		floor, room, _ := strings.Cut(r.name(), "/")
		if r.name() == "web" {
			continue
		}
		if floor == "web" && room != "page" && room != "answer" && room != "parts" && room != "site" {
			rooms++
		}
		for _, p := range r.pkg.Imports() {
			to := strings.TrimPrefix(p.Path(), internal)
			if (to == "web/page" || to == "web/parts" || to == "web/site") && floor == "web" ||
				to == "web/answer" && (r.name() == "web/page" || r.name() == "web/site") {
				continue
			}
			if to == "web" || strings.HasPrefix(to, "web/") {
				t.Errorf("%s imports %s", r.name(), to)
			}
		}
	}
	if rooms < 15 {
		t.Errorf("looked at %d folders of pages only", rooms)
	}
}
