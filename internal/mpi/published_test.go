package mpi

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"testing"
)

// surveyed measures the people of one period of syn_cdta, each with as many eighteenths of the weight as the published
// data give: the measures and their errors ask for no more than that.
func surveyed(t *testing.T, rows [][]string, period string, k Cutoff) *Meter {
	t.Helper()
	names := make([]string, 18)
	for i := range names {
		names[i] = fmt.Sprint("x", i)
	}
	m, err := NewMeter(Spec{Indicators: names, K: k, Errors: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if r[2] != period {
			continue
		}
		score, err1 := strconv.Atoi(r[3])
		people, err2 := strconv.Atoi(r[4])
		if err1 != nil || err2 != nil {
			t.Fatal(r)
		}
		deprived := make([]bool, len(names))
		for i := range score {
			deprived[i] = true
		}
		for range people {
			m.AddDrawn(Unit{r[0], r[1]}, deprived, 1)
		}
	}
	return m
}

// TestPublishedErrors: the measures of syn_cdta's first period with their errors, at several k, as R's survey and Stata
// have them (H .3352 ± .0055, M0 .1424 ± .0025, A .4248 ± .0019 at one third); their changes with the errors of a panel,
// the PSUs being the same in both periods, and as if they were not.
func TestPublishedErrors(t *testing.T) {
	rows := readCSV(t, "testdata/syn_cdta_scores.csv")
	third, fifth := Cutoff{Share: big.NewRat(1, 3)}, Cutoff{Share: big.NewRat(1, 5)}
	for _, k := range []struct {
		k               Cutoff
		h, m0, a        [2]float64 // of the first period, with the error
		dh, dm0, da     float64    // the changes
		panel, separate [3]float64 // their errors: H, M0, A
	}{
		{third, [2]float64{0.3352, 0.0055}, [2]float64{0.1424, 0.0025}, [2]float64{0.4248, 0.0019},
			-0.1044, -0.04846, -0.01782, [3]float64{0.007361, 0.003196, 0.002749},
			[3]float64{0.007291, 0.003162, 0.002684}},
		{fifth, [2]float64{0.6338, 0.0060}, [2]float64{0.2170, 0.0024}, [2]float64{0.3423, 0.0016},
			-0.11102, -0.05119, -0.02522, [3]float64{0.008329, 0.003128, 0.002246},
			[3]float64{0.008232, 0.003069, 0.002226}},
	} {
		before, after := surveyed(t, rows, "1", k.k), surveyed(t, rows, "2", k.k)
		f := before.Measures().All
		for what, x := range map[string]struct {
			got  float64
			err  Error
			want [2]float64
		}{"H": {f.H, f.HError, k.h}, "M0": {f.M0, f.M0Error, k.m0}, "A": {f.A, f.AError, k.a}} {
			near(t, what+" at "+k.k.String(), x.got, x.want[0], 5e-5)
			near(t, "error of "+what+" at "+k.k.String(), x.err.SE, x.want[1], 5e-5)
		}
		for how, want := range map[Sampling][3]float64{Panel: k.panel, Independent: k.separate} {
			c, err := Between(before, after, how)
			if err != nil || !c.All.Known {
				t.Fatal(err)
			}
			near(t, "change of H", c.All.H.Change, k.dh, 5e-6)
			near(t, "change of M0", c.All.M0.Change, k.dm0, 5e-6)
			near(t, "change of A", c.All.A.Change, k.da, 5e-6)
			for i, d := range []Difference{c.All.H, c.All.M0, c.All.A} {
				near(t, fmt.Sprint("error of change ", i), d.SE, want[i], 1e-6)
				near(t, "middle of the interval", (d.Low+d.High)/2, d.Change, 1e-12)
			}
		}
	}
}

// TestPanelOfOneself: who asks the same people again and hears the same answers knows the change exactly; strangers
// with the same answers do not.
func TestPanelOfOneself(t *testing.T) {
	m := surveyed(t, readCSV(t, "testdata/syn_cdta_scores.csv"), "1", Cutoff{Count: 6})
	same, err1 := Between(m, m, Panel)
	strangers, err2 := Between(m, m, Independent)
	if err1 != nil || err2 != nil || same.All.H.SE != 0 ||
		math.Abs(strangers.All.H.SE-math.Sqrt2*m.Measures().All.HError.SE) > 1e-12 {
		t.Errorf("%+v %+v", same.All.H, strangers.All.H)
	}
}

// TestNested: weights nest exactly, and dimensions contribute what their indicators do.
func TestNested(t *testing.T) {
	dimensions, err := ParseDimensions("health = nutr, cm; education=satt,educ;living=a,b,c,d,e,f;")
	if err != nil {
		t.Fatal(err)
	}
	names, weights, err := Nested(dimensions)
	if err != nil || len(names) != 10 || weights[0].RatString() != "1/6" || weights[9].RatString() != "1/18" {
		t.Fatal(names, weights, err)
	}
	spec := Spec{Indicators: names, Weights: weights, Dimensions: dimensions, K: Cutoff{Share: big.NewRat(1, 3)}}
	f := measure(t, spec, "1000111111", "0111000000", "1111111111", "0000000011")
	sum := 0.0
	for _, p := range spec.Parts(&f) {
		near(t, "weight of "+p.Name, p.Weight, 1.0/3, 1e-12)
		sum += p.Contribution
	}
	near(t, "the contributions", sum, 1, 1e-12)
	near(t, "that of health", spec.Parts(&f)[0].Contribution, (3+3+6)/18.0/((9.0+9+18)/18), 1e-12)
	own, err := ParseDimensions("x:1/2=a; y:0.5=b,c")
	if _, w, err2 := Nested(own); err != nil || err2 != nil || w[1].RatString() != "1/4" {
		t.Error(w, err, err2)
	}
	for _, bad := range []string{"", "x", "x=", "=a", "x:q=a", "x=a;x=b", "x:1/2=a;y=b", "x:1/2=a;y:1/3=b"} {
		d, err := ParseDimensions(bad)
		if err == nil {
			_, _, err = Nested(d)
		}
		if err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestCutoffs(t *testing.T) {
	ks, err := ParseCutoffs("1, 1/1,1/3,0.5")
	if err != nil || fmt.Sprint(ks) != "[1 1/1 1/3 1/2]" || ks[0].Share != nil {
		t.Error(ks, err)
	}
	for _, bad := range []string{"", "1/3,", "1/3,2/6", "3,3", "0", "-1"} {
		if ks, err := ParseCutoffs(bad); err == nil {
			t.Errorf("%q is taken as %v", bad, ks)
		}
	}
}
