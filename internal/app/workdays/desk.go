// Package workdays keeps in memory by which calendar the office works: the law's, with the office's own changes laid
// over it.
package workdays

import (
	"context"
	"sync/atomic"

	"giamngheo/internal/law"
	"giamngheo/internal/library"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/store/calendar"
	"giamngheo/internal/workday"
)

// Desk keeps in memory by which calendar the office works.
type Desk struct {
	office  *office.Office
	library *library.Library
	own     atomic.Pointer[[]workday.Change] // those that hold, in their order; nil: none
	laid    atomic.Pointer[law.Library]      // the law with them; nil: not laid over yet
}

// New makes the desk.
func New(office *office.Office, library *library.Library) *Desk {
	return &Desk{office: office, library: library}
}

// Begin says how the calendar takes in what other processes changed.
func (o *Desk) Begin() {
	o.office.Elsewhere(office.TopicCalendar, func(ctx context.Context, _ []int64) error { return o.Load(ctx) })
}

// Load reads the office's changes.
func (o *Desk) Load(ctx context.Context) error {
	own, err := o.Held(ctx, o.office.Reader())
	if err == nil {
		o.Keep(own)
	}
	return err
}

// Held are the office's changes that hold by what is read.
func (o *Desk) Held(ctx context.Context, from store.Reader) (out []workday.Change, err error) {
	all, err := calendar.All(ctx, from, string(o.office.ProvinceCode()))
	for i := range all {
		if all[i].UndoneBy == 0 {
			out = append(out, all[i].Change)
		}
	}
	return out, err
}

// Keep puts the changes that hold into memory.
func (o *Desk) Keep(own []workday.Change) {
	o.own.Store(&own)
	o.laid.Store(nil)
}

// Law is the law by which the office works.
func (o *Desk) Law() (*law.Library, error) {
	own := o.own.Load()
	if own == nil || len(*own) == 0 {
		return o.library.Law()
	}
	if laid := o.laid.Load(); laid != nil {
		return laid, nil
	}
	laid, err := o.Under(*own)
	if err == nil && o.own.Load() == own { // a change in between lays its own
		o.laid.Store(laid)
	}
	return laid, err
}

// Under is the law with changes of its calendar.
func (o *Desk) Under(own []workday.Change) (*law.Library, error) {
	lib, err := o.library.Law()
	if err != nil || len(own) == 0 {
		return lib, err
	}
	return lib.With(lib.Days.Changed(own)), nil
}
