package target

import (
	"cmp"
	"fmt"
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
		return nil, errs.New(errs.Invalid, part.Title.VI+": chỉ chia theo tỷ trọng được số nguyên không âm, không phải "+decimal(provincial, 2),
			part.Title.EN+": only a whole number from 0 can be shared out")
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
			return nil, errs.New(errs.Invalid, fmt.Sprintf("%s: tỷ trọng âm (%d); hãy sửa số liệu gốc", u.Name, u.Weight), fmt.Sprintf("%s: a weight below zero (%d); mend what it comes from", u.Name, u.Weight))
		}
		sum.Add(sum, big.NewInt(u.Weight))
	}
	if sum.Sign() == 0 {
		return nil, errs.New(errs.Invalid, "mẫu số bằng 0: không đơn vị nào có đối tượng để chia; hãy giao bằng tay", "the denominator is 0: no place has anybody to share out to; give the values by hand")
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
	what, places := errs.Text{VI: "tổng", EN: "sum"}, 0
	tolerance := 0.0
	r.Known, r.Total = len(units) > len(r.Without), sum
	if part.Kind != "count" {
		what, places, tolerance = errs.Text{VI: "bình quân theo tỷ trọng", EN: "weighted mean"}, 2, rateTolerance
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
		r.Text = errs.Text{VI: "không tính được bình quân: mẫu số của mọi đơn vị bằng 0", EN: "there is no mean: the denominator of every place is 0"}
	case !r.Known:
		r.Difference = 0
		r.Text = errs.Text{VI: "chưa giao cho đơn vị nào", EN: "no place has been given any"}
	case r.Agrees:
		r.Text = errs.Text{VI: fmt.Sprintf("%s các đơn vị %s khớp với tỉnh", what.VI, total), EN: fmt.Sprintf("the places' %s %s agrees with the province", what.EN, total)}
	default:
		more := errs.Text{VI: "nhiều hơn", EN: "more than"}
		switch less := r.Difference < 0; {
		case less && part.Kind == "count":
			more = errs.Text{VI: "ít hơn", EN: "less than"}
		case less:
			more = errs.Text{VI: "thấp hơn", EN: "below"}
		case part.Kind != "count":
			more = errs.Text{VI: "cao hơn", EN: "above"}
		}
		gap := decimal(math.Abs(r.Difference), places)
		r.Text = errs.Text{VI: fmt.Sprintf("%s các đơn vị %s, %s mức của tỉnh (%s) là %s", what.VI, total, more.VI, all, gap), EN: fmt.Sprintf("the places' %s %s is %s %s the province's %s", what.EN, total, gap, more.EN, all)}
	}
	if len(r.Without) > 0 && r.Known {
		r.Text.VI += "; chưa giao cho: " + strings.Join(r.Without, ", ")
		r.Text.EN += "; without a value: " + strings.Join(r.Without, ", ")
	}
}
