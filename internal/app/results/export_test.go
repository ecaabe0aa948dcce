package results

import (
	"giamngheo/internal/review"
)

// EachFact hands every household of the register to a function, as the tables see it.
func (o *Desk) EachFact(do func(*review.Fact)) { o.book.View().Snap.Facts(nil, do) }

// ForgetFigures drops the figures of reviews that are kept.
func (o *Desk) ForgetFigures() { o.facts.forget() }
