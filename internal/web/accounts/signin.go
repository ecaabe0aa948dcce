package accounts

import (
	"encoding/base64"
	"html/template"
	"net/http"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/app/passkeys"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
	ssorows "giamngheo/internal/store/sso"
	"giamngheo/internal/web/page"
)

type signInPage struct {
	page.Page
	Username, Next, Error string
	Accounts              []demo.Account
	Password              string
	Passkeys              bool   // can be used here
	SSO, SSOOut           string // the program of the province, and where one signs out of it
}

func (s *entrance) showSignIn(w http.ResponseWriter, r *http.Request) error {
	if a := page.Actor(r); a != nil && a.Stage == office.StageIn {
		http.Redirect(w, r, page.Within(r.FormValue("next")), http.StatusSeeOther)
		return nil
	}
	return s.signInForm(w, r, &signInPage{Next: page.Within(r.FormValue("next"))})
}

func (s *entrance) signInForm(w http.ResponseWriter, r *http.Request, p *signInPage) error {
	if s.desks.Office.Demo() {
		p.Accounts, p.Password = s.desks.Demo.Accounts(), s.desks.Demo.Password()
	}
	off, err := s.offPasskeys(r)
	if err != nil {
		return err
	}
	p.Passkeys, p.SSO = off == "", s.desks.SSO.Name()
	if p.SSO != "" && r.URL.Query().Has("out") {
		p.SSOOut = s.desks.SSO.SignOutAddress()
	}
	s.shell.Render(w, r, "login", errs.T("Sign in"), p)
	return nil
}

