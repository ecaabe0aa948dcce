package sampling

import (
	"cmp"
	"slices"
	"strconv"

	"giamngheo/internal/apportion"
)

// Stratum is a part of a frame from which its own share is drawn: a class of households in a hamlet, for example.
type Stratum struct {
	Name string
	Rows []int64
}

// Drawn is a row of a sample with the stratum from which it comes.
type Drawn struct {
	Stratum string
	Row     int64
}

// Stratified draws n rows of all strata, of each its share by its size (largest remainder, at least one where n reaches
// that far): the same seed and frame give the same sample on any machine, whatever the order of strata and rows.
func Stratified(seed string, strata []Stratum, n int) []Drawn {
	strata = slices.DeleteFunc(slices.Clone(strata), func(s Stratum) bool { return len(s.Rows) == 0 })
	slices.SortFunc(strata, func(x, y Stratum) int { return cmp.Compare(x.Name, y.Name) })
	total := 0
	for i := range strata {
		total += len(strata[i].Rows)
	}
	var out []Drawn
	for i, share := range shares(strata, min(max(n, 0), total)) {
		s := &strata[i]
		units := make([]string, len(s.Rows))
		for j, row := range s.Rows {
			units[j] = s.Name + "/" + strconv.FormatInt(row, 10)
		}
		for _, t := range Lottery(seed, units, share) {
			row, _ := strconv.ParseInt(t.Unit[len(s.Name)+1:], 10, 64) // written so above
			out = append(out, Drawn{s.Name, row})
		}
	}
	return out
}

// shares are how many rows are drawn of each stratum.
func shares(strata []Stratum, n int) []int {
	out := make([]int, len(strata))
	least := 0
	if n >= len(strata) {
		least = 1 // a stratum of which nothing is drawn shows nothing
	}
	codes, weights, rest := make([]string, len(strata)), make([]int64, len(strata)), int64(n-least*len(strata))
	for i := range strata {
		codes[i], weights[i], out[i] = strata[i].Name, int64(len(strata[i].Rows)-least), least
	}
	if rest == 0 {
		return out
	}
	more, err := apportion.Whole(rest, codes, weights)
	if err != nil {
		panic(err) // n is at most the rows there are: it cannot be refused
	}
	for i, v := range more {
		out[i] += int(v)
	}
	return out
}
