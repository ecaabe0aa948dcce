package passkeys

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"slices"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
)

// Answer is what a browser sends back: the number of the question, and what the passkey signed, as JSON.
type Answer struct{ Question, Signed string }

// doors are what a passkey opens.
type doors struct{ *Desk }

// shown is a passkey that has signed what it was asked.
type shown struct {
	row  *passkeys.Passkey
	acc  *accountrows.Account
	kept record
	was  []byte // the record before
}

// Enter signs in with a passkey: alone where nobody is signed in, else as the second factor of the actor's session. It
// returns the token of the new session. Errors (errs.Invalid): it is not accepted; errs.Forbidden where there may be a
// copy of it.
func (d *doors) Enter(ctx context.Context, a *office.Ask, in Answer, from accounts.SignInInput) (token, stage string,
	err error) {
	purpose, ends := SignIn, int64(0)
	if a != nil && a.Stage == office.StageCode {
		purpose, ends = Second, a.Session
	} else {
		a = nil
	}
	s, err := d.check(ctx, a, purpose, in)
	if err == nil && !d.accounts.MayEnter(s.acc) {
		err = notAccepted()
	}
	if err != nil {
		if errs.KindOf(err) == errs.Invalid {
			d.accounts.RefusedEntry(a, from.From, "passkey")
		}
		return "", "", err
	}
	stage = office.StageIn
	if s.acc.MustChange {
		stage = office.StageChange
	}
	token, err = d.accounts.Enter(ctx, s.acc, from, accounts.Entry{Stage: stage, Action: "session.passkey", Ends: ends,
		Do: func(tx *office.Tx) error { return d.used(ctx, tx, s) }})
	return token, stage, err
}

// Confirm takes a passkey instead of the password before what is sensitive. Errors: as of Enter.
func (d *doors) Confirm(ctx context.Context, a *office.Ask, in Answer) error {
	s, err := d.check(ctx, a, Confirm, in)
	if err != nil {
		return err
	}
	deed := &office.Deed{Action: "session.confirm", Kind: "session", Subject: office.IDText(a.Session)}
	return d.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		if err := d.used(ctx, tx, s); err != nil {
			return err
		}
		return accountrows.SetSessionStage(ctx, tx, a.Session, a.Stage, d.office.Now())
	})
}

// check takes a question away and looks whether a passkey has answered it rightly.
func (d *doors) check(ctx context.Context, a *office.Ask, what Purpose, in Answer) (*shown, error) {
	session, err := d.take(ctx, a, what, in.Question)
	if err != nil {
		return nil, err
	}
	lib, at, err := d.party(ctx)
	if err != nil {
		return nil, err
	}
	if len(in.Signed) > mostAnswer {
		return nil, notAccepted()
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes([]byte(in.Signed))
	if err != nil {
		return nil, notAccepted()
	}
	s, err := d.whose(ctx, parsed.RawID, at.Host)
	if err != nil {
		return nil, err
	}
	if a != nil && s.acc.ID != a.Account {
		return nil, notAccepted()
	}
	o, err := d.ownerOf(ctx, s.acc, at.Host)
	if err != nil {
		return nil, err
	}
	o.handle = s.kept.Handle
	if !s.row.Doubted.IsZero() { // its signature is looked at before anybody is told why it opens nothing
		o.keys, session.AllowedCredentialIDs = append(o.keys, s.kept.Credential), nil
	}
	var now *webauthn.Credential
	if what == SignIn {
		who := func(_, _ []byte) (webauthn.User, error) { return o, nil }
		_, now, err = lib.ValidatePasskeyLogin(who, *session, parsed)
	} else {
		now, err = lib.ValidateLogin(o, *session, parsed)
	}
	switch {
	case err != nil:
		return nil, notAccepted()
	case now.Authenticator.CloneWarning || !s.row.Doubted.IsZero():
		return nil, d.doubt(ctx, s, a)
	}
	s.kept.Credential = *now
	return s, nil
}

// whose is the passkey with a credential's id. Errors (errs.Invalid): nobody's, or not of this host.
func (d *doors) whose(ctx context.Context, id []byte, host string) (*shown, error) {
	row, err := passkeys.Find(ctx, d.office.Reader(), base64.RawURLEncoding.EncodeToString(id))
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return nil, err
	}
	if err != nil || row.Host != host {
		return nil, notAccepted()
	}
	s := &shown{row: row, was: slices.Clone(row.Record)}
	if s.kept, err = read(row); err != nil {
		return nil, err
	}
	s.acc, err = accountrows.Find(ctx, d.office.Reader(), row.Account)
	return s, err
}

// used writes that a passkey was used. Errors (errs.Invalid): it was used elsewhere meanwhile.
func (d *doors) used(ctx context.Context, tx *office.Tx, s *shown) error {
	row, err := passkeys.Find(ctx, tx, s.row.Credential)
	if err != nil || !bytes.Equal(row.Record, s.was) {
		return notAccepted()
	}
	if row.Record, err = json.Marshal(s.kept); err != nil {
		return err
	}
	row.Used = d.office.Now()
	return passkeys.Set(ctx, tx, row)
}

// doubt closes a passkey whose counter went back: somebody may have a copy. It is on the record, its owner and the
// administrators are told, and it opens nothing until it is made anew. Errors: errs.Forbidden, always.
func (d *doors) doubt(ctx context.Context, s *shown, a *office.Ask) error {
	if s.row.Doubted.IsZero() {
		k := &office.Ask{Account: s.acc.ID, Username: s.acc.Username}
		if a != nil {
			k = a
		}
		s.row.Doubted = d.office.Now()
		deed := &office.Deed{Action: "session.passkey_copied", Kind: "account", Subject: office.IDText(s.acc.ID),
			Note: map[string]string{"username": s.acc.Username, "which": s.row.Name}}
		err := d.office.Do(ctx, k, deed, func(tx *office.Tx) error {
			tx.Changed(office.TopicAccount)
			return passkeys.Set(ctx, tx, s.row)
		})
		if err != nil {
			return err
		}
	}
	return errs.New(errs.Forbidden,
		"there may be a copy of this passkey, so that it opens nothing any more: sign in another way, remove it, and tell the administrator")
}
