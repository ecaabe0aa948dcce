// Package public serves the pages for anybody: what was published, read from the publications and nothing else.
package public

import (
	"embed"

	"giamngheo/internal/publication"
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
		{Pattern: "GET /cong-khai/ho-ngheo", Bare: true, Handle: s.Keep(h.series(publication.Households))},
		{Pattern: "GET /cong-khai/muc-tieu", Bare: true, Handle: s.Keep(h.series(publication.Targets))},
		{Pattern: "GET /cong-khai/nguon-von", Bare: true, Handle: s.Keep(h.series(publication.Money))},
		{Pattern: "GET /cong-khai/huong-dan", Bare: true, Handle: s.Keep(h.series(publication.Guide))},
		{Pattern: "GET /cong-khai/cong-bo/{id}", Bare: true, Handle: s.Keep(h.one)},
		{Pattern: "GET /cong-khai/o-trong", Bare: true, Handle: s.Keep(h.rule)},
		{Pattern: "GET /cong-khai/du-lieu", Bare: true, Handle: s.Keep(h.data)},
		{Pattern: "GET /cong-khai/du-lieu/{name}", Bare: true, Handle: s.Keep(h.file)},
	}
}
