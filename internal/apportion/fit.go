package apportion

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"giamngheo/internal/errs"
)

// Margin is the given sum of a row or a column.
type Margin struct {
	Code string
	Sum  int64
}

// Misfit is why no table has the given margins: the rows of Rows must have Need together, and all columns that any of
// them takes part in have only May.
type Misfit struct {
	Rows, Columns []int
	Need, May     *big.Int
}

// Error says it in short; who asks names the rows.
func (m *Misfit) Error() string {
	return errs.T("what some rows must have is more than the columns that they take part in").VI
}

// The seed of a fit is reckoned in parts of a đồng, so many times over.
const (
	parts = 256
	times = 100
)

// Fit makes a table of whole amounts with the given sums of rows and of columns, as near as it can (Σ|difference|
// least) to a seed fitted in proportion to both. A cell whose seed is 0 stays 0: its row takes no part in that
// column. Of equal tables it is the one with more in the first rows and there in the first columns, by their codes.
// Errors: errs.Invalid where the sums differ or something is below zero, *Misfit where no table has them.
func Fit(seed [][]int64, rows, columns []Margin) ([][]int64, error) {
	if err := fits(seed, rows, columns); err != nil {
		return nil, err
	}
	wanted := proportional(seed, rows, columns)
	n, whole := newNetwork(len(rows)+len(columns)+1), len(rows)+len(columns)
	for i, r := range rows {
		n.add(whole, i, r.Sum, r.Sum, 0)
	}
	for j, c := range columns {
		n.add(len(rows)+j, whole, c.Sum, c.Sum, 0)
	}
	var arcs, at []int
	for _, i := range byCode(rows) {
		for _, j := range byCode(columns) {
			if seed[i][j] == 0 {
				continue
			}
			// below the wanted amount and beyond it every unit costs a unit of error; the one that it lies in, the
			// difference
			base, rest := int64(wanted[i][j]/parts), int64(wanted[i][j]%parts)
			beyond := min(rows[i].Sum, columns[j].Sum)
			for _, step := range [3][2]int64{{base, -parts}, {1, parts - 2*rest}, {beyond, parts}} {
				arcs = append(arcs, n.add(i, len(rows)+j, 0, step[0], step[1]))
				at = append(at, i*len(columns)+j)
			}
		}
	}
	if cut := n.balance(); cut != nil {
		return nil, misfit(cut, rows, columns)
	}
	out := make([][]int64, len(rows))
	for i := range out {
		out[i] = make([]int64, len(columns))
	}
	for k, sent := range n.prefer(arcs) {
		out[at[k]/len(columns)][at[k]%len(columns)] += sent
	}
	return out, nil
}

func byCode(m []Margin) []int {
	out := make([]int, len(m))
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(a, b int) int { return cmp.Or(cmp.Compare(m[a].Code, m[b].Code), a-b) })
	return out
}

// fits refuses what is no seed or no margins.
func fits(seed [][]int64, rows, columns []Margin) error {
	sums := [3]*big.Int{new(big.Int), new(big.Int), new(big.Int)}
	ok := len(seed) == len(rows)
	add := func(sum *big.Int, v int64) {
		ok = ok && v >= 0
		sum.Add(sum, big.NewInt(v))
	}
	for i := range rows {
		add(sums[0], rows[i].Sum)
		if ok = ok && len(seed[i]) == len(columns); !ok {
			break
		}
		for _, v := range seed[i] {
			add(sums[2], v)
		}
	}
	for _, c := range columns {
		add(sums[1], c.Sum)
	}
	limit := big.NewInt(most)
	switch {
	case !ok, sums[0].Cmp(limit) > 0, sums[2].Cmp(limit) > 0:
		return errs.New(errs.Invalid, "the table’s amounts must lie between 0 and 9,000,000,000,000,000")
	case sums[0].Cmp(sums[1]) != 0:
		return errs.New(errs.Invalid, "the rows must have %s together and the columns %s: both must be the same",
			sums[0].String(), sums[1].String())
	}
	return nil
}

// proportional fits a seed to the margins by turns, in parts of a đồng. It need not come to an end: what is still
// wrong the flow mends.
func proportional(seed [][]int64, rows, columns []Margin) [][]uint64 {
	m := make([][]uint64, len(seed))
	for i := range seed {
		m[i] = make([]uint64, len(columns))
		for j, v := range seed[i] {
			m[i][j] = uint64(v) * parts
		}
	}
	for range times {
		moved := false
		for j := range columns {
			moved = scale(uint64(columns[j].Sum)*parts, len(rows), func(i int) *uint64 { return &m[i][j] }) || moved
		}
		for i := range rows {
			moved = scale(uint64(rows[i].Sum)*parts, len(columns), func(j int) *uint64 { return &m[i][j] }) || moved
		}
		if !moved {
			break
		}
	}
	return m
}

// scale brings n cells to a sum, and reports whether they were more than a đồng from it.
func scale(want uint64, n int, cell func(int) *uint64) bool {
	sum := uint64(0)
	for k := range n {
		sum += *cell(k)
	}
	if sum == 0 || sum == want {
		return false
	}
	for k := range n {
		c := cell(k)
		high, low := bits.Mul64(*c, want)
		*c, _ = bits.Div64(high, low, sum) // no cell is more than the sum
	}
	return max(sum, want)-min(sum, want) > parts
}

// misfit tells the rows and columns of a cut.
func misfit(cut []int32, rows, columns []Margin) error {
	m := &Misfit{Need: new(big.Int), May: new(big.Int)}
	slices.Sort(cut)
	for _, v := range cut {
		switch i := int(v); {
		case i < len(rows):
			m.Rows = append(m.Rows, i)
			m.Need.Add(m.Need, big.NewInt(rows[i].Sum))
		case i < len(rows)+len(columns):
			m.Columns = append(m.Columns, i-len(rows))
			m.May.Add(m.May, big.NewInt(columns[i-len(rows)].Sum))
		}
	}
	return m
}
