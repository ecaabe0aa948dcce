// Package dashboard serves the pages of a place on one page, the law and the help.
package dashboard

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
		{Pattern: "GET /{$}", Handle: h.dashboard},
		{Pattern: "GET /work", Handle: h.work},
		{Pattern: "GET /start", Handle: h.start},
		{Pattern: "GET /law", Handle: h.showLaw},
		{Pattern: "GET /help", Handle: h.help},
	}
}
