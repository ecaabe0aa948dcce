package allocation

import (
	"cmp"
	"errors"
	"maps"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/norm"
)

// Merge says that a unit became, or became a part of, another.
type Merge struct{ Old, New string }

// Merger is what mergers of units do to an allocation: what the new units have as heirs of their parts, and what they
// would have if the same pool were shared out on the new map.
type Merger struct {
	Before, After *Allocation
	Rows          []Merged
}

// Merged is a unit of the new map that was made of others.
type Merged struct {
	Unit       *Unit
	Parts      []*Row
	Row        *Row // recomputed
	SumOfParts int64
	Recomputed int64
	Difference int64
	Why        []errs.Text
}

// MergeAll shares out on the map before and after mergers. A unit that others merge into is one of the parts where it
// is among the units. Of given, units of the new map, what is known of them holds; other values come of the parts:
// counts are added up, shares weighed by what they are shares of, and what is the same for all stays. What cannot be
// told so is not known. Errors: those of Allocate on either map; a merger of an unknown unit, of one twice, or into one
// that becomes another itself; a given unit that nothing merges into.
func MergeAll(in *Input, merges []Merge, given ...Unit) (*Merger, error) {
	into, err := successors(in.Units, merges)
	if err != nil {
		return nil, err
	}
	known := map[string]*Unit{}
	for i := range given {
		known[given[i].Code] = &given[i]
	}
	after := *in
	after.Units = nil
	parts := map[string][]*Unit{}
	var made []string
	for i := range in.Units {
		u := &in.Units[i]
		to, merged := into[u.Code]
		if !merged {
			after.Units = append(after.Units, *u)
			continue
		}
		if len(parts[to]) == 0 {
			made = append(made, to)
		}
		parts[to] = append(parts[to], u)
	}
	for i := range given {
		if len(parts[given[i].Code]) == 0 {
			return nil, errs.New(errs.Invalid, "values are given of the new unit “%s”, and nothing merges into it",
				given[i].Code)
		}
	}
	for _, code := range made {
		after.Units = append(after.Units, merge(in.Norm, code, parts[code], known[code]))
	}
	return compareMaps(in, &after, into)
}

// successors says what each unit that merges becomes.
func successors(units []Unit, merges []Merge) (map[string]string, error) {
	into, there := map[string]string{}, map[string]bool{}
	for i := range units {
		there[units[i].Code] = true
	}
	for _, m := range merges {
		switch _, twice := into[m.Old]; {
		case twice:
			return nil, errs.New(errs.Invalid, "the merger names “%s” twice", m.Old)
		case !there[m.Old]:
			return nil, errs.New(errs.Invalid, "the merger names “%s”, which is not among the units", m.Old)
		case m.New == "":
			return nil, errs.New(errs.Invalid, "the merger of “%s” does not say into what", m.Old)
		}
		into[m.Old] = m.New
	}
	for _, m := range merges {
		if end, named := into[m.New]; named && end != m.New {
			return nil, errs.New(errs.Invalid, "“%s” merges into “%s”, which becomes “%s” itself: say what “%s” is in the end",
				m.Old, m.New, end, m.Old)
		}
	}
	for _, m := range merges {
		if _, named := into[m.New]; there[m.New] && !named {
			into[m.New] = m.New
		}
	}
	return into, nil
}

// merge makes a unit of its parts; given, where there is one, has what is known of it otherwise. It keeps the name of
// a part whose code it has.
func merge(s *norm.Set, code string, parts []*Unit, given *Unit) Unit {
	u := Unit{Code: code, Values: map[string]*big.Rat{}}
	for _, p := range parts {
		if p.Code == code {
			u.Name = p.Name
		}
	}
	if given != nil {
		u.Name = cmp.Or(given.Name, u.Name)
		maps.Copy(u.Values, given.Values)
	}
	by := map[string]string{}
	for i := range s.Criteria {
		by[s.Criteria[i].Code] = s.Criteria[i].MergedBy()
	}
	for _, c := range s.Columns() {
		how, criterion := by[c.Code]
		if !criterion {
			how = "sum"
		}
		if _, known := u.Values[c.Code]; known {
			continue
		}
		if v := joined(parts, c.Code, how, c.Kind); v != nil {
			u.Values[c.Code] = v
		}
	}
	return u
}

