package exitplan_test

import (
	"testing"

	"giamngheo/internal/exitplan"
)

func benchmark(b *testing.B, poor, near int, goal exitplan.Goal) {
	p := sample(1, poor, near, goal)
	var s *exitplan.Solution
	for b.Loop() {
		var err error
		if s, err = exitplan.Solve(b.Context(), p); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.Value), "found")
	b.ReportMetric(float64(s.Bound), "bound")
	b.ReportMetric(s.Relaxation, "relaxation")
	b.ReportMetric(float64(s.Parts), "parts")
	b.ReportMetric(float64(s.Value)/float64(greedy(p)), "times-greedy")
}

func BenchmarkCommune(b *testing.B) {
	b.Run("poverty", func(b *testing.B) { benchmark(b, 200, 0, exitplan.LeavePoverty) })
	b.Run("near", func(b *testing.B) { benchmark(b, 40, 160, exitplan.LeaveNearPoverty) })
}

func BenchmarkProvince(b *testing.B) {
	b.Run("poverty", func(b *testing.B) { benchmark(b, 21_493, 0, exitplan.LeavePoverty) })
	b.Run("near", func(b *testing.B) { benchmark(b, 4_430, 17_063, exitplan.LeaveNearPoverty) })
}
