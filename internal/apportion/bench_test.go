package apportion

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// province draws a table of 109 communes in 11 districts by 13 columns in 5 projects.
func province(seed uint64) *Table {
	r := rand.New(rand.NewPCG(seed, 1))
	t := &Table{Places: []Node{{"", -1}}, Columns: []Node{{"", -1}}}
	for i := range 11 {
		t.Places = append(t.Places, Node{fmt.Sprintf("d%02d", i), 0})
	}
	for i := range 109 {
		t.Places = append(t.Places, Node{fmt.Sprintf("x%03d", i), 1 + i%11})
	}
	for i := range 5 {
		t.Columns = append(t.Columns, Node{fmt.Sprintf("p%d", i), 0})
	}
	for i := range 13 {
		t.Columns = append(t.Columns, Node{fmt.Sprintf("q%02d", i), 1 + i%5})
	}
	for range t.Places {
		row := make([]int64, len(t.Columns))
		for c := range row {
			row[c] = r.Int64N(400_000_000)
		}
		t.Cells = append(t.Cells, row)
	}
	return t
}

// BenchmarkRound rounds the table of a province to millions; the bar is 30 ms for the worst.
func BenchmarkRound(b *testing.B) {
	tables := make([]*Table, 20)
	for i := range tables {
		tables[i] = province(uint64(i))
	}
	worst, n := time.Duration(0), 0
	for b.Loop() {
		begun := time.Now()
		if _, err := Round(tables[n%len(tables)], 1_000_000); err != nil {
			b.Fatal(err)
		}
		n++
		worst = max(worst, time.Since(begun))
	}
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
}
