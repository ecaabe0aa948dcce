// Package programmes serves the pages of the programme's tree and whom it is for.
package programmes

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
		{Pattern: "GET /programme", Handle: h.showProgramme, Entry: &page.Entry{
			Group: page.Plan, Order: 2, Title: errs.T("Programme"), Icon: "sitemap", Needs: access.ViewPlans,
		}},
		{Pattern: "GET /programme/{node}/people", Handle: h.listPeople},
		{Pattern: "GET /programme/{node}/people.xlsx", Handle: h.peopleBook},
	}
}
