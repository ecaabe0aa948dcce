package apportion

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"giamngheo/internal/errs"
)

func golden() *Table {
	return &Table{
		Places:  []Node{{"", -1}, {"1", 0}, {"2", 0}, {"A", 1}, {"B", 1}, {"C", 2}, {"D", 2}, {"E", 2}},
		Columns: []Node{{"", -1}, {"DA2", 0}, {"DA4", 0}, {"DA7", 0}},
		Cells: [][]int64{nil, nil, nil, {0, 224489797, 91400000, 37600000}, {0, 142857143, 60300000, 12350000},
			{0, 244897960, 28650000, 44450000}, {0, 306122450, 110400000, 5550000}, {0, 81632653, 9600000, 450000}},
	}
}

// TestRoundGolden: the printed table of five communes in two districts, in millions.
func TestRoundGolden(t *testing.T) {
	r, err := Round(golden(), 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([][]int64{{1401, 1001, 300, 100}, {569, 368, 151, 50}, {832, 633, 149, 50}, {354, 225, 91, 38},
		{215, 143, 60, 12}, {318, 245, 29, 44}, {422, 306, 110, 6}, {92, 82, 10, 0}}, r.Cells); d != "" {
		t.Error(d)
	}
	if r.Error.Int64() != 5194897 {
		t.Error(r.Error)
	}
}

// trees draws a tree of leaves, some of them in groups.
func trees(t *rapid.T, leaves int, what string) []Node {
	out := []Node{{"", -1}}
	groups := rapid.IntRange(0, 2).Draw(t, what+" groups")
	for i := range groups {
		out = append(out, Node{string(rune('P' + i)), 0})
	}
	for i := range leaves {
		up := 0
		if groups > 0 {
			up = 1 + rapid.IntRange(0, groups-1).Draw(t, what)
		}
		out = append(out, Node{string(rune('a' + i)), up})
	}
	return out
}

// grown draws a table; groups without leaves are leaves themselves.
func grown(t *rapid.T, rows, columns int, amount *rapid.Generator[int64]) *Table {
	out := &Table{Places: trees(t, rows, "place"), Columns: trees(t, columns, "column")}
	for range out.Places {
		row := make([]int64, len(out.Columns))
		for c := range row {
			row[c] = amount.Draw(t, "amount")
		}
		out.Cells = append(out.Cells, row)
	}
	return out
}

// sums says of which leaves' cells each sum is made that a table promises.
func sums(t *Table) (out [][][2]int) {
	leaf := func(nodes []Node, i int) bool {
		return i > 0 && !slices.ContainsFunc(nodes, func(n Node) bool { return n.Parent == i })
	}
	in := func(nodes []Node, i, whole int) bool {
		for ; i >= 0; i = nodes[i].Parent {
			if i == whole {
				return true
			}
		}
		return false
	}
	for p := range t.Places {
		for c := range t.Columns {
			if p > 0 && c > 0 && !leaf(t.Places, p) && !leaf(t.Columns, c) {
				continue
			}
			var cells [][2]int
			for i := range t.Places {
				for j := range t.Columns {
					if leaf(t.Places, i) && leaf(t.Columns, j) && in(t.Places, i, p) && in(t.Columns, j, c) {
						cells = append(cells, [2]int{i, j})
					}
				}
			}
			out = append(out, cells)
		}
	}
	return out
}

// neighbour reports whether a printed amount is one of the two next to the true one.
func neighbour(printed, amount, unit int64) bool {
	down := floor(amount, unit)
	return printed == down || printed == down+1 && amount != down*unit
}

// TestRoundIsBest: of all tables of a small size, counted one by one, it is the best, and of those the first.
func TestRoundIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := grown(t, 3, 3, rapid.Int64Range(-12, 40))
		const unit = 10
		got, err := Round(table, unit)
		if err != nil {
			t.Fatal(err)
		}
		promised := sums(table)
		cells := promised[0]
		slices.SortFunc(cells, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
		byCode := slices.Clone(cells)
		slices.SortStableFunc(byCode, func(a, b [2]int) int {
			x, y := table.Places[a[0]].Code+table.Columns[a[1]].Code, table.Places[b[0]].Code+table.Columns[b[1]].Code
			return slices.Compare([]byte(x), []byte(y))
		})
		best, bestUp := int64(-1), []bool(nil)
		for mask := range 1 << len(cells) {
			up := make([]bool, len(cells))
			var off int64
			printed := map[[2]int]int64{}
			ok := true
			for k, at := range byCode {
				up[k] = mask>>k&1 == 1
				v := table.Cells[at[0]][at[1]]
				n := floor(v, unit) + int64(b2i(up[k]))
				printed[at] = n
				ok = ok && neighbour(n, v, unit)
				off += max(v-n*unit, n*unit-v)
			}
			for k, s := range promised {
				var n, v int64
				for _, at := range s {
					n, v = n+printed[at], v+table.Cells[at[0]][at[1]]
				}
				ok = ok && neighbour(n, v, unit) && (k > 0 || n == floor(v+unit/2, unit))
			}
			if ok && (best < 0 || off < best || off == best && first(up, bestUp)) {
				best, bestUp = off, up
			}
		}
		if best != got.Error.Int64() {
			t.Fatalf("%d, best %d", got.Error, best)
		}
		for k, at := range byCode {
			if want := floor(table.Cells[at[0]][at[1]], unit) + int64(b2i(bestUp[k])); got.Cells[at[0]][at[1]] != want {
				t.Fatalf("not the first of the best: %v", bestUp)
			}
		}
	})
}

