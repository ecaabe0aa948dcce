package place

import (
	"math/big"
	"strings"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// Figures is one row of a table by unit: the unit's code and its figures, nil where a cell was empty.
type Figures struct {
	Code   Code
	Values []*big.Rat
}

// Refused is a row that cannot be recast, with the reason. Row counts from 0 in the order given.
type Refused struct {
	Row    int
	Code   Code
	Reason errs.Text
}

// Recast sums a table of the units of one day onto the units of another. The result is in order of the first row that
// reached each unit. A row whose unit was split, whose link is of medium or low confidence, or whose code was not valid
// is refused instead of guessed: rows in = rows recast + rows refused, and the sums are kept exactly.
func (r *Registry) Recast(table []Figures, from, to date.Date) (out []Figures, refused []Refused) {
	at := map[Code]int{}
	for i, row := range table {
		target, reason := r.Target(row.Code, from, to)
		if reason != (errs.Text{}) {
			refused = append(refused, Refused{i, row.Code, reason})
			continue
		}
		j, ok := at[target]
		if !ok {
			j = len(out)
			at[target] = j
			out = append(out, Figures{target, make([]*big.Rat, len(row.Values))})
		}
		for k, v := range row.Values {
			out[j].Values[k] = plus(out[j].Values[k], v)
		}
	}
	return out, refused
}

// plus adds two figures of which either may be missing.
func plus(a, b *big.Rat) *big.Rat {
	switch {
	case b == nil:
		return a
	case a == nil:
		return new(big.Rat).Set(b)
	}
	return a.Add(a, b)
}

// Target returns the unit of the day to that holds the whole of a unit of the day from, or the reason why none does.
func (r *Registry) Target(code Code, from, to date.Date) (Code, errs.Text) {
	u, ok := r.At(code, from)
	if !ok {
		return "", r.NotValid(code, from)
	}
	if to >= from {
		return r.forward(u, from, to)
	}
	return r.back(u, from, to)
}

// On is the unit that a code is on a day: itself, what it has become by then, or what it was before. What cannot be
// told stays as it is.
func On(r *Registry, code Code, on date.Date) Code {
	if _, ok := r.At(code, on); ok {
		return code
	}
	for _, u := range r.Find(code) {
		from := u.From
		if !u.To.IsZero() && u.To < on {
			from = u.To
		}
		if to, why := r.Target(code, from, on); why.VI == "" && to != "" {
			return to
		}
	}
	return code
}

// Carried is a unit of one day as it is on a later one.
type Carried struct {
	Then, Now Unit
	Area      Area // on the one day
	Sure      bool // all sources agree that it went there whole
}

// Carried returns what a code named on a day, and what that is on a later one (today): where it was no unit yet on the
// day, the later one's for both. why says why there is none, or which units it was split into. today zero: the day's
// own.
func (r *Registry) Carried(code Code, on, today date.Date) (c Carried, why errs.Text) {
	u, ok := r.At(code, on)
	if !ok && today > on {
		u, ok = r.At(code, today)
		on = today
	}
	switch {
	case !ok:
		return c, r.NotValid(code, on)
	case today <= on || u.Level != Commune:
		return Carried{u, u, u.Area, true}, errs.Text{}
	}
	return later(r, u, on, today)
}

// later follows a unit to a later day, and where the sources do not agree, to the only one that any names.
func later(r *Registry, u Unit, on, today date.Date) (c Carried, why errs.Text) {
	c.Then, c.Area = u, u.Area
	to, why := r.Target(u.Code, on, today)
	if c.Sure = why.VI == ""; !c.Sure {
		links := r.Became(u.Code, on)
		if len(links) != 1 || links[0].Split {
			return c, why
		}
		to = links[0].To
	}
	now, ok := r.At(to, today)
	if c.Now = now; ok {
		why = errs.Text{}
	}
	return c, why
}

// forward follows a unit to a later day.
func (r *Registry) forward(u Unit, from, to date.Date) (Code, errs.Text) {
	day := from
	for u.To != 0 && u.To < to {
		links := r.Became(u.Code, day)
		if len(links) == 0 {
			return "", nothingKnown(u)
		}
		if len(links) > 1 || !links[0].Sure() {
			return "", unsure(u, links)
		}
		day = links[0].On
		next, ok := r.At(links[0].To, day)
		if !ok {
			return "", nothingKnown(u)
		}
		u = next
	}
	return u.Code, r.vague(u, from, to)
}

// back follows a unit to an earlier day, possible only where one unit became it, whole and alone.
func (r *Registry) back(u Unit, from, to date.Date) (Code, errs.Text) {
	for u.From > to {
		links := r.CameFrom(u.Code, from)
		if len(links) != 1 || !links[0].Sure() {
			return "", errs.T("%s (%s) was made of %d units: it cannot be taken apart", u.FullName, u.Code, len(links))
		}
		from = links[0].On.AddDays(-1)
		old, ok := r.At(links[0].From, from)
		if !ok {
			return "", nothingKnown(u)
		}
		u = old
	}
	return u.Code, r.vague(u, from, to)
}

// vague refuses a unit whose change lies on an unknown day between the two days.
func (r *Registry) vague(u Unit, from, to date.Date) errs.Text {
	lo, hi := min(from, to), max(from, to)
	if u.Confidence != "medium" || lo == hi || hi <= listed2024 || lo > lastTwoTier {
		return errs.Text{}
	}
	return errs.T("%s: %s", u.FullName, u.Note)
}

func nothingKnown(u Unit) errs.Text {
	return errs.T("%s (%s) ended on %s and what it became is not known", u.FullName, u.Code, u.To)
}

// unsure says why a unit's links cannot carry its figures.
func unsure(u Unit, links []Link) errs.Text {
	var into []string
	for _, l := range links {
		into = append(into, string(l.To))
	}
	list := strings.Join(into, ", ")
	if len(links) > 1 || links[0].Split {
		return errs.T("%s (%s) was split (%s): which part went where is not known", u.FullName, u.Code, list)
	}
	return errs.T("%s (%s) → %s: sources do not agree (confidence %s)", u.FullName, u.Code, list, links[0].Confidence)
}

// NotValid says why a code names no unit on a day, with its successor where there is one: what a person with an old
// file needs to know.
func (r *Registry) NotValid(code Code, on date.Date) errs.Text {
	us := r.units[code]
	if len(us) == 0 {
		return errs.T("code %s is not on the list of administrative units", code)
	}
	last := us[len(us)-1]
	if !last.To.IsZero() && on > last.To {
		why := errs.T("code %s (%s) is not valid from %s", code, last.FullName, last.To.AddDays(1))
		for i, l := range r.Became(code, last.To) {
			now, ok := r.At(l.To, l.On)
			switch {
			case !ok:
			case i == 0:
				why = errs.T("%s; it is now %s %s", why, now.Code, now.FullName)
			default:
				why = errs.T("%s or %s %s", why, now.Code, now.FullName)
			}
		}
		return why
	}
	return errs.T("code %s (%s) is valid only from %s", code, us[0].FullName, us[0].From)
}
