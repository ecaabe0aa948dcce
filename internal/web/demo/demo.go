// Package demo serves the clock of the demonstration, whose day is moved on from any page, and the page of the parts of
// which pages are made. In an office for real work neither address is there.
package demo

import (
	"embed"
	"net/http"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
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
		{Pattern: "POST /demo/day", Handle: h.move},
		{Pattern: "GET /components", Handle: h.components},
	}
}

// move moves the day on and goes back to where the form was sent from.
func (h *handlers) move(w http.ResponseWriter, r *http.Request) error {
	if !h.desks.Office.Demo() {
		return page.NotThere()
	}
	var day date.Date
	how := demo.Move(r.FormValue("to"))
	if how == demo.GivenDay {
		var err error
		if day, err = page.FormDay(r, "day"); err != nil {
			return err
		}
	}
	to, err := h.desks.Demo.MoveDay(r.Context(), page.Actor(r), how, day)
	if err != nil {
		return err
	}
	return page.Done(w, r, page.Within(r.FormValue("next")), "", errs.T("It is %s now in the demonstration", to))
}
