package normbook

import (
	"bytes"
	"context"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"giamngheo/internal/allocation"
	"giamngheo/internal/norm"
	"giamngheo/internal/reading"
)

const pool = 1_000_000_003

func codes(t testing.TB) *reading.Codes {
	t.Helper()
	c, err := reading.ReadCodes(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func set(t testing.TB, name string) *norm.Set {
	t.Helper()
	b, err := os.ReadFile("../../data/money/norms/" + name + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	s, err := norm.Read(name, b, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readText(t testing.TB, s *norm.Set, text string) (*Values, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "v.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return Read(context.Background(), path, s, codes(t), reading.NoNumber)
}

const good = "place,poor,near_poor,khmer_share,coastal\nA,120,300,0.42,no\n"

// TestRead: what people write is read; a blank is unknown.
func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"as it should be":                         good,
		"a mark before it, semicolons and commas": "\ufeffMã xã;Hộ nghèo;Hộ cận nghèo;Tỷ lệ hộ Khmer trong hộ nghèo;COASTAL;khác\nA;120;300;0,42;không;9\n",
		"per cent, a total, blank lines":          "Tên;place;poor;near_poor;khmer_share;coastal\n;;;;;\nXã A;A;120;300;42 %;–\nTổng cộng;;120;300;;\n",
		"a title above":                           "Bảng giá trị\n" + good,
	} {
		v, err := readText(t, set(t, "mau-nhan"), text)
		if err != nil || len(v.Units) != 1 {
			t.Errorf("%s: %v %+v", name, err, v)
			continue
		}
		got := v.Units[0]
		if got.Code != "A" || got.Values["poor"].RatString() != "120" || got.Values["khmer_share"].RatString() != "21/50" ||
			got.Values["coastal"].Sign() != 0 || got.Values["coastal"] == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	v, err := readText(t, set(t, "mau-nhan"), "place,poor,near_poor,khmer_share,coastal\nA,,1.234,?,\n")
	if err == nil || !strings.Contains(err.Error(), "khmer_share") {
		t.Error(v, err)
	}
	v, err = readText(t, set(t, "mau-nhan"), "place,poor,near_poor,khmer_share,coastal\nA,,1.234,,\n")
	if err != nil || len(v.Units[0].Values) != 1 || v.Units[0].Values["near_poor"].RatString() != "1234" {
		t.Error(v, err)
	}
}

// TestReadRefuses: every fault with its row and column.
func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"a,b\n1,2\n", "place"},
		{"place,poor,near_poor,coastal\nA,1,1,1\n", "khmer_share"},
		{"place,poor,poor,near_poor,khmer_share,coastal\nA,1,1,1,0,1\n", "poor"},
		{good + "A,1,1,0,no\n", "dòng 3, cột place"},
		{good + ",1,1,0,no\n", "dòng 3, cột place"},
		{good + "B,NaN,1,0,no\n", "dòng 3, cột poor"},
		{good + "B,-1,1,0,no\n", "dòng 3, cột poor"},
		{good + "B,1e9,1,0,no\n", "dòng 3, cột poor"},
		{good + "B,1.5,1,0,no\n", "dòng 3, cột poor"},
		{good + "B,1,inf,0,no\n", "dòng 3, cột near_poor"},
		{good + "B,1,1,42,no\n", "dòng 3, cột khmer_share"},
		{good + "B,1,1,0,maybe\n", "dòng 3, cột coastal"},
		{good + "B," + strings.Repeat("9", 40) + ",1,0,no\n", "dòng 3, cột poor"},
		{good + strings.Repeat("C,x,1,0,no\n", 60), "có 119 lỗi"},
		{good + strings.Repeat("C,x,1,0,no\n", 60), "\nvà 69"},
		{good + "B," + strings.Repeat("9", 2000) + ",1,0,no\n", "dòng 3, cột poor"},
		{good + strings.Repeat("B", 2000) + ",1,1,0,no\n", "dòng 3, cột place"},
	} {
		if _, err := readText(t, set(t, "mau-nhan"), c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.80q: %v, want %q", c.text, err, c.want)
		}
	}
	if v, err := readText(t, set(t, "mau-nhan"), good+strings.Repeat("Tổng,1,1,0,no\n", 60)); err != nil ||
		len(v.Units) != 1 || len(v.Notes) != mostFaults+1 {
		t.Error("totals:", v, err)
	}
	var b strings.Builder
	b.WriteString(good)
	for i := range mostUnits {
		fmt.Fprintf(&b, "x%d,1,1,0,no\n", i)
	}
	if _, err := readText(t, set(t, "mau-nhan"), b.String()); err == nil {
		t.Error("any number of units")
	}
}

// papers are allocations of some sizes in all forms.
func papers(t testing.TB) map[string]*Paper {
	t.Helper()
	v, err := Read(context.Background(), "../norm/testdata/five.csv", set(t, "mau-nhan"), codes(t), reading.NoNumber)
	if err != nil {
		t.Fatal(err)
	}
	many := make([]allocation.Unit, 109)
	for i := range many {
		many[i] = allocation.Unit{Code: strconv.Itoa(31500 + i), Values: map[string]*big.Rat{
			"poor": big.NewRat(int64(i*37%211), 1), "near_poor": big.NewRat(int64(i*91%307), 1),
			"khmer_share": big.NewRat(int64(i%11), 10), "coastal": big.NewRat(int64(i%5/4), 1)}}
	}
	many[3].Values["poor"] = big.NewRat(0, 1)
	out := map[string]*Paper{}
	add := func(name string, in *allocation.Input) {
		a, err := allocation.Allocate(in)
		if err != nil {
			t.Fatal(name, err)
		}
		out[name] = &Paper{Allocation: a}
	}
	for _, n := range []string{"mau-cong", "mau-nhan", "mau-san-tran"} {
		add(n, &allocation.Input{Norm: set(t, n), Pool: pool, Units: v.Units})
		s := set(t, n)
		s.RoundTo, s.Floor = 1000, nil
		add(n+" of 109", &allocation.Input{Norm: s, Pool: 123_456_789_012, Units: many})
	}
	m, err := allocation.MergeAll(&allocation.Input{Norm: set(t, "mau-cong"), Pool: pool, Units: v.Units},
		[]allocation.Merge{{Old: "A", New: "AB"}, {Old: "B", New: "AB"}})
	if err != nil {
		t.Fatal(err)
	}
	out["merger"] = &Paper{Allocation: m.After, Merger: m}
	return out
}

// printed is a sheet as a person reads it: the heads' names by column and the rows below them.
func printedSheet(t testing.TB, f *excelize.File, name string) (text []string, heads []string, rows [][]string) {
	t.Helper()
	all, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(all, func(r []string) bool { return len(r) > 2 && (r[0] == "TT" || r[0] == "Mã") })
	for _, r := range all[:at] {
		text = append(text, strings.Join(r, " "))
	}
	heads = slices.Clone(all[at])
	below := all[at+1]
	for i := range heads {
		if i < len(below) && below[i] != "" {
			heads[i] = below[i]
		}
	}
	for _, r := range all[at+1:] {
		if len(r) > 2 && r[1] != "" && (name != "Phân bổ" || r[0] != "") {
			rows = append(rows, r)
		}
	}
	return text, heads, rows
}

func columnOf(t testing.TB, heads []string, name string) int {
	t.Helper()
	i := slices.Index(heads, name)
	if i < 0 {
		t.Fatalf("no column %q in %q", name, heads)
	}
	return i
}

// micro reads a printed decimal in millionths.
func micro(t testing.TB, s string) *big.Int {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no number", s)
	}
	r.Mul(r, big.NewRat(1_000_000, 1))
	if !r.IsInt() {
		t.Fatalf("%q has more than six places", s)
	}
	return r.Num()
}

