package page

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/app/book"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/web/answer"
)

// WebAddress is where people reach the office, for the codes on certificates.
func (s *Shell) WebAddress(r *http.Request) string {
	scheme := "http"
	if s.Cfg.Secure {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// Address is where a request comes from: a proxy's word is taken only where the proxy is known.
func (s *Shell) Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	for _, p := range s.Cfg.Proxies {
		if !p.Contains(addr) {
			continue
		}
		all := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil {
			return a.String()
		}
	}
	return addr.String()
}

func (s *Shell) cookieName() string {
	if s.Cfg.Secure {
		return "__Host-giamngheo"
	}
	return "giamngheo"
}

// SetToken gives the browser the token of its session for a week; an empty one takes it away.
func (s *Shell) SetToken(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.Cfg.Secure,
		SameSite: http.SameSiteLaxMode, MaxAge: 7 * 24 * 3600}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// SetShort has the browser keep something for ten minutes; an empty one takes it away.
func SetShort(s *Shell, w http.ResponseWriter, name, value string) {
	c := &http.Cookie{Name: name, Value: value, Path: "/", HttpOnly: true, Secure: s.Cfg.Secure,
		SameSite: http.SameSiteLaxMode, MaxAge: 600}
	if value == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

type actorKey struct{}

// Actor is who asks; nil where nobody is signed in.
func Actor(r *http.Request) *office.Ask {
	a, _ := r.Context().Value(actorKey{}).(*office.Ask)
	return a
}

// Action is a page's handler: it returns what went wrong and leaves the answer to one place.
type Action func(w http.ResponseWriter, r *http.Request) error

// open runs a handler for anybody.
func (s *Shell) open(h Action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, err := s.withActor(w, r)
		defer answer.DropFiles(r)
		if err == nil {
			err = s.turns.answer(w, r, s.Address(r), h)
		}
		if err != nil {
			s.Fail(w, r, err)
		}
	})
}

// bare runs a handler for anybody, without asking who it is.
func bare(s *Shell, h Action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer answer.DropFiles(r)
		if err := s.turns.answer(w, r, s.Address(r), h); err != nil {
			s.Fail(w, r, err)
		}
	})
}

// withActor finds out who asks. Errors (errs.Unavailable): the database does not answer, or does not have what this
// person has seen. Only a session that is not there is a reason to sign in again.
func (s *Shell) withActor(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return r, nil
	}
	a, err := s.desks.Accounts.Authenticate(r.Context(), c.Value, s.Address(r))
	switch {
	case err != nil && errs.KindOf(err) == errs.NotFound:
		return r, nil
	case err != nil:
		return r, err
	}
	r = r.WithContext(context.WithValue(r.Context(), actorKey{}, a))
	return r, s.reachSeen(w, r)
}

// seenCookie has the number of the newest change that the browser has seen the result of.
const seenCookie = "giamngheo-seen"

// reachSeen has this server know what the browser has seen on another one.
func (s *Shell) reachSeen(w http.ResponseWriter, r *http.Request) error {
	c, err := r.Cookie(seenCookie)
	if err != nil || !s.desks.Office.Shared() {
		return nil
	}
	seq, err := strconv.ParseInt(c.Value, 10, 64)
	if err != nil {
		return nil
	}
	if err = s.desks.Office.Reach(r.Context(), seq); err != nil {
		s.SetSeen(w, r) // said once
	}
	return err
}

// SetSeen remembers in the browser, after a form, which changes the page after it shows.
func (s *Shell) SetSeen(w http.ResponseWriter, r *http.Request) {
	if _, err := r.Cookie(s.cookieName()); err != nil {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: seenCookie, Value: strconv.FormatInt(s.desks.Office.Known(), 10), Path: "/",
		HttpOnly: true, Secure: s.Cfg.Secure, SameSite: http.SameSiteLaxMode, MaxAge: 7 * 24 * 3600})
}

