package parse

import (
	"strings"
	"testing"
)

// TestBegins: no slip is looked for further than where it must begin; else advice on a long text takes the square of
// its length.
func TestBegins(t *testing.T) {
	for _, s := range slips {
		if !strings.HasPrefix(s.sign.String(), "^(?:") {
			t.Errorf("%s: looks for itself in all that follows", s.sign)
		}
	}
}
