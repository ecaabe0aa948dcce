package normbook

import (
	"encoding/json"
	"io"
	"math/big"

	"giamngheo/internal/allocation"
	"giamngheo/internal/norm"
)

// line of a unit, as programs read it; all fractions are texts.
type unitLine struct {
	Place        string            `json:"place"`
	Values       map[string]any    `json:"values"`
	Coefficients map[string]string `json:"coefficients"`
	Weight       string            `json:"weight"`
	Share        string            `json:"share"`
	Floor        *int64            `json:"floor"`
	Ceiling      *int64            `json:"ceiling,omitempty"`
	Remainder    string            `json:"remainder"`
	Plus         int               `json:"plus"`
	Tiers        map[string]int64  `json:"tiers,omitempty"`
	Hand         string            `json:"hand,omitempty"`
	Result       int64             `json:"result"`
}

// mergedLine is what a merger does to a unit.
type mergedLine struct {
	Merger     string   `json:"merger"`
	Of         []string `json:"of"`
	SumOfParts int64    `json:"sum_of_parts"`
	Recomputed int64    `json:"recomputed"`
	Difference int64    `json:"difference"`
	Why        []string `json:"why"`
}

// leftLine is a unit that was left out, for its values are not known.
type leftLine struct {
	Place   string   `json:"place"`
	Unknown []string `json:"unknown"`
	Result  *int64   `json:"result"`
}

// lastLine is what all lines add up to.
type lastLine struct {
	Total    int64            `json:"total"`
	Units    int              `json:"units"`
	Norm     string           `json:"norm"`
	Sample   bool             `json:"sample"`
	OffTop   map[string]int64 `json:"off_the_top,omitempty"`
	Reserve  int64            `json:"reserve,omitempty"`
	Unshared int64            `json:"unshared,omitempty"`
}

// JSON writes an allocation as lines of JSON: one a unit, by code; one a merged unit; one a unit that was left out;
// and last what they add up to.
func JSON(w io.Writer, p *Paper) error {
	enc, a := json.NewEncoder(w), p.Allocation
	enc.SetEscapeHTML(false)
	for i := range a.Rows {
		if err := enc.Encode(lineOf(&a.Rows[i], a.Norm)); err != nil {
			return err
		}
	}
	if p.Merger != nil {
		for i := range p.Merger.Rows {
			if err := enc.Encode(mergedOf(&p.Merger.Rows[i])); err != nil {
				return err
			}
		}
	}
	for _, l := range p.Without {
		if err := enc.Encode(leftLine{Place: l.Unit.Code, Unknown: l.Unknown}); err != nil {
			return err
		}
	}
	last := lastLine{Total: a.Total, Units: len(a.Rows), Norm: a.Norm.Code, Sample: p.Sample(), Reserve: a.Kept,
		Unshared: a.Left}
	for _, o := range a.Off {
		if o.Amount > 0 {
			if last.OffTop == nil {
				last.OffTop = map[string]int64{}
			}
			last.OffTop[o.Node] = o.Amount
		}
	}
	return enc.Encode(last)
}

func lineOf(r *allocation.Row, s *norm.Set) unitLine {
	l := unitLine{Place: r.Unit.Code, Values: map[string]any{}, Coefficients: map[string]string{},
		Weight: r.Weight().String(), Share: r.Share().String(), Floor: r.Floor, Ceiling: r.Ceiling,
		Remainder: r.Remainder().String(), Result: r.Result}
	for _, c := range s.Columns() {
		switch v := r.Unit.Values[c.Code]; {
		case v == nil && c.Merger:
		case v == nil:
			l.Values[c.Code] = nil
		case c.Kind == norm.YesNo:
			l.Values[c.Code] = v.Sign() > 0
		default:
			l.Values[c.Code] = norm.Plain(v)
		}
	}
	for i := range r.Steps {
		l.Coefficients[r.Steps[i].Criterion.Code] = norm.Plain(r.Steps[i].Counts(s.Form))
	}
	if r.Plus {
		l.Plus = 1
	}
	for i, v := range r.Tiers {
		if l.Tiers == nil {
			l.Tiers = map[string]int64{}
		}
		l.Tiers[s.Tiers[i].What] = v
	}
	if r.Hand != nil {
		l.Hand = r.Hand.Reason
	}
	return l
}

func mergedOf(m *allocation.Merged) mergedLine {
	l := mergedLine{Merger: m.Unit.Code, SumOfParts: m.SumOfParts, Recomputed: m.Recomputed, Difference: m.Difference}
	for _, p := range m.Parts {
		l.Of = append(l.Of, p.Unit.Code)
	}
	for _, w := range m.Why {
		l.Why = append(l.Why, w.VI)
	}
	return l
}

// number is a fraction as a spreadsheet has it.
func number(r *big.Rat) float64 {
	f, _ := r.Float64()
	return f
}
