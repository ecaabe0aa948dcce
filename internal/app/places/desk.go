// Package places records how units change, and carries households and reviews along.
package places

import (
	"sync/atomic"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk records how units change, and carries households and reviews along.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	reviews *reviews.Desk
	drawn   drawnMaps
	behind  atomic.Bool // a merger was approved here that the registry lacks
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, reviews *reviews.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, reviews: reviews}
}
