package generate

import (
	"io/fs"
	"strconv"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
)

// assume reads the communes of a province of which no figures are shipped, as they are on a day, and assumes of each
// how many of its households there are, are of a minority and are poor. Nothing of it is known; the notice says so.
func (g *Register) assume(places *place.Registry, on date.Date) (communes []commune, weights []district) {
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		if u.Level != place.Commune {
			for _, below := range places.Children(u.Code, on) {
				walk(below)
			}
			return
		}
		c := commune{code: [2]place.Code{u.Code, u.Code}, area: u.Area, name: mix(hashText(string(u.Code))),
			hamlets: hamletsOf(g.province.Code)}
		communes, weights = append(communes, c), append(weights, assumed(&c))
	}
	walk(g.province)
	return communes, weights
}

// Home is a commune of a province on a day in which many households are poor in a register of assumed figures: where
// one who learns finds something to do. "" where there is none.
func Home(places *place.Registry, province place.Code, on date.Date) (home place.Code) {
	g := Register{}
	g.province, _ = place.ProvinceOn(places, province, on)
	communes, weights := g.assume(places, on)
	most := 0.0
	for i, d := range weights {
		if need := d.households * d.poverty; need > most && communes[i].area == place.Rural || home == "" {
			most, home = need, communes[i].code[0]
		}
	}
	return home
}

// crowd moves households, poor ones above all, into a commune, so that a small register leaves some there: up to a
// third of the poor and near-poor.
func (g *Register) crowd(communes []commune, weights []district, home place.Code) {
	const enough = 60.0
	low := float64(g.scaled[g.year].Poor + g.scaled[g.year].NearPoor)
	sum := 0.0
	for _, d := range weights {
		sum += d.households * d.poverty
	}
	for i := range communes {
		if d := &weights[i]; communes[i].code[0] == home && low > 0 {
			share := d.households * d.poverty / sum
			more := max(1, min(enough/low, 1.0/3)/share)
			d.households, d.poverty = d.households*min(more, 4), d.poverty*max(1, more/4)
		}
	}
}

// assumed is what is assumed of a commune: towns are larger and less poor; minorities live together in few communes.
func assumed(c *commune) district {
	size, need, mixed := unit(c.name), unit(mix(c.name+1)), unit(mix(c.name+2))
	d := district{households: 0.75 + size/2, poverty: 0.5 + need}
	if c.area == place.Urban {
		d.households, d.poverty = 1.4*d.households, 0.4*d.poverty
	}
	d.share[otherMinority] = 0.02 + 0.5*mixed*mixed*mixed
	d.share[kinh] = 1 - d.share[otherMinority]
	return d
}

// anyMinority says that every minority household, of whichever class, is of the group that minorityGroups gives it.
func anyMinority() (out [3][]float64) {
	for class := range out {
		out[class] = make([]float64, groups)
		out[class][otherMinority] = 1
	}
	return out
}

// minorityGroups are the ethnic groups of the country that are no Kinh, each with how many people it has; of a province
// without shipped figures they stand for its own.
type minorityGroups struct {
	groups []household.Ethnicity
	upTo   []float64 // shares, added up
}

func readMinorities(data fs.FS) (m minorityGroups, err error) {
	total := 0.0
	err = datafile.Each(data, "generate/assumed_minorities.csv", func(r datafile.Row) error {
		code, err := strconv.ParseUint(r("code"), 10, 8)
		if err != nil {
			return err
		}
		people, err := strconv.ParseFloat(r("people"), 64)
		total += people
		m.groups, m.upTo = append(m.groups, household.Ethnicity(code)), append(m.upTo, total)
		return err
	})
	for i := range m.upTo {
		m.upTo[i] /= total
	}
	return m, err
}

// of is the group of a number in [0, 1); 0 where none are read.
func (m *minorityGroups) of(x float64) household.Ethnicity {
	for i, end := range m.upTo {
		if x < end {
			return m.groups[i]
		}
	}
	return 0
}

// minorityOf is the group of a minority household: most often that of its commune.
func (g *Register) minorityOf(h *home) household.Ethnicity {
	if h.cell.group != otherMinority {
		return 0
	}
	if h.trait(95) < 0.7 {
		return g.minority.of(unit(mix(h.commune.name + 3)))
	}
	return g.minority.of(h.trait(96))
}
