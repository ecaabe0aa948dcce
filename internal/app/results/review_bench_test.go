package results_test

import (
	"context"
	"io"
	"runtime/debug"
	"testing"
	"time"

	"giamngheo/internal/app"
	"giamngheo/internal/app/results"
	"giamngheo/internal/demotest"
	"giamngheo/internal/officetest"
	"giamngheo/internal/poverty"
	"giamngheo/internal/review"
)

// countByHand adds up what table 1 says of the province – households, people, poor and near-poor – in one plain loop
// over the facts: the least that a count of the province can cost.
func countByHand(o *app.Desks) (all, people, poor, near int64) {
	o.Results.EachFact(func(f *review.Fact) {
		if f.Gone {
			return
		}
		all++
		people += int64(f.People)
		switch f.Class {
		case poverty.Poor:
			poor++
		case poverty.NearPoor:
			near++
		}
	})
	return all, people, poor, near
}

// BenchmarkTables counts the tables 1 to 13 of the review that is under way for the province, its districts and its
// communes together from 335,886 households, and lists every poor and near-poor household for the lists 14 and 15,
// nothing kept from before. It states how many times a plain loop over the households that fills four figures of one
// place would fit.
func BenchmarkTables(b *testing.B) {
	o, _ := demotest.Open(b, demotest.Config{During: true}) // one that is announced is read, not counted
	ctx := context.Background()
	department := officetest.SignIn(b, o, "canbo.so")
	places := officetest.AllPlaces(o)
	defer debug.SetGCPercent(debug.SetGCPercent(200)) // as cmd/giamngheo sets it
	var run, lists, plain time.Duration
	for b.Loop() {
		start := time.Now()
		all, _, poor, near := countByHand(o)
		plain += time.Since(start)
		o.Results.ForgetFigures()
		start = time.Now()
		for _, p := range places {
			tables, err := o.Results.ReviewTables(ctx, department, 2024, p)
			if err != nil || len(tables) != 13 {
				b.Fatal(p, err)
			}
			if c := tables[0].Rows[len(tables[0].Rows)-1].Cells; p == "94" &&
				(c[0].Value != all || c[2].Value != poor || c[4].Value != near) {
				b.Fatalf("table 1 has %v, the plain loop %d, %d, %d", c, all, poor, near)
			}
		}
		listing := time.Now()
		listed := int64(0)
		for _, class := range []poverty.Class{poverty.NearPoor, poverty.Poor} {
			if err := o.Results.DetailedList(ctx, department, 2024, "94", class,
				func(*results.ListedHousehold) error { listed++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
		if listed != poor+near {
			b.Fatalf("%d households listed, not %d", listed, poor+near)
		}
		lists += time.Since(listing)
		run += time.Since(start)
	}
	b.ReportMetric(run.Seconds()/float64(b.N), "s-all-fifteen")
	b.ReportMetric(lists.Seconds()/float64(b.N), "s-lists-14-15")
	b.ReportMetric(float64(run)/float64(plain), "x-plain-loop")
}

// BenchmarkTablesBook writes the province's fifteen tables as a workbook.
func BenchmarkTablesBook(b *testing.B) {
	o := officetest.Demo(b, 0)
	ctx := context.Background()
	department := officetest.SignIn(b, o, "canbo.so")
	for b.Loop() {
		o.Results.ForgetFigures()
		if err := o.Results.WriteTables(ctx, department, 2024, "94", io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
