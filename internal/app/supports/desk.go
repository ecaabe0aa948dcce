// Package supports records what people receive: one by one, pasted, by form, as payment lists.
package supports

import (
	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/store/proposals"
)

// Desk records what people receive: one by one, pasted, by form, as payment lists.
type Desk struct {
	*bulk
	*lists

	seconds    *seconds
	office     *office.Office
	library    *library.Library
	book       *book.Desk
	receipts   *receipts.Desk
	activities *activities.Desk
	reviews    *reviews.Desk
	exports    *exports.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, receipts *receipts.Desk,
	activities *activities.Desk, reviews *reviews.Desk, exports *exports.Desk, second *agreements.Desk) *Desk {
	d := &Desk{office: office, library: library, book: book, receipts: receipts, activities: activities,
		reviews: reviews, exports: exports}
	d.bulk = &bulk{d}
	d.lists = &lists{d}
	d.seconds = &seconds{d, second}
	second.Handle(proposals.Support, agreements.Way{Title: errs.T("Support above a sum"),
		Prepare: d.seconds.prepare, Show: d.seconds.show})
	return d
}

// bulk records many supports at once, from rows that somebody pasted or a workbook.
type bulk struct{ *Desk }

// lists show supports: lists, payment lists, and what the form asks.
type lists struct{ *Desk }
