package poverty

import (
	"fmt"
	"runtime"
	"sync"

	"giamngheo/internal/place"
)

// The kernel counts households in two places. Every household is one packed addition – a household in the low half, its
// people in the high – into the cell of its groups and class. Only the poor, about one in seven, are added to the sums
// of their groups' indicators, three indicators of 21 bits to a word, so that twelve indicators are four additions
// without a branch. The words are emptied before 21 bits can overflow. All figures come from those few cells.
const (
	lanes     = 3
	laneBits  = 21
	laneMask  = 1<<laneBits - 1
	blockRows = 8192 // 255 people × 8192 < 2^21
	laneWords = (MaxCount - 1 + lanes - 1) / lanes
	cellSlots = 8 // classes, rounded up to a power of two
	cellRows  = 1 << 22
)

// sums are one group's sums over the poor.
type sums struct {
	packed   [laneWords]uint64
	poor     uint64
	total    [laneWords * lanes]int64
	unmeasur int64
}

// counter is one goroutine's state.
type counter struct {
	t      *Table
	c      *Columns
	stride []int      // of each grouping in the joint cells
	cells  []uint64   // joint cell × class: households | people<<32
	whole  [][2]int64 // cells emptied of their packing
	groups [][]sums
	spread [][laneWords]uint64 // by mask: one in the lane of each deprived indicator
}

// Measure writes every household's class and returns the figures of all and of every group. It uses all processors.
// Errors: columns of different lengths, a group's number outside its grouping.
func (t *Table) Measure(c *Columns) (*ColumnMeasures, error) {
	if err := c.check(t); err != nil {
		return nil, err
	}
	n, procs := len(c.Deprived), runtime.GOMAXPROCS(0)
	spread := t.spread()
	counters := make([]*counter, procs)
	failed := make([]error, procs)
	var wg sync.WaitGroup
	for p := range procs {
		counters[p] = newCounter(t, c, spread)
		wg.Go(func() { failed[p] = counters[p].run(n*p/procs, n*(p+1)/procs) })
	}
	wg.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	for _, o := range counters[1:] {
		counters[0].merge(o)
	}
	return counters[0].figures(), nil
}

func (c *Columns) check(t *Table) error {
	n := len(c.Deprived)
	lengths := []int{len(c.Size), len(c.Area), len(c.Income), len(c.Class)}
	if c.Unanswered != nil {
		lengths = append(lengths, len(c.Unanswered))
	}
	for _, g := range c.Groupings {
		lengths = append(lengths, len(g.Values))
		if g.Groups < 1 || g.Groups > 256 {
			return fmt.Errorf("poverty: grouping %q has %d groups", g.Name, g.Groups)
		}
	}
	for _, l := range lengths {
		if l != n {
			return fmt.Errorf("poverty: columns of %d and %d households", n, l)
		}
	}
	if t.indicators > 16 {
		return fmt.Errorf("poverty: %d indicators, columns hold 16", t.indicators)
	}
	return nil
}

// spread returns for each mask the word of ones in the lanes of its indicators.
func (t *Table) spread() [][laneWords]uint64 {
	out := make([][laneWords]uint64, 1<<t.indicators)
	for mask := range out {
		for j := range t.indicators {
			if mask&(1<<j) != 0 {
				out[mask][j/lanes] |= 1 << (j % lanes * laneBits)
			}
		}
	}
	return out
}

func newCounter(t *Table, c *Columns, spread [][laneWords]uint64) *counter {
	k := &counter{t: t, c: c, spread: spread}
	cells := 1
	for _, g := range c.Groupings {
		k.stride = append(k.stride, cells)
		cells *= g.Groups
		k.groups = append(k.groups, make([]sums, g.Groups))
	}
	k.groups = append(k.groups, make([]sums, 1)) // all
	k.cells = make([]uint64, cells*cellSlots)
	k.whole = make([][2]int64, cells*cellSlots)
	return k
}

// run counts the households from … to−1.
func (k *counter) run(from, to int) error {
	fast := k.c.Unanswered == nil && len(k.c.Groupings) == 2 && k.t.indicators <= 12 && k.t.twoCuts()
	for at := from; at < to; at += blockRows {
		end := min(at+blockRows, to)
		if !fast || !k.fastBlock(at, end) {
			if err := k.block(at, end); err != nil {
				return err
			}
		}
		k.empty()
		if (at-from)/cellRows != (end-from)/cellRows {
			k.emptyCells()
		}
	}
	k.emptyCells()
	return nil
}

