package book

import (
	"context"
	"maps"
	"slices"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/hamlets"
	"giamngheo/internal/store/households"
	"giamngheo/internal/vietnamese"
)

// fromRegister is the source of hamlets with which a list began.
const fromRegister = "sổ hộ"

// naming knows the hamlets of communes.
type naming struct {
	*Desk

	mu    sync.Mutex
	lists map[place.Code]hamlet.List // as entered
	begun map[place.Code]begun       // of communes without an entered list
}

// begun is what the register itself has of hamlets, of one of its generations.
type begun struct {
	generation uint64
	list       hamlet.List
}

// LoadHamlets reads the entered lists.
func (o *naming) LoadHamlets(ctx context.Context) error {
	all, err := hamlets.All(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return err
	}
	lists := map[place.Code]hamlet.List{}
	for _, h := range all {
		lists[h.Commune] = append(lists[h.Commune], h)
	}
	for _, l := range lists {
		l.Keyed()
	}
	o.mu.Lock()
	o.lists = lists
	o.mu.Unlock()
	return nil
}

// Hamlets is the list of a commune: as it was entered, else the hamlets of the register's households. Not to be
// changed.
func (o *naming) Hamlets(commune place.Code) hamlet.List {
	snap := o.View().Snap
	o.mu.Lock()
	defer o.mu.Unlock()
	if l := o.lists[commune]; len(l) > 0 {
		return l
	}
	now := snap.Generation()
	if b, ok := o.begun[commune]; ok && b.generation == now {
		return b.list
	}
	var l hamlet.List
	for _, name := range snap.Hamlets(string(commune)) {
		l = append(l, hamlet.Hamlet{Commune: commune, Name: name, Source: fromRegister})
	}
	l.Keyed().Sort()
	if o.begun == nil {
		o.begun = map[place.Code]begun{}
	}
	o.begun[commune] = begun{now, l}
	return l
}

// AreaOn is whether a commune is rural or urban on a day, by its type; unknown where it is none then.
func (o *naming) AreaOn(commune place.Code, on date.Date) place.Area {
	u, _ := o.office.Reg().At(commune, on)
	return u.Area
}

// BeginHamlets returns a commune's entered list within a transaction; where there is none, the register's hamlets are
// entered first.
func (o *naming) BeginHamlets(ctx context.Context, tx *office.Tx, commune place.Code) (hamlet.List, error) {
	l, err := o.entered(ctx, tx, commune)
	if err != nil || l.Entered() {
		return slices.Clone(l), err
	}
	l = slices.Clone(o.Hamlets(commune))
	for i := range l {
		if err := o.enter(ctx, tx, &l[i]); err != nil {
			return nil, err
		}
	}
	if len(l) > 0 {
		o.told(tx, l)
	}
	return l, nil
}

// listOf is the key of a commune's list among what a transaction remembers.
type listOf place.Code

// entered is a commune's entered list as a transaction sees it, read once: not to be changed.
func (o *naming) entered(ctx context.Context, tx *office.Tx, commune place.Code) (hamlet.List, error) {
	return office.Kept(tx, listOf(commune), func() (hamlet.List, error) {
		l, err := hamlets.Of(ctx, tx, string(o.office.ProvinceCode()), commune)
		return l.Keyed(), err
	})
}

func (o *naming) enter(ctx context.Context, tx *office.Tx, h *hamlet.Hamlet) error {
	return hamlets.Add(ctx, tx, string(o.office.ProvinceCode()), h, hamlets.Set{By: tx.Who(), At: o.office.Now()})
}

// told has a changed list be known: to the transaction at once, to all once it is on the disk.
func (o *naming) told(tx *office.Tx, l hamlet.List) {
	commune := l[0].Commune
	l = slices.Clone(l).Keyed()
	tx.Remember(listOf(commune), l)
	tx.Changed(office.TopicHamlet)
	tx.After(func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		next := make(map[place.Code]hamlet.List, len(o.lists)+1)
		for c, had := range o.lists {
			next[c] = had
		}
		next[commune] = l
		o.lists = next
	})
}

// AddHamlet enters a hamlet that is not on a commune's list, from a day on (zero: since before the list), with where
// its name is from, and puts it on the record. It does nothing where somebody else has just added it, of that day or of
// a later one.
func (o *naming) AddHamlet(ctx context.Context, tx *office.Tx, commune place.Code, name string, from date.Date,
	source string) error {
	l, err := o.BeginHamlets(ctx, tx, commune)
	if err != nil || !l.Free(name, from) {
		return err
	}
	h := hamlet.Hamlet{Commune: commune, Name: vietnamese.Hamlet(name), From: from, Source: source}
	if err := o.enter(ctx, tx, &h); err != nil {
		return err
	}
	o.told(tx, append(slices.Clip(l), h))
	return tx.Note(ctx, office.Deed{Action: "hamlet.add", Kind: "hamlet", Subject: h.Name, Place: commune,
		Reason: source, Note: map[string]string{"from": from.String()}})
}

