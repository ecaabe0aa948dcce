package register

import "testing"

// SetMostPairs makes lists of pairs as long as a test needs them.
func SetMostPairs(t *testing.T, n int) {
	was := mostPairs
	mostPairs = n
	t.Cleanup(func() { mostPairs = was })
}
