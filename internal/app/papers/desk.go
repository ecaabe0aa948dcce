// Package papers fills the papers of the review from an office's templates.
package papers

import (
	"giamngheo/internal/app/averages"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/surveys"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk fills the papers of the review from an office's templates.
type Desk struct {
	office  *office.Office
	library *library.Library
	book    *book.Desk
	reviews *reviews.Desk
	surveys *surveys.Desk

	averages *averages.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, reviews *reviews.Desk,
	surveys *surveys.Desk, averages *averages.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, reviews: reviews, surveys: surveys, averages: averages}
}