// TestPrinted reckons every part of a printed workbook anew, by nothing but what is printed: T in the head, the
// weights from the counts and coefficients, the bounds; by plain whole numbers, largest remainders by repeated
// search.
func TestPrinted(t *testing.T) {
	for name, p := range papers(t) {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := Book(&b, p); err != nil {
				t.Fatal(err)
			}
			f, err := excelize.OpenReader(&b)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }()
			text, heads, rows := printedSheet(t, f, "Phân bổ")
			if len(rows) != len(p.Allocation.Rows) {
				t.Fatalf("%d rows of %d", len(rows), len(p.Allocation.Rows))
			}
			if !strings.Contains(strings.Join(text, " "), "MẪU") {
				t.Error("the sample does not say so")
			}
			again(t, p, text, heads, rows)
			reads(t, f, heads, rows)
		})
	}
}

// between returns the digits between two marks of a text.
func between(t testing.TB, text []string, from, to string) int64 {
	t.Helper()
	_, s, ok := strings.Cut(strings.Join(text, " "), from)
	s, _, ok2 := strings.Cut(s, to)
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ".", ""), 10, 64)
	if !ok || !ok2 || err != nil {
		t.Fatal(s, err)
	}
	return n
}

// again reckons the parts.
func again(t *testing.T, p *Paper, text, heads []string, rows [][]string) {
	total := between(t, text, "T = ", " đồng")
	product := p.Allocation.Norm.Form == norm.Product
	unit := p.Allocation.Norm.RoundTo
	weights, results := make([]*big.Int, len(rows)), make([]int64, len(rows))
	left, sum := total/unit, new(big.Int)
	fixed := map[int]bool{}
	for i, r := range rows {
		w := new(big.Int)
		if product {
			w.Mul(micro(t, r[3]), big.NewInt(10))
			w.Add(w, new(big.Int).Mul(micro(t, r[4]), big.NewInt(4))) // the head says 0,4 ×
		}
		for c, h := range heads {
			switch {
			case h != "Hệ số":
			case product:
				w.Mul(w, new(big.Int).Quo(micro(t, r[c]), big.NewInt(10_000)))
			default:
				w.Add(w, micro(t, r[c]))
			}
		}
		weights[i] = w
		if at := slices.Index(heads, "Mức sàn, trần, ấn định"); at >= 0 && strings.HasPrefix(r[at], "mức ") {
			_, s, _ := strings.Cut(r[at], "mức sàn ")
			n, err := strconv.ParseInt(strings.ReplaceAll(strings.TrimSuffix(s, " đồng"), ".", ""), 10, 64)
			if err != nil {
				t.Fatal(r[at])
			}
			fixed[i], results[i] = true, n
			left -= n / unit
			total -= n
			continue
		}
		sum.Add(sum, w)
	}
	type rest struct {
		i int
		r *big.Int
	}
	var rests []rest
	of := new(big.Int).Mul(sum, big.NewInt(unit))
	for i := range rows {
		if !fixed[i] {
			q, m := new(big.Int).QuoRem(new(big.Int).Mul(weights[i], big.NewInt(total)), of, new(big.Int))
			results[i] = q.Int64() * unit
			left -= q.Int64()
			rests = append(rests, rest{i, m})
		}
	}
	for ; left > 0; left-- {
		best := 0
		for k := range rests {
			a, b := rests[k], rests[best]
			if c := a.r.Cmp(b.r); c > 0 || c == 0 && weights[a.i].Cmp(weights[b.i]) > 0 {
				best = k
			}
		}
		results[rests[best].i] += unit
		rests = slices.Delete(rests, best, best+1)
	}
	at := columnOf(t, heads, "Được phân bổ (đồng)")
	for i, r := range rows {
		if r[at] != strconv.FormatInt(results[i], 10) {
			t.Errorf("%s: printed %s, reckoned anew %d", r[1], r[at], results[i])
		}
	}
}

