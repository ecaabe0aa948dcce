package review

import (
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/poverty"
)

// Fact is one household as the output tables see it: what it is at the end of the review, what it was at the end of
// the one before, and what the tables break it down by.
type Fact struct {
	Household    int64
	Commune      place.Code // at the end
	PriorCommune place.Code // at the beginning, recast onto the units of the end
	Hamlet       string
	Class, Prior poverty.Class
	People       int32
	PriorPeople  int32
	Gone         bool // not in the register at the end any more
	EverPoor     bool // recognised by a review before the last one
	EverNear     bool
	Came         bool // was recognised elsewhere, or in another household that it split from
	Waiting      bool // poor or near-poor by an earlier decision and not yet reviewed: it keeps that class
	Minority     bool
	NoLabour     bool
	Merit        bool
	FemaleHead   bool
	Ethnicity    household.Ethnicity // the head's
	Deprived     uint16
	Reasons      household.Reasons
	Children     uint8 // under 16
	ChildHealth  uint8 // of them without insurance (from 6) or malnourished
	ChildSchool  uint8 // of them not attending the level of their age
}

func low(c poverty.Class) bool { return c == poverty.Poor || c == poverty.NearPoor }

// Low reports whether the tables of poor and near-poor households look at a household.
func (f *Fact) Low() bool { return low(f.Class) || low(f.Prior) }

// Flow is a household's movement between two reviews, as the official balance counts it.
type Flow uint8

// The flows: those of the poor balance and, mirrored, of the near-poor one.
const (
	NoFlow Flow = iota
	Stays
	DownNear  // left to the other class: poor → near-poor, near-poor → poor
	DownAbove // left above the near-poor standard
	DownOther // left the place or the register
	UpOther   // the rest: came recognised from elsewhere
	UpFrom    // came from the other class
	UpAgain   // had been in the class before
	UpNew     // never before
)

// flow is what a household does in the balance of a class in a place; here and there say whether it is in the place at
// the end and was at the beginning.
func (f *Fact) flow(class, other poverty.Class, here, there bool) Flow {
	was, is := there && f.Prior == class, here && !f.Gone && f.Class == class
	switch {
	case was && is:
		return Stays
	case was && (!here || f.Gone):
		return DownOther
	case was && f.Class == other:
		return DownNear
	case was:
		return DownAbove
	case !is:
		return NoFlow
	case there && f.Prior == other:
		return UpFrom
	case !there && low(f.Prior), f.Came:
		return UpOther
	case class == poverty.Poor && f.EverPoor, class == poverty.NearPoor && f.EverNear:
		return UpAgain
	}
	return UpNew
}
