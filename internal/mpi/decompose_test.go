package mpi

import (
	"testing"

	"pgregory.net/rapid"
)

func randomMeasures(t *rapid.T, name string) Measures {
	m, err := NewMeter(Spec{Indicators: []string{"a", "b", "c"}, K: Cutoff{Count: 2}, By: []string{"g"}})
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(1, 30).Draw(t, name) {
		m.Add(rapid.SliceOfN(rapid.Bool(), 3, 3).Draw(t, "row"), float64(rapid.IntRange(1, 9).Draw(t, "w")),
			rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "g"))
	}
	return m.Measures()
}

func TestChangeAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := Split(randomMeasures(t, "before"), randomMeasures(t, "after"))
		if err != nil {
			t.Fatal(err)
		}
		indicators, groups := 0.0, 0.0
		for _, x := range c.Indicators {
			indicators += x
		}
		for _, g := range c.Groups[0] {
			groups += g.Share + g.Within
		}
		for what, sum := range map[string]float64{"indicators": indicators, "groups": groups, "H and A": c.Incidence +
			c.Intensity} {
			if d := sum - c.M0; d > 1e-12 || d < -1e-12 {
				t.Fatalf("%s add up to %v, M0 changed by %v", what, sum, c.M0)
			}
		}
	})
}
