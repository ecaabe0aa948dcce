package place

import (
	"cmp"
	"io/fs"
	"slices"

	"giamngheo/internal/datafile"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
)

// The days on which the shipped lists hold.
var (
	listed2024   = date.Must(2024, 2, 1)  // the list of 2024 is as of this day
	lastTwoTier  = date.Must(2025, 6, 30) // the list of the first half of 2025 holds to this day
	firstTwoTier = date.Must(2025, 7, 1)  // two-tier local government
)

// Registry holds all units of the country with their dates. It is not to be changed.
type Registry struct {
	units    map[Code][]Unit // by code, in order of From
	children map[Code][]Code
	onward   map[Code][]Link
	backward map[Code][]Link
	coastal  map[Code][]coastal
}

// Load reads the registry from the data folder (place/*.csv). It takes about 60 ms.
func Load(data fs.FS) (_ *Registry, err error) {
	defer errs.Wrap(&err, "place.Load")
	r := &Registry{units: map[Code][]Unit{}, children: map[Code][]Code{}, onward: map[Code][]Link{},
		backward: map[Code][]Link{}, coastal: map[Code][]coastal{}}
	var lists [3]map[Code]Unit
	for i, name := range []string{"units_2024", "units_2025H1", "units_2025"} {
		if lists[i], err = readUnits(data, "place/"+name+".csv"); err != nil {
			return nil, err
		}
	}
	dated, err := r.readDated(data)
	if err != nil {
		return nil, err
	}
	r.merge(lists[0], lists[1], dated)
	for _, u := range lists[2] {
		u.From = firstTwoTier
		r.add(u)
	}
	if err := r.readLinks(data); err != nil {
		return nil, err
	}
	if err := r.readCoastal(data); err != nil {
		return nil, err
	}
	r.index()
	return r, nil
}

var levels = map[string]Level{"province": Province, "district": District, "commune": Commune}

func readUnits(data fs.FS, name string) (map[Code]Unit, error) {
	out := map[Code]Unit{}
	err := datafile.Each(data, name, func(get datafile.Row) error {
		u := Unit{Code: Code(get("code")), Name: get("name"), FullName: get("full_name"), Type: get("type"),
			Level: levels[get("level")], Parent: Code(get("parent_code")), Confidence: "high"}
		if u.Level == Commune {
			u.Area = areaOf(u.Type)
		}
		out[u.Code] = u
		return nil
	})
	return out, err
}

// readDated reads the changes between the lists of 2024 and 2025 whose day is known.
func (r *Registry) readDated(data fs.FS) (map[Code]date.Date, error) {
	out := map[Code]date.Date{}
	err := datafile.Each(data, "place/changes_dated.csv", func(get datafile.Row) error {
		on, err := date.Parse(get("date"))
		out[Code(get("code"))] = on
		r.link(Link{Code(get("code")), Code(get("becomes")), on, false, "verified", get("decision")})
		return err
	})
	return out, err
}

// merge joins the list of 2024 and that of the first half of 2025 into units with dates. A unit that is the same in
// both holds throughout; one that changed on a known day ends or begins on it; elsewhere the day is not known, so that
// the old and the new both hold between the lists, and say so.
func (r *Registry) merge(old, late map[Code]Unit, dated map[Code]date.Date) {
	for code, o := range old {
		l, still := late[code]
		on, known := dated[code]
		switch {
		case still && o.FullName == l.FullName && o.Parent == l.Parent:
			o.To = lastTwoTier
		case known:
			o.To = on.AddDays(-1)
		default:
			o.To = lastTwoTier
			o.Confidence, o.Note = "medium", uncertain
		}
		r.add(o)
		if !still || (o.FullName == l.FullName && o.Parent == l.Parent) {
			continue
		}
		l.From, l.To = listed2024.AddDays(1), lastTwoTier
		if known {
			l.From = on
		} else {
			l.Confidence, l.Note = "medium", uncertain
		}
		r.add(l)
	}
	for code, l := range late {
		if _, was := old[code]; !was {
			l.From, l.To, l.Confidence, l.Note = listed2024.AddDays(1), lastTwoTier, "medium", uncertain
			r.add(l)
		}
	}
}

var uncertain = errs.T(
	"Changed between 02/02/2024 and 30/06/2025, on a day that is not known: the old and the new unit are both taken between")

func (r *Registry) add(u Unit) { r.units[u.Code] = append(r.units[u.Code], u) }

