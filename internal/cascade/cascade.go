// Package cascade shares a province's targets out to its places, and holds the places' parts against the whole.
package cascade

import (
	"math"
	"strings"

	"giamngheo/internal/apportion"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/target"
	"giamngheo/internal/vietnamese"
)

// Weighted is a place with what it weighs when a target is shared out: how many households or people the rule counts
// there. Rate is its own at the baseline, in percent, for a fall.
type Weighted struct {
	Place  place.Code
	Name   string
	Weight int64
	Rate   float64
}

// Planned is a place's part of a target; Value is nil until somebody has given one by hand.
type Planned struct {
	Place  place.Code `json:"place"`
	Name   string     `json:"name"`
	Value  *float64   `json:"value"`
	Weight int64      `json:"weight"`
}

// Share shares the province's target of a part out to places by its rule: the same for all, in proportion to their
// weights (whole numbers by the largest remainder, so that the sum is exact; of equal remainders the place's that
// weighs more, then that of the lesser code's), a change in proportion to each place's own rate, or left to be given
// by hand. Errors (errs.Invalid): a count that is not whole, weights below zero, or all zero.
func Share(part *target.Part, provincial float64, units []Weighted) ([]Planned, error) {
	out := make([]Planned, len(units))
	for i, u := range units {
		out[i] = Planned{Place: u.Place, Name: u.Name, Weight: u.Weight}
		if part.Cascade.Rule == "same" {
			value := provincial // its own, so that editing one place leaves the others
			out[i].Value = &value
		}
	}
	if part.Cascade.Rule == "own" {
		own(part, provincial, units, out)
		return out, nil
	}
	if part.Cascade.Rule != "proportional" || len(units) == 0 {
		return out, nil
	}
	if provincial < 0 || provincial != math.Trunc(provincial) || provincial > 1<<53 {
		return nil, errs.New(errs.Invalid, "%[1]s: only a whole number from 0 can be shared out", part.Title,
			vietnamese.Decimal(provincial, 2))
	}
	values, err := largestRemainder(int64(provincial), units)
	if err != nil {
		return nil, err
	}
	for i, v := range values {
		f := float64(v)
		out[i].Value = &f
	}
	return out, nil
}

// own shares a change out in proportion to the places' own rates: each changes by the same part of what it has, so
// that the mean weighted by the baseline's denominators is the whole's and no place is to fall by more than it has.
// Places too small, or with too low a rate, get none; the others then carry their part, if they can: else nobody is
// spared.
func own(p *target.Part, whole float64, units []Weighted, out []Planned) {
	for _, spare := range []bool{true, false} {
		var all, carry float64
		for _, u := range units {
			all += float64(u.Weight)
			if !spare || carries(&p.Cascade, &u) {
				carry += float64(u.Weight) * u.Rate
			}
		}
		if carry <= 0 || spare && math.Abs(whole)*all > carry {
			continue
		}
		for i, u := range units {
			if out[i].Value = nil; u.Weight > 0 && (!spare || carries(&p.Cascade, &u)) {
				v := whole * all * u.Rate / carry
				out[i].Value = &v
			}
		}
		return
	}
}

// carries reports whether a place is large enough, and its rate high enough, for a target of its own.
func carries(c *target.CascadeRule, u *Weighted) bool {
	return u.Weight > 0 && u.Weight >= int64(c.Least) && u.Rate >= c.LeastRate
}

// Down shares a change out from the first of n places, the whole, through all that lie below it, each among those
// right below. A place comes before those that lie in it.
func Down(p *target.Part, n int, below func(int) []int, weighed func(int) Weighted) []*float64 {
	out := make([]*float64, n)
	out[0] = p.Planned
	for at := range out {
		parts := below(at)
		if out[at] == nil || len(parts) == 0 {
			continue
		}
		units := make([]Weighted, len(parts))
		for i, b := range parts {
			units[i] = weighed(b)
		}
		planned := make([]Planned, len(parts))
		own(p, *out[at], units, planned)
		for i, b := range parts {
			out[b] = planned[i].Value
		}
	}
	return out
}

