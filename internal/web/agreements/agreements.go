// Package agreements serves what waits for a second person.
package agreements

import (
	"embed"
	"net/http"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app"
	"giamngheo/internal/app/agreements"
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
		{Pattern: "GET /agreements", Handle: h.list, Entry: &page.Entry{
			Group: page.Office, Order: 7, Title: errs.T("For a second person"), Icon: "users",
			Counts: work.Second,
		}},
		{Pattern: "POST /agreements/{id}", Handle: h.decide},
	}
}

type listPage struct {
	page.Page
	ToTake *agreements.Page
	Own    []agreements.Shown
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	p, a := &listPage{}, page.Actor(r)
	before, err := page.FormID(r, "before")
	if err != nil {
		return err
	}
	if p.ToTake, err = h.desks.Agreements.ToTake(r.Context(), a, before); err != nil {
		return err
	}
	if p.Own, err = h.desks.Agreements.Own(r.Context(), a); err != nil {
		return err
	}
	p.Nav = "agreements"
	h.shell.Render(w, r, "agreements", errs.T("For a second person"), p)
	return nil
}

type agreedPage struct {
	page.Page
	Doing *agreements.Doing
}

func (h *handlers) decide(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	if r.FormValue("what") != "take" {
		reason := norm.NFC.String(strings.TrimSpace(r.FormValue("reason")))
		if err := h.desks.Agreements.Refuse(r.Context(), a, id, reason); err != nil {
			return err
		}
		return page.Done(w, r, "/agreements", "", errs.T("Recorded; nothing of it was done."))
	}
	doing, err := h.desks.Agreements.Take(r.Context(), a, id)
	if err != nil {
		return err
	}
	if doing.Secret == "" {
		return page.Done(w, r, "/agreements", "", errs.T("Agreed: it is done."))
	}
	p := &agreedPage{Doing: doing}
	p.Nav = "agreements"
	h.shell.Render(w, r, "agreed", errs.T("Temporary password"), p)
	return nil
}
