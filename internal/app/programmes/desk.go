// Package programmes shows the programme's tree and whom its sub-projects are for.
package programmes

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk shows the programme's tree and whom its sub-projects are for.
type Desk struct {
	office   *office.Office
	library  *library.Library
	book     *book.Desk
	receipts *receipts.Desk
	reviews  *reviews.Desk
	supports *supports.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, receipts *receipts.Desk,
	reviews *reviews.Desk, supports *supports.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, receipts: receipts, reviews: reviews, supports: supports}
}
