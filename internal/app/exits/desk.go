// Package exits plans how households leave poverty, and what lifts most of them for a sum.
package exits

import (
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/supports"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk plans how households leave poverty, and what lifts most of them for a sum.
type Desk struct {
	office   *office.Office
	library  *library.Library
	book     *book.Desk
	receipts *receipts.Desk
	reviews  *reviews.Desk
	supports *supports.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, book *book.Desk, receipts *receipts.Desk,
	reviews *reviews.Desk, supports *supports.Desk) *Desk {
	return &Desk{office: office, library: library, book: book, receipts: receipts, reviews: reviews, supports: supports}
}
