// Package register shows, saves, splits, merges, reveals and lists households.
package register

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/office"
)

// Desk shows, saves, splits, merges, reveals and lists households.
type Desk struct {
	*parting
	*codes

	office *office.Office
	book   *book.Desk
	missed misses
}

// New makes the desk.
func New(office *office.Office, book *book.Desk) *Desk {
	d := &Desk{office: office, book: book, codes: &codes{book: book}}
	d.parting = &parting{d}
	return d
}
