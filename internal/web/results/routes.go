// Package results serves the pages of the results of reviews.
package results

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
		{Pattern: "GET /reviews/adopt", Handle: h.showAdopt},
		{Pattern: "POST /reviews/adopt", Handle: h.adopt},
		{Pattern: "GET /results", Handle: h.newest, Entry: &page.Entry{
			Group: page.Reports, Order: 1, Title: errs.T("entry|Results and tables"), Icon: "table",
			Needs: access.ViewReviews,
		}},
		{Pattern: "GET /results/{year}", Handle: h.showResults},
		{Pattern: "POST /results/{year}", Handle: h.announce},
		{Pattern: "GET /results/{year}/tables.xlsx", Handle: h.tablesBook},
		{Pattern: "GET /results/{year}/cell", Handle: h.showCell},
		{Pattern: "GET /results/{year}/{no}", Handle: h.showTable},
	}
}
