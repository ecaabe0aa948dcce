package cascade

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/target"
)

func values(units []Planned) (out []float64) {
	for _, u := range units {
		if u.Value == nil {
			out = append(out, math.Inf(-1))
			continue
		}
		out = append(out, *u.Value)
	}
	return out
}

func TestCascade(t *testing.T) {
	three := []Weighted{{"941", "Một", 1, 0}, {"942", "Hai", 1, 0}, {"943", "Ba", 1, 0}}
	count := func(rule string) *target.Part {
		return &target.Part{Kind: "count", Cascade: target.CascadeRule{Rule: rule}}
	}
	none := math.Inf(-1)
	for _, c := range []struct {
		rule    string
		planned float64
		units   []Weighted
		want    []float64
	}{
		{"same", 94.5, three, []float64{94.5, 94.5, 94.5}},
		{"manual", 94, three, []float64{none, none, none}},
		{"proportional", 60, three, []float64{20, 20, 20}},
		// of equal remainders the lesser code, wherever it stands in the list
		{"proportional", 61, three, []float64{21, 20, 20}},
		{"proportional", 61, []Weighted{three[2], three[0], three[1]}, []float64{20, 21, 20}},
		// 0.5, 1.5, 1: of equal remainders the one that weighs more
		{"proportional", 3, []Weighted{{"1", "", 1, 0}, {"2", "", 3, 0}, {"3", "", 2, 0}}, []float64{0, 2, 1}},
		// 5.56, 3.33, 1.11
		{"proportional", 10, []Weighted{{"1", "", 5, 0}, {"2", "", 3, 0}, {"3", "", 1, 0}, {"4", "", 0, 0}},
			[]float64{6, 3, 1, 0}},
	} {
		got, err := Share(count(c.rule), c.planned, c.units)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, values(got)); diff != "" {
			t.Errorf("%s of %g: %s", c.rule, c.planned, diff)
		}
	}
	same, _ := Share(count("same"), 80, three)
	*same[0].Value = 70
	if *same[1].Value != 80 {
		t.Error("one place's value is another's")
	}
	for want, c := range map[string]struct {
		planned float64
		units   []Weighted
	}{
		"số nguyên không âm": {1.5, three}, "mẫu số bằng 0": {10, []Weighted{{"1", "A", 0, 0}}},
		"A: tỷ trọng âm": {10, []Weighted{{"1", "A", -1, 0}, {"2", "B", 3, 0}}},
	} {
		if _, err := Share(count("proportional"), c.planned, c.units); err == nil ||
			!strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestCascadeIsExact: shares add up to the total, are within one of their quota, and no heavier place has less.
func TestCascadeIsExact(t *testing.T) {
	part := &target.Part{Kind: "count", Cascade: target.CascadeRule{Rule: "proportional"}}
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1<<50), 1, 120).Draw(t, "weights")
		weights[0]++
		total := rapid.Int64Range(0, 1<<50).Draw(t, "total")
		units, all := make([]Weighted, len(weights)), 0.0
		for i, w := range weights {
			units[i].Weight = w
			all += float64(w)
		}
		got, err := Share(part, float64(total), units)
		if err != nil {
			t.Fatal(err)
		}
		sum := int64(0)
		for i := range got {
			v := *got[i].Value
			sum += int64(v)
			if quota := float64(total) * (float64(weights[i]) / all); math.Abs(v-quota) > 1+1e-9*quota {
				t.Fatalf("%g for a quota of %g", v, quota)
			}
			for j := range got {
				if weights[i] > weights[j] && v < *got[j].Value {
					t.Fatal("a heavier place has less")
				}
			}
		}
		if sum != total {
			t.Fatalf("%d of %d", sum, total)
		}
		if r := Reconcile(part, float64(total), got); !r.Agrees {
			t.Fatalf("%+v", r)
		}
	})
}

