// Package register shows, saves, splits, merges, reveals and lists households.
package register

import (
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/proposals"
)

// Desk shows, saves, splits, merges, reveals and lists households.
type Desk struct {
	*parting
	*codes
	*seconds

	office *office.Office
	book   *book.Desk
	budget *budget.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, budget *budget.Desk, second *agreements.Desk) *Desk {
	d := &Desk{office: office, book: book, budget: budget, codes: &codes{book: book}}
	d.parting, d.seconds = &parting{d}, &seconds{d, second}
	second.Handle(proposals.Answers, agreements.Way{Title: errs.T("Changed answers of a household that a decision is about"),
		Prepare: d.prepare, Show: d.show})
	return d
}
