package book

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
	"giamngheo/internal/store/households"
)

// Seen returns a household that the actor may see.
func (o *Desk) Seen(ctx context.Context, a *office.Ask, id int64) (*households.Version, error) {
	return o.SeenBy(ctx, o.office.Reader(), a, id)
}

// SeenBy is seen, read by a reader.
func (o *Desk) SeenBy(ctx context.Context, from store.Reader, a *office.Ask, id int64) (*households.Version, error) {
	communes, err := o.office.Scope(a, access.ViewHouseholds, 0)
	if err != nil {
		return nil, err
	}
	if c := o.View().Snap.CommuneOf(id); !slices.Contains(communes, place.Code(c)) {
		return nil, office.NotYours() // without asking the database: it takes the same time for what is not there
	}
	v, err := households.Find(ctx, from, string(o.office.ProvinceCode()), id)
	if err == nil && !slices.Contains(communes, v.Household.Commune) {
		return nil, office.NotYours()
	}
	return v, err
}

// Peek is Household without its explanation, for a caller that only needs the record.
func (o *Desk) Peek(ctx context.Context, a *office.Ask, id int64) (*households.Version, error) {
	v, err := o.Seen(ctx, a, id)
	if err == nil {
		o.office.Saw(a, office.Deed{Action: "household.view", Kind: "household",
			Subject: office.IDText(id), Place: v.Household.Commune})
	}
	return v, err
}

// VersionOn is the version of a household that held on a day, now being the newest. Errors: errs.NotFound.
func VersionOn(ctx context.Context, from store.Reader, now *households.Version,
	on date.Date) (*households.Version, error) {
	all, err := households.History(ctx, from, now.Province, now.ID)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if v := &all[i]; v.ValidFrom <= on && (v.ValidTo.IsZero() || v.ValidTo > on) {
			return v, nil
		}
	}
	return nil, errs.New(errs.NotFound, "on %s this household was not in the register yet", on)
}

// VersionOf returns one version of a household, for a form that began from it. Errors: errs.NotFound.
func (o *Desk) VersionOf(ctx context.Context, a *office.Ask, id, version int64) (*households.Version, error) {
	v, err := o.Seen(ctx, a, id)
	if err != nil || v.Version == version {
		return v, err
	}
	all, err := households.History(ctx, o.office.Reader(), v.Province, id)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Version == version {
			return &all[i], nil
		}
	}
	return nil, office.NotYours()
}
