// Package nation serves the nation's pages: provinces side by side, opened to their communes, never to a person. It
// has no sessions, cookies or scripts, and knows nothing but what provinces told.
package nation

import (
	"bytes"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
	"slices"

	"giamngheo/internal/app/nation"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/parts"
	"giamngheo/internal/words"
)

//go:embed *.html nation.css
var files embed.FS

// server is what the pages share. It is used by several goroutines.
type server struct {
	desk  *nation.Desk
	log   *slog.Logger
	pages map[string]*template.Template
	style []byte

	secure bool // it is reached over TLS alone
}

// New makes the handler of the nation's pages; secure where they are reached over TLS alone.
func New(d *nation.Desk, log *slog.Logger, secure bool) (http.Handler, error) {
	s := &server{desk: d, log: log, pages: map[string]*template.Template{}, secure: secure}
	for _, lang := range []string{words.VI, words.EN, words.KM} {
		t, err := template.New("").Funcs(parts.Funcs(lang, nil)).ParseFS(files, "*.html")
		if err != nil {
			return nil, err
		}
		s.pages[lang] = t
	}
	var err error
	if s.style, err = files.ReadFile("nation.css"); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for pattern, h := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /{$}":          s.board,
		"GET /tinh/{code}":  s.province,
		"GET /so-lieu.xlsx": s.workbook,
		"GET /odata/{set}":  s.odata,
		"GET /odata/{$}":    s.service,
		"GET /trang.css":    s.css,
		"GET /healthz":      s.health,
		"GET /{rest...}":    func(http.ResponseWriter, *http.Request) error { return notThere() },
	} {
		mux.Handle(pattern, s.handle(h))
	}
	return mux, nil
}

func notThere() error { return errs.New(errs.NotFound, "there is no such page") }

// handle runs a handler with the headers that every answer has; what goes wrong is told in a sentence.
func (s *server) handle(do func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-cache")
		if s.secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		const longest = 4096
		err := errs.New(errs.Invalid, "the address is too long")
		if len(r.URL.RequestURI()) <= longest {
			if failed := do(w, r); failed == nil {
				return
			} else if !asError(failed, &err) {
				s.log.Error("nation", "path", r.URL.Path, "err", failed)
				err = errs.New(errs.Internal, "a fault of the program: see its log")
			}
		}
		s.fail(w, r, err)
	})
}

// statuses are those of the kinds of errors.
var statuses = map[errs.Kind]int{errs.Invalid: http.StatusBadRequest, errs.NotFound: http.StatusNotFound,
	errs.Unavailable: http.StatusServiceUnavailable}

func (s *server) fail(w http.ResponseWriter, r *http.Request, e *errs.Error) {
	status, ok := statuses[e.Kind]
	if !ok {
		status = http.StatusInternalServerError
	}
	p := &errorPage{Text: e.Text()}
	var b bytes.Buffer
	if err := s.execute(&b, r, "nation_error", errs.T("Not done"), p); err != nil {
		s.log.Error("nation", "err", err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // the person is gone: nothing to be done
}

// page is what every page has.
type page struct {
	Lang, Title string
	Basis       string // before: the provinces of before the merger; else those of today
	Languages   []link
	State       nation.State
	Synthetic   bool
}

func (p *page) base() *page { return p }

// link is a choice with its address.
type link struct {
	Name, Address string
	Here          bool
}

// based is a page's value: it embeds page.
type based interface{ base() *page }

type errorPage struct {
	page
	Text errs.Text
}

// before is the day of the units before the merger of 2025.
var before = place.MergerDay.AddDays(-1)

// basisOf is the day on whose units a request asks for.
func (s *server) basisOf(r *http.Request) (code string, on date.Date) {
	if r.URL.Query().Get("basis") == "before" {
		return "before", before
	}
	return "", max(s.desk.Today(), place.MergerDay)
}

func langOf(r *http.Request) string {
	lang := r.URL.Query().Get("lang")
	if !slices.Contains([]string{words.VI, words.EN, words.KM}, lang) {
		return words.VI
	}
	return lang
}

// execute writes a page into a buffer.
func (s *server) execute(b *bytes.Buffer, r *http.Request, name string, title errs.Text, v based) error {
	p := v.base()
	p.Lang, p.State = langOf(r), s.desk.State()
	p.Title = title.In(p.Lang)
	p.Basis, _ = s.basisOf(r)
	for _, l := range [][2]string{{words.VI, "Tiếng Việt"}, {words.EN, "English"}, {words.KM, "ភាសាខ្មែរ"}} {
		p.Languages = append(p.Languages, link{l[1], with(r, "lang", l[0]), l[0] == p.Lang})
	}
	return s.pages[p.Lang].ExecuteTemplate(b, name, v)
}

// render writes a page whole or not at all.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, title errs.Text, v based) error {
	var b bytes.Buffer
	if err := s.execute(&b, r, name, title, v); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes()) // the person is gone: nothing to be done
	return nil
}

// with is the address of a request with another value of one of its questions.
func with(r *http.Request, name, value string) string {
	q := r.URL.Query()
	if q.Set(name, value); value == "" {
		q.Del(name)
	}
	if name == "lang" && value == words.VI {
		q.Del(name)
	}
	u := *r.URL
	u.RawQuery = q.Encode()
	return u.RequestURI()
}

func (s *server) css(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(s.style) // the person is gone: nothing to be done
	return nil
}

// health says whether what provinces tell could be read.
func (s *server) health(w http.ResponseWriter, _ *http.Request) error {
	if st := s.desk.State(); st.Failed.EN != "" {
		return errs.Of(errs.Unavailable, st.Failed)
	}
	_, _ = w.Write([]byte("ok\n")) // the person is gone: nothing to be done
	return nil
}
