package generate

import (
	"fmt"
	"io/fs"
	"strconv"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Totals are the totals of one review, in households. The minority ones are those whose head is neither Kinh nor of
// unknown ethnicity; they are part of the others.
type Totals struct {
	Year                                     int
	On                                       date.Date
	Households, Poor, NearPoor               int64
	Minority, MinorityPoor, MinorityNearPoor int64
	Source                                   string
}

// readTotals reads the two reviews of poverty/soctrang_review_totals.csv, the earlier one first.
func readTotals(data fs.FS) (out [2]Totals, err error) {
	defer errs.Wrap(&err, "generate.readTotals")
	rows, err := readTable(data, "poverty/soctrang_review_totals.csv")
	if err != nil {
		return out, err
	}
	if len(rows) != 2 {
		return out, fmt.Errorf("want 2 reviews, found %d", len(rows))
	}
	for i, r := range rows {
		if out[i], err = r.totals(); err != nil {
			return out, fmt.Errorf("row %d: %w", i+2, err)
		}
	}
	return out, nil
}

func (r record) totals() (t Totals, err error) {
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

// parts splits the totals into their six disjoint parts: minority and other, each none, near-poor and poor.
func (t *Totals) parts() [2][3]int64 {
	minority := [3]int64{none: t.Minority - t.MinorityPoor - t.MinorityNearPoor, nearPoor: t.MinorityNearPoor,
		poor: t.MinorityPoor}
	others := [3]int64{nearPoor: t.NearPoor - t.MinorityNearPoor, poor: t.Poor - t.MinorityPoor}
	others[none] = t.Households - t.Minority - others[nearPoor] - others[poor]
	return [2][3]int64{minority, others}
}

// scaleBoth scales both reviews so that the one asked for has n households.
func scaleBoth(totals [2]Totals, year int, n int64) (out [2]Totals) {
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
	p := t.parts()
	weights := make([]float64, 0, 6)
	for _, half := range p {
		for _, v := range half {
			weights = append(weights, float64(v))
		}
	}
	got := apportion(n, weights)
	t.Households = n
	t.MinorityNearPoor, t.MinorityPoor = got[nearPoor], got[poor]
	t.Minority = got[none] + got[nearPoor] + got[poor]
	t.NearPoor, t.Poor = t.MinorityNearPoor+got[3+nearPoor], t.MinorityPoor+got[3+poor]
	return t
}

// record is a row of one of our own tables, by column name.
type record map[string]string

func (r record) number(column string) (float64, error) {
	v, err := strconv.ParseFloat(r[column], 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", column, err)
	}
	return v, nil
}

func readTable(data fs.FS, name string) (out []record, err error) {
	rows, err := datafile.Records(data, name)
	for _, r := range rows {
		out = append(out, r)
	}
	return out, err
}
