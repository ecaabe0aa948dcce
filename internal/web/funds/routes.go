// Package funds serves the pages of the programme's money: the board, the account of a line, contracts.
package funds

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
		{Pattern: "GET /money", Handle: h.board, Entry: &page.Entry{
			Group: page.Money, Order: 1, Title: errs.T("Money"), Icon: "coin", Needs: access.ViewMoney,
		}},
		{Pattern: "GET /money/board.xlsx", Handle: h.boardFile, File: true},
		{Pattern: "GET /money/movements", Handle: h.movements},
		{Pattern: "GET /money/alerts", Handle: h.alerts},
		{Pattern: "GET /money/phase", Handle: h.phase},
		{Pattern: "POST /money/alerts", Handle: h.snooze},
		{Pattern: "GET /money/new", Handle: h.newGrant},
		{Pattern: "POST /money/new", Handle: h.grant},
		{Pattern: "GET /money/lines/{id}", Handle: h.account},
		{Pattern: "GET /money/lines/{id}/account.xlsx", Handle: h.accountFile, File: true},
		{Pattern: "POST /money/lines/{id}", Handle: h.record},
		{Pattern: "POST /money/lines/{id}/back", Handle: h.takeBack},
		{Pattern: "GET /money/contracts", Handle: h.contracts},
		{Pattern: "POST /money/contracts", Handle: h.sign},
		{Pattern: "POST /money/contracts/{id}/items", Handle: h.accept},
	}
}
