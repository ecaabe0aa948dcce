// Package quality checks what a review has found and who found it.
package quality

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/check"
	"giamngheo/internal/office"
)

// Desk checks what a review has found and who found it.
type Desk struct {
	office  *office.Office
	book    *book.Desk
	reviews *reviews.Desk
	rules   *check.FilingRules
}

// New makes the desk; rules say which filing of a form is looked at.
func New(office *office.Office, book *book.Desk, reviews *reviews.Desk, rules *check.FilingRules) *Desk {
	return &Desk{office: office, book: book, reviews: reviews, rules: rules}
}
