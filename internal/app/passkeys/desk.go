// Package passkeys signs people in with passkeys (WebAuthn): alone, as the second factor, and again before what is
// sensitive.
package passkeys

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/agreements"
	"giamngheo/internal/app/budget"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/proposals"
)

// Desk keeps passkeys.
type Desk struct {
	*doors
	*lost

	office     *office.Office
	accounts   *accounts.Desk
	budget     *budget.Desk
	agreements *agreements.Desk
}

// New makes the desk.
func New(office *office.Office, people *accounts.Desk, budget *budget.Desk, second *agreements.Desk) *Desk {
	d := &Desk{office: office, accounts: people, budget: budget, agreements: second}
	d.doors, d.lost = &doors{d}, &lost{d}
	second.Handle(proposals.Passkey, agreements.Way{Title: errs.T("Passkey taken away"),
		Prepare: d.prepare, Show: d.show, Not: d.not})
	return d
}

// Begin drops the questions that nobody answered in time.
func (d *Desk) Begin() {
	d.office.Tending("passkeys", func(ctx context.Context) error {
		return d.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) error {
			return passkeys.Sweep(ctx, tx, d.office.Now())
		})
	})
}

// Purpose is what a passkey is asked for; a question of one purpose is no answer to another.
type Purpose string

// The purposes.
const (
	SignIn   Purpose = "sign_in"  // alone
	Second   Purpose = "second"   // after the password
	Register Purpose = "register" // a new one
	Confirm  Purpose = "confirm"  // again, before what is sensitive
)

// Bounds: how long a question stands, how many passkeys one has, how long a name and an answer may be, and how often
// an address is asked.
const (
	stands     = 5 * time.Minute
	mostKeys   = 10
	mostName   = 60    // letters
	mostAnswer = 32000 // bytes; an answer with the certificates of a maker has some thousands
)

var asking = budget.Bound{What: "passkey", Every: 6 * time.Second, Burst: 60}

// record is what is kept, sealed, of a passkey.
type record struct {
	Handle     []byte              `json:"handle"` // what the passkey knows its owner by: random, the same for all of one
	Credential webauthn.Credential `json:"credential"`
}

// owner is an account as the library knows it.
type owner struct {
	handle         []byte
	name, fullName string
	keys           []webauthn.Credential
}

func (o *owner) WebAuthnID() []byte                         { return o.handle }
func (o *owner) WebAuthnName() string                       { return o.name }
func (o *owner) WebAuthnDisplayName() string                { return o.fullName }
func (o *owner) WebAuthnCredentials() []webauthn.Credential { return o.keys }

// party is the library for the office's address. Errors (errs.Invalid): there is none that passkeys can be bound to.
func (d *Desk) party(ctx context.Context) (*webauthn.WebAuthn, credential.Party, error) {
	at, err := d.accounts.Party(ctx)
	if err != nil {
		return nil, at, err
	}
	wait := webauthn.TimeoutConfig{Timeout: stands, TimeoutUVD: stands} // kept by the question's own moment
	lib, err := webauthn.New(&webauthn.Config{RPID: at.Host, RPDisplayName: "giamngheo", RPOrigins: []string{at.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired,
			RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired},
		Timeouts: webauthn.TimeoutsConfig{Login: wait, Registration: wait}})
	return lib, at, err
}

// ownerOf is an account with its passkeys for a host, but for those of which there may be a copy.
func (d *Desk) ownerOf(ctx context.Context, acc *accountrows.Account, host string) (*owner, error) {
	all, err := passkeys.Of(ctx, d.office.Reader(), acc.ID)
	if err != nil {
		return nil, err
	}
	o := &owner{name: acc.Username, fullName: acc.FullName}
	for i := range all {
		r, err := read(&all[i])
		if err != nil {
			return nil, err
		}
		o.handle = r.Handle
		if all[i].Host == host && all[i].Doubted.IsZero() {
			o.keys = append(o.keys, r.Credential)
		}
	}
	return o, nil
}

func read(p *passkeys.Passkey) (r record, err error) {
	err = json.Unmarshal(p.Record, &r)
	return r, err
}

