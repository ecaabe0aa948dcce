package web

import (
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/credential"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	accountrows "giamngheo/internal/store/accounts"
)

type signInPage struct {
	Page
	Username, Next, Error string
	Accounts              []demo.DemoAccount
	Password              string
}

// within refuses a return address outside the office.
func within(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") || strings.HasPrefix(next, "/login") {
		return "/"
	}
	return next
}

func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request) error {
	if a := actor(r); a != nil && a.Stage == office.StageIn {
		http.Redirect(w, r, within(r.FormValue("next")), http.StatusSeeOther)
		return nil
	}
	return s.signInForm(w, r, &signInPage{Next: within(r.FormValue("next"))})
}

func (s *Server) signInForm(w http.ResponseWriter, r *http.Request, p *signInPage) error {
	if s.office.Office.Demo() {
		p.Accounts, p.Password = demo.DemoAccounts(s.office.Office.Province().Code), demo.DemoPassword
	}
	s.render(w, r, "login", errs.T("Sign in"), p)
	return nil
}

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	next := within(r.FormValue("next"))
	if a := actor(r); a != nil { // a session that somebody else may have set is not taken over
		_ = s.office.Accounts.SignOut(r.Context(), a)
	}
	token, stage, err := s.office.Accounts.SignIn(r.Context(), accounts.SignInInput{Username: r.FormValue("username"), Password: r.FormValue("password"),
		From: s.address(r), Agent: r.UserAgent()})
	if err != nil {
		var e *errs.Error
		if k := errs.KindOf(err); k != errs.Invalid && k != errs.Unavailable || !asError(err, &e) {
			return err
		}
		w.WriteHeader(statusOf(err))
		return s.signInForm(w, r, &signInPage{Username: r.FormValue("username"), Next: next, Error: pick(lang(r), e.Text())})
	}
	s.setToken(w, token)
	if stage == office.StageCode {
		next = "/login/code?next=" + queryEscape(next)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

type codePage struct {
	Page
	Next, Error string
}

func (s *Server) showCode(w http.ResponseWriter, r *http.Request) error {
	if a := actor(r); a == nil || a.Stage != office.StageCode {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	s.render(w, r, "code", errs.T("One-time code"), &codePage{Next: within(r.FormValue("next"))})
	return nil
}

func (s *Server) giveCode(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	if a == nil {
		return s.toSignIn(w, r)
	}
	next := within(r.FormValue("next"))
	token, _, err := s.office.Accounts.VerifyCode(r.Context(), a, r.FormValue("code"), r.UserAgent())
	if err != nil {
		var e *errs.Error
		if !asError(err, &e) {
			return err
		}
		w.WriteHeader(statusOf(err))
		s.render(w, r, "code", errs.T("One-time code"), &codePage{Next: next, Error: pick(lang(r), e.Text())})
		return nil
	}
	if token != "" {
		s.setToken(w, token)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if a := actor(r); a != nil {
		if err := s.office.Accounts.SignOut(r.Context(), a); err != nil {
			return err
		}
	}
	s.setToken(w, "")
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

func (s *Server) setLanguage(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, &http.Cookie{Name: "lang", Value: r.FormValue("lang"), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, within(r.FormValue("next")), http.StatusSeeOther)
	return nil
}

type accountPage struct {
	Page
	Sessions  []accountrows.Session
	Account   *accountrows.Account
	Error     string
	Must      bool
	Secret    string
	QR        template.URL
	Codes     []string
	Fresh     bool
	TOTPAdded bool
}

func (s *Server) showAccount(w http.ResponseWriter, r *http.Request) error {
	a := actor(r)
	if a.Stage == office.StageChange {
		http.Redirect(w, r, "/account/password", http.StatusSeeOther)
		return nil
	}
	p := &accountPage{Fresh: s.office.Office.NeedFresh(a) == nil}
	var err error
	if p.Sessions, err = s.office.Accounts.Sessions(r.Context(), a); err != nil {
		return err
	}
	if p.Account, err = s.office.Accounts.AccountOf(r.Context(), a, a.Account); err != nil {
		return err
	}
	s.render(w, r, "account", errs.T("My account"), p)
	return nil
}

func (s *Server) showPassword(w http.ResponseWriter, r *http.Request) error {
	s.render(w, r, "password", errs.T("Change password"), &accountPage{Must: actor(r).Stage == office.StageChange})
	return nil
}

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error {
	p := &accountPage{Must: actor(r).Stage == office.StageChange}
	var err error
	if r.FormValue("new") != r.FormValue("again") {
		err = errs.New(errs.Invalid, "the two new passwords differ")
	} else {
		err = s.office.Accounts.ChangePassword(r.Context(), actor(r), r.FormValue("old"), r.FormValue("new"))
	}
	var e *errs.Error
	if asError(err, &e) {
		w.WriteHeader(statusOf(err))
		p.Error = pick(lang(r), e.Text())
		s.render(w, r, "password", errs.T("Change password"), p)
		return nil
	}
	if err != nil {
		return err
	}
	return done(w, r, "/account", "", errs.T("Password changed. Other sessions have ended."))
}

func (s *Server) showTOTP(w http.ResponseWriter, r *http.Request) error {
	if err := s.office.Office.NeedFresh(actor(r)); err != nil {
		return err
	}
	secret, url, err := s.office.Accounts.BeginTOTP(actor(r))
	if err != nil {
		return err
	}
	return s.totpForm(w, r, secret, url, "")
}

func (s *Server) totpForm(w http.ResponseWriter, r *http.Request, secret, url, problem string) error {
	p := &accountPage{Secret: secret, Error: problem}
	if url == "" {
		url = "otpauth://totp/giamngheo:" + actor(r).Username + "?secret=" + secret + "&issuer=giamngheo&period=30&digits=6&algorithm=SHA1"
	}
	png, err := credential.QR(url)
	if err != nil {
		return errs.New(errs.Invalid, "not a secret; open this page again")
	}
	p.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) // ours: the bytes are base64
	s.render(w, r, "totp", errs.T("Turn one-time codes on"), p)
	return nil
}

func (s *Server) enableTOTP(w http.ResponseWriter, r *http.Request) error {
	codes, err := s.office.Accounts.EnableTOTP(r.Context(), actor(r), r.FormValue("secret"), r.FormValue("code"))
	var e *errs.Error
	if asError(err, &e) && e.Kind == errs.Invalid {
		w.WriteHeader(statusOf(err))
		return s.totpForm(w, r, r.FormValue("secret"), "", pick(lang(r), e.Text()))
	}
	if err != nil {
		return err
	}
	s.render(w, r, "recovery", errs.T("Recovery codes"), &accountPage{Codes: codes})
	return nil
}

func (s *Server) disableTOTP(w http.ResponseWriter, r *http.Request) error {
	if err := s.office.Accounts.DisableTOTP(r.Context(), actor(r)); err != nil {
		return err
	}
	return done(w, r, "/account", "", errs.T("One-time codes are off."))
}

func (s *Server) endSession(w http.ResponseWriter, r *http.Request) error {
	id, err := formID(r, "session")
	if err != nil {
		return err
	}
	if err := s.office.Accounts.EndSession(r.Context(), actor(r), id); err != nil {
		return err
	}
	return done(w, r, "/account", "", errs.T("Ended."))
}
