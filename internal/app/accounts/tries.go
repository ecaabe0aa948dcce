package accounts

import (
	"context"
	"time"

	"giamngheo/internal/app/budget"
	"giamngheo/internal/office"
	"giamngheo/internal/store/allowances"
)

// Tries bounds how often passwords are tried: by address, and by account – where an address from which the account has
// signed in before has its own allowance of passwords, so that a stranger cannot lock its owner out. Codes have one
// allowance an account, wherever they come from: who guesses at them has the password. Right passwords are no guesses.
// What is kept of a name is its hash, and it is kept in the database: a restart frees nobody, and shuts no owner out.
type Tries struct{ budget *budget.Desk }

// How long an address is known by which an account signed in.
const knownFor = 30 * 24 * time.Hour

// The allowances: 10 wrong passwords a minute an account, 100 an hour an address.
const (
	perAccount   = 6 * time.Second
	perAddress   = 36 * time.Second
	accountBurst = 10
	addressBurst = 60 // of which most are not finished yet where a whole class signs in at once
)

// tried is what is guessed at: each has its own allowance of an account.
type tried string

const (
	triesPassword tried = "password"
	triesCode     tried = "code"
)

func knownName(account, address string) allowances.Name {
	return allowances.NameOf("known", account, address)
}

// try is a guess that was allowed.
type try struct{ *budget.Taken }

// allow takes a guess from the allowances of an address and of an account, or says how long to wait.
func (t *Tries) allow(ctx context.Context, what tried, account, address string) (*try, time.Duration, error) {
	from := allowances.NameOf("address", address)
	byAccount := allowances.NameOf(string(what), account)
	byBoth := allowances.NameOf(string(what), account, address)
	if wait := t.budget.Held(from); wait > 0 {
		return nil, wait, nil
	}
	asked := func(known func(allowances.Name) (bool, error)) ([]*allowances.Allowance, error) {
		own := byAccount
		if what == triesPassword {
			if is, err := known(knownName(account, address)); err != nil {
				return nil, err
			} else if is {
				own = byBoth
			}
		}
		return []*allowances.Allowance{{Name: from, Every: perAddress, Burst: addressBurst},
			{Name: own, Every: perAccount, Burst: accountBurst}}, nil
	}
	taken, wait, err := t.budget.Take(ctx, asked)
	if err != nil || wait > 0 {
		return nil, wait, err
	}
	return &try{taken}, 0, nil
}

// right gives back what a guess took: it was none.
func (t *try) right(ctx context.Context) error { return t.Back(ctx) }

// succeeded is right, and remembers that an account has signed in from an address, which has its full allowance there
// again.
func (t *Tries) succeeded(ctx context.Context, one *try, account, address string, now time.Time) error {
	return one.Back(ctx, func(ctx context.Context, tx *office.Tx) error {
		if err := allowances.Clear(ctx, tx, allowances.NameOf(string(triesPassword), account, address)); err != nil {
			return err
		}
		return allowances.Set(ctx, tx, knownName(account, address), now.Add(knownFor))
	})
}

// guess takes a guess of what somebody types at an address of the office, signed in or (a is nil) not. Errors:
// errs.Unavailable after too many, which goes on the record.
func (o *sessions) guess(ctx context.Context, a *office.Ask, what tried, account, from, here string) (*try, error) {
	one, wait, err := o.tries.allow(ctx, what, account, from)
	if err == nil && wait > 0 {
		o.turned.Refused(a, from, here, "503")
		err = tooOften(wait)
	}
	return one, err
}
