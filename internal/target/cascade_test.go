package target

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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
	three := []Weighted{{"941", "Một", 1}, {"942", "Hai", 1}, {"943", "Ba", 1}}
	count := func(rule string) *Part { return &Part{Kind: "count", Cascade: CascadeRule{Rule: rule}} }
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
		{"proportional", 61, three, []float64{21, 20, 20}},                                                              // of equal remainders the first
		{"proportional", 10, []Weighted{{"1", "", 5}, {"2", "", 3}, {"3", "", 1}, {"4", "", 0}}, []float64{6, 3, 1, 0}}, // 5.56, 3.33, 1.11
	} {
		got, err := Cascade(count(c.rule), c.planned, c.units)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, values(got)); diff != "" {
			t.Errorf("%s of %g: %s", c.rule, c.planned, diff)
		}
	}
	same, _ := Cascade(count("same"), 80, three)
	*same[0].Value = 70
	if *same[1].Value != 80 {
		t.Error("one place's value is another's")
	}
	for want, c := range map[string]struct {
		planned float64
		units   []Weighted
	}{
		"số nguyên không âm": {1.5, three}, "mẫu số bằng 0": {10, []Weighted{{"1", "A", 0}}}, "A: tỷ trọng âm": {10, []Weighted{{"1", "A", -1}, {"2", "B", 3}}},
	} {
		if _, err := Cascade(count("proportional"), c.planned, c.units); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestCascadeIsExact: shares add up to the total, are within one of their quota, and no heavier place has less.
func TestCascadeIsExact(t *testing.T) {
	part := &Part{Kind: "count", Cascade: CascadeRule{Rule: "proportional"}}
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int64Range(0, 1<<50), 1, 120).Draw(t, "weights")
		weights[0]++
		total := rapid.Int64Range(0, 1<<50).Draw(t, "total")
		units, all := make([]Weighted, len(weights)), 0.0
		for i, w := range weights {
			units[i].Weight = w
			all += float64(w)
		}
		got, err := Cascade(part, float64(total), units)
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
	count, rate := &Part{Kind: "count"}, &Part{Kind: "rate"}
	at := func(name string, weight int64, v float64) Planned {
		return Planned{Name: name, Weight: weight, Value: &v}
	}
	for _, c := range []struct {
		name    string
		part    *Part
		planned float64
		units   []Planned
		agrees  bool
		text    string
	}{
		{"a sum that agrees", count, 6000, []Planned{at("A", 0, 4000), at("B", 0, 2000)}, true, "tổng các đơn vị 6.000 khớp"},
		{"a sum that is short", count, 6000, []Planned{at("A", 0, 4000), at("B", 0, 1990)}, false, "tổng các đơn vị 5.990, ít hơn mức của tỉnh (6.000) là 10"},
		{"a sum too many", count, 60, []Planned{at("A", 0, 61)}, false, "nhiều hơn mức của tỉnh (60) là 1"},
		{"a place without any", count, 60, []Planned{at("A", 0, 60), {Name: "B"}}, false, "chưa giao cho: B"},
		{"none given", count, 60, []Planned{{Name: "B"}}, false, "chưa giao cho đơn vị nào"},
		{"a mean by denominators", rate, 80, []Planned{at("A", 300, 90), at("B", 100, 50)}, true, "bình quân theo tỷ trọng các đơn vị 80,00 khớp"},
		{"a mean below", rate, 80, []Planned{at("A", 100, 90), at("B", 300, 50)}, false, "60,00, thấp hơn mức của tỉnh (80,00) là 20,00"},
		{"no denominators", rate, 80, []Planned{at("A", 0, 90)}, false, "mẫu số của mọi đơn vị bằng 0"},
	} {
		if r := Reconcile(c.part, c.planned, c.units); r.Agrees != c.agrees || !strings.Contains(r.Text.VI, c.text) {
			t.Errorf("%s: %+v", c.name, r)
		}
	}
}
