package matrix

import (
	"maps"
	"slices"
	"strconv"

	"giamngheo/internal/mpi"
)

// JSON is the result as programs read it: the measures of all rows at the first k, with those of each k in by_k where
// there are several, of each period in periods, and what changed in changes. null is a rate of nobody.
func (r *Result) JSON() map[string]any {
	out := r.each(r.Ks)
	if len(r.Periods) == 0 {
		return out
	}
	periods, changes := map[string]any{}, []any{}
	for _, p := range r.Periods {
		periods[p.Name] = r.each(p.Ks)
	}
	for _, c := range r.Changes {
		one, byK := map[string]any{}, map[string]any{}
		for i := range c.Ks {
			at := r.Ks[i].Spec
			x := changeJSON(&at, &c.Ks[i], &c.Parts[i])
			if byK[at.K.String()] = x; i == 0 {
				maps.Copy(one, x)
			}
		}
		if one["from"], one["to"] = c.From, c.To; len(byK) > 1 {
			one["by_k"] = byK
		}
		changes = append(changes, one)
	}
	out["periods"], out["changes"] = periods, changes
	return out
}

// each is the measures at the first k, with those of every k where there are several.
func (r *Result) each(ks []mpi.Measures) map[string]any {
	out := r.measures(&ks[0])
	if len(ks) > 1 {
		byK := map[string]any{}
		for i := range ks {
			byK[ks[i].Spec.K.String()] = r.measures(&ks[i])
		}
		out["by_k"] = byK
	}
	return out
}

func (r *Result) measures(m *mpi.Measures) map[string]any {
	out := r.figures(&m.Spec, &m.All)
	if len(m.Spec.By) == 0 {
		return out
	}
	by := make(map[string]any)
	for i, name := range m.Spec.By {
		groups := make(map[string]any)
		for g, f := range m.Groups[i] {
			one := r.figures(&m.Spec, &f)
			one["share"], one["contribution"] = f.Share, f.Contribution
			groups[g] = one
		}
		by[name] = groups
	}
	out["by"] = by
	return out
}

// rate is null where there is nobody to measure.
func rate(v, of float64) any {
	if of == 0 {
		return nil
	}
	return v
}

func (r *Result) figures(spec *mpi.Spec, f *mpi.Figures) map[string]any {
	indicators := make(map[string]any)
	for i, x := range f.Indicators {
		indicators[spec.Indicators[i]] = map[string]any{"raw": rate(x.Raw, f.Population),
			"censored": rate(x.Censored, f.Population), "contribution": rate(x.Contribution, f.M0)}
	}
	out := map[string]any{"n": f.Rows, "H": rate(f.H, f.Population), "A": rate(f.A, f.H),
		"M0": rate(f.M0, f.Population), "indicators": indicators}
	if parts := spec.Parts(f); len(parts) > 0 {
		dimensions := map[string]any{}
		for _, p := range parts {
			dimensions[p.Name] = map[string]any{"weight": p.Weight, "contribution": rate(p.Contribution, f.M0)}
		}
		out["dimensions"] = dimensions
	}
	if r.Weighted {
		out["population"] = f.Population
	}
	for name, e := range map[string]mpi.Error{"H": f.HError, "A": f.AError, "M0": f.M0Error} {
		if e.Known {
			out[name+"_se"], out[name+"_ci"] = e.SE, [2]float64{e.Low, e.High}
		}
	}
	return out
}

func changeJSON(spec *mpi.Spec, c *mpi.Changes, parts *mpi.MeasureChange) map[string]any {
	out := differencesJSON(c.All)
	indicators := map[string]any{}
	for i, name := range spec.Indicators {
		indicators[name] = parts.Indicators[i]
	}
	out["by_incidence"], out["by_intensity"], out["indicators"] = parts.Incidence, parts.Intensity, indicators
	if len(spec.By) == 0 {
		return out
	}
	by := map[string]any{}
	for i, name := range spec.By {
		groups := map[string]any{}
		for g, d := range c.Groups[i] {
			groups[g] = differencesJSON(d)
		}
		by[name] = groups
	}
	out["by"] = by
	return out
}