func first(a, b []bool) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i]
		}
	}
	return false
}

// TestRoundHolds: in tables of any size every sum holds and is a neighbour; a table on its side is as good.
func TestRoundHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := grown(t, rapid.IntRange(2, 25).Draw(t, "rows"), rapid.IntRange(2, 9).Draw(t, "columns"),
			rapid.Int64Range(0, 5_000_000_000))
		const unit = 1_000_000
		got, err := Round(table, unit)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sums(table) {
			var n, v int64
			for _, at := range s {
				n, v = n+got.Cells[at[0]][at[1]], v+table.Cells[at[0]][at[1]]
			}
			if !neighbour(n, v, unit) {
				t.Fatalf("%d for %d", n, v)
			}
		}
		side := &Table{Places: table.Columns, Columns: table.Places}
		for c := range table.Columns {
			var row []int64
			for p := range table.Places {
				row = append(row, table.Cells[p][c])
			}
			side.Cells = append(side.Cells, row)
		}
		if other, err := Round(side, unit); err != nil || other.Error.Cmp(got.Error) != 0 {
			t.Fatal(err, other.Error, got.Error)
		}
	})
}

func TestRoundRefuses(t *testing.T) {
	whole := []Node{{"", -1}, {"a", 0}}
	for name, table := range map[string]*Table{
		"no root":        {Places: []Node{{"", 0}}, Columns: whole, Cells: [][]int64{{0, 0}}},
		"two roots":      {Places: []Node{{"", -1}, {"", -1}}, Columns: whole, Cells: [][]int64{{0, 0}, {0, 0}}},
		"a circle":       {Places: []Node{{"", -1}, {"", 2}, {"", 1}}, Columns: whole, Cells: [][]int64{nil, nil, nil}},
		"a short row":    {Places: whole, Columns: whole, Cells: [][]int64{nil, {1}}},
		"rows missing":   {Places: whole, Columns: whole},
		"too much money": {Places: whole, Columns: whole, Cells: [][]int64{nil, {0, most + 1}}},
	} {
		if _, err := Round(table, 10); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Round(golden(), 0); errs.KindOf(err) != errs.Invalid {
		t.Error(err)
	}
}

// TestFit: margins hold; what is in proportion stays in proportion; who takes no part gets nothing.
func TestFit(t *testing.T) {
	got, err := Fit([][]int64{{1, 1}, {1, 3}}, []Margin{{"A", 40}, {"B", 60}}, []Margin{{"x", 50}, {"y", 50}})
	if err != nil {
		t.Fatal(err)
	}
	// in proportion: a·(10+a) / ((40−a)·(50−a)) = 3, so a = (280 − √30400)/4 = 26.41
	if d := cmp.Diff([][]int64{{26, 14}, {24, 36}}, got); d != "" {
		t.Error(d)
	}
	_, err = Fit([][]int64{{1, 0}, {2, 0}, {1, 1}}, []Margin{{"A", 40}, {"B", 30}, {"C", 30}},
		[]Margin{{"x", 60}, {"y", 40}})
	var m *Misfit
	if !errors.As(err, &m) || !slices.Equal(m.Rows, []int{0, 1}) || !slices.Equal(m.Columns, []int{0}) ||
		m.Need.Int64() != 70 || m.May.Int64() != 60 || m.Error() == "" {
		t.Errorf("%v %+v", err, m)
	}
	for name, c := range map[string][][]int64{"sums": {{1, 1}, {1, 1}}, "short": {{1}, {1, 1}}, "below": {{-1, 1}, {1, 1}}} {
		rows := []Margin{{"A", 40}, {"B", 61}}
		if name != "sums" {
			rows[1].Sum = 60
		}
		if _, err := Fit(c, rows, []Margin{{"x", 50}, {"y", 50}}); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFitHolds: where a table has the margins, a fit finds one; and it finds a table that is itself the seed.
func TestFitHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(1, 9).Draw(t, "n"), rapid.IntRange(1, 6).Draw(t, "m")
		rows, columns := make([]Margin, n), make([]Margin, m)
		one, seed := make([][]int64, n), make([][]int64, n)
		for i := range n {
			for j := range m {
				v := rapid.Int64Range(0, 4).Draw(t, "there") * rapid.Int64Range(0, 4_000_000_000).Draw(t, "v") / 4
				one[i] = append(one[i], v)
				s := int64(0)
				if v > 0 {
					s = rapid.Int64Range(1, 100).Draw(t, "seed")
				}
				seed[i] = append(seed[i], s)
				rows[i].Sum, columns[j].Sum = rows[i].Sum+v, columns[j].Sum+v
			}
		}
		got, err := Fit(seed, rows, columns)
		if err != nil {
			t.Fatal(err)
		}
		for i := range n {
			sum := int64(0)
			for j, v := range got[i] {
				if sum += v; v < 0 || v > 0 && seed[i][j] == 0 {
					t.Fatal("a cell that takes no part")
				}
			}
			if sum != rows[i].Sum {
				t.Fatal("a row")
			}
		}
		for j := range m {
			sum := int64(0)
			for i := range n {
				sum += got[i][j]
			}
			if sum != columns[j].Sum {
				t.Fatal("a column")
			}
		}
		if same, err := Fit(one, rows, columns); err != nil || cmp.Diff(one, same) != "" {
			t.Fatal(err, cmp.Diff(one, same))
		}
	})
}

