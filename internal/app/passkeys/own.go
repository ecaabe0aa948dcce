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

	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
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
	lib, o, err := d.self(ctx, a)
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
	options, session, err := lib.BeginRegistration(o,
		webauthn.WithExclusions(webauthn.Credentials(o.keys).CredentialDescriptors()))
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
	at, err := d.accounts.Party(ctx)
	if err != nil && errs.KindOf(err) != errs.Invalid {
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
		if acc.TOTP == "" && !d.accounts.CodesFrom(acc).IsZero() && last(all, at.Host, id) {
			return errs.New(errs.Conflict,
				"this is your last second factor, and your role signs in with one: set up another one first")
		}
		return passkeys.Drop(ctx, tx, a.Account, id)
	})
}

// last reports whether a passkey is the only one that can be used at a host.
func last(all []passkeys.Passkey, host string, id int64) bool {
	others, here := false, false
	for i := range all {
		if all[i].Host == host && all[i].Doubted.IsZero() {
			here, others = here || all[i].ID == id, others || all[i].ID != id
		}
	}
	return here && !others
}
