// Package supports serves the pages of supports and payment lists.
package supports

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
		{Pattern: "GET /supports", Handle: h.listSupports, Entry: &page.Entry{
			Group: page.Supports, Order: 1, Title: errs.T("Supports"), Icon: "heart-handshake",
			Needs: access.ViewSupports,
		}},
		{Pattern: "GET /supports/new", Handle: h.newSupport},
		{Pattern: "POST /supports/new", Handle: h.recordSupport},
		{Pattern: "POST /supports/find", Handle: h.findReceiver},
		{Pattern: "POST /supports/check", Handle: h.checkSupport},
		{Pattern: "GET /supports/paste", Handle: h.showSupportPaste},
		{Pattern: "POST /supports/paste", Handle: h.saveSupportPaste, Most: 32 << 20},
		{Pattern: "POST /supports/paste/check", Handle: h.checkSupportPaste, Most: 32 << 20},
		{Pattern: "POST /supports/paste/book", Handle: h.supportBook, Most: 32 << 20},
		{Pattern: "POST /supports/paste/undo", Handle: h.undoSupports, Most: 32 << 20},
		{Pattern: "POST /supports/paste/rejected.xlsx", Handle: h.rejectedSupports, Most: 32 << 20, File: true},
		{Pattern: "POST /supports/payment.xlsx", Handle: h.paymentBook, File: true},
		{Pattern: "GET /supports/{id}", Handle: h.showSupport},
		{Pattern: "POST /supports/{id}/withdraw", Handle: h.withdrawSupport},
	}
}
