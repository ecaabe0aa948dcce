// Package people makes, changes, moves and ends the accounts of many people at once: of a list in a workbook, and of
// those that are chosen; and makes the letters with which they sign in for the first time.
package people

import (
	"context"

	"giamngheo/internal/access"
	"giamngheo/internal/app/accounts"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/roster"
	"giamngheo/internal/store"
	accountrows "giamngheo/internal/store/accounts"
)

// Desk acts on many accounts at once.
type Desk struct {
	*lists
	*acts

	office   *office.Office
	accounts *accounts.Desk
	words    *roster.Words
}

// New makes the desk.
func New(office *office.Office, accounts *accounts.Desk, words *roster.Words) *Desk {
	d := &Desk{office: office, accounts: accounts, words: words}
	d.lists, d.acts = &lists{d}, &acts{d}
	return d
}

// may refuses who does not manage accounts; the command line does.
func (o *Desk) may(a *office.Ask) error {
	if a.From == "cli" || o.office.May(a, access.ManageAccounts) {
		return nil
	}
	return office.Forbidden()
}

// against says why a role cannot be held beside others; nil: it can.
func (o *Desk) against(held []access.Grant, g access.Grant) *errs.Text {
	err := o.accounts.CheckGrant(g)
	if err == nil {
		err = o.accounts.Apart(held, g)
	}
	if err == nil {
		return nil
	}
	return reasonOf(err)
}

// byID are all accounts by their ids: of many they are read at once and not one by one.
func byID(ctx context.Context, from store.Reader) (map[int64]*accountrows.Account, error) {
	all, err := accountrows.All(ctx, from)
	out := make(map[int64]*accountrows.Account, len(all))
	for _, acc := range all {
		out[acc.ID] = acc
	}
	return out, err
}

// acting refuses, inside the transaction, an actor who may manage accounts no more: of two administrators who take each
// other's role at once, the second is refused.
func (o *Desk) acting(ctx context.Context, from store.Reader, a *office.Ask) error {
	if a.From == "cli" {
		return nil
	}
	acc, err := accountrows.Find(ctx, from, a.Account)
	if err != nil {
		return err
	}
	if !acc.Disabled.IsZero() || access.Where(acc.Grants, access.ManageAccounts, o.office.Day()).Nowhere() {
		return office.Forbidden()
	}
	return nil
}
