// Package hamlets serves the page of a commune's list of hamlets.
package hamlets

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
		{Pattern: "GET /hamlets", Handle: h.communes},
		{Pattern: "GET /hamlets/{commune}", Handle: h.show},
		{Pattern: "POST /hamlets/{commune}", Handle: h.change},
	}
}
