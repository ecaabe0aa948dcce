// Package certificate serves the pages of what a certificate's QR code opens.
package certificate

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
		{Pattern: "GET /c/{token}", Handle: h.showCertificate, Open: true},
	}
}
