// Package exits serves the pages of exit plans.
package exits

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
		{Pattern: "GET /exit", Handle: h.showExitProposal, Entry: &page.Entry{
			Group: page.Supports, Order: 2, Title: errs.T("entry|Exit plans"), Icon: "trending-up",
			Needs: access.ViewSupports,
		}},
		{Pattern: "POST /exit/adopt", Handle: h.adoptExits},
		{Pattern: "GET /exit/costs", Handle: h.showExitCosts},
		{Pattern: "POST /exit/costs", Handle: h.saveExitCosts},
		{Pattern: "GET /households/{id}/exit", Handle: h.showExit},
		{Pattern: "POST /households/{id}/exit", Handle: h.saveExit},
	}
}
