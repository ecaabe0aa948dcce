// Package transfer imports households from files.
package transfer

import (
	"context"

	"giamngheo/internal/app/book"
	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/register"
	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
)

// Desk imports households from files.
type Desk struct {
	office   *office.Office
	words    *arrange.Words
	book     *book.Desk
	register *register.Desk
	pairs    *duplicates.Desk
	Second   Second // given by a higher desk, as it is made
}

// Second proposes to store an import where a second person has to agree to it; nil: it need not.
type Second func(ctx context.Context, a *office.Ask, s *ImportShown, reason string) error

// jobImport is an import in the background.
const jobImport jobs.Kind = "import"

// New makes the desk; words are the headings by which columns are known.
func New(office *office.Office, words *arrange.Words, book *book.Desk, register *register.Desk,
	pairs *duplicates.Desk) *Desk {
	return &Desk{office: office, words: words, book: book, register: register, pairs: pairs}
}

// Begin runs the jobs that import.
func (o *Desk) Begin() {
	o.office.Handle(jobImport, errs.T("stateTitles|Import"), o.runImport)
}
