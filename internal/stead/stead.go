// Package stead finds out in whose stead something is done: what somebody's own roles would not have allowed, and
// those that are lent by a person who is away do.
package stead

import (
	"slices"
	"strings"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// Note is the note of a deed that says in whose stead it was done.
const Note = "on_behalf"

// Stead is in whose stead a request acts, as its checks find out. Of nil nothing is kept.
type Stead struct {
	mu          sync.Mutex
	sure, asked []string // where a deed was checked; where a page asked too
}

func (s *Stead) keep(sure bool, whom string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.asked, whom) {
		s.asked = append(s.asked, whom)
	}
	if sure && !slices.Contains(s.sure, whom) {
		s.sure = append(s.sure, whom)
	}
}

// Allowed remembers in whose stead an action is done on a day, where the own roles do not allow it in one of some
// units; sure where a deed was checked, not a page's button.
func (s *Stead) Allowed(grants []access.Grant, on date.Date, sure bool, action access.Action,
	in func(access.Scope) bool) {
	if s == nil {
		return
	}
	own := access.Own(grants)
	if len(own) == len(grants) || in(access.Where(own, action, on)) {
		return
	}
	for i := range grants {
		if g := &grants[i]; g.For != 0 && in(access.Where([]access.Grant{*g}, action, on)) {
			s.keep(sure, g.Whom)
			return
		}
	}
}

// ActsFor reports whether roles of an account are held on a day, and remembers that something of it is done.
func (s *Stead) ActsFor(grants []access.Grant, on date.Date, account int64) bool {
	for i := range grants {
		if g := &grants[i]; account != 0 && g.For == account && g.Holds(on) {
			if s != nil {
				s.keep(false, g.Whom)
			}
			return true
		}
	}
	return false
}

// Behalf adds to a deed's note in whose stead it is done, or what is sure where it only reads; the note itself is not
// changed.
func (s *Stead) Behalf(note map[string]string, read bool) map[string]string {
	if s == nil {
		return note
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	names := s.asked
	if read {
		names = s.sure
	}
	if len(names) == 0 {
		return note
	}
	out := map[string]string{Note: strings.Join(names, ", ")}
	for key, value := range note {
		out[key] = value
	}
	return out
}

// MayLend refuses that an account lends a hand to something in which it had, or who it stands in for on a day had,
// the other hand that checks it. Errors: errs.Forbidden.
func MayLend(account int64, grants []access.Grant, on date.Date, h, other access.Hand, had ...int64) error {
	if err := access.MayLend(h, account, other, had...); err != nil {
		return err
	}
	for _, whom := range access.StoodFor(grants, on) {
		if access.MayLend(h, whom, other, had...) != nil {
			return errs.New(errs.Forbidden,
				"you stand in for the person who did the other part of this: somebody who does not has to do it")
		}
	}
	return nil
}

// Held are an account's own roles with those that are lent to it; what may not be held beside what it has by then
// is left out, whenever it was lent.
func Held(own, lent []access.Grant, against func(held []access.Grant, g access.Grant) bool) []access.Grant {
	if len(lent) == 0 {
		return own
	}
	out := slices.Clone(own)
	for _, g := range lent {
		if against == nil || !against(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// Hands are the accounts as which an account with some grants acts on a day: the own one, then those in whose stead.
func Hands(account int64, grants []access.Grant, on date.Date) []int64 {
	return append([]int64{account}, access.StoodFor(grants, on)...)
}

// AllowedIn is Allowed of a deed in a commune; of says which communes a unit has.
func (s *Stead) AllowedIn(grants []access.Grant, on date.Date, action access.Action, commune place.Code,
	of func(place.Code, date.Date) []place.Code) {
	s.Allowed(grants, on, true, action, func(scope access.Scope) bool {
		return slices.ContainsFunc(scope.Units, func(u place.Code) bool { return slices.Contains(of(u, on), commune) })
	})
}
