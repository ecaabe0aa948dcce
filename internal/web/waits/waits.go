// Package waits serves who holds what.
package waits

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/waits"
	"giamngheo/internal/app/work"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
	"giamngheo/internal/web/parts"
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
		{Pattern: "GET /waits", Handle: h.show, Entry: &page.Entry{
			Group: page.Today, Order: 4, Title: errs.T("entry|Who holds what"), Icon: "history",
			Needs: access.ViewDashboard,
		}},
	}
}

type waitsPage struct {
	page.Page
	Found *waits.Page

	Query waits.Query
	Units template.HTML
	Pager parts.Pager
	Day   date.Date
}

// kinds are what kinds of things are called, and where each is.
var kinds = map[work.Kind]struct {
	title   errs.Text
	address string
}{
	work.List: {errs.T("waits|Review lists"), "/lists/%d"}, work.Report: {errs.T("waits|Reports"), "/reports/%d"},
	work.Task:        {errs.T("waits|Tasks"), "/tasks/%d"},
	work.Batch:       {errs.T("waits|Payment lists"), "/money/batches/%d"},
	work.Decide:      {errs.T("waits|Allocations"), "/money/allocations/%d"},
	work.Notice:      {errs.T("waits|Notices"), "/notices/%d"},
	work.Publication: {errs.T("waits|Publications"), "/publications/%d"},
	work.Feedback:    {errs.T("waits|Residents’ letters"), "/feedback/%d"},
	work.Visit:       {errs.T("waits|Recommendations of checks"), "/inspection/visits/%d"},
	work.Second:      {errs.T("waits|Proposals"), "/agreements"},
}

// KindTitle is what a kind of things is called.
func (*waitsPage) KindTitle(k work.Kind) errs.Text { return kinds[k].title }

// Address is where a thing is.
func (*waitsPage) Address(w waits.Wait) string {
	if w.Kind == work.Second {
		return kinds[w.Kind].address
	}
	return fmt.Sprintf(kinds[w.Kind].address, w.ID)
}

// mostNamed is how many people are named for one thing.
const mostNamed = 3

// People are the first of those who hold a thing.
func (*waitsPage) People(w waits.Wait) []string { return w.Names[:min(len(w.Names), mostNamed)] }

// Others is how many more hold it.
func (*waitsPage) Others(w waits.Wait) int { return max(0, len(w.Names)-mostNamed) }

// Term says how long there is, or since when it is late.
func (*waitsPage) Term(w waits.Wait) errs.Text {
	if w.Late {
		return errs.N(w.Left, "late by %d working day", "late by %d working days")
	}
	return errs.N(w.Left, "%d working day left", "%d working days left")
}

// HeldFor says for how long it is held.
func (*waitsPage) HeldFor(w waits.Wait) errs.Text {
	return errs.N(w.Held, "waits|%d working day", "waits|%d working days")
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error {
	a := page.Actor(r)
	q := waits.Query{Unit: place.Code(r.FormValue("place")), Late: r.FormValue("late") == "1",
		Mine: r.FormValue("mine") == "1", From: parts.Offset(r), Most: parts.PageRows}
	if k := work.Kind(r.FormValue("kind")); kinds[k].address != "" {
		q.Kind = k
	}
	found, err := h.desks.Waits.Who(r.Context(), a, q)
	if err != nil {
		return err
	}
	p := &waitsPage{Found: found, Query: q, Pager: parts.NewPager(r, "/waits", found.Of), Day: h.desks.Office.Day(),
		Units: page.UnitOptions(h.desks.Office.Choices(a, 0), string(q.Unit))}
	h.shell.Render(w, r, "waits", errs.T("Who holds what, and since when"), p)
	return nil
}
