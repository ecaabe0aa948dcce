package accounts

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"time"

	"giamngheo/internal/access"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/store/accounts"
)

// The limits of a session: without use, and altogether; and how often its use is written down.
const (
	sessionIdle     = 8 * time.Hour // a working day: who goes to the field keeps his forms
	sessionLongest  = 7 * 24 * time.Hour
	sessionSeenEach = time.Minute
)

// signedIn keeps the sessions in use in memory; whatever changes an account or a session forgets them, so that a
// change of rights acts on the next request.
type signedIn struct {
	mu     sync.RWMutex
	actors map[string]*cachedActor
}

type cachedActor struct {
	actor   office.Ask
	seen    time.Time
	created time.Time
}

func (s *signedIn) init() { s.actors = map[string]*cachedActor{} }

func (s *signedIn) forget() {
	s.mu.Lock()
	s.actors = map[string]*cachedActor{}
	s.mu.Unlock()
}

// SignInInput is what somebody gives to sign in.
type SignInInput struct{ Username, Password, From, Agent string }

// Bounds of what is typed before anything is done with it. A longer name or password is nobody's.
const (
	mostName     = 40   // letters of a username
	mostPassword = 1024 // bytes
)

func wrongPassword() error {
	return errs.New(errs.Invalid, "wrong username or password; try again, or ask the administrator for a reset")
}

func tooOften(wait time.Duration) error {
	seconds := office.IDText(int64(wait.Seconds()) + 1)
	return errs.New(errs.Unavailable, "too many attempts; wait %s seconds and try again", seconds).After(wait)
}

// SignIn checks a password and returns the token of a new session. Its stage says what is still missing. Wrong names
// and wrong passwords take the same time and give the same answer.
func (o *sessions) SignIn(ctx context.Context, in SignInInput) (token, stage string, err error) {
	if len(in.Username) > 4*mostName || len([]rune(in.Username)) > mostName || len(in.Password) > mostPassword {
		return "", "", wrongPassword()
	}
	name := strings.ToLower(strings.TrimSpace(in.Username))
	try, err := o.guess(ctx, nil, triesPassword, name, in.From, "POST /login")
	if err != nil {
		return "", "", err
	}
	a, err := accounts.FindByName(ctx, o.office.Reader(), name)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return "", "", err
	}
	if err != nil || !a.Disabled.IsZero() || a.Password == "" {
		if err := o.hasher.Dummy(ctx, in.Password); err != nil {
			return "", "", err
		}
		return "", "", o.refusedSignIn(name, in.From)
	}
	ok, err := o.hasher.Verify(ctx, a.Password, in.Password)
	if err != nil {
		return "", "", err
	}
	if !ok {
		return "", "", o.refusedSignIn(name, in.From)
	}
	if a.Expired(o.office.Now()) {
		return "", "", errs.New(errs.Forbidden,
			"this temporary password held until %s; ask the administrator for a new one",
			office.Local(a.Until).Format("15:04 02/01/2006"))
	}
	if err := o.tries.succeeded(ctx, try, name, in.From, o.office.Now()); err != nil {
		return "", "", err
	}
	keys, err := o.Passkeys(ctx, a.ID)
	if err != nil {
		return "", "", err
	}
	stage = stageOf(a)
	if a.TOTP != "" || keys > 0 {
		stage = office.StageCode
	}
	token, err = o.Enter(ctx, a, in, Entry{Stage: stage, Action: "session.begin"})
	return token, stage, err
}

// stageOf is where a session begins whose person has shown all that is asked for.
func stageOf(a *accounts.Account) string {
	if a.MustChange {
		return office.StageChange
	}
	return office.StageIn
}

// refusedSignIn notes the attempt; a name that was typed may be a password, so that only its beginning is kept.
func (o *sessions) refusedSignIn(name, from string) error {
	begins := string([]rune(name)[:min(len([]rune(name)), 3)]) + "…"
	o.office.Saw(&office.Ask{Username: begins, From: from}, office.Deed{Action: "session.refused", Kind: "session"})
	return wrongPassword()
}

func cut200(s string) string {
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "")
	}
	return s
}

