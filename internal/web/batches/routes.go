// Package batches serves the pages of payments to people: lists, what became of each line, files of who pays.
package batches

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
		{Pattern: "GET /money/batches", Handle: h.list, Entry: &page.Entry{
			Group: page.Money, Order: 4, Title: errs.T("Payments to people"), Icon: "users", Needs: access.ViewMoney,
			Counts: work.Batch,
		}},
		{Pattern: "GET /money/batches/new", Handle: h.newBatch},
		{Pattern: "POST /money/batches/new", Handle: h.draft},
		{Pattern: "GET /money/batches/{id}", Handle: h.show},
		{Pattern: "POST /money/batches/{id}/list", Handle: h.file, File: true},
		{Pattern: "POST /money/batches/{id}/off", Handle: h.off},
		{Pattern: "POST /money/batches/{id}/approve", Handle: h.approve},
		{Pattern: "POST /money/batches/{id}/reject", Handle: h.reject},
		{Pattern: "POST /money/batches/{id}/send", Handle: h.send},
		{Pattern: "POST /money/batches/{id}/results", Handle: h.results},
		{Pattern: "POST /money/batches/{id}/file", Handle: h.read, Most: office.MostUploaded},
		{Pattern: "POST /money/batches/{id}/returned", Handle: h.returned, File: true},
		{Pattern: "POST /money/batches/{id}/back", Handle: h.giveBack},
		{Pattern: "POST /money/batches/{id}/recover", Handle: h.recover},
		{Pattern: "POST /money/batches/{id}/reconcile", Handle: h.reconcile},
		{Pattern: "POST /money/batches/{id}/close", Handle: h.close},
	}
}
