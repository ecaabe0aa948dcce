package accounts

import (
	"fmt"
	"net/http"

	"giamngheo/internal/app/accounts"
	"giamngheo/internal/app/passkeys"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/web/page"
)

// keys serves what is done with passkeys.
type keys struct{ *handlers }

// asked answers the script of a form with a question to a passkey, or with why there is none.
func (s *keys) asked(w http.ResponseWriter, r *http.Request, q *passkeys.Question, err error) error {
	w.Header().Set("Content-Type", "application/json")
	if text := s.shell.Told(w, r, err); text != "" {
		return page.WriteJSON(w, map[string]string{"error": text})
	}
	if err != nil {
		return err
	}
	return page.WriteJSON(w, q)
}

// answered is what the script of a form sends back.
func answered(r *http.Request) passkeys.Answer {
	return passkeys.Answer{Question: r.PostFormValue("question"), Signed: r.PostFormValue("signed")}
}

func (s *keys) askSignIn(w http.ResponseWriter, r *http.Request) error {
	q, err := s.desks.Passkeys.Ask(r.Context(), page.Actor(r), s.shell.Address(r))
	return s.asked(w, r, q, err)
}

// enter signs in with a passkey, alone or after the password.
func (s *keys) enter(w http.ResponseWriter, r *http.Request) error {
	next := page.Within(r.FormValue("next"))
	a := page.Actor(r)
	second := a != nil && a.Stage == office.StageCode
	if a != nil && !second { // a session that somebody else may have set is not taken over
		_ = s.desks.Accounts.SignOut(r.Context(), a)
	}
	token, _, err := s.desks.Passkeys.Enter(r.Context(), a, answered(r),
		accounts.SignInInput{From: s.shell.Address(r), Agent: r.UserAgent()})
	switch {
	case err == nil:
		s.shell.SetToken(w, token)
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	case !page.Personal(err):
		return err
	}
	problem := s.shell.Told(w, r, err)
	if second {
		return s.codeForm(w, r, &codePage{Next: next, Error: problem})
	}
	return s.signInForm(w, r, &signInPage{Next: next, Error: problem})
}

func (s *keys) askNew(w http.ResponseWriter, r *http.Request) error {
	q, err := s.desks.Passkeys.AskNew(r.Context(), page.Actor(r))
	return s.asked(w, r, q, err)
}

func (s *keys) add(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	err := s.desks.Passkeys.Add(r.Context(), a, answered(r), r.PostFormValue("name"))
	switch {
	case err == nil:
		return page.Done(w, r, "/account", "", errs.T("The passkey is registered: you can sign in with it."))
	case !page.Personal(err):
		return err
	case a.Stage != office.StageEnrol:
		return s.accountPage(w, r, err)
	}
	offer, failed := s.desks.Accounts.BeginTOTP(a)
	if failed != nil {
		return failed
	}
	return s.totpForm(w, r, offer, s.shell.Told(w, r, err))
}

func (s *keys) remove(w http.ResponseWriter, r *http.Request) error {
	id, err := page.FormID(r, "passkey")
	if err == nil {
		err = s.desks.Passkeys.Remove(r.Context(), page.Actor(r), id)
	}
	switch {
	case page.Personal(err):
		return s.accountPage(w, r, err)
	case err != nil:
		return err
	}
	return page.Done(w, r, "/account", "", errs.T("The passkey is removed."))
}

func (s *keys) askAgain(w http.ResponseWriter, r *http.Request) error {
	q, err := s.desks.Passkeys.AskAgain(r.Context(), page.Actor(r))
	return s.asked(w, r, q, err)
}

// confirm takes a passkey before what is sensitive, and leads back.
func (s *keys) confirm(w http.ResponseWriter, r *http.Request) error {
	if err := s.desks.Passkeys.Confirm(r.Context(), page.Actor(r), answered(r)); err != nil {
		return err
	}
	to := page.CameFrom(r)
	if to == "" {
		to = "/account"
	}
	return page.Done(w, r, to, "", errs.T("Confirmed: for 15 minutes nothing asks for the password again."))
}

// takeAway takes a lost passkey from somebody.
func (s *keys) takeAway(w http.ResponseWriter, r *http.Request) error {
	account, err := page.PathID(r)
	if err != nil {
		return err
	}
	id, err := page.FormID(r, "passkey")
	if err != nil {
		return err
	}
	err = s.desks.Passkeys.TakeAway(r.Context(), page.Actor(r), account, id, r.PostFormValue("reason"))
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/accounts/%d", account), "", errs.T("The passkey is taken away."))
}

// offPasskeys says why passkeys cannot be used; "" where they can.
func (s *entrance) offPasskeys(r *http.Request) (string, error) {
	err := s.desks.Passkeys.Ready(r.Context())
	var e *errs.Error
	if page.AsError(err, &e) && e.Kind == errs.Invalid {
		return page.Pick(page.Lang(r), e.Text()), nil
	}
	return "", err
}
