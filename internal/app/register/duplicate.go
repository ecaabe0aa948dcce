package register

import (
	"context"
	"slices"

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
type pairs struct{ *Desk }

// DuplicateShown is a pair with both records beside each other.
type DuplicateShown struct {
	households.Duplicate
	One, Two         *households.Version
	UnitOne, UnitTwo place.Unit
	May              bool // the actor may decide: both households are his
}

// Duplicates lists the open pairs of which the actor may see both households.
func (o *pairs) Duplicates(ctx context.Context, a *office.Ask) (out []DuplicateShown, err error) {
	communes, err := o.office.Scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return nil, err
	}
	const most = 200
	open, err := households.Duplicates(ctx, o.office.Reader(), string(o.office.ProvinceCode()), "open", 20_000)
	if err != nil {
		return nil, err
	}
	snap := o.book.View().Snap
	for _, d := range open {
		if len(out) == most {
			break
		}
		if !slices.Contains(communes, place.Code(snap.CommuneOf(d.One))) ||
			!slices.Contains(communes, place.Code(snap.CommuneOf(d.Two))) {
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
// does not keep him. Drop names that household, 0 for none.
func (o *pairs) DecideDuplicate(ctx context.Context, a *office.Ask, id int64, same bool, drop int64,
	reason string) error {
	s, err := o.Duplicate(ctx, a, id)
	if err != nil {
		return err
	}
	if err := office.NeedReason(reason); err != nil {
		return err
	}
	d := s.Duplicate
	d.State, d.Decided, d.DecidedBy, d.Reason = households.DuplicateDifferent, o.office.Now(), a.Account, reason
	if same {
		d.State = households.DuplicateSame
	}
	var was, v *households.Version
	if same && drop != 0 {
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

// FindDuplicates looks through the whole register for members who may be one person and queues new pairs; it returns
// how many there are.
func (o *pairs) FindDuplicates(ctx context.Context) (int, error) {
	const most = 500
	pairs := o.book.View().Snap.Pairs(most)
	found, err := o.sameHeads(ctx, most)
	if err != nil {
		return 0, err
	}
	for _, p := range pairs {
		one, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), p.One.Household)
		if err != nil {
			return 0, err
		}
		two, err := households.Find(ctx, o.office.Reader(), string(o.office.ProvinceCode()), p.Two.Household)
		if err != nil {
			return 0, err
		}
		if p.One.Index >= len(one.Household.Members) || p.Two.Index >= len(two.Household.Members) {
			continue
		}
		m, n := &one.Household.Members[p.One.Index], &two.Household.Members[p.Two.Index]
		if p.Likely && m.CitizenID != "" && n.CitizenID != "" && m.CitizenID != n.CitizenID {
			continue // two numbers are two people
		}
		kind := households.SameNumber
		if p.Likely {
			kind = households.SamePerson
		}
		found = append(found, households.Duplicate{Province: one.Province, Kind: kind, One: one.ID, OneMember: m.No,
			Two: two.ID, TwoMember: n.No, Found: o.office.Now()})
	}
	if len(found) == 0 {
		return 0, nil
	}
	return len(found), o.office.Keep(ctx, office.KeepDuplicates, func(tx *office.Tx) error {
		for i := range found {
			if err := households.AddDuplicate(ctx, tx, &found[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// sameHeads are the pairs of households that the names of their heads and their homes may make one.
func (o *pairs) sameHeads(ctx context.Context, most int) (found []households.Duplicate, err error) {
	province := string(o.office.ProvinceCode())
	for _, p := range snapshot.HeadPairs(o.book.View().Snap, most) {
		one, err := households.Find(ctx, o.office.Reader(), province, p.One)
		if err != nil {
			return nil, err
		}
		two, err := households.Find(ctx, o.office.Reader(), province, p.Household)
		if err != nil {
			return nil, err
		}
		d := households.Duplicate{Province: province, One: one.ID, Two: two.ID, Found: o.office.Now()}
		if book.AlikeHeads(&d, &one.Household, &two.Household, &p.HeadTwin) {
			found = append(found, d)
		}
	}
	return found, nil
}
