// Package results serves the pages of the results of reviews.
package results

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
		{Pattern: "GET /reviews/adopt", Handle: h.showAdopt},
		{Pattern: "POST /reviews/adopt", Handle: h.adopt},
		{Pattern: "GET /results/{year}", Handle: h.showResults},
		{Pattern: "POST /results/{year}", Handle: h.announce},
		{Pattern: "GET /results/{year}/tables.xlsx", Handle: h.tablesBook},
		{Pattern: "GET /results/{year}/cell", Handle: h.showCell},
		{Pattern: "GET /results/{year}/{no}", Handle: h.showTable},
	}
}
