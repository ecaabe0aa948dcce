// Package reviews runs the review: campaigns, lists, steps, decisions, certificates, and what households are
// recognised as.
package reviews

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk runs the review: campaigns, lists, steps, decisions, certificates, and what households are recognised as.
type Desk struct {
	*recognised
	*deciding
	*moving

	office  *office.Office
	library *library.Library
	book    *book.Desk
	days    *workdays.Desk

	paths paths
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, days *workdays.Desk) *Desk {
	d := &Desk{office: office, library: library, book: book, days: days}
	d.deciding = &deciding{d}
	d.moving = &moving{d}
	d.recognised = &recognised{d}
	book.Recognise(d.standings)
	return d
}

// deciding take the chairman's decision to the register, and make out the papers.
type deciding struct{ *Desk }

// recognised is what households are recognised as.
type recognised struct{ *Desk }

// moving carries a change of the calendar to the deadlines that run.
type moving struct{ *Desk }