// twoCuts reports whether at most two incomes part the classes of every area, as in every standard so far.
func (t *Table) twoCuts() bool {
	return len(t.cuts[0]) <= 2 && len(t.cuts[1]) <= 2 && len(t.cuts[2]) <= 2
}

// lookup is the fast block's tables: everything by small indexes without a bound that must be checked.
type lookup struct {
	cuts  [4][2]uint32
	class [4][4][32]Class // area, band, count
}

func (t *Table) lookup() (l lookup) {
	for area := range 3 {
		l.cuts[area] = [2]uint32{UnknownIncome, UnknownIncome}
		copy(l.cuts[area][:], t.cuts[area])
		for band := range 3 {
			for n := range MaxCount {
				l.class[area][band][n] = t.classes[area][band][n][n]
			}
		}
	}
	return l
}

// fastBlock counts households of two groupings with all answers known; false, with nothing counted, where a household
// needs the other way.
func (k *counter) fastBlock(from, to int) bool {
	c := k.c
	mask, size, area, income := c.Deprived[from:to], c.Size[from:to], c.Area[from:to], c.Income[from:to]
	g0, g1, class := c.Groupings[0].Values[from:to], c.Groupings[1].Values[from:to], c.Class[from:to]
	n0, n1 := c.Groupings[0].Groups, c.Groupings[1].Groups
	n := len(mask)
	size, area, income, g0, g1, class = size[:n], area[:n], income[:n], g0[:n], g1[:n], class[:n]
	if !inBounds(mask, area, income, g0, g1, len(k.t.poor), n0, n1) {
		return false
	}
	l := k.t.lookup()
	cells, poor, spread := k.cells, k.t.poor, k.spread
	s0, s1 := k.groups[0], k.groups[1]
	for i, m := range mask {
		a, inc := area[i]&3, income[i]
		band := 0
		if inc > l.cuts[a][0] {
			band = 1
		}
		if inc > l.cuts[a][1] {
			band = 2
		}
		cl := l.class[a][band][popcount[m&0xfff]&31]
		class[i] = cl
		people := uint64(size[i])
		d, e := int(g0[i]), int(g1[i])
		cells[(d+e*n0)*cellSlots+int(cl)] += 1 | people<<32
		if poor[m] {
			sp := &spread[m]
			p, q := &s0[d], &s1[e]
			for w := range 4 {
				v := sp[w] * people
				p.packed[w] += v
				q.packed[w] += v
			}
			p.poor += people
			q.poor += people
		}
	}
	return true
}

// inBounds reports whether a block's values lie in their tables and every income and area is known.
func inBounds(mask []uint16, area []place.Area, income []uint32, g0, g1 []uint8, masks, n0, n1 int) bool {
	var m uint16
	var unknown bool
	var d, e uint8
	for i := range mask {
		m |= mask[i]
		d, e = max(d, g0[i]), max(e, g1[i])
		unknown = unknown || income[i] == UnknownIncome || area[i] == place.AreaUnknown || area[i] > place.Urban
	}
	return int(m) < masks && int(d) < n0 && int(e) < n1 && !unknown
}

// popcount is the number of bits of a 12-bit mask.
var popcount = func() (t [4096]uint8) {
	for i := range t {
		t[i] = t[i/2] + uint8(i&1)
	}
	return t
}()

// block counts households in general: any groupings, answers that are not known.
func (k *counter) block(from, to int) error {
	c, all := k.c, &k.groups[len(k.groups)-1][0]
	for i := from; i < to; i++ {
		m, u := c.Deprived[i], uint16(0)
		if c.Unanswered != nil {
			u = c.Unanswered[i] &^ m
		}
		if int(m|u) >= len(k.t.poor) || c.Area[i] > place.Urban {
			return fmt.Errorf("poverty: household %d has an indicator or area that the standard does not", i)
		}
		cl := k.t.classAt(c.Area[i], c.Income[i], m, u)
		c.Class[i] = cl
		people, cell := uint64(c.Size[i]), 0
		for g := range c.Groupings {
			v := int(c.Groupings[g].Values[i])
			if v >= c.Groupings[g].Groups {
				return fmt.Errorf("poverty: household %d is in group %d of %q, which has %d", i, v, c.Groupings[g].Name,
					c.Groupings[g].Groups)
			}
			cell += v * k.stride[g]
			k.groups[g][v].add(k, m, u, people)
		}
		if len(c.Groupings) == 0 {
			all.add(k, m, u, people)
		}
		k.cells[cell*cellSlots+int(cl)] += 1 | people<<32
	}
	return nil
}

