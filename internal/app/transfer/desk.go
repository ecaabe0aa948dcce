// Package transfer imports households from files.
package transfer

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/register"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
)

// Desk imports households from files.
type Desk struct {
	office   *office.Office
	book     *book.Desk
	register *register.Desk
}

// jobImport is an import in the background.
const jobImport jobs.Kind = "import"

// New makes the desk.
func New(office *office.Office, book *book.Desk, register *register.Desk) *Desk {
	return &Desk{office: office, book: book, register: register}
}

// Begin runs the jobs that import.
func (o *Desk) Begin() {
	o.office.Handle(jobImport, errs.T("stateTitles|Import"), o.runImport)
}
