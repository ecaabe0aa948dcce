// Package demo serves the clock of the demonstration: its day is moved on from any page. In an office for real work the
// address is not there.
package demo

import (
	"net/http"

	"giamngheo/internal/app"
	"giamngheo/internal/app/demo"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

type handlers struct{ desks *app.Desks }

// Routes are the addresses.
func Routes(_ *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{d}
	return []page.Route{{Pattern: "POST /demo/day", Handle: h.move}}
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
