// Package receipts keeps in memory who received what.
package receipts

import (
	"giamngheo/internal/office"
)

// Desk keeps in memory who received what.
type Desk struct {
	office *office.Office

	Shelf Shelf
}

// New makes the desk.
func New(office *office.Office) *Desk {
	return &Desk{office: office}
}
