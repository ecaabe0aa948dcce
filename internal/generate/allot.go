package generate

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/generate/tally"
	"giamngheo/internal/place"
)

// group is the ethnic group of a household's head.
type group uint8

const (
	kinh group = iota
	khmer
	hoa
	otherMinority
	groups
)

var (
	classNames = [...]string{none: "none", nearPoor: "near_poor", poor: "poor"} // not to be changed
	groupNames = [...]string{khmer: "khmer", hoa: "hoa", otherMinority: "other"}
)

// district is what is assumed of a district: its share of the households, of each group among them, and how common
// poverty is there.
type district struct {
	households, poverty float64
	share               [groups]float64
}

func readDistricts(data fs.FS) (map[string]district, error) {
	rows, err := tally.Table(data, "generate/soctrang_districts.csv")
	if err != nil {
		return nil, err
	}
	out := map[string]district{}
	for _, r := range rows {
		var d district
		for column, v := range map[string]*float64{"households": &d.households, "poverty": &d.poverty,
			"khmer": &d.share[khmer], "hoa": &d.share[hoa], "other": &d.share[otherMinority]} {
			if *v, err = r.Number(column); err != nil {
				return nil, err
			}
		}
		d.share[kinh] = 1 - d.share[khmer] - d.share[hoa] - d.share[otherMinority]
		out[r["district"]] = d
	}
	return out, nil
}

// readCommunes reads the communes of the province at the first review, with the code they have at the second.
func (g *Register) readCommunes(data fs.FS,
	places *place.Registry) (communes []commune, weights []district, err error) {
	districts, err := readDistricts(data)
	if err != nil {
		return nil, nil, err
	}
	first, second := g.totals[0].On, g.totals[1].On
	for _, parent := range places.Children(Official, first) {
		d, ok := districts[string(parent.Code)]
		if !ok {
			return nil, nil, fmt.Errorf("generate: no weights of district %s", parent.Code)
		}
		for _, u := range places.Children(parent.Code, first) {
			c := commune{code: [2]place.Code{u.Code, u.Code}, area: u.Area, khmer: d.share[khmer] > 0.3,
				name: mix(hashText(string(u.Code))), hamlets: &hamletsOfMekong}
			var why errs.Text
			if c.code[1], why = places.Target(u.Code, first, second); why.EN != "" {
				return nil, nil, fmt.Errorf("generate: commune %s: %s", u.Code, why.EN)
			}
			w := d
			w.households *= 0.75 + unit(c.name)/2 // communes of a district differ in size
			communes, weights = append(communes, c), append(weights, w)
		}
	}
	return communes, weights, nil
}

// minorities reads how a minority household's group depends on its class.
func minorities(data fs.FS) (out [3][]float64, err error) {
	rows, err := tally.Table(data, "generate/soctrang_minorities.csv")
	if err != nil {
		return out, err
	}
	for _, r := range rows {
		i := slices.Index(classNames[:], r["class"])
		if i < 0 {
			return out, fmt.Errorf("generate: no class %q", r["class"])
		}
		out[i] = make([]float64, groups)
		for gr := khmer; gr < groups; gr++ {
			if out[i][gr], err = r.Number(groupNames[gr]); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// lay reads the communes with what is assumed of each, and how a minority household's group depends on its class.
func (g *Register) lay(data fs.FS, places *place.Registry, on date.Date) (communes []commune, weights []district,
	shares [3][]float64, err error) {
	if g.province.Code != Official {
		communes, weights = g.assume(places, on)
		g.crowd(communes, weights, Home(places, g.province.Code, on))
		g.minority, err = readMinorities(data)
		return communes, weights, anyMinority(), err
	}
	if communes, weights, err = g.readCommunes(data, places); err == nil {
		shares, err = minorities(data)
	}
	return communes, weights, shares, err
}

// allot deals the households of both years out to communes and cells, and lays the communes one after another.
func (g *Register) allot(data fs.FS, places *place.Registry, on date.Date) (err error) {
	defer errs.Wrap(&err, "generate.allot")
	communes, weights, shares, err := g.lay(data, places, on)
	if err != nil {
		return err
	}
	if len(communes) == 0 {
		return fmt.Errorf("no communes of province %s on %s", g.province.Code, on)
	}
	before, after := g.scaled[0].Parts(), g.scaled[1].Parts()
	onlyKinh := make([]float64, groups)
	onlyKinh[kinh] = 1
	for half := range before {
		f := tally.Move(before[half], after[half])
		for from := none; from <= absent; from++ {
			for to := none; to <= absent; to++ {
				split := onlyKinh
				if half == 0 {
					split = shares[cellClass(from, to)]
				}
				if n := f[from][to]; n > 0 {
					g.dealCell(communes, weights, cell{from: from, to: to}, tally.Apportion(n, split))
				}
			}
		}
	}
	for i := range communes {
		communes[i].first = g.slots
		communes[i].old.seal(mix(g.seed ^ communes[i].name))
		communes[i].new.seal(mix(g.seed + communes[i].name))
		g.slots += communes[i].size()
	}
	g.communes = communes
	return nil
}

// cellClass is the class by which a cell's households are spread: the first review's, or the second's of new ones.
func cellClass(from, to class) class {
	if from != absent {
		return from
	}
	return min(to, poor)
}

// dealCell spreads a cell's households of each group over the communes where the group lives.
func (g *Register) dealCell(communes []commune, weights []district, c cell, byGroup []int64) {
	w := make([]float64, len(communes))
	for gr, n := range byGroup {
		if n == 0 {
			continue
		}
		c.group = group(gr)
		for i, d := range weights {
			w[i] = d.households * d.share[gr]
			if c.from == poor || c.from == nearPoor || c.to == poor || c.to == nearPoor {
				w[i] *= d.poverty
			}
			// A small cell must not always go to the largest communes.
			w[i] *= 0.9 + 0.2*unit(mix(g.seed^communes[i].name^uint64(gr)<<8^uint64(c.from)<<16^uint64(c.to)<<24))
		}
		for i, k := range tally.Apportion(n, w) {
			if c.from == absent {
				communes[i].new.add(c, k)
			} else {
				communes[i].old.add(c, k)
			}
		}
	}
}

func (s *stretch) add(c cell, k int64) {
	if k > 0 {
		c.upTo = k
		s.n += k
		s.cells = append(s.cells, c)
	}
}

// seal sorts the cells, the largest first for a quick search, and chooses the permutation.
func (s *stretch) seal(r uint64) {
	slices.SortStableFunc(s.cells, func(a, b cell) int { return cmp.Compare(b.upTo, a.upTo) })
	for i := 1; i < len(s.cells); i++ {
		s.cells[i].upTo += s.cells[i-1].upTo
	}
	if s.n == 0 {
		return
	}
	s.start = int64(r % uint64(s.n))
	s.step = max(1, int64(math.Round(float64(s.n)*(0.3+0.4*unit(mix(r))))))
	for greatestDivisor(s.step, s.n) != 1 {
		s.step++
	}
}

func greatestDivisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
