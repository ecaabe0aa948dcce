package people

import (
	"cmp"
	"context"
	"sync"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
)

// Letter is what a person is handed on paper: the account with a temporary password, which is kept nowhere.
type Letter struct {
	Account  *accountrows.Account
	Password string
}

// Letters gives accounts temporary passwords, all of them or none: they must be changed at the first sign-in and open
// nothing after 72 hours; sessions end, one-time codes are turned off. The passwords are in the answer and nowhere
// else: who loses it asks again. A password takes 60 ms, so that progress is told. Errors: errs.Conflict where an
// account cannot have one.
func (o *acts) Letters(ctx context.Context, a *office.Ask, ids []int64, progress office.Progress) ([]Letter, error) {
	look, err := o.Look(ctx, a, Choice{Act: Reset, IDs: ids})
	if err == nil {
		err = o.office.NeedFresh(a)
	}
	if err == nil {
		err = look.refused()
	}
	if err != nil {
		return nil, err
	}
	done, err := o.office.Alone(a)
	if err != nil {
		return nil, err
	}
	defer done()
	letters := make([]Letter, len(look.Of))
	for i := range letters {
		letters[i] = Letter{look.Of[i].Account, credential.NewTemporaryPassword()}
	}
	hashes, err := o.hashAll(ctx, letters, progress)
	if err != nil {
		return nil, err
	}
	return letters, o.office.Each(ctx, a, func(tx *office.Tx) error {
		tx.Long()
		if err := o.acting(ctx, tx, a); err != nil {
			return err
		}
		now, err := byID(ctx, tx)
		if err != nil {
			return err
		}
		tx.Changed(office.TopicAccount)
		for i := range letters {
			acc := now[letters[i].Account.ID]
			if acc == nil {
				return office.NotYours()
			}
			if !acc.Disabled.IsZero() {
				return errs.New(errs.Conflict, "%s (%s): %s; nothing was done", acc.FullName, acc.Username,
					errs.T("the account is disabled"))
			}
			if second, err := o.accounts.NeedsSecond(ctx, tx, acc); err != nil || second {
				return cmp.Or(err, office.Forbidden())
			}
			if err := o.accounts.ResetIn(ctx, tx, acc, hashes[i]); err != nil {
				return err
			}
			if err := accountrows.Update(ctx, tx, acc); err != nil {
				return err
			}
			letters[i].Account = acc
			if err := tx.Note(ctx, office.Deed{Action: "account.reset", Kind: "account", Subject: office.IDText(acc.ID),
				Note: map[string]string{"username": acc.Username}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// hashAll hashes the passwords of letters, as many at once as the desk does; who signs in meanwhile waits for one. It
// tells progress from where it was called.
func (o *acts) hashAll(ctx context.Context, letters []Letter, progress office.Progress) ([]string, error) {
	out, failures := make([]string, len(letters)), make([]error, len(letters))
	next, done := make(chan int), make(chan int, len(letters))
	var work sync.WaitGroup
	for range accounts.Hashers {
		work.Go(func() {
			for i := range next {
				out[i], failures[i] = o.accounts.HashPassword(ctx, letters[i].Password)
				done <- i
			}
		})
	}
	defer work.Wait()
	defer close(next)
	var failed error
	given, hashed := 0, 0
	for hashed < given || given < len(letters) && failed == nil {
		to := next
		if given == len(letters) || failed != nil {
			to = nil // a channel that takes nothing
		}
		select {
		case to <- given:
			given++
		case i := <-done:
			hashed++
			if failed = cmp.Or(failed, failures[i]); failed == nil && progress != nil {
				progress(int64(hashed), int64(len(letters)))
			}
		}
	}
	return out, failed
}

// Waiting are the accounts that were made of a list and have no password yet.
func (o *acts) Waiting(ctx context.Context, a *office.Ask) (ids []int64, err error) {
	found, err := o.Find(ctx, a, Wanted{State: NoPassword})
	for _, acc := range found {
		ids = append(ids, acc.ID)
	}
	return ids, err
}
