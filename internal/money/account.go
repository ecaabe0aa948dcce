package money

import (
	"slices"

	"giamngheo/internal/date"
)

// account is a balance from day to day: any day is found without a look at the movements. It takes a row a day on which
// anything moves, however many movements there are.
type account struct {
	days []date.Date
	sums []Balance // up to and with each of the days
	last []int64   // the movement recorded last on each of the days
}

// at is the balance at the end of a day; zero asks for the end of all days.
func (a *account) at(day date.Date) Balance {
	if len(a.days) == 0 {
		return Balance{}
	}
	if day.IsZero() {
		return a.sums[len(a.sums)-1]
	}
	i, found := slices.BinarySearch(a.days, day)
	if !found {
		i--
	}
	if i < 0 {
		return Balance{}
	}
	return a.sums[i]
}

// since is the first day of the last stretch, up to a day, in which a condition holds; zero where it does not hold then.
func (a *account) since(day date.Date, holds func(Balance) bool) (from date.Date) {
	for i, d := range a.days {
		if !day.IsZero() && d > day {
			break
		}
		switch {
		case !holds(a.sums[i]):
			from = 0
		case from.IsZero():
			from = d
		}
	}
	return from
}

// fails is the first day from a day on of which a condition would not hold after a change, with the balance of that day
// before the change and the movement recorded last on it, 0 on the day itself.
func (a *account) fails(day date.Date, change Balance, holds func(Balance) bool) (on date.Date, was Balance, by int64,
	bad bool) {
	i, found := slices.BinarySearch(a.days, day)
	if !found {
		if was = a.at(day); !holds(was.Plus(change)) {
			return day, was, 0, true
		}
	}
	for ; i < len(a.days); i++ {
		if !holds(a.sums[i].Plus(change)) {
			if by = a.last[i]; a.days[i] == day {
				by = 0
			}
			return a.days[i], a.sums[i], by, true
		}
	}
	return 0, Balance{}, 0, false
}

// add puts a change into the account.
func (a *account) add(day date.Date, change Balance, by int64) {
	i, found := slices.BinarySearch(a.days, day)
	if !found {
		before := Balance{}
		if i > 0 {
			before = a.sums[i-1]
		}
		a.days = slices.Insert(a.days, i, day)
		a.sums = slices.Insert(a.sums, i, before)
		a.last = slices.Insert(a.last, i, by)
	}
	a.last[i] = by
	for ; i < len(a.sums); i++ {
		a.sums[i] = a.sums[i].Plus(change)
	}
}