// Question is what a browser asks a passkey, with the number by which its answer comes back.
type Question struct {
	ID      string `json:"id"`
	Options any    `json:"options"`
}

// Ready says why passkeys cannot be used here; nil: they can.
func (d *Desk) Ready(ctx context.Context) error {
	_, _, err := d.party(ctx)
	return err
}

// Ask begins: a question to sign in with (nobody is signed in), or as the second factor of a session. It does not
// depend on who somebody says he is. Errors: errs.TooMany, errs.Invalid where passkeys cannot be used.
func (d *Desk) Ask(ctx context.Context, a *office.Ask, from string) (*Question, error) {
	if err := d.budget.Bounded(ctx, asking, from); err != nil {
		return nil, err
	}
	lib, _, err := d.party(ctx)
	if err != nil {
		return nil, err
	}
	if a != nil && a.Stage == office.StageCode {
		return d.askOwn(ctx, a, Second)
	}
	options, session, err := lib.BeginDiscoverableLogin()
	if err != nil {
		return nil, err
	}
	return d.keep(ctx, SignIn, nil, options, session)
}

// AskAgain begins a confirmation: a question to one of the actor's own passkeys.
func (d *Desk) AskAgain(ctx context.Context, a *office.Ask) (*Question, error) {
	return d.askOwn(ctx, a, Confirm)
}

// self is the actor with the passkeys that can be used at the office's address of today. Errors (errs.Invalid): it has
// none that they can be bound to.
func (d *Desk) self(ctx context.Context, a *office.Ask) (*webauthn.WebAuthn, *owner, error) {
	lib, at, err := d.party(ctx)
	if err != nil {
		return nil, nil, err
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), a.Account)
	if err != nil {
		return nil, nil, err
	}
	o, err := d.ownerOf(ctx, acc, at.Host)
	return lib, o, err
}

// askOwn asks one of the actor's own passkeys.
func (d *Desk) askOwn(ctx context.Context, a *office.Ask, what Purpose) (*Question, error) {
	lib, o, err := d.self(ctx, a)
	if err != nil {
		return nil, err
	}
	if len(o.keys) == 0 {
		return nil, errs.New(errs.Invalid, "you have no passkey that can be used here")
	}
	options, session, err := lib.BeginLogin(o)
	if err != nil {
		return nil, err
	}
	return d.keep(ctx, what, a, options, session)
}

// keep keeps what the answer is compared with.
func (d *Desk) keep(ctx context.Context, what Purpose, a *office.Ask, options any,
	session *webauthn.SessionData) (*Question, error) {
	data, err := json.Marshal(session)
	if err != nil {
		return nil, err
	}
	q := passkeys.Question{ID: credential.NewToken(), Purpose: string(what), Until: d.office.Now().Add(stands),
		Data: data}
	if a != nil {
		q.Account, q.Session = a.Account, a.Session
	}
	err = d.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) error { return passkeys.Ask(ctx, tx, &q) })
	return &Question{q.ID, options}, err
}

// take takes a question of a purpose and of the actor's session away, whatever then becomes of it. Errors
// (errs.Invalid): it was answered, is of something else, or its time is over.
func (d *Desk) take(ctx context.Context, a *office.Ask, what Purpose, id string) (*webauthn.SessionData, error) {
	var q *passkeys.Question
	err := d.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) (err error) {
		q, err = passkeys.Take(ctx, tx, id)
		return err
	})
	if err != nil {
		if errs.KindOf(err) == errs.NotFound {
			err = over()
		}
		return nil, err
	}
	if q.Purpose != string(what) || d.office.Now().After(q.Until) ||
		a != nil && (q.Account != a.Account || q.Session != a.Session) {
		return nil, over()
	}
	var session webauthn.SessionData
	return &session, json.Unmarshal(q.Data, &session)
}

func over() error {
	return errs.New(errs.Invalid, "this took longer than five minutes or was sent twice: try again")
}

func notAccepted() error {
	return errs.New(errs.Invalid,
		"this passkey was not accepted: try again, or sign in with the password; who has lost the passkey asks the administrator")
}
