// Package records shows the record of deeds.
package records

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/office"
)

// Desk shows the record of deeds.
type Desk struct {
	office *office.Office
	book   *book.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk) *Desk {
	return &Desk{office: office, book: book}
}
