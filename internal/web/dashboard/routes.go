// Package dashboard serves the pages of a place on one page, the law and the help.
package dashboard

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
		{Pattern: "GET /{$}", Handle: h.home, Entry: &page.Entry{
			Group: page.Today, Order: 1, Title: errs.T("entry|Today"), Icon: "home",
			Needs: access.ViewDashboard, Covers: []string{"work"}, Phone: 1, Counts: work.All,
		}},
		{Pattern: "GET /work", Handle: h.work},
		{Pattern: "GET /overview", Handle: h.dashboard, Entry: &page.Entry{
			Group: page.Today, Order: 2, Title: errs.T("Overview"), Icon: "chart-bar",
			Needs: access.ViewDashboard,
		}},
		{Pattern: "GET /start", Handle: h.start, Entry: &page.Entry{
			Group: page.Office, Order: 6, Title: errs.T("entry|Setting up"), Icon: "list-check",
			Needs: access.ManageAccounts, Phone: 2,
		}},
		{Pattern: "GET /law", Handle: h.showLaw},
		{Pattern: "GET /help", Handle: h.help},
	}
}
