// Package register shows, saves, splits, merges, reveals and lists households.
package register

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/office"
)

// Desk shows, saves, splits, merges, reveals and lists households.
type Desk struct {
	office *office.Office
	book   *book.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk) *Desk {
	return &Desk{office: office, book: book}
}
