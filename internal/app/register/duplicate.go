package register

import (
	"context"
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

// pairs are the households and people who may be one.
type pairs struct {
	*Desk

	finding sync.Mutex          // held by who looks for them
	judged  map[judged]struct{} // what the register's pairs were when they were last looked at
}

// judged is a pair of the register as its records were judged: what is the same the next time need not be read again.
type judged struct {
	kind     households.DuplicateKind
	one, two snapshot.Member
	versions [2]int64
}

// DuplicateShown is a pair with both records beside each other.
type DuplicateShown struct {
	households.Duplicate
	One, Two         *households.Version
	UnitOne, UnitTwo place.Unit
}

// Merges reports whether the pair is two households that are put together on the page of a household's changes: nobody
// is taken out of them.
func (d *DuplicateShown) Merges() bool { return d.Kind == households.SameHead }

// mostPairs is how many pairs a list has; those after them come as these are decided.
const mostPairs = 200

// Duplicates lists the open pairs of which the actor may see both households, the oldest first. The reading is noted.
func (o *pairs) Duplicates(ctx context.Context, a *office.Ask) (out []DuplicateShown, err error) {
	communes, err := o.office.Scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return nil, err
	}
	const piece = 5000
	snap, mine := o.book.View().Snap, office.AsSet(communes)
	for above, more := int64(0), true; more && len(out) < mostPairs; {
		open, err := households.Duplicates(ctx, o.office.Reader(), string(o.office.ProvinceCode()),
			households.DuplicateOpen, above, piece)
		if err != nil {
			return nil, err
		}
		for _, d := range open {
			above = d.ID
			if len(out) == mostPairs || !mine[place.Code(snap.CommuneOf(d.One))] ||
				!mine[place.Code(snap.CommuneOf(d.Two))] {
				continue
			}
			s, err := o.shown(ctx, d)
			if err != nil {
				return nil, err
			}
			if s.One.State == households.Active && s.Two.State == households.Active {
				out = append(out, *s)
			}
		}
		more = len(open) == piece
	}
	if len(out) > 0 {
		o.office.Saw(a, office.Deed{Action: "duplicate.list", Kind: "place", Place: o.office.Home(a).Code,
			Note: map[string]string{office.CountNote: office.IDText(int64(2 * len(out)))}})
	}
	return out, nil
}

func (o *pairs) shown(ctx context.Context, d households.Duplicate) (*DuplicateShown, error) {
	one, err := households.Find(ctx, o.office.Reader(), d.Province, d.One)
	if err != nil {
		return nil, err
	}
	two, err := households.Find(ctx, o.office.Reader(), d.Province, d.Two)
	if err != nil {
		return nil, err
	}
	return &DuplicateShown{Duplicate: d, One: one, Two: two, UnitOne: o.office.Unit(one.Household.Commune),
		UnitTwo: o.office.Unit(two.Household.Commune)}, nil
}

// Duplicate shows one pair.
func (o *pairs) Duplicate(ctx context.Context, a *office.Ask, id int64) (*DuplicateShown, error) {
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

// DecideDuplicate closes a pair: different people, or the same – then the member is taken out of the household that
// does not keep him. Drop names that household, 0 for none. Errors (errs.Invalid): it is none of the two, or the pair
// is one of households, which are merged.
func (o *pairs) DecideDuplicate(ctx context.Context, a *office.Ask, id int64, same bool, drop int64,
	reason string) error {
	s, err := o.Duplicate(ctx, a, id)
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
		if v != nil {
			if err := o.book.SupersedeIn(ctx, tx, v, was, "household.duplicate", reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// droppable refuses (errs.Invalid) to take somebody out where that is not what was decided.
func droppable(s *DuplicateShown, same bool, drop int64) error {
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
func (o *pairs) without(a *office.Ask, was *households.Version, member int) (*households.Version, error) {
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

// Begin looks for likely duplicates from time to time.
func (o *Desk) Begin() {
	o.office.Tending("duplicates", func(ctx context.Context) error {
		_, err := o.FindDuplicates(ctx)
		return err
	})
}

// queuePiece is how many pairs are put into the queue in one transaction: people's saves wait no longer than for that.
const queuePiece = 250

// FindDuplicates looks through the whole register for members who may be one person and for households that may be one,
// and queues new pairs, all of them; it returns how many were new.
func (o *pairs) FindDuplicates(ctx context.Context) (added int, err error) {
	o.finding.Lock()
	defer o.finding.Unlock()
	snap, next := o.book.View().Snap, map[judged]struct{}{}
	var found []households.Duplicate
	for _, c := range candidates(snap) {
		if _, known := o.judged[c.judged]; !known {
			d, err := o.judge(ctx, &c)
			if err != nil {
				return 0, err
			}
			if d != nil {
				found = append(found, *d)
			}
		}
		next[c.judged] = struct{}{}
	}
	for piece := range slices.Chunk(found, queuePiece) {
		if err := o.queue(ctx, piece); err != nil {
			return added, err
		}
		for i := range piece {
			if piece[i].ID != 0 {
				added++
			}
		}
	}
	o.judged = next
	return added, nil
}

// queue puts pairs into the queue.
func (o *pairs) queue(ctx context.Context, found []households.Duplicate) error {
	return o.office.Keep(ctx, office.KeepDuplicates, func(tx *office.Tx) error {
		for i := range found {
			if err := households.AddDuplicate(ctx, tx, &found[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// candidate is a pair by what the register in memory knows.
type candidate struct {
	judged
	twin snapshot.HeadTwin // of households
}

// candidates are the pairs of the register, with the versions of their households.
func candidates(snap *snapshot.Snapshot) (out []candidate) {
	add := func(kind households.DuplicateKind, one, two snapshot.Member, twin snapshot.HeadTwin) {
		out = append(out, candidate{judged{kind, one, two, [2]int64{snapshot.VersionOf(snap, one.Household),
			snapshot.VersionOf(snap, two.Household)}}, twin})
	}
	for _, p := range snapshot.Pairs(snap) {
		kind := households.SameNumber
		if p.Likely {
			kind = households.SamePerson
		}
		add(kind, p.One, p.Two, snapshot.HeadTwin{})
	}
	for _, p := range snapshot.HeadPairs(snap) {
		add(households.SameHead, snapshot.Member{Household: p.One}, snapshot.Member{Household: p.Household}, p.HeadTwin)
	}
	return out
}

// judge reads the records of a pair, whose versions it notes; nil where they say that it is none.
func (o *pairs) judge(ctx context.Context, c *candidate) (*households.Duplicate, error) {
	province := string(o.office.ProvinceCode())
	one, err := households.Find(ctx, o.office.Reader(), province, c.one.Household)
	if err != nil {
		return nil, office.IgnoreNotFound(err)
	}
	two, err := households.Find(ctx, o.office.Reader(), province, c.two.Household)
	if err != nil {
		return nil, office.IgnoreNotFound(err)
	}
	c.versions = [2]int64{one.Version, two.Version}
	d := &households.Duplicate{Province: province, Kind: c.kind, One: one.ID, Two: two.ID, Found: o.office.Now()}
	if c.kind == households.SameHead {
		if !book.AlikeHeads(d, &one.Household, &two.Household, &c.twin) {
			return nil, nil
		}
		return d, nil
	}
	if c.one.Index >= len(one.Household.Members) || c.two.Index >= len(two.Household.Members) {
		return nil, nil // it has changed since: what it is now is another pair
	}
	m, n := &one.Household.Members[c.one.Index], &two.Household.Members[c.two.Index]
	d.OneMember, d.TwoMember = m.No, n.No
	return d, nil
}
