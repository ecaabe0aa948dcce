// Package calendar serves the page of the days of rest by which deadlines are counted.
package calendar

import (
	"embed"
	"fmt"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/calendar"
	"giamngheo/internal/app/reviews"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
	"giamngheo/internal/workday"
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
		{Pattern: "GET /calendar", Handle: h.now},
		{Pattern: "GET /calendar/{year}", Handle: h.show, Entry: &page.Entry{
			Group: page.Office, Order: 3, Title: errs.T("Days of rest"), Icon: "calendar",
			Needs: access.SetCalendar,
		}},
		{Pattern: "POST /calendar/{year}", Handle: h.set},
		{Pattern: "POST /calendar/{year}/undo", Handle: h.undo},
	}
}

type calendarPage struct {
	page.Page
	*calendar.Shown
	Before, After int
	Values        map[string]string
	Kinds         []workday.Kind
	Error         string
}

func (h *handlers) now(w http.ResponseWriter, r *http.Request) error {
	http.Redirect(w, r, fmt.Sprintf("/calendar/%d", h.desks.Office.Day().Year()), http.StatusSeeOther)
	return nil
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.render(w, r, nil) }

// render shows a year; a change that was refused stands in its form, with why.
func (h *handlers) render(w http.ResponseWriter, r *http.Request, failed error) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	p := &calendarPage{Before: year - 1, After: year + 1, Values: page.Typed(r),
		Kinds: []workday.Kind{workday.Rest, workday.Worked, workday.Ordinary}}
	if p.Shown, err = h.desks.Calendar.Year(r.Context(), page.Actor(r), year); err != nil {
		return err
	}
	p.Error = h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "calendar", errs.T("Days of rest of %d", year), p)
	return nil
}

func (h *handlers) set(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	in := workday.Change{Kind: workday.Kind(r.FormValue("kind")), Title: r.FormValue("title"),
		Number: r.FormValue("number")}
	if in.Day, err = page.FormDay(r, "day"); err == nil {
		in.Issued, err = page.FormDay(r, "issued")
	}
	var moved reviews.Moved
	if err == nil {
		moved, err = h.desks.Calendar.Set(r.Context(), page.Actor(r), year, in)
	}
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden {
		return h.render(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, year, moved)
}

func (h *handlers) undo(w http.ResponseWriter, r *http.Request) error {
	year, err := page.PathYear(r)
	if err != nil {
		return err
	}
	id, err := page.FormID(r, "id")
	if err != nil {
		return err
	}
	moved, _, err := h.desks.Calendar.Undo(r.Context(), page.Actor(r), id)
	if errs.KindOf(err) == errs.Conflict && err != nil {
		return h.render(w, r, err)
	}
	if err != nil {
		return err
	}
	return done(w, r, year, moved)
}

// done says what the change moved.
func done(w http.ResponseWriter, r *http.Request, year int, moved reviews.Moved) error {
	said := errs.T("The calendar is changed. Deadlines moved: %d lists, %d monthly reviews.", moved.Lists,
		moved.Campaigns)
	return page.Done(w, r, fmt.Sprintf("/calendar/%d", year), "", said)
}
