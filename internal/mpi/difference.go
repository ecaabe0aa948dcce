package mpi

import "math"

// Difference is how much a figure changed between two periods, with its error: known where both periods' are.
type Difference struct {
	Change float64 // after − before
	Error
}

// Differences are those of one group's measures. Known is false where a period has nobody of the group.
type Differences struct {
	H, A, M0 Difference
	Known    bool
}

// NamedDifference is a difference with its measure's name.
type NamedDifference struct {
	Name string
	Difference
}

// Named are the differences of H, A and M0 in this order.
func (d *Differences) Named() []NamedDifference {
	return []NamedDifference{{"H", d.H}, {"A", d.A}, {"M0", d.M0}}
}

// Changes are the differences of all units and of every group that both periods have.
type Changes struct {
	All    Differences
	Groups []map[string]Differences
}

// Sampling says how the samples of two periods hang together.
type Sampling uint8

// Independent samples share nothing: their variances add up. A Panel asks the same clusters again, known by their
// names: what they have in common takes from the error, or adds to it.
const (
	Independent Sampling = iota
	Panel
)

// Between compares what two meters of like specs have added up. Errors: specs that do not compare.
func Between(before, after *Meter, how Sampling) (Changes, error) {
	if err := alike(before.spec, after.spec); err != nil {
		return Changes{}, err
	}
	c := comparison{before, after, joined{how: how, before: &before.design, after: &after.design}}
	out := Changes{All: c.of(before.all, after.all)}
	for i := range before.groups {
		groups := map[string]Differences{}
		for name, b := range before.groups[i] {
			if a := after.groups[i][name]; a != nil {
				groups[name] = c.of(b, a)
			}
		}
		out.Groups = append(out.Groups, groups)
	}
	return out, nil
}

type comparison struct {
	before, after *Meter
	design        joined
}

func (c *comparison) of(b, a *tally) Differences {
	if b.population == 0 || a.population == 0 {
		return Differences{}
	}
	old, now := c.before.figures(b), c.after.figures(a)
	out := Differences{Known: true}
	for _, x := range []struct {
		of          *Difference
		change      float64
		over, under int
		scale       float64
	}{{&out.H, now.H - old.H, poorPeople, people, 1}, {&out.A, now.A - old.A, scores, poorPeople, total(c.after)},
		{&out.M0, now.M0 - old.M0, scores, people, total(c.after)}} {
		x.of.Change = x.change
		if c.before.spec.Errors && c.after.spec.Errors {
			x.of.Error = c.design.error(x.change, linearised(b.drawn, x.over, x.under, x.scale),
				linearised(a.drawn, x.over, x.under, x.scale))
		}
	}
	return out
}

func total(m *Meter) float64 { return float64(m.scale.total) }

// joined are the designs of two periods.
type joined struct {
	how           Sampling
	before, after *design
}

// error is that of a change, from the linearised values of both periods.
func (j *joined) error(change float64, before, after values) Error {
	if before == nil || after == nil {
		return Error{}
	}
	variance, freedom, known := 0.0, 0, false
	if j.how == Panel {
		variance, freedom, known = j.panel(before, after)
	} else {
		b, knownB := j.before.variance(before)
		a, knownA := j.after.variance(after)
		variance, freedom, known = a+b, j.before.freedom()+j.after.freedom(), knownA && knownB
	}
	if !known {
		return Error{}
	}
	se := math.Sqrt(max(variance, 0))
	half := tQuantile(freedom) * se
	return Error{SE: se, Low: change - half, High: change + half, Known: true}
}

// panel is the variance over the clusters of both periods, each with what it adds to the change.
func (j *joined) panel(before, after values) (variance float64, freedom int, known bool) {
	both, both2 := design{}, values{}
	for _, d := range []*design{j.before, j.after} {
		for stratum, clusters := range d.clusters {
			for cluster := range clusters {
				both.see(Unit{stratum, cluster})
			}
		}
	}
	for u, z := range before {
		both2[u] -= z
	}
	for u, z := range after {
		both2[u] += z
	}
	variance, known = both.variance(both2)
	return variance, both.freedom(), known
}