// reads holds each printed coefficient against the printed bands.
func reads(t *testing.T, f *excelize.File, heads []string, rows [][]string) {
	_, _, bands := printedSheet(t, f, "Tiêu chí")
	value := func(s string) *big.Rat {
		s = strings.ReplaceAll(strings.ReplaceAll(strings.TrimLeft(s, "=>≈ "), ".", ""), ",", ".")
		n, percent := strings.CutSuffix(s, " %")
		r, ok := new(big.Rat).SetString(n)
		if ok && percent {
			r.Quo(r, big.NewRat(100, 1))
		}
		return r
	}
	var names []string
	for _, b := range bands {
		if b[0] != "Mã" && b[0] != "" && b[3] != "–" && !slices.Contains(names, b[0]) {
			names = append(names, b[0])
		}
	}
	first := slices.Index(heads, "Giá trị")
	for k, code := range names {
		for _, r := range rows {
			raw := r[first+2*k]
			v := value(raw)
			if !strings.Contains(raw, "%") {
				v, _ = new(big.Rat).SetString(raw)
			}
			want := ""
			for _, b := range bands {
				if b[0] != code {
					continue
				}
				from := value(b[2])
				switch {
				case strings.HasPrefix(b[2], "="):
					if v.Cmp(from) == 0 {
						want = b[4]
					}
				case v.Cmp(from) > 0 || v.Cmp(from) == 0 && !strings.HasPrefix(b[2], ">"):
					if b[3] == "–" || v.Cmp(value(b[3])) < 0 {
						want = b[4]
					}
				}
			}
			if r[first+2*k+1] != want {
				t.Errorf("%s, %s: %s has the coefficient %s, the bands say %s", r[1], code, raw, r[first+2*k+1], want)
			}
		}
	}
}

