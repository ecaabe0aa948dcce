// Package whatif serves the pages of the same households under other lines.
package whatif

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
		{Pattern: "GET /whatif", Handle: h.whatIf, Entry: &page.Entry{
			Group: page.Reports, Order: 2, Title: errs.T("entry|What if"), Icon: "arrows-split",
			Needs: access.ViewReviews,
		}},
		{Pattern: "POST /whatif", Handle: h.whatIf}, // with law files in it; it changes nothing either
	}
}
