// Package contributions serves the page of what is mobilised beside the State's budgets.
package contributions

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
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
		{Pattern: "GET /money/mobilised", Handle: h.show, Entry: &page.Entry{
			Group: page.Money, Order: 7, Title: errs.T("entry|Mobilised money"), Icon: "heart-handshake",
			Needs: access.ViewMoney,
		}},
		{Pattern: "POST /money/mobilised", Handle: h.add},
		{Pattern: "GET /money/mobilised/list.xlsx", Handle: h.book, File: true},
		{Pattern: "POST /money/mobilised/file", Handle: h.take, Most: office.MostUploaded},
		{Pattern: "POST /money/mobilised/{id}/end", Handle: h.end},
	}
}
