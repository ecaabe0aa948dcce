package mpi

import "math"

// Error is how far a figure of a sample may be from that of everybody: its standard error by Taylor linearisation of
// the ratio over the sample's design, and the interval in which it lies with 95 % (by the logit, as of a share). Known
// is false where a stratum has one cluster only, so that nothing can be said.
type Error struct {
	SE, Low, High float64
	Known         bool
}

// Unit is where a row was drawn: its stratum and its cluster; both empty in a sample of single units.
type Unit struct{ Stratum, Cluster string }

// clusterSums are what a cluster adds up: people, the poor among them, and their scores, weighted.
type clusterSums [3]float64

const (
	people = iota
	poorPeople
	scores
)

// drawn are the clusters of a group, or of all, by where they were drawn.
type drawn map[Unit]*clusterSums

// design knows which clusters there are: a group's variance counts those without anybody of it too.
type design struct {
	clusters map[string]map[string]bool // by stratum
}

func (d *design) see(u Unit) {
	if d.clusters == nil {
		d.clusters = map[string]map[string]bool{}
	}
	if d.clusters[u.Stratum] == nil {
		d.clusters[u.Stratum] = map[string]bool{}
	}
	d.clusters[u.Stratum][u.Cluster] = true
}

func (t *tally) drawnAt(u Unit, weight, score float64, poor bool) {
	if t.drawn == nil {
		t.drawn = drawn{}
	}
	c := t.drawn[u]
	if c == nil {
		c = &clusterSums{}
		t.drawn[u] = c
	}
	c[people] += weight
	if poor {
		c[poorPeople] += weight
		c[scores] += weight * score
	}
}

// freedom is how many clusters there are beyond one a stratum.
func (d *design) freedom() (n int) {
	for _, c := range d.clusters {
		n += len(c) - 1
	}
	return n
}

// values are the linearised values of a ratio, summed by cluster.
type values map[Unit]float64

// linearised are the values of the ratio of two clusterSums over a group's clusters; scale divides the ratio (the sum
// of the weights of a score). nil where there is nobody to divide by.
func linearised(g drawn, over, under int, scale float64) values {
	r, x := g.ratio(over, under)
	if x == 0 {
		return nil
	}
	out := make(values, len(g))
	for u, c := range g {
		out[u] = (c[over] - r*c[under]) / x / scale
	}
	return out
}

// ratio is that of two clusterSums over all clusters, and what it was divided by.
func (g drawn) ratio(over, under int) (r, x float64) {
	var y float64
	for _, c := range g {
		y, x = y+c[over], x+c[under]
	}
	return ratio(y, x), x
}

// variance is that of linearised values between the clusters of each stratum; false where a stratum has only one.
func (d *design) variance(z values) (float64, bool) {
	first, second := map[string]float64{}, map[string]float64{} // by stratum: the values and their squares
	for u, v := range z {
		first[u.Stratum] += v
		second[u.Stratum] += v * v
	}
	sum := 0.0
	for stratum, clusters := range d.clusters {
		n := float64(len(clusters))
		if n < 2 {
			return 0, false
		}
		sum += n / (n - 1) * (second[stratum] - first[stratum]*first[stratum]/n)
	}
	return sum, true
}

// ratioError is the error of the ratio of two clusterSums over a group's clusters.
func (d *design) ratioError(g drawn, over, under int, scale float64) Error {
	z := linearised(g, over, under, scale)
	if z == nil {
		return Error{}
	}
	variance, known := d.variance(z)
	if !known {
		return Error{}
	}
	r, _ := g.ratio(over, under)
	return logitInterval(r/scale, math.Sqrt(max(variance, 0)), d.freedom())
}

// logitInterval is the error of a share with its interval of 95 %, which lies within 0 and 1.
func logitInterval(p, se float64, freedom int) Error {
	if p <= 0 || p >= 1 {
		return Error{SE: se, Low: p, High: p, Known: true}
	}
	middle, half := math.Log(p/(1-p)), tQuantile(freedom)*se/(p*(1-p))
	back := func(l float64) float64 { return 1 / (1 + math.Exp(-l)) }
	return Error{SE: se, Low: back(middle - half), High: back(middle + half), Known: true}
}

// tQuantile is the 97.5 % point of Student's t (Cornish and Fisher's expansion; from 3 degrees on right to 0.5 %).
func tQuantile(freedom int) float64 {
	const z = 1.959963984540054
	n := float64(max(freedom, 1))
	const z3, z5, z7 = z * z * z, z * z * z * z * z, z * z * z * z * z * z * z
	return z + (z3+z)/(4*n) + (5*z5+16*z3+3*z)/(96*n*n) + (3*z7+19*z5+17*z3-15*z)/(384*n*n*n)
}
