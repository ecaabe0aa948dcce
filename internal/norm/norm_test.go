package norm

import (
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"giamngheo/internal/target"
)

func shipped(t testing.TB, name string) *Set {
	t.Helper()
	file := filepath.Join("../../data/money/norms", name+".yaml")
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(name+".yaml", b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFaults: each fault with its line.
func TestFaults(t *testing.T) {
	b, err := os.ReadFile("../../data/money/norms/mau-cong.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"sample: true", "samples: true", "x.yaml:6: không có khóa|x.yaml:6: "},
		{`coefficient: "0.4"`, `coefficient: 0.4`, "x.yaml:21: "},
		{`coefficient: "0.4"`, `coefficient: "0,4"`, `x.yaml:21: `},
		{`coefficient: "0.4"`, `coefficient: "-1"`, "x.yaml:21: "},
		{`coefficient: "0.4"`, `coefficient: NaN`, "x.yaml:21: "},
		{`, coefficient: "0.4"`, ``, "x.yaml:21: "},
		{`{below: "100", coefficient: "0.6"}`, `{below: "40", coefficient: "0.6"}`, "x.yaml:22: "},
		{`{below: "100", coefficient: "0.6"}`, `{from: "60", below: "100", coefficient: "0.6"}`, "x.yaml:22: hở"},
		{`{below: "100", coefficient: "0.6"}`, `{from: "40", below: "100", coefficient: "0.6"}`, "x.yaml:22: chồng"},
		{"      - {coefficient: \"1\"}\n", "", "x.yaml:23: hở"},
		{`{below: "50", coefficient: "0.4"}`, `{coefficient: "0.4"}`, "x.yaml:22: chồng"},
		{"    cite: 'MẪU (08/2022/NQ-HĐND, chưa có toàn văn)'\n  - code: khmer_share", "  - code: khmer_share", "x.yaml:16: "},
		{"form: sum", "form: product", "x.yaml:14: "},
		{"form: sum", "form: share", "x.yaml:14: "},
		{"nodes: [DA2]", "nodes: []", "x.yaml:10: "},
		{"round_to: 1", "round_to: 0.5", "x.yaml:13: "},
		{"round_to: 1", "round_to: -1", "x.yaml:13: "},
		{"  - code: coastal", "  - code: poor", "x.yaml:37: "},
		{"form: sum", "form: sum\nhighest_of: [[poor, xa]]", "x.yaml:15: "},
		{"form: sum", "form: sum\nfloor: {amount: 1.5}", "x.yaml:15: "},
		{"form: sum", "form: sum\nfloor: {amount: 1.500}", "x.yaml:15: “1.500”: số tiền phải là số đồng nguyên"},
		{"form: sum", "form: sum\nfloor: {amount: 9000000000000001}", "x.yaml:15: “9000000000000001”: số tiền nhiều nhất"},
		{"form: sum", "form: sum\nceiling: {percent_of_pool: 50}", "x.yaml:15: "},
		{"form: sum", "form: sum\nfloor: {amount: 9}\nceiling: {amount: 8}", "x.yaml:15: "},
		{"form: sum", "form: sum\noff_the_top: [{node: DA7, most_percent: \"150\"}]", "x.yaml:15: "},
		{"form: sum", "form: sum\ntiers: [{what: norm}, {what: signed}]", "x.yaml:15: "},
		{"form: sum", "form: sum\ntiers: [{what: coastal}, {what: norm}]", "x.yaml:15: cột “coastal”"},
		{"  - code: poor\n", "  - code: poor\n    merge: khmer_share\n", "x.yaml:16: cột “khmer_share”"},
		{"    list: coastal_difficult\n", "", "x.yaml:37: "},
	} {
		text := strings.Replace(string(b), c.from, c.to, 1)
		if text == string(b) {
			t.Fatalf("nothing to replace: %s", c.from)
		}
		_, err := Read("x.yaml", []byte(text), nil)
		faults := target.FaultsOf(err)
		said := ""
		for _, f := range faults {
			said += f.String() + "\n"
		}
		if !slices.ContainsFunc(strings.Split(c.want, "|"), func(s string) bool { return strings.Contains(said, s) }) {
			t.Errorf("%q: want %q, got\n%s", c.to, c.want, said)
		}
	}
	for _, text := range []string{"", "---\n---\n", "[", "norm: [1]"} {
		if _, err := Read("x.yaml", []byte(text), nil); len(target.FaultsOf(err)) == 0 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestShipped: every norm that is shipped is sound and says that it is a sample.
func TestShipped(t *testing.T) {
	all, err := Shipped(os.DirFS("../../data"))
	if err != nil || len(all) != 4 {
		t.Fatal(len(all), err)
	}
	for _, s := range all {
		if !s.Sample {
			t.Errorf("%s is no sample", s.Code)
		}
	}
	columns := shipped(t, "mau-cong").Columns()
	kinds := map[string]Kind{}
	for _, c := range columns {
		kinds[c.Code] = c.Kind
	}
	if !maps.Equal(kinds, map[string]Kind{"poor": Number, "khmer_share": Share, "coastal": YesNo}) {
		t.Error(kinds)
	}
}

// FuzzRead: whatever the file, faults or a norm whose bands hold every value.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"mau-cong", "mau-san-tran", "16-2026-qd-ttg"} {
		b, err := os.ReadFile("../../data/money/norms/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := Read("x.yaml", b, nil)
		if err != nil {
			return
		}
		for i := range s.Criteria {
			if c := &s.Criteria[i]; len(c.Bands) > 0 {
				if at, _ := c.Band(big.NewRat(1, 1)); c.Range(at).VI == "" {
					t.Fatal(c.Code)
				}
			}
		}
	})
}
