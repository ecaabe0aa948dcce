package averages

import "testing"

// SetMostListed makes lists as long as a test needs them.
func SetMostListed(t *testing.T, n int) {
	was := mostListed
	mostListed = n
	t.Cleanup(func() { mostListed = was })
}
