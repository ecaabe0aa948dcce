// Package supports records what people receive: one by one, pasted, by form, as payment lists.
package supports

import (
	"context"

	"giamngheo/internal/app/activities"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/exports"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/programme"
)

// Desk records what people receive: one by one, pasted, by form, as payment lists.
type Desk struct {
	*bulk
	*lists

	Second     Second // given by a higher desk, as it is made
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
	activities *activities.Desk, reviews *reviews.Desk, exports *exports.Desk) *Desk {
	d := &Desk{office: office, library: library, book: book, receipts: receipts, activities: activities,
		reviews: reviews, exports: exports}
	d.bulk = &bulk{d}
	d.lists = &lists{d}
	return d
}

// Second proposes a support, that nothing stands against, where a second person has to agree to it; nil: it need not.
// Of one of many rows (alone is false) it refuses what would need one.
type Second func(ctx context.Context, a *office.Ask, in *SupportInput, given []programme.Support, alone bool) error

// bulk records many supports at once, from rows that somebody pasted or a workbook.
type bulk struct{ *Desk }

// lists show supports: lists, payment lists, and what the form asks.
type lists struct{ *Desk }
