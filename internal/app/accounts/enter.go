package accounts

import (
	"context"

	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
)

// Entry is how a session begins: where it stands, what it is called on the record, which session it replaces (0: none),
// and what is written with it.
type Entry struct {
	Stage, Action string
	Ends          int64
	Do            func(*office.Tx) error
}

// Enter begins a session of an account, whose person has shown who he is, and returns its token. The session that it
// replaces ends, so that a token set by somebody else is worth nothing.
func (o *sessions) Enter(ctx context.Context, a *accounts.Account, in SignInInput, e Entry) (string, error) {
	token, now := credential.NewToken(), o.office.Now()
	s := accounts.Session{Account: a.ID, Stage: e.Stage, Address: in.From, Agent: cut200(in.Agent), Created: now,
		Seen: now, Fresh: now}
	k := &office.Ask{Account: a.ID, Username: a.Username, From: in.From, Session: e.Ends}
	deed := &office.Deed{Action: e.Action, Kind: "session"}
	return token, o.office.Do(ctx, k, deed, func(tx *office.Tx) error {
		if e.Do != nil {
			tx.Changed(office.TopicAccount)
			if err := e.Do(tx); err != nil {
				return err
			}
		}
		if e.Ends != 0 {
			tx.Changed(office.TopicAccount)
			if _, err := accounts.EndSessions(ctx, tx, a.ID, e.Ends, 0); err != nil {
				return err
			}
		}
		if err := accounts.CreateSession(ctx, tx, token, &s); err != nil {
			return err
		}
		deed.Subject = office.IDText(s.ID)
		return nil
	})
}

// StageAfter is where a session begins whose person was signed in by the program of the province: at the office's own
// second factor, where he has one and none was vouched for.
func (o *factors) StageAfter(ctx context.Context, a *accounts.Account, vouched bool) (string, error) {
	keys, err := o.Passkeys(ctx, a.ID)
	if err != nil {
		return "", err
	}
	switch stage := stageOf(a); {
	case !vouched && (a.TOTP != "" || keys > 0):
		return office.StageCode, nil
	case vouched && stage == office.StageIn:
		return office.StageVouched, nil
	default:
		return stage, nil
	}
}

// MayEnter reports whether an account may be entered without its password: it is not disabled, has a password of its
// own, and no temporary one whose time is over.
func (o *sessions) MayEnter(a *accounts.Account) bool {
	return a.Disabled.IsZero() && a.Password != "" && !a.Expired(o.office.Now())
}

// RefusedEntry notes that a sign-in without a password was refused, by what it was tried with.
func (o *sessions) RefusedEntry(a *office.Ask, from, with string) {
	k := &office.Ask{From: from}
	if a != nil {
		k = a
	}
	o.office.Saw(k, office.Deed{Action: "session.refused", Kind: "session", Note: map[string]string{"which": with}})
}

// factors are what people show beside the password, and where it belongs.
type factors struct{ *Desk }

// publicAddress is the setting with the address at which people reach the office.
const publicAddress = "public.address"

// Address is where people reach the office; "" where nobody has set it.
func (o *factors) Address(ctx context.Context) (string, error) {
	return o.office.Setting(ctx, publicAddress)
}

// Manages reports whether an actor manages accounts.
func (o *factors) Manages(a *office.Ask) bool { return o.mayAccounts(a) == nil }

// Party is where the passkeys of the office belong. Errors (errs.Invalid): it has no address that they can be bound to.
func (o *factors) Party(ctx context.Context) (credential.Party, error) {
	address, err := o.office.Setting(ctx, publicAddress)
	if err != nil {
		return credential.Party{}, err
	}
	return credential.PartyOf(address)
}

// Passkeys is how many passkeys an account has for the office's address of today.
func (o *factors) Passkeys(ctx context.Context, account int64) (int, error) {
	party, err := o.Party(ctx)
	if errs.KindOf(err) == errs.Invalid {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return passkeys.Count(ctx, o.office.Reader(), account, party.Host)
}

// Holders are how many passkeys each account has for the office's address of today. Who asks has looked at the rights.
func (o *factors) Holders(ctx context.Context) (map[int64]int, error) {
	party, err := o.Party(ctx)
	if errs.KindOf(err) == errs.Invalid {
		return map[int64]int{}, nil
	}
	if err != nil {
		return nil, err
	}
	return passkeys.Holders(ctx, o.office.Reader(), party.Host)
}

// MayManage refuses who does not manage accounts. Errors: errs.Forbidden.
func (o *Desk) MayManage(a *office.Ask) error { return o.mayAccounts(a) }