// enrolling are the addresses at which a second factor is set up.
var enrolling = []string{"/account/totp", "/account/passkeys", "/account/passkeys/begin"}

// signed runs a handler for who is signed in wholly; others are sent to the step that is missing and come back after.
func (s *Shell) signed(h Action) http.Handler {
	return s.open(func(w http.ResponseWriter, r *http.Request) error {
		a := Actor(r)
		switch {
		case a == nil && r.Header.Get("HX-Request") != "":
			http.Error(w, "401", http.StatusUnauthorized)
			return nil
		case a == nil:
			return s.ToSignIn(w, r)
		case a.Stage == office.StageCode:
			http.Redirect(w, r, "/login/code", http.StatusSeeOther)
			return nil
		case a.Stage == office.StageEnrol && !slices.Contains(enrolling, r.URL.Path):
			http.Redirect(w, r, "/account/totp", http.StatusSeeOther)
			return nil
		case a.Stage == office.StageChange && r.URL.Path != "/account/password":
			http.Redirect(w, r, "/account/password", http.StatusSeeOther)
			return nil
		}
		return h(w, r)
	})
}

// ToSignIn sends who is not signed in to do so, and from there back to the page asked for or the one with the form.
func (s *Shell) ToSignIn(w http.ResponseWriter, r *http.Request) error {
	next := "/"
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	} else if from := answer.CameFrom(r); from != "" { // the form's own page: its draft is in the tab
		next = from
	}
	http.Redirect(w, r, "/login?next="+QueryEscape(next), http.StatusSeeOther)
	return nil
}

// Fail is the one place where an error becomes a page. What the program did wrong is not told to the person but a
// number is, by which the log has it.
func (s *Shell) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = errs.New(errs.Invalid, "too much was sent")
	}
	if proposed(w, r, err) {
		return
	}
	s.refused(r, err)
	p := &errorPage{Status: answer.StatusOf(err)}
	var e *errs.Error
	var f book.Faults
	switch {
	case errors.As(err, &f) && len(f) > 0:
		p.Status, p.Text = http.StatusUnprocessableEntity, f[0].Text
	case errors.As(err, &e):
		p.Text = e.Text()
	}
	if p.Status == http.StatusInternalServerError || e != nil && e.Kind == errs.Internal {
		b := make([]byte, 4)
		_, _ = rand.Read(b)
		p.Number = hex.EncodeToString(b)
		p.Text = errs.T(
			"Something went wrong in the program. What was saved is not affected. Try again; if it persists tell the administrator the number %s", p.Number)
		s.Log.Error("request failed", "number", p.Number, "route", r.Pattern, "err", err)
	}
	if wait := retryAfter(p.Status, e); wait != "" {
		w.Header().Set("Retry-After", wait)
	}
	answer.Begin(w)
	w.WriteHeader(p.Status)
	s.Render(w, r, "error", errs.T("Not done"), p)
}

// retryAfter is when a request that was put off may be sent again, in seconds; "" where it was not put off.
func retryAfter(status int, e *errs.Error) string {
	if status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
		return ""
	}
	wait := 10 * time.Second // a database that is away, a computation that is still running
	if e != nil && e.Wait > 0 {
		wait = e.Wait
	}
	return strconv.FormatInt(int64(wait/time.Second)+1, 10)
}

// refused has a refusal noted: what a person may not do or see, and what anybody may not send.
func (s *Shell) refused(r *http.Request, err error) {
	a, kind := Actor(r), errs.KindOf(err)
	told := kind == errs.Forbidden || kind == errs.TooMany || kind == errs.NotFound && a != nil
	if told && s.desks.Accounts != nil {
		what := r.Pattern // and not the path: there may be a name in it
		if !strings.HasPrefix(what, r.Method) {
			what = r.Method + " " + what
		}
		s.desks.Accounts.Refused(a, s.Address(r), what, strconv.Itoa(answer.StatusOf(err)))
	}
}

type errorPage struct {
	Page
	Status int
	Text   errs.Text
	Number string
}
