// Package transfer imports, exports and pastes households.
package transfer

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
)

// Desk imports, exports and pastes households.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	register *register.Desk
}

// The kinds of jobs of this room.
const (
	jobImport jobs.Kind = "import"
	jobExport jobs.Kind = "export"
)

// New makes the desk.
func New(office *office.Office, book *book.Desk, register *register.Desk) *Desk {
	return &Desk{office: office, book: book, register: register}
}
