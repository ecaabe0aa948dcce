// Package whatif shows the same households under other lines.
package whatif

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/files"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk shows the same households under other lines.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	files   *files.Desk
	reviews *reviews.Desk
	results *results.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, files *files.Desk, reviews *reviews.Desk,
	results *results.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, files: files, reviews: reviews, results: results}
}
