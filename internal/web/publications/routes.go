// Package publications serves the pages on which what is public is prepared by one person and approved by another.
package publications

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	shell *page.Shell
	desks *app.Desks
}

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{s, d}
	return []page.Route{
		{Pattern: "GET /publications", Handle: h.list, Entry: &page.Entry{
			Group: page.Public, Order: 5, Title: errs.T("Publications"), Icon: "file-text",
			Needs: access.ViewPublications, Counts: work.Publication,
		}},
		{Pattern: "GET /publications/new", Handle: h.form},
		{Pattern: "POST /publications/new", Handle: h.prepare},
		{Pattern: "GET /publications/{id}", Handle: h.show},
		{Pattern: "POST /publications/{id}", Handle: h.step},
	}
}
