package waits

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/reviews"
)

// holders are the people of the office, by whom something is done.
type holders struct {
	o      *office.Office
	people []*accounts.Account
	away   map[int64]string // who acts in the stead of whom today
	found  map[heldKey]held
}

type heldKey struct {
	of   access.Action
	unit place.Code
}

type held struct {
	whose errs.Text
	names []string
}

// mostAbsences is how many of the newest absences are looked at for those of today.
const mostAbsences = 1000

// holders reads the people of the office and who acts for whom.
func (d *Desk) holders(ctx context.Context) (*holders, error) {
	h := &holders{o: d.office, away: map[int64]string{}, found: map[heldKey]held{}}
	var err error
	if h.people, err = accounts.All(ctx, d.office.Reader()); err != nil {
		return nil, err
	}
	absences, err := accounts.Standings(ctx, d.office.Reader(), 0, mostAbsences)
	for i := range absences {
		if s := &absences[i]; s.Holds(d.office.Day()) {
			h.away[s.Absent] = h.person(s.Deputy)
		}
	}
	return h, err
}

func (h *holders) person(id int64) string {
	if i := slices.IndexFunc(h.people, func(a *accounts.Account) bool { return a.ID == id }); i >= 0 {
		return h.people[i].FullName
	}
	return "#" + office.IDText(id)
}

// named is a person's name, with who acts in their stead where they are away.
func (h *holders) named(id int64) string {
	name := h.person(id)
	if deputy, ok := h.away[id]; ok {
		return name + " → " + deputy
	}
	return name
}

// dress says who holds something: one person, or who has the right in the nearest unit upwards that has somebody.
func (h *holders) dress(w *Wait) {
	if w.who != 0 {
		name := h.person(w.who)
		w.Whose, w.Names = errs.Text{VI: name, EN: name}, []string{h.named(w.who)}
		return
	}
	if w.of == "" {
		return
	}
	key := heldKey{w.of, h.o.Today(w.Unit)}
	had, ok := h.found[key]
	if !ok {
		had = h.look(key)
		h.found[key] = had
	}
	w.Whose, w.Names = had.whose, had.names
}

func (h *holders) look(key heldKey) (out held) {
	day := h.o.Day()
	units := []place.Code{key.unit}
	if u, ok := h.o.Reg().At(key.unit, day); ok {
		for _, above := range h.o.Reg().Ancestors(u, day) {
			units = append(units, above.Code)
		}
	}
	for _, unit := range units {
		var role access.Role
		for _, acc := range h.people {
			if !acc.Disabled.IsZero() {
				continue
			}
			for i := range acc.Grants {
				g := &acc.Grants[i]
				if !g.Holds(day) || !g.Role.Allows(key.of) || h.o.Today(g.Place) != unit {
					continue
				}
				if name := h.named(acc.ID); !slices.Contains(out.names, name) {
					out.names = append(out.names, name)
				}
				if role == "" {
					role = g.Role
				}
			}
		}
		if role != "" {
			out.whose = errs.T("%s – %s", role.Title(), h.o.Unit(unit).FullName)
			return out
		}
	}
	out.whose = errs.T("Nobody has the role – %s", h.o.Unit(key.unit).FullName)
	return out
}

// begun finds since when lists of reviews on a page are where they are: it is in their steps, read only for what is
// shown.
func (d *Desk) begun(ctx context.Context, lib *law.Library, rows []Wait) error {
	for i := range rows {
		w := &rows[i]
		if w.Kind != listKind || !w.Since.IsZero() {
			continue
		}
		span, err := reviews.SpanOf(ctx, d.office.Reader(), string(d.office.ProvinceCode()), w.ID)
		if err != nil {
			return err
		}
		if span.Steps == 0 {
			continue
		}
		since := office.DayOf(span.Last)
		w.Since, w.Held = since, working(lib, since, d.office.Day())
	}
	return nil
}
