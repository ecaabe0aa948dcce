package access

import (
	"slices"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Absence is why somebody is away. There is no illness among them: nobody's health is written down.
type Absence string

// The absences.
const (
	OnLeave  Absence = "leave"
	OnTrip   Absence = "trip"
	OnCourse Absence = "course"
	Away     Absence = "other"
)

// Absences lists the absences.
func Absences() []Absence { return []Absence{OnLeave, OnTrip, OnCourse, Away} }

// Title is what an absence is called.
func (a Absence) Title() errs.Text {
	switch a {
	case OnLeave:
		return errs.T("absence|On leave")
	case OnTrip:
		return errs.T("absence|On a trip")
	case OnCourse:
		return errs.T("absence|On a course")
	}
	return errs.T("absence|Away for another reason")
}

// MostAway is for how many days somebody can be stood in for at once: who is away for longer has a successor.
const MostAway = 366

// CheckAbsence says why somebody cannot be stood in for between two days, both in. Errors: errs.Invalid.
func CheckAbsence(why Absence, from, to, today date.Date) error {
	switch {
	case !slices.Contains(Absences(), why):
		return errs.New(errs.Invalid, "choose why the person is away")
	case from.IsZero() || to.IsZero():
		return errs.New(errs.Invalid, "give the first and the last day of the absence")
	case to < from:
		return errs.New(errs.Invalid, "the last day lies before the first")
	case from < today:
		return errs.New(errs.Invalid, "the first day has passed: nobody acted in the person’s stead then; begin today")
	case to >= from.AddDays(MostAway):
		return errs.New(errs.Invalid,
			"nobody stands in for longer than %d days: have the administrator give the role to a successor", MostAway)
	}
	return nil
}

// Lend are the roles of a person that another one holds in their stead between two days: those that are held then, but
// never an administrator's, who is not away as long as there is another one.
func Lend(grants []Grant, account int64, name string, from, to date.Date) (out []Grant) {
	for _, g := range grants {
		g.From = max(g.From, from)
		if g.To.IsZero() || g.To > to {
			g.To = to
		}
		if g.Role == Administrator || g.For != 0 || g.To < g.From {
			continue
		}
		g.For, g.Whom = account, name
		out = append(out, g)
	}
	return out
}

// StoodFor are the accounts in whose stead roles are held on a day, each once.
func StoodFor(grants []Grant, on date.Date) (out []int64) {
	for i := range grants {
		if g := &grants[i]; g.For != 0 && g.Holds(on) && !slices.Contains(out, g.For) {
			out = append(out, g.For)
		}
	}
	return out
}

// Own are the grants that are the holder's own.
func Own(grants []Grant) []Grant {
	if !slices.ContainsFunc(grants, func(g Grant) bool { return g.For != 0 }) {
		return grants
	}
	return slices.DeleteFunc(slices.Clone(grants), func(g Grant) bool { return g.For != 0 })
}
