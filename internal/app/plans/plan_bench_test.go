package plans_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/date"
	"giamngheo/internal/officetest"
	"giamngheo/internal/place"
	"giamngheo/internal/programme"
	"giamngheo/internal/snapshot"
)

// benchSupports are so many supports of the year over the households of an office.
func benchSupports(o *app.Desks, households, n int) []programme.Support {
	rng := rand.New(rand.NewPCG(3, 5))
	kinds := []string{"job_placed", "job_abroad", "vocational_course", "production_model", "production_support",
		"officer_training", "legal_aid_asked", "legal_aid_given"}
	var communes []place.Code
	for _, d := range o.Office.Places().Children("94", o.Office.Day()) {
		for _, c := range o.Office.Places().Children(d.Code, o.Office.Day()) {
			communes = append(communes, c.Code)
		}
	}
	out := make([]programme.Support, n)
	for i := range out {
		out[i] = programme.Support{ID: int64(i + 1), Kind: kinds[rng.IntN(len(kinds))],
			Household: int64(rng.IntN(households) + 1), Member: rng.IntN(4), Commune: communes[rng.IntN(len(communes))],
			Day: date.Must(2024, 1, 1).AddDays(rng.IntN(350)), Quantity: 1, Amount: 1_000_000,
			Facts: programme.Facts(rng.IntN(1 << 9)), State: programme.Valid}
	}
	return out
}

// BenchmarkPlan: every part of the plan in every place of the province on any day, from the province's register and
// 200,000 supports; the leader's page; and the first counting, which reads every version of every household.
func BenchmarkPlan(b *testing.B) {
	const households = 335_886
	ctx := context.Background()
	o := officetest.Demo(b, households)
	a := officetest.SignIn(b, o, "lanhdao")
	if n := len(officetest.List(b, o, a, snapshot.Query{})); n == 0 {
		b.Fatal("no register")
	}
	o.Plans.FillSupports(benchSupports(o, households, 200_000))
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			o.Plans.ForgetPlans()
			start := time.Now()
			if _, err := o.Plans.Progress(ctx, a, plans.ProgressInput{}); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(time.Since(start).Seconds(), "s")
		}
	})
	day := 0
	b.Run("all-places", func(b *testing.B) {
		for b.Loop() {
			day++ // another day each time: nothing is kept of it
			all, err := o.Plans.AllParts(ctx, a, plans.ProgressInput{Year: 2024,
				On: date.Must(2024, 12, 20).AddDays(-day % 300)})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(len(all)), "figures")
		}
	})
	b.Run("leaders-page", func(b *testing.B) {
		for b.Loop() {
			day++
			if _, err := o.Plans.Progress(ctx, a, plans.ProgressInput{Year: 2024,
				On: date.Must(2024, 12, 20).AddDays(-day % 300)}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("target", func(b *testing.B) {
		for b.Loop() {
			if _, err := o.Plans.Target(ctx, a, plans.ProgressInput{Year: 2024}, "insured"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("behind", func(b *testing.B) {
		for b.Loop() {
			if _, err := o.Plans.Behind(ctx, a, plans.BehindInput{ProgressInput: plans.ProgressInput{Year: 2024},
				Part: "insured", Limit: 50}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
