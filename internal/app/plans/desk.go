// Package plans counts a year's plan for any place on any day.
package plans

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/papers"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk counts a year's plan for any place on any day.
type Desk struct {
	*books

	office   *office.Office
	library  *library.Library
	book     *book.Desk
	receipts *receipts.Desk
	reviews  *reviews.Desk
	results  *results.Desk
	supports *supports.Desk
	papers   *papers.Desk

	kept       plansKept
	background background
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, receipts *receipts.Desk, reviews *reviews.Desk,
	results *results.Desk, supports *supports.Desk, papers *papers.Desk,
) *Desk {
	d := &Desk{office: office, library: library, book: book, receipts: receipts, reviews: reviews, results: results, supports: supports, papers: papers}
	d.books = &books{d}
	return d
}

// books read and write plans and their results as files.
type books struct{ *Desk }
