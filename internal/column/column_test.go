package column_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"giamngheo/internal/column"
	"giamngheo/internal/vietnamese"
)

// TestTexts: a text has one number, whatever was asked before; what was never given one has none.
func TestTexts(t *testing.T) {
	r, n := rand.New(rand.NewPCG(1, 1)), column.Texts{}
	has := map[string]uint32{}
	for range 50_000 {
		s := fmt.Sprint("tên ", r.IntN(20_000))
		_, known := has[s]
		if i, ok := n.Find(s); ok != known || ok && i != has[s] {
			t.Fatalf("%q is %d, %v; not %d", s, i, ok, has[s])
		}
		if r.IntN(2) == 0 {
			has[s] = n.Of(s)
		} else {
			has[s] = n.OfBytes([]byte(s))
		}
		if n.All[has[s]] != s {
			t.Fatalf("%q is %q", s, n.All[has[s]])
		}
	}
	if len(n.All) != len(has) {
		t.Errorf("%d numbers for %d texts", len(n.All), len(has))
	}
}

// TestSlots: every household is found where it was put, whatever its number, and no other is.
func TestSlots(t *testing.T) {
	r, s := rand.New(rand.NewPCG(2, 2)), column.Slots{}
	has := map[int64]uint32{}
	for slot := range uint32(20_000) {
		id := int64(slot) + r.Int64N(5)*r.Int64N(1<<r.IntN(40))
		if r.IntN(100) == 0 {
			id = -id
		}
		if _, ok := has[id]; ok {
			continue
		}
		has[id] = slot
		s.Set(id, slot)
	}
	for id, slot := range has {
		if got, ok := s.Of(id); !ok || got != slot {
			t.Fatalf("%d is in %d, %v; not %d", id, got, ok, slot)
		}
	}
	for range 10_000 {
		id := r.Int64N(1 << 41)
		if _, known := has[id]; !known {
			if _, ok := s.Of(id); ok {
				t.Fatalf("%d is there", id)
			}
		}
	}
}

// TestCodes: a code is what it was last set to, and is found by how it folds.
func TestCodes(t *testing.T) {
	r, c := rand.New(rand.NewPCG(3, 3)), column.Codes{}
	letters := []rune("09AZaz-./ Đđấ")
	has := make([]string, 300)
	for range has {
		c.Add()
	}
	for range 20_000 {
		slot := uint32(r.IntN(len(has)))
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		has[slot] = b.String()
		c.Set(slot, has[slot])
		other := uint32(r.IntN(len(has)))
		key := vietnamese.Fold(has[other])
		if string(c.Of(other)) != has[other] || c.Folded(other) != key || c.Compare(slot, other) != strings.Compare(has[slot], has[other]) {
			t.Fatalf("%q is %q, folded %q", has[other], c.Of(other), c.Folded(other))
		}
		part := key
		if len(part) > 2 {
			part = part[:r.IntN(len(part))]
		}
		if !c.Begins(other, part) || !c.Ends(other, key[len(key)-min(len(key), 3):]) || c.Begins(other, part+"#") || c.Ends(other, "#") {
			t.Fatalf("%q does not begin with %q", has[other], part)
		}
	}
}
