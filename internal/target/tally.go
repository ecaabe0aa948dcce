package target

import "giamngheo/internal/household"

// Tally counts what is known of a part. Unknown is what a missing answer leaves open: it is in neither of the others.
//
// Tallies add up, also where numerator and denominator come from different places: one of the denominator is {NotMet:
// 1}, one of the numerator {Met: 1, NotMet: -1}. The NotMet of such a part is below zero where more were reached than
// are known to be meant, and its rate then above 100.
type Tally struct {
	Met     int64 `json:"met"`
	NotMet  int64 `json:"not_met"`
	Unknown int64 `json:"unknown"`
}

// Rate is the share met in percent of those whose answer is known; false where there is none.
func (t Tally) Rate() (float64, bool) {
	n := t.Met + t.NotMet
	if n <= 0 {
		return 0, false
	}
	return 100 * float64(t.Met) / float64(n), true
}

// Bounds are what the rate lies between, whatever the unknown answers are; false where there is nobody.
func (t Tally) Bounds() (low, high float64, ok bool) {
	if t.Met+t.NotMet+t.Unknown <= 0 {
		return 0, 0, false
	}
	low, high = t.bounds(true)
	return low, high, true
}

// bounds is Bounds where the unknown may be met (of the register's answers) or, where supports are the numerator, only
// belong to the denominator or not.
func (t Tally) bounds(met bool) (low, high float64) {
	n := float64(t.Met + t.NotMet)
	all := n + float64(t.Unknown)
	low, high = 100*float64(t.Met)/all, 100*float64(t.Met+t.Unknown)/all
	if !met && n > 0 {
		high = 100 * float64(t.Met) / n
	}
	return low, high
}

// Add adds another tally.
func (t *Tally) Add(o Tally) {
	t.Met += o.Met
	t.NotMet += o.NotMet
	t.Unknown += o.Unknown
}

// Negated takes back what it is of: added, it undoes t.
func (t Tally) Negated() Tally { return Tally{-t.Met, -t.NotMet, -t.Unknown} }

func (t *Tally) count(is household.Answer) {
	switch is {
	case household.Yes:
		t.Met++
	case household.No:
		t.NotMet++
	default:
		t.Unknown++
	}
}
