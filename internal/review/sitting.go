package review

import (
	"slices"
	"time"
)

// Sitting is how form B was filled in since it was last filed: what a review's quality is judged by.
type Sitting struct {
	Began  time.Time `json:"began,omitzero"`   // the first answer
	Last   time.Time `json:"last,omitzero"`    // the latest answer
	Gaps   []int     `json:"gaps,omitempty"`   // whole seconds from one answer to the next
	Opened []string  `json:"opened,omitempty"` // the questions that were answered, each once
	// the register's version from which the review began, where the household was changed during it; 0: the answers'
	Since int64 `json:"since,omitempty"`
}

// mostGaps bounds what is kept of a form that is answered again and again.
const mostGaps = 200

// Answered notes that questions were answered at a moment, those of one screen together.
func (s *Sitting) Answered(at time.Time, questions []string) {
	switch {
	case s.Began.IsZero():
		s.Began = at
	case len(s.Gaps) < mostGaps:
		s.Gaps = append(s.Gaps, max(0, int(at.Sub(s.Last)/time.Second)))
	}
	s.Last = at
	for _, q := range questions {
		if !slices.Contains(s.Opened, q) {
			s.Opened = append(s.Opened, q)
		}
	}
}
