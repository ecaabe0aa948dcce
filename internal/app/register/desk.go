// Package register shows, saves, splits, merges, reveals and lists households.
package register

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/office"
)

// Desk shows, saves, splits, merges, reveals and lists households.
type Desk struct {
	*parting
	*codes

	office *office.Office
	book   *book.Desk
	budget *budget.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, budget *budget.Desk) *Desk {
	d := &Desk{office: office, book: book, budget: budget, codes: &codes{book: book}}
	d.parting = &parting{d}
	return d
}
