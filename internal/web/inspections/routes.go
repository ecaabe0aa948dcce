// Package inspections serves the pages of checks: where to look first, the year's plan, visits, recommendations.
package inspections

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/work"
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
		{Pattern: "GET /inspection", Handle: h.look, Entry: &page.Entry{
			Group: page.Checks, Order: 1, Title: errs.T("Where to look first"), Icon: "alert-triangle",
			Needs: access.LookFirst,
		}},
		{Pattern: "GET /inspection/places/{commune}", Handle: h.commune},
		{Pattern: "GET /inspection/plan", Handle: h.plan, Entry: &page.Entry{
			Group: page.Checks, Order: 2, Title: errs.T("Plan of checks"), Icon: "list-check", Needs: access.ViewChecks,
			Covers: []string{"inspection/visits"}, Counts: work.Visit,
		}},
		{Pattern: "GET /inspection/plan/new", Handle: h.newVisit},
		{Pattern: "POST /inspection/plan/new", Handle: h.addVisit},
		{Pattern: "GET /inspection/plan/draw", Handle: h.drawForm},
		{Pattern: "POST /inspection/plan/draw", Handle: h.draw},
		{Pattern: "GET /inspection/recommendations", Handle: h.follow, Entry: &page.Entry{
			Group: page.Checks, Order: 3, Title: errs.T("Recommendations"), Icon: "checkbox", Needs: access.ViewChecks,
		}},
		{Pattern: "GET /inspection/visits/{id}", Handle: h.visit},
		{Pattern: "POST /inspection/visits/{id}", Handle: h.step},
		{Pattern: "POST /inspection/visits/{id}/files", Handle: h.attach, Most: 9 << 20},
		{Pattern: "GET /inspection/visits/{id}/files/{file}", Handle: h.file, File: true},
		{Pattern: "GET /inspection/visits/{id}/paper", Handle: h.paper},
	}
}
