// Package public serves the pages for anybody: what was published, read from the publications and nothing else.
package public

import (
	"embed"
	"net/http"

	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/site"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

// handlers see the public site's shell alone: neither an office nor a desk of its.
type handlers struct{ site *site.Shell }

// Routes are the addresses.
func Routes(s *site.Shell) []page.Route {
	h := &handlers{s}
	return []page.Route{
		{Pattern: "GET /cong-khai", Bare: true, Handle: s.Keep(h.home)},
		{Pattern: "GET /cong-khai/thong-bao", Bare: true, Handle: s.Keep(h.notices)},
		{Pattern: "GET /cong-khai/thong-bao/{id}", Bare: true, Handle: s.Keep(h.notice)},
		{Pattern: "GET /cong-khai/thong-bao/{id}/{file}", Bare: true, Handle: s.Handle(h.noticeFile)},
	}
}

type homePage struct{ site.Page }

func (h *handlers) home(w http.ResponseWriter, r *http.Request) error {
	return h.site.Render(w, r, "public_home", errs.T("What is public of poverty reduction"), &homePage{})
}
