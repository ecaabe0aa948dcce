package reading_test

import (
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/reading"
)

func TestNumberSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s reading.NumberSet
		seen := map[uint64]int{}
		for i, n := range rapid.SliceOfN(rapid.Uint64Range(1, 5000), 0, 4000).Draw(t, "numbers") {
			first, dup := s.Add(n, i+1)
			if want, was := seen[n]; was != dup || dup && first != want {
				t.Fatalf("%d: %d %v, want %d %v", n, first, dup, want, was)
			}
			if !dup {
				seen[n] = i + 1
			}
		}
	})
}
