package household

import "bytes"

// CellOf is the cell that somebody fills in for what was read: the birth date for an age.
func CellOf(name []byte) []byte {
	member, field, of := bytes.Cut(name, []byte("."))
	if !of {
		return name
	}
	switch string(field) {
	case "age", "age_months", "calendar_months", "calendar_months_in_december":
		return append(append(bytes.Clone(member), '.'), "birth_date"...)
	}
	return name
}
