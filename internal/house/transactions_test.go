package house_test

import (
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"
)

// openers are the rooms outside the store that open a transaction of the store themselves, and how often.
var openers = map[string]bigger{
	"office": {most: 1, why: "every transaction of the desks"},
	"cli":    {most: 2, why: "sealing anew with a new key, and the province of an empty database: no office runs"},
}

// plainWrites are the rooms that still write without a deed, with office.Write, and in how many places at most. The
// list only shrinks: a room that is converted to office.Do is taken off it.
var plainWrites = map[string]int{}

// TestOpeners: nobody but the store and the kernel opens a transaction of the store or is handed one.
func TestOpeners(t *testing.T) {
	opened, mentioned, plain := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range house(t).all {
		for _, o := range r.info.Uses {
			switch o := o.(type) {
			case *types.Func:
				switch o.FullName() {
				case "(*" + internal + "store.Store).Write":
					opened[r.name()]++
				case "(*" + internal + "office.Office).Write":
					plain[r.name()]++
				}
			case *types.TypeName:
				if o.Pkg() != nil && o.Pkg().Path() == internal+"store" && o.Name() == "Tx" {
					mentioned[r.name()]++
				}
			}
		}
	}
	for _, uses := range []map[string]int{opened, mentioned} {
		for _, name := range slices.Sorted(maps.Keys(uses)) {
			if openers[name].why == "" && name != "store" && !strings.HasPrefix(name, "store/") {
				t.Errorf("%s opens transactions of the store, or is handed them: that is office.Do's", name)
			}
		}
	}
	for name, e := range openers {
		if opened[name] == 0 || opened[name] > e.most {
			t.Errorf("%s opens %d transactions of the store, not %d", name, opened[name], e.most)
		}
	}
	delete(plain, "office")
	for _, name := range slices.Sorted(maps.Keys(plain)) {
		if plain[name] > plainWrites[name] {
			t.Errorf("%s writes without a deed in %d places, at most %d", name, plain[name], plainWrites[name])
		}
	}
	for name := range plainWrites {
		if plain[name] == 0 {
			t.Errorf("%s writes nothing without a deed any more: take it off the list", name)
		}
	}
}
