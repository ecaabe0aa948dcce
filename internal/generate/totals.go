package generate

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

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

// totalsOf are the reviews of a province whose totals are known or assumed, the earliest first: the official ones where
// they are shipped, else those that stand for any province.
func totalsOf(data fs.FS, province place.Code) (out []Totals, err error) {
	defer errs.Wrap(&err, "generate.totalsOf")
	name, assumed := "generate/assumed_review_totals.csv", true
	if province == Official {
		name, assumed = "poverty/soctrang_review_totals.csv", false
	}
	rows, err := readTable(data, name)
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

// TotalsOf are the totals of a province's review that a register of it follows. Errors (errs.Invalid): none of the year.
func TotalsOf(data fs.FS, province place.Code, year int) (Totals, error) {
	totals, err := totalsOf(data, province)
	if err != nil {
		return Totals{}, err
	}
	if i := slices.IndexFunc(totals, func(t Totals) bool { return t.Year == year }); i >= 0 {
		return totals[i], nil
	}
	return Totals{}, noTotals(totals, year)
}

// choose takes the two reviews that a register grows between, and which of them is meant: of a review the one after it
// comes along where there is one, of the last the one before it.
func choose(totals []Totals, cfg *Config) (two [2]Totals, which int, err error) {
	if cfg.Pair != [2]int{} {
		for i, year := range cfg.Pair {
			at := slices.IndexFunc(totals, func(t Totals) bool { return t.Year == year })
			if at < 0 {
				return two, 0, noTotals(totals, year)
			}
			two[i] = totals[at]
		}
		return two, slices.Index(cfg.Pair[:], cfg.Year), nil
	}
	at := len(totals) - 1
	for i, t := range totals {
		if t.Year == cfg.Year || (cfg.Year == 0 && t.Households == cfg.Households) {
			at = i
			break
		}
		if cfg.Year != 0 && i == len(totals)-1 {
			return two, 0, noTotals(totals, cfg.Year)
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
