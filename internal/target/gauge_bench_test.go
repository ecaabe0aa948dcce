package target

import (
	"testing"

	"giamngheo/internal/date"
	"giamngheo/internal/programme"
)

// BenchmarkGaugeRegister counts one household of two members in all parts of plan 35: a poor one, and one that no part
// but the rates of all asks for.
func BenchmarkGaugeRegister(b *testing.B) {
	g := gauge(b, date.Must(2024, 12, 14))
	h := register35()[0].h
	out := make([]Tally, len(g.Parts()))
	for name, is := range map[string]programme.Facts{"poor": programme.Poor, "other": 0} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := g.Register(&h, is, 0, out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkReceipts finds the entries of 200,000 supports.
func BenchmarkReceipts(b *testing.B) {
	g := gauge(b, date.Must(2024, 12, 14))
	all := make([]programme.Support, 200_000)
	for i := range all {
		all[i] = programme.Support{ID: int64(i + 1), Kind: kinds[i%len(kinds)], Household: int64(1 + i/5), Member: 1 +
			i%3, Commune: "31552", Day: date.Must(2024, 1+i%12, 1+i%28),
			Facts: programme.Facts(1 << (i % 3)), Quantity: 1, State: programme.Valid}
	}
	for b.Loop() {
		if _, err := g.Receipts(all, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNewGauge compiles plan 35 with its language.
func BenchmarkNewGauge(b *testing.B) {
	for b.Loop() {
		gauge(b, date.Must(2024, 12, 14))
	}
}
