package office

import (
	"slices"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// rights answer what somebody may do where.
type rights struct {
	*units

	Against func(held []access.Grant, g access.Grant) bool // whether a role may not be held beside others
}

// PlaceScope reports whether a place lies where an actor may do something: all of it.
func (o *rights) PlaceScope(a *Ask, action access.Action, unit place.Code) error {
	s := access.Where(a.Grants, action, o.Day())
	if s.Nowhere() {
		return Forbidden()
	}
	u, ok := o.Reg().At(unit, o.Day())
	if !ok {
		u = o.Unit(o.Today(unit))
	}
	var above []place.Code
	for _, up := range o.Reg().Ancestors(u, o.Day()) {
		above = append(above, up.Code)
	}
	if s.Covers(u.Code, above...) {
		a.stead.Allowed(a.Grants, o.Day(), true, action,
			func(s access.Scope) bool { return s.Covers(u.Code, above...) })
		return nil
	}
	if v := access.Where(a.Grants, access.ViewPlans, o.Day()); action != access.ViewPlans &&
		v.Covers(u.Code, above...) {
		return Forbidden()
	}
	return NotYours()
}

// MostListed is how many households a page of a list has at most.
const MostListed = 500

// Within narrows communes to those of a unit. Errors (errs.NotFound): none of them, whether the unit is or not.
func (o *rights) Within(communes []place.Code, unit place.Code, on date.Date) ([]place.Code, error) {
	if on.IsZero() {
		on = o.Day()
	}
	inside := o.CommunesOf(unit, on)
	if on != o.Day() { // a register of a former day may stand under what communes are now
		for _, c := range o.CommunesOf(unit, o.Day()) {
			if !slices.Contains(inside, c) {
				inside = append(slices.Clip(inside), c)
			}
		}
	}
	if len(inside) == len(communes) && slices.Equal(inside, communes) {
		return communes, nil
	}
	var out []place.Code
	for _, c := range inside {
		if slices.Contains(communes, c) {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, NotYours()
	}
	return out, nil
}

// Home is the place that an actor's pages begin with: the smallest unit that holds all he may see.
func (o *rights) Home(a *Ask) place.Unit {
	s := access.Where(a.Grants, access.ViewDashboard, o.Day())
	if len(s.Units) == 1 {
		return o.Unit(s.Units[0])
	}
	return o.Province()
}

// Choices are the units that an actor may look at, for a form: those of his scope with all below them.
func (o *rights) Choices(a *Ask, on date.Date) (out []place.Unit) {
	if on.IsZero() {
		on = o.Day()
	}
	seen := map[place.Code]bool{}
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		if seen[u.Code] {
			return
		}
		seen[u.Code] = true
		out = append(out, u)
		for _, c := range o.Reg().Children(u.Code, on) {
			walk(c)
		}
	}
	for _, code := range access.Where(a.Grants, access.ViewDashboard, o.Day()).Units {
		if u, ok := o.Reg().At(code, on); ok {
			walk(u)
		}
	}
	return out
}

// Scope returns the communes in which an actor may do something, on the working day and on a day looked at. Errors
// (errs.Forbidden): nowhere.
func (o *rights) Scope(a *Ask, action access.Action, on date.Date) ([]place.Code, error) {
	return a.scopes.once(scopeKey{action, o.Day(), on}, func() ([]place.Code, error) { return o.scope(a, action, on) })
}

func (o *rights) scope(a *Ask, action access.Action, on date.Date) ([]place.Code, error) {
	s := access.Where(a.Grants, action, o.Day())
	if s.Nowhere() {
		return nil, Forbidden()
	}
	days := []date.Date{o.Day()}
	if !on.IsZero() && on != o.Day() {
		days = append(days, on)
	}
	var out []place.Code
	in := map[place.Code]bool{} // a commune of two grants or of two days is one
	for _, unit := range s.Units {
		for _, day := range days {
			for _, c := range o.CommunesOf(unit, day) {
				if !in[c] {
					in[c], out = true, append(out, c)
				}
			}
		}
	}
	return slices.Clip(out), nil
}

// Forbidden refuses what may be seen and not be done.
func Forbidden() error {
	return errs.New(errs.Forbidden, "your account may not do this; ask the administrator for the role if you need it")
}

// NotYours refuses what may not be seen: it does not exist.
func NotYours() error {
	return errs.New(errs.NotFound, "not found, or not yours to see")
}

// In refuses an action in a commune: what may not be seen there (see is the right to) does not exist (errs.NotFound),
// what may be seen and not be done is forbidden.
func (o *rights) In(a *Ask, what, see access.Action, commune place.Code) error {
	if communes, err := o.Scope(a, what, 0); err == nil && slices.Contains(communes, commune) {
		a.stead.AllowedIn(a.Grants, o.Day(), what, commune, o.CommunesOf)
		return nil
	}
	if communes, err := o.Scope(a, see, 0); err == nil && slices.Contains(communes, commune) {
		return Forbidden()
	}
	return NotYours()
}

// May reports whether an actor may do something anywhere, for pages that show or hide a button.
func (o *rights) May(a *Ask, action access.Action) bool {
	if a == nil || access.Where(a.Grants, action, o.Day()).Nowhere() {
		return false
	}
	a.stead.Allowed(a.Grants, o.Day(), false, action, func(s access.Scope) bool { return !s.Nowhere() })
	return true
}

// MayIn reports whether an actor may do something in a commune.
func (o *rights) MayIn(a *Ask, action access.Action, commune place.Code) bool {
	if a == nil {
		return false
	}
	communes, err := o.Scope(a, action, 0)
	return err == nil && slices.Contains(communes, commune)
}

// AsSet is a list of units to look them up in.
func AsSet(codes []place.Code) map[place.Code]bool {
	out := make(map[place.Code]bool, len(codes))
	for _, c := range codes {
		out[c] = true
	}
	return out
}

// sessionFresh is how long after the password sensitive acts need none again.
const sessionFresh = 15 * time.Minute

// NeedFresh refuses a sensitive act whose actor gave the password too long ago.
func (o *rights) NeedFresh(a *Ask) error {
	if a.From == "cli" || o.Now().Sub(a.Fresh) < sessionFresh {
		return nil
	}
	return errs.New(errs.Forbidden, "this needs the password again: it was last given more than 15 minutes ago")
}
