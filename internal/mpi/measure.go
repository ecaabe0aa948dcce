// Package mpi measures multidimensional poverty (Alkire and Foster) in any matrix of deprivations, with the errors of a
// sample and the changes between two periods.
package mpi

import (
	"math/big"
	"strconv"

	"giamngheo/internal/errs"
)

// Spec says what to measure: indicators with their weights (nil: equal), the cut-off, and the names of the groupings.
// Where there are dimensions, the indicators are theirs in their order (Nested).
type Spec struct {
	Indicators []string
	Dimensions []Dimension
	Weights    []*big.Rat
	K          Cutoff
	By         []string
	Errors     bool // standard errors are asked for: every row says where it was drawn (AddDrawn)
}

// Figures are the Alkire-Foster measures of one group of people.
type Figures struct {
	Rows         int64   // units counted
	Population   float64 // sum of their population weights; the rows where there is none
	H, A, M0     float64 // incidence, intensity among the poor, adjusted headcount; all as shares of 1
	Share        float64 // of the whole population
	Contribution float64 // of the group to the M0 of the whole; 0 where that M0 is 0
	Indicators   []IndicatorFigures

	HError, AError, M0Error Error // of a sample; not known where none were asked for
}

// IndicatorFigures are one indicator's headcounts (shares of the population) and contribution to M0 (share of M0).
type IndicatorFigures struct{ Raw, Censored, Contribution float64 }

// Measures are the figures of all units and of every group of every grouping, in the order of Spec.By.
type Measures struct {
	Spec   Spec
	All    Figures
	Groups []map[string]Figures
}

// Meter adds up the measures over a stream of rows in memory that depends on indicators and groups, not on rows.
type Meter struct {
	spec   Spec
	scale  scale
	least  int64
	all    *tally
	groups []map[string]*tally
	design design
}

// tally is what one group adds up.
type tally struct {
	rows             int64
	population, poor float64
	score            float64 // population × whole score, over the poor
	raw, censored    []float64
	drawn            drawn
}

// NewMeter checks the spec and makes an empty meter.
func NewMeter(spec Spec) (*Meter, error) {
	if len(spec.Indicators) == 0 {
		return nil, invalid(errs.T("there is no indicator to measure"))
	}
	seen := make(map[string]bool)
	for _, name := range spec.Indicators {
		if seen[name] {
			return nil, invalid(errs.T("indicator %q appears twice", name))
		}
		seen[name] = true
	}
	s, err := newScale(spec.Indicators, spec.Weights)
	if err != nil {
		return nil, err
	}
	m := &Meter{spec: spec, scale: s, all: newTally(len(spec.Indicators))}
	switch k := spec.K; {
	case k.Share == nil && (k.Count < 1 || k.Count > len(spec.Indicators)):
		return nil, invalid(errs.T("k = %d must be from 1 to the number of indicators (%d)", k.Count,
			len(spec.Indicators)))
	case k.Share != nil && (k.Share.Sign() <= 0 || k.Share.Cmp(big.NewRat(1, 1)) > 0):
		return nil, invalid(errs.T("k = %s must be above 0 and at most 1", k.Share.RatString()))
	case k.Share != nil:
		m.least = s.least(k.Share)
	}
	for range spec.By {
		m.groups = append(m.groups, make(map[string]*tally))
	}
	return m, nil
}

// Spec is what the meter measures.
func (m *Meter) Spec() Spec { return m.spec }

func newTally(n int) *tally { return &tally{raw: make([]float64, n), censored: make([]float64, n)} }

// Add counts one unit: which indicators it is deprived in, its population weight (1 where there is none), and its
// group in each grouping of the spec. The lengths must be those of the spec.
func (m *Meter) Add(deprived []bool, weight float64, groups ...string) {
	m.AddDrawn(Unit{}, deprived, weight, groups...)
}

// AddDrawn is Add for a unit of a sample. One without a cluster is a cluster of its own.
func (m *Meter) AddDrawn(at Unit, deprived []bool, weight float64, groups ...string) {
	count, score := 0, int64(0)
	for i, d := range deprived {
		if d {
			count++
			score += m.scale.weights[i]
		}
	}
	poor := count >= m.spec.K.Count
	if m.spec.K.Share != nil {
		poor = score >= m.least
	}
	m.all.add(deprived, weight, float64(score), poor)
	if m.spec.Errors {
		if at.Cluster == "" {
			at.Cluster = "#" + strconv.FormatInt(m.all.rows, 10)
		}
		m.design.see(at)
		m.all.drawnAt(at, weight, float64(score), poor)
	}
	for i, g := range groups {
		t := m.groups[i][g]
		if t == nil {
			t = newTally(len(deprived))
			m.groups[i][g] = t
		}
		t.add(deprived, weight, float64(score), poor)
		if m.spec.Errors {
			t.drawnAt(at, weight, float64(score), poor)
		}
	}
}

func (t *tally) add(deprived []bool, weight, score float64, poor bool) {
	t.rows++
	t.population += weight
	if poor {
		t.poor += weight
		t.score += weight * score
	}
	for i, d := range deprived {
		if d {
			t.raw[i] += weight
			if poor {
				t.censored[i] += weight
			}
		}
	}
}

// Measures returns the figures of what was added so far.
func (m *Meter) Measures() Measures {
	out := Measures{Spec: m.spec, All: m.figures(m.all)}
	for _, groups := range m.groups {
		figures := make(map[string]Figures, len(groups))
		for name, t := range groups {
			figures[name] = m.figures(t)
		}
		out.Groups = append(out.Groups, figures)
	}
	return out
}

func (m *Meter) figures(t *tally) Figures {
	total := float64(m.scale.total)
	f := Figures{
		Rows: t.rows, Population: t.population,
		H: ratio(t.poor, t.population), A: ratio(t.score, t.poor*total), M0: ratio(t.score, t.population*total),
		Share: ratio(t.population, m.all.population), Contribution: ratio(t.score, m.all.score),
	}
	for i := range t.raw {
		f.Indicators = append(f.Indicators, IndicatorFigures{
			Raw: ratio(t.raw[i], t.population), Censored: ratio(t.censored[i], t.population),
			Contribution: ratio(t.censored[i]*float64(m.scale.weights[i]), t.score),
		})
	}
	if m.spec.Errors {
		f.HError = m.design.ratioError(t.drawn, poorPeople, people, 1)
		f.AError = m.design.ratioError(t.drawn, scores, poorPeople, total)
		f.M0Error = m.design.ratioError(t.drawn, scores, people, total)
	}
	return f
}

// ratio is a/b, and 0 where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
