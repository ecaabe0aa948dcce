package passkeys

import (
	"context"
	"encoding/json"
	"slices"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/proposals"
)

// lost are passkeys that an administrator takes away.
type lost struct{ *Desk }

// taking is a passkey that is to be taken away, as it is kept.
type taking struct {
	Account  int64  `json:"account"`
	Username string `json:"username"`
	FullName string `json:"full_name"`
	Name     string `json:"name"`
}

// TakeAway takes a passkey from somebody who has lost it, for who manages accounts. Errors: *agreements.Waits where a
// second person has to agree, who is told the reason; errs.Forbidden, errs.NotFound.
func (d *lost) TakeAway(ctx context.Context, a *office.Ask, account, id int64, reason string) error {
	if err := d.accounts.MayManage(a); err != nil {
		return err
	}
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	if a.Account == account {
		return accounts.OwnRoles()
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), account)
	if err != nil {
		return err
	}
	all, err := passkeys.Of(ctx, d.office.Reader(), account)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p passkeys.Passkey) bool { return p.ID == id })
	if i < 0 {
		return office.NotYours()
	}
	if d.agreements.Needed(proposals.Passkey, 1) {
		return d.agreements.Propose(ctx, a, agreements.In{Kind: proposals.Passkey, Place: d.office.ProvinceCode(),
			Subject: id, Reason: reason, Of: taking{account, acc.Username, acc.FullName, all[i].Name}})
	}
	deed := d.taken(acc, all[i].Name)
	return d.office.Do(ctx, a, &deed, func(tx *office.Tx) error { return d.drop(ctx, tx, account, id) })
}

func (d *lost) taken(acc *accountrows.Account, name string) office.Deed {
	return office.Deed{Action: "account.passkey_off", Kind: "account", Subject: office.IDText(acc.ID),
		Note: map[string]string{"username": acc.Username, "which": name}}
}

func (d *lost) drop(ctx context.Context, tx *office.Tx, account, id int64) error {
	tx.Changed(office.TopicAccount)
	if err := passkeys.Drop(ctx, tx, account, id); err != nil {
		return err
	}
	_, err := accountrows.EndSessions(ctx, tx, account, 0, 0)
	return err
}

func (d *lost) show(_ context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var of taking
	err = json.Unmarshal(p.What, &of)
	return agreements.Card{Whom: of.FullName + " (" + of.Username + ")",
		What: errs.T("the passkey “%s” is taken away and sessions end; the password stays as it is", of.Name)}, err
}

// not says why somebody may not agree: it is of the own account.
func (d *lost) not(taker *office.Ask, p *agreements.Proposal) error {
	var of taking
	if err := json.Unmarshal(p.What, &of); err != nil {
		return err
	}
	if of.Account == taker.Account {
		return accounts.OwnRoles()
	}
	return nil
}

// prepare looks whether a passkey is still there.
func (d *lost) prepare(ctx context.Context, taker, by *office.Ask,
	p *agreements.Proposal) (*agreements.Doing, error) {
	if err := d.office.NeedFresh(taker); err != nil {
		return nil, err
	}
	if err := d.accounts.MayManage(by); err != nil {
		return nil, agreements.Still(err)
	}
	var of taking
	if err := json.Unmarshal(p.What, &of); err != nil {
		return nil, err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), of.Account)
	if err != nil {
		return nil, err
	}
	return &agreements.Doing{Do: func(ctx context.Context, tx *office.Tx) error {
		if err := d.drop(ctx, tx, of.Account, p.Subject); err != nil {
			if errs.KindOf(err) == errs.NotFound {
				return agreements.Changed()
			}
			return err
		}
		return tx.Note(ctx, d.taken(acc, of.Name))
	}}, nil
}
