// Package book keeps the register in memory and is the one way in which a household's version is written.
package book

import (
	"context"
	"sync"
	"sync/atomic"

	"giamngheo/internal/date"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/review"
)

// Desk keeps the register in memory and is the one way in which a household's version is written.
type Desk struct {
	*writing
	*asking
	*naming
	*standards

	office  *office.Office
	library *library.Library

	current  atomic.Pointer[View]
	loading  atomic.Pointer[View] // one that is being built: changes go into both
	past     pastViews
	building sync.Mutex // held by who builds it

	standings Standings
}

// New makes the desk.
func New(office *office.Office, library *library.Library) *Desk {
	d := &Desk{office: office, library: library, standards: &standards{library: library}}
	d.writing, d.asking, d.naming = &writing{d}, &asking{d}, &naming{Desk: d}
	return d
}

// Standings says what households are recognised as on a day. No decision is added until it is released: it is asked
// for before the register in memory is, never the other way round.
type Standings func(ctx context.Context, on date.Date) (s *review.Standings, release func(), err error)

// Recognise says who knows what decisions say: a higher desk, as it is made.
func (o *Desk) Recognise(by Standings) { o.standings = by }

// Standings are what decisions say of households on a day (zero: today). Release them after use.
func (o *Desk) Standings(ctx context.Context, on date.Date) (s *review.Standings, release func(), err error) {
	if on.IsZero() || on > o.office.Day() {
		on = o.office.Day()
	}
	return o.standings(ctx, on)
}

// writing is the one way in which a household's version is written.
type writing struct{ *Desk }