func differencesJSON(d mpi.Differences) map[string]any {
	out := map[string]any{}
	for _, x := range d.Named() {
		if !d.Known {
			out[x.Name] = nil
			continue
		}
		out[x.Name] = x.Change
		if x.Known {
			out[x.Name+"_se"], out[x.Name+"_ci"] = x.SE, [2]float64{x.Low, x.High}
		}
	}
	return out
}

// CSV is the result as rows with a heading: a row a group, of each period and k. Where there are periods, a row whose
// period is “from → to” has the changes.
func (r *Result) CSV() [][]string {
	spec := &r.Ks[0].Spec
	head := []string{"by", "group", "n", "population", "share", "contribution", "H", "A", "M0"}
	for _, x := range spec.Indicators {
		head = append(head, x+":raw", x+":censored", x+":contribution")
	}
	for _, d := range spec.Dimensions {
		head = append(head, d.Name+":dimension_contribution")
	}
	if spec.Errors {
		head = append(head, "H_se", "A_se", "M0_se")
	}
	rows := [][]string{r.keyed("period", "k", head)}
	periods := r.Periods
	if len(periods) == 0 {
		periods = []Period{{"", r.Ks}}
	}
	for _, p := range periods {
		for i := range p.Ks {
			for _, row := range figuresRows(&p.Ks[i]) {
				rows = append(rows, r.keyed(p.Name, p.Ks[i].Spec.K.String(), row))
			}
		}
	}
	for _, c := range r.Changes {
		for i := range c.Ks {
			at := r.Ks[i].Spec
			for _, row := range changeRows(&at, &c.Ks[i], len(head)) {
				rows = append(rows, r.keyed(c.From+" → "+c.To, at.K.String(), row))
			}
		}
	}
	return rows
}

// keyed puts the period and k after a row, where there are several.
func (r *Result) keyed(period, k string, row []string) []string {
	if len(r.Ks) > 1 {
		row = append(row, k)
	}
	if len(r.Periods) > 0 {
		row = append(row, period)
	}
	return row
}

func figuresRows(m *mpi.Measures) [][]string {
	rows := [][]string{figuresRow(&m.Spec, "", "", &m.All)}
	for i, by := range m.Spec.By {
		for _, g := range slices.Sorted(maps.Keys(m.Groups[i])) {
			f := m.Groups[i][g]
			rows = append(rows, figuresRow(&m.Spec, by, g, &f))
		}
	}
	return rows
}

func figuresRow(spec *mpi.Spec, by, group string, f *mpi.Figures) []string {
	out := []string{by, group, strconv.FormatInt(f.Rows, 10)}
	values := []float64{f.Population, f.Share, f.Contribution, f.H, f.A, f.M0}
	of := []float64{1, 1, 1, f.Population, f.H, f.Population}
	for _, x := range f.Indicators {
		values, of = append(values, x.Raw, x.Censored, x.Contribution), append(of, f.Population, f.Population, f.M0)
	}
	for _, p := range spec.Parts(f) {
		values, of = append(values, p.Contribution), append(of, f.M0)
	}
	for i, v := range values {
		out = append(out, numberOf(v, of[i] != 0)) // else a rate of nobody
	}
	if spec.Errors {
		for _, e := range []mpi.Error{f.HError, f.AError, f.M0Error} {
			out = append(out, numberOf(e.SE, e.Known))
		}
	}
	return out
}

func changeRows(spec *mpi.Spec, c *mpi.Changes, width int) [][]string {
	row := func(by, group string, d mpi.Differences) []string {
		out := make([]string, width)
		out[0], out[1] = by, group
		for i, x := range d.Named() {
			if out[6+i] = numberOf(x.Change, d.Known); spec.Errors {
				out[width-3+i] = numberOf(x.SE, d.Known && x.Known)
			}
		}
		return out
	}
	rows := [][]string{row("", "", c.All)}
	for i, by := range spec.By {
		for _, g := range slices.Sorted(maps.Keys(c.Groups[i])) {
			rows = append(rows, row(by, g, c.Groups[i][g]))
		}
	}
	return rows
}

// numberOf is a number as programs read it, empty where it is not known.
func numberOf(v float64, known bool) string {
	if !known {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
