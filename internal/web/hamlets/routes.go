// Package hamlets serves the page of a commune's list of hamlets.
package hamlets

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
		{Pattern: "GET /hamlets", Handle: h.communes, Entry: &page.Entry{
			Group: page.Register, Order: 5, Title: errs.T("Hamlets"), Icon: "map-pin", Needs: access.SetHamlets,
		}},
		{Pattern: "GET /hamlets/{commune}", Handle: h.show},
		{Pattern: "POST /hamlets/{commune}", Handle: h.change},
	}
}
