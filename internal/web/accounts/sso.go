package accounts

import (
	"fmt"
	"net/http"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/sso"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/web/page"
)

// outside serves sign-in by the program of the province.
type outside struct{ *handlers }

// browserCookie is what a browser keeps while its person is at the other program.
const browserCookie = "giamngheo-sso"

type outPage struct {
	page.Page
	Name, Address string
	Subject       string // of who came back and is linked to no account
	Error         string
}

// setOut leads to the other program. The page's own policy lets no form lead elsewhere, so that the address is told.
func (s *outside) setOut(w http.ResponseWriter, r *http.Request) error {
	next := page.Within(r.PostFormValue("next"))
	out, err := s.desks.SSO.SetOut(r.Context(), s.shell.Address(r), next)
	if sorry(err) {
		return s.signInForm(w, r, &signInPage{Next: next, Error: s.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	page.SetShort(s.shell, w, browserCookie, out.Browser)
	w.Header().Set("Refresh", "0; url="+out.Address)
	s.shell.Render(w, r, "sso_out", errs.T("Sign in"), &outPage{Name: s.desks.SSO.Name(), Address: out.Address})
	return nil
}

// sorry reports whether an error is one that the page to sign in shows.
func sorry(err error) bool { return page.Personal(err) || errs.KindOf(err) == errs.Unavailable }

// back takes what the other program answered.
func (s *outside) back(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	in := sso.Back{State: q.Get("state"), Code: q.Get("code"), Error: q.Get("error"), Issuer: q.Get("iss")}
	if c, err := r.Cookie(browserCookie); err == nil {
		in.Browser = c.Value
	}
	came, err := s.desks.SSO.Return(r.Context(), in,
		accounts.SignInInput{From: s.shell.Address(r), Agent: r.UserAgent()})
	if sorry(err) {
		return s.signInForm(w, r, &signInPage{Next: "/", Error: s.shell.Told(w, r, err)})
	}
	if err != nil {
		return err
	}
	a := page.Actor(r)
	switch {
	case came.Token == "" && a != nil && a.Stage == office.StageIn:
		http.Redirect(w, r, "/account", http.StatusSeeOther)
		return nil
	case came.Token == "":
		s.shell.Render(w, r, "sso_unknown", errs.T("Not linked yet"),
			&outPage{Name: s.desks.SSO.Name(), Subject: came.Subject})
		return nil
	}
	if a != nil { // a session that somebody else may have set is not taken over
		_ = s.desks.Accounts.SignOut(r.Context(), a)
	}
	page.SetShort(s.shell, w, browserCookie, "")
	s.shell.SetToken(w, came.Token)
	next := page.Within(came.Next)
	if came.Stage == office.StageCode {
		next = "/login/code?next=" + page.QueryEscape(next)
	}
	http.Redirect(w, r, next, http.StatusSeeOther)
	return nil
}

func (s *outside) link(w http.ResponseWriter, r *http.Request) error {
	browser := ""
	if c, err := r.Cookie(browserCookie); err == nil {
		browser = c.Value
	}
	err := s.desks.SSO.Link(r.Context(), page.Actor(r), browser)
	if page.Personal(err) {
		return s.accountPage(w, r, err)
	}
	if err != nil {
		return err
	}
	page.SetShort(s.shell, w, browserCookie, "")
	return page.Done(w, r, "/account", "", errs.T("Linked: from now on you can sign in there."))
}

func (s *outside) unlink(w http.ResponseWriter, r *http.Request) error {
	id, err := page.FormID(r, "link")
	if err == nil {
		err = s.desks.SSO.Unlink(r.Context(), page.Actor(r), page.Actor(r).Account, id)
	}
	if page.Personal(err) {
		return s.accountPage(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/account", "", errs.T("The link is ended."))
}

func (s *outside) propose(w http.ResponseWriter, r *http.Request) error {
	account, err := page.PathID(r)
	if err != nil {
		return err
	}
	subject, reason := r.PostFormValue("subject"), r.PostFormValue("reason")
	if err := s.desks.SSO.Propose(r.Context(), page.Actor(r), account, subject, reason); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", account), "", errs.T("Linked."))
}

func (s *outside) end(w http.ResponseWriter, r *http.Request) error {
	account, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := page.FormID(r, "link")
	if err != nil {
		return err
	}
	if !s.desks.Accounts.Manages(page.Actor(r)) {
		return s.desks.Register.Refuse()
	}
	if err := s.desks.SSO.Unlink(r.Context(), page.Actor(r), account, id); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", account), "", errs.T("The link is ended."))
}
