// Package waits says who holds what: for each thing of the office that waits, whose turn it is, since when, and how
// many working days are left by its term. Nothing of it is kept: it is found anew from the facts, as what waits for a
// person.
package waits

import (
	"cmp"
	"context"
	"slices"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/allocations"
	"giamngheo/internal/app/batches"
	"giamngheo/internal/app/feedbacks"
	"giamngheo/internal/app/inspections"
	"giamngheo/internal/app/notices"
	"giamngheo/internal/app/publishing"
	"giamngheo/internal/app/reports"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/app/tasks"
	"giamngheo/internal/app/work"
	"giamngheo/internal/app/workdays"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/law"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/stead"
)

// Desk says who holds what.
type Desk struct {
	office      *office.Office
	days        *workdays.Desk
	reviews     *reviews.Desk
	reports     *reports.Desk
	tasks       *tasks.Desk
	batches     *batches.Desk
	shares      *allocations.Desk
	notices     *notices.Desk
	publishing  *publishing.Desk
	feedbacks   *feedbacks.Desk
	inspections *inspections.Desk
	agreements  *agreements.Desk
}

// New makes the desk.
func New(o *office.Office, d *workdays.Desk, r *reviews.Desk, e *reports.Desk, t *tasks.Desk, b *batches.Desk,
	s *allocations.Desk, n *notices.Desk, p *publishing.Desk, f *feedbacks.Desk, i *inspections.Desk,
	g *agreements.Desk) *Desk {
	return &Desk{o, d, r, e, t, b, s, n, p, f, i, g}
}

// Wait is one thing that waits, with who holds it.
type Wait struct {
	Kind  work.Kind
	ID    int64
	What  errs.Text
	Unit  place.Code
	Where string
	Step  errs.Text     // what is to be done with it
	By    int64         // who waits for it; 0: nobody that is known
	Since date.Date     // from when on it is with who holds it; zero: not known
	Due   date.Date     // zero: it has no term
	Late  bool          // the term is over
	Held  int           // working days since then, the first not among them
	Left  int           // working days until the term, that day among them; of what is late, those since
	Whose errs.Text     // the roles, and of which unit, or the person
	Names []string      // of the people, those who act in their stead for them; empty: nobody has such a role
	of    access.Action // the right by which it is done, where it is not one person's
	who   int64         // the person; 0: who has the right
}

// Holder is somebody who holds things: roles of a unit, or a person.
type Holder struct {
	Whose   errs.Text
	N, Late int
}

// Query asks for what waits.
type Query struct {
	Kind work.Kind  // "": all
	Unit place.Code // what is of it and below; "": all that the actor sees
	Late bool       // only what is late
	Mine bool       // only what the actor waits for
	From int        // the first row of the page
	Most int        // rows of it
}

// Page is what waits, late things first, then by their term, then by how long they are held.
type Page struct {
	Rows    []Wait
	Of      int // of so many
	Late    int // of them
	Holders []Holder
	Kinds   []work.Kind // there are some of
}

// mostHolders is how many holders are named.
const mostHolders = 8

// Who finds what waits in what an actor sees, with who holds it. Errors: errs.NotFound for a unit that the actor does
// not see, errs.Forbidden.
func (d *Desk) Who(ctx context.Context, a *office.Ask, q Query) (*Page, error) {
	if !d.office.May(a, access.ViewDashboard) {
		return nil, office.Forbidden()
	}
	within, err := d.within(a, q.Unit)
	if err != nil {
		return nil, err
	}
	var all []Wait
	for _, find := range []func(context.Context, *office.Ask) ([]Wait, error){d.lists, d.filled, d.given, d.paid,
		d.shared, d.told, d.published, d.asked, d.recommended, d.proposed} {
		found, err := find(ctx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	today, hands := d.office.Day(), stead.Hands(a.Account, a.Grants, d.office.Day())
	p := &Page{}
	all = slices.DeleteFunc(all, func(w Wait) bool {
		w.Late = !w.Due.IsZero() && w.Due < today
		if !within(w.Unit) || q.Late && !w.Late || q.Mine && (!slices.Contains(hands, w.By) || w.who == a.Account) {
			return true
		}
		if !slices.Contains(p.Kinds, w.Kind) {
			p.Kinds = append(p.Kinds, w.Kind)
		}
		return q.Kind != "" && w.Kind != q.Kind
	})
	lib, err := d.days.Law()
	if err != nil {
		return nil, err
	}
	h, err := d.holders(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		d.clocks(lib, &all[i], today)
		h.dress(&all[i])
		if all[i].Late {
			p.Late++
		}
	}
	p.Of, p.Holders = len(all), heaviest(all)
	slices.SortStableFunc(all, func(x, y Wait) int {
		return cmp.Or(flag(y.Late)-flag(x.Late), cmp.Compare(term(&x), term(&y)), cmp.Compare(y.Held, x.Held))
	})
	from := min(max(q.From, 0), len(all))
	p.Rows = all[from:min(from+q.Most, len(all))]
	return p, d.begun(ctx, lib, p.Rows)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// term puts what has none behind what has one.
func term(w *Wait) int64 {
	if w.Due.IsZero() {
		return 1 << 40
	}
	return int64(w.Due)
}

// within says which units a query is about.
func (d *Desk) within(a *office.Ask, unit place.Code) (func(place.Code) bool, error) {
	if unit == "" {
		return func(place.Code) bool { return true }, nil
	}
	if err := d.office.PlaceScope(a, access.ViewDashboard, unit); err != nil {
		return nil, office.NotYours()
	}
	in := office.AsSet(d.office.CommunesOf(unit, d.office.Day()))
	in[unit] = true
	return func(code place.Code) bool { return in[d.office.Today(code)] }, nil
}

// clocks counts the working days that something is held and those of its term.
func (d *Desk) clocks(lib *law.Library, w *Wait, today date.Date) {
	w.Where = d.office.Unit(d.office.Today(w.Unit)).FullName
	if !w.Since.IsZero() {
		w.Held = working(lib, w.Since, today)
	}
	if w.Due.IsZero() {
		return
	}
	if w.Late = w.Due < today; w.Late {
		w.Left = working(lib, w.Due, today)
	} else {
		w.Left = working(lib, today.AddDays(-1), w.Due)
	}
}

// mostDays is how many days are looked at.
const mostDays = 1000

// working counts the working days after a day, to another one that is counted too.
func working(lib *law.Library, after, to date.Date) (n int) {
	last := after.AddDays(mostDays)
	for day := after.AddDays(1); day <= to && day <= last; day = day.AddDays(1) {
		if lib.Working(day) {
			n++
		}
	}
	return n
}

// heaviest are those who hold most of what is late, then most.
func heaviest(all []Wait) (out []Holder) {
	at := map[string]int{}
	for i := range all {
		key := all[i].Whose.VI
		n, ok := at[key]
		if !ok {
			n = len(out)
			at[key], out = n, append(out, Holder{Whose: all[i].Whose})
		}
		out[n].N++
		out[n].Late += flag(all[i].Late)
	}
	slices.SortStableFunc(out, func(x, y Holder) int {
		return cmp.Or(cmp.Compare(y.Late, x.Late), cmp.Compare(y.N, x.N))
	})
	return out[:min(len(out), mostHolders)]
}

// dayOf is the civil day of a moment; zero of none.
func dayOf(at time.Time) date.Date {
	if at.IsZero() {
		return 0
	}
	return office.DayOf(at)
}
