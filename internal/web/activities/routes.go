// Package activities serves the pages of activities with their documents.
package activities

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
		{Pattern: "GET /activities", Handle: h.listActivities, Entry: &page.Entry{
			Group: page.Plan, Order: 3, Title: errs.T("entry|Activities"), Icon: "list-details",
			Needs: access.ViewPlans,
		}},
		{Pattern: "GET /activities/new", Handle: h.newActivity},
		{Pattern: "POST /activities/new", Handle: h.saveActivity, Most: 9 << 20},
		{Pattern: "GET /activities/{id}", Handle: h.showActivity},
		{Pattern: "GET /activities/{id}/edit", Handle: h.editActivity},
		{Pattern: "POST /activities/{id}/edit", Handle: h.saveActivity, Most: 9 << 20},
		{Pattern: "POST /activities/{id}/state", Handle: h.moveActivity, Most: 9 << 20},
		{Pattern: "POST /activities/{id}/files", Handle: h.attachFile, Most: 9 << 20},
		{Pattern: "GET /activities/{id}/files/{file}", Handle: h.showFile},
		{Pattern: "POST /activities/{id}/files/{file}/remove", Handle: h.removeFile, Most: 9 << 20},
	}
}
