package exitplan_test

import (
	"testing"

	"giamngheo/internal/exitplan"
)

func benchmark(b *testing.B, p *exitplan.Problem) {
	var s *exitplan.Solution
	for b.Loop() {
		var err error
		if s, err = exitplan.Solve(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.Value), "found")
	b.ReportMetric(float64(s.Bound), "bound")
	b.ReportMetric(float64(s.Gap), "gap")
	b.ReportMetric(float64(s.Parts), "parts")
	b.ReportMetric(float64(s.Value)/float64(greedy(p)), "times-greedy")
}

// BenchmarkCommune is 200 households, ten kinds, the sum and four limits; hard: 21 limits and weights.
func BenchmarkCommune(b *testing.B) {
	b.Run("poverty", func(b *testing.B) { benchmark(b, sample(1, 200, 0, exitplan.LeavePoverty)) })
	b.Run("near", func(b *testing.B) { benchmark(b, sample(1, 40, 160, exitplan.LeaveNearPoverty)) })
	b.Run("hard", func(b *testing.B) {
		p := sample(1, 40, 160, exitplan.LeaveNearPoverty)
		tighten(p, 1)
		benchmark(b, p)
	})
}

// BenchmarkProvince is the province of the plan's first year: 4,430 poor and 17,063 near-poor households.
func BenchmarkProvince(b *testing.B) {
	b.Run("poverty", func(b *testing.B) { benchmark(b, sample(1, 21_493, 0, exitplan.LeavePoverty)) })
	b.Run("near", func(b *testing.B) { benchmark(b, sample(1, 4_430, 17_063, exitplan.LeaveNearPoverty)) })
	b.Run("hard", func(b *testing.B) {
		p := sample(1, 4_430, 17_063, exitplan.LeaveNearPoverty)
		tighten(p, 1)
		benchmark(b, p)
	})
}
