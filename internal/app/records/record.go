package records

import (
	"context"
	"slices"

	"giamngheo/internal/access"
	"giamngheo/internal/audit"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
)

// Line is an entry of the record, and what people call its deed.
type Line struct {
	audit.Entry
	Title errs.Text
}

// AuditLog returns entries of the record of deeds, the newest first, for who may read it: an inspector those of his
// place, an administrator those of accounts and sessions.
func (o *Desk) AuditLog(ctx context.Context, a *office.Ask, kind, subject string, before int64) ([]Line, error) {
	if !o.office.May(a, access.ViewAudit) {
		return nil, office.Forbidden()
	}
	q := store.AuditQuery{Province: string(o.office.ProvinceCode()), Kind: kind, Subject: subject, Before: before,
		Limit: pageOf}
	units := access.Where(a.Grants, access.ViewAudit, o.office.Day())
	switch {
	case !o.office.May(a, access.ViewHouseholds): // an administrator
		q.Kinds = []string{"account", "session"}
	case !units.Covers(o.office.ProvinceCode()):
		communes, err := o.office.Scope(a, access.ViewAudit, 0)
		if err != nil {
			return nil, err
		}
		for _, c := range append(slices.Clone(units.Units), communes...) {
			if !slices.Contains(q.Places, string(c)) {
				q.Places = append(q.Places, string(c))
			}
		}
	}
	entries, err := o.office.Entries(ctx, q)
	return o.lines(entries), err
}

// pageOf is how many entries a page of the record has.
const pageOf = 200

func (o *Desk) lines(entries []audit.Entry) []Line {
	out := make([]Line, len(entries))
	for i, e := range entries {
		out[i] = Line{e, o.office.ActionTitle(e.Action)}
	}
	return out
}

// Verified is what a check of everything found.
type Verified struct {
	Entries    int64
	Households int64
	Different  string // where memory and store differ, "" nowhere
}

// Verify walks the audit chains, opens every record and compares the register in memory with one built anew.
func (o *Desk) Verify(ctx context.Context, progress office.Progress) (v Verified, err error) {
	if v.Entries, err = o.office.VerifyAudit(ctx, progress); err != nil {
		return v, err
	}
	v.Households, v.Different, err = o.CompareSnapshot(ctx)
	return v, err
}

// CompareSnapshot builds the register in memory anew and says where the one in use differs, "" where it does not.
func (o *Desk) CompareSnapshot(ctx context.Context) (households int64, different string, err error) {
	now := o.book.View()
	fresh, err := o.book.NewCurrent(now.On)
	if err != nil {
		return 0, "", err
	}
	if err := o.book.Load(ctx, fresh, 0, nil); err != nil {
		return 0, "", err
	}
	return int64(fresh.Snap.Len()), now.Snap.Differs(fresh.Snap), nil
}
