// Package documents serves the register of documents.
package documents

import (
	"embed"

	"giamngheo/internal/app"
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
		{Pattern: "GET /documents", Handle: h.list},
		{Pattern: "GET /documents/new", Handle: h.newDocument},
		{Pattern: "POST /documents/new", Handle: h.save},
		{Pattern: "GET /documents/{id}", Handle: h.show},
		{Pattern: "GET /documents/{id}/edit", Handle: h.edit},
		{Pattern: "POST /documents/{id}/edit", Handle: h.save},
		{Pattern: "POST /documents/{id}/files", Handle: h.attach, Most: 9 << 20},
		{Pattern: "GET /documents/{id}/files/{file}", Handle: h.file},
		{Pattern: "POST /documents/{id}/files/{file}/remove", Handle: h.remove},
	}
}
