// Package quality checks what a review has found and who found it.
package quality

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/office"
)

// Desk checks what a review has found and who found it.
type Desk struct {
	office  *office.Office
	book    *book.Desk
	reviews *reviews.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, reviews *reviews.Desk) *Desk {
	return &Desk{office: office, book: book, reviews: reviews}
}
