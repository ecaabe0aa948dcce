package sharing

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/normbook"
)

// TestAllocate: five communes, in all forms and with all that may be asked; and what is refused, with what to do.
func TestAllocate(t *testing.T) {
	lib := library.New(library.Config{Data: os.DirFS("../../../data"), Law: os.DirFS("../../../law")})
	run := func(file, values, pool string, more ...func(*Input)) (*normbook.Paper, []errs.Text, error) {
		in := &Input{Norm: filepath.Join("testdata", file), Values: filepath.Join("testdata", values), Pool: pool,
			On: date.Must(2024, 10, 1)}
		for _, f := range more {
			f(in)
		}
		return Allocate(context.Background(), lib, in)
	}
	merge := func(all ...string) func(*Input) { return func(in *Input) { in.Merge = all } }
	anew := func(in *Input) { in.New = "testdata/new.csv" }
	without := func(in *Input) { in.Without = true }
	for _, c := range []struct {
		file, values, pool string
		more               []func(*Input)
		want               []int64
	}{
		{"sum.yaml", "five.csv", "1000000003", nil, []int64{224489797, 142857143, 244897960, 306122450, 81632653}},
		{"product.yaml", "five.csv", "1.000.000.003 đ", nil,
			[]int64{264941349, 134390539, 109950660, 466719144, 23998311}},
		{"bounds.yaml", "five.csv", "1000000003", nil,
			[]int64{263312155, 133564137, 109274545, 463849166, 30000000}},
		{"product.yaml", "five.csv", "1000000003", []func(*Input){func(in *Input) { in.Round = "1.000.000" }},
			[]int64{265000000, 134000000, 110000000, 467000000, 24000000}},
		{"sum.yaml", "five.csv", "1000000003", []func(*Input){merge("A=AB", "B=AB")},
			[]int64{261904763, 285714287, 357142858, 95238095}},
		{"product.yaml", "five.csv", "1000000003", []func(*Input){merge("B=A")},
			[]int64{377831250, 113886293, 483425141, 24857319}},
		{"product.yaml", "semicolons.csv", "7", nil, []int64{7}},
		{"product.yaml", "missing.csv", "1000000003", []func(*Input){without}, []int64{1000000003}},
		{"product.yaml", "names.csv", "1000000003", []func(*Input){without}, []int64{706713783, 293286220}},
	} {
		p, _, err := run(c.file, c.values, c.pool, c.more...)
		if err != nil {
			t.Error(c.file, err)
			continue
		}
		var got []int64
		for i := range p.Allocation.Rows {
			got = append(got, p.Allocation.Rows[i].Result)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s %s: %s", c.file, c.values, d)
		}
	}
	for _, c := range []struct {
		file, values, pool string
		more               []func(*Input)
		want               string
	}{
		{"product.yaml", "five.csv", "0", nil, "tổng vốn"},
		{"product.yaml", "five.csv", "-5", nil, "số tiền phải là số đồng nguyên, ví dụ 1.500.000.000"},
		{"product.yaml", "five.csv", "1e9", nil, "số tiền phải là số đồng nguyên"},
		{"product.yaml", "five.csv", "1,5", nil, "số tiền phải là số đồng nguyên"},
		{"product.yaml", "five.csv", "9000000000000001", nil, "số tiền nhiều nhất là 9.000.000.000.000.000 đồng"},
		{"product.yaml", "five.csv", "", nil, "số tiền phải là số đồng nguyên"},
		{"product.yaml", "missing.csv", "9", nil, "Xã B: khmer_share; C: poor"},
		{"product.yaml", "twice.csv", "9", nil, "dòng 3, cột place"},
		{"product.yaml", "nan.csv", "9", nil, "dòng 2, cột poor"},
		{"product.yaml", "zeros.csv", "9", nil, "trọng số bằng 0"},
		{"bounds.yaml", "five.csv", "100000000", nil, "tổng mức sàn 150.000.000 đồng"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("B=BC", "C=BC")}, "BC: coastal"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("B=BC", "C=BC"), without}, "BC: coastal"},
		{"product.yaml", "missing.csv", "9", []func(*Input){merge("A=C"), without}, "C không bỏ ra được"},
		{"product.yaml", "missing.csv", "9", []func(*Input){merge("B=C"), without}, "Xã B không bỏ ra được"},
		{"product.yaml", "blanks.csv", "9", []func(*Input){without}, "Xã A: poor"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("B=C"), without}, "sau sáp nhập"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("A=B", "B=C")}, "“A” nhập vào “B”"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("A=B", "B=A")}, "“A” nhập vào “B”"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("X=AB")}, "“X”"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("A")}, "MÃ CŨ=MÃ MỚI"},
		{"product.yaml", "five.csv", "9", []func(*Input){anew}, "--merge"},
		{"product.yaml", "five.csv", "9", []func(*Input){merge("A=AB"), anew}, "“BC”"},
		{"product.yaml", "five.csv", "9", []func(*Input){func(in *Input) { in.Round = "0" }}, "round_to"},
		{"product.yaml", "five.csv", "9", []func(*Input){func(in *Input) { in.OffTop = []string{"DA1=1"} }}, "–"},
		{"none.yaml", "five.csv", "9", nil, "none.yaml"},
		{"five.csv", "five.csv", "9", nil, "five.csv:1"},
		{"product.yaml", "none.csv", "9", nil, "none.csv"},
		{".", "five.csv", "9", nil, "YAML"},
	} {
		if _, _, err := run(c.file, c.values, c.pool, c.more...); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s %q: %v, want %q", c.file, c.values, c.pool, err, c.want)
		}
	}
	large := filepath.Join(t.TempDir(), "large.yaml")
	if err := os.WriteFile(large, make([]byte, mostNorm+1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := run("product.yaml", "five.csv", "9", func(in *Input) { in.Norm = large }); err == nil ||
		!strings.Contains(err.Error(), "1 MB") {
		t.Error(err)
	}
	p, notes, err := run("product.yaml", "five.csv", "1500", merge("B=BC", "C=BC"), anew)
	if err != nil || p.Merger.Rows[0].Unit.Name != "Xã BC" || len(notes) != 1 || !strings.Contains(notes[0].VI, "triệu") {
		t.Error(notes, err)
	}
}
