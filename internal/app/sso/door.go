package sso

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"encoding/json"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	"giamngheo/internal/store/passkeys"
	"giamngheo/internal/store/sso"
)

// doors are the ways out to the other program and back.
type doors struct{ *Desk }

// The purposes of what is kept while somebody is on the way.
const (
	onTheWay  = "sso"
	toConfirm = "sso_link"
)

// way is what is kept while somebody is at the other program.
type way struct {
	Browser  string `json:"browser"` // the hash of what the browser keeps
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Next     string `json:"next"`
}

// Out is where a browser is sent, and what it keeps until it is back.
type Out struct{ Address, Browser string }

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// SetOut sends a person at an address to the other program, from where he comes back to a page of the office. Errors:
// errs.TooMany, errs.Unavailable where the program does not answer, errs.Invalid, errs.NotFound where there is none.
func (d *doors) SetOut(ctx context.Context, from, next string) (*Out, error) {
	if err := d.budget.Bounded(ctx, settingOut, from); err != nil {
		return nil, err
	}
	exchange, _, _, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	state, browser := credential.NewToken(), credential.NewToken()
	w := way{Browser: hashed(browser), Nonce: credential.NewToken(), Verifier: oauth2.GenerateVerifier(), Next: next}
	if err := d.keep(ctx, onTheWay, hashed(state), w); err != nil {
		return nil, err
	}
	return &Out{Browser: browser, Address: exchange.AuthCodeURL(state, oidc.Nonce(w.Nonce),
		oauth2.S256ChallengeOption(w.Verifier))}, nil
}

// keep keeps something for the length of a way.
func (d *Desk) keep(ctx context.Context, what, id string, of any) error {
	data, err := json.Marshal(of)
	if err != nil {
		return err
	}
	q := passkeys.Question{ID: id, Purpose: what, Until: d.office.Now().Add(wayLasts), Data: data}
	return d.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) error { return passkeys.Ask(ctx, tx, &q) })
}

// take takes what was kept away: it is used once. Errors (errs.Invalid): it is not there, or its time is over.
func (d *Desk) take(ctx context.Context, what, id string, of any) error {
	var q *passkeys.Question
	err := d.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) (err error) {
		q, err = passkeys.Take(ctx, tx, id)
		return err
	})
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	if err != nil || q.Purpose != what || d.office.Now().After(q.Until) {
		return errs.New(errs.Invalid, "this way of signing in took longer than ten minutes or was used already: begin again")
	}
	return json.Unmarshal(q.Data, of)
}

// Back is what a browser comes back with: what it kept, and what the other program gave it.
type Back struct{ Browser, State, Code, Error, Issuer string }

// Came is what became of it: the token of a session – with its stage – where the subject is linked, else a link that
// waits to be confirmed by who signs in with the password.
type Came struct {
	Token, Stage, Next string
	Subject            string // not linked yet
}

// person is what the other program says of somebody. Of roles and places nothing is read.
type person struct {
	Subject string   `json:"sub"`
	ACR     string   `json:"acr"`
	AMR     []string `json:"amr"`
}

// Return takes what the other program answered. Errors (errs.Invalid): it is not accepted; errs.Unavailable where the
// program does not answer.
func (d *doors) Return(ctx context.Context, in Back, from accounts.SignInInput) (*Came, error) {
	came, err := d.returned(ctx, in, from)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Forbidden) {
		d.accounts.RefusedEntry(nil, from.From, "sso")
	}
	return came, err
}

func refused(name string) error {
	return errs.New(errs.Invalid,
		"the answer of %s was not accepted: begin again; if it stays so sign in with the password, and tell the administrator", name)
}

func (d *doors) returned(ctx context.Context, in Back, from accounts.SignInInput) (*Came, error) {
	exchange, provider, cfg, err := d.exchange(ctx)
	if err != nil {
		return nil, err
	}
	var w way
	if err := d.take(ctx, onTheWay, hashed(in.State), &w); err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(hashed(in.Browser)), []byte(w.Browser)) != 1 ||
		in.Issuer != "" && in.Issuer != cfg.Issuer {
		return nil, refused(cfg.Name)
	}
	if in.Error != "" {
		return nil, errs.New(errs.Invalid, "%s did not sign you in: begin again, or sign in with the password", cfg.Name)
	}
	who, err := d.ask(ctx, exchange, provider, &w, in.Code)
	if err != nil {
		return nil, err
	}
	link, err := sso.Find(ctx, d.office.Reader(), cfg.Issuer, who.Subject)
	if err != nil {
		if errs.KindOf(err) != errs.NotFound {
			return nil, err
		}
		return &Came{Next: w.Next, Subject: who.Subject},
			d.keep(ctx, toConfirm, hashed(toConfirm+in.Browser), pending{cfg.Issuer, who.Subject})
	}
	acc, err := accountrows.Find(ctx, d.office.Reader(), link.Account)
	if err != nil {
		return nil, err
	}
	if !d.accounts.MayEnter(acc) {
		return nil, errs.New(errs.Forbidden,
			"your account here is disabled or has no password of its own yet: ask the administrator")
	}
	stage, err := d.accounts.StageAfter(ctx, acc, vouched(cfg.Factors, who.AMR, who.ACR))
	if err != nil {
		return nil, err
	}
	token, err := d.accounts.Enter(ctx, acc, from, accounts.Entry{Stage: stage, Action: "session.sso"})
	return &Came{Token: token, Stage: stage, Next: w.Next}, err
}

// ask asks the other program who its code is of.
func (d *doors) ask(ctx context.Context, exchange *oauth2.Config, provider *oidc.Provider, w *way,
	code string) (*person, error) {
	ctx = oidc.ClientContext(ctx, d.client)
	name := d.Name()
	token, err := exchange.Exchange(ctx, code, oauth2.VerifierOption(w.Verifier))
	if err != nil {
		if _, answered := err.(*oauth2.RetrieveError); answered { //nolint:errorlint // it is not wrapped
			return nil, refused(name)
		}
		return nil, errs.New(errs.Unavailable,
			"%s does not answer now: sign in with username and password, or try again later", name)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, refused(name)
	}
	checks := provider.VerifierContext(ctx, &oidc.Config{ClientID: exchange.ClientID, Now: d.office.Now})
	said, err := checks.Verify(ctx, raw)
	if err != nil || subtle.ConstantTimeCompare([]byte(said.Nonce), []byte(w.Nonce)) != 1 {
		return nil, refused(name)
	}
	var who person
	if err := said.Claims(&who); err != nil || !isSubject(who.Subject) {
		return nil, refused(name)
	}
	return &who, nil
}

func isSubject(s string) bool {
	return s != "" && len(s) <= mostText && strings.TrimSpace(s) == s && strings.IndexFunc(s, func(r rune) bool { return r < ' ' }) < 0
}
