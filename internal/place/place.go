// Package place knows the administrative units of Viet Nam: codes, types, parents and the dates between which each
// holds, what a unit came from and became, whether it is rural or urban on a date, and how a table by unit is recast
// onto the units of another date. It reads no database and no clock.
package place

// Code is an official unit code of the statistics office: 2 digits a province, 3 a district, 5 a commune.
// A code may name different units at different dates (31522 is Phường 9 until 31/08/2024 and Phường 1 after).
type Code string

// Area says whether a place is rural (xã) or urban (phường, thị trấn); law's income lines depend on it.
type Area uint8

// The areas. AreaUnknown is the zero value.
const (
	AreaUnknown Area = iota
	Rural
	Urban
)

// String returns "rural", "urban" or "".
func (a Area) String() string { return [...]string{"", "rural", "urban"}[a] }
