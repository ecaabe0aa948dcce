// Package documents serves the register of documents.
package documents

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
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
		{Pattern: "GET /documents", Handle: h.list, Entry: &page.Entry{
			Group: page.Money, Order: 9, Title: errs.T("Register of documents"), Icon: "file-text",
			Needs: access.ViewDocuments,
		}},
		{Pattern: "GET /documents/new", Handle: h.newDocument},
		{Pattern: "POST /documents/new", Handle: h.save},
		{Pattern: "GET /documents/numbers", Handle: h.numbers},
		{Pattern: "POST /documents/numbers", Handle: h.number},
		{Pattern: "GET /documents/{id}", Handle: h.show},
		{Pattern: "POST /documents/{id}/relations", Handle: h.relate},
		{Pattern: "GET /documents/{id}/edit", Handle: h.edit},
		{Pattern: "POST /documents/{id}/edit", Handle: h.save},
		{Pattern: "POST /documents/{id}/files", Handle: h.attach, Most: 9 << 20},
		{Pattern: "GET /documents/{id}/files/{file}", Handle: h.file, File: true},
		{Pattern: "POST /documents/{id}/files/{file}/remove", Handle: h.remove},
	}
}
