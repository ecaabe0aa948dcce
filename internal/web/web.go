// Package web is the office in a browser: it reads forms, calls a use case, and renders what came back. It decides nothing
// and keeps nothing but what a request needs.
package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"giamngheo/internal/app"
	"giamngheo/internal/app/book"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
)

// Config is what a Server is made from.
type Config struct {
	Office  *app.Desks
	Log     *slog.Logger
	Proxies []netip.Prefix // reverse proxies whose X-Forwarded-For and -Proto are believed
	Secure  bool           // cookies only over TLS: whenever people reach the office by a network
	Version string
}

// Server answers requests.
type Server struct {
	cfg     Config
	office  *app.Desks
	log     *slog.Logger
	pages   *pages
	handler http.Handler
	seconds *prometheus.HistogramVec
	metrics http.Handler
}

// New returns a Server. Errors: a page that cannot be parsed.
func New(cfg Config) (*Server, error) {
	s := &Server{cfg: cfg, office: cfg.Office, log: cfg.Log}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	var err error
	if s.pages, err = parsePages(); err != nil {
		return nil, err
	}
	reg := prometheus.NewRegistry()
	s.seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "giamngheo_request_seconds", Help: "Time to answer, by route and status.",
		Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 3, 10}}, []string{"route", "status"})
	households := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "giamngheo_households", Help: "Households in memory."},
		func() float64 { return float64(s.office.Book.Size()) })
	reg.MustRegister(s.seconds, households, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	s.metrics = promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, errs.New(errs.Forbidden, "the request came from another site and was refused; open this page again"))
	}))
	s.handler = s.outer(csrf.Handler(s.routes()))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// mostBody is how large a form may be; uploads have their own limits.
const mostBody = 4 << 20

// bodyLimit is how large what is sent to an address may be; 0: its handler sees to it.
func bodyLimit(path string) int64 {
	switch {
	case strings.HasPrefix(path, "/import"):
		return 0
	case strings.HasPrefix(path, "/activities/"): // a document of 8 MB with its form
		return 9 << 20
	case strings.HasPrefix(path, "/supports/paste"): // 5,000 rows, or their workbook
		return 32 << 20
	}
	return mostBody
}

// policy is the content security policy: everything from this program, nothing inline, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

// outer is around every request: headers, limits, the last resort for panics, the log line and the measure.
func (s *Server) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if s.cfg.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		if most := bodyLimit(r.URL.Path); most > 0 && r.ContentLength > most {
			s.fail(rec, r, errs.New(errs.Invalid, "too much was sent"))
		} else {
			if most > 0 {
				r.Body = http.MaxBytesReader(rec, r.Body, most)
			}
			s.guarded(rec, r, next)
		}
		route := r.Pattern
		if route == "" {
			route = "none"
		}
		took := time.Since(start)
		s.seconds.WithLabelValues(route, strconv.Itoa(rec.status)).Observe(took.Seconds())
		if !strings.HasPrefix(r.URL.Path, "/static/") { // the pattern and not the address: addresses may hold what people searched
			s.log.Info("request", "method", r.Method, "route", route, "status", rec.status, "ms", took.Milliseconds())
		}
	})
}

func (s *Server) guarded(w *recorder, r *http.Request, next http.Handler) {
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			s.log.Error("panic", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
			if !w.wrote {
				s.fail(w, r, errors.New("panic"))
			}
		}
	}()
	next.ServeHTTP(w, r)
}

type recorder struct {
	http.ResponseWriter
	status int
	wrote  bool
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status, r.wrote = status, true
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes that something was written.
func (r *recorder) Write(b []byte) (int, error) {
	r.wrote = true
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// address is where a request comes from: a proxy's word is taken only where the proxy is known.
func (s *Server) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	for _, p := range s.cfg.Proxies {
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

func (s *Server) cookieName() string {
	if s.cfg.Secure {
		return "__Host-giamngheo"
	}
	return "giamngheo"
}

func (s *Server) setToken(w http.ResponseWriter, token string) {
	c := &http.Cookie{Name: s.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: s.cfg.Secure, SameSite: http.SameSiteLaxMode, MaxAge: 7 * 24 * 3600}
	if token == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

type actorKey struct{}

// actor is who asks; nil where nobody is signed in.
func actor(r *http.Request) *office.Ask {
	a, _ := r.Context().Value(actorKey{}).(*office.Ask)
	return a
}

// action is a page's handler: it returns what went wrong and leaves the answer to one place.
type action func(w http.ResponseWriter, r *http.Request) error

// open runs a handler for anybody.
func (s *Server) open(h action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = s.withActor(r)
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

func (s *Server) withActor(r *http.Request) *http.Request {
	c, err := r.Cookie(s.cookieName())
	if err != nil {
		return r
	}
	a, err := s.office.Accounts.Authenticate(r.Context(), c.Value, s.address(r))
	if err != nil {
		return r
	}
	return r.WithContext(context.WithValue(r.Context(), actorKey{}, a))
}

// signed runs a handler for who is signed in wholly; others are sent to the step that is missing and come back after.
func (s *Server) signed(h action) http.Handler {
	return s.open(func(w http.ResponseWriter, r *http.Request) error {
		a := actor(r)
		switch {
		case a == nil && r.Header.Get("HX-Request") != "":
			http.Error(w, "401", http.StatusUnauthorized)
			return nil
		case a == nil:
			return s.toSignIn(w, r)
		case a.Stage == office.StageCode:
			http.Redirect(w, r, "/login/code", http.StatusSeeOther)
			return nil
		case a.Stage == office.StageChange && !strings.HasPrefix(r.URL.Path, "/account"):
			http.Redirect(w, r, "/account/password", http.StatusSeeOther)
			return nil
		}
		return h(w, r)
	})
}

func (s *Server) toSignIn(w http.ResponseWriter, r *http.Request) error {
	next := "/"
	if r.Method == http.MethodGet {
		next = r.URL.RequestURI()
	} else if ref := r.Header.Get("Referer"); ref != "" { // the form's own page: its draft is in the tab
		if i := strings.Index(ref, r.Host); i > 0 {
			next = ref[i+len(r.Host):]
		}
	}
	http.Redirect(w, r, "/login?next="+queryEscape(next), http.StatusSeeOther)
	return nil
}

// statusOf maps the kind of an error to its status.
func statusOf(err error) int {
	switch errs.KindOf(err) {
	case errs.Invalid:
		return http.StatusUnprocessableEntity
	case errs.NotFound:
		return http.StatusNotFound
	case errs.Forbidden:
		return http.StatusForbidden
	case errs.Conflict:
		return http.StatusConflict
	case errs.Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// fail is the one place where an error becomes a page. What the program did wrong is not told to the person but a number is,
// by which the log has it.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = errs.New(errs.Invalid, "too much was sent")
	}
	p := &errorPage{Status: statusOf(err)}
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
		p.Text = errs.T("Something went wrong in the program. What was saved is not affected. Try again; if it persists tell the administrator the number %s", p.Number)
		s.log.Error("request failed", "number", p.Number, "route", r.Pattern, "err", err)
	}
	w.WriteHeader(p.Status)
	s.render(w, r, "error", errs.T("Not done"), p)
}

type errorPage struct {
	Page
	Status int
	Text   errs.Text
	Number string
}
