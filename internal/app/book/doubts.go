package book

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/doubt"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
)

// Doubts are values that are unlikely: nothing is saved before a person has said of each that it is right.
type Doubts []doubt.Doubt

// Error says how many there are.
func (d Doubts) Error() string { return errs.T("%d unlikely values to be confirmed", len(d)).VI }

// Doubted are the doubts of what a save changes in a household (was: nil for a new one) that nobody has confirmed by
// their keys: those with which the values were read, and those of the bounds of what is likely. What stays as it was is
// not asked about again.
func (o *writing) Doubted(h, was *household.Household, read []doubt.Doubt, on date.Date, sure []string) (out Doubts) {
	changes := household.Changes(was, h)
	for _, d := range slices.Concat(read, o.office.Codes().Doubts(h, on)) {
		if !changed(changes, &d) || slices.Contains(sure, d.Key()) ||
			slices.ContainsFunc(out, func(o doubt.Doubt) bool { return o.Key() == d.Key() }) {
			continue
		}
		out = append(out, d)
	}
	return out
}

func changed(all []household.Change, d *doubt.Doubt) bool {
	return slices.ContainsFunc(all, func(c household.Change) bool {
		return c.Member == d.Member && c.Column == d.Column
	})
}
