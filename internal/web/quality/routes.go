// Package quality serves the pages of what the checks of a review find.
package quality

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
		{Pattern: "GET /reviews/{id}/quality", Handle: h.showQuality},
		{Pattern: "POST /reviews/{id}/answers", Handle: h.answerQuality},
		{Pattern: "POST /reviews/{id}/sample", Handle: h.drawSample},
		{Pattern: "POST /reviews/{id}/verify", Handle: h.verifySample},
	}
}
