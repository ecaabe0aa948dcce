package review

import "giamngheo/internal/errs"

// Coverage is how far a review has come in a place: a figure of a running or preliminary result is shown with it.
type Coverage struct {
	Communes, Begun int64 // of the place; of them: a list was opened or the campaign begun
	Lists, Decided  int64
	Due, Reviewed   int64 // households to review, requests too; of them: on a decided list
	Silent          int64 // communes of which nothing is decided though there is something to review
}

// The codes under which coverage is kept beside the measures of an announced result.
const coveragePrefix = "cover."

// fields are the numbers with their codes.
func (c *Coverage) fields() map[string]*int64 {
	return map[string]*int64{
		coveragePrefix + "communes": &c.Communes, coveragePrefix + "begun": &c.Begun, coveragePrefix +
			"lists": &c.Lists,
		coveragePrefix + "decided": &c.Decided, coveragePrefix + "due": &c.Due, coveragePrefix +
			"reviewed": &c.Reviewed,
		coveragePrefix + "silent": &c.Silent,
	}
}

// Keep writes coverage among the figures of a place.
func (c *Coverage) Keep(figures map[string]int64) {
	for code, n := range c.fields() {
		figures[code] = *n
	}
}

// KeptCoverage reads coverage from the figures of a place, false where none was kept.
func KeptCoverage(figures map[string]int64) (c Coverage, ok bool) {
	_, ok = figures[coveragePrefix+"communes"]
	for code, n := range c.fields() {
		*n = figures[code]
	}
	return c, ok
}

// Add adds the coverage of another place.
func (c *Coverage) Add(o Coverage) {
	mine, theirs := c.fields(), o.fields()
	for code, n := range mine {
		*n += *theirs[code]
	}
}

// Whole reports whether nothing is left to review.
func (c Coverage) Whole() bool {
	return c.Begun == c.Communes && c.Decided == c.Lists && c.Reviewed == c.Due
}

// Sentence says it.
func (c Coverage) Sentence() errs.Text {
	return errs.T("reviewed so far: %d of %d households, %d of %d lists decided, %d of %d communes begun",
		c.Reviewed, c.Due, c.Decided, c.Lists, c.Begun, c.Communes)
}
