package suppress_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"giamngheo/internal/suppress"
)

// table makes a table of rows below one whole.
func table(t testing.TB, columns int, rows ...[]int64) *suppress.Table {
	t.Helper()
	places := []suppress.Place{{Code: "Σ", Name: "Σ", Parent: -1}}
	for i := range rows {
		places = append(places, suppress.Place{Code: strconv.Itoa(i + 1), Name: "xã " + strconv.Itoa(i+1)})
	}
	var list []suppress.Column
	for c := range columns {
		list = append(list, suppress.Column{Code: strconv.Itoa(c)})
	}
	out, err := suppress.New(places, list, func(p, c int) int64 { return rows[p-1][c] })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// worked is the table of the design: Kinh, Khmer, Hoa in four communes.
func worked(t testing.TB) *suppress.Table {
	t.Helper()
	return table(t, 3, []int64{118, 2, 40}, []int64{41, 36, 3}, []int64{87, 50, 29}, []int64{60, 21, 12})
}

func intervals(t *suppress.Table, a *suppress.Audit) string {
	var out []string
	for _, v := range a.Cells {
		out = append(out, fmt.Sprintf("%d: %d..%d", t.Cells[v.Place][v.Column].Value, v.Low, v.High))
	}
	return strings.Join(out, "  ")
}

// TestGolden: of the worked table the primaries alone are computed back exactly, and refused; four more cells
// protect them, with these intervals.
func TestGolden(t *testing.T) {
	bare := worked(t)
	bare.Mark(5)
	a := suppress.Check(bare, 5)
	if got := intervals(bare, a); got != "2: 2..2  3: 3..3" || len(a.Open) != 2 {
		t.Errorf("primaries alone: %s, %d open", got, len(a.Open))
	}
	whole := worked(t)
	if err := suppress.Protect(whole, 5); err != nil {
		t.Fatal(err)
	}
	a = suppress.Check(whole, 5)
	want := "2: 0..42  40: 0..42  36: 0..39  3: 0..39  21: 0..33  12: 0..33"
	if got := intervals(whole, a); got != want || len(a.Open) != 0 || a.Primaries != 2 || a.Least != 39 {
		t.Errorf("%s\nwant %s, open %v, least %d", got, want, a.Open, a.Least)
	}
}

// TestMark: zero is shown but in a sensitive column, where all of a place is hidden too.
func TestMark(t *testing.T) {
	x := table(t, 2, []int64{0, 30}, []int64{7, 0}, []int64{4, 5}, []int64{0, 0})
	x.Columns[1].Sensitive = true
	x.Mark(5)
	var got []string
	for p := range x.Places[1:] {
		got = append(got, fmt.Sprint(x.Cells[p+1][0].State, x.Cells[p+1][1].State))
	}
	if s := strings.Join(got, ", "); s != "0 1, 0 1, 1 0, 0 0" {
		t.Error(s)
	}
}

// TestCannot: what no cell protects is refused with what can be computed.
func TestCannot(t *testing.T) {
	x := table(t, 2, []int64{20, 2}, []int64{30, 0})
	err := suppress.Protect(x, 5)
	var open *suppress.OpenError
	if !errors.As(err, &open) || open.Faults[0].High >= 5 || open.Faults[0].Where != "xã 1 × 1" {
		t.Errorf("%v", err)
	}
}

// TestInsider: who is alone in a cell knows it; by that no other small cell may come to light.
func TestInsider(t *testing.T) {
	x := table(t, 3, []int64{1, 2, 60}, []int64{30, 40, 50}, []int64{70, 20, 30})
	for _, at := range [][2]int{{1, 0}, {1, 1}, {2, 0}, {2, 1}} {
		x.Cells[at[0]][at[1]].State = suppress.Secondary
	}
	x.Cells[1][0].State, x.Cells[1][1].State = suppress.Primary, suppress.Primary
	// together 3 in xã 1: the 2 can be 0 to 3 for anybody, and is 2 for who is the 1
	if a := suppress.Check(x, 3); len(a.Open) != 1 || a.Open[0].Insider != "xã 1 × 0" || a.Open[0].Low != 2 {
		t.Errorf("%+v", a.Open)
	}
	y := table(t, 3, []int64{1, 2, 60}, []int64{30, 40, 50}, []int64{70, 20, 30})
	if err := suppress.Protect(y, 3); err != nil {
		t.Fatal(err)
	}
	if a := suppress.Check(y, 3); len(a.Open) != 0 {
		t.Errorf("%+v", a.Open)
	}
}

// enumerate finds the least and greatest value of each hidden cell over all tables that have the published sums.
func enumerate(t *suppress.Table) map[[2]int][2]int64 {
	type at struct{ p, c int }
	var hidden []at
	rows, cols := map[int]int64{}, map[int]int64{}
	for p := 1; p < len(t.Places); p++ {
		for c := range t.Columns {
			if t.Cells[p][c].Hidden() {
				hidden = append(hidden, at{p, c})
				rows[p] += t.Cells[p][c].Value
				cols[c] += t.Cells[p][c].Value
			}
		}
	}
	last := func(k int) (row, col bool) {
		row, col = true, true
		for _, h := range hidden[k+1:] {
			row = row && h.p != hidden[k].p
			col = col && h.c != hidden[k].c
		}
		return row, col
	}
	out := map[[2]int][2]int64{}
	values := make([]int64, len(hidden))
	var try func(k int)
	try = func(k int) {
		if k == len(hidden) {
			for i, h := range hidden {
				key := [2]int{h.p, h.c}
				v, ok := out[key]
				if !ok {
					v = [2]int64{values[i], values[i]}
				}
				out[key] = [2]int64{min(v[0], values[i]), max(v[1], values[i])}
			}
			return
		}
		h := hidden[k]
		row, col := last(k)
		for v := int64(0); v <= min(rows[h.p], cols[h.c]); v++ {
			if row && v != rows[h.p] || col && v != cols[h.c] {
				continue
			}
			values[k] = v
			rows[h.p] -= v
			cols[h.c] -= v
			try(k + 1)
			rows[h.p] += v
			cols[h.c] += v
		}
	}
	try(0)
	return out
}

// enumerated is how many random tables are counted out; GIAMNGHEO_TABLES has more of them.
func enumerated() int {
	if n, err := strconv.Atoi(os.Getenv("GIAMNGHEO_TABLES")); err == nil {
		return n
	}
	return 4_000
}

// TestAuditIsEnumeration: of random small tables with random cells hidden, and as Protect leaves them, every
// interval is what counting out all tables with the published sums finds; and what Protect lets pass holds its
// claim.
func TestAuditIsEnumeration(t *testing.T) {
	cells, passed := 0, 0
	for seed := range enumerated() {
		r := rand.New(rand.NewPCG(18, uint64(seed)))
		rows := make([][]int64, 2+r.IntN(3))
		columns := 2 + r.IntN(2)
		for p := range rows {
			rows[p] = make([]int64, columns)
			for c := range rows[p] {
				rows[p][c] = r.Int64N(5)
			}
		}
		x := table(t, columns, rows...)
		if seed%2 == 0 {
			for p := range rows {
				for c := range columns {
					if r.IntN(2) == 0 {
						x.Cells[p+1][c].State = suppress.Primary
					}
				}
			}
		} else if err := suppress.Protect(x, 3); err == nil {
			passed++
			for at, v := range enumerate(x) {
				if x.Cells[at[0]][at[1]].State == suppress.Primary && (v[0] > 0 || v[1] < 3) {
					t.Fatalf("table %d passes with %v: %v", seed, at, v)
				}
			}
		}
		want := enumerate(x)
		for _, v := range suppress.Check(x, 3).Cells {
			cells++
			if w := want[[2]int{v.Place, v.Column}]; w != [2]int64{v.Low, v.High} {
				t.Fatalf("table %d %v: %s is %d..%d, counted out %v", seed, rows, x.Where(v.Place, v.Column), v.Low, v.High, w)
			}
		}
	}
	if cells < 5*enumerated()/2 || passed < enumerated()/100 {
		t.Errorf("looked at %d cells, %d tables passed", cells, passed)
	}
}

// province makes a table of 109 communes in 11 districts by so many groups.
func province(t testing.TB, seed uint64, columns int, share func(r *rand.Rand, c int) int64) *suppress.Table {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 5))
	places := []suppress.Place{{Code: "94", Name: "tỉnh", Parent: -1}}
	for d := range 11 {
		places = append(places, suppress.Place{Code: fmt.Sprint("h", d), Name: fmt.Sprint("huyện ", d)})
	}
	for c := range 109 {
		places = append(places, suppress.Place{Code: fmt.Sprint("x", c), Name: fmt.Sprint("xã ", c), Parent: 1 + c%11})
	}
	var list []suppress.Column
	for c := range columns {
		list = append(list, suppress.Column{Code: strconv.Itoa(c)})
	}
	out, err := suppress.New(places, list, func(_, c int) int64 { return share(r, c) })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// groups are Kinh, Khmer, Hoa and others, as poor households of a commune may be.
