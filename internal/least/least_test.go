package least_test

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/least"
)

// TestFirst: the first n are the n least, and nothing is lost.
func TestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.IntRange(0, 20)).Draw(t, "list")
		n := rapid.IntRange(0, len(list)).Draw(t, "n")
		want := slices.Sorted(slices.Values(list))
		least.First(list, n, cmp.Compare[int])
		first := slices.Sorted(slices.Values(list[:n]))
		if slices.Sort(list); !slices.Equal(list, want) || !slices.Equal(first, want[:n]) {
			t.Fatalf("%v, not the first %d of %v", first, n, want)
		}
	})
}
