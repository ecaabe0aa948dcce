package target

import "math"

// Shrunk are the rates of places, in percent, each drawn towards the mean of all as far as its size asks (empirical
// Bayes of a beta-binomial, its spread by moments): of a handful of households little is believed, of thousands nearly
// all.
func Shrunk(all []Tally) []float64 {
	var met, n, between, weight float64
	for _, t := range all {
		met, n = met+float64(t.Met), n+float64(max(t.Met+t.NotMet, 0))
	}
	out := make([]float64, len(all))
	if n <= 0 {
		return out
	}
	mean := min(max(met/n, 0), 1)
	for _, t := range all {
		if size := float64(t.Met + t.NotMet); size > 0 {
			d := float64(t.Met)/size - mean
			between += size*d*d - mean*(1-mean)
			weight += size
		}
	}
	prior := 1e9 // as many households as the mean of all counts beside a place's own
	if spread := between / weight; spread > 0 {
		prior = max(mean*(1-mean)/spread-1, 1)
	}
	for i, t := range all {
		size := float64(max(t.Met+t.NotMet, 0))
		out[i] = 100 * (float64(t.Met) + prior*mean) / (size + prior)
	}
	return out
}

// fewest is the size below which a place is never called weak: one household moves it by more than three points.
const fewest = 30

// Weak reports whether a place is so far from a planned rate that chance does not explain it: it is of at least 30,
// and what is planned lies outside the funnel, the interval of 80 % by Wilson about its rate.
func (p *Part) Weak(planned *float64, f *Figure, now Tally) bool {
	if planned == nil || !f.Known {
		return false
	}
	n := float64(now.Met + now.NotMet)
	switch {
	case p.Kind == "count" || p.Denominator == nil || p.Denominator.reported():
		return !p.reaches(*planned, f.Value)
	case n < fewest:
		return false
	}
	const z = 1.2815515655446004 // nine in ten of the normal distribution lie below
	share := min(max(float64(now.Met)/n, 0), 1)
	middle := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	shift := f.Value - 100*share // of a change: what it is compared with
	best := shift + 100*(middle+half)
	if p.Better != "higher" {
		best = shift + 100*(middle-half)
	}
	return !p.reaches(*planned, best)
}
