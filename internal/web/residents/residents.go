// Package residents serves the commune the letters that open residents' own pages.
package residents

import (
	"cmp"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"golang.org/x/text/unicode/norm"

	"giamngheo/internal/app"
	"giamngheo/internal/app/residents"
	"giamngheo/internal/credential"
	"giamngheo/internal/date"
	"giamngheo/internal/errs"
	"giamngheo/internal/place"
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
		{Pattern: "GET /households/{id}/letters", Handle: h.letters},
		{Pattern: "POST /households/{id}/letters", Handle: h.issue},
		{Pattern: "POST /households/{id}/letters/{key}/revoke", Handle: h.revoke},
	}
}

type lettersPage struct {
	page.Page
	Of    *residents.Letters
	Code  string
	Head  string
	Error string
}

func (h *handlers) letters(w http.ResponseWriter, r *http.Request) error { return h.show(w, r, nil) }

func (h *handlers) show(w http.ResponseWriter, r *http.Request, failed error) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	p := &lettersPage{Error: h.shell.Told(w, r, failed)}
	if p.Of, err = h.desks.Residents.Letters(r.Context(), page.Actor(r), id); err != nil {
		return err
	}
	p.Nav, p.Code = "households", string(p.Of.Household.Household.Code)
	if head := p.Of.Household.Household.Head(); head != nil {
		p.Head = head.Name
	}
	h.shell.Render(w, r, "resident_letters", errs.T("Letters for the household’s own page"), p)
	return nil
}

type letterPage struct {
	page.Page
	ID      int64
	Head    string
	Code    string
	Unit    place.Unit
	Address string
	QR      template.URL
	Until   date.Date
}

// issue makes a letter and shows it to be printed: its code is shown only now.
func (h *handlers) issue(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	token, key, err := h.desks.Residents.Issue(r.Context(), page.Actor(r), id)
	if k := errs.KindOf(err); err != nil && k == errs.Invalid {
		return h.show(w, r, err)
	}
	if err != nil {
		return err
	}
	set, err := h.desks.Papers.PublicAddress(r.Context())
	if err != nil {
		return err
	}
	l, err := h.desks.Residents.Letters(r.Context(), page.Actor(r), id)
	if err != nil {
		return err
	}
	p := &letterPage{ID: id, Code: string(l.Household.Household.Code),
		Unit:    h.desks.Office.Unit(l.Household.Household.Commune),
		Address: cmp.Or(set, h.shell.WebAddress(r)) + "/toi/" + token, Until: key.Until}
	if head := l.Household.Household.Head(); head != nil {
		p.Head = head.Name
	}
	png, err := credential.QR(p.Address)
	if err != nil {
		return err
	}
	p.QR = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(png)) //nolint:gosec // ours: the bytes are base64
	p.Nav = "households"
	h.shell.Render(w, r, "resident_letter", errs.T("Letter for the household’s own page"), p)
	return nil
}

func (h *handlers) revoke(w http.ResponseWriter, r *http.Request) error {
	id, err := page.PathID(r)
	if err != nil {
		return err
	}
	key, err := strconv.ParseInt(r.PathValue("key"), 10, 64)
	if err != nil {
		return page.NotThere()
	}
	err = h.desks.Residents.Revoke(r.Context(), page.Actor(r), id, key, norm.NFC.String(r.FormValue("reason")))
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Conflict) {
		return h.show(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, fmt.Sprintf("/households/%d/letters", id), "", errs.T("The letter opens nothing any more."))
}