func groups(r *rand.Rand, c int) int64 {
	switch c {
	case 0:
		return r.Int64N(120)
	case 1:
		return r.Int64N(60)
	case 2:
		return max(0, r.Int64N(14)-4)
	}
	return max(0, r.Int64N(12)-8)
}

// TestProvince: a province's table by four groups is protected whole; by seven small ones it is refused.
func TestProvince(t *testing.T) {
	for seed := range uint64(5) {
		x := province(t, seed, 4, groups)
		if err := suppress.Protect(x, 5); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		a := suppress.Check(x, 5)
		_, primary := x.Hidden()
		if len(a.Open) > 0 || primary < 50 || a.Least < 5 {
			t.Errorf("seed %d: %d open of %d, least %d", seed, len(a.Open), primary, a.Least)
		}
	}
	small := province(t, 1, 7, func(r *rand.Rand, c int) int64 {
		if c >= 3 && r.IntN(60) > 0 {
			return 0
		}
		return groups(r, min(c, 3)) + int64(c/3)
	})
	var open *suppress.OpenError
	if err := suppress.Protect(small, 5); !errors.As(err, &open) {
		t.Errorf("seven groups pass: %v", err)
	}
}

// BenchmarkProvince protects and audits the table of a province: 109 communes × 4 groups; the bar is 150 ms.
func BenchmarkProvince(b *testing.B) {
	whole := province(b, 1, 4, groups)
	for b.Loop() {
		x := whole.Clone()
		if err := suppress.Protect(x, 5); err != nil {
			b.Fatal(err)
		}
		if a := suppress.Check(x, 5); len(a.Open) > 0 {
			b.Fatal(a.Open)
		}
	}
}

