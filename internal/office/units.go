package office

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
)

// units are the office's clock and places: what day it is, and what lies where on it.
type units struct {
	province place.Code
	now      func() time.Time
	day      func() date.Date               // nil: today in Viet Nam
	movable  bool                           // it is a demonstration
	moved    atomic.Int32                   // the day that a demonstration was moved on to; 0: none
	registry atomic.Pointer[place.Registry] // with the mergers recorded here
	communs  sync.Map                       // unit and day → its communes
}

// Day is the office's working day. A demonstration's may have been moved on.
func (o *units) Day() date.Date {
	day := DayOf(o.now())
	if o.day != nil {
		day = o.day()
	}
	return max(day, date.Date(o.moved.Load()))
}

// MoveTo moves the working day of a demonstration on. It is not kept: package demo does, with the deed that it is.
func (o *units) MoveTo(day date.Date) {
	if !o.movable {
		panic("office: the day of an office for real work is that of the calendar")
	}
	o.moved.Store(int32(day))
}

// Now is the time.
func (o *units) Now() time.Time { return o.now() }

// ProvinceCode is the code of the province whose register this is.
func (o *units) ProvinceCode() place.Code { return o.province }

// Province is the province whose register this is.
func (o *units) Province() place.Unit {
	u, _ := o.Reg().At(o.ProvinceCode(), o.Day())
	return u
}

// Places is the registry of units.
func (o *units) Places() *place.Registry { return o.Reg() }

// SetPlaces takes a registry into use.
func (o *units) SetPlaces(r *place.Registry) {
	o.registry.Store(r)
	o.communs.Clear()
}

// Reg is the registry of units.
func (o *units) Reg() *place.Registry { return o.registry.Load() }

// Unit is the unit of a code on the working day, or the last one that it named.
func (o *units) Unit(code place.Code) place.Unit {
	if u, ok := o.Reg().At(code, o.Day()); ok {
		return u
	}
	if all := o.Reg().Find(code); len(all) > 0 {
		return all[len(all)-1]
	}
	return place.Unit{Code: code, FullName: string(code)}
}

// UnitOn is the unit of a code as it was on a day: by the name and under the parent of then. Where it was none then, it
// is as it is now.
func (o *units) UnitOn(code place.Code, on date.Date) place.Unit {
	if u, ok := o.Reg().At(code, on); ok {
		return u
	}
	return o.Unit(code)
}

// Named is a unit's name with that of the unit above it, which tells three wards of one name apart; what lies at once
// below the office's province has its name alone.
func (o *units) Named(u place.Unit) string {
	if u.Parent == "" || u.Parent == o.ProvinceCode() || u.Code == o.ProvinceCode() {
		return u.FullName
	}
	return u.FullName + ", " + o.Unit(u.Parent).FullName
}

type unitDay struct {
	unit place.Code
	day  date.Date
}

// CommunesOf returns the communes of a unit on a day, itself where it is one.
func (o *units) CommunesOf(unit place.Code, day date.Date) []place.Code {
	if had, ok := o.communs.Load(unitDay{unit, day}); ok {
		return had.([]place.Code)
	}
	var out []place.Code
	var walk func(u place.Unit)
	walk = func(u place.Unit) {
		if u.Level == place.Commune {
			out = append(out, u.Code)
			return
		}
		for _, c := range o.Reg().Children(u.Code, day) {
			walk(c)
		}
	}
	if u, ok := o.Reg().At(unit, day); ok {
		walk(u)
	}
	o.communs.Store(unitDay{unit, day}, out)
	return out
}

// Coastal reports whether a commune is known to be an especially difficult coastal one on a day.
func (o *units) Coastal(commune place.Code, on date.Date) bool {
	is, _ := o.Reg().CoastalDifficult(commune, on)
	return is == place.CoastalYes
}

// Today is the unit that a commune is now: itself, or the one that it has become.
func (o *units) Today(c place.Code) place.Code {
	if _, ok := o.Reg().At(c, o.Day()); ok {
		return c
	}
	all := o.Reg().Find(c)
	if len(all) == 0 {
		return c
	}
	if to, why := o.Reg().Target(c, all[len(all)-1].From, o.Day()); why.VI == "" && to != "" {
		return to
	}
	return c
}

// Concerns reports whether an activity concerns a place that an actor looks at: one within it, or one that it lies
// within.
func (o *units) Concerns(unit place.Code, of place.Code) bool {
	if unit == of {
		return true
	}
	within := func(inner, outer place.Code) bool {
		u := o.Unit(o.Today(inner))
		return slices.ContainsFunc(o.Reg().Ancestors(u, o.Day()), func(up place.Unit) bool { return up.Code == outer })
	}
	return o.Today(of) == unit || within(of, unit) || within(unit, of)
}

// CheckProvince refuses a province that is none on the working day. Errors: errs.Invalid.
func (o *units) CheckProvince() error {
	_, why := place.ProvinceOn(o.Reg(), o.province, o.Day())
	if why.EN == "" {
		return nil
	}
	return errs.New(errs.Invalid, "“%s” is no province on %s: %s", o.province, o.Day(), why)
}
