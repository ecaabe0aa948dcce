// Package results counts, opens and announces the results of reviews.
package results

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/office"
)

// Desk counts, opens and announces the results of reviews.
type Desk struct {
	*announcing

	office  *office.Office
	book    *book.Desk
	reviews *reviews.Desk

	facts   factsKept
	onLists onLists
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, reviews *reviews.Desk) *Desk {
	d := &Desk{office: office, book: book, reviews: reviews}
	d.announcing = &announcing{d}
	return d
}

// announcing make a review's figures the official ones.
type announcing struct{ *Desk }
