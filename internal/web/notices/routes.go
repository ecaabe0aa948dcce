// Package notices serves the notices of the office: written by one person, published by another.
package notices

import (
	"embed"

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
		{Pattern: "GET /notices", Handle: h.list, Entry: &page.Entry{
			Group: page.Public, Order: 1, Title: errs.T("Notices"), Icon: "info-circle", Counts: work.Notice,
		}},
		{Pattern: "GET /notices/new", Handle: h.newNotice},
		{Pattern: "POST /notices/new", Handle: h.save},
		{Pattern: "GET /notices/{id}", Handle: h.show},
		{Pattern: "POST /notices/{id}", Handle: h.move},
		{Pattern: "GET /notices/{id}/loudspeaker", Handle: h.loudspeaker},
		{Pattern: "GET /notices/{id}/edit", Handle: h.edit},
		{Pattern: "POST /notices/{id}/edit", Handle: h.save},
		{Pattern: "POST /notices/{id}/files", Handle: h.attach, Most: 9 << 20},
		{Pattern: "GET /notices/{id}/files/{file}", Handle: h.file, File: true},
		{Pattern: "POST /notices/{id}/files/{file}/remove", Handle: h.remove},
	}
}
