// Package reviews runs the review: campaigns, lists, steps, decisions, certificates, and what households are recognised as.
package reviews

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk runs the review: campaigns, lists, steps, decisions, certificates, and what households are recognised as.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk

	paths paths
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk) *Desk {
	return &Desk{office: office, library: library, book: book}
}
