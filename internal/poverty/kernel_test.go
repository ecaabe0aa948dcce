package poverty

import (
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/mpi"
	"giamngheo/internal/place"
)

func table(t testing.TB, on date.Date) *Table {
	t.Helper()
	tab, err := compiled(t, on).Table()
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

// TestTableFromLaw: the incomes that part the classes are the law's lines, and nothing else.
func TestTableFromLaw(t *testing.T) {
	tab := table(t, review)
	if d := cmp.Diff([3][]uint32{{}, {1_500_000, 2_250_000}, {2_000_000, 3_000_000}},
		[3][]uint32{{}, tab.cuts[1], tab.cuts[2]}); d != "" {
		t.Error(d)
	}
	if tab = table(t, date.Must(2028, 1, 1)); cmp.Diff([]uint32{2_200_000}, tab.cuts[1]) != "" ||
		cmp.Diff([]uint32{2_800_000}, tab.cuts[2]) != "" || tab.indicators != 11 {
		t.Errorf("2028: %v, %d indicators", tab.cuts, tab.indicators)
	}
}

// TestTableEqualsClassifier: the class by columns is the class by rules, for every mask, income and area, whatever is
// not answered.
func TestTableEqualsClassifier(t *testing.T) {
	s := compiled(t, review)
	tab, err := s.Table()
	if err != nil {
		t.Fatal(err)
	}
	c := s.Classifier()
	rapid.Check(t, func(t *rapid.T) {
		h := anyHousehold(t, 10)
		h.B1Score = household.Maybe[float64]{} // columns know income alone
		if h.IncomePerHead.Known && rapid.Bool().Draw(t, "near a line") {
			line := rapid.SampledFrom([]household.Dong{1_500_000, 2_250_000, 2_000_000, 3_000_000}).Draw(t, "line")
			h.IncomePerHead.Value = line + household.Dong(rapid.IntRange(-1, 1).Draw(t, "off"))
		}
		var r Result
		if err := c.Classify(&h, &r); err != nil {
			t.Fatal(err)
		}
		income := uint32(UnknownIncome)
		if h.IncomePerHead.Known {
			income = uint32(h.IncomePerHead.Value)
		}
		if got := tab.classAt(h.Area, income, r.Deprived, r.Unanswered); got != r.Class {
			t.Fatalf("columns %s, rules %s: area %d income %d %012b %012b", got, r.Class, h.Area, income, r.Deprived,
				r.Unanswered)
		}
	})
}

// columns draws columns of n households.
func columns(t *rapid.T, n int, unanswered bool, groups ...int) *Columns {
	c := &Columns{Class: make([]Class, n)}
	for _, g := range groups {
		c.Groupings = append(c.Groupings, Grouping{Groups: g})
	}
	for range n {
		c.Deprived = append(c.Deprived, rapid.Uint16Range(0, 4095).Draw(t, "mask"))
		c.Size = append(c.Size, rapid.Uint8Range(1, 12).Draw(t, "size"))
		c.Area = append(c.Area, place.Area(rapid.IntRange(1, 2).Draw(t, "area")))
		c.Income = append(c.Income, rapid.SampledFrom([]uint32{0, 1_499_999, 1_500_000, 1_500_001, 2_000_001, 2_250_001,
			3_000_000, 9_000_000}).Draw(t, "income"))
		for g := range c.Groupings {
			c.Groupings[g].Values = append(c.Groupings[g].Values,
				uint8(rapid.IntRange(0, c.Groupings[g].Groups-1).Draw(t, "group")))
		}
		if unanswered {
			c.Unanswered = append(c.Unanswered, rapid.SampledFrom([]uint16{0, 0, 0, 1, 4095}).Draw(t, "unanswered"))
		}
	}
	return c
}

// naive computes a group's figures from the rows, one after another, by the definitions.
func naive(tab *Table, c *Columns, in func(i int) bool) ColumnFigures {
	f := ColumnFigures{Censored: make([]float64, tab.indicators), Contributions: make([]float64, tab.indicators)}
	var measured, gap float64
	for i, m := range c.Deprived {
		if !in(i) {
			continue
		}
		u := uint16(0)
		if c.Unanswered != nil {
			u = c.Unanswered[i] &^ m
		}
		f.Households[tab.classAt(c.Area[i], c.Income[i], m, u)]++
		f.People += int64(c.Size[i])
		if u != 0 {
			f.Unmeasured += int64(c.Size[i])
			continue
		}
		measured += float64(c.Size[i])
		r := Result{Deprived: m}
		if n, _ := r.Count(); n < 3 {
			continue
		}
		f.Poor += int64(c.Size[i])
		for j := range tab.indicators {
			if m&(1<<j) != 0 {
				f.Censored[j] += float64(c.Size[i])
				gap += float64(c.Size[i]) / float64(tab.indicators)
			}
		}
	}
	if measured == 0 {
		return f
	}
	f.H, f.M0 = float64(f.Poor)/measured, gap/measured
	if f.Poor > 0 {
		f.A = f.M0 / f.H
	}
	for j := range f.Censored {
		f.Censored[j] /= measured
		if f.M0 > 0 {
			f.Contributions[j] = f.Censored[j] / float64(tab.indicators) / f.M0
		}
	}
	return f
}

// TestKernelEqualsNaive: every figure of every group, by the fast block and by the general one.
func TestKernelEqualsNaive(t *testing.T) {
	tab := table(t, review)
	near := cmpopts.EquateApprox(0, 1e-12)
	rapid.Check(t, func(t *rapid.T) {
		groups := rapid.SampledFrom([][]int{{}, {3}, {3, 5}, {2, 3, 4}}).Draw(t, "groupings")
		c := columns(t, rapid.IntRange(0, 60).Draw(t, "n"), rapid.Bool().Draw(t, "with unknowns"), groups...)
		got, err := tab.Measure(c)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(naive(tab, c, func(int) bool { return true }), got.All, near); d != "" {
			t.Fatalf("all: %s", d)
		}
		for g, grouping := range c.Groupings {
			m0 := 0.0
			for v := range grouping.Groups {
				want := naive(tab, c, func(i int) bool { return grouping.Values[i] == uint8(v) })
				if d := cmp.Diff(want, got.Groups[g][v], near); d != "" {
					t.Fatalf("group %d of %d: %s", v, g, d)
				}
				m0 += want.M0 * float64(want.People-want.Unmeasured)
			}
			if all := got.All.M0 * float64(got.All.People-got.All.Unmeasured); math.Abs(m0-all) > 1e-9*math.Max(1,
				all) {
				t.Fatalf("the groups' M0 make %g, all %g", m0, all)
			}
		}
		for i := range c.Class {
			u := uint16(0)
			if c.Unanswered != nil {
				u = c.Unanswered[i] &^ c.Deprived[i]
			}
			if want := tab.classAt(c.Area[i], c.Income[i], c.Deprived[i], u); c.Class[i] != want {
				t.Fatalf("household %d: %s, want %s", i, c.Class[i], want)
			}
		}
	})
}

// TestKernelEqualsMeter: the kernel and the generic measures agree, with weights of their own too.
func TestKernelEqualsMeter(t *testing.T) {
	plain, reweighed := table(t, review), table(t, review)
	var unequal []*big.Rat
	for j := range plain.indicators { // 6 dimensions of 1/6, as two halves; unequal on purpose
		unequal = append(unequal, big.NewRat(int64(1+j%2), 18))
	}
	third := big.NewRat(1, 3)
	if err := reweighed.Reweigh(unequal, third); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		tab, k, weights := plain, mpi.Cutoff{Count: 3}, []*big.Rat(nil)
		c := columns(rt, rapid.IntRange(1, 50).Draw(rt, "n"), false, 2, 3)
		if rapid.Bool().Draw(rt, "weighted") {
			tab, k, weights = reweighed, mpi.Cutoff{Share: third}, unequal
		}
		names := make([]string, tab.indicators)
		for j := range names {
			names[j] = string(rune('a' + j))
		}
		m, err := mpi.NewMeter(mpi.Spec{Indicators: names, Weights: weights, K: k})
		if err != nil {
			rt.Fatal(err)
		}
		row := make([]bool, tab.indicators)
		for i, mask := range c.Deprived {
			for j := range row {
				row[j] = mask&(1<<j) != 0
			}
			m.Add(row, float64(c.Size[i]))
		}
		got, err := tab.Measure(c)
		if err != nil {
			rt.Fatal(err)
		}
		want := m.Measures().All
		if math.Abs(got.All.H-want.H) > 1e-12 || math.Abs(got.All.A-want.A) > 1e-12 ||
			math.Abs(got.All.M0-want.M0) > 1e-12 {
			rt.Fatalf("kernel %g %g %g, meter %g %g %g", got.All.H, got.All.A, got.All.M0, want.H, want.A, want.M0)
		}
	})
}