// TestFitIsNearest: of all tables of two by three with the margins none is nearer to the fitted seed.
func TestFitIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, columns := make([]Margin, 2), make([]Margin, 3)
		seed := make([][]int64, 2)
		for i := range rows {
			for j := range columns {
				seed[i] = append(seed[i], rapid.Int64Range(1, 9).Draw(t, "seed"))
				v := rapid.Int64Range(0, 5).Draw(t, "v")
				rows[i].Sum, columns[j].Sum = rows[i].Sum+v, columns[j].Sum+v
			}
		}
		got, err := Fit(seed, rows, columns)
		if err != nil {
			t.Fatal(err)
		}
		wanted := proportional(seed, rows, columns)
		off := func(x [][]int64) (sum int64) {
			for i := range x {
				for j := range x[i] {
					d := x[i][j]*parts - int64(wanted[i][j])
					sum += max(d, -d)
				}
			}
			return sum
		}
		for a := range columns[0].Sum + 1 {
			for b := range columns[1].Sum + 1 {
				c := rows[0].Sum - a - b
				if c < 0 || c > columns[2].Sum {
					continue
				}
				x := [][]int64{{a, b, c}, {columns[0].Sum - a, columns[1].Sum - b, columns[2].Sum - c}}
				if off(x) < off(got) {
					t.Fatal(got, x)
				}
			}
		}
	})
}
