package web

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"giamngheo/internal/errs"
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
		if s.shell.Cfg.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		rec := &recorder{ResponseWriter: w, status: http.StatusOK}
		if r.Method == http.MethodPost && s.desks.Office.Shared() {
			rec.first = func() { s.shell.SetSeen(w, r) }
		}
		if most := bodyLimit(r.URL.Path); most > 0 && r.ContentLength > most {
			s.shell.Fail(rec, r, errs.New(errs.Invalid, "too much was sent"))
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
		// the pattern and not the address: addresses may hold what people searched
		if !strings.HasPrefix(r.URL.Path, "/static/") {
			s.shell.Log.Info("request", "method", r.Method, "route", route, "status", rec.status, "ms",
				took.Milliseconds())
		}
	})
}

func (s *Server) guarded(w *recorder, r *http.Request, next http.Handler) {
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			s.shell.Log.Error("panic", "route", r.Pattern, "panic", p, "stack", string(debug.Stack()))
			if !w.wrote {
				s.shell.Fail(w, r, errors.New("panic"))
			}
		}
	}()
	next.ServeHTTP(w, r)
}

type recorder struct {
	http.ResponseWriter
	status int
	wrote  bool
	first  func() // done before the answer's head is written; nil: nothing
}

// head notes that the answer begins.
func (r *recorder) head() {
	if !r.wrote && r.first != nil {
		r.first()
	}
	r.wrote = true
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if !r.wrote {
		r.status = status
	}
	r.head()
	r.ResponseWriter.WriteHeader(status)
}

// Write notes that something was written.
func (r *recorder) Write(b []byte) (int, error) {
	r.head()
	return r.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
