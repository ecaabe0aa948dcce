// Package quality checks what a review has found and who found it.
package quality

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/check"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk checks what a review has found and who found it.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	reviews *reviews.Desk
	surveys *surveys.Desk
	rules   *check.FilingRules
}

// New makes the desk; rules say which filing of a form is looked at.
func New(office *office.Office, library *library.Library, book *book.Desk, reviews *reviews.Desk,
	surveys *surveys.Desk, rules *check.FilingRules) *Desk {
	return &Desk{office: office, library: library, book: book, reviews: reviews, surveys: surveys, rules: rules}
}
