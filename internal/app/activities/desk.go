// Package activities keeps a programme's courses, models and events with their documents.
package activities

import (
	"giamngheo/internal/app/receipts"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk keeps a programme's courses, models and events with their documents.
type Desk struct {
	office   *office.Office
	library  *library.Library
	receipts *receipts.Desk
}

// New makes the desk.
func New(office *office.Office, library *library.Library, receipts *receipts.Desk) *Desk {
	return &Desk{office: office, library: library, receipts: receipts}
}
