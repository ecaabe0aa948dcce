// Package transfer imports, exports and pastes households.
package transfer

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/office"
)

// Desk imports, exports and pastes households.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	register *register.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, register *register.Desk) *Desk {
	return &Desk{office: office, book: book, register: register}
}
