package residents

import "giamngheo/internal/app/register"

// Shortfalls is what a household of these answers is told to lack.
func Shortfalls(h *register.HouseholdShown) *Page {
	p := &Page{}
	p.shortfalls(h)
	return p
}
