// Package deputies serves who acts in the stead of whom.
package deputies

import (
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/access"
	"giamngheo/internal/app"
	"giamngheo/internal/app/deputies"
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
		{Pattern: "GET /deputies", Handle: h.board, Entry: &page.Entry{
			Group: page.Office, Order: 8, Title: errs.T("entry|Absences and deputies"), Icon: "users",
		}},
		{Pattern: "POST /deputies", Handle: h.name},
		{Pattern: "POST /deputies/{id}/end", Handle: h.end},
	}
}

type boardPage struct {
	page.Page
	*deputies.Board
	People  []deputies.Person
	Values  map[string]string
	Reasons []access.Absence
	Fresh   bool
	Error   string
}

// Options are the people to choose from in a form, with their roles.
func (p *boardPage) Options(chosen string) template.HTML {
	var b strings.Builder
	b.WriteString(`<option value=""></option>`)
	for _, person := range p.People {
		roles := make([]string, 0, len(person.Roles))
		for _, r := range person.Roles {
			roles = append(roles, page.Pick(p.Lang, r.Title()))
		}
		selected := ""
		if fmt.Sprint(person.ID) == chosen {
			selected = " selected"
		}
		fmt.Fprintf(&b, `<option value="%d"%s>%s</option>`, person.ID, selected, template.HTMLEscapeString(
			person.Name+" – "+strings.Join(roles, ", ")+", "+person.Unit))
	}
	return template.HTML(b.String()) //nolint:gosec // escaped above
}

// Because are the reasons of an absence to choose from.
func (p *boardPage) Because() template.HTML {
	var b strings.Builder
	for _, why := range p.Reasons {
		selected := ""
		if string(why) == p.Values["why"] {
			selected = " selected"
		}
		fmt.Fprintf(&b, `<option value="%s"%s>%s</option>`, template.HTMLEscapeString(string(why)), selected,
			template.HTMLEscapeString(page.Pick(p.Lang, why.Title())))
	}
	return template.HTML(b.String()) //nolint:gosec // escaped above
}

func (h *handlers) board(w http.ResponseWriter, r *http.Request) error {
	return h.show(w, r, map[string]string{}, nil)
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request, values map[string]string, failed error) error {
	before, err := page.FormID(r, "before")
	if err != nil {
		return err
	}
	a := page.Actor(r)
	p := &boardPage{Values: values, Fresh: h.desks.Office.NeedFresh(a) == nil, Reasons: access.Absences(),
		Error: h.shell.Told(w, r, failed)}
	if p.Board, err = h.desks.Deputies.Board(r.Context(), a, before); err != nil {
		return err
	}
	if p.People, err = h.desks.Deputies.People(r.Context(), a); err != nil {
		return err
	}
	h.shell.Render(w, r, "deputies", errs.T("Absences and deputies"), p)
	return nil
}

func (h *handlers) name(w http.ResponseWriter, r *http.Request) error {
	in := deputies.In{Why: access.Absence(r.FormValue("why")), Paper: norm.NFC.String(r.FormValue("paper"))}
	var err error
	if in.Absent, err = page.FormID(r, "absent"); err == nil {
		in.Deputy, err = page.FormID(r, "deputy")
	}
	if err == nil {
		in.From, err = page.FormDay(r, "from")
	}
	if err == nil {
		in.To, err = page.FormDay(r, "to")
	}
	if err == nil {
		err = h.desks.Deputies.Name(r.Context(), page.Actor(r), in)
	}
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		values := map[string]string{}
		for name := range r.PostForm {
			values[name] = r.PostForm.Get(name)
		}
		return h.show(w, r, values, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/deputies", "",
		errs.T("Recorded: from that day on the deputy finds the work in what waits for them."))
}

func (h *handlers) end(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	if err := h.desks.Deputies.End(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	return page.Done(w, r, "/deputies", "", errs.T("Ended: nobody acts in this person’s stead any more."))
}