func (s *entrance) signIn(w http.ResponseWriter, r *http.Request) error {
	next := page.Within(r.FormValue("next"))
	if a := page.Actor(r); a != nil { // a session that somebody else may have set is not taken over
		_ = s.desks.Accounts.SignOut(r.Context(), a)
	}
	token, stage, err := s.desks.Accounts.SignIn(r.Context(),
		accounts.SignInInput{Username: r.FormValue("username"), Password: r.FormValue("password"),
			From: s.shell.Address(r), Agent: r.UserAgent()})
	if err != nil {
		var e *errs.Error
		if k := errs.KindOf(err); k != errs.Invalid && k != errs.Unavailable || !page.AsError(err, &e) {
			return err
		}
		w.WriteHeader(page.StatusOf(err))
		return s.signInForm(w, r, &signInPage{Username: r.FormValue("username"), Next: next,
			Error: page.Pick(page.Lang(r), e.Text())})
	}
	s.shell.SetToken(w, token)
	if stage == office.StageCode {
		next = "/login/code?next=" + page.QueryEscape(next)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

type codePage struct {
	page.Page
	Next, Error string
	Codes       bool // one-time codes are on
}

func (s *entrance) showCode(w http.ResponseWriter, r *http.Request) error {
	if a := page.Actor(r); a == nil || a.Stage != office.StageCode {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	return s.codeForm(w, r, &codePage{Next: page.Within(r.FormValue("next"))})
}

// codeForm asks for the second factor: a code, a passkey, or one of both.
func (s *entrance) codeForm(w http.ResponseWriter, r *http.Request, p *codePage) error {
	a := page.Actor(r)
	acc, err := s.desks.Accounts.AccountOf(r.Context(), a, a.Account)
	if err != nil {
		return err
	}
	p.Codes = acc.TOTP != ""
	s.shell.Render(w, r, "code", errs.T("Second factor"), p)
	return nil
}

func (s *entrance) giveCode(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	if a == nil {
		return s.shell.ToSignIn(w, r)
	}
	next := page.Within(r.FormValue("next"))
	token, _, err := s.desks.Accounts.VerifyCode(r.Context(), a, r.FormValue("code"), r.UserAgent())
	if err != nil {
		var e *errs.Error
		if !page.AsError(err, &e) {
			return err
		}
		w.WriteHeader(page.StatusOf(err))
		return s.codeForm(w, r, &codePage{Next: next, Error: page.Pick(page.Lang(r), e.Text())})
	}
	if token != "" {
		s.shell.SetToken(w, token)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (s *entrance) signOut(w http.ResponseWriter, r *http.Request) error {
	if a := page.Actor(r); a != nil {
		if err := s.desks.Accounts.SignOut(r.Context(), a); err != nil {
			return err
		}
	}
	s.shell.SetToken(w, "")
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	to := "/login"
	if s.desks.SSO.Name() != "" {
		to = "/login?out=1"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *entrance) setLanguage(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, &http.Cookie{Name: "lang", Value: r.FormValue("lang"), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, page.Within(r.FormValue("next")), http.StatusSeeOther)
	return nil
}

type accountPage struct {
	page.Page
	Sessions []accountrows.Session
	Account  *accountrows.Account
	Error    string
	Must     bool
	Offer    string // the secret, sealed for this session
	Secret   string
	Due      date.Date // from which one-time codes are asked; zero: never
	QR       template.URL
	Codes    []string
	Fresh    bool
	Keys     []passkeys.Key
	KeysOff  string // why passkeys cannot be used here
	SSO      string // the program of the province
	Waiting  string // the subject that the person came back with, which is not linked yet
	Links    []ssorows.Link
}

func (s *entrance) showAccount(w http.ResponseWriter, r *http.Request) error {
	return s.accountPage(w, r, nil)
}

func (s *entrance) accountPage(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	a := page.Actor(r)
	p := &accountPage{Fresh: s.desks.Office.NeedFresh(a) == nil, Error: s.shell.Told(w, r, failed)}
	if p.Sessions, err = s.desks.Accounts.Sessions(r.Context(), a); err != nil {
		return err
	}
	if p.Account, err = s.desks.Accounts.AccountOf(r.Context(), a, a.Account); err != nil {
		return err
	}
	if p.Keys, err = s.desks.Passkeys.Own(r.Context(), a); err != nil {
		return err
	}
	if p.KeysOff, err = s.offPasskeys(r); err != nil {
		return err
	}
	if p.SSO = s.desks.SSO.Name(); p.SSO != "" {
		if p.Links, err = s.desks.SSO.Own(r.Context(), a); err != nil {
			return err
		}
		if c, none := r.Cookie(browserCookie); none == nil {
			if p.Waiting, err = s.desks.SSO.Waiting(r.Context(), c.Value); err != nil {
				return err
			}
		}
	}
	p.Due = s.desks.Accounts.CodesFrom(p.Account)
	s.shell.Render(w, r, "account", errs.T("My account"), p)
	return nil
}

func (s *entrance) showPassword(w http.ResponseWriter, r *http.Request) error {
	s.shell.Render(w, r, "password", errs.T("Change password"),
		&accountPage{Must: page.Actor(r).Stage == office.StageChange})
	return nil
}

func (s *entrance) changePassword(w http.ResponseWriter, r *http.Request) error {
	p := &accountPage{Must: page.Actor(r).Stage == office.StageChange}
	var err error
	if r.FormValue("new") != r.FormValue("again") {
		err = errs.New(errs.Invalid, "the two new passwords differ")
	} else {
		err = s.desks.Accounts.ChangePassword(r.Context(), page.Actor(r), r.FormValue("old"), r.FormValue("new"))
	}
	var e *errs.Error
	if page.AsError(err, &e) {
		w.WriteHeader(page.StatusOf(err))
		p.Error = page.Pick(page.Lang(r), e.Text())
		s.shell.Render(w, r, "password", errs.T("Change password"), p)
		return nil
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/account", "", errs.T("Password changed. Other sessions have ended."))
}

// passwordFirst reports whether one-time codes cannot be turned on because the password was given too long ago, and leads
// who may do nothing else to where it is given again; signing in ends the session that was.
func (s *entrance) passwordFirst(w http.ResponseWriter, r *http.Request) (bool, error) {
	err := s.desks.Office.NeedFresh(page.Actor(r))
	if err == nil || page.Actor(r).Stage != office.StageEnrol {
		return err != nil, err
	}
	http.Redirect(w, r, "/login?next=/account/totp", http.StatusSeeOther)
	return true, nil
}

func (s *entrance) showTOTP(w http.ResponseWriter, r *http.Request) error {
	if first, err := s.passwordFirst(w, r); first {
		return err
	}
	offer, err := s.desks.Accounts.BeginTOTP(page.Actor(r))
	if err != nil {
		return err
	}
	return s.totpForm(w, r, offer, "")
}

func (s *entrance) totpForm(w http.ResponseWriter, r *http.Request, offer, problem string) error {
	secret, url, err := s.desks.Accounts.Offered(page.Actor(r), offer)
	if err != nil {
		return err
	}
	png, err := credential.QR(url)
	if err != nil {
		return err
	}
	p := &accountPage{Offer: offer, Secret: secret, Error: problem,
		Must: page.Actor(r).Stage == office.StageEnrol}
	p.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) //nolint:gosec // ours: the bytes are base64
	if p.KeysOff, err = s.offPasskeys(r); err != nil {
		return err
	}
	s.shell.Render(w, r, "totp", errs.T("Turn one-time codes on"), p)
	return nil
}

func (s *entrance) enableTOTP(w http.ResponseWriter, r *http.Request) error {
	if first, err := s.passwordFirst(w, r); first {
		return err
	}
	offer := r.FormValue("offer")
	codes, err := s.desks.Accounts.EnableTOTP(r.Context(), page.Actor(r), offer, r.FormValue("code"))
	var e *errs.Error
	if page.AsError(err, &e) && e.Kind == errs.Invalid {
		w.WriteHeader(page.StatusOf(err))
		return s.totpForm(w, r, offer, page.Pick(page.Lang(r), e.Text()))
	}
	if err != nil {
		return err
	}
	s.shell.Render(w, r, "recovery", errs.T("Recovery codes"), &accountPage{Codes: codes})
	return nil
}

func (s *entrance) disableTOTP(w http.ResponseWriter, r *http.Request) error {
	err := s.desks.Accounts.DisableTOTP(r.Context(), page.Actor(r), r.FormValue("code"))
	if page.Personal(err) {
		return s.accountPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/account", "", errs.T("One-time codes are off."))
}

func (s *entrance) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := page.FormID(r, "session")
	if err != nil {
		return err
	}
	if err := s.desks.Accounts.EndSession(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	return page.Done(w, r, "/account", "", errs.T("Ended."))
}
