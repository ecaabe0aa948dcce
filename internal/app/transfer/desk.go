// Package transfer imports households from files.
package transfer

import (
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/duplicates"
	"giamngheo/internal/app/register"
	"giamngheo/internal/arrange"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/jobs"
	"giamngheo/internal/store/proposals"
)

// Desk imports households from files.
type Desk struct {
	*seconds

	office   *office.Office
	words    *arrange.Words
	book     *book.Desk
	register *register.Desk
	pairs    *duplicates.Desk
}

// jobImport is an import in the background.
const jobImport jobs.Kind = "import"

// New makes the desk; words are the headings by which columns are known.
func New(office *office.Office, words *arrange.Words, book *book.Desk, register *register.Desk,
	pairs *duplicates.Desk, second *agreements.Desk) *Desk {
	d := &Desk{office: office, words: words, book: book, register: register, pairs: pairs}
	d.seconds = &seconds{office, d, second}
	second.Handle(proposals.Import, agreements.Way{Title: errs.T("Import of many households"),
		Prepare: d.seconds.prepare, Show: d.seconds.show})
	return d
}

// Begin runs the jobs that import.
func (o *Desk) Begin() {
	o.office.Handle(jobImport, errs.T("stateTitles|Import"), o.runImport)
}
