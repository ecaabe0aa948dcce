package allocation

import (
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
)

const pool = 1_000_000_003

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

func shipped(t testing.TB, name string) *norm.Set {
	t.Helper()
	file := filepath.Join("../../data/money/norms", name+".yaml")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := norm.Read(name+".yaml", b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// five are the communes of the worked example.
func five() (out []Unit) {
	for _, v := range [][]string{{"A", "120", "300", "0.42", "0"}, {"B", "80", "150", "0.05", "0"},
		{"C", "45", "95", "0.31", "1"}, {"D", "210", "410", "0.58", "0"}, {"E", "9", "40", "0", "0"}} {
		u := Unit{Code: v[0], Name: "Xã " + v[0], Values: map[string]*big.Rat{}}
		for i, column := range []string{"poor", "near_poor", "khmer_share", "coastal"} {
			u.Values[column] = rat(v[i+1])
		}
		out = append(out, u)
	}
	return out
}

// failer is a test of either kind.
type failer interface{ Fatal(...any) }

func allocate(t failer, in *Input) *Allocation {
	a, err := Allocate(in)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func results(a *Allocation) (out []int64) {
	for i := range a.Rows {
		out = append(out, a.Rows[i].Result)
	}
	return out
}

// TestGolden: five communes, 1,000,000,003 đ, in three forms.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		norm    string
		weights []string
		want    []int64
		plus    string
		sum     string
	}{
		{"mau-cong", []string{"1.1", "0.7", "1.2", "1.5", "0.4"},
			[]int64{224489797, 142857143, 244897960, 306122450, 81632653}, "ACD", "4.9"},
		{"mau-nhan", []string{"276", "140", "114.54", "486.2", "25"},
			[]int64{264941349, 134390539, 109950660, 466719144, 23998311}, "ACE", "1041.74"},
		{"mau-san-tran", []string{"276", "140", "114.54", "486.2", "25"},
			[]int64{263312155, 133564137, 109274545, 463849166, 30000000}, "", "1041.74"},
	} {
		a := allocate(t, &Input{Norm: shipped(t, c.norm), Pool: pool, Units: five()})
		if d := cmp.Diff(c.want, results(a)); d != "" || a.Total != pool || a.Left != 0 || a.Weights.Cmp(rat(c.sum)) != 0 {
			t.Errorf("%s: %d, left %d, Σw %s: %s", c.norm, a.Total, a.Left, a.Weights, d)
		}
		plus := ""
		for i := range a.Rows {
			if a.Rows[i].Weight().Cmp(rat(c.weights[i])) != 0 {
				t.Errorf("%s %s: weight %s", c.norm, a.Rows[i].Unit.Code, a.Rows[i].Weight())
			}
			if a.Rows[i].Plus {
				plus += a.Rows[i].Unit.Code
			}
		}
		if c.plus != "" && c.plus != plus {
			t.Errorf("%s: one more to %s", c.norm, plus)
		}
	}
	a := allocate(t, &Input{Norm: shipped(t, "mau-nhan"), Pool: pool, Units: five()})
	if got := a.Rows[2].Formula(a.Norm); got != "(45 + 0,4 × 95) × 1,15 × 1,2 = 114,54" {
		t.Error(got)
	}
	for i, want := range []string{"0.9239", "0.3092", "0.8034", "0.3725", "0.5909"} {
		if got := a.Rows[i].Remainder().FloatString(4); got[1:] != want[1:] {
			t.Errorf("remainder %s, want %s", got, want)
		}
	}
	sum := allocate(t, &Input{Norm: shipped(t, "mau-cong"), Pool: pool, Units: five()})
	if sum.Quota.RatString() != "10000000030/49" || sum.Over != 3 {
		t.Error(sum.Quota, sum.Over)
	}
}

// TestMergerGolden: A and B become AB.
func TestMergerGolden(t *testing.T) {
	for _, c := range []struct {
		norm             string
		parts, anew, off int64
		why              []string
	}{
		{"mau-cong", 367346940, 261904763, -105442177, []string{"1,1 + 0,7 = 1,8", "27,2 %: dưới 30 %|trên 0 % và dưới 30 %"}},
		{"mau-nhan", 399331888, 377831250, -21500638, []string{"27,2 %: dưới 30 %", "Xã A 1,15"}},
	} {
		m, err := MergeAll(&Input{Norm: shipped(t, c.norm), Pool: pool, Units: five()}, []Merge{{"A", "AB"}, {"B", "AB"}})
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Rows) != 1 || m.Rows[0].SumOfParts != c.parts || m.Rows[0].Recomputed != c.anew ||
			m.Rows[0].Difference != c.off || m.After.Total != pool || len(m.After.Rows) != 4 {
			t.Fatalf("%s: %+v", c.norm, m.Rows)
		}
		why := ""
		for _, w := range m.Rows[0].Why {
			why += w.VI + "\n"
		}
		for _, part := range c.why {
			if !slices.ContainsFunc(strings.Split(part, "|"), func(s string) bool { return strings.Contains(why, s) }) {
				t.Errorf("%s: no %q in\n%s", c.norm, part, why)
			}
		}
	}
}