func TestReconcile(t *testing.T) {
	count, rate := &target.Part{Kind: "count"}, &target.Part{Kind: "rate"}
	at := func(name string, weight int64, v float64) Planned {
		return Planned{Name: name, Weight: weight, Value: &v}
	}
	for _, c := range []struct {
		name    string
		part    *target.Part
		planned float64
		units   []Planned
		agrees  bool
		text    string
	}{
		{"a sum that agrees", count, 6000, []Planned{at("A", 0, 4000), at("B", 0, 2000)}, true,
			"tổng các đơn vị 6.000 khớp"},
		{"a sum that is short", count, 6000, []Planned{at("A", 0, 4000), at("B", 0, 1990)}, false,
			"tổng các đơn vị 5.990, ít hơn mức của tỉnh (6.000) là 10"},
		{"a sum too many", count, 60, []Planned{at("A", 0, 61)}, false, "nhiều hơn mức của tỉnh (60) là 1"},
		{"a place without any", count, 60, []Planned{at("A", 0, 60), {Name: "B"}}, false, "chưa giao cho: B"},
		{"none given", count, 60, []Planned{{Name: "B"}}, false, "chưa giao cho đơn vị nào"},
		{"a mean by denominators", rate, 80, []Planned{at("A", 300, 90), at("B", 100, 50)}, true,
			"bình quân theo tỷ trọng các đơn vị 80,00 khớp"},
		{"a mean below", rate, 80, []Planned{at("A", 100, 90), at("B", 300, 50)}, false,
			"60,00, thấp hơn mức của tỉnh (80,00) là 20,00"},
		{"no denominators", rate, 80, []Planned{at("A", 0, 90)}, false, "mẫu số của mọi đơn vị bằng 0"},
	} {
		if r := Reconcile(c.part, c.planned, c.units); r.Agrees != c.agrees || !strings.Contains(r.Text.VI, c.text) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}

// TestOwnFall: a fall is shared out by the places' own rates: 1 point of a province at 4 % is a quarter of what each
// has. By hand: 1,000 at 8 %, 2,000 at 3 %, 1,000 at 2 %; places at 0, and the weighted mean is the province's.
func TestOwnFall(t *testing.T) {
	part := &target.Part{Kind: "change", Better: "lower", Cascade: target.CascadeRule{Rule: "own"}}
	units := []Weighted{{"1", "A", 1000, 8}, {"2", "B", 2000, 3}, {"3", "C", 1000, 2}, {"4", "D", 0, 0}}
	got, err := Share(part, -1, units)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]float64{-2, -0.75, -0.5, math.Inf(-1)}, values(got)); diff != "" {
		t.Error(diff)
	}
	if r := Reconcile(part, -1, got); !r.Agrees || r.Total != -1 {
		t.Errorf("%+v", r)
	}
	part.Cascade = target.CascadeRule{Rule: "own", Least: 30, LeastRate: 2.5} // C gets none: the others carry its part
	got, _ = Share(part, -1, units)
	if diff := cmp.Diff([]float64{-4000 * 8 / 14000., -4000 * 3 / 14000., math.Inf(-1), math.Inf(-1)},
		values(got)); diff != "" {
		t.Error(diff)
	}
	if r := Reconcile(part, -1, got); !r.Agrees || !strings.Contains(r.Text.VI, "không giao riêng") ||
		!strings.Contains(r.Text.VI, "C, D") {
		t.Errorf("%+v", r)
	}
	// The Khmer of a ward: 1.86 % at the start, the province at 3.86 is to fall by 2: 0.96, which it can.
	got, _ = Share(&target.Part{Kind: "change", Cascade: target.CascadeRule{Rule: "own"}}, -2,
		[]Weighted{{"1", "Ward", 538, 1.86}, {"2", "Rest", 100_000, 3.87076}})
	if v := *got[0].Value; v < -1.86 || math.Abs(v+0.9637) > 1e-3 {
		t.Error(v)
	}
}

// TestOwnFallCanBeMet: whatever the places, no place is to fall by more than it has, unless the whole is; one at 0 has
// met its own; and the mean is the whole's.
func TestOwnFallCanBeMet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := &target.Part{Kind: "change", Better: "lower",
			Cascade: target.CascadeRule{Rule: "own", Least: rapid.IntRange(0, 60).Draw(t, "least"),
				LeastRate: rapid.Float64Range(0, 5).Draw(t, "least rate")}}
		units := make([]Weighted, rapid.IntRange(1, 40).Draw(t, "n"))
		var all, poor float64
		for i := range units {
			size := rapid.Int64Range(0, 5000).Draw(t, "size")
			met := rapid.Int64Range(0, size).Draw(t, "met")
			rate, _ := target.Tally{Met: met, NotMet: size - met}.Rate()
			units[i] = Weighted{"1", "U", size, rate}
			all, poor = all+float64(size), poor+float64(met)
		}
		if poor == 0 {
			return
		}
		whole := -rapid.Float64Range(0, 1).Draw(t, "fall") * 100 * poor / all
		got, err := Share(part, whole, units)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			if v := got[i].Value; v != nil && (-*v > units[i].Rate+1e-9 || part.Better != "lower") {
				t.Fatalf("%g of %g", *v, units[i].Rate)
			}
		}
		if r := Reconcile(part, whole, got); !r.Agrees || math.Abs(r.Difference) > 1e-9 {
			t.Fatalf("%+v", r)
		}
	})
}