// Authenticate returns who a token belongs to. Errors (errs.NotFound): nobody, or not any more.
func (o *sessions) Authenticate(ctx context.Context, token, from string) (*office.Ask, error) {
	if token == "" {
		return nil, office.NotYours()
	}
	now := o.office.Now()
	o.signed.mu.RLock()
	c := o.signed.actors[token]
	fresh := c != nil && o.office.Following() && now.Sub(c.seen) < sessionSeenEach &&
		now.Sub(c.created) < sessionLongest
	o.signed.mu.RUnlock()
	if fresh {
		a := c.actor
		a.From = from
		return a.Once(), nil
	}
	s, err := accounts.FindSession(ctx, o.office.Reader(), token)
	if err != nil {
		return nil, err
	}
	acc, err := accounts.Find(ctx, o.office.Reader(), s.Account)
	if err != nil {
		return nil, err
	}
	ended := now.Sub(s.Seen) > sessionIdle || now.Sub(s.Created) > sessionLongest
	if ended || !acc.Disabled.IsZero() || acc.Expired(now) {
		return nil, office.NotYours()
	}
	keys, err := o.Passkeys(ctx, acc.ID)
	if err != nil {
		return nil, err
	}
	stage, due := s.Stage, o.CodesFrom(acc)
	if stage == office.StageVouched {
		stage, due = office.StageIn, 0
	}
	if stage == office.StageIn && acc.TOTP == "" && keys == 0 && !due.IsZero() && o.office.Day() >= due {
		stage = office.StageEnrol
	}
	c = &cachedActor{seen: now, created: s.Created, actor: office.Ask{Account: acc.ID, Username: acc.Username,
		FullName: acc.FullName,
		Grants:   o.office.GrantsOf(acc), Session: s.ID, From: from, Stage: stage, Fresh: s.Fresh,
		Demo: acc.Demo, Passkeys: keys}}
	if now.Sub(s.Seen) >= sessionSeenEach && o.office.Ready() == nil {
		if err := o.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) error {
			return accounts.SeeSession(ctx, tx, s.ID, now)
		}); err != nil {
			o.office.Log().Warn("a session's last use was not noted", "err", err)
		}
	}
	o.signed.mu.Lock()
	if len(o.signed.actors) > 10_000 {
		o.signed.actors = map[string]*cachedActor{}
	}
	o.signed.actors[token] = c
	o.signed.mu.Unlock()
	a := c.actor
	return a.Once(), nil
}

// VerifyCode takes the one-time code (or a recovery code) of a session that awaits it and returns the token of a new
// session: the old one ends, so that a token set by somebody else is worth nothing.
func (o *sessions) VerifyCode(ctx context.Context, a *office.Ask, code, agent string) (token, stage string, err error) {
	if a.Stage != office.StageCode {
		return "", a.Stage, nil
	}
	try, err := o.guess(ctx, a, triesCode, a.Username, a.From, "POST /login/code")
	if err != nil {
		return "", "", err
	}
	acc, err := accounts.Find(ctx, o.office.Reader(), a.Account)
	if err != nil {
		return "", "", err
	}
	action := "session.code"
	step, ok := int64(0), false
	if acc.TOTP != "" { // who has passkeys alone has no secret: nobody's code is right
		step, ok = credential.VerifyTOTP(acc.TOTP, code, o.office.Now(), acc.TOTPStep)
	}
	if ok {
		acc.TOTPStep = step
	} else if rest, used := credential.UseRecoveryCode(acc.Recovery, code); used {
		acc.Recovery, ok, action = rest, true, "session.recovery_code"
	}
	if !ok {
		o.office.Saw(a, office.Deed{Action: "session.refused", Kind: "session", Subject: office.IDText(a.Session)})
		return "", "", wrongCode()
	}
	if err := try.right(ctx); err != nil {
		return "", "", err
	}
	stage = stageOf(acc)
	token, err = o.Enter(ctx, acc, SignInInput{From: a.From, Agent: agent}, Entry{Stage: stage, Action: action,
		Ends: a.Session, Do: func(tx *office.Tx) error {
			return accounts.Update(ctx, tx, acc) // its version makes one code good for one session
		}})
	return token, stage, err
}

