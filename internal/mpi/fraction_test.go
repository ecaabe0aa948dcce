package mpi_test

import (
	"testing"

	"giamngheo/internal/mpi"
)

// TestFraction: a number that somebody types is read exactly or refused at once, whatever work it would ask for.
func TestFraction(t *testing.T) {
	for text, want := range map[string]string{"1/12": "1/12", "0.25": "1/4", " 3 ": "3/1", ".5": "1/2", "2.": "2/1",
		"-1/3": "-1/3", "0.166666666666666667": "166666666666666667/1000000000000000000"} {
		if got, ok := mpi.Fraction(text); !ok || got.String() != want {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	for _, text := range []string{"1e-999999", "1e9", "3E5", "0x1p-9999", "1/0", "1234567890123", "1/1234567890123", "",
		"1_000", "1.2.3", "1/2/3", "NaN", "Inf", "0.1234567890123456789", "١"} {
		if got, ok := mpi.Fraction(text); ok {
			t.Errorf("%q is taken as %v", text, got)
		}
	}
}
