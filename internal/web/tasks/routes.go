// Package tasks serves who does what by when: the tasks of the plan and those that were made for a unit.
package tasks

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
		{Pattern: "GET /tasks", Handle: h.board, Entry: &page.Entry{
			Group: page.Today, Order: 3, Title: errs.T("entry|Tasks"), Icon: "checkbox", Needs: access.ViewTasks,
			Covers: []string{"plan-tasks"}, Counts: work.Task,
		}},
		{Pattern: "GET /tasks.xlsx", Handle: h.sheet, File: true},
		{Pattern: "GET /tasks/new", Handle: h.newTask},
		{Pattern: "POST /tasks/new", Handle: h.make},
		{Pattern: "GET /tasks/{id}", Handle: h.show},
		{Pattern: "POST /tasks/{id}", Handle: h.step},
		{Pattern: "POST /tasks/{id}/files", Handle: h.attach, Most: 9 << 20},
		{Pattern: "GET /tasks/{id}/files/{file}", Handle: h.file, File: true},
		{Pattern: "GET /plan-tasks/{year}/{code}", Handle: h.planTask},
		{Pattern: "POST /plan-tasks/{year}/{code}", Handle: h.give},
	}
}
