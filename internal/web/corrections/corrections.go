// Package corrections serves the proposed corrections of what households are recognised as.
package corrections

import (
	"embed"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/corrections"
	"giamngheo/internal/app/work"
	"giamngheo/internal/errs"
	"giamngheo/internal/poverty"
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
		{Pattern: "GET /corrections", Handle: h.list, Entry: &page.Entry{
			Group: page.Reviews, Order: 8, Title: errs.T("Corrections of recognitions"), Icon: "edit",
			Needs: access.ViewReviews, Counts: work.Correction,
		}},
		{Pattern: "POST /households/{id}/recognition", Handle: h.propose},
		{Pattern: "POST /corrections/{id}", Handle: h.decide},
	}
}

type listPage struct {
	page.Page
	Items   []corrections.Shown
	Refused []corrections.Shown
}

func (h *handlers) list(w http.ResponseWriter, r *http.Request) (err error) {
	p := &listPage{}
	if p.Items, err = h.desks.Corrections.Open(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	if p.Refused, err = h.desks.Corrections.Refused(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	p.Nav = "corrections"
	h.shell.Render(w, r, "corrections", errs.T("Corrections of recognitions"), p)
	return nil
}

func (h *handlers) propose(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	text := func(name string) string { return norm.NFC.String(strings.TrimSpace(r.FormValue(name))) }
	in := corrections.Input{Household: id, Number: text("number"), Reason: text("reason"),
		Correct: r.FormValue("how") == "correct"}
	if in.Recognition, err = page.FormID(r, "recognition"); err != nil {
		return err
	}
	if in.Day, err = page.FormDay(r, "day"); err != nil {
		return err
	}
	n, _ := strconv.Atoi(r.FormValue("class"))
	in.Class = poverty.Class(min(max(n, 0), 4))
	if _, err := h.desks.Corrections.Propose(r.Context(), page.Actor(r), in); err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d", id), "",
		errs.T("Proposed. Another person who decides on recognitions takes it; until then what was recognised stands"))
}

func (h *handlers) decide(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	a := page.Actor(r)
	if r.FormValue("what") != "take" {
		reason := norm.NFC.String(strings.TrimSpace(r.FormValue("reason")))
		if err := h.desks.Corrections.Refuse(r.Context(), a, id, reason); err != nil {
			return err
		}
		return page.Done(w, r, "/corrections", "", errs.T("Recorded; what was recognised stands"))
	}
	if err := h.desks.Corrections.Take(r.Context(), a, id); err != nil {
		return err
	}
	return page.Done(w, r, "/corrections", "", errs.T("Recorded; the one before is kept"))
}