func (r *Registry) link(l Link) {
	r.onward[l.From] = append(r.onward[l.From], l)
	r.backward[l.To] = append(r.backward[l.To], l)
}

// readLinks reads which commune and province became which on 01/07/2025.
func (r *Registry) readLinks(data fs.FS) error {
	err := datafile.Each(data, "place/merge_2025.csv", func(get datafile.Row) error {
		old := Code(get("old_code"))
		if u := r.units[old]; len(u) == 0 || u[len(u)-1].To < lastTwoTier && len(r.onward[old]) > 0 {
			return nil // ended before and is linked by its dated change
		}
		r.link(Link{old, Code(get("new_code")), firstTwoTier, get("split") == "1", get("confidence"), "đối chiếu: " +
			get("sources")})
		return nil
	})
	if err != nil {
		return err
	}
	return datafile.Each(data, "place/merge_provinces_2025.csv", func(get datafile.Row) error {
		r.link(Link{Code(get("old_code")), Code(get("new_code")), firstTwoTier, false, "high",
			"Nghị quyết 202/2025/QH15"})
		return nil
	})
}

// index puts everything in order and notes children.
func (r *Registry) index() {
	for code, us := range r.units {
		slices.SortFunc(us, func(a, b Unit) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
		for _, u := range us {
			if u.Parent != "" && !slices.Contains(r.children[u.Parent], code) {
				r.children[u.Parent] = append(r.children[u.Parent], code)
			}
		}
	}
	for _, cs := range r.children {
		slices.Sort(cs)
	}
	byCode := func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	}
	for _, m := range []map[Code][]Link{r.onward, r.backward} {
		for _, ls := range m {
			slices.SortFunc(ls, byCode)
		}
	}
}

// Find returns all units that a code names, in order of their dates.
func (r *Registry) Find(code Code) []Unit { return r.units[code] }

// At returns the unit that a code names on a day. Where the day of a change is not known the later unit is returned,
// with its note.
func (r *Registry) At(code Code, on date.Date) (Unit, bool) {
	us := r.units[code]
	for i := len(us) - 1; i >= 0; i-- {
		if us[i].Contains(on) {
			return us[i], true
		}
	}
	return Unit{}, false
}

// ProvinceOn returns a province as it is on a day, or why the code names none then.
func ProvinceOn(r *Registry, code Code, on date.Date) (Unit, errs.Text) {
	u, ok := r.At(code, on)
	switch {
	case ok && u.Level == Province:
		return u, errs.Text{}
	case ok:
		return Unit{}, errs.T("%s is %s; the code of a province has two digits, 92 Cần Thơ for example", code, u.FullName)
	}
	return Unit{}, r.NotValid(code, on)
}

// Children returns the units directly below another on a day, by code.
func (r *Registry) Children(code Code, on date.Date) []Unit {
	var out []Unit
	for _, c := range r.children[code] {
		if u, ok := r.At(c, on); ok && u.Parent == code {
			out = append(out, u)
		}
	}
	return out
}

// Ancestors returns the units above a unit on a day, the nearest first.
func (r *Registry) Ancestors(u Unit, on date.Date) []Unit {
	var out []Unit
	for u.Parent != "" {
		p, ok := r.At(u.Parent, on)
		if !ok {
			break
		}
		out = append(out, p)
		u = p
	}
	return out
}

// Became returns what the unit that a code names on a day became after it, in order; empty where it still is or nothing
// is known.
func (r *Registry) Became(code Code, on date.Date) []Link {
	return linksAfter(r.onward[code], on)
}

// linksAfter keeps the links of the first change after a day.
func linksAfter(ls []Link, on date.Date) []Link {
	var out []Link
	for _, l := range ls {
		if l.On > on && (len(out) == 0 || l.On == out[0].On) {
			out = append(out, l)
		}
	}
	return out
}

// CameFrom returns what the unit that a code names on a day was made of, at its beginning; empty where it is as old as
// the data.
func (r *Registry) CameFrom(code Code, on date.Date) []Link {
	var out []Link
	for _, l := range r.backward[code] {
		if l.On > on {
			continue
		}
		if len(out) > 0 && l.On > out[0].On {
			out = out[:0]
		}
		out = append(out, l)
	}
	return out
}

// Ended returns the last day of the last unit that a code named, false where it is still one or never was.
func (r *Registry) Ended(code Code) (date.Date, bool) {
	us := r.units[code]
	if len(us) == 0 || us[len(us)-1].To.IsZero() {
		return 0, false
	}
	return us[len(us)-1].To, true
}
