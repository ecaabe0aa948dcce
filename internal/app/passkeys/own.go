package passkeys

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/proposals"
)

// Key is a passkey as its owner and the administrators see it.
type Key struct {
	passkeys.Passkey

	Elsewhere bool // it was made for another address of the office, and opens nothing here
}

// Own are the actor's passkeys.
func (d *Desk) Own(ctx context.Context, a *office.Ask) ([]Key, error) {
	return d.keysOf(ctx, a.Account)
}

// Of are the passkeys of an account, for who manages accounts. Errors: errs.Forbidden.
func (d *Desk) Of(ctx context.Context, a *office.Ask, account int64) ([]Key, error) {
	if err := d.accounts.MayManage(a); err != nil {
		return nil, err
	}
	return d.keysOf(ctx, account)
}

func (d *Desk) keysOf(ctx context.Context, account int64) (out []Key, err error) {
	all, err := passkeys.Of(ctx, d.office.Reader(), account)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at, err := d.accounts.Party(ctx)
	if err != nil && errs.KindOf(err) != errs.Invalid {
		return nil, err
	}
	for _, p := range all {
		p.Record = nil
		out = append(out, Key{p, p.Host != at.Host})
	}
	return out, nil
}

// AskNew begins to register a passkey of the actor's own. Errors: errs.Forbidden where the password was given too long
// ago, errs.Invalid where passkeys cannot be used, errs.Conflict where there are too many.
func (d *Desk) AskNew(ctx context.Context, a *office.Ask) (*Question, error) {
	if err := d.office.NeedFresh(a); err != nil {
		return nil, err
	}
	lib, at, err := d.party(ctx)
	if err != nil {
		return nil, err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), a.Account)
	if err != nil {
		return nil, err
	}
	o, err := d.ownerOf(ctx, acc, at.Host)
	if err != nil {
		return nil, err
	}
	if len(o.keys) >= mostKeys {
		return nil, errs.New(errs.Conflict, "you have %d passkeys already: remove one first", mostKeys)
	}
	if o.handle == nil {
		o.handle = make([]byte, 32)
		if _, err := rand.Read(o.handle); err != nil {
			return nil, err
		}
	}
	options, session, err := lib.BeginRegistration(o, webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
	if err != nil {
		return nil, err
	}
	return d.keep(ctx, Register, a, options, session)
}

// Add registers a passkey of the actor's own under a name. Errors (errs.Invalid): it is not right; errs.Conflict: it is
// somebody's already.
func (d *Desk) Add(ctx context.Context, a *office.Ask, in Answer, name string) error {
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	if n := len([]rune(name)); n == 0 || n > mostName {
		return errs.New(errs.Invalid, "give the passkey a name, by which you know the device (at most %d letters)", mostName)
	}
	session, err := d.take(ctx, a, Register, in.Question)
	if err != nil {
		return err
	}
	lib, at, err := d.party(ctx)
	if err != nil {
		return err
	}
	made, err := d.made(lib, session, in)
	if err != nil {
		return err
	}
	p := &passkeys.Passkey{Province: string(d.office.ProvinceCode()), Account: a.Account, Host: at.Host, Name: name,
		Credential: base64.RawURLEncoding.EncodeToString(made.ID), Made: d.office.Now()}
	made.Attestation = webauthn.CredentialAttestation{} // nothing of the device's maker is asked or kept
	if p.Record, err = json.Marshal(record{session.UserID, *made}); err != nil {
		return err
	}
	deed := &office.Deed{Action: "account.passkey_on", Kind: "account", Subject: office.IDText(a.Account),
		Note: map[string]string{"which": name}}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		had, err := passkeys.Of(ctx, tx, a.Account)
		if err != nil {
			return err
		}
		if len(had) >= mostKeys {
			return errs.New(errs.Conflict, "you have %d passkeys already: remove one first", mostKeys)
		}
		return passkeys.Add(ctx, tx, p)
	})
}

