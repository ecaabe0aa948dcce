// Package reports serves the pages of reports: what waits, the board of a round, the table that a unit fills in, what
// changed in it, what is added up, what is asked for once, and how the programme is monitored.
package reports

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
	h, u := &handlers{s, d}, &sheets{s, d}
	return append(wordsRoutes(s, d), []page.Route{
		{Pattern: "GET /reports", Handle: h.list, Entry: &page.Entry{
			Group: page.Reports, Order: 3, Title: errs.T("entry|Periodic reports"), Icon: "clipboard",
			Needs:  access.ViewReports,
			Covers: []string{"rounds"}, Counts: work.Report,
		}},
		{Pattern: "GET /reports/guide", Handle: h.guide},
		{Pattern: "GET /rounds/new", Handle: h.newRound},
		{Pattern: "POST /rounds/new", Handle: h.open},
		{Pattern: "GET /rounds/ask", Handle: h.newAsk},
		{Pattern: "POST /rounds/ask", Handle: h.ask},
		{Pattern: "GET /rounds/{id}", Handle: h.board},
		{Pattern: "POST /rounds/{id}/count", Handle: h.recount},
		{Pattern: "POST /rounds/{id}/withdraw", Handle: h.withdraw},
		{Pattern: "POST /rounds/{id}/approve", Handle: h.approveAll},
		{Pattern: "GET /rounds/{id}/whole", Handle: h.whole},
		{Pattern: "GET /rounds/{id}/whole.xlsx", Handle: h.wholeFile, File: true},
		{Pattern: "POST /rounds/{id}/consolidate", Handle: h.consolidate},
		{Pattern: "POST /rounds/{id}/sign", Handle: h.sign},
		{Pattern: "GET /reports/{id}", Handle: u.report},
		{Pattern: "POST /reports/{id}", Handle: u.save},
		{Pattern: "POST /reports/{id}/step", Handle: u.step},
		{Pattern: "GET /reports/{id}/changes", Handle: u.changes},
		{Pattern: "GET /reports/{id}/report.xlsx", Handle: u.reportFile, File: true},
		{Pattern: "POST /reports/{id}/report.xlsx", Handle: u.readFile, Most: mostFile},
	}...)
}

// mostFile is how large a workbook of a report may be, in bytes.
const mostFile = 4 << 20
