// Package records serves the pages of the record of deeds.
package records

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
		{Pattern: "GET /audit", Handle: h.showAudit, Entry: &page.Entry{
			Group: page.Office, Order: 5, Title: errs.T("head|Record"), Icon: "history",
			Needs: access.ViewAudit, Phone: 6,
		}},
	}
}
