package target

import "giamngheo/internal/household"

// Tally counts what is known of a part. Unknown is what a missing answer leaves open: it is in neither of the others.
//
// Tallies add up, also where numerator and denominator come from different places: one of the denominator is {NotMet: 1},
// one of the numerator {Met: 1, NotMet: -1}. The NotMet of such a part is below zero where more were reached than are
// known to be meant, and its rate then above 100.
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
