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
	*standings

	office  *office.Office
	book    *book.Desk
	reviews *reviews.Desk

	facts   factsKept
	onLists onLists
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, reviews *reviews.Desk) *Desk {
	d := &Desk{office: office, book: book, reviews: reviews}
	d.announcing, d.standings = &announcing{d}, &standings{d}
	return d
}

// announcing make a review's figures the official ones.
type announcing struct{ *Desk }

// standings say how the review of a year stands: its state, how far it has come, what is kept of it.
type standings struct{ *Desk }
