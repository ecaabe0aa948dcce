// Package household holds the record of a household and its members as a review collects it, with the vocabulary of
// every column (doc: the exchange format), and what makes a record valid. A blank answer is unknown, never "no".
// It must not know rules, files, storage or the clock.
package household

import (
	"giamngheo/internal/date"
	"giamngheo/internal/place"
)

// ID is the household code an office gives (mã hộ), unique in a register.
type ID string

// Dong is an amount of money in whole Vietnamese đồng.
type Dong int64

// Answer is a yes/no answer; the zero value is Unknown.
type Answer uint8

// The answers.
const (
	Unknown Answer = iota
	No
	Yes
)

// Said turns a Go bool into an answer.
func Said(b bool) Answer {
	if b {
		return Yes
	}
	return No
}

// String returns "yes", "no" or "".
func (a Answer) String() string { return [...]string{"", "no", "yes"}[a] }

// Maybe is a value that may not be known.
type Maybe[T any] struct {
	Value T
	Known bool
}

// Just is a known value.
func Just[T any](v T) Maybe[T] { return Maybe[T]{Value: v, Known: true} }

// Household is one household on the date of a review.
type Household struct {
	Code    ID
	Commune place.Code
	Hamlet  string
	Address string
	Phone   string

	Area          place.Area  // as given, or from the commune's type on the review date
	IncomePerHead Maybe[Dong] // VND per person per month
	B1Score       Maybe[float64]

	Wall, Pillar, Roof Material
	FloorArea          Maybe[float64] // m²
	Water              Water
	Toilet             Toilet
	Internet           Answer
	InformationMeans   Answer
	Reasons            Reasons

	Members []Member

	Used int // the greatest number that a member had who is here no more, where no member has a greater one; else 0
}

// Member is one person of a household.
type Member struct {
	No           int
	Name         string
	CitizenID    string // 12 digits, or ""
	Birth        Birth
	Relationship Relationship
	Sex          Sex
	Ethnicity    Ethnicity

	AbleToWork, WantsWork Answer
	Work                  Work
	SocialAllowance       Answer
	Disability            Answer
	PersonOfMerit         Answer
	HealthInsurance       Answer
	Attending             Attending
	Qualification         Qualification
	InTraining            Answer
	Stunted, Underweight  Answer
}

// Birth is a birth date, possibly known to the year or month only: then Earliest is its first day and Latest its last.
// Both are zero where nothing is known.
type Birth struct {
	Earliest, Latest date.Date

	known date.Date // of a birth that is supposed (Within): the first day of what is known
}

// BornOn is an exact birth date.
func BornOn(d date.Date) Birth { return Birth{Earliest: d, Latest: d} }

// BornIn is a birth date of which only the year is known.
func BornIn(year int) Birth {
	return Birth{Earliest: date.Must(year, 1, 1), Latest: date.Must(year, 12, 31)}
}

// BornInMonth is a birth date of which the year and the month are known. The month must be 1 to 12.
func BornInMonth(year, month int) Birth {
	return Birth{Earliest: date.Must(year, month, 1), Latest: date.Must(year, month, date.DaysIn(year, month))}
}

// Equal reports whether two births are known, or supposed, alike.
func (b Birth) Equal(other Birth) bool { return b == other }

// Within supposes that the day lies in a part of what is known. What the law counts for who knows no more than that
// (CalendarMonths) stays as it was.
func (b Birth) Within(first, last date.Date) Birth { return Birth{first, last, b.first()} }

// first is the first day of what is known.
func (b Birth) first() date.Date {
	if b.known != 0 {
		return b.known
	}
	return b.Earliest
}

// Known reports whether anything is known of the birth date.
func (b Birth) Known() bool { return b.Earliest != 0 }

// Days is how many days lie between the earliest and the latest day that it may be.
func (b Birth) Days() int {
	if !b.Known() {
		return 0
	}
	return b.Latest.Sub(b.Earliest)
}

// Exact reports whether the day is known.
func (b Birth) Exact() bool { return b.Earliest != 0 && b.Earliest == b.Latest }

// Months returns the least and the greatest full age in months on a day; both -1 where the birth is not known.
// The two differ where only the year of birth is known.
func (b Birth) Months(on date.Date) (least, greatest int) {
	if b.Earliest == 0 {
		return -1, -1
	}
	greatest = on.MonthsSince(b.Earliest)
	if b.Latest == b.Earliest {
		return greatest, greatest
	}
	return max(on.MonthsSince(b.Latest), 0), greatest
}

// CalendarMonths counts from the month of birth to a month, whatever the days, as the law on retirement does: who
// reaches an age in a month has it from the month's end. Where the year of birth alone is known its first month counts
// (Decree 135/2020, Article 3(3)).
func (b Birth) CalendarMonths(year, month int) (n int64, known bool) {
	first := b.first()
	return int64(12*(year-first.Year()) + month - first.Month()), b.Known()
}

// Head returns the head of the household, or nil where no member is one.
func (h *Household) Head() *Member {
	for i := range h.Members {
		if h.Members[i].Relationship == Head {
			return &h.Members[i]
		}
	}
	return nil
}

// EthnicMinority reports whether the household counts as an ethnic-minority one: its head is neither Kinh nor of
// unknown ethnicity. The law's own definition is not known (law sources, 2.5); the head's ethnicity is the proposal.
func (h *Household) EthnicMinority() Answer {
	m := h.Head()
	if m == nil || m.Ethnicity == 0 {
		return Unknown
	}
	return Said(m.Ethnicity != Kinh)
}