// SignOut ends the actor's session.
func (o *sessions) SignOut(ctx context.Context, a *office.Ask) error {
	return o.EndSession(ctx, a, a.Session)
}

// Sessions lists the actor's own sessions.
func (o *sessions) Sessions(ctx context.Context, a *office.Ask) ([]accounts.Session, error) {
	return accounts.Sessions(ctx, o.office.Reader(), a.Account)
}

// EndSession ends one of the actor's sessions; all but the present one where it is 0.
func (o *sessions) EndSession(ctx context.Context, a *office.Ask, session int64) error {
	deed := &office.Deed{Action: "session.end", Kind: "session", Subject: office.IDText(session)}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		_, err := accounts.EndSessions(ctx, tx, a.Account, session, a.Session)
		return err
	})
}

// ChangePassword sets the actor's own password; other sessions end.
func (o *sessions) ChangePassword(ctx context.Context, a *office.Ask, old, fresh string) error {
	if len(old) > mostPassword || len(fresh) > mostPassword {
		return errs.New(errs.Invalid, "a password has at most %d characters", mostPassword)
	}
	const here = "POST /account/password"
	try, err := o.guess(ctx, a, triesPassword, a.Username, a.From, here)
	if err != nil {
		return err
	}
	acc, err := accounts.Find(ctx, o.office.Reader(), a.Account)
	if err != nil {
		return err
	}
	if ok, err := o.hasher.Verify(ctx, acc.Password, old); err != nil || !ok {
		if err == nil {
			o.turned.Refused(a, a.From, here, "422")
			err = errs.New(errs.Invalid, "the present password is wrong")
		}
		return err
	}
	if err := try.right(ctx); err != nil {
		return err
	}
	if old == fresh {
		return errs.New(errs.Invalid, "the new password must differ from the present one")
	}
	if err := o.policy.Check(fresh, o.contextOf(acc)...); err != nil {
		return err
	}
	if acc.Password, err = o.hasher.Hash(ctx, fresh); err != nil {
		return err
	}
	acc.MustChange, acc.Until = false, time.Time{}
	deed := &office.Deed{Action: "account.password", Kind: "account", Subject: office.IDText(acc.ID)}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		if err := accounts.Update(ctx, tx, acc); err != nil {
			return err
		}
		if _, err := accounts.EndSessions(ctx, tx, acc.ID, 0, a.Session); err != nil {
			return err
		}
		return accounts.SetSessionStage(ctx, tx, a.Session, office.StageIn, o.office.Now())
	})
}

// contextOf are the words near to a person that a password must not be made of.
func (o *sessions) contextOf(a *accounts.Account) []string {
	words := []string{a.Username, a.FullName}
	for _, g := range a.Grants {
		words = append(words, o.office.Unit(g.Place).Name)
	}
	return words
}

