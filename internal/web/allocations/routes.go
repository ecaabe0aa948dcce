// Package allocations serves the pages of norms by which money is shared out, and of allocations.
package allocations

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/norms"
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
	n := &normDoor{h}
	return []page.Route{
		{Pattern: "GET /money/norms", Handle: n.norms, Entry: &page.Entry{
			Group: page.Money, Order: 3, Title: errs.T("Norms of allocation"), Icon: "scale", Needs: access.ViewMoney,
			Covers: []string{"norms"},
		}},
		{Pattern: "GET /money/norms/new", Handle: n.newNorm},
		{Pattern: "POST /money/norms", Handle: n.addNorm, Most: norms.MostBytes + 1<<16},
		{Pattern: "GET /money/norms/{code}", Handle: n.norm},
		{Pattern: "GET /money/norms/{code}/norm.yaml", Handle: n.normFile, File: true},
		{Pattern: "GET /money/allocations", Handle: h.list, Entry: &page.Entry{
			Group: page.Money, Order: 2, Title: errs.T("Allocations"), Icon: "chart-bar", Needs: access.ViewMoney,
			Covers: []string{"allocations"}, Counts: work.Decide,
		}},
		{Pattern: "GET /money/allocations/new", Handle: h.begin},
		{Pattern: "POST /money/allocations", Handle: h.make},
		{Pattern: "GET /money/allocations/{id}", Handle: h.show},
		{Pattern: "POST /money/allocations/{id}", Handle: h.change},
		{Pattern: "POST /money/allocations/{id}/values", Handle: h.values},
		{Pattern: "POST /money/allocations/{id}/decide", Handle: h.decide},
		{Pattern: "GET /money/allocations/{id}/behind", Handle: h.behind},
		{Pattern: "GET /money/allocations/{id}/derivation", Handle: h.derivation},
		{Pattern: "GET /money/allocations/{id}/derivation.xlsx", Handle: h.derivationBook, File: true},
		{Pattern: "GET /money/allocations/{id}/derivation.json", Handle: h.derivationJSON, File: true},
		{Pattern: "GET /money/allocations/{id}/annex", Handle: h.annex},
		{Pattern: "GET /money/allocations/{id}/annex.xlsx", Handle: h.annexBook, File: true},
		{Pattern: "GET /money/allocations/{id}/workbook.xlsx", Handle: h.workbook, File: true},
		{Pattern: "POST /money/allocations/{id}/workbook", Handle: h.take},
		{Pattern: "GET /money/allocations/{id}/compare", Handle: h.compare},
		{Pattern: "GET /money/allocations/{id}/merger", Handle: h.merger},
	}
}
