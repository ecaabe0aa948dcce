// Package papers serves the pages of the templates of papers.
package papers

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
		{Pattern: "GET /reviews/{id}/papers.zip", Handle: h.communePapers},
		{Pattern: "GET /lists/{id}/papers/{name}", Handle: h.listPaper},
		{Pattern: "POST /lists/{id}/certificates/open", Handle: h.openCertificates, File: true},
		{Pattern: "GET /papers", Handle: h.listTemplates, Entry: &page.Entry{
			Group: page.Office, Order: 4, Title: errs.T("entry|Paper templates"), Icon: "file-text",
			Needs: access.AnnounceReviews,
		}},
		{Pattern: "GET /papers/{name}", Handle: h.templateFile},
		{Pattern: "POST /papers/address", Handle: h.setAddress},
		{Pattern: "POST /papers/{name}", Handle: h.setTemplate},
		{Pattern: "GET /households/{id}/request/{name}", Handle: h.requestForm},
	}
}
