// Package transfer serves the pages of import, paste, export and jobs.
package transfer

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
		{Pattern: "GET /import", Handle: h.showImport, Entry: &page.Entry{
			Group: page.Register, Order: 2, Title: errs.T("head|Import"), Icon: "upload",
			Needs: access.ImportHouseholds, Covers: []string{"jobs"}, Counts: work.Import,
		}},
		{Pattern: "GET /import/template.xlsx", Handle: h.template},
		{Pattern: "GET /import/example.xlsx", Handle: h.example},
		{Pattern: "POST /import", Handle: h.upload, Most: page.OwnLimit},
		{Pattern: "GET /paste", Handle: h.showPaste, Entry: &page.Entry{
			Group: page.Register, Order: 3, Title: errs.T("Paste"), Icon: "columns",
			Needs: access.EditHouseholds,
		}},
		{Pattern: "POST /paste", Handle: h.savePaste},
		{Pattern: "POST /paste/check", Handle: h.checkPaste},
		{Pattern: "GET /jobs", Handle: h.listJobs},
		{Pattern: "GET /jobs/{id}", Handle: h.showJob},
		{Pattern: "GET /jobs/{id}/rejected.xlsx", Handle: h.rejectedFile},
		{Pattern: "GET /jobs/{id}/export.xlsx", Handle: h.exportFile},
		{Pattern: "GET /jobs/{id}/doubts.csv", Handle: h.doubtsFile},
		{Pattern: "POST /jobs/{id}/arrange", Handle: h.arrange},
		{Pattern: "POST /jobs/{id}/answer", Handle: h.answer},
		{Pattern: "POST /jobs/{id}/agree", Handle: h.agree},
		{Pattern: "POST /jobs/{id}/commit", Handle: h.commitImport},
		{Pattern: "POST /jobs/{id}/undo", Handle: h.undoImport},
		{Pattern: "POST /jobs/{id}/cancel", Handle: h.cancelJob},
	}
}
