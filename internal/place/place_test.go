package place

import (
	"math/big"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"giamngheo/internal/date"
)

func load(t testing.TB) *Registry {
	t.Helper()
	r, err := Load(os.DirFS("../../data"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var (
	d2023    = date.Must(2023, 12, 14)
	d2024    = date.Must(2024, 2, 1)
	aug2024  = date.Must(2024, 8, 31)
	sep2024  = date.Must(2024, 9, 1)
	june2025 = date.Must(2025, 6, 30)
	july2025 = date.Must(2025, 7, 1)
)

func count(r *Registry, on date.Date) (provinces, districts, communes int) {
	for code := range r.units {
		if u, ok := r.At(code, on); ok {
			switch u.Level {
			case Province:
				provinces++
			case District:
				districts++
			case Commune:
				communes++
			}
		}
	}
	return
}

func TestCountsOfTheCountry(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		on      date.Date
		p, d, c int
	}{
		{d2024, 63, 705, 10597},
		{july2025, 34, 0, 3321},
	} {
		if p, d, k := count(r, c.on); p != c.p || d != c.d || k != c.c {
			t.Errorf("on %s: %d provinces, %d districts, %d communes; want %d, %d, %d", c.on, p, d, k, c.p, c.d, c.c)
		}
	}
	// The list of the first half of 2025: those that are not marked as old ones of an unknown day.
	p, d, k := 0, 0, 0
	late, err := readUnits(os.DirFS("../../data"), "place/units_2025H1.csv")
	if err != nil {
		t.Fatal(err)
	}
	for code, l := range late {
		u, ok := r.At(code, june2025)
		if !ok || u.FullName != l.FullName || u.Parent != l.Parent {
			t.Errorf("on %s code %s is %q under %s, want %q under %s", june2025, code, u.FullName, u.Parent, l.FullName,
				l.Parent)
		}
		switch u.Level {
		case Province:
			p++
		case District:
			d++
		case Commune:
			k++
		}
	}
	if p != 63 || d != 696 || k != 10035 {
		t.Errorf("first half of 2025: %d, %d, %d; want 63, 696, 10035", p, d, k)
	}
}

func communesOf(r *Registry, on date.Date) (out []Unit) {
	for _, d := range r.Children("94", on) {
		if d.Level == Commune {
			out = append(out, d)
		}
		out = append(out, r.Children(d.Code, on)...)
	}
	return out
}

func TestSocTrang(t *testing.T) {
	r := load(t)
	if n := len(r.Children("94", d2024)); n != 11 {
		t.Errorf("%d districts, want 11", n)
	}
	for on, want := range map[date.Date]int{d2023: 109, d2024: 109, aug2024: 109, sep2024: 108, june2025: 108} {
		if n := len(communesOf(r, on)); n != want {
			t.Errorf("on %s: %d communes, want %d", on, n, want)
		}
	}
	into := map[Code]bool{}
	for _, u := range communesOf(r, june2025) {
		code, reason := r.Target(u.Code, june2025, july2025)
		if code == "" {
			t.Errorf("%s: %s", u.Code, reason.EN)
		}
		into[code] = true
	}
	if len(into) != 43 {
		t.Errorf("%d new communes, want 43", len(into))
	}
	if u, _ := r.At("31522", aug2024); u.FullName != "Phường 9" {
		t.Errorf("31522 on %s is %q", aug2024, u.FullName)
	}
	if u, _ := r.At("31522", sep2024); u.FullName != "Phường 1" {
		t.Errorf("31522 on %s is %q", sep2024, u.FullName)
	}
	if _, ok := r.At("31513", sep2024); ok {
		t.Error("31513 is still valid on 01/09/2024")
	}
	if got := r.NotValid("31513",
		sep2024).VI; got != "mã 31513 (Phường 1) hết hiệu lực từ 01/09/2024; nay là 31522 Phường 1" {
		t.Error(got)
	}
	if u, _ := r.At("31552", d2024); u.Area != Rural || u.FullName != "Xã Nhơn Mỹ" {
		t.Errorf("31552 = %+v", u)
	}
	if u, _ := r.At("31498", d2024); u.Area != Urban {
		t.Errorf("31498 = %+v", u)
	}
	if got := r.Ancestors(r.Find("31552")[0], d2024); len(got) != 2 || got[0].Code != "943" || got[1].Code != "94" {
		t.Errorf("ancestors of 31552: %v", got)
	}
}

func TestNamesOfOneCodeByDate(t *testing.T) {
	r := load(t)
	// 31569 is a town of Châu Thành until 30/06/2025 and the commune of Phú Tâm after: urban, then rural.
	before, _ := r.At("31569", june2025)
	after, _ := r.At("31569", july2025)
	if before.FullName != "Thị trấn Châu Thành" || before.Area != Urban || after.FullName != "Xã Phú Tâm" ||
		after.Area != Rural {
		t.Errorf("31569: %+v, then %+v", before, after)
	}
	ward, _ := r.At("24823", july2025)
	if before.Spoken() != "Châu Thành" || ward.Spoken() != "Phường 1 Bảo Lộc" {
		t.Errorf("%s, %s", before.Spoken(), ward.Spoken())
	}
	if after.Parent != "92" {
		t.Errorf("parent of 31569 after = %s", after.Parent)
	}
}

func TestCoastalIsUnknownWhereTheListIsNot(t *testing.T) {
	r := load(t)
	for _, c := range []struct {
		code Code
		on   date.Date
		want Coastal
	}{
		{"31552", d2024, CoastalYes}, {"31552", date.Must(2024, 6, 28), CoastalYes},
		{"31552", date.Must(2024, 6, 29), CoastalNo},
		{"31552", date.Must(2021, 1, 1), CoastalUnknown}, {"31627", d2024, CoastalUnknown},
		{"31498", d2024, CoastalUnknown},
	} {
		if got, _ := r.CoastalDifficult(c.code, c.on); got != c.want {
			t.Errorf("%s on %s = %d, want %d", c.code, c.on, got, c.want)
		}
	}
}

// table is a drawn table of the communes of Sóc Trăng of 2024, with a share of wrong codes.
func table(t *rapid.T, r *Registry) []Figures {
	communes := communesOf(r, d2024)
	return rapid.SliceOf(rapid.Custom(func(t *rapid.T) Figures {
		code := Code(rapid.SampledFrom([]string{"00001", "99999", ""}).Draw(t, "odd"))
		if rapid.IntRange(0, 9).Draw(t, "kind") > 0 {
			code = rapid.SampledFrom(communes).Draw(t, "unit").Code
		}
		return Figures{code, []*big.Rat{big.NewRat(rapid.Int64().Draw(t, "a"), 100), nil,
			big.NewRat(rapid.Int64Range(0, 9e9).Draw(t, "b"), 1)}}
	})).Draw(t, "table")
}

func sums(rows []Figures) [3]*big.Rat {
	out := [3]*big.Rat{new(big.Rat), new(big.Rat), new(big.Rat)}
	for _, row := range rows {
		for k, v := range row.Values {
			if v != nil {
				out[k].Add(out[k], v)
			}
		}
	}
	return out
}

func clone(rows []Figures) []Figures {
	out := make([]Figures, len(rows))
	for i, row := range rows {
		out[i] = Figures{row.Code, make([]*big.Rat, len(row.Values))}
		for k, v := range row.Values {
			out[i].Values[k] = plus(nil, v)
		}
	}
	return out
}

func same(a, b [3]*big.Rat) bool {
	return a[0].Cmp(b[0]) == 0 && a[1].Cmp(b[1]) == 0 && a[2].Cmp(b[2]) == 0
}

// TestRecastKeepsSums: what is recast plus what is refused is what came in, exactly, in any order of rows, in one step
// or in two.
func TestRecastKeepsSums(t *testing.T) {
	r := load(t)
	rapid.Check(t, func(t *rapid.T) {
		in := table(t, r)
		out, refused := r.Recast(clone(in), d2024, july2025)
		var left []Figures
		for _, f := range refused {
			left = append(left, in[f.Row])
		}
		total := sums(append(clone(out), left...))
		if !same(total, sums(in)) {
			t.Fatalf("sums %v, want %v", total, sums(in))
		}
		shuffled := rapid.Permutation(in).Draw(t, "order")
		again, refusedAgain := r.Recast(clone(shuffled), d2024, july2025)
		if len(again) != len(out) || len(refusedAgain) != len(refused) {
			t.Fatalf("order matters: %d and %d rows", len(out), len(again))
		}
		step, _ := r.Recast(clone(in), d2024, sep2024)
		step, _ = r.Recast(step, sep2024, july2025)
		if len(step) != len(out) || !same(sums(step), sums(out)) {
			t.Fatalf("two steps: %d rows, sums %v; one: %d, %v", len(step), sums(step), len(out), sums(out))
		}
		still, gone := r.Recast(clone(in), d2024, d2024)
		for _, row := range still {
			if u, ok := r.At(row.Code, d2024); !ok || u.Code != row.Code {
				t.Fatalf("the same day moved a row to %s", row.Code)
			}
		}
		if len(still) > len(in)-len(gone) {
			t.Fatal("more units than rows")
		}
	})
}

func TestRecastWholeProvince(t *testing.T) {
	r := load(t)
	var in []Figures
	for i, u := range communesOf(r, d2024) {
		in = append(in, Figures{u.Code, []*big.Rat{big.NewRat(int64(i*37+11), 1), nil, big.NewRat(int64(i), 3)}})
	}
	out, refused := r.Recast(clone(in), d2024, july2025)
	if len(refused) != 0 || len(out) != 43 || !same(sums(out), sums(in)) {
		t.Errorf("%d units, %d refused, sums kept: %v", len(out), len(refused), same(sums(out), sums(in)))
	}
}

func TestRecastRefuses(t *testing.T) {
	r := load(t)
	var split Code
	for code, ls := range r.onward {
		if len(ls) > 1 && ls[0].Split && len(code) == 5 && (split == "" || code < split) {
			split = code
		}
	}
	for _, c := range []struct {
		code     Code
		from, to date.Date
		want     string
	}{
		{split, june2025, july2025, "bị chia ra"},
		{"00001", june2025, july2025, "chưa thống nhất"},
		{"31513", sep2024, july2025, "hết hiệu lực từ 01/09/2024"},
		{"12345678", d2024, july2025, "không có trong danh mục"},
		{"941", june2025, july2025, "không rõ sáp nhập vào đâu"},
		{"31510", july2025, june2025, "không tách ngược được"},
	} {
		code, reason := r.Target(c.code, c.from, c.to)
		if code != "" || !strings.Contains(reason.VI, c.want) {
			t.Errorf("%s from %s to %s = %q, %q; want %q", c.code, c.from, c.to, code, reason.VI, c.want)
		}
	}
	if code, reason := r.Target("94", june2025, july2025); code != "92" {
		t.Errorf("94 → %q %s", code, reason.EN)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		load(b)
	}
}
