// Package ownpage serves a household its own page: by the code of its certificate or of a letter, and the year of birth
// of its head. It is for no search engine and kept by no browser.
package ownpage

import (
	"context"
	"embed"
	"net/http"

	"giamngheo/internal/app/residents"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/site"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

// Desk opens own pages, and all of it that these pages know.
type Desk interface {
	Open(ctx context.Context, address, token, year string) (*residents.Page, error)
}

type handlers struct {
	site *site.Shell
	desk Desk
}

// most is how large the form may be, in bytes.
const most = 4 << 10

// Routes are the addresses.
func Routes(s *site.Shell, d Desk) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /toi/{token}", Bare: true, Handle: s.Handle(h.door)},
		{Pattern: "POST /toi/{token}", Bare: true, Most: most, Handle: s.Handle(h.open)},
	}
}

type ownPage struct {
	site.Page
	Of    *residents.Page // nil: the year of birth is asked for
	Error string
}

// door asks for the year of birth. Nothing is looked up: of every token the same is shown.
func (h *handlers) door(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, http.StatusOK, &ownPage{})
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request, status int, p *ownPage) error {
	head := w.Header()
	head.Set("Cache-Control", "no-store")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	head.Set("Referrer-Policy", "no-referrer") // the address is the key
	w.WriteHeader(status)
	return h.site.Render(w, r, "own_page", errs.T("Your household’s own page"), p)
}

func (h *handlers) open(w http.ResponseWriter, r *http.Request) error {
	of, err := h.desk.Open(r.Context(), h.site.Address(r), r.PathValue("token"), r.PostFormValue("year"))
	if err == nil {
		return h.show(w, r, http.StatusOK, &ownPage{Of: of})
	}
	var e *errs.Error
	if k := errs.KindOf(err); k != errs.NotFound && k != errs.TooMany || !page.AsError(err, &e) {
		return err
	}
	return h.show(w, r, page.StatusOf(err), &ownPage{Error: e.Text().In(site.LangOf(r))})
}
