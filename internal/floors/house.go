package main

import (
	"fmt"
	"slices"
	"strings"
)

// floor is a band of the picture. Its rows are computed: a package stands one row above the highest of its floor that
// it imports.
type floor struct {
	name, says string
	fill, edge string // colours of its rooms
	has        func(path string) bool
	rows       [][]*room // the highest first
}

// room is a package in the picture.
type room struct {
	listed
	row   int
	below []*room // what it imports and no other import of its implies
}

// house is what is drawn.
type house struct{ floors []*floor }

// plan is which package stands on which floor, from the top; the first that has it. Tools and what only tests use are
// left out.
func plan() []*floor {
	under := func(prefix string) func(string) bool {
		return func(path string) bool { return path == prefix || strings.HasPrefix(path, prefix+"/") }
	}
	among := func(names ...string) func(string) bool {
		return func(path string) bool { return slices.Contains(names, path) }
	}
	return []*floor{
		{name: "doors", says: "command line", fill: "#fdf1e3", edge: "#b86e14",
			has: among("cmd/giamngheo", "cli", "cli/tell")},
		{name: "pages", says: "web/…", fill: "#fdf1e3", edge: "#b86e14", has: under("web")},
		{name: "desks", says: "app/…: use cases", fill: "#e6f1fb", edge: "#1f6bb0", has: under("app")},
		{name: "kernel", says: "knows no capability", fill: "#e2e5ea", edge: "#3c4858", has: among("office")},
		{name: "shelves", says: "store/…, memory, data", fill: "#ece6f8", edge: "#6741ab",
			has: func(path string) bool {
				return under("store")(path) || among("library", "snapshot", "asjson", "filing", "sending",
					"reads")(path)
			}},
		{name: "formats", says: "files, papers, keys", fill: "#f0f0e4", edge: "#6b6b2a",
			has: among("sheet", "sheet/charset", "sheet/xmlscan", "reading", "arrange", "exchange", "roster",
				"planbook", "normbook", "allotment", "listing", "payfile",
				"result", "paper", "tablepaper", "generate", "generate/tally", "generate/country",
				"vault", "credential", "tlscert",
				"settings")},
		{name: "domain", says: "decides; no input, no output", fill: "#e3f4e7", edge: "#22783a",
			has: among("money", "feedback", "privacy",
				"outlook", "notice", "task", "document", "publication", "suppress", "cells", "nation",
				"report", "narrative", "guide", "form", "panel", "cascade", "apportion", "shift",
				"norm", "allocation", "contribution", "payout", "statement", "planning", "condition",
				"published", "target",
				"inspection", "signal", "sampling", "forecast", "exitplan", "programme", "average", "check",
				"cause", "review", "poverty", "mpi", "law", "rule/parse", "rule/field", "rule/tree",
				"rule/value", "rule", "access", "audit", "stead", "doubt", "amend", "household", "hamlet", "question",
				"place",
				"workday", "boundary", "date", "errs")},
		{name: "ground", says: "words, files of data", fill: "#f3f3f3", edge: "#666666",
			has: func(string) bool { return true }},
	}
}

// aside are packages that no running program has: tools, and what tests share.
var aside = []string{"floors", "fmthtml", "demotest", "officetest", "postgrestest"}

// build puts every package on its floor and row. Errors: one imports a package that does not stand lower.
func build(packages []listed) (*house, error) {
	rooms, on := map[string]*room{}, map[string]int{}
	h := &house{floors: plan()}
	for _, p := range packages {
		if slices.Contains(aside, p.path) {
			continue
		}
		rooms[p.path] = &room{listed: p}
		on[p.path] = slices.IndexFunc(h.floors, func(f *floor) bool { return f.has(p.path) })
	}
	for _, r := range rooms {
		r.imports = slices.DeleteFunc(r.imports, func(path string) bool { return rooms[path] == nil })
		r.below = direct(rooms, r)
	}
	for path, r := range rooms {
		r.row = rowOf(rooms, on, path, map[string]int{})
		f := h.floors[on[path]]
		for len(f.rows) <= r.row {
			f.rows = append(f.rows, nil)
		}
		f.rows[r.row] = append(f.rows[r.row], r)
	}
	for _, f := range h.floors {
		slices.Reverse(f.rows)
		for _, row := range f.rows {
			slices.SortFunc(row, func(x, y *room) int { return strings.Compare(x.path, y.path) })
		}
	}
	return h, h.check(on)
}

// rowOf counts rows from the ground of a package's floor.
func rowOf(rooms map[string]*room, on map[string]int, path string, known map[string]int) int {
	if n, ok := known[path]; ok {
		return n
	}
	n := 0
	for _, imp := range rooms[path].imports {
		if on[imp] == on[path] {
			n = max(n, rowOf(rooms, on, imp, known)+1)
		}
	}
	known[path] = n
	return n
}

// direct are the imports that no other import of a package implies.
func direct(rooms map[string]*room, r *room) (out []*room) {
	implied := map[string]bool{}
	var walk func(path string)
	walk = func(path string) {
		for _, imp := range rooms[path].imports {
			if below := rooms[imp]; below != nil && !implied[imp] {
				implied[imp] = true
				walk(imp)
			}
		}
	}
	for _, imp := range r.imports {
		walk(imp)
	}
	for _, imp := range r.imports {
		if !implied[imp] {
			out = append(out, rooms[imp])
		}
	}
	return out
}

// check refuses an import of a package on a higher floor.
func (h *house) check(on map[string]int) error {
	for _, f := range h.floors {
		for _, row := range f.rows {
			for _, r := range row {
				for _, imp := range r.imports {
					if on[imp] < on[r.path] {
						return fmt.Errorf("%s imports %s, which stands on a higher floor", r.path, imp)
					}
				}
			}
		}
	}
	return nil
}
