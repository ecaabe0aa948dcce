package snapshot

import (
	"maps"
	"slices"

	"giamngheo/internal/date"
)

// Answers say of when the answers of some households are, and how many of these would be of another class at the
// other day's ages (Snapshot.SetAged). Days are zero where there is no household.
type Answers struct {
	First, Last date.Date // from when the oldest and the newest answers hold
	Median      date.Date // half of the households have answers of this day or older ones; in Figures alone
	AgedOn      date.Date // the other day; zero: none was asked
	Moved       int64
}

// take counts one household in.
func (a *Answers) take(s *Snapshot, slot uint32) {
	day := s.since[slot]
	if a.First.IsZero() || day < a.First {
		a.First = day
	}
	a.Last = max(a.Last, day)
	if s.agedClass[slot] != s.class[slot] {
		a.Moved++
	}
}

// AnswerDays counts the active households by the day from which their answers hold.
func (s *Snapshot) AnswerDays() map[date.Date]int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	days := map[date.Date]int64{}
	for slot, day := range s.since {
		if s.state[slot] == 1 {
			days[day]++
		}
	}
	return days
}

// MedianDay is the day that half of the counted ones have reached; zero of none.
func MedianDay(days map[date.Date]int64) date.Date {
	var all, sum int64
	for _, n := range days {
		all += n
	}
	for _, day := range slices.Sorted(maps.Keys(days)) {
		if sum += days[day]; 2*sum >= all {
			return day
		}
	}
	return 0
}
