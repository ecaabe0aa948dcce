// Package place knows the administrative units of Viet Nam: codes, types, parents and the dates between which each
// holds, what a unit came from and became, whether it is rural or urban on a date, and how a table by unit is recast
// onto the units of another date. It reads no database and no clock.
package place

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

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

// Over is the area of a household in a commune of this area, of which a file or a form says another or nothing: the
// commune's type decides. contradicts tells that something else was said; where the commune's area is
// not known, what was said stands.
func (a Area) Over(said Area) (area Area, contradicts bool) {
	if a == AreaUnknown {
		return said, false
	}
	return a, said != AreaUnknown && said != a
}

// Level is the level of a unit in the State's structure.
type Level uint8

// The levels. There are no districts from 01/07/2025.
const (
	Province Level = iota + 1
	District
	Commune
)

// String returns "province", "district" or "commune".
func (l Level) String() string { return [...]string{"", "province", "district", "commune"}[l] }

// Unit is an administrative unit between two dates, both ends in; a zero date is open (From: as far back as the data
// goes). Confidence is how sure its dates are, Note why they are not.
type Unit struct {
	Code       Code      `json:"code"`
	Name       string    `json:"name"`      // "Nhơn Mỹ"
	FullName   string    `json:"full_name"` // "Xã Nhơn Mỹ"
	Type       string    `json:"type"`      // "Xã"
	Level      Level     `json:"-"`
	Parent     Code      `json:"parent,omitempty"` // of the level above; "" for a province
	Area       Area      `json:"-"`                // communes only
	From       date.Date `json:"from,omitzero"`
	To         date.Date `json:"to,omitzero"`
	Confidence string    `json:"confidence"`
	Note       errs.Text `json:"note,omitzero"`
}

// Contains reports whether the unit exists on a day.
func (u *Unit) Contains(on date.Date) bool {
	return on >= u.From && (u.To.IsZero() || on <= u.To)
}

// Spoken is what a unit is called where its kind does not stand before the name: in the place of a paper, in a
// username.
// A name that is a number has its kind all the same: Phường 5, Phường 1 Bảo Lộc; else Nhơn Mỹ.
func (u *Unit) Spoken() string {
	if u.Name != "" && '0' <= u.Name[0] && u.Name[0] <= '9' {
		return u.FullName
	}
	return u.Name
}

// Link says that a unit became another on a day: the first day of the other.
type Link struct {
	From       Code      `json:"from"`
	To         Code      `json:"to"`
	On         date.Date `json:"on"`
	Split      bool      `json:"split"` // the old unit went to several new ones
	Confidence string    `json:"confidence"`
	Source     string    `json:"source"`
}

// Sure reports whether figures may be moved along the link: the whole unit went over, and sources agree on it.
func (l *Link) Sure() bool {
	return !l.Split && (l.Confidence == "high" || l.Confidence == "verified")
}

// areaOf returns the area of a commune by its type (Decree 07/2021: xã is rural; phường and thị trấn are urban). What a
// đặc khu is, no law that was read says.
func areaOf(kind string) Area {
	switch kind {
	case "Xã":
		return Rural
	case "Phường", "Thị trấn":
		return Urban
	}
	return AreaUnknown
}