// add adds a household's people to a group's sums.
func (s *sums) add(k *counter, m, u uint16, people uint64) {
	switch {
	case u != 0:
		s.unmeasur += int64(people)
	case k.t.poor[m]:
		for w := range s.packed {
			s.packed[w] += k.spread[m][w] * people
		}
		s.poor += people
	}
}

// classAt is the class of one household.
func (t *Table) classAt(area place.Area, income uint32, m, u uint16) Class {
	r := Result{Deprived: m, Unanswered: u}
	lo, hi := r.Count()
	if income == UnknownIncome {
		return t.classes[area][bandUnknown][lo][hi]
	}
	band := 0
	for band < len(t.cuts[area]) && income > t.cuts[area][band] {
		band++
	}
	return t.classes[area][band][lo][hi]
}

// empty moves the packed sums into whole numbers before they can overflow.
func (k *counter) empty() {
	for g := range k.groups {
		for v := range k.groups[g] {
			s := &k.groups[g][v]
			for w, p := range s.packed {
				for lane := range lanes {
					s.total[w*lanes+lane] += int64(p >> (lane * laneBits) & laneMask)
				}
				s.packed[w] = 0
			}
		}
	}
}

func (k *counter) emptyCells() {
	for i, c := range k.cells {
		k.whole[i][0] += int64(c & (1<<32 - 1))
		k.whole[i][1] += int64(c >> 32)
		k.cells[i] = 0
	}
}

func (k *counter) merge(o *counter) {
	for i := range k.whole {
		k.whole[i][0] += o.whole[i][0]
		k.whole[i][1] += o.whole[i][1]
	}
	for g := range k.groups {
		for v := range k.groups[g] {
			k.groups[g][v].merge(&o.groups[g][v])
		}
	}
}

func (s *sums) merge(o *sums) {
	s.poor += o.poor
	s.unmeasur += o.unmeasur
	for j := range s.total {
		s.total[j] += o.total[j]
	}
}

// figures turns the cells and sums into figures: all first from the first grouping's groups.
func (k *counter) figures() *ColumnMeasures {
	all := &k.groups[len(k.groups)-1][0]
	if len(k.c.Groupings) > 0 {
		for v := range k.groups[0] {
			all.merge(&k.groups[0][v])
		}
	}
	out := &ColumnMeasures{All: k.t.figuresOf(all, func(f *ColumnFigures) {
		for cell := range len(k.whole) / cellSlots {
			k.addCell(f, cell)
		}
	})}
	for g, grouping := range k.c.Groupings {
		fs := make([]ColumnFigures, grouping.Groups)
		for v := range fs {
			fs[v] = k.t.figuresOf(&k.groups[g][v], func(f *ColumnFigures) {
				for cell := range len(k.whole) / cellSlots {
					if cell/k.stride[g]%grouping.Groups == v {
						k.addCell(f, cell)
					}
				}
			})
		}
		out.Groups = append(out.Groups, fs)
	}
	return out
}

// addCell adds a joint cell's households and people.
func (k *counter) addCell(f *ColumnFigures, cell int) {
	for cl := range int(classes) {
		f.Households[cl] += k.whole[cell*cellSlots+cl][0]
		f.People += k.whole[cell*cellSlots+cl][1]
	}
}

// figuresOf computes a group's measures.
func (t *Table) figuresOf(s *sums, cells func(*ColumnFigures)) ColumnFigures {
	f := ColumnFigures{Poor: int64(s.poor), Unmeasured: s.unmeasur, Censored: make([]float64, t.indicators),
		Contributions: make([]float64, t.indicators)}
	cells(&f)
	people := float64(f.People - f.Unmeasured)
	if people == 0 {
		return f
	}
	f.H = float64(f.Poor) / people
	for j := range t.indicators {
		f.Censored[j] = float64(s.total[j]) / people
	}
	f.M0, f.Contributions = adjusted(t.weights, f.Censored)
	if f.Poor > 0 {
		f.A = f.M0 / f.H
	}
	return f
}

// adjusted returns the adjusted headcount M0 that censored headcounts make under weights, and each indicator's share of
// it (Alkire and Foster's dimensional breakdown).
func adjusted(weights, censored []float64) (m0 float64, contributions []float64) {
	contributions = make([]float64, len(weights))
	for j, c := range censored {
		m0 += weights[j] * c
	}
	for j, c := range censored {
		if m0 > 0 {
			contributions[j] = weights[j] * c / m0
		}
	}
	return m0, contributions
}
