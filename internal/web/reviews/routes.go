// Package reviews serves the pages of campaigns and lists.
package reviews

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
		{Pattern: "GET /reviews", Handle: h.listReviews, Entry: &page.Entry{
			Group: page.Reviews, Order: 1, Title: errs.T("Reviews"), Icon: "clipboard",
			Needs: access.ViewReviews, Phone: 4, Covers: []string{"lists"}, Counts: work.List,
		}},
		{Pattern: "POST /reviews", Handle: h.openReview},
		{Pattern: "GET /reviews/{id}", Handle: h.showCampaign},
		{Pattern: "POST /reviews/{id}/requests", Handle: h.addRequest},
		{Pattern: "POST /reviews/{id}/decisions", Handle: h.decideLists},
		{Pattern: "GET /lists/{id}", Handle: h.showList},
		{Pattern: "POST /lists/{id}/steps", Handle: h.takeStep},
		{Pattern: "POST /lists/{id}/give", Handle: h.giveList},
		{Pattern: "POST /lists/{id}/certificates", Handle: h.certifyList},
	}
}
