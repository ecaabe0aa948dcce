package sso

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/proposals"
	"giamngheo/internal/store/sso"
)

// links are which subjects are which accounts.
type links struct{ *Desk }

// pending is a subject whose person has shown who he is there, and has to do so here.
type pending struct {
	Issuer  string `json:"issuer"`
	Subject string `json:"subject"`
}

// Own are the links of the actor's own account.
func (d *links) Own(ctx context.Context, a *office.Ask) ([]sso.Link, error) {
	return sso.Of(ctx, d.office.Reader(), a.Account)
}

// Of are the links of an account, for who manages accounts. Errors: errs.Forbidden.
func (d *links) Of(ctx context.Context, a *office.Ask, account int64) ([]sso.Link, error) {
	if err := d.accounts.MayManage(a); err != nil {
		return nil, err
	}
	return sso.Of(ctx, d.office.Reader(), account)
}

// Waiting is the subject with which the browser came back and that is linked to no account yet; "" where there is none.
func (d *links) Waiting(ctx context.Context, browser string) (string, error) {
	if browser == "" {
		return "", nil
	}
	q, err := passkeys.Look(ctx, d.office.Reader(), hashed(toConfirm+browser))
	if err != nil || q.Purpose != toConfirm || d.office.Now().After(q.Until) {
		return "", office.IgnoreNotFound(err)
	}
	var p pending
	err = json.Unmarshal(q.Data, &p)
	return p.Subject, err
}

// Link links the subject with which the browser came back to the actor's own account, who has given his password
// lately. Errors: errs.Forbidden, errs.Invalid where none waits, errs.Conflict where it is somebody's already.
func (d *links) Link(ctx context.Context, a *office.Ask, browser string) error {
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	var p pending
	if err := d.take(ctx, toConfirm, hashed(toConfirm+browser), &p); err != nil {
		return err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), a.Account)
	if err != nil {
		return err
	}
	deed := d.deed("account.sso_on", acc, p.Subject)
	return d.office.Do(ctx, a, &deed, func(tx *office.Tx) error { return d.add(ctx, tx, acc.ID, a.Account, p) })
}

func (d *links) add(ctx context.Context, tx *office.Tx, account, by int64, p pending) error {
	tx.Changed(office.TopicAccount)
	had, err := sso.Of(ctx, tx, account)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(had, func(l sso.Link) bool { return l.Issuer == p.Issuer }) {
		return errs.New(errs.Conflict, "this account is linked to an outside account already: end that link first")
	}
	return sso.Add(ctx, tx, &sso.Link{Province: string(d.office.ProvinceCode()), Account: account, Issuer: p.Issuer,
		Subject: p.Subject, By: by, Made: d.office.Now()})
}

func (d *links) deed(action string, acc *accountrows.Account, subject string) office.Deed {
	return office.Deed{Action: action, Kind: "account", Subject: office.IDText(acc.ID),
		Note: map[string]string{"username": acc.Username, "which": subject}}
}

// Unlink ends a link, of the actor's own account or, for who manages accounts, of another one. Errors: errs.Forbidden,
// errs.NotFound.
func (d *links) Unlink(ctx context.Context, a *office.Ask, account, id int64) error {
	if a.Account != account {
		if err := d.accounts.MayManage(a); err != nil {
			return err
		}
	}
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), account)
	if err != nil {
		return err
	}
	deed := d.deed("account.sso_off", acc, "")
	return d.office.Do(ctx, a, &deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		return sso.Drop(ctx, tx, account, id)
	})
}

// linking is a link that an administrator proposes, as it is kept.
type linking struct {
	pending

	Username string `json:"username"`
	FullName string `json:"full_name"`
}

// Propose has an administrator link a subject to somebody's account: it opens that account, so that a second person
// has to agree. Errors: *agreements.Waits, errs.Forbidden, errs.NotFound, errs.Invalid.
func (d *links) Propose(ctx context.Context, a *office.Ask, account int64, subject, reason string) error {
	if err := d.accounts.MayManage(a); err != nil {
		return err
	}
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	if a.Account == account {
		return accounts.OwnRoles()
	}
	d.mu.Lock()
	issuer := d.cfg.Issuer
	d.mu.Unlock()
	if issuer == "" {
		return office.NotYours()
	}
	if subject = strings.TrimSpace(subject); !isSubject(subject) {
		return errs.New(errs.Invalid, "write the code of the outside account, as its person sees it when he signs in there")
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), account)
	if err != nil {
		return err
	}
	p := linking{pending{issuer, subject}, acc.Username, acc.FullName}
	if !d.agreements.Needed(proposals.Link, 1) {
		deed := d.deed("account.sso_on", acc, subject)
		return d.office.Do(ctx, a, &deed, func(tx *office.Tx) error {
			return d.add(ctx, tx, account, a.Account, p.pending)
		})
	}
	return d.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Link, Place: d.office.ProvinceCode(),
		Subject: account, Reason: reason, Of: p})
}

func (d *links) show(_ context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var of linking
	err = json.Unmarshal(p.What, &of)
	return agreements.Card{Whom: of.FullName + " (" + of.Username + ")",
		What: errs.T("who is “%s” at %s signs in as this person", of.Subject, of.Issuer)}, err
}

// not says why somebody may not agree: it is of the own account.
func (d *links) not(taker *office.Ask, p *agreements.Proposal) error {
	if p.Subject == taker.Account {
		return accounts.OwnRoles()
	}
	return nil
}

// prepare looks whether the account is still there.
func (d *links) prepare(ctx context.Context, taker, by *office.Ask,
	p *agreements.Proposal) (*agreements.Doing, error) {
	if err := d.office.NeedFresh(taker); err != nil {
		return nil, err
	}
	if err := d.accounts.MayManage(by); err != nil {
		return nil, agreements.Still(err)
	}
	var of linking
	if err := json.Unmarshal(p.What, &of); err != nil {
		return nil, err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), p.Subject)
	if err != nil {
		return nil, err
	}
	if !acc.Disabled.IsZero() {
		return nil, agreements.Changed()
	}
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		if err := d.add(ctx, tx, acc.ID, by.Account, of.pending); err != nil {
			return err
		}
		return tx.Note(ctx, d.deed("account.sso_on", acc, of.Subject))
	}}, nil
}
