// Package plandrafts serves the pages on which a year's plan is made: what it is made from, its draft, one target.
package plandrafts

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
		{Pattern: "GET /plan/{year}/new", Handle: h.start},
		{Pattern: "POST /plan/{year}/new", Handle: h.create},
		{Pattern: "GET /plan/{year}/draft", Handle: h.draft},
		{Pattern: "POST /plan/{year}/draft", Handle: h.change},
		{Pattern: "GET /plan/{year}/draft.xlsx", Handle: h.book},
		{Pattern: "GET /plan/{year}/draft/{part}", Handle: h.part},
		{Pattern: "POST /plan/{year}/draft/{part}", Handle: h.savePart},
	}
}
