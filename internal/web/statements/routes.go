// Package statements serves the pages on which the ledger of money is held against the treasury's statements.
package statements

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/work"
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
		{Pattern: "GET /money/statements", Handle: h.holders, Entry: &page.Entry{
			Group: page.Money, Order: 5, Title: errs.T("Treasury statements"), Icon: "scale", Needs: access.ViewMoney,
			Counts: work.Statement,
		}},
		{Pattern: "GET /money/statements/of", Handle: h.list},
		{Pattern: "POST /money/statements/of", Handle: h.look, Most: office.MostUploaded},
		{Pattern: "GET /money/statements/{id}", Handle: h.show},
		{Pattern: "POST /money/statements/{id}/take", Handle: h.take},
		{Pattern: "POST /money/statements/{id}/answer", Handle: h.answer},
		{Pattern: "POST /money/statements/{id}/close", Handle: h.close},
	}
}
