package app

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/place"
	"giamngheo/internal/store"
)

// AuditLog returns entries of the record of deeds, the newest first, for who may read it: an inspector those of his place, an
// administrator those of accounts and sessions.
func (o *Office) AuditLog(ctx context.Context, a *Actor, kind, subject string, before int64) ([]audit.Entry, error) {
	if !o.May(a, access.ViewAudit) {
		return nil, forbidden()
	}
	entries, err := o.store.Audit(ctx, store.AuditQuery{Province: string(o.cfg.Province), Kind: kind, Subject: subject, Before: before, Limit: 200})
	if err != nil {
		return nil, err
	}
	units := access.Where(a.Grants, access.ViewAudit, o.Day())
	households := o.May(a, access.ViewHouseholds)
	if households && units.Covers(o.cfg.Province) {
		return entries, nil
	}
	communes, err := o.scope(a, access.ViewAudit, 0)
	if err != nil {
		return nil, err
	}
	out := entries[:0]
	for _, e := range entries {
		if households && slices.Contains(communes, place.Code(e.Place)) || !households && (e.Kind == "account" || e.Kind == "session") {
			out = append(out, e)
		}
	}
	return out, nil
}

// Verified is what a check of everything found.
type Verified struct {
	Entries    int64
	Households int64
	Different  string // where memory and store differ, "" nowhere
}

// Verify walks the audit chains, opens every record and compares the register in memory with one built anew.
func (o *Office) Verify(ctx context.Context, progress Progress) (v Verified, err error) {
	if v.Entries, err = o.store.VerifyAudit(ctx, progress); err != nil {
		return v, err
	}
	v.Households, v.Different, err = o.CompareSnapshot(ctx)
	return v, err
}

// CompareSnapshot builds the register in memory anew and says where the one in use differs, "" where it does not.
func (o *Office) CompareSnapshot(ctx context.Context) (households int64, different string, err error) {
	now := o.current.Load()
	fresh, err := o.newView(now.on)
	if err != nil {
		return 0, "", err
	}
	if err := o.load(ctx, fresh, 0, nil); err != nil {
		return 0, "", err
	}
	return int64(fresh.snap.Len()), now.snap.Differs(fresh.snap), nil
}
