// Package hamlets keeps the communes' lists of hamlets: what is added, renamed, ended and merged, with the households
// that are in them.
package hamlets

import (
	"context"
	"slices"
	"strings"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// Desk keeps the lists of hamlets.
type Desk struct {
	office  *office.Office
	book    *book.Desk
	reviews *reviews.Desk
}

// New makes the desk.
func New(office *office.Office, book *book.Desk, reviews *reviews.Desk) *Desk {
	return &Desk{office: office, book: book, reviews: reviews}
}

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"hamlet.rename": errs.T("hamlet renamed"),
	"hamlet.merge":  errs.T("hamlet merged into another"),
	"hamlet.end":    errs.T("hamlet ended"),
}

// Shown is a commune's list.
type Shown struct {
	Unit    place.Unit
	Now     []Listed
	Past    []hamlet.Hamlet
	Off     []Listed // what households have and the list does not
	Entered bool     // by people; else it is what the register has
	MaySet  bool
}

// Listed is a hamlet of today with its households.
type Listed struct {
	hamlet.Hamlet
	Households int
	Like       []string // other hamlets of today with nearly its name
}

// List is the list of a commune. Errors: errs.NotFound, errs.Forbidden.
func (o *Desk) List(a *office.Ask, commune place.Code) (*Shown, error) {
	if err := o.office.In(a, access.ViewHouseholds, access.ViewHouseholds, commune); err != nil {
		return nil, err
	}
	all, today := o.book.Hamlets(commune), o.office.Day()
	s := &Shown{Unit: o.office.Unit(commune), Entered: all.Entered(),
		MaySet: o.office.In(a, access.SetHamlets, access.ViewHouseholds, commune) == nil}
	sizes := o.sizes(commune)
	for _, h := range all.On(today) {
		s.Now = append(s.Now, Listed{h, sizes[vietnamese.Spelling(h.Name)].households, all.Near(h.Name, today)})
	}
	for i := range all {
		if h := &all[i]; !h.Holds(today) {
			s.Past = append(s.Past, *h)
		}
	}
	hamlet.List(s.Past).Sort()
	for _, of := range sizes {
		if all.Look(of.name, today).Standing != hamlet.Listed {
			s.Off = append(s.Off, Listed{hamlet.Hamlet{Commune: commune, Name: of.name}, of.households,
				all.Near(of.name, today)})
		}
	}
	slices.SortFunc(s.Off, func(a, b Listed) int { return vietnamese.Compare(a.Name, b.Name) })
	return s, nil
}

// size is how many households are in a hamlet, and one way in which it is written.
type size struct {
	name       string
	households int
}

// sizes are the sizes of a commune's hamlets by their spelling, those that are closed or deleted left out: what the
// database has of a hamlet is sealed, so that it is counted in memory.
func (o *Desk) sizes(commune place.Code) map[string]size {
	out := map[string]size{}
	for name, n := range snapshot.HamletSizes(o.book.View().Snap, string(commune)) {
		key := vietnamese.Spelling(name)
		out[key] = size{name, out[key].households + n}
	}
	return out
}

// Communes are the communes whose lists an actor may see.
func (o *Desk) Communes(a *office.Ask) (out []place.Unit, err error) {
	communes, err := o.office.Scope(a, access.ViewHouseholds, 0)
	for _, c := range communes {
		out = append(out, o.office.Unit(c))
	}
	return out, err
}

// households are the ids of the households in a hamlet, however it is spelled, those that are closed or deleted left
// out.
func (o *Desk) households(commune place.Code, name string) (out []int64) {
	snap := o.book.View().Snap
	for _, written := range snap.Hamlets(string(commune)) {
		if vietnamese.Spelling(written) == vietnamese.Spelling(name) {
			out = append(out, snap.IDs(snapshot.Query{Communes: []place.Code{commune}, Hamlet: written})...)
		}
	}
	return out
}

// Change is what shall happen to a hamlet on a day, with the document that says so.
type Change struct {
	Commune place.Code
	Name    string
	To      string // its new name, or the hamlet that takes it in
	Day     date.Date
	Before  bool // of one that is added: it has been there since before the list, the day is not known
	Source  string
}

// may refuses (errs.Forbidden, errs.NotFound, errs.Invalid) what cannot be done whatever it is, and tidies what was
// typed.
func (o *Desk) may(a *office.Ask, c *Change) error {
	if err := o.office.In(a, access.SetHamlets, access.ViewHouseholds, c.Commune); err != nil {
		return err
	}
	c.Name, c.To, c.Source = vietnamese.Hamlet(c.Name), vietnamese.Hamlet(c.To), strings.TrimSpace(c.Source)
	switch {
	case c.Name == "":
		return errs.New(errs.Invalid, "the hamlet’s name is missing")
	case office.TooLong(c.Name), office.TooLong(c.To), office.TooLong(c.Source):
		return errs.New(errs.Invalid, "a field takes 300 letters at most")
	case len([]rune(c.Source)) < 5:
		return errs.New(errs.Invalid, "give the source: the resolution or decision, or what else it is from")
	}
	if c.Day.IsZero() {
		c.Day = o.office.Day()
	}
	if c.Day > o.office.Day() || c.Day.Year() < 1900 {
		return errs.New(errs.Invalid, "the day must lie between 1900 and today")
	}
	return nil
}

// Add enters a new hamlet. Errors: errs.Conflict where it is there in some spelling, on the day or after it.
func (o *Desk) Add(ctx context.Context, a *office.Ask, c Change) error {
	if err := o.may(a, &c); err != nil {
		return err
	}
	if c.Before {
		c.Day = 0
	}
	return o.office.Each(ctx, a, func(tx *office.Tx) error {
		l, err := o.book.BeginHamlets(ctx, tx, c.Commune)
		if err != nil {
			return err
		}
		looked := l.Look(c.Name, c.Day)
		if len(l) > 0 && looked.Standing == hamlet.Listed {
			return errs.New(errs.Conflict, "“%s” is on the list already", looked.Name)
		}
		if err := later(l, &looked, c.Day); err != nil {
			return err
		}
		return o.book.AddHamlet(ctx, tx, c.Commune, c.Name, c.Day, c.Source)
	})
}

