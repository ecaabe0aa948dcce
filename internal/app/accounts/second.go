package accounts

import (
	"context"
	"encoding/json"
	"slices"

	"giamngheo/internal/app/agreements"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/proposals"
)

// seconds are the resets of passwords that a second person agrees to: who resets alone could sign in as the officer.
type seconds struct {
	*Desk

	agreements *agreements.Desk
}

// OwnPassword reports whether the person of an account has had a password of their own: what was handed out before is
// handed out again by one person.
func (o *seconds) OwnPassword(ctx context.Context, from store.Reader, acc *accounts.Account) (bool, error) {
	if acc.Password == "" {
		return false, nil
	}
	if !acc.MustChange {
		return true, nil
	}
	all, err := proposals.Of(ctx, from, string(o.office.ProvinceCode()), proposals.Password, acc.ID)
	return slices.ContainsFunc(all, func(p proposals.Proposal) bool { return p.State == proposals.Taken }), err
}

// NeedsSecond reports whether a second person has to agree before an account gets a temporary password.
func (o *seconds) NeedsSecond(ctx context.Context, from store.Reader, acc *accounts.Account) (bool, error) {
	if !o.agreements.Needed(proposals.Password, 1) {
		return false, nil
	}
	return o.OwnPassword(ctx, from, acc)
}

// resetting is a reset that waits for a second person, as it is kept.
type resetting struct {
	Username string `json:"username"`
	FullName string `json:"full_name"`
}

// propose proposes a reset. Errors: *agreements.Waits.
func (o *seconds) propose(ctx context.Context, a *office.Ask, acc *accounts.Account, reason string) error {
	return o.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Password, Place: o.office.ProvinceCode(),
		Subject: acc.ID, Reason: reason, Of: resetting{acc.Username, acc.FullName}})
}

func (o *seconds) show(_ context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var of resetting
	err = json.Unmarshal(p.What, &of)
	return agreements.Card{What: errs.T("sessions end, one-time codes are turned off; who agrees is shown the temporary password once and hands it to the person"),
		Whom: of.FullName + " (" + of.Username + ")"}, err
}

// not says why somebody may not agree to a reset: it is of the own account.
func (o *seconds) not(taker *office.Ask, p *agreements.Proposal) error {
	if p.Subject == taker.Account {
		return OwnRoles()
	}
	return nil
}

// prepare makes a temporary password.
func (o *seconds) prepare(ctx context.Context, taker, by *office.Ask,
	p *agreements.Proposal) (*agreements.Doing, error) {
	if err := o.office.NeedFresh(taker); err != nil {
		return nil, err
	}
	if err := o.mayAccounts(by); err != nil {
		return nil, agreements.Still(err)
	}
	acc, err := accounts.Find(ctx, o.office.Reader(), p.Subject)
	if err != nil {
		return nil, err
	}
	if !acc.Disabled.IsZero() {
		return nil, agreements.Changed()
	}
	secret := credential.NewTemporaryPassword()
	hash, err := o.hasher.Hash(ctx, secret)
	if err != nil {
		return nil, err
	}
	return &agreements.Doing{Secret: secret, Whose: acc.FullName + " (" + acc.Username + ")",
		Do: func(ctx context.Context, tx *office.Tx) error {
			acc, err := accounts.Find(ctx, tx, p.Subject)
			if err != nil {
				return err
			}
			if err := o.ResetIn(ctx, tx, acc, hash); err != nil {
				return err
			}
			tx.Changed(office.TopicAccount)
			if err := accounts.Update(ctx, tx, acc); err != nil {
				return err
			}
			return tx.Note(ctx, office.Deed{Action: "account.reset", Kind: "account", Subject: office.IDText(acc.ID),
				Note: map[string]string{"username": acc.Username}})
		}}, nil
}
