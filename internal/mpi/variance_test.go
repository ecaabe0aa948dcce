package mpi

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestErrorOfSimpleSample: of single units drawn at random the error of a share is sqrt(p(1-p)/(n-1)).
func TestErrorOfSimpleSample(t *testing.T) {
	m, err := NewMeter(Spec{Indicators: []string{"a"}, K: Cutoff{Count: 1}, Errors: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		m.Add([]bool{i < 20}, 1)
	}
	f := m.Measures().All
	if want := math.Sqrt(0.4 * 0.6 / 49); !f.HError.Known || math.Abs(f.HError.SE-want) > 1e-12 {
		t.Errorf("%+v, want %v", f.HError, want)
	}
	// logit(0.4) ± t × SE / (0.4 × 0.6), where a table of Student's t has 2.0096 for 49 degrees of freedom
	half := 2.0096 * f.HError.SE / 0.24
	low, high := 1/(1+math.Exp(-math.Log(2.0/3)+half)), 1/(1+math.Exp(-math.Log(2.0/3)-half))
	if l, h := f.HError.Low, f.HError.High; math.Abs(l-low) > 1e-4 || math.Abs(h-high) > 1e-4 {
		t.Errorf("from %v to %v", l, h)
	}
	if f.AError.SE != 0 {
		t.Errorf("the intensity of one indicator varies: %+v", f.AError)
	}
}

// TestErrorOfDesign holds the errors, of all and of a group, against the linearised value of every person written out:
// its sum over each cluster, its variance between the clusters of a stratum.
func TestErrorOfDesign(t *testing.T) {
	type person struct {
		at     Unit
		d      []bool
		w      float64
		group  string
		poor   float64
		scored float64
	}
	r := rand.New(rand.NewPCG(1, 2))
	m, err := NewMeter(Spec{Indicators: []string{"a", "b", "c"}, K: Cutoff{Count: 2}, By: []string{"g"}, Errors: true})
	if err != nil {
		t.Fatal(err)
	}
	var all []person
	for i := range 400 {
		p := person{at: Unit{fmt.Sprint(i % 3), fmt.Sprint(i%3, " ", i/3%(4+i%3))}, w: 0.5 + r.Float64(),
			group: fmt.Sprint(r.IntN(2))}
		n := 0.0
		for range 3 {
			d := r.Float64() < 0.4
			if p.d = append(p.d, d); d {
				n++
			}
		}
		if n >= 2 {
			p.poor, p.scored = 1, n/3
		}
		all = append(all, p)
		m.AddDrawn(p.at, p.d, p.w, p.group)
	}
	plain := func(group string, over, under func(p *person) float64) float64 {
		var y, x float64
		for i := range all {
			if p := &all[i]; group == "" || p.group == group {
				y, x = y+p.w*over(p), x+p.w*under(p)
			}
		}
		cluster := map[Unit]float64{}
		for i := range all {
			p := &all[i]
			z := p.w * (over(p) - y/x*under(p)) / x
			if group != "" && p.group != group {
				z = 0
			}
			cluster[p.at] += z
		}
		variance := 0.0
		for _, stratum := range []string{"0", "1", "2"} {
			var z []float64
			mean := 0.0
			for u, v := range cluster {
				if u.Stratum == stratum {
					z, mean = append(z, v), mean+v
				}
			}
			n := float64(len(z))
			for _, v := range z {
				variance += n / (n - 1) * (v - mean/n) * (v - mean/n)
			}
		}
		return math.Sqrt(variance)
	}
	one, poor, scored := func(*person) float64 { return 1 }, func(p *person) float64 { return p.poor },
		func(p *person) float64 { return p.scored }
	got := m.Measures()
	for group, f := range map[string]Figures{"": got.All, "0": got.Groups[0]["0"], "1": got.Groups[0]["1"]} {
		for name, c := range map[string]struct{ got, want float64 }{"H": {f.HError.SE, plain(group, poor, one)},
			"A": {f.AError.SE, plain(group, scored, poor)}, "M0": {f.M0Error.SE, plain(group, scored, one)}} {
			if math.Abs(c.got-c.want) > 1e-12 || c.got == 0 {
				t.Errorf("%s of %q: %v, want %v", name, group, c.got, c.want)
			}
		}
	}
}

// TestNoErrorOfOneCluster: of a stratum with one cluster nothing can be said.
func TestNoErrorOfOneCluster(t *testing.T) {
	m, err := NewMeter(Spec{Indicators: []string{"a"}, K: Cutoff{Count: 1}, Errors: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		m.AddDrawn(Unit{"1", "only"}, []bool{i%2 == 0}, 1)
	}
	if e := m.Measures().All.HError; e.Known {
		t.Errorf("%+v", e)
	}
}
