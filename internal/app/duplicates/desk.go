// Package duplicates finds, lists and decides the pairs of households and of people who may be one.
package duplicates

import (
	"context"
	"errors"
	"slices"
	"sync"

	"giamngheo/internal/access"
	"giamngheo/internal/app/book"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/snapshot"
	"giamngheo/internal/store/households"
)

// Deeds are the deeds of this room, as the record of deeds calls them. Not to be changed.
var Deeds = office.Titles{
	"duplicate.list":   errs.T("read list of duplicates"),
	"duplicate.view":   errs.T("viewed duplicate"),
	"duplicate.decide": errs.T("decided duplicate"),
}

// Desk finds, lists and decides the pairs of households and of people who may be one.
type Desk struct {
	office *office.Office
	book   *book.Desk

	finding sync.Mutex // held by who looks for them
	queue   queue
}

// New makes the desk.
func New(office *office.Office, book *book.Desk) *Desk { return &Desk{office: office, book: book} }

// Shown is a pair with both records beside each other.
type Shown struct {
	households.Duplicate
	One, Two         *households.Version
	UnitOne, UnitTwo place.Unit
}

// Merges reports whether the pair is two households that are put together on the page of a household's changes: nobody
// is taken out of them.
func (d *Shown) Merges() bool { return d.Kind == households.SameHead }

// Listed are open pairs.
type Listed struct {
	Pairs []Shown
	More  bool // there are newer ones
}

// mostPairs is how many pairs a list has: those after them come as these are decided. A test changes it.
var mostPairs = 200

// List lists the open pairs of which the actor may see both households, the oldest first. The reading is noted.
func (o *Desk) List(ctx context.Context, a *office.Ask) (l *Listed, err error) {
	l = &Listed{}
	if l.More, err = o.open(ctx, a, func(d *households.Duplicate) error {
		s, err := o.shown(ctx, *d)
		if err == nil {
			l.Pairs = append(l.Pairs, *s)
		}
		return err
	}); err != nil {
		return nil, err
	}
	if len(l.Pairs) > 0 {
		o.office.Saw(a, office.Deed{Action: "duplicate.list", Kind: "place", Place: o.office.Home(a).Code,
			Note: map[string]string{office.CountNote: office.IDText(int64(2 * len(l.Pairs)))}})
	}
	return l, nil
}

// Count is how many pairs the list has; more says that there are others after them.
func (o *Desk) Count(ctx context.Context, a *office.Ask) (n int, more bool, err error) {
	more, err = o.open(ctx, a, func(*households.Duplicate) error { n++; return nil })
	return n, more, err
}

// open goes through the open pairs of which the actor may see both households, the oldest first, but no more than a
// list has: more says that there are others.
func (o *Desk) open(ctx context.Context, a *office.Ask,
	each func(*households.Duplicate) error) (more bool, err error) {
	communes, err := o.office.Scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return false, err
	}
	open, err := o.queued(ctx)
	if err != nil {
		return false, err
	}
	n, snap, mine := 0, o.book.View().Snap, office.AsSet(communes)
	for _, d := range open {
		if !mine[place.Code(snap.CommuneOf(d.One))] || !mine[place.Code(snap.CommuneOf(d.Two))] || !stands(snap, d) {
			continue
		}
		if n == mostPairs {
			return true, nil
		}
		n++
		if err := each(d); err != nil {
			return false, err
		}
	}
	return false, nil
}

// stands reports whether a pair is one still.
func stands(snap *snapshot.Snapshot, d *households.Duplicate) bool {
	p := snapshot.Pair{One: snapshot.Member{Household: d.One, No: d.OneMember},
		Two: snapshot.Member{Household: d.Two, No: d.TwoMember}}
	for by, kind := range book.Kinds {
		if kind == d.Kind {
			p.By = by
		}
	}
	return snapshot.Stands(snap, &p)
}

func (o *Desk) shown(ctx context.Context, d households.Duplicate) (*Shown, error) {
	one, err := households.Find(ctx, o.office.Reader(), d.Province, d.One)
	if err != nil {
		return nil, err
	}
	two, err := households.Find(ctx, o.office.Reader(), d.Province, d.Two)
	if err != nil {
		return nil, err
	}
	return &Shown{Duplicate: d, One: one, Two: two, UnitOne: o.office.Unit(one.Household.Commune),
		UnitTwo: o.office.Unit(two.Household.Commune)}, nil
}

// One shows one pair.
func (o *Desk) One(ctx context.Context, a *office.Ask, id int64) (*Shown, error) {
	communes, err := o.office.Scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return nil, err
	}
	d, err := households.FindDuplicate(ctx, o.office.Reader(), string(o.office.ProvinceCode()), id)
	if err != nil {
		return nil, err
	}
	s, err := o.shown(ctx, *d)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(communes, s.One.Household.Commune) || !slices.Contains(communes, s.Two.Household.Commune) {
		return nil, office.NotYours()
	}
	o.office.Saw(a, office.Deed{Action: "duplicate.view", Kind: "duplicate",
		Subject: office.IDText(id), Place: s.One.Household.Commune})
	return s, nil
}

