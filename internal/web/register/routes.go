// Package register serves the pages of the register of households.
package register

import (
	"embed"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/errs"
	"giamngheo/internal/web/page"
)

// Templates are the pages.
//
//go:embed *.html
var Templates embed.FS

type handlers struct {
	*changing

	shell *page.Shell
	desks *app.Desks
}

// changing serves the changes of a household that are no edit.
type changing struct{ *handlers }

// Routes are the addresses.
func Routes(s *page.Shell, d *app.Desks) []page.Route {
	h := &handlers{shell: s, desks: d}
	h.changing = &changing{h}
	return []page.Route{
		{Pattern: "GET /households", Handle: h.listHouseholds, Entry: &page.Entry{
			Group: page.Register, Order: 1, Title: errs.T("Households"), Icon: "search",
			Needs: access.ViewHouseholds, Phone: 3,
		}},
		{Pattern: "POST /households/find", Handle: h.findHouseholds},
		{Pattern: "GET /households/new", Handle: h.newHousehold},
		{Pattern: "POST /households/new", Handle: h.saveHousehold},
		{Pattern: "POST /households/check", Handle: h.checkHousehold},
		{Pattern: "POST /households/export", Handle: h.exportHouseholds, File: true},
		{Pattern: "GET /households/{id}", Handle: h.showHousehold},
		{Pattern: "GET /households/{id}/edit", Handle: h.editHousehold},
		{Pattern: "POST /households/{id}/edit", Handle: h.saveHousehold},
		{Pattern: "GET /households/{id}/history", Handle: h.householdHistory},
		{Pattern: "GET /households/{id}/notice", Handle: h.householdNotice},
		{Pattern: "GET /households/{id}/change", Handle: h.changeHousehold},
		{Pattern: "POST /households/{id}/change", Handle: h.findOther},
		{Pattern: "POST /households/{id}/state", Handle: h.setState},
		{Pattern: "POST /households/{id}/split", Handle: h.splitHousehold},
		{Pattern: "POST /households/{id}/merge", Handle: h.mergeHousehold},
		{Pattern: "POST /households/{id}/reveal", Handle: h.revealHousehold},
	}
}
