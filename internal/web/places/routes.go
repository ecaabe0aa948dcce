// Package places serves the pages of places and their mergers.
package places

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/boundary"
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
		{Pattern: "GET /places", Handle: h.showPlaces, Entry: &page.Entry{
			Group: page.Office, Order: 2, Title: errs.T("Units"), Icon: "building", Needs: access.ViewPlaces,
			Covers: []string{"map"},
		}},
		{Pattern: "GET /map", Handle: h.drawing},
		{Pattern: "GET /places/map", Handle: h.showMap},
		{Pattern: "POST /places/map", Handle: h.setMap, Most: boundary.MostBytes + 1<<20},
		{Pattern: "POST /places/map/drop", Handle: h.dropMap},
		{Pattern: "POST /places/changes", Handle: h.proposePlaces},
		{Pattern: "POST /places/changes/{id}", Handle: h.decidePlaces},
	}
}
