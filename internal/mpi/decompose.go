package mpi

import (
	"giamngheo/internal/errs"
	"math/big"
)

// GroupChange is one group's part in the change of M0: through its share of the population and within itself.
type GroupChange struct{ Share, Within float64 }

// MeasureChange splits the change of M0 between two reviews; each split adds up to M0.
type MeasureChange struct {
	M0                   float64                  // after − before
	Incidence, Intensity float64                  // through H and through A
	Indicators           []float64                // weight × change of the censored headcount
	Groups               []map[string]GroupChange // for each grouping
}

// Split splits the change from before to after, which must have the same indicators, weights and groupings. Effects
// are Shapley values: each factor's change at the mean of the other, so that nothing is left over.
func Split(before, after Measures) (MeasureChange, error) {
	b, a := before.All, after.All
	if err := alike(before.Spec, after.Spec); err != nil {
		return MeasureChange{}, err
	}
	c := MeasureChange{M0: a.M0 - b.M0, Incidence: (a.H - b.H) * (a.A + b.A) / 2,
		Intensity: (a.A - b.A) * (a.H + b.H) / 2}
	for i, w := range before.Spec.shares() {
		c.Indicators = append(c.Indicators, w*(a.Indicators[i].Censored-b.Indicators[i].Censored))
	}
	for i := range before.Groups {
		parts := make(map[string]GroupChange)
		for _, side := range []map[string]Figures{before.Groups[i], after.Groups[i]} {
			for g := range side {
				x, y := before.Groups[i][g], after.Groups[i][g]
				parts[g] = GroupChange{Share: (y.Share - x.Share) * (y.M0 + x.M0) / 2,
					Within: (y.M0 - x.M0) * (y.Share + x.Share) / 2}
			}
		}
		c.Groups = append(c.Groups, parts)
	}
	return c, nil
}

// alike refuses two specs whose measures do not compare.
func alike(b, a Spec) error {
	if len(b.Indicators) != len(a.Indicators) || len(b.By) != len(a.By) {
		return unlike()
	}
	same := true
	for i := range b.Indicators {
		same = same && b.Indicators[i] == a.Indicators[i] && b.rat(i).Cmp(a.rat(i)) == 0
	}
	for i := range b.By {
		same = same && b.By[i] == a.By[i]
	}
	if !same {
		return unlike()
	}
	return nil
}

func unlike() error {
	return invalid(errs.T("the two reviews differ in indicators, weights or groupings"))
}

// rat is the exact weight of indicator i.
func (s Spec) rat(i int) *big.Rat {
	if s.Weights == nil {
		return big.NewRat(1, int64(len(s.Indicators)))
	}
	return s.Weights[i]
}

// shares are the weights of the indicators as shares of 1.
func (s Spec) shares() (out []float64) {
	for i := range s.Indicators {
		f, _ := s.rat(i).Float64()
		out = append(out, f)
	}
	return out
}
