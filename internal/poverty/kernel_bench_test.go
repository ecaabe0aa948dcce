package poverty

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"giamngheo/internal/place"
)

// synthetic draws columns as the engine's benchmark has them: 11 districts, 54 ethnic groups (64 % Kinh, 30 % Khmer, 5
// % Hoa), sizes, incomes and twelve deprivations such that about 13 % are deprived in three or more.
func synthetic(n int) *Columns {
	r := rand.New(rand.NewPCG(1, 2))
	c := &Columns{Deprived: make([]uint16, n), Size: make([]uint8, n), Area: make([]place.Area, n),
		Income: make([]uint32, n), Class: make([]Class, n),
		Groupings: []Grouping{{"district", 11, make([]uint8, n)}, {"ethnicity", 54, make([]uint8, n)}}}
	for i := range n {
		bits := r.Uint64()
		c.Groupings[0].Values[i] = uint8(bits & 0xffff * 11 >> 16)
		ethnic := uint8(bits >> 16 & 0xff % 54)
		switch share := bits >> 24 & 0xff; {
		case share < 164:
			ethnic = 0
		case share < 241:
			ethnic = 4
		case share < 254:
			ethnic = 3
		}
		c.Groupings[1].Values[i] = ethnic
		c.Size[i] = uint8(1 + bits>>32&7)
		c.Area[i] = place.Rural
		if bits>>35&3 == 0 {
			c.Area[i] = place.Urban
		}
		c.Income[i] = uint32(bits>>37&0xffff) * 100
		mask := uint16(0)
		draw := r.Uint64()
		for j := range 12 {
			if draw>>(5*j)&31 < 4 {
				mask |= 1 << j
			}
		}
		c.Deprived[i] = mask
	}
	return c
}

// fixed is the same task by hand, its lines, cut-off and number of indicators compiled in: the limit that the kernel is
// measured against. One packed addition a household by (district, ethnic group, class), and a histogram of the masks of
// the poor by group; everything else comes from those cells.
func fixed(c *Columns) (people [66]uint64, poor [66]uint64, censored [66][12]uint64, byClass [66][5]uint64) {
	type part struct {
		cells [11 * 54 * 8]uint64
		masks [65][4096]uint32
	}
	parts := make([]part, 2)
	var wg sync.WaitGroup
	n := len(c.Deprived)
	for p := range parts {
		wg.Go(func() {
			k := &parts[p]
			from, to := n*p/2, n*(p+1)/2
			mask, size, area, income := c.Deprived[from:to], c.Size[from:to], c.Area[from:to], c.Income[from:to]
			d, e, class := c.Groupings[0].Values[from:to], c.Groupings[1].Values[from:to], c.Class[from:to]
			for i, m := range mask {
				line, top := uint32(1_500_000), uint32(2_250_000)
				if area[i] == place.Urban {
					line, top = 2_000_000, 3_000_000
				}
				deprived := popcount[m&0xfff]
				cl := None
				switch {
				case income[i] > top:
				case income[i] > line:
					cl = AverageLivingStandard
				case deprived >= 3:
					cl = Poor
				default:
					cl = NearPoor
				}
				class[i] = cl
				k.cells[(int(d[i])*54+int(e[i]))*8+int(cl)] += 1 | uint64(size[i])<<32
				if deprived >= 3 {
					k.masks[d[i]][m&0xfff] += uint32(size[i])
					k.masks[11+e[i]][m&0xfff] += uint32(size[i])
				}
			}
		})
	}
	wg.Wait()
	for p := range parts {
		for i, v := range parts[p].cells {
			cell, cl := i/8, i%8
			for _, g := range []int{0, 1 + cell/54, 12 + cell%54} {
				people[g] += v >> 32
				if cl < 5 {
					byClass[g][cl] += v & (1<<32 - 1)
				}
			}
		}
		for g := range parts[p].masks {
			for m, v := range parts[p].masks[g] {
				if v == 0 {
					continue
				}
				for j := range 12 {
					if m>>j&1 != 0 {
						censored[1+g][j] += uint64(v)
					}
				}
				poor[1+g] += uint64(v)
			}
		}
	}
	for g := 1; g <= 11; g++ {
		poor[0] += poor[g]
		for j := range 12 {
			censored[0][j] += censored[g][j]
		}
	}
	return people, poor, censored, byClass
}

