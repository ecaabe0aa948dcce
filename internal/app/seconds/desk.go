// Package seconds says which imports and supports need a second person, and does them when one has agreed.
package seconds

import (
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/app/transfer"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/store/proposals"
)

// Desk says which imports and supports need a second person.
type Desk struct {
	*imports
	*sums

	office     *office.Office
	library    *library.Library
	book       *book.Desk
	agreements *agreements.Desk
	transfer   *transfer.Desk
	supports   *supports.Desk
}

// New makes the desk, by which the desks below know what needs a second person.
func New(office *office.Office, library *library.Library, book *book.Desk, agreed *agreements.Desk,
	files *transfer.Desk, given *supports.Desk) *Desk {
	d := &Desk{office: office, library: library, book: book, agreements: agreed, transfer: files, supports: given}
	d.imports, d.sums = &imports{d}, &sums{d}
	agreed.Handle(proposals.Import, agreements.Way{Title: errs.T("Import of many households"),
		Prepare: d.imports.prepare, Show: d.imports.show})
	agreed.Handle(proposals.Support, agreements.Way{Title: errs.T("Support above a sum"),
		Prepare: d.sums.prepare, Show: d.sums.show})
	files.Second = d.imports.propose
	given.Second = d.sums.propose
	return d
}
