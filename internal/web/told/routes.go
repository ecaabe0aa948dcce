// Package told serves the page of what the nation was told.
package told

import (
	"embed"
	"net/http"
	"strconv"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/told"
	"giamngheo/internal/cells"
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
		{Pattern: "GET /told", Handle: h.list, Entry: &page.Entry{
			Group: page.Public, Order: 6, Title: errs.T("Figures for the nation"), Icon: "chart-bar",
			Needs: access.ViewPublications,
		}},
		{Pattern: "GET /told/{year}/{stage}", Handle: h.show},
		{Pattern: "GET /told/{year}/{stage}/file", Handle: h.file},
	}
}

type listPage struct {
	page.Page
	*told.Shown
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	p := &listPage{}
	if p.Shown, err = h.desks.Told.Shown(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	h.shell.Render(w, r, "told", errs.T("Figures for the nation"), p)
	return nil
}

// of is the sheet that an address names.
func of(r *http.Request) (year int, stage cells.Stage, err error) {
	year, err = strconv.Atoi(r.PathValue("year"))
	stage = cells.Stage(r.PathValue("stage"))
	if err != nil || stage != cells.Final && stage != cells.Running {
		return 0, "", office.NotYours()
	}
	return year, stage, nil
}

type sheetPage struct {
	page.Page
	*cells.Sheet
	Units []cells.Unit
	Names map[string]string
}

// Name is what a unit is called, or some that are told together.
func (p *sheetPage) Name(u cells.Unit) string { return p.Names[u.Code] }

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	year, stage, err := of(r)
	if err != nil {
		return err
	}
	p := &sheetPage{Names: map[string]string{}}
	if p.Sheet, err = h.desks.Told.Sheet(r.Context(), page.Actor(r), year, stage); err != nil {
		return err
	}
	p.Units = p.Sheet.Units()
	for _, u := range p.Units {
		p.Names[u.Code] = h.desks.Told.NameOn(u.Code, p.On)
	}
	h.shell.Render(w, r, "told_sheet", errs.T("What the nation is told of the review of %d", year), p)
	return nil
}

func (h *handlers) file(w http.ResponseWriter, r *http.Request) error {
	year, stage, err := of(r)
	if err != nil {
		return err
	}
	name, data, err := h.desks.Told.File(r.Context(), page.Actor(r), year, stage)
	if err != nil {
		return err
	}
	return page.Download(w, "text/plain; charset=utf-8", name, data)
}
