package mpi

import (
	"encoding/csv"
	"math"
	"math/big"
	"os"
	"strconv"
	"testing"
)

func measure(t *testing.T, spec Spec, rows ...string) Figures {
	t.Helper()
	m, err := NewMeter(spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		m.Add(deprivedIn(r), 1)
	}
	return m.Measures().All
}

func deprivedIn(s string) []bool {
	out := make([]bool, len(s))
	for i := range s {
		out[i] = s[i] == '1'
	}
	return out
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s = %.9f, want %.9f", what, got, want)
	}
}

func TestSmallPublished(t *testing.T) {
	spec := Spec{Indicators: []string{"a", "b", "c", "d"}, K: Cutoff{Share: big.NewRat(1, 2)}}
	f := measure(t, spec, "1010", "0100", "0111", "1000", "1010")
	near(t, "H", f.H, 0.6, 1e-12)
	near(t, "A", f.A, 0.5833, 5e-5)
	near(t, "M0", f.M0, 0.35, 1e-12)
	// Published by columns 0110 0011 0010 0110; these are its rows.
	f = measure(t, spec, "0000", "1001", "1111", "0100")
	near(t, "H", f.H, 0.5, 1e-12)
	near(t, "A", f.A, 0.75, 1e-12)
	near(t, "M0", f.M0, 0.375, 1e-12)
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCRAN(t *testing.T) {
	rows := readCSV(t, "testdata/cran_MPI_examplePovertydf.csv")
	n := len(rows[0]) - 1
	m, err := NewMeter(Spec{Indicators: rows[0][:n], K: Cutoff{Count: 3}, By: rows[0][n:]})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		deprived := make([]bool, n)
		for i := range deprived {
			deprived[i] = r[i] == "1"
		}
		m.Add(deprived, 1, r[n])
	}
	got := m.Measures()
	near(t, "H", got.All.H, 0.9333333, 5e-8)
	near(t, "A", got.All.A, 0.5519481, 5e-8)
	near(t, "M0", got.All.M0, 0.5151515, 5e-8)
	total := 0.0
	for _, g := range got.Groups[0] {
		total += g.Share * g.M0
	}
	near(t, "sum of group share times M0", total, got.All.M0, 1e-12)
	checkCRANGroups(t, got)
}

func checkCRANGroups(t *testing.T, got Measures) {
	t.Helper()
	for _, r := range readCSV(t, "testdata/cran_MPI_computed_k3.csv")[1:] {
		f, ok := got.Groups[0][r[0]]
		if r[0] == "ALL" {
			f, ok = got.All, true
		}
		if !ok {
			t.Errorf("group %s is missing", r[0])
			continue
		}
		for i, v := range []float64{f.H, f.A, f.M0} {
			want, err := strconv.ParseFloat(r[3+i], 64)
			if err != nil {
				t.Fatal(err)
			}
			near(t, r[0]+" column "+strconv.Itoa(3+i), v, want, 5e-8)
		}
	}
}

func TestExactCutoff(t *testing.T) {
	third := []*big.Rat{big.NewRat(1, 6), big.NewRat(1, 6), big.NewRat(2, 3)}
	spec := Spec{Indicators: []string{"a", "b", "c"}, Weights: third, K: Cutoff{Share: big.NewRat(1, 3)}}
	if f := measure(t, spec, "110"); f.H != 1 {
		t.Errorf("1/6 + 1/6 >= 1/3 must be poor, H = %v", f.H)
	}
	if f := measure(t, spec, "100"); f.H != 0 {
		t.Errorf("1/6 < 1/3 must not be poor, H = %v", f.H)
	}
}

func TestRefused(t *testing.T) {
	ab := []string{"a", "b"}
	for name, spec := range map[string]Spec{
		"k 0":       {Indicators: ab},
		"k 3 of 2":  {Indicators: ab, K: Cutoff{Count: 3}},
		"share 2":   {Indicators: ab, K: Cutoff{Share: big.NewRat(2, 1)}},
		"sum 5/6":   {Indicators: ab, K: Cutoff{Count: 1}, Weights: []*big.Rat{big.NewRat(1, 2), big.NewRat(1, 3)}},
		"negative":  {Indicators: ab, K: Cutoff{Count: 1}, Weights: []*big.Rat{big.NewRat(-1, 2), big.NewRat(3, 2)}},
		"twice":     {Indicators: []string{"a", "a"}, K: Cutoff{Count: 1}},
		"no column": {K: Cutoff{Count: 1}},
	} {
		if _, err := NewMeter(spec); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
