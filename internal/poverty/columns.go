package poverty

import (
	"fmt"
	"math"
	"math/big"
	"slices"

	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/rule"
)

// UnknownIncome is the income of a household whose income is not known.
const UnknownIncome = math.MaxUint32

// Columns are the households of a review in memory, a column an answer: 11 bytes a household with two groupings. Bit i
// of Deprived is the i-th indicator; of Unanswered, one that is not decided (nil where all are). Income is in đồng per
// person per month. Class is written by Table.Measure.
type Columns struct {
	Deprived   []uint16
	Unanswered []uint16
	Size       []uint8
	Area       []place.Area
	Income     []uint32
	Groupings  []Grouping
	Class      []Class
}

// Grouping parts the households into groups 0 … Groups−1.
type Grouping struct {
	Name   string
	Groups int
	Values []uint8
}

// maxCuts is how many incomes may part the classes of one area.
const maxCuts = 8

// Table is a standard compiled for columns, wholly from its rules: which incomes part its classes in each area, which
// class each band of income and count of deprivations has, and which deprivations make poor by count.
type Table struct {
	indicators int
	cuts       [3][]uint32 // by area: ascending; an income belongs to the band of how many cuts it exceeds
	classes    [3][maxCuts + 2][MaxCount][MaxCount]Class
	weights    []float64 // of the indicators, sum 1
	poor       []bool    // by mask
}

// MaxCount is one more than the most indicators that columns hold.
const MaxCount = 17

// bandUnknown is the band of an unknown income.
const bandUnknown = maxCuts + 1

// Table compiles the standard for columns. Poor for the measures is who is deprived in at least the standard's cut-off,
// with equal weights, whatever the income. Errors: a rule that uses income in another way than comparing it with
// constants.
func (s *Standard) Table() (*Table, error) {
	t := &Table{indicators: len(s.Indicators)}
	for range s.Indicators {
		t.weights = append(t.weights, 1/float64(len(s.Indicators)))
	}
	t.poor = make([]bool, 1<<len(s.Indicators))
	for mask := range t.poor {
		r := Result{Deprived: uint16(mask)}
		n, _ := r.Count()
		t.poor[mask] = n >= s.Cutoff()
	}
	edges, err := s.incomeEdges()
	if err != nil {
		return nil, err
	}
	c := s.Classifier()
	for area := place.AreaUnknown; area <= place.Urban; area++ {
		if err := t.area(c, area, edges); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// incomeEdges returns the incomes at whose passing a class may change.
func (s *Standard) incomeEdges() ([]uint32, error) {
	var edges []uint32
	for i := range s.Classes {
		consts, ok := s.Classes[i].program.Compared(fieldIncome)
		if !ok {
			return nil, errs.New(errs.Invalid, "class “%s” uses income in another way than comparing it with constants",
				s.Classes[i].Code)
		}
		for _, n := range consts {
			for _, e := range []int64{n - 1, n} { // < and <= part at either
				if e >= 0 && e < UnknownIncome-1 {
					edges = append(edges, uint32(e))
				}
			}
		}
	}
	slices.Sort(edges)
	return slices.Compact(edges), nil
}

// counts is the class by least and greatest number of deprivations.
type counts [MaxCount][MaxCount]Class

// area fills the bands of one area, joining neighbours that decide alike.
func (t *Table) area(c *Classifier, area place.Area, edges []uint32) error {
	probe := func(income household.Maybe[household.Dong]) (out counts, err error) {
		h := household.Household{Area: area, IncomePerHead: income}
		c.in.H = &h
		for lo := 0; lo <= t.indicators; lo++ {
			for hi := lo; hi <= t.indicators; hi++ {
				r := Result{}
				if err := c.classOf(&h, &r, rule.Range{Lo: int64(lo), Hi: int64(hi)}); err != nil {
					return out, err
				}
				out[lo][hi] = r.Class
			}
		}
		return out, nil
	}
	unknown, err := probe(household.Maybe[household.Dong]{})
	if err != nil {
		return err
	}
	t.classes[area][bandUnknown] = unknown
	var bands []counts
	for i := 0; i <= len(edges); i++ {
		at := household.Dong(UnknownIncome - 1)
		if i < len(edges) {
			at = household.Dong(edges[i])
		}
		band, err := probe(household.Just(at))
		if err != nil {
			return err
		}
		if n := len(bands); n > 0 && bands[n-1] == band {
			t.cuts[area] = t.cuts[area][:n-1]
		} else {
			bands = append(bands, band)
		}
		if i < len(edges) {
			t.cuts[area] = append(t.cuts[area], edges[i])
		}
	}
	if len(t.cuts[area]) > maxCuts {
		return fmt.Errorf("poverty: %d incomes part the classes, at most %d can be held", len(t.cuts[area]), maxCuts)
	}
	for i := range bands {
		t.classes[area][i] = bands[i]
	}
	return nil
}

// Reweigh replaces the measures' weights and cut-off: weights (one an indicator, sum 1) and the share k from which who
// is deprived in indicators of so much weight is poor. Both are exact.
func (t *Table) Reweigh(weights []*big.Rat, k *big.Rat) error {
	if len(weights) != t.indicators {
		return errs.New(errs.Invalid, "%d weights are needed", t.indicators)
	}
	for mask := range t.poor {
		sum := new(big.Rat)
		for j, w := range weights {
			if mask&(1<<j) != 0 {
				sum.Add(sum, w)
			}
		}
		t.poor[mask] = sum.Cmp(k) >= 0
	}
	for j, w := range weights {
		t.weights[j], _ = w.Float64()
	}
	return nil
}

// ColumnFigures are a group's figures: households by class, people, and the Alkire-Foster measures of its people.
// Unmeasured people live in households with an indicator that is not decided: they are in People and in no measure.
type ColumnFigures struct {
	Households    [classes]int64
	People        int64
	Unmeasured    int64
	Poor          int64 // people
	H, A, M0      float64
	Censored      []float64 // by indicator: share of people poor and deprived in it
	Contributions []float64 // by indicator: share of M0
}

// ColumnMeasures are the figures of all households and of each group of each grouping.
type ColumnMeasures struct {
	All    ColumnFigures
	Groups [][]ColumnFigures // by grouping, by group
}
