package signtest_test

import (
	"testing"

	"giamngheo/internal/signtest"
)

// TestPasskey: of a thousand keys none has a number that is too short, of which some eight would.
func TestPasskey(t *testing.T) {
	for range 1000 {
		if c := signtest.Passkey(); len(c.Key.AttestationData()) != 77 {
			t.Fatal(len(c.Key.AttestationData()))
		}
	}
}