// TestJoin: units that count too little are named together with their neighbours of the same district.
func TestJoin(t *testing.T) {
	places := []suppress.Place{{Code: "T", Parent: -1}, {Code: "A", Parent: 0}, {Code: "B", Parent: 0},
		{Code: "a1", Name: "a1", Parent: 1}, {Code: "a2", Name: "a2", Parent: 1}, {Code: "b1", Name: "b1", Parent: 2},
		{Code: "a3", Name: "a3", Parent: 1}, {Code: "b2", Name: "b2", Parent: 2}}
	counts := []int64{0, 0, 0, 2, 9, 30, 1, 4}
	joined, in := suppress.Join(places, 5, func(p int) int64 { return counts[p] })
	var got []string
	for _, p := range joined {
		got = append(got, p.Code)
	}
	if s := strings.Join(got, " "); s != "T A B a1+a2+a3 b1+b2" {
		t.Error(s)
	}
	if fmt.Sprint(in) != "[0 1 2 3 3 4 3 4]" || joined[3].Parent != 1 || joined[4].Parent != 2 {
		t.Error(in, joined)
	}
	if joined[3].Name != "a1, a2, a3" || suppress.Together(joined[3].Code) != 3 {
		t.Error(joined[3])
	}
}

// TestRound: the other form has multiples alone, each next to its count, and all sums hold.
func TestRound(t *testing.T) {
	x := worked(t)
	got, err := suppress.Round(x, 5)
	if err != nil {
		t.Fatal(err)
	}
	for p := range got {
		sum := int64(0)
		for c, v := range got[p] {
			if v%5 != 0 || v-x.Cells[p][c].Value >= 5 || x.Cells[p][c].Value-v >= 5 {
				t.Errorf("%s: %d of %d", x.Where(p, c), v, x.Cells[p][c].Value)
			}
			if c < len(x.Columns) {
				sum += v
			}
		}
		if sum != got[p][3] {
			t.Errorf("row %d: %v", p, got[p])
		}
	}
}

