package allocation

import (
	"fmt"
	"math/big"
	"testing"
	"time"
)

// many are 109 communes with values of every band.
func many() (out []Unit) {
	for i := range 109 {
		out = append(out, Unit{Code: fmt.Sprint(31500 + i), Values: map[string]*big.Rat{
			"poor": big.NewRat(int64(1+i*37%211), 1), "near_poor": big.NewRat(int64(i*91%307), 1),
			"khmer_share": big.NewRat(int64(i%11), 10), "coastal": big.NewRat(int64(i%5/4), 1)}})
	}
	return out
}

// naive shares out as a spreadsheet would, in floats that need not add up.
func naive(weights, out []float64, pool float64) {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	for i, w := range weights {
		out[i] = float64(int64(pool * w / sum))
	}
}

// BenchmarkAllocate shares out to 109 units with the derivation of each; the bar is 60 µs, the naive loop of floats
// beside it has neither derivation nor a sum that holds.
func BenchmarkAllocate(b *testing.B) {
	in := &Input{Norm: shipped(b, "mau-nhan"), Pool: 123_456_789_012, Units: many()}
	weights, out := make([]float64, 109), make([]float64, 109)
	a, err := Allocate(in)
	if err != nil {
		b.Fatal(err)
	}
	for i := range a.Rows {
		weights[i], _ = a.Rows[i].Weight().Float64()
	}
	const loops = 1000
	begun := time.Now()
	for range loops {
		naive(weights, out, 123_456_789_012)
	}
	plain := time.Since(begun) / loops
	n := 0
	begun = time.Now()
	for b.Loop() {
		if _, err := Allocate(in); err != nil {
			b.Fatal(err)
		}
		n++
	}
	each := time.Since(begun) / time.Duration(n)
	b.ReportMetric(float64(each)/float64(max(plain, 1)), "times-naive")
}