// Decide closes a pair: different people, or the same – then the member is taken out of the household that
// does not keep him. Drop names that household, 0 for none. Errors (errs.Invalid): it is none of the two, or the pair
// is one of households, which are merged.
func (o *Desk) Decide(ctx context.Context, a *office.Ask, id int64, same bool, drop int64,
	reason string) error {
	s, err := o.One(ctx, a, id)
	if err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	if err := droppable(s, same, drop); err != nil {
		return err
	}
	d := s.Duplicate
	if d.State == households.DuplicateGone {
		return errs.New(errs.Conflict, "there is nothing left to decide: one of the two has left the register, or was corrected")
	}
	d.State, d.Decided, d.DecidedBy, d.Reason = households.DuplicateDifferent, o.office.Now(), a.Account, reason
	if same {
		d.State = households.DuplicateSame
	}
	var was, v *households.Version
	if drop != 0 {
		member := d.OneMember
		if was = s.One; drop == d.Two {
			was, member = s.Two, d.TwoMember
		}
		if err := o.office.In(a, access.EditHouseholds, access.ViewHouseholds, was.Household.Commune); err != nil {
			return err
		}
		if v, err = o.without(a, was, member); err != nil {
			return err
		}
	}
	deed := &office.Deed{Action: "duplicate.decide", Kind: "duplicate", Subject: office.IDText(id),
		Place: s.One.Household.Commune, Reason: reason, Note: map[string]string{"state": string(d.State)}}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		if err := households.DecideDuplicate(ctx, tx, &d); err != nil {
			return err
		}
		tx.Changed(office.TopicDuplicate, d.ID)
		if v != nil {
			err := o.book.SupersedeIn(ctx, tx, v, was, "household.duplicate", reason)
			if _, changed := errors.AsType[*book.ConflictError](err); changed {
				return errs.New(errs.Conflict,
					"somebody has just changed one of these households; open the pair again and look before you repeat this")
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// droppable refuses (errs.Invalid) to take somebody out where that is not what was decided.
func droppable(s *Shown, same bool, drop int64) error {
	switch {
	case drop == 0:
		return nil
	case !same:
		return errs.New(errs.Invalid, "two different people stay where they are: choose “nowhere yet”, or “the same person”")
	case drop != s.Duplicate.One && drop != s.Duplicate.Two:
		return errs.New(errs.Invalid, "choose one of the two households of this pair")
	case s.Merges():
		return errs.New(errs.Invalid, "two households that are one are merged: open the link to the merger on this page")
	}
	return nil
}

// without is a household without one of its members; one that had no other is closed.
func (o *Desk) without(a *office.Ask, was *households.Version, member int) (*households.Version, error) {
	v := o.book.Next(a, was, "duplicate", max(o.office.Day(), was.ValidFrom))
	m := was.Household.Member(member)
	switch {
	case m == nil:
		return nil, errs.New(errs.Conflict, "this member is not in the household any more")
	case len(was.Household.Members) == 1:
		v.State = households.Closed
		return v, nil
	}
	v.Household.Members = slices.DeleteFunc(v.Household.Members,
		func(k household.Member) bool { return k.No == member })
	if f := o.book.Check(&v.Household, o.office.Day()); len(f) > 0 {
		return nil, errs.New(errs.Invalid, "without this member the household is not valid: %s; edit it first",
			f[0].Text)
	}
	return v, nil
}

// Begin looks for likely duplicates from time to time, and hears of those that others find and decide.
func (o *Desk) Begin() {
	o.office.On(office.TopicDuplicate, o.queue.heard)
	o.office.Tending("duplicates", func(ctx context.Context) error {
		_, err := o.Find(ctx)
		return err
	})
}

// queuePiece is how many pairs are put into the queue, or taken out, in one transaction: people's saves wait no longer
// than for that. A test changes it.
var queuePiece = 250

// Find looks through the whole register for members who may be one person and for households that may be one,
// and queues new pairs, all of them; open ones that are none any more are closed. It returns how many were new.
func (o *Desk) Find(ctx context.Context) (added int, err error) {
	o.finding.Lock()
	defer o.finding.Unlock()
	had, err := households.DuplicateStates(ctx, o.office.Reader(), string(o.office.ProvinceCode()))
	if err != nil {
		return 0, err
	}
	snap := o.book.View().Snap
	var found, gone []households.Duplicate
	for _, p := range slices.Concat(snapshot.Pairs(snap), snapshot.HeadPairs(snap)) {
		d := households.Duplicate{Province: string(o.office.ProvinceCode()), Kind: book.Kinds[p.By],
			One: p.One.Household, OneMember: p.One.No, Two: p.Two.Household, TwoMember: p.Two.No, Found: o.office.Now()}
		if was, known := had[d.Key()]; !known || was.State == households.DuplicateGone {
			found = append(found, d)
		}
	}
	for _, d := range had {
		if d.State == households.DuplicateOpen && !stands(snap, &d) {
			gone = append(gone, d)
		}
	}
	// whoever writes knows what all others wrote: what was saved meanwhile, here or on another server, is looked at too
	err = o.inPieces(ctx, gone, func(tx *office.Tx, d *households.Duplicate) error {
		if stands(o.book.View().Snap, d) {
			return nil
		}
		return households.EndDuplicate(ctx, tx, d.Province, d.ID, o.office.Now())
	})
	if err == nil {
		err = o.inPieces(ctx, found, func(tx *office.Tx, d *households.Duplicate) error {
			if !stands(o.book.View().Snap, d) {
				return nil
			}
			return households.AddDuplicate(ctx, tx, d)
		})
	}
	for i := range found {
		if found[i].ID != 0 {
			added++
		}
	}
	return added, err
}

// inPieces does something with pairs, some of them in one transaction.
func (o *Desk) inPieces(ctx context.Context, all []households.Duplicate,
	each func(*office.Tx, *households.Duplicate) error) error {
	for piece := range slices.Chunk(all, queuePiece) {
		if err := o.office.Keep(ctx, office.KeepDuplicates, func(tx *office.Tx) error {
			var ids []int64
			for i := range piece {
				if err := each(tx, &piece[i]); err != nil {
					return err
				}
				if piece[i].ID != 0 { // none: it was there before
					ids = append(ids, piece[i].ID)
				}
			}
			if len(ids) > 0 {
				tx.Changed(office.TopicDuplicate, ids...)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}
