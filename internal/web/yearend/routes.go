// Package yearend serves the page of a budget year's end.
package yearend

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
		{Pattern: "GET /money/yearend", Handle: h.show, Entry: &page.Entry{
			Group: page.Money, Order: 6, Title: errs.T("Year-end"), Icon: "calendar", Needs: access.ViewMoney,
		}},
		{Pattern: "GET /money/yearend.xlsx", Handle: h.file, File: true},
		{Pattern: "GET /money/yearend/{id}", Handle: h.line},
		{Pattern: "POST /money/yearend/{id}", Handle: h.choose},
	}
}
