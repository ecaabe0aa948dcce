package shifts

import "giamngheo/internal/shift"

// Know has a desk go by rules as an office has filled them in: a decider of every kind of transfers.
func (d *Desk) Know(change func(*shift.Rules)) error {
	r, err := shift.Read(d.library.Data())
	if err == nil {
		change(r)
		d.rules = func() (*shift.Rules, error) { return r, nil }
	}
	return err
}
