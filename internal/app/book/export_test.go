package book

import "giamngheo/internal/date"

// Reread is what is done with households that another process has changed.
var Reread = reread

// LoadPast is ViewOn of a past day as a function loads it.
func (o *Desk) LoadPast(on date.Date, load func() (*View, error)) (*View, error) {
	return o.past.load(on, load)
}
