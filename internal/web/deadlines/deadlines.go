// Package deadlines serves a person's own deadlines to their calendar program.
package deadlines

import (
	"embed"
	"net/http"
	"strings"
	"time"

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
		{Pattern: "GET /deadlines", Handle: h.show},
		{Pattern: "GET /deadlines.ics", Handle: h.download, File: true},
		{Pattern: "POST /deadlines/key", Handle: h.subscribe},
		{Pattern: "POST /deadlines/key/end", Handle: h.unsubscribe},
		{Pattern: "GET /lich/{token}", Handle: h.feed, Open: true, File: true},
	}
}

// calendarType is the media type of a calendar.
const calendarType = "text/calendar; charset=utf-8"

type deadlinesPage struct {
	page.Page
	Since   time.Time // when the secret address was made; zero: there is none
	Address string    // shown once, where it was just made
	Fresh   bool
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.shown(w, r, "") }

func (h *handlers) shown(w http.ResponseWriter, r *http.Request, address string) (err error) {
	a := page.Actor(r)
	p := &deadlinesPage{Address: address, Fresh: h.desks.Office.NeedFresh(a) == nil}
	p.Nav = "work"
	if p.Since, err = h.desks.Deadlines.Subscribed(r.Context(), a); err != nil {
		return err
	}
	h.shell.Render(w, r, "deadlines", errs.T("Your deadlines in your calendar"), p)
	return nil
}

func (h *handlers) download(w http.ResponseWriter, r *http.Request) error {
	text, err := h.desks.Deadlines.Calendar(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	return page.Download(w, calendarType, "han-cong-viec.ics", text)
}

func (h *handlers) subscribe(w http.ResponseWriter, r *http.Request) error {
	token, err := h.desks.Deadlines.Subscribe(r.Context(), page.Actor(r))
	if err != nil {
		return err
	}
	return h.shown(w, r, h.shell.WebAddress(r)+"/lich/"+token+".ics")
}

func (h *handlers) unsubscribe(w http.ResponseWriter, r *http.Request) error {
	if err := h.desks.Deadlines.Unsubscribe(r.Context(), page.Actor(r)); err != nil {
		return err
	}
	return page.Done(w, r, "/deadlines", "", errs.T("Taken back: the address opens nothing any more."))
}

func (h *handlers) feed(w http.ResponseWriter, r *http.Request) error {
	token := strings.TrimSuffix(r.PathValue("token"), ".ics")
	text, err := h.desks.Deadlines.Feed(r.Context(), h.shell.Address(r), token)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Robots-Tag", "noindex")
	return page.Download(w, calendarType, "han-cong-viec.ics", text)
}