// CarryHamlets puts the hamlets that a commune has today onto the list of the one that it has become, where people
// entered either list: else the register's households say it all. Two of one name are one.
func (o *naming) CarryHamlets(ctx context.Context, tx *office.Tx, to *place.Link) error {
	from, err := o.entered(ctx, tx, to.From)
	if err != nil {
		return err
	}
	if !from.Entered() {
		there, err := o.entered(ctx, tx, to.To)
		if err != nil || !there.Entered() {
			return err
		}
		from = o.Hamlets(to.From)
	}
	for _, h := range from.On(max(to.On, o.office.Day())) {
		if err := o.AddHamlet(ctx, tx, to.To, h.Name, max(to.On, h.From), to.Source); err != nil {
			return err
		}
	}
	return nil
}

// EndHamlet has a hamlet be no more from a day on; became names what it went into, which begins on the day where it
// is not on the list, "" where it only ends. Errors: errs.Invalid, errs.Conflict.
func (o *naming) EndHamlet(ctx context.Context, tx *office.Tx, commune place.Code, name, became string, day date.Date,
	source string) (ended hamlet.Hamlet, err error) {
	l, err := o.BeginHamlets(ctx, tx, commune)
	if err != nil {
		return ended, err
	}
	at, err := o.ending(l, name, day)
	if err != nil {
		return ended, err
	}
	if became != "" {
		looked := l.Look(became, day)
		if became = looked.Name; looked.Standing != hamlet.Listed {
			h := hamlet.Hamlet{Commune: commune, Name: vietnamese.Hamlet(became), From: day, Source: source}
			if err := o.enter(ctx, tx, &h); err != nil {
				return ended, err
			}
			l = append(l, h)
		}
	}
	l[at].Until, l[at].Became = day, became
	o.told(tx, l)
	return l[at], hamlets.End(ctx, tx, string(o.office.ProvinceCode()), l[at].ID, day, became)
}

// ending finds the hamlet of a list that ends on a day. Errors: errs.Invalid, errs.Conflict.
func (o *naming) ending(l hamlet.List, name string, day date.Date) (at int, err error) {
	at = slices.IndexFunc(l, func(h hamlet.Hamlet) bool {
		return h.Until.IsZero() && vietnamese.Spelling(h.Name) == vietnamese.Spelling(name)
	})
	switch {
	case at < 0:
		return at, errs.New(errs.Conflict, "“%s” is not on the commune’s list of hamlets", name)
	case day > o.office.Day() || day < l[at].From:
		return at, errs.New(errs.Invalid, "the day must lie between %s and today", l[at].From)
	}
	if h := l.TakenIn(name, day); h != nil {
		return at, errs.New(errs.Conflict, "“%s” went into “%s” on %s: choose that day or a later one", h.Name, l[at].Name,
			h.Until)
	}
	return at, nil
}

// carried has a household that was just written be in the hamlets that its own has become since, each with a version of
// its day: what came back, was written of a day in the past or while somebody renamed the hamlet is where it belongs.
// v is the last of them after it.
func (o *naming) carried(ctx context.Context, tx *office.Tx, v *households.Version) error {
	h := &v.Household
	if v.State != households.Active || h.Hamlet == "" {
		return nil
	}
	l, err := o.entered(ctx, tx, h.Commune)
	if err != nil || !l.Entered() {
		return err
	}
	to, day := l.Carry(h.Hamlet, v.ValidFrom, o.office.Day())
	if to == "" {
		return nil
	}
	next := *v
	next.Household, next.Deed, next.ValidFrom = *h.Clone(), households.DeedHamlet, day
	next.Household.Hamlet, next.RecordedAt, next.RecordedBy = to, o.office.Now(), tx.Who()
	why := errs.T("“%s” has been “%s” since %s", h.Hamlet, to, day)
	if err := o.SupersedeIn(ctx, tx, &next, v, "household.hamlet", why.VI); err != nil {
		return err
	}
	*v = next
	return nil
}

// CarryHouseholds has the households of a commune be in the hamlets that theirs have become: those that the register in
// memory did not have yet while somebody renamed a hamlet, and those of a file.
func (o *naming) CarryHouseholds(ctx context.Context, a *office.Ask, commune place.Code) error {
	const piece = 100
	for ids := range slices.Chunk(o.astray(commune), piece) {
		if err := o.office.Each(ctx, a, func(tx *office.Tx) error {
			for _, id := range ids {
				v, err := households.Find(ctx, tx, string(o.office.ProvinceCode()), id)
				if err == nil {
					err = o.carried(ctx, tx, v)
				}
				if err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// CarryAll is CarryHouseholds of every commune with an entered list.
func (o *naming) CarryAll(ctx context.Context, a *office.Ask) error {
	o.mu.Lock()
	lists := o.lists
	o.mu.Unlock()
	for _, commune := range slices.Sorted(maps.Keys(lists)) {
		if err := o.CarryHouseholds(ctx, a, commune); err != nil {
			return err
		}
	}
	return nil
}

// astray are the households of a commune in hamlets that have become others.
func (o *naming) astray(commune place.Code) (ids []int64) {
	l, snap := o.Hamlets(commune), o.View().Snap
	for _, name := range snap.Hamlets(string(commune)) {
		if looked := l.Look(name, o.office.Day()); looked.Standing == hamlet.Ended && looked.Became != "" {
			ids = append(ids, snap.IDs(snapshot.Query{Communes: []place.Code{commune}, Hamlet: name})...)
		}
	}
	return ids
}