// bandwidth reads all columns once on all processors: the floor that memory sets.
func bandwidth(c *Columns) (sum uint64) {
	n, procs := len(c.Deprived), runtime.GOMAXPROCS(0)
	sums := make([]uint64, procs)
	var wg sync.WaitGroup
	for p := range procs {
		wg.Go(func() {
			var s uint64
			for i := n * p / procs; i < n*(p+1)/procs; i++ {
				s += uint64(c.Deprived[i]) + uint64(c.Size[i]) + uint64(c.Area[i]) + uint64(c.Income[i]) +
					uint64(c.Groupings[0].Values[i]) + uint64(c.Groupings[1].Values[i])
			}
			sums[p] = s
		})
	}
	wg.Wait()
	for _, s := range sums {
		sum += s
	}
	return sum
}

func residentMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(kb), "kB")))
			if err == nil {
				return float64(n) / 1024
			}
		}
	}
	return 0
}

// BenchmarkColumns classifies and measures 10 and 28 million households (66 groups × 32 figures) by a standard held as
// data, and states the ratio to the loop with everything compiled in and to reading the columns once, taken in turn.
func BenchmarkColumns(b *testing.B) {
	tab := table(b, review)
	for _, n := range []int{10_000_000, 28_000_000} {
		b.Run(fmt.Sprint(n/1_000_000, "M"), func(b *testing.B) {
			runtime.GC()
			c := synthetic(n)
			var ours, hand, read time.Duration
			for b.Loop() {
				start := time.Now()
				people, poor, censored, byClass := fixed(c)
				hand += time.Since(start)
				start = time.Now()
				sink = bandwidth(c)
				read += time.Since(start)
				start = time.Now()
				got, err := tab.Measure(c)
				ours += time.Since(start)
				if err != nil {
					b.Fatal(err)
				}
				sameFigures(b, got, people, poor, censored, byClass)
			}
			runs := float64(b.N)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ours.Seconds()*1000/runs, "ms")
			b.ReportMetric(ours.Seconds()/hand.Seconds(), "x-hand-written-loop")
			b.ReportMetric(ours.Seconds()/read.Seconds(), "x-memory-bandwidth")
			b.ReportMetric(residentMB()*1048576/float64(n), "B-resident/household")
		})
	}
}

var sink uint64

// sameFigures holds the kernel's figures against the hand-written loop's.
func sameFigures(b *testing.B, got *ColumnMeasures, people, poor [66]uint64, censored [66][12]uint64,
	byClass [66][5]uint64) {
	b.Helper()
	for g := range 66 {
		f := got.All
		switch {
		case g >= 12:
			f = got.Groups[1][g-12]
		case g >= 1:
			f = got.Groups[0][g-1]
		}
		if f.People != int64(people[g]) || f.Poor != int64(poor[g]) {
			b.Fatalf("group %d: %d people, %d poor; by hand %d, %d", g, f.People, f.Poor, people[g], poor[g])
		}
		for cl := range 5 {
			if f.Households[cl] != int64(byClass[g][cl]) {
				b.Fatalf("group %d class %d: %d, by hand %d", g, cl, f.Households[cl], byClass[g][cl])
			}
		}
		for j := range 12 {
			if people[g] > 0 && f.Censored[j] != float64(censored[g][j])/float64(people[g]) {
				b.Fatalf("group %d indicator %d: %g", g, j, f.Censored[j])
			}
		}
	}
}
