package generate

import (
	"io/fs"
	"testing"

	"giamngheo"
	"giamngheo/internal/place"
)

// TestCitizenNumbersSuffice: in the largest register there is, a block never uses up its citizen numbers, and no two
// people of the blocks looked at share one.
func TestCitizenNumbersSuffice(t *testing.T) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	places, err := place.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	g, err := New(Config{Data: data, Places: places, Households: MaxHouseholds})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	b := new(block)
	for k := int64(0); k < g.blocks(); k += g.blocks() / 120 {
		b.build(g, k)
		for i := range b.homes[:b.n] {
			h := &b.homes[i]
			for j := range h.people[:h.n] {
				id := string(h.people[j].appendCitizen(nil))
				if len(id) != 12 || seen[id] {
					t.Fatalf("block %d: citizen number %q", k, id)
				}
				seen[id] = true
			}
		}
	}
}

// TestQuotes: a text that CSV would misread is quoted.
func TestQuotes(t *testing.T) {
	var l line
	l.put(`a,b`)
	l.put(`say "x"`)
	l.put("plain")
	if got, want := string(l.appendCSV(nil)), "\"a,b\",\"say \"\"x\"\"\",plain\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
