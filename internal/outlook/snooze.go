package outlook

import (
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/money"
	"giamngheo/internal/target"
)

// Snooze is an alert of a line that somebody put aside until a day, with how grave it was then.
type Snooze struct {
	Line   int64
	Rule   string
	Until  date.Date // the last day on which it is aside
	Reason string
	Light  target.Light
	Left   money.Dong // forecast to be left of the line
}

// longest is for how many days an alert is put aside at most: a quarter.
const longest = 92

// Check says why an alert is not put aside on a day. Errors: errs.Invalid.
func (s *Snooze) Check(on date.Date) error {
	if s.Until < on || s.Until > on.AddDays(longest) {
		return errs.New(errs.Invalid, "an alert is put aside until a day from today to %s", on.AddDays(longest))
	}
	return nil
}

// Holds reports whether an alert is still aside on a day: its last day is not over, and it is no worse – its light no
// graver, and what is forecast to be left no more than a tenth above what it was.
func (s *Snooze) Holds(on date.Date, light target.Light, left money.Dong) bool {
	return on <= s.Until && (light == s.Light || light != target.Red) && left <= s.Left+s.Left/10
}