// largestRemainder shares out a total so that the parts add up to it.
func largestRemainder(total int64, units []Weighted) ([]int64, error) {
	codes, weights, some := make([]string, len(units)), make([]int64, len(units)), false
	for i, u := range units {
		if u.Weight < 0 {
			return nil, errs.New(errs.Invalid, "%s: a weight below zero (%d); mend what it comes from", u.Name,
				u.Weight)
		}
		codes[i], weights[i], some = string(u.Place), u.Weight, some || u.Weight > 0
	}
	if !some {
		return nil,
			errs.New(errs.Invalid,
				"the denominator is 0: no place has anybody to share out to; give the values by hand")
	}
	return apportion.Whole(total, codes, weights)
}

// Reconciliation is how the places' parts of a target stand to the province's: their sum or, of rates, their mean
// weighted by the denominators.
type Reconciliation struct {
	Total      float64   `json:"total"`
	Known      bool      `json:"known"`
	Difference float64   `json:"difference"` // of the places from the province
	Agrees     bool      `json:"agrees"`
	Without    []string  `json:"without,omitempty"` // places that have none yet
	Spared     []string  `json:"spared,omitempty"`  // places that get none of their own by the rule
	Text       errs.Text `json:"text"`
}

// rateTolerance is the largest difference of rates that a plan written with two decimals cannot show.
const rateTolerance = 0.005

// Reconcile holds the places' parts of a target against the province's and names the difference.
func Reconcile(part *target.Part, provincial float64, units []Planned) Reconciliation {
	var r Reconciliation
	var sum, weights float64
	for i := range units {
		u := &units[i]
		switch {
		case u.Value == nil && part.Cascade.Rule == "own": // it has no target of its own: it may stay as it is
			weights += float64(u.Weight)
			r.Spared = append(r.Spared, u.Name)
		case u.Value == nil:
			r.Without = append(r.Without, u.Name)
		case part.Kind == "count":
			sum += *u.Value
		default:
			sum += *u.Value * float64(u.Weight)
			weights += float64(u.Weight)
		}
	}
	what, places := errs.T("sum"), 0
	tolerance := 0.0
	r.Known, r.Total = len(units) > len(r.Without)+len(r.Spared), sum
	if part.Kind != "count" {
		what, places, tolerance = errs.T("weighted mean"), 2, rateTolerance
		if r.Known = r.Known && weights > 0; r.Known {
			r.Total = sum / weights
		}
	}
	r.Difference = math.Round((r.Total-provincial)*1e9) / 1e9 // the noise of binary fractions decides nothing
	r.Agrees = r.Known && len(r.Without) == 0 && math.Abs(r.Difference) <= tolerance
	r.describe(part, provincial, what, places)
	return r
}

func (r *Reconciliation) describe(part *target.Part, provincial float64, what errs.Text, places int) {
	switch total, all := vietnamese.Decimal(r.Total, places), vietnamese.Decimal(provincial, places); {
	case !r.Known && part.Kind != "count" && len(r.Without) == 0:
		r.Difference = 0
		r.Text = errs.T("there is no mean: the denominator of every place is 0")
	case !r.Known:
		r.Difference = 0
		r.Text = errs.T("no place has been given any")
	case r.Agrees:
		r.Text = errs.T("the places' %s %s agrees with the province", what, total)
	default:
		more := errs.T("more than")
		switch less := r.Difference < 0; {
		case less && part.Kind == "count":
			more = errs.T("less than")
		case less:
			more = errs.T("below")
		case part.Kind != "count":
			more = errs.T("above")
		}
		gap := vietnamese.Decimal(math.Abs(r.Difference), places)
		r.Text = errs.T("the places' %s %s is %s %s the province's %s", what, total, gap, more, all)
	}
	if len(r.Spared) > 0 && r.Known {
		r.Text = errs.T("%s; without a target of their own (too few households, or too low a rate): %s", r.Text,
			strings.Join(r.Spared, ", "))
	}
	if len(r.Without) > 0 && r.Known {
		r.Text = errs.T("%s; without a value: %s", r.Text, strings.Join(r.Without, ", "))
	}
}
