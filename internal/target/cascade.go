package target

import (
	"cmp"
	"math"
	"math/big"
	"slices"
	"strings"

	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Weighted is a place with what it weighs when a target is shared out: how many households or people the rule counts there.
type Weighted struct {
	Place  place.Code
	Name   string
	Weight int64
}

// Planned is a place's part of a target; Value is nil until somebody has given one by hand.
type Planned struct {
	Place  place.Code `json:"place"`
	Name   string     `json:"name"`
	Value  *float64   `json:"value"`
	Weight int64      `json:"weight"`
}

// Cascade shares the province's target of a part out to places by its rule: the same for all, in proportion to their
// weights (whole numbers by the largest remainder, so that the sum is exact; of equal remainders the first place's), or
// left to be given by hand. Errors (errs.Invalid): a count that is not whole, weights below zero, or all zero.
func Cascade(part *Part, provincial float64, units []Weighted) ([]Planned, error) {
	out := make([]Planned, len(units))
	for i, u := range units {
		out[i] = Planned{Place: u.Place, Name: u.Name, Weight: u.Weight}
		if part.Cascade.Rule == "same" {
			value := provincial // its own, so that editing one place leaves the others
			out[i].Value = &value
		}
	}
	if part.Cascade.Rule != "proportional" || len(units) == 0 {
		return out, nil
	}
	if provincial < 0 || provincial != math.Trunc(provincial) || provincial > 1<<53 {
		return nil, errs.New(errs.Invalid, "%[1]s: only a whole number from 0 can be shared out", part.Title, decimal(provincial, 2))
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

// largestRemainder shares out a total so that the parts add up to it.
func largestRemainder(total int64, units []Weighted) ([]int64, error) {
	sum := new(big.Int)
	for _, u := range units {
		if u.Weight < 0 {
			return nil, errs.New(errs.Invalid, "%s: a weight below zero (%d); mend what it comes from", u.Name, u.Weight)
		}
		sum.Add(sum, big.NewInt(u.Weight))
	}
	if sum.Sign() == 0 {
		return nil, errs.New(errs.Invalid, "the denominator is 0: no place has anybody to share out to; give the values by hand")
	}
	values, rests, left := make([]int64, len(units)), make([]*big.Int, len(units)), total
	for i, u := range units {
		share := new(big.Int).Mul(big.NewInt(total), big.NewInt(u.Weight))
		rests[i] = new(big.Int)
		share.QuoRem(share, sum, rests[i])
		values[i] = share.Int64()
		left -= values[i]
	}
	order := make([]int, len(units))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(rests[b].Cmp(rests[a]), a-b) })
	for _, i := range order[:left] { // fewer are left over than there are places
		values[i]++
	}
	return values, nil
}

// Reconciliation is how the places' parts of a target stand to the province's: their sum or, of rates, their mean weighted
// by the denominators.
type Reconciliation struct {
	Total      float64   `json:"total"`
	Known      bool      `json:"known"`
	Difference float64   `json:"difference"` // of the places from the province
	Agrees     bool      `json:"agrees"`
	Without    []string  `json:"without,omitempty"` // places that have none yet
	Text       errs.Text `json:"text"`
}

// rateTolerance is the largest difference of rates that a plan written with two decimals cannot show.
const rateTolerance = 0.005

// Reconcile holds the places' parts of a target against the province's and names the difference.
func Reconcile(part *Part, provincial float64, units []Planned) Reconciliation {
	var r Reconciliation
	var sum, weights float64
	for i := range units {
		u := &units[i]
		switch {
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
	r.Known, r.Total = len(units) > len(r.Without), sum
	if part.Kind != "count" {
		what, places, tolerance = errs.T("weighted mean"), 2, rateTolerance
		if r.Known = r.Known && weights > 0; r.Known {
			r.Total = sum / weights
		}
	}
	r.Difference = steady(r.Total - provincial)
	r.Agrees = r.Known && len(r.Without) == 0 && math.Abs(r.Difference) <= tolerance
	r.describe(part, provincial, what, places)
	return r
}

func (r *Reconciliation) describe(part *Part, provincial float64, what errs.Text, places int) {
	switch total, all := decimal(r.Total, places), decimal(provincial, places); {
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
		gap := decimal(math.Abs(r.Difference), places)
		r.Text = errs.T("the places' %s %s is %s %s the province's %s", what, total, gap, more, all)
	}
	if len(r.Without) > 0 && r.Known {
		r.Text = errs.T("%s; without a value: %s", r.Text, strings.Join(r.Without, ", "))
	}
}
