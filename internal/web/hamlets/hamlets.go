package hamlets

import (
	"context"
	"net/http"

	"giamngheo/internal/app/hamlets"
	"giamngheo/internal/errs"
	"giamngheo/internal/office"
	"giamngheo/internal/place"
	"giamngheo/internal/web/page"
)

type hamletsPage struct {
	page.Page
	*hamlets.Shown
	Communes []place.Unit
	Values   map[string]string
	Chosen   string // the hamlet that the form of changes begins with
	Error    string
}

// Of is what was typed into a field of a form that was refused.
func (p *hamletsPage) Of(form, field string) string {
	if (p.Values["do"] == "add") != (form == "add") {
		return ""
	}
	return p.Values[field]
}

// communes leads to the only commune of who looks, or has one chosen.
func (h *handlers) communes(w http.ResponseWriter, r *http.Request) error {
	all, err := h.desks.Hamlets.Communes(page.Actor(r))
	if err != nil {
		return err
	}
	if chosen := r.FormValue("commune"); chosen != "" || len(all) == 1 {
		if chosen == "" {
			chosen = string(all[0].Code)
		}
		http.Redirect(w, r, "/hamlets/"+chosen, http.StatusSeeOther)
		return nil
	}
	p := &hamletsPage{Communes: all}
	h.shell.Render(w, r, "hamlet_communes", errs.T("Hamlets"), p)
	return nil
}

func (h *handlers) show(w http.ResponseWriter, r *http.Request) error { return h.render(w, r, nil) }

// render shows the list; a change that was refused stands in its form, with why.
func (h *handlers) render(w http.ResponseWriter, r *http.Request, failed error) (err error) {
	p := &hamletsPage{Values: page.Typed(r), Chosen: r.FormValue("name")}
	if r.Method == http.MethodGet { // a link that begins a form
		p.Values["do"], p.Values["name"], p.Values["before"] = r.FormValue("do"), p.Chosen, r.FormValue("before")
	}
	if p.Shown, err = h.desks.Hamlets.List(page.Actor(r), place.Code(r.PathValue("commune"))); err != nil {
		return err
	}
	p.Error = h.shell.Told(w, r, failed)
	h.shell.Render(w, r, "hamlets", errs.T("Hamlets of %s", p.Unit.FullName), p)
	return nil
}

func (h *handlers) change(w http.ResponseWriter, r *http.Request) error {
	c := hamlets.Change{Commune: place.Code(r.PathValue("commune")), Name: r.FormValue("name"), To: r.FormValue("to"),
		Before: r.FormValue("before") != "", Source: r.FormValue("source")}
	day, err := page.FormDay(r, "day")
	said := errs.Text{}
	if c.Day = day; err == nil {
		said, err = h.act(r.Context(), page.Actor(r), r.FormValue("do"), c)
	}
	if page.Personal(err) && errs.KindOf(err) != errs.Forbidden && errs.KindOf(err) != errs.NotFound {
		return h.render(w, r, err)
	}
	if err != nil {
		return err
	}
	return page.Done(w, r, "/hamlets/"+string(c.Commune), "", said)
}

// act does what a form asks for.
func (h *handlers) act(ctx context.Context, a *office.Ask, do string, c hamlets.Change) (errs.Text, error) {
	d := h.desks.Hamlets
	switch do {
	case "add":
		return errs.T("The hamlet is added."), d.Add(ctx, a, c)
	case "end":
		return errs.T("The hamlet has ended."), d.End(ctx, a, c)
	case "rename":
		n, err := d.Rename(ctx, a, c)
		return errs.T("The hamlet is renamed; households with the new name: %d.", n), err
	case "merge":
		n, err := d.Merge(ctx, a, c)
		return errs.T("The hamlets are one; households moved: %d.", n), err
	}
	return errs.Text{}, errs.New(errs.Invalid, "what shall happen to the hamlet?")
}