// TestKernelInBulk: blocks, goroutines and packing lose nobody over half a million households of the greatest size.
func TestKernelInBulk(t *testing.T) {
	tab := table(t, review)
	const n = 500_000
	c := &Columns{Class: make([]Class, n), Groupings: []Grouping{{Groups: 11}, {Groups: 54}}}
	for i := range n {
		c.Deprived = append(c.Deprived, uint16(i*2654435761>>7)&4095|7)
		c.Size = append(c.Size, 255)
		c.Area = append(c.Area, place.Rural)
		c.Income = append(c.Income, 1_000_000)
		c.Groupings[0].Values = append(c.Groupings[0].Values, uint8(i%2))
		c.Groupings[1].Values = append(c.Groupings[1].Values, 53)
	}
	got, err := tab.Measure(c)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(naive(tab, c, func(int) bool { return true }), got.All, cmpopts.EquateApprox(0, 1e-9)); d != "" {
		t.Error(d)
	}
	if got.Groups[1][53].Poor != 255*n || got.Groups[0][0].Households[Poor] != n/2 ||
		got.Groups[0][1].Censored[0] != 1 {
		t.Errorf("%+v", got.Groups[0][1])
	}
}

func TestKernelErrors(t *testing.T) {
	tab := table(t, review)
	one := func() *Columns {
		return &Columns{Deprived: []uint16{1}, Size: []uint8{1}, Area: []place.Area{1}, Income: []uint32{1},
			Class: make([]Class, 1), Groupings: []Grouping{{"g", 2, []uint8{1}}}}
	}
	for name, spoil := range map[string]func(*Columns){
		"length": func(c *Columns) { c.Size = nil }, "group": func(c *Columns) { c.Groupings[0].Values[0] = 2 },
		"mask": func(c *Columns) { c.Deprived[0] = 1 << 12 }, "area": func(c *Columns) { c.Area[0] = 3 },
		"groups": func(c *Columns) { c.Groupings[0].Groups = 0 },
	} {
		c := one()
		spoil(c)
		if _, err := tab.Measure(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := tab.Measure(one()); err != nil {
		t.Error(err)
	}
	if err := tab.Reweigh(nil, big.NewRat(1, 3)); err == nil {
		t.Error("no weights were taken")
	}
}
