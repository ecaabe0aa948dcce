// Package surveys asks the questions of forms A and B.
package surveys

import (
	"sync"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk asks the questions of forms A and B.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	reviews *reviews.Desk

	standards sync.Map // compiled, by day and code
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, reviews *reviews.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, reviews: reviews}
}
