package told_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"giamngheo"
	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
	"giamngheo/internal/date"
	"giamngheo/internal/place"
	"giamngheo/internal/publication"
	"giamngheo/internal/suppress"
)

// known is what a reader computes of sets of communes from sets that are told: the rest of one set that is in another.
func known(told [][]string) (out [][]string) {
	seen := map[string]bool{}
	add := func(set []string) {
		slices.Sort(set)
		if key := strings.Join(set, " "); len(set) > 0 && !seen[key] {
			seen[key] = true
			out = append(out, set)
		}
	}
	for _, set := range told {
		add(slices.Clone(set))
	}
	for range 2 {
		for _, a := range slices.Clone(out) {
			for _, b := range slices.Clone(out) {
				rest := slices.DeleteFunc(slices.Clone(a), func(c string) bool { return slices.Contains(b, c) })
				if len(a)-len(rest) == len(b) && len(rest) < len(a) {
					add(rest)
				}
			}
		}
	}
	return out
}

// TestBeside: who lays what the nation is told beside the public tables finds no few households that those hide, and
// without the marks would.
func TestBeside(t *testing.T) {
	data, err := fs.Sub(giamngheo.Data, "data")
	if err != nil {
		t.Fatal(err)
	}
	spec, err := publication.ReadSpec(data)
	if err != nil {
		t.Fatal(err)
	}
	found := [2]int{}
	for seed := range uint64(10) {
		places, leaves, whole := drawn(seed)
		src := &publication.Source{Places: places, Value: func(unit, measure string) int64 {
			i := slices.IndexFunc(leaves, func(l cells.Leaf) bool { return l.Code == unit })
			s := &leaves[i].Of[slices.Index(cells.Classes(), cells.Class(strings.SplitN(measure, ".", 2)[0]))]
			if strings.HasSuffix(measure, "ethnic1.h") {
				return int64(s.Households - s.Minority)
			}
			return int64(s.Households)
		}}
		made, err := spec.MakeTables("92", src, publication.Form{Units: "commune", Groups: "all"})
		if err != nil {
			continue
		}
		for marked := range 2 {
			if marked == 1 {
				all, err := spec.Besides("92", src)
				if err != nil {
					t.Fatal(err)
				}
				told.Mark(leaves, all, "2025", func(c place.Code) place.Code { return c })
			}
			s, err := cells.Make(cells.Head{Province: "92", Review: 2025, Stage: cells.Final, On: date.Must(2025, 12, 14),
				Made: date.Must(2025, 12, 20), Threshold: spec.Threshold}, whole, leaves)
			if err != nil {
				t.Fatal(err)
			}
			if units := len(s.Units()) - 1; units < 8 {
				t.Errorf("seed %d: only %d units are told", seed, units)
			}
			found[marked] += leaks(made, s, leaves, spec.Threshold)
		}
	}
	if found[0] == 0 || found[1] != 0 {
		t.Errorf("%d small counts are computed without the marks, %d with them", found[0], found[1])
	}
}

// drawn are the communes of a province of which some have few near-poor, poor of a minority or others.
func drawn(seed uint64) (places []suppress.Place, leaves []cells.Leaf, whole *cells.Leaf) {
	r := rand.New(rand.NewPCG(seed, 19))
	places = []suppress.Place{{Code: "92", Parent: -1}}
	for d := range 8 {
		places = append(places, suppress.Place{Code: fmt.Sprint("92", d)})
	}
	whole = &cells.Leaf{Code: "92"}
	for i := range 80 {
		l := cells.Leaf{Code: fmt.Sprint(31000 + i), Above: fmt.Sprint("92", i/10)}
		poor, near := cells.Count(1+r.IntN(30)), cells.Count(1+r.IntN(40))
		for k, n := range []cells.Count{poor + near + 100, poor, near} {
			l.Of[k].Households, l.Of[k].People = n, 4*n
			l.Of[k].Minority = []cells.Count{n / 2, 0, n / 3, n}[r.IntN(4)]
			whole.Of[k] = whole.Of[k].Plus(l.Of[k])
		}
		leaves = append(leaves, l)
		places = append(places, suppress.Place{Code: l.Code, Parent: 1 + i/10})
	}
	return places, leaves, whole
}

// leaks is how many sets of communes a reader finds of which a count is small.
func leaks(made *publication.Made, s *cells.Sheet, leaves []cells.Leaf, threshold int64) (n int) {
	for k, column := range map[int]int{1: 0, 2: 1} {
		var sets [][]string
		for _, row := range made.Tables[0].Rows {
			if row.Cells[column] != nil && len(row.Code) >= 5 {
				sets = append(sets, strings.Split(row.Code, "+"))
			}
		}
		for i, u := range s.Units() {
			if i > 0 {
				sets = append(sets, strings.Split(u.Code, "+"))
			}
		}
		for _, set := range known(sets) {
			sum := cells.Count(0)
			for i := range leaves {
				if slices.Contains(set, leaves[i].Code) {
					sum += leaves[i].Of[k].Households
				}
			}
			if sum > 0 && int64(sum) < threshold {
				n++
			}
		}
	}
	return n
}
