// Package tally holds what a synthetic register must add up to: the totals of a province's reviews, official or
// assumed, and the movements of households between two of them.
package tally

import (
	"fmt"
	"io/fs"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"giamngheo/internal/apportion"
	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Totals are the totals of one review, in households. The minority ones are those whose head is neither Kinh nor of
// unknown ethnicity; they are part of the others. Assumed ones are nobody's official figures.
type Totals struct {
	Year                                     int
	On                                       date.Date
	Households, Poor, NearPoor               int64
	Minority, MinorityPoor, MinorityNearPoor int64
	Source                                   string
	Assumed                                  bool
}

// read reads the reviews of a province whose totals are known or assumed, the earliest first: the official ones where
// they are shipped, else those that stand for any province.
func read(data fs.FS, province place.Code) (out []Totals, err error) {
	defer errs.Wrap(&err, "tally.read")
	name, assumed := "generate/assumed_review_totals.csv", true
	if province == Official {
		name, assumed = "poverty/soctrang_review_totals.csv", false
	}
	rows, err := Table(data, name)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		t, err := r.totals()
		if err != nil {
			return nil, fmt.Errorf("%s, row %d: %w", name, i+2, err)
		}
		t.Assumed = assumed
		out = append(out, t)
	}
	return out, nil
}

// TotalsOf are the totals of a province's review that a register of it follows. Errors (errs.Invalid): none of the
// year.
func TotalsOf(data fs.FS, province place.Code, year int) (Totals, error) {
	totals, err := read(data, province)
	if err != nil {
		return Totals{}, err
	}
	if i := slices.IndexFunc(totals, func(t Totals) bool { return t.Year == year }); i >= 0 {
		return totals[i], nil
	}
	return Totals{}, noTotals(totals, year)
}

// Two reads the two reviews of a province that a register grows between, and which of them is meant: those of the
// pair of years, year one of them; else that of the year – 0: the one with so many households, or the last – and a
// neighbour. Errors (errs.Invalid): there are no totals of a year.
func Two(data fs.FS, province place.Code, pair [2]int, year int, households int64) ([2]Totals, int, error) {
	totals, err := read(data, province)
	if err != nil {
		return [2]Totals{}, 0, err
	}
	return choose(totals, pair, year, households)
}

// choose takes the two reviews that a register grows between, and which of them is meant: of a review the one after
// it comes along where there is one, of the last the one before it.
func choose(totals []Totals, pair [2]int, year int, households int64) (two [2]Totals, which int, err error) {
	if pair != [2]int{} {
		for i, year := range pair {
			at := slices.IndexFunc(totals, func(t Totals) bool { return t.Year == year })
			if at < 0 {
				return two, 0, noTotals(totals, year)
			}
			two[i] = totals[at]
		}
		return two, slices.Index(pair[:], year), nil
	}
	at := len(totals) - 1
	for i, t := range totals {
		if t.Year == year || (year == 0 && t.Households == households) {
			at = i
			break
		}
		if year != 0 && i == len(totals)-1 {
			return two, 0, noTotals(totals, year)
		}
	}
	first := min(at, len(totals)-2)
	return [2]Totals(totals[first : first+2]), at - first, nil
}

func noTotals(totals []Totals, year int) error {
	years := make([]string, len(totals))
	for i, t := range totals {
		years[i] = strconv.Itoa(t.Year)
	}
	return errs.New(errs.Invalid, "there are no totals of the review of %d; choose one of the years %s", year,
		strings.Join(years, ", "))
}

func (r Record) totals() (t Totals, err error) {
	if t.On, err = date.Parse(r["review_date"]); err != nil {
		return t, err
	}
	t.Year, t.Source = t.On.Year(), r["source"]
	for name, v := range map[string]*int64{"households": &t.Households, "poor": &t.Poor, "near_poor": &t.NearPoor,
		"minority_households": &t.Minority, "minority_poor": &t.MinorityPoor,
		"minority_near_poor": &t.MinorityNearPoor} {
		if *v, err = strconv.ParseInt(r[name], 10, 64); err != nil {
			return t, fmt.Errorf("%s: %w", name, err)
		}
	}
	return t, nil
}

// Parts splits the totals into their six disjoint parts: minority and other, each none, near-poor and poor.
func (t *Totals) Parts() [2][3]int64 {
	minority := [3]int64{None: t.Minority - t.MinorityPoor - t.MinorityNearPoor, NearPoor: t.MinorityNearPoor,
		Poor: t.MinorityPoor}
	others := [3]int64{NearPoor: t.NearPoor - t.MinorityNearPoor, Poor: t.Poor - t.MinorityPoor}
	others[None] = t.Households - t.Minority - others[NearPoor] - others[Poor]
	return [2][3]int64{minority, others}
}

// ScaleBoth scales both reviews so that the one asked for has n households.
func ScaleBoth(totals [2]Totals, year int, n int64) (out [2]Totals) {
	base := totals[year].Households
	for i := range totals {
		households := n
		if i != year {
			households = max(1, (2*n*totals[i].Households+base)/(2*base))
		}
		out[i] = totals[i].scale(households)
	}
	return out
}

// scale returns the totals at the same rates for n households; the parts are rounded by the largest remainder.
func (t Totals) scale(n int64) Totals {
	if n == t.Households {
		return t
	}
	p := t.Parts()
	weights := make([]float64, 0, 6)
	for _, half := range p {
		for _, v := range half {
			weights = append(weights, float64(v))
		}
	}
	got := Apportion(n, weights)
	t.Households = n
	t.MinorityNearPoor, t.MinorityPoor = got[NearPoor], got[Poor]
	t.Minority = got[None] + got[NearPoor] + got[Poor]
	t.NearPoor, t.Poor = t.MinorityNearPoor+got[3+NearPoor], t.MinorityPoor+got[3+Poor]
	return t
}

// Record is a row of one of our own tables, by column name.
type Record map[string]string

// Number is a column as a number.
func (r Record) Number(column string) (float64, error) {
	v, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", column, err)
	}
	return v, nil
}

// Table reads one of our own tables.
func Table(data fs.FS, name string) (out []Record, err error) {
	rows, err := datafile.Records(data, name)
	for _, r := range rows {
		out = append(out, r)
	}
	return out, err
}

// Official is the province whose official totals are shipped: Sóc Trăng.
const Official place.Code = "94"

// Apportion splits n into whole parts in proportion to weights, none of them below zero, by the largest remainder; of
// equal remainders the part that weighs more, then the earlier one. The parts add up to n. A sum of weights of zero
// gives all to the first part.
func Apportion(n int64, weights []float64) []int64 {
	out, claims, some := make([]int64, len(weights)), make([]apportion.Claim, len(weights)), false
	for i, w := range weights {
		claims[i] = apportion.Claim{Weight: apportion.FractionOf(new(big.Rat).SetFloat64(w))}
		some = some || w > 0
	}
	if !some {
		out[0] = n
		return out
	}
	shares, err := apportion.Share(n, 1, claims)
	if err != nil {
		panic("tally: " + err.Error()) // our own weights
	}
	for i := range shares.Parts {
		out[i] = shares.Parts[i].Result
	}
	return out
}
