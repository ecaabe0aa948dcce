// Package plans counts a year's plan for any place on any day.
package plans

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk counts a year's plan for any place on any day.
type Desk struct {
	office   *office.Office
	library  *library.Library
	book     *book.Desk
	receipts *receipts.Desk
	reviews  *reviews.Desk
	results  *results.Desk
	supports *supports.Desk

	kept       plansKept
	background background
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, receipts *receipts.Desk,
	reviews *reviews.Desk, results *results.Desk, supports *supports.Desk,
) *Desk {
	return &Desk{office: office, library: library, book: book, receipts: receipts, reviews: reviews,
		results: results, supports: supports}
}
