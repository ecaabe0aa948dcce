package app

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/errs"
	"giamngheo/internal/household"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// DuplicateShown is a pair with both records beside each other.
type DuplicateShown struct {
	store.Duplicate
	One, Two         *store.Version
	UnitOne, UnitTwo place.Unit
	May              bool // the actor may decide: both households are his
}

// Duplicates lists the open pairs of which the actor may see both households.
func (o *Office) Duplicates(ctx context.Context, a *Actor) (out []DuplicateShown, err error) {
	communes, err := o.scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return nil, err
	}
	const most = 200
	open, err := o.store.Duplicates(ctx, string(o.cfg.Province), "open", 20_000)
	if err != nil {
		return nil, err
	}
	snap := o.current.Load().snap
	for _, d := range open {
		if len(out) == most {
			break
		}
		if !slices.Contains(communes, place.Code(snap.CommuneOf(d.One))) || !slices.Contains(communes, place.Code(snap.CommuneOf(d.Two))) {
			continue
		}
		s, err := o.shown(ctx, d)
		if err != nil {
			return nil, err
		}
		if s.One.State == store.Active && s.Two.State == store.Active {
			out = append(out, *s)
		}
	}
	return out, nil
}

func (o *Office) shown(ctx context.Context, d store.Duplicate) (*DuplicateShown, error) {
	one, err := o.store.Household(ctx, d.Province, d.One)
	if err != nil {
		return nil, err
	}
	two, err := o.store.Household(ctx, d.Province, d.Two)
	if err != nil {
		return nil, err
	}
	return &DuplicateShown{Duplicate: d, One: one, Two: two, UnitOne: o.unit(one.Household.Commune), UnitTwo: o.unit(two.Household.Commune)}, nil
}

// Duplicate shows one pair.
func (o *Office) Duplicate(ctx context.Context, a *Actor, id int64) (*DuplicateShown, error) {
	communes, err := o.scope(a, access.DecideDuplicates, 0)
	if err != nil {
		return nil, err
	}
	d, err := o.store.Duplicate(ctx, string(o.cfg.Province), id)
	if err != nil {
		return nil, err
	}
	s, err := o.shown(ctx, *d)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(communes, s.One.Household.Commune) || !slices.Contains(communes, s.Two.Household.Commune) {
		return nil, notYours()
	}
	o.reads.add(o.entry(a, "duplicate.view", "duplicate", idText(id), s.One.Household.Commune))
	return s, nil
}

// DecideDuplicate closes a pair: different people, or the same – then the member is taken out of the household that does not
// keep him. Drop names that household, 0 for none.
func (o *Office) DecideDuplicate(ctx context.Context, a *Actor, id int64, same bool, drop int64, reason string) error {
	s, err := o.Duplicate(ctx, a, id)
	if err != nil {
		return err
	}
	if err := needReason(reason); err != nil {
		return err
	}
	d := s.Duplicate
	d.State, d.Decided, d.DecidedBy, d.Reason = map[bool]string{true: "same", false: "different"}[same], o.now(), a.Account, reason
	var was, v *store.Version
	if same && drop != 0 {
		member := d.OneMember
		if was = s.One; drop == d.Two {
			was, member = s.Two, d.TwoMember
		}
		if err := o.may(a, access.EditHouseholds, was.Household.Commune); err != nil {
			return err
		}
		if v, err = o.without(a, was, member); err != nil {
			return err
		}
	}
	return o.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DecideDuplicate(ctx, &d); err != nil {
			return err
		}
		if v != nil {
			if err := o.supersedeIn(ctx, tx, a, v, was, "household.duplicate", reason); err != nil {
				return err
			}
		}
		e := o.entry(a, "duplicate.decide", "duplicate", idText(id), s.One.Household.Commune)
		e.Detail.Reason, e.Detail.Note = reason, map[string]string{"state": d.State}
		return tx.Audit(ctx, e)
	})
}

// without is a household without one of its members; one that had no other is closed.
func (o *Office) without(a *Actor, was *store.Version, member int) (*store.Version, error) {
	v := o.next(a, was, "duplicate", max(o.Day(), was.ValidFrom))
	m := was.Household.Member(member)
	switch {
	case m == nil:
		return nil, errs.New(errs.Conflict, "thành viên này không còn trong hộ", "this member is not in the household any more")
	case len(was.Household.Members) == 1:
		v.State = store.Closed
		return v, nil
	}
	v.Household.Members = slices.DeleteFunc(v.Household.Members, func(k household.Member) bool { return k.No == member })
	if f := o.Check(&v.Household, o.Day()); len(f) > 0 {
		return nil, errs.New(errs.Invalid, "bỏ thành viên này thì hộ không còn hợp lệ: "+f[0].Text.VI+"; sửa hộ trước", "without this member the household is not valid: "+f[0].Text.EN+"; edit it first")
	}
	return v, nil
}
