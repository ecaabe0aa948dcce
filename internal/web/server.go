package web

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/errs"
	"giamngheo/internal/web/answer"
)

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// mostBody is how large a form may be; uploads have their own limits.
const mostBody = 4 << 20

// bodyLimit is how large what is sent to an address may be; 0: its handler sees to it.
func bodyLimit(path string) int64 {
	switch {
	case strings.HasPrefix(path, "/import"):
		return 0
	case strings.HasPrefix(path, "/accounts/import"): // 2,000 people, or their workbook
		return 20 << 20
	case strings.HasPrefix(path, "/activities/"): // a document of 8 MB with its form
		return 9 << 20
	case strings.HasPrefix(path, "/supports/paste"): // 5,000 rows, or their workbook
		return 32 << 20
	}
	return mostBody
}

// outer is around every request: headers, limits, the last resort for panics, the log line and the measure.
func (s *Server) outer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		h := w.Header()
		h.Set("Content-Security-Policy", answer.Policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cache-Control", "no-store")
		if s.shell.Cfg.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		rec := answer.NewResponse(w)
		if r.Method == http.MethodPost && s.desks.Office.Shared() {
			rec.Before(func() { s.shell.SetSeen(w, r) })
		}
		defer s.measure(rec, r, start)
		if most := bodyLimit(r.URL.Path); most > 0 && r.ContentLength > most {
			s.shell.Fail(rec, r, errs.New(errs.Invalid, "too much was sent"))
		} else {
			if most > 0 {
				r.Body = http.MaxBytesReader(rec, r.Body, most)
			}
			s.guarded(rec, r, next)
		}
		rec.End()
	})
}

// measure counts a request and notes it, one that was cut off too.
func (s *Server) measure(rec *answer.Response, r *http.Request, start time.Time) {
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	took := time.Since(start)
	s.seconds.WithLabelValues(route, strconv.Itoa(rec.Status())).Observe(took.Seconds())
	// the pattern and not the address: addresses may hold what people searched
	if !strings.HasPrefix(r.URL.Path, "/static/") {
		s.shell.Log.Info("request", "method", r.Method, "route", route, "status", rec.Status(), "ms",
			took.Milliseconds())
	}
}

func (s *Server) guarded(w *answer.Response, r *http.Request, next http.Handler) {
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			s.shell.Log.Error("panic", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
			if !w.Begun() {
				s.shell.Fail(w, r, errors.New("panic"))
			}
		}
	}()
	next.ServeHTTP(w, r)
}
