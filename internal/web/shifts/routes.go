// Package shifts serves the pages of transfers of money between lines: what could go where, submissions, decisions.
package shifts

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
		{Pattern: "GET /money/transfers", Handle: h.list, Entry: &page.Entry{
			Group: page.Money, Order: 8, Title: errs.T("entry|Transfers"), Icon: "arrows-split",
			Needs: access.ViewMoney, Counts: work.Transfers,
		}},
		{Pattern: "GET /money/transfers/find", Handle: h.find},
		{Pattern: "POST /money/transfers", Handle: h.make},
		{Pattern: "GET /money/transfers/{id}", Handle: h.show},
		{Pattern: "POST /money/transfers/{id}", Handle: h.change},
		{Pattern: "POST /money/transfers/{id}/decide", Handle: h.decide},
		{Pattern: "GET /money/transfers/{id}/paper", Handle: h.paper},
		{Pattern: "GET /money/transfers/{id}/annex.xlsx", Handle: h.annex, File: true},
	}
}
