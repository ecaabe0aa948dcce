// Package dashboard shows a place on one page.
package dashboard

import (
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/exits"
	"giamngheo/internal/app/plans"
	"giamngheo/internal/app/register"
	"giamngheo/internal/app/results"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk shows a place on one page.
type Desk struct {
	office     *office.Office
	book       *book.Desk
	reviews    *reviews.Desk
	results    *results.Desk
	library    *library.Library
	activities *activities.Desk
	register   *register.Desk
	exits      *exits.Desk
	plans      *plans.Desk

	kept figuresKept
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, activities *activities.Desk,
	register *register.Desk,
	reviews *reviews.Desk, results *results.Desk, exits *exits.Desk, plans *plans.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, activities: activities, register: register,
		reviews: reviews, results: results,
		exits: exits, plans: plans}
}