// TestMergerUnknown: what cannot be told of the parts is not known of the whole, unless it is given.
func TestMergerUnknown(t *testing.T) {
	in := &Input{Norm: shipped(t, "mau-nhan"), Pool: pool, Units: five()}
	var gaps *Undetermined
	if _, err := MergeAll(in, []Merge{{"B", "BC"}, {"C", "BC"}}); !errors.As(err, &gaps) ||
		!slices.Equal(gaps.Gaps, []Gap{{"BC", "BC", "coastal"}}) {
		t.Fatal(err)
	}
	anew := Unit{Code: "BC", Name: "Xã mới", Values: map[string]*big.Rat{"coastal": rat("1")}}
	m, err := MergeAll(in, []Merge{{"B", "BC"}, {"C", "BC"}}, anew)
	if err != nil || len(m.Before.Rows) != 5 || m.Rows[0].Unit.Name != "Xã mới" || m.Before.Total != pool {
		t.Fatal(err)
	}
	// a successor that keeps the code of a part
	m, err = MergeAll(&Input{Norm: in.Norm, Pool: pool, Units: five()}, []Merge{{"A", "A"}, {"B", "A"}})
	if err != nil || m.Rows[0].Difference != -21500638 || m.Rows[0].Unit.Code != "A" {
		t.Fatal(err)
	}
	// B joins A, which stays: the same
	m, err = MergeAll(&Input{Norm: in.Norm, Pool: pool, Units: five()}, []Merge{{"B", "A"}})
	if err != nil || m.Rows[0].Difference != -21500638 || m.Rows[0].Unit.Name != "Xã A" || len(m.Rows[0].Parts) != 2 {
		t.Fatal(err)
	}
	if _, err = MergeAll(in, []Merge{{"B", "A"}}, anew); err == nil || !strings.Contains(err.Error(), "“BC”") {
		t.Error(err)
	}
	for name, merges := range map[string][]Merge{"unknown": {{"X", "Y"}}, "twice": {{"A", "Y"}, {"A", "Z"}}, "nowhere": {{"A", ""}}} {
		if _, err := MergeAll(in, merges); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLimit: a value on a limit is of the upper band, and it is said.
func TestLimit(t *testing.T) {
	s := shipped(t, "mau-cong")
	for value, want := range map[string]string{
		"0": "0 %: bằng 0 %", "0.3": "đúng mức giới hạn", "0.2999": "29,99 %: trên 0 % và dưới 30 %",
		"0.5": "từ 50 % trở lên", "1": "100 %: từ 50 % trở lên", "1/3": "≈ 33,3333 %: từ 30 % đến dưới 50 %"} {
		st := step(s.Criterion("khmer_share"), rat(value), norm.Sum)
		if got := st.Said().VI; !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
		if st.Limit != (value == "0.3" || value == "0.5") {
			t.Errorf("%s: on a limit: %t", value, st.Limit)
		}
	}
}

// TestRefused: what cannot be shared out is refused with what is wrong and the sums.
func TestRefused(t *testing.T) {
	product := shipped(t, "mau-nhan")
	change := func(f func(*Input)) *Input {
		in := &Input{Norm: product, Pool: pool, Units: five(), Off: map[string]int64{}, Hands: map[string]Hand{}}
		f(in)
		return in
	}
	floor := *product
	floor.Floor = &norm.Limit{Amount: &norm.Amount{Dong: 300_000_000}}
	ceiling := *product
	ceiling.Ceiling = &norm.Limit{PercentOfPool: &norm.Decimal{Rat: rat("10"), Text: "10"}}
	for want, in := range map[string]*Input{
		"không phải 0":          change(func(in *Input) { in.Pool = 0 }),
		"không phải −5":         change(func(in *Input) { in.Pool = -5 }),
		"9.000.000.000.000.001": change(func(in *Input) { in.Pool = norm.Most + 1 }),
		"không có dòng nào":     change(func(in *Input) { in.Units = nil }),
		"“A”":                   change(func(in *Input) { in.Units[1].Code = "A" }),
		"Xã B: poor, khmer_share; Xã E: coastal": change(func(in *Input) {
			delete(in.Units[1].Values, "poor")
			delete(in.Units[1].Values, "khmer_share")
			delete(in.Units[4].Values, "coastal")
		}),
		"1.500.000.000": change(func(in *Input) { in.Norm = &floor }),
		"500.000.000":   change(func(in *Input) { in.Norm = &ceiling }),
		"bằng 0": change(func(in *Input) {
			for i := range in.Units {
				in.Units[i].Values["poor"], in.Units[i].Values["near_poor"] = new(big.Rat), new(big.Rat)
			}
		}),
		"“X”":          change(func(in *Input) { in.Hands["X"] = Hand{1, "vì"} }),
		"A: ghi lý do": change(func(in *Input) { in.Hands["A"] = Hand{1, " "} }),
		"–":            change(func(in *Input) { in.Off["DA9"] = 1 }),
	} {
		if _, err := Allocate(in); errs.KindOf(err) != errs.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestHighest: of a group only the highest counts, and what is not known counts only where it could be higher.
func TestHighest(t *testing.T) {
	s := shipped(t, "16-2026-qd-ttg")
	unit := func(code string, values ...string) Unit {
		u := Unit{Code: code, Values: map[string]*big.Rat{}}
		for i, column := range []string{"zone3", "zone2", "zone1", "other_commune", "hard_hamlets"} {
			if values[i] != "?" {
				u.Values[column] = rat(values[i])
			}
		}
		return u
	}
	a := allocate(t, &Input{Norm: s, Pool: 1500, Units: []Unit{unit("1", "1", "1", "0", "?", "0"),
		unit("2", "0", "1", "?", "?", "3"), unit("3", "0", "0", "0", "1", "7")}})
	var weights []string
	for i := range a.Rows {
		weights = append(weights, a.Rows[i].Weight().RatString())
	}
	if d := cmp.Diff([]string{"50", "43", "32"}, weights); d != "" {
		t.Error(d)
	}
	if _, err := Allocate(&Input{Norm: s, Pool: 1500, Units: []Unit{unit("1", "?", "1", "0", "0", "0")}}); err == nil ||
		!strings.Contains(err.Error(), "1: zone3") {
		t.Error(err)
	}
}

// TestHighestOfProduct: who is on one list of a group has its coefficient, though it is below that of who is on none.
func TestHighestOfProduct(t *testing.T) {
	s := *shipped(t, "mau-nhan")
	half, less := &norm.Decimal{Rat: rat("0.5"), Text: "0.5"}, &norm.Decimal{Rat: rat("0.8"), Text: "0.8"}
	s.Criteria = []norm.Criterion{{Code: "coastal", List: "a", Coefficient: half, Cite: "x"},
		{Code: "other", List: "b", Coefficient: less, Cite: "x"}}
	s.HighestOf = [][]string{{"coastal", "other"}}
	units := five()[:3]
	for i, on := range []string{"0", "1", "1"} { // A on none, B on one, C on both
		units[i].Values["other"], units[i].Values["coastal"] = rat(on), rat([]string{"0", "0", "1"}[i])
	}
	a := allocate(t, &Input{Norm: &s, Pool: pool, Units: units})
	for i, want := range []string{"240", "112", "332/5"} { // 240 · 1, 140 · 0.8, 83 · 0.8
		if got := a.Rows[i].Weight().RatString(); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

// TestTiersAndTop: what comes first comes first; the reserve has what no whole unit could be made of.
func TestTiersAndTop(t *testing.T) {
	s := *shipped(t, "mau-nhan")
	s.RoundTo = 1_000_000
	s.Reserve = &norm.Reserve{Percent: &norm.Decimal{Rat: rat("2"), Text: "2"}}
	s.OffTheTop = []norm.OffTheTop{{Node: "DA7", MostPercent: &norm.Decimal{Rat: rat("15"), Text: "15"}, Cite: "x"}}
	s.Tiers = []norm.Tier{{What: "signed_contracts"}, {What: norm.ByNorm}}
	units := five()
	for i, need := range []string{"100000001", "0", "7", "50000000", "0"} {
		units[i].Values["signed_contracts"] = rat(need)
	}
	in := &Input{Norm: &s, Pool: pool, Units: units, Off: map[string]int64{"DA7": 150_000_000},
		Hands: map[string]Hand{"B": {200_000_000, "cam kết với nhà tài trợ"}}}
	a := allocate(t, in)
	if a.Kept != 20_000_000 || a.Off[0].Most != 150_000_000 || a.Tiers[0].Given != 150_000_008 ||
		a.Shared != pool-20_000_000-150_000_000-150_000_008 || a.Left != 999_995 {
		t.Errorf("%+v", a)
	}
	if a.Total+a.Left+a.Kept+a.Off[0].Amount != pool || a.Rows[1].Result != 200_000_000 || a.Rows[1].Hand == nil {
		t.Error(results(a))
	}
	in.Off["DA7"]++
	if _, err := Allocate(in); err == nil || !strings.Contains(err.Error(), "150.000.000") {
		t.Error(err)
	}
	// a tier that cannot be met is shared out by need
	in.Off, in.Hands, in.Pool = nil, nil, 102_040_820
	if a = allocate(t, in); !slices.Equal(results(a)[:4], []int64{66666666, 0, 5, 33333333}) || a.Shared != 0 {
		t.Error(results(a), a.Shared)
	}
}

// TestProperties: the sum, the order of units and the scale of weights, in both forms and any unit.
func TestProperties(t *testing.T) {
	sets := []*norm.Set{shipped(t, "mau-cong"), shipped(t, "mau-nhan")}
	rapid.Check(t, func(t *rapid.T) {
		s := *rapid.SampledFrom(sets).Draw(t, "norm")
		s.RoundTo = rapid.SampledFrom([]int64{1, 1000, 1_000_000}).Draw(t, "round")
		in := &Input{Norm: &s, Pool: rapid.Int64Range(1, norm.Most).Draw(t, "pool")}
		for i := range rapid.IntRange(1, 30).Draw(t, "n") {
			in.Units = append(in.Units, Unit{Code: fmt.Sprint(i), Values: map[string]*big.Rat{
				"poor":        big.NewRat(rapid.Int64Range(1, 900).Draw(t, "poor"), 1),
				"near_poor":   big.NewRat(rapid.Int64Range(0, 900).Draw(t, "near"), 1),
				"khmer_share": big.NewRat(rapid.Int64Range(0, 20).Draw(t, "khmer"), 20),
				"coastal":     big.NewRat(rapid.Int64Range(0, 1).Draw(t, "coastal"), 1)}})
		}
		a := allocate(t, in)
		if a.Total+a.Left != in.Pool || a.Left >= s.RoundTo {
			t.Fatal(a.Total, a.Left)
		}
		other := *in
		other.Units = slices.Clone(in.Units)
		slices.Reverse(other.Units)
		if d := cmp.Diff(results(a), results(allocate(t, &other))); d != "" {
			t.Fatal(d)
		}
		// a merger of a unit with itself changes nothing
		m, err := MergeAll(in, []Merge{{"0", "0"}})
		if err != nil || m.Rows[0].Difference != 0 {
			t.Fatal(err)
		}
	})
}

// TestCompare: the sums agree, and it is said where a larger pool gave somebody less.
func TestCompare(t *testing.T) {
	a := allocate(t, &Input{Norm: shipped(t, "mau-cong"), Pool: pool, Units: five()})
	b := allocate(t, &Input{Norm: shipped(t, "mau-nhan"), Pool: pool, Units: five()})
	c := Compare(a, b, "poor")
	if c.Gain != 2 || c.Lose != 3 || c.Same != 0 || c.Moved.RatString() != "201048246" || !c.Monotone {
		t.Errorf("%d %d %s", c.Gain, c.Lose, c.Moved)
	}
	if c.PerA.Min.FloatString(0) != "1457726" || c.PerA.Median.FloatString(0) != "1870748" || c.PerA.Max.FloatString(0) != "9070295" {
		t.Error(c.PerA.Min.FloatString(0), c.PerA.Median.FloatString(0), c.PerA.Max.FloatString(0))
	}
	s := *shipped(t, "mau-nhan")
	s.RoundTo = 1_000_000
	three := []Unit{}
	for i, poor := range []string{"6", "6", "2"} {
		three = append(three, Unit{Code: fmt.Sprint(i), Values: map[string]*big.Rat{"poor": rat(poor), "near_poor": rat("0"),
			"khmer_share": rat("0"), "coastal": rat("0")}})
	}
	c = Compare(allocate(t, &Input{Norm: &s, Pool: 10_000_000, Units: three}),
		allocate(t, &Input{Norm: &s, Pool: 11_000_000, Units: three[:]}), "poor")
	if c.Monotone || c.Lose != 1 {
		t.Error("the third has less of more, and nobody says so")
	}
	if c = Compare(a, allocate(t, &Input{Norm: a.Norm, Pool: pool, Units: five()[1:]}), "x"); len(c.OnlyA) != 1 || c.PerA != nil {
		t.Error(c.OnlyA)
	}
}