// made is what was registered, where it is right.
func (d *Desk) made(lib *webauthn.WebAuthn, session *webauthn.SessionData, in Answer) (*webauthn.Credential, error) {
	refused := errs.New(errs.Invalid, "the passkey was not registered: try again, or choose another device")
	if len(in.Signed) > mostAnswer {
		return nil, refused
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes([]byte(in.Signed))
	if err != nil {
		return nil, refused
	}
	made, err := lib.CreateCredential(&owner{handle: session.UserID}, *session, parsed)
	if err != nil {
		return nil, refused
	}
	return made, nil
}

// Remove takes one of the actor's own passkeys away. Errors (errs.Conflict): it is the last second factor of a role
// that must have one; errs.Forbidden where the password was given too long ago.
func (d *Desk) Remove(ctx context.Context, a *office.Ask, id int64) error {
	if err := d.office.NeedFresh(a); err != nil {
		return err
	}
	deed := &office.Deed{Action: "account.passkey_off", Kind: "account", Subject: office.IDText(a.Account)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		acc, err := accountrows.Find(ctx, tx, a.Account)
		if err != nil {
			return err
		}
		all, err := passkeys.Of(ctx, tx, a.Account)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p passkeys.Passkey) bool { return p.ID == id })
		if i < 0 {
			return office.NotYours()
		}
		deed.Note = map[string]string{"which": all[i].Name}
		if acc.TOTP == "" && !d.accounts.CodesFrom(acc).IsZero() && d.last(ctx, all, id) {
			return errs.New(errs.Conflict,
				"this is your last second factor, and your role signs in with one: set up another one first")
		}
		return passkeys.Drop(ctx, tx, a.Account, id)
	})
}

// last reports whether a passkey is the only one that can be used here.
func (d *Desk) last(ctx context.Context, all []passkeys.Passkey, id int64) bool {
	at, err := d.accounts.Party(ctx)
	if err != nil {
		return false
	}
	others, here := false, false
	for i := range all {
		if all[i].Host == at.Host && all[i].Doubted.IsZero() {
			here, others = here || all[i].ID == id, others || all[i].ID != id
		}
	}
	return here && !others
}

// taking is a passkey that is to be taken away, as it is kept.
type taking struct {
	Account  int64  `json:"account"`
	Username string `json:"username"`
	FullName string `json:"full_name"`
	Name     string `json:"name"`
}

// TakeAway takes a passkey from somebody who has lost it, for who manages accounts. Errors: *agreements.Waits where a
// second person has to agree, who is told the reason; errs.Forbidden, errs.NotFound.
func (d *Desk) TakeAway(ctx context.Context, a *office.Ask, account, id int64, reason string) error {
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

func (d *Desk) taken(acc *accountrows.Account, name string) office.Deed {
	return office.Deed{Action: "account.passkey_off", Kind: "account", Subject: office.IDText(acc.ID),
		Note: map[string]string{"username": acc.Username, "which": name}}
}

func (d *Desk) drop(ctx context.Context, tx *office.Tx, account, id int64) error {
	tx.Changed(office.TopicAccount)
	if err := passkeys.Drop(ctx, tx, account, id); err != nil {
		return err
	}
	_, err := accountrows.EndSessions(ctx, tx, account, 0, 0)
	return err
}

func (d *Desk) show(_ context.Context, p *agreements.Proposal) (c agreements.Card, err error) {
	var of taking
	err = json.Unmarshal(p.What, &of)
	return agreements.Card{Whom: of.FullName + " (" + of.Username + ")",
		What: errs.T("the passkey “%s” is taken away and sessions end; the password stays as it is", of.Name)}, err
}

// not says why somebody may not agree: it is of the own account.
func (d *Desk) not(taker *office.Ask, p *agreements.Proposal) error {
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
func (d *Desk) prepare(ctx context.Context, taker, by *office.Ask,
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