// later refuses (errs.Conflict) a name that a hamlet has after a day.
func later(l hamlet.List, looked *hamlet.Looked, day date.Date) error {
	if l.Free(looked.Name, day) {
		return nil
	}
	return errs.New(errs.Conflict,
		"“%s” is on the commune’s list from a later day on: choose a day from then on, or another name", looked.Name)
}

// End ends a hamlet in which nobody lives any more. Errors: errs.Conflict where somebody does.
func (o *Desk) End(ctx context.Context, a *office.Ask, c Change) error {
	if err := o.may(a, &c); err != nil {
		return err
	}
	deed := &office.Deed{Action: "hamlet.end", Kind: "hamlet", Subject: c.Name, Place: c.Commune, Reason: c.Source,
		Note: map[string]string{"from": c.Day.String()}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if n := o.sizes(c.Commune)[vietnamese.Spelling(c.Name)].households; n > 0 {
			return errs.New(errs.Conflict, "%d households are in “%s”: move them first, or merge it into another hamlet", n, c.Name)
		}
		_, err := o.book.EndHamlet(ctx, tx, c.Commune, c.Name, "", c.Day, c.Source)
		return err
	})
}

// Rename gives a hamlet another name, Merge takes it into another: its households are in that from the day on, and
// how it was before stays to be seen. Both return how many households moved. Errors: errs.Conflict, errs.Invalid.
func (o *Desk) Rename(ctx context.Context, a *office.Ask, c Change) (moved int, err error) {
	return o.become(ctx, a, c, false)
}

// Merge is Rename into a hamlet that there is.
func (o *Desk) Merge(ctx context.Context, a *office.Ask, c Change) (moved int, err error) {
	return o.become(ctx, a, c, true)
}

func (o *Desk) become(ctx context.Context, a *office.Ask, c Change, merge bool) (moved int, err error) {
	if err := o.may(a, &c); err != nil {
		return 0, err
	}
	if c.To == "" || vietnamese.Spelling(c.To) == vietnamese.Spelling(c.Name) {
		return 0, errs.New(errs.Invalid, "give another name")
	}
	deed := &office.Deed{Action: "hamlet.rename", Kind: "hamlet", Subject: c.Name, Place: c.Commune, Reason: c.Source}
	if merge {
		deed.Action = "hamlet.merge"
	}
	if err := o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Long()
		if err := o.becomes(ctx, tx, &c, merge); err != nil {
			return err
		}
		if moved, err = o.move(ctx, tx, a, &c); err != nil {
			return err
		}
		deed.Note = map[string]string{"from": c.Day.String(), "to": c.To, "households": office.IDText(int64(moved))}
		now, err := o.nowadays(ctx, tx, &c)
		if err != nil {
			return err
		}
		return o.reviews.RenameHamlet(ctx, tx, c.Commune, c.Name, now, c.Source)
	}); err != nil {
		return 0, err
	}
	// who was saved in the same breath was not in memory when the others moved; the hamlet is renamed whatever comes of
	// it, and who is left is carried with the next tending
	if failed := o.book.CarryHouseholds(ctx, a, c.Commune); failed != nil {
		o.office.Log().Warn("households of a hamlet that became another", "err", failed)
	}
	return moved, nil
}

// becomes changes the list.
func (o *Desk) becomes(ctx context.Context, tx *office.Tx, c *Change, merge bool) error {
	l, err := o.book.BeginHamlets(ctx, tx, c.Commune)
	if err != nil {
		return err
	}
	looked := l.Look(c.To, c.Day)
	if merge && looked.Standing != hamlet.Listed {
		return errs.New(errs.Invalid, "on %s “%s” is not on the commune’s list of hamlets", c.Day, c.To)
	}
	if !merge && looked.Standing == hamlet.Listed {
		return errs.New(errs.Conflict, "there is “%s” already: merge the two", looked.Name)
	}
	if !merge {
		if err := later(l, &looked, c.Day); err != nil {
			return err
		}
	}
	c.To = looked.Name
	_, err = o.book.EndHamlet(ctx, tx, c.Commune, c.Name, c.To, c.Day, c.Source)
	return err
}

// nowadays is the name today of what a hamlet has become: that may have become another since.
func (o *Desk) nowadays(ctx context.Context, tx *office.Tx, c *Change) (string, error) {
	l, err := o.book.BeginHamlets(ctx, tx, c.Commune)
	if looked := l.Look(c.To, o.office.Day()); looked.Became != "" {
		return looked.Became, err
	}
	return c.To, err
}

// move gives the households of a hamlet the name of the one that it has become.
func (o *Desk) move(ctx context.Context, tx *office.Tx, a *office.Ask, c *Change) (moved int, err error) {
	for _, id := range o.households(c.Commune, c.Name) {
		was, err := households.Find(ctx, tx, string(o.office.ProvinceCode()), id)
		if err != nil {
			return moved, err
		}
		if was.Household.Commune != c.Commune || was.State != households.Active ||
			vietnamese.Spelling(was.Household.Hamlet) != vietnamese.Spelling(c.Name) {
			continue
		}
		v := o.book.Next(a, was, households.DeedHamlet, max(c.Day, was.ValidFrom))
		v.Household.Hamlet = c.To
		if err := o.book.SupersedeIn(ctx, tx, v, was, "household.hamlet", c.Source); err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}