// TestLink: tables may share what both show, the same; what one hides and another tells is refused.
func TestLink(t *testing.T) {
	a, b := table(t, 2, []int64{7, 20}, []int64{9, 30}), table(t, 2, []int64{3, 4}, []int64{4, 5})
	a.Columns[0].Code, a.Columns[1].Code, b.Columns[0].Code = "poor", "other", "khmer"
	link := func() error { return suppress.Link([]string{"all", "poor"}, []*suppress.Table{a, b}) }
	if err := link(); err != nil {
		t.Error(err)
	}
	a.Cells[1][0].State = suppress.Secondary
	if err := link(); err == nil || !strings.Contains(err.Error(), "xã 1") {
		t.Errorf("hidden in one and told by the other: %v", err)
	}
	a.Cells[1][0].State = suppress.Shown
	b.Cells[1][2].Value = 8
	if err := link(); err == nil {
		t.Error("two sums of one thing")
	}
}

// TestJoint: who holds a correction against what it corrects learns no small cell: what was shown once is known,
// and the pattern that was published stays or grows.
func TestJoint(t *testing.T) {
	was := worked(t)
	if err := suppress.Protect(was, 5); err != nil {
		t.Fatal(err)
	}
	same := was.Clone()
	if open := suppress.Joint(same, was, 5); len(open) != 0 {
		t.Errorf("the same twice: %+v", open)
	}
	// a small cell that the former table told
	told := was.Clone()
	told.Cells[1][1].State = suppress.Shown
	if open := suppress.Joint(was, told, 5); len(open) == 0 || open[0].Low != 2 || open[0].High != 2 {
		t.Errorf("told before: %+v", open)
	}
	// a neighbour that the former table told leaves the small one alone in its row
	alone := was.Clone()
	alone.Cells[1][2].State = suppress.Shown
	if open := suppress.Joint(was, alone, 5); len(open) == 0 {
		t.Error("a hidden neighbour was told before and nothing is open")
	}
}

// TestComplete: a published table without its hidden values has the same intervals.
func TestComplete(t *testing.T) {
	for seed := range uint64(3) {
		x := province(t, seed, 4, groups)
		if err := suppress.Protect(x, 5); err != nil {
			t.Fatal(err)
		}
		bare := x.Clone()
		for p := range bare.Cells {
			for c := range bare.Cells[p] {
				if bare.Cells[p][c].Hidden() {
					bare.Cells[p][c].Value = -1
				}
			}
		}
		if err := suppress.Complete(bare); err != nil {
			t.Fatal(err)
		}
		want, got := suppress.Check(x, 5), suppress.Check(bare, 5)
		for i := range want.Cells {
			if want.Cells[i].Low != got.Cells[i].Low || want.Cells[i].High != got.Cells[i].High {
				t.Fatalf("seed %d: %+v, without values %+v", seed, want.Cells[i], got.Cells[i])
			}
		}
	}
	wrong := worked(t)
	wrong.Cells[1][1].State = suppress.Secondary
	wrong.Cells[1][3].Value++
	if err := suppress.Complete(wrong); err == nil {
		t.Error("sums that do not fit")
	}
}