// TestFormulas: a spreadsheet reckons the same as is printed, and prints on A4 across.
func TestFormulas(t *testing.T) {
	for name, p := range papers(t) {
		var b bytes.Buffer
		if err := Book(&b, p); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		all, err := f.GetRows("Phân bổ", excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i, r := range all {
			for j := range r {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula("Phân bổ", cell); formula == "" {
					continue
				}
				n++
				got, err := f.CalcCellValue("Phân bổ", cell, excelize.Options{RawCellValue: true})
				x, _ := strconv.ParseFloat(got, 64)
				y, _ := strconv.ParseFloat(r[j], 64)
				if err != nil || x-y > 1e-6 || y-x > 1e-6 {
					t.Fatalf("%s %s: %s, reckoned %s (%v)", name, cell, r[j], got, err)
				}
			}
		}
		if n < 2*len(p.Allocation.Rows) {
			t.Errorf("%s: %d formulas", name, n)
		}
		if area := f.GetDefinedName(); len(area) < 2 {
			t.Errorf("%s: %+v", name, area)
		}
		if l, err := f.GetPageLayout("Phân bổ"); err != nil || *l.Size != 9 || *l.Orientation != "landscape" {
			t.Error(name, err)
		}
	}
}

// TestText: the derivation says what each part came of.
func TestText(t *testing.T) {
	var b bytes.Buffer
	for _, p := range papers(t) {
		if err := Text(&b, p); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"MẪU (SAMPLE)", "x = 11000000033/49 ≈ 224.489.796,5918 đồng", "phần lẻ 0,9184 (thứ 1)",
		"ĐƯỢC PHÂN BỔ 224.489.797 đồng = 224.489.796 + 1", "w = (45 + 0,4 × 95) × 1,15 × 1,2 = 114,54",
		"mức sàn 30.000.000 đồng", "chênh lệch −105.442.177 đồng", "= tổng vốn ✓", "Q = 10000000030/49 ≈ 204.081.633,2653"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(b.String(), "SAI") {
		t.Error("the parts do not add up")
	}
}