// BeginTOTP makes a secret that the actor's app reads. Nothing is kept before EnableTOTP: the offer is the secret,
// sealed for this session, so that no secret of somebody's choice can be turned on.
func (o *sessions) BeginTOTP(a *office.Ask) (offer string, err error) {
	secret, _, err := credential.NewTOTP(issuer, a.Username)
	if err != nil {
		return "", err
	}
	sealed := o.office.Reader().Vault().Seal(nil, []byte(secret), offerPlace(a))
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// issuer is what an authenticator app shows beside the codes.
const issuer = "giamngheo"

func offerPlace(a *office.Ask) string {
	return fmt.Sprintf("account/%d/session/%d/totp", a.Account, a.Session)
}

// Offered is the secret of an offer and the address that an app reads. Errors (errs.Invalid): it was not made for this
// session.
func (o *sessions) Offered(a *office.Ask, offer string) (secret, url string, err error) {
	const longest = 400
	var plain []byte
	sealed, err := base64.RawURLEncoding.DecodeString(offer[:min(len(offer), longest)])
	if err == nil && len(sealed) > 0 {
		plain, err = o.office.Reader().Vault().Open(nil, sealed, offerPlace(a))
	}
	if err != nil || len(plain) == 0 {
		return "", "", errs.New(errs.Invalid, "not a secret; open this page again")
	}
	url, err = credential.TOTPAddress(issuer, a.Username, string(plain))
	return string(plain), url, err
}

// EnableTOTP turns one-time codes on once a code of the secret offered was given, and returns the recovery codes, which
// are shown once.
func (o *sessions) EnableTOTP(ctx context.Context, a *office.Ask, offer, code string) ([]string, error) {
	if err := o.office.NeedFresh(a); err != nil {
		return nil, err
	}
	secret, _, err := o.Offered(a, offer)
	if err != nil {
		return nil, err
	}
	step, ok := credential.VerifyTOTP(secret, code, o.office.Now(), 0)
	if !ok {
		o.turned.Refused(a, a.From, "POST /account/totp", "422")
		return nil, errs.New(errs.Invalid, "the code does not match: check the phone's clock and enter the newest code")
	}
	plain, hashed := credential.NewRecoveryCodes(10)
	return plain, o.changeOwn(ctx, a, "account.totp_on", func(acc *accounts.Account) error {
		if acc.TOTP != "" {
			return errs.New(errs.Conflict, "one-time codes are on already; turn them off with a code first")
		}
		acc.TOTP, acc.TOTPStep, acc.Recovery = secret, step, hashed
		return nil
	})
}

// DisableTOTP turns one-time codes off, with a code or a recovery code. Errors: errs.Invalid where it is wrong,
// errs.Unavailable after too many tries.
func (o *sessions) DisableTOTP(ctx context.Context, a *office.Ask, code string) error {
	if err := o.office.NeedFresh(a); err != nil {
		return err
	}
	const here = "POST /account/totp/off"
	try, err := o.guess(ctx, a, triesCode, a.Username, a.From, here)
	if err != nil {
		return err
	}
	err = o.changeOwn(ctx, a, "account.totp_off", func(acc *accounts.Account) error {
		if acc.TOTP == "" {
			return nil
		}
		_, ok := credential.VerifyTOTP(acc.TOTP, code, o.office.Now(), acc.TOTPStep)
		if !ok {
			_, ok = credential.UseRecoveryCode(acc.Recovery, code)
		}
		if !ok {
			o.turned.Refused(a, a.From, here, "422")
			return wrongCode()
		}
		acc.TOTP, acc.TOTPStep, acc.Recovery = "", 0, nil
		return nil
	})
	if err != nil {
		return err
	}
	return try.right(ctx)
}

func wrongCode() error {
	return errs.New(errs.Invalid, "the code is wrong or was used; wait for the next one, or use a recovery code")
}

func (o *sessions) changeOwn(ctx context.Context, a *office.Ask, action string,
	change func(*accounts.Account) error) error {
	deed := &office.Deed{Action: action, Kind: "account", Subject: office.IDText(a.Account)}
	return o.office.Do(ctx, a, deed, func(tx *office.Tx) error {
		tx.Changed(office.TopicAccount)
		acc, err := accounts.Find(ctx, tx, a.Account)
		if err != nil {
			return err
		}
		if err := change(acc); err != nil {
			return err
		}
		return accounts.Update(ctx, tx, acc)
	})
}

// mayAccounts refuses who does not manage accounts.
func (o *sessions) mayAccounts(a *office.Ask) error {
	if !o.office.May(a, access.ManageAccounts) {
		return office.Forbidden()
	}
	return nil
}

// Refused notes that somebody was refused something, with a bound; a is nil where nobody is signed in.
func (o *sessions) Refused(a *office.Ask, from, what, status string) {
	o.turned.Refused(a, from, what, status)
}

// endOldSessions ends the sessions that are over.
func (o *sessions) endOldSessions(ctx context.Context) error {
	now := o.office.Now()
	return o.office.Keep(ctx, office.KeepSession, func(tx *office.Tx) error {
		_, err := accounts.EndOldSessions(ctx, tx, now.Add(-sessionIdle), now.Add(-sessionLongest))
		return err
	})
}

// Begin hears of changed accounts and ends old sessions.
func (o *sessions) Begin() {
	o.office.On(office.TopicAccount, func([]int64) { o.signed.forget() })
	o.office.Tending("sessions", o.endOldSessions)
	o.beginAsking(context.Background())
	o.office.Tending("refusals", o.turned.Settle)
}