// joined is a value of parts as their merger's; nil where it cannot be told.
func joined(parts []*Unit, column, how string, kind norm.Kind) *big.Rat {
	total, weights, same := new(big.Rat), new(big.Rat), true
	for _, p := range parts {
		v := p.Values[column]
		if v == nil {
			return nil
		}
		same = same && v.Cmp(parts[0].Values[column]) == 0
		weight := big.NewRat(1, 1)
		if how != "" && how != "sum" {
			if weight = p.Values[how]; weight == nil {
				if same {
					weight = new(big.Rat)
				} else {
					return nil
				}
			}
		}
		weights.Add(weights, weight)
		total.Add(total, new(big.Rat).Mul(v, weight))
	}
	switch {
	case how == "sum":
		return total
	case same && (how != "" || kind != norm.Number):
		return parts[0].Values[column]
	case how == "" || weights.Sign() == 0:
		return nil
	}
	return total.Quo(total, weights)
}

// compareMaps shares out on both maps and says of each new unit what changes, and why.
func compareMaps(before, after *Input, into map[string]string) (*Merger, error) {
	m := &Merger{}
	var err error
	if m.Before, err = Allocate(before); err != nil {
		return nil, err
	}
	hands := map[string]Hand{}
	for code, h := range before.Hands {
		if _, merged := into[code]; !merged {
			hands[code] = h
		}
	}
	after.Hands = hands
	if m.After, err = Allocate(after); err != nil {
		if unknown := new(Undetermined); errors.As(err, &unknown) {
			unknown.After = true
		}
		return nil, err
	}
	for i := range m.After.Rows {
		r := &m.After.Rows[i]
		one := Merged{Unit: r.Unit, Row: r, Recomputed: r.Result}
		for j := range m.Before.Rows {
			if p := &m.Before.Rows[j]; into[p.Unit.Code] == r.Unit.Code {
				one.Parts = append(one.Parts, p)
				one.SumOfParts += p.Result
			}
		}
		if len(one.Parts) > 0 {
			one.Difference = one.Recomputed - one.SumOfParts
			one.Why = m.why(&one)
			m.Rows = append(m.Rows, one)
		}
	}
	return m, nil
}

// why says in words what changed with a merger: the weights, and each criterion whose coefficient is another.
func (m *Merger) why(one *Merged) (out []errs.Text) {
	sum := new(big.Rat)
	weights := make([]string, len(one.Parts))
	for i, p := range one.Parts {
		weights[i] = norm.Written(p.Weight())
		sum.Add(sum, p.Weight())
	}
	out = append(out, errs.T("one unit instead of %d: weights %s = %s before, %s after", len(one.Parts),
		strings.Join(weights, " + "), norm.Written(sum), norm.Written(one.Row.Weight())))
	for i := range one.Row.Steps {
		if t, ok := m.whyStep(one, i); ok {
			out = append(out, t)
		}
	}
	if a, b := m.Before.Quota, m.After.Quota; a != nil && b != nil && a.Cmp(b) != 0 {
		was, _ := norm.Decimals(a, 2)
		is, _ := norm.Decimals(b, 2)
		out = append(out, errs.T("all weights together %s before, %s after: a weight of 1 gets %s đồng instead of %s",
			norm.Written(m.Before.Weights), norm.Written(m.After.Weights), is, was))
	}
	for _, r := range append(slices.Clone(one.Parts), one.Row) {
		if r.Bound != 0 {
			out = append(out, errs.T("%s stands at the %s", r.Unit.Title(), boundText(r)))
		}
	}
	return out
}

// whyStep says what a criterion gave the parts and what it gives their merger, where that differs: in a sum the
// coefficients of the parts went into it together, in a product each had its own.
func (m *Merger) whyStep(one *Merged, i int) (errs.Text, bool) {
	now := &one.Row.Steps[i]
	was, changed := make([]string, len(one.Parts)), false
	total := new(big.Rat)
	for k, p := range one.Parts {
		st := &p.Steps[i]
		c := st.Counts(m.Before.Norm.Form)
		was[k] = p.Unit.Title() + " " + norm.Written(c)
		total.Add(total, c)
		changed = changed || c.Cmp(now.Counts(m.Before.Norm.Form)) != 0
	}
	after := now.Counts(m.Before.Norm.Form)
	if m.Before.Norm.Form == norm.Sum {
		changed = total.Cmp(after) != 0
	}
	if !changed {
		return errs.Text{}, false
	}
	return errs.T("%s: %s before, %s after (%s)", now.Criterion.Name(), strings.Join(was, " + "), norm.Written(after),
		now.Said()), true
}

// Counts is the coefficient that counts: of a group only the highest does.
func (st *Step) Counts(f norm.Form) *big.Rat {
	if !st.Highest || st.Coefficient == nil {
		return nothing(f)
	}
	return st.Coefficient
}
