package book

import (
	"context"
	"slices"
	"sync"

	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/hamlet"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store/hamlets"
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
	l.Sort()
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
	all, err := hamlets.All(ctx, tx, string(o.office.ProvinceCode()))
	if err != nil {
		return nil, err
	}
	l := slices.DeleteFunc(all, func(h hamlet.Hamlet) bool { return h.Commune != commune })
	if len(l) > 0 {
		return l, nil
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

func (o *naming) enter(ctx context.Context, tx *office.Tx, h *hamlet.Hamlet) error {
	return hamlets.Add(ctx, tx, string(o.office.ProvinceCode()), h, hamlets.Set{By: tx.Who(), At: o.office.Now()})
}

// told has a changed list be known once it is on the disk.
func (o *naming) told(tx *office.Tx, l hamlet.List) {
	commune := l[0].Commune
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

// AddHamlet enters a hamlet that is not on a commune's list, from a day on, with where its name is from, and puts it on
// the record.
func (o *naming) AddHamlet(ctx context.Context, tx *office.Tx, commune place.Code, name string, from date.Date,
	source string) error {
	l, err := o.BeginHamlets(ctx, tx, commune)
	if err != nil {
		return err
	}
	looked := l.Look(name, from)
	if len(l) > 0 && looked.Standing == hamlet.Listed { // somebody else has just added it
		return nil
	}
	h := hamlet.Hamlet{Commune: commune, Name: vietnamese.Hamlet(name), From: from, Source: source}
	if err := o.enter(ctx, tx, &h); err != nil {
		return err
	}
	o.told(tx, append(slices.Clip(l), h))
	return tx.Note(ctx, office.Deed{Action: "hamlet.add", Kind: "hamlet", Subject: h.Name, Place: commune, Reason: source,
		Note: map[string]string{"from": from.String()}})
}

// CarryHamlets puts the hamlets of a commune onto the list of the one that it has become, where people entered either
// list: else the register's households say it all. Two of one name are one.
func (o *naming) CarryHamlets(ctx context.Context, tx *office.Tx, to *place.Link) error {
	from := o.Hamlets(to.From)
	if !from.Entered() && !o.Hamlets(to.To).Entered() {
		return nil
	}
	for _, h := range from.On(to.On) {
		if err := o.AddHamlet(ctx, tx, to.To, h.Name, to.On, to.Source); err != nil {
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
	l = slices.Clone(l)
	at := slices.IndexFunc(l, func(h hamlet.Hamlet) bool {
		return h.Until.IsZero() && vietnamese.Spelling(h.Name) == vietnamese.Spelling(name)
	})
	switch {
	case at < 0:
		return ended, errs.New(errs.Conflict, "“%s” is not on the commune’s list of hamlets", name)
	case day > o.office.Day() || day < l[at].From:
		return ended, errs.New(errs.Invalid, "the day must lie between %s and today", l[at].From)
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
