// Package book keeps the register in memory and is the one way in which a household's version is written.
package book

import (
	"sync"
	"sync/atomic"

	"giamngheo/internal/library"
	"giamngheo/internal/office"
)

// Desk keeps the register in memory and is the one way in which a household's version is written.
type Desk struct {
	*writing

	office  *office.Office
	library *library.Library

	current  atomic.Pointer[View]
	loading  atomic.Pointer[View] // one that is being built: changes go into both
	past     pastViews
	building sync.Mutex // held by who builds it
}

// New makes the desk.
func New(office *office.Office, library *library.Library) *Desk {
	d := &Desk{office: office, library: library}
	d.writing = &writing{d}
	return d
}

// writing is the one way in which a household's version is written.
type writing struct{ *Desk }
